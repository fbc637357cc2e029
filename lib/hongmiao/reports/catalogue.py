"""Report notebooks: those of the project, those of the office, or any other by its path."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

from ..errors import UnknownName, UnreadableFile
from ..locale import language
from ..places import report_folders
from .parameters import Parameter, parameters_of


@dataclass(frozen=True)
class Template:
    """A notebook that is run with parameters; `text` is the file's own, without what earlier runs left in it."""

    name: str
    path: Path
    text: str

    @cached_property
    def notebook(self) -> nbformat.NotebookNode:
        return nbformat.reads(self.text, as_version=4)

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        return parameters_of(self.notebook)

    @property
    def about(self) -> Mapping:
        """What the notebook says of itself, under `hongmiao` in its metadata."""
        return self.notebook.metadata.get("hongmiao", {})

    @property
    def unit(self) -> str | None:
        """The parameter that says which unit the report is about."""
        name = self.about.get("unit", "unit")
        return name if name in self.parameters else None

    def title(self, lang: str | None = None) -> str:
        titles = self.about.get("title", {})
        return titles.get(lang or language()) or self._heading() or self.name

    def _heading(self) -> str:
        texts = (cell.source for cell in self.notebook.cells if cell.cell_type == "markdown")
        lines = (line for text in texts for line in text.splitlines())
        return next((line.lstrip("# ").strip() for line in lines if line.startswith("#")), "")


def names() -> dict[str, Path]:
    """The report notebooks by name; the office's own hides one of the project's with the same name."""
    found = [path for folder in report_folders() for path in sorted(folder.glob("*.ipynb"))]
    return {path.stem: path for path in reversed(found)}


def find(name: str | Path) -> Template:
    """The report of that name, or the notebook at that path. Raises UnknownName, UnreadableFile."""
    path = Path(name)
    if path.suffix != ".ipynb":
        known = names()
        if str(name) not in known:
            raise UnknownName("report", str(name), list(known))
        path = known[str(name)]
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except OSError as reason:
        cause = "missing" if isinstance(reason, FileNotFoundError) else "closed"
        raise UnreadableFile.because(path, cause, detail=reason.strerror) from reason
    except Exception as reason:  # nbformat raises whatever it trips over
        detail = next(iter(str(reason).splitlines()), type(reason).__name__)
        raise UnreadableFile.because(path, "notebook", detail=detail) from reason
    return Template(path.stem, path.resolve(), json.dumps(_clean(notebook), ensure_ascii=False))


def _clean(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without the traces of a run by hand: they are no part of what a report is made of."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)
    notebook.metadata.pop("widgets", None)
    return notebook
