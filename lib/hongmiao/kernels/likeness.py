"""What must be the same in the warm process and in a kernel asked of it; compared at each fork."""

import hashlib
import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ONCE = ("PYTHON", "LD_", "LC_", "POLARS_", "MALLOC_", "JUPYTER_WIDGETS_")
ONCE_ENDS = ("_NUM_THREADS",)
ONCE_NAMES = ("LANG", "LANGUAGE", "USER", "JUPYTER_ALLOW_INSECURE_WRITES")
"""Variables that Python and libraries read once, when they start or are imported: a fork would not see another value."""


def start(executable: str, environment: dict[str, str]) -> dict[str, str]:
    """How a Python starts: digests of its executable, and of each variable that is read only once."""
    read = {
        name: value
        for name, value in environment.items()
        if name.startswith(ONCE) or name.endswith(ONCE_ENDS) or name in ONCE_NAMES
    }
    # A list of processes shows this to others: so digests, no values.
    found = read | {"python": f"{os.path.dirname(executable)}\0{os.path.realpath(executable)}"}
    return {
        name: hashlib.sha256(os.fsencode(value)).hexdigest()[:16] for name, value in found.items()
    }


def differing(one: dict[str, str], other: dict[str, str]) -> str:
    """The names of what is not the same in two ways to start; empty where all is."""
    return ", ".join(sorted(name for name in one | other if one.get(name) != other.get(name)))


def read_files() -> list[str]:
    """What this process has read its code from: Python, modules, and in this package whatever lies beside a module."""
    modules = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    code = {file for file in modules if file}
    # A shelf is what lies in its folder: a board or a question that was added counts too.
    shelves = {os.path.dirname(file) for file in code if file.startswith(str(PACKAGE))}
    beside = {entry.path for shelf in shelves for entry in os.scandir(shelf) if entry.is_file()}
    return sorted(code | shelves | beside | {os.path.realpath(sys.executable)})


def times(files: list[str]) -> list[int]:
    """When each file was last changed, in nanoseconds; 0 where it is no more."""
    return [_time(file) for file in files]


def _time(file: str) -> int:
    try:
        return os.stat(file).st_mtime_ns
    except OSError:
        return 0
