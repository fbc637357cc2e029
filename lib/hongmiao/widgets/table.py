"""A table of any length: the page holds one leaf of it, Python is asked for the others."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import traitlets as t

from ..spreadsheet import as_csv, as_xlsx
from .guard import guarded
from .part import Part, script

SHEET_ROWS = 1_048_575  # what one sheet of XLSX holds below its head

RowsFor = Callable[[int, int | None, str, bool, str], tuple[Sequence[Sequence[object]], int]]
"""(offset, limit or None for all, column to sort by or "", descending, text sought) -> (rows, rows in all)."""


@dataclass(frozen=True)
class Column:
    """One column; `kind` may be "stars" (coloured) or "tag" (framed)."""

    name: str
    label: str
    align: Literal["left", "right"] = "left"
    sortable: bool = True
    kind: Literal["", "stars", "tag", "muted"] = ""


class Table(Part):
    """Sorting, searching, paging and downloads all ask `rows_for`; `refresh` starts again at the first page."""

    _esm = script("table.js")
    title = t.Unicode().tag(sync=True)
    subtitle = t.Unicode().tag(sync=True)
    file_name = t.Unicode().tag(sync=True)
    empty = t.Unicode().tag(sync=True)
    columns = t.List().tag(sync=True)
    rows = t.List().tag(sync=True)
    total = t.Int().tag(sync=True)
    page = t.Int(0).tag(sync=True)
    page_size = t.Int(20).tag(sync=True)
    sort = t.Unicode().tag(sync=True)
    descending = t.Bool(False).tag(sync=True)
    search = t.Unicode().tag(sync=True)
    searchable = t.Bool(True).tag(sync=True)

    def __init__(self, columns: Sequence[Column], rows_for: RowsFor, **traits):
        super().__init__(columns=[asdict(column) for column in columns], **traits)
        self.empty = self.empty or self.words["no_rows"]
        self.rows_for = rows_for
        self.observe(guarded(self._turn), ["page", "page_size", "sort", "descending", "search"])
        self.on_msg(guarded(self._download))
        self.refresh()

    def refresh(self, **texts: str) -> None:
        """Ask again from the first page on; `texts` may set title, subtitle and file_name with it."""
        with self.hold_trait_notifications(), self.hold_sync():
            for name, text in texts.items():
                setattr(self, name, text)
            self.page = 0
        self._fill()

    def _turn(self, change) -> None:
        if change["name"] != "page" and self.page:
            self.page = 0  # which comes back here
        else:
            self._fill()

    def _fill(self) -> None:
        size = min(max(self.page_size, 1), 200)
        rows, total = self._ask(max(self.page, 0) * size, size)
        with self.hold_sync():
            self.rows, self.total = rows, total

    def _ask(self, offset: int, limit: int | None) -> tuple[list[list[str]], int]:
        known = {column["name"] for column in self.columns if column["sortable"]}
        sort = self.sort if self.sort in known else ""
        rows, total = self.rows_for(offset, limit, sort, self.descending, self.search.strip())
        return [["" if cell is None else str(cell) for cell in row] for row in rows], int(total)

    def _download(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") not in ("csv", "xlsx"):
            return
        kind = content["want"]
        rows, _ = self._ask(0, SHEET_ROWS if kind == "xlsx" else None)
        heads = [column["label"] for column in self.columns]
        numeric = [column["align"] == "right" for column in self.columns]
        data = as_csv(heads, rows) if kind == "csv" else as_xlsx(heads, rows, numeric)
        name = f"{self.file_name or self.title or 'table'}.{kind}"
        self.send({"kind": "file", "name": name}, [data])
