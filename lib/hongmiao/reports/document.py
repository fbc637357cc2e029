"""A report as plain data, read from the outputs of a notebook that was run; every file is written from this alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from ..errors import NoChapters
from ..locale import word
from .html import as_html
from .parts import MIME
from .pdf import as_pdf
from .workbook import as_xlsx

__all__ = ["Document", "as_html", "as_pdf", "as_xlsx"]


@dataclass(frozen=True)
class Document:
    """The chapters of a report, as `Chapter.as_dict` has them, in their order; the cover among them."""

    chapters: Sequence[Mapping[str, Any]]
    lang: str = "zh"

    @classmethod
    def of(cls, notebook: NotebookNode) -> "Document":
        """The document that a notebook's outputs hold; NoChapters where it was not run, or makes no report."""
        chapters = [_legible(chapter) for chapter in _outputs(notebook)]
        if not chapters:
            raise NoChapters()
        return cls(chapters, chapters[0]["lang"])

    @property
    def cover(self) -> Mapping[str, Any]:
        """The chapter whose title is the report's."""
        return next((one for one in self.chapters if one["cover"]), self.chapters[0])

    @property
    def title(self) -> str:
        return self.cover["title"]

    @property
    def cover_rows(self) -> list[list[Mapping[str, Any]]]:
        return rows(self.cover["parts"])

    @property
    def body(self) -> list[Mapping[str, Any]]:
        """The chapters behind the cover, each with a number in its heading and its parts row by row."""
        rest = [one for one in self.chapters if one is not self.cover]
        return [
            one | {"heading": self._numbered(at, one["title"]), "rows": rows(one["parts"])}
            for at, one in enumerate(rest, 1)
        ]

    def parts(self, kind: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Every part of a kind with its chapter, in their order."""
        for chapter in self.chapters:
            yield from ((chapter, part) for part in chapter["parts"] if part["kind"] == kind)

    def _numbered(self, at: int, title: str) -> str:
        return word("document.heading", self.lang, number=_numeral(at, self.lang), title=title)


def rows(parts: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The parts row by row: charts that follow each other share a row as far as twelve twelfths go, and fill it."""
    found: list[list[Mapping[str, Any]]] = []
    for part in parts:
        row = found[-1] if found else []
        used = sum(one.get("width", 12) for one in row)
        if row and part["kind"] == "chart" and used + part["width"] <= 12:
            row.append(part)
        else:
            found.append([part])
    return [_filled(row) if row[0]["kind"] == "chart" else row for row in found]


def _filled(row: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    used = sum(part["width"] for part in row)
    widths = [round(12 * part["width"] / used) for part in row]
    widths[-1] = 12 - sum(widths[:-1])
    return [part | {"width": width} for part, width in zip(row, widths, strict=True)]


def _outputs(notebook: NotebookNode) -> Iterator[Mapping[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if chapter := output.get("data", {}).get(MIME):
                yield chapter


# Signs that HTML, XML or a PDF cannot hold: controls, halves of surrogate pairs, and what is no sign at all.
_ILLEGIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _legible(value: Any) -> Any:
    """The same data with every text such as any file can hold it; a sign that none can is shown as �."""
    if isinstance(value, str):
        return _ILLEGIBLE.sub("\ufffd", value.replace("\r\n", "\n"))
    if isinstance(value, Mapping):
        return {_legible(key): _legible(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_legible(one) for one in value]
    return value


def _numeral(number: int, lang: str) -> str:
    """A chapter's number as headings have it: 一, 十二, 二十."""
    if lang != "zh":
        return str(number)
    signs = ("", *"一二三四五六七八九")
    tens, ones = divmod(number, 10)
    return f"{signs[tens] if tens > 1 else ''}{'十' if tens else ''}{signs[ones]}"
