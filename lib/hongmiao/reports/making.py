"""One report: a job of plain data goes in, the files it makes come out, and nothing else is touched."""

import json
import os
import time
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from ..asked import FILE, Asked, read
from ..errors import HongmiaoError, NoStore
from ..locale import word
from .ledger import digest_of, digest_of_files
from .text import DRAWN

FORMATS = ("html", "pdf", "xlsx")
# Of these, too, a file's bytes are made.
_DRAWS = ("altair", "pandas", "polars", "typst", "vl-convert-python", "xlsxwriter")


@dataclass(frozen=True)
class Job:
    """All that a worker needs, wherever it is.

    notebook: its text; folder: where it is run, if that is there; home: the data folder; timeout: seconds for all
    cells together; keep: send back the executed notebook; package: what the worker's own package must be, if anything.
    """

    notebook: str
    parameters: dict[str, object]
    home: str
    folder: str
    formats: tuple[str, ...] = ("html",)
    lang: str = "zh"
    timeout: float = 600
    keep: bool = False
    package: str = ""


@dataclass
class Made:
    """What came of a job: the files by format, or the error in one sentence; what was asked of the store."""

    files: dict[str, bytes] = field(default_factory=dict)
    error: str = ""
    asked: list[Asked] = field(default_factory=list)
    notebook: str | None = None
    seconds: float = 0


class _Failed(HongmiaoError):
    """The notebook could not be run to its end."""


def make(job: Job) -> Made:
    """Run the notebook in a kernel of its own and write its document; whatever goes wrong is told in the answer."""
    started, made = time.monotonic(), Made()
    with TemporaryDirectory(prefix="hongmiao-report-") as scratch:
        run = Path(scratch)
        try:
            _check(job)
            notebook = _executed(job, run)
            made.files = _written(notebook, job.formats)
            made.asked = read(run / "asked")
        except HongmiaoError as error:
            made.error = str(error)
        except Exception as error:  # of the document's writers; the rest of the reports goes on
            made.error = word("report_run.unwritten", line=_line(type(error).__name__, error))
        if (job.keep or made.error) and (run / "run.ipynb").exists():
            made.notebook = _kept(run / "run.ipynb")
    made.seconds = round(time.monotonic() - started, 2)
    return made


@cache
def package_digest() -> str:
    """What the package and the libraries that draw are: a digest of every file and version."""
    root = Path(str(files("hongmiao")))
    ours = sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    package = digest_of_files((path.relative_to(root).as_posix(), path) for path in ours)
    return digest_of(" ".join([package, *map(version, _DRAWS)]).encode())


def _check(job: Job) -> None:
    # A notebook would make an empty store where a far worker does not see ours.
    path = Path(job.home) / "hongmiao.db"
    if not path.exists():
        raise NoStore(path)
    if job.package and job.package != package_digest():
        raise _Failed(word("report_run.other_package"))


def _executed(job: Job, run: Path) -> nbformat.NotebookNode:
    """The notebook after its run. Raises _Failed."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook

    from .engine import engine

    cwd = job.folder if Path(job.folder).is_dir() else str(run)
    path = str(run / "run.ipynb")
    env = {"HONGMIAO_HOME": job.home, "HONGMIAO_LANG": job.lang, FILE: str(run / "asked")}
    if not job.keep:
        env[DRAWN] = "0"  # nobody reads the notebook itself
    try:
        return execute_notebook(
            nbformat.reads(job.notebook, as_version=4),
            path,
            job.parameters,
            engine_name=engine(),
            request_save_on_cell_execute=False,  # before and after each cell, half a second a report
            progress_bar=False,
            kernel_cwd=cwd,
            kernel_env=os.environ | env,
            seconds=job.timeout,
            left_at=path,
        )
    except PapermillExecutionError as error:
        raise _Failed(_told(error)) from error
    except CellTimeoutError as error:
        raise _Failed(word("report_run.too_long", seconds=f"{job.timeout:g}")) from error
    except (DeadKernelError, RuntimeError) as error:
        raise _Failed(word("report_run.died")) from error


def _told(error) -> str:
    """What a cell raised, in one sentence: our own errors say it themselves."""
    if error.ename in {kind.__name__ for kind in _kinds(HongmiaoError)}:
        return error.evalue
    return word(
        "report_run.raised", cell=error.exec_count or "?", line=_line(error.ename, error.evalue)
    )


def _kinds(root: type) -> set[type]:
    return {root}.union(*(_kinds(kind) for kind in root.__subclasses__()))


def _line(kind: str, text: object) -> str:
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    return f"{kind}: {lines[-1]}" if lines else kind


def _written(notebook: nbformat.NotebookNode, formats: tuple[str, ...]) -> dict[str, bytes]:
    from . import document

    made = document.Document.of(notebook)
    return {name: getattr(document, f"as_{name}")(made) for name in formats}


def _kept(path: Path) -> str:
    """The executed notebook without the way to our scratch folder."""
    notebook = nbformat.read(path, as_version=4)
    for name in ("input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
    return json.dumps(notebook, ensure_ascii=False, indent=1)
