"""Files to text: every CSV, XLSX and XLS becomes sheets of text cells; what a cell means is decided later."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import NothingToLoad, UnreadableFile
from .csv_file import read_csv
from .sheet import Sheet
from .workbook import read_workbook

__all__ = ["Sheet", "paths_of", "read"]

READERS = {
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv,
    ".xlsx": read_workbook, ".xlsm": read_workbook, ".xls": read_workbook,
}  # fmt: skip


def read(path: Path | str) -> list[Sheet]:
    """The sheets of one file, each cell as text (null where empty). Raises UnreadableFile."""
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile.because(path, "file_kind")
    try:
        return reader(path)
    except FileNotFoundError as reason:
        raise UnreadableFile.because(path, "missing") from reason
    except OSError as reason:
        raise UnreadableFile.because(path, "closed", detail=reason.strerror) from reason


def paths_of(places: Iterable[Path | str]) -> list[Path]:
    """The files meant: each file as given, each folder as the readable files in it, in order of name."""
    found = list(dict.fromkeys(path for place in places for path in _inside(Path(place))))
    if not found:
        raise NothingToLoad("、".join(map(str, places)))
    return found


def _inside(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for path in sorted(place.iterdir()):
        # ~$ marks the lock file that Excel leaves beside an open workbook.
        if (
            path.is_file()
            and path.suffix.lower() in READERS
            and not path.name.startswith(("~$", "."))
        ):
            yield path
