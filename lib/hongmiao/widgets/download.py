"""A table as a file: exactly the rows found and the columns shown, in their order, and what is to be known of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from ..locale import word
from ..spreadsheet import SHEET_ROWS, Sections, as_csv, as_xlsx, file_name

if TYPE_CHECKING:
    from .table import Table


class Download:
    """One download: its name, its bytes, and what the reader must be told of it."""

    KINDS = ("xlsx", "csv", "gb18030")

    def __init__(self, table: "Table", kind: str):
        self.table, self.kind, self.words = table, kind, table.words
        self.rows, self.total = table.ask(0, SHEET_ROWS if kind == "xlsx" else None)
        title = table.file_name or table.title or self.words["table"]
        self.name = file_name(title, "xlsx" if kind == "xlsx" else "csv")

    @property
    def notice(self) -> str:
        """What did not fit on a sheet, in words; nothing where all did."""
        if len(self.rows) >= self.total:
            return ""
        return self.words["sheet_full"].format(rows=f"{len(self.rows):,}", total=f"{self.total:,}")

    def data(self) -> bytes:
        """The file."""
        filed = self.table.filed
        columns = [self.table.columns[i] for i in filed]
        heads = [column["label"] for column in columns]
        rows = ([row[i] for i in filed] for row in self.rows)
        if self.kind != "xlsx":
            return as_csv(heads, rows, "gb18030" if self.kind == "gb18030" else "utf-8-sig")
        return as_xlsx(
            heads,
            rows,
            [column["align"] == "right" for column in columns],
            sheets=(self.words["sheet_rows"], self.words["sheet_about"]),
            about=[*self.table.facts(), (self.words["table"], self._state()), *self._meanings()],
        )

    def _state(self) -> list[tuple[str, str]]:
        """How the table stood when it was asked for."""
        table, words = self.table, self.words
        labels = {column["name"]: column["label"] for column in table.columns}
        order = words["descending" if table.descending else "ascending"]
        filed = [table.columns[i]["name"] for i in table.filed]
        hidden = [label for name, label in labels.items() if name not in filed]
        entries = [
            (words["table_title"], " ".join(filter(None, (table.title, table.subtitle)))),
            (words["search"], table.search.strip() or words["none"]),
            (
                words["sorted_by"],
                order.format(column=labels[table.sort])
                if table.sort in labels
                else words["unsorted"],
            ),
            (
                words["columns_shown"],
                self._joined(labels[name] for name in filed),
            ),
            (words["columns_hidden"], self._joined(hidden) or words["none"]),
            (words["row_count"], f"{len(self.rows):,}"),
            (words["made_at"], f"{datetime.now():%Y-%m-%d %H:%M}"),
        ]
        return entries + [(words["left_out"], self.notice)] * bool(self.notice)

    def _meanings(self) -> Sections:
        """The definitions of the columns filed, and of what stands in them."""
        entries = []
        for column in (self.table.columns[i] for i in self.table.filed):
            if column["about"]:
                entries.append((column["label"], column["about"]))
            entries += [
                (f"{column['label']} · {term}", text) for term, text in column["tells"].items()
            ]
        return [(self.words["meanings"], entries)] if entries else []

    def _joined(self, labels) -> str:
        return word("language.comma", self.table.lang).join(labels)
