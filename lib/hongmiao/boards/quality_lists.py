"""The lists of the quality board: findings, gaps, sheets and loads, each line opening what it is about."""

import re
from pathlib import Path

import pandas as pd

from ..files.cells import squeezed
from ..files.headings import vocabulary
from ..finding import Finding
from ..locale import word
from ..quality import gaps
from ..records import RECORD_TYPES
from ..widgets import Column
from .listing import Listing
from .words import cell, masked

HIDDEN = "…"  # what stands for a value that is not shown
_NUMBERS = re.compile(r"(?<!\d)(?:1\d{10}|\d{14,17}[\dXx])(?!\d)")
_PRIVATE = ("phone", "national_id")


class QualityLists:
    """Part of the quality board's state."""

    def lists(self) -> dict[str, Listing]:
        def listing(key: str, columns: list[Column], row, question: str = "", **more) -> Listing:
            words = {"subtitle": self.chosen_line, "file_name": f"{self.title}-{self.say(f'{key}_title')}"}  # fmt: skip
            return Listing(self.say(f"{key}_title"), columns, row, question, **words, **more)

        record = {"opens": ("finding", "record")}
        return {
            "findings": listing("findings", self.finding_columns(), self.finding_row, "finding_list", **record),
            "gaps": listing("gaps", self.gap_columns(), self.gap_row, **record),
            "files": listing("files", self.file_columns(), self.file_row, "finding_files", opens=("finding", "")),
            "loads": listing("loads", self.load_columns(), self.load_row, "load_trend", opens=("finding", "")),
        }  # fmt: skip

    def leaf(self, offset=0, limit=None, sort="", descending=False, search="") -> pd.DataFrame:
        """Gaps are asked of whichever record type is chosen; the other lists are questions of the shelf."""
        if self.listed(self.lists()) != "gaps":
            return super().leaf(offset, limit, sort, descending, search)
        fields = [name for name in self.wanted if self.field in (None, name)]
        page = {"offset": offset, "limit": limit, "sort": sort, "descending": descending, "search": search}  # fmt: skip
        return gaps(self.store, self.table, fields, self.unit, unplaced=bool(self.placed), **page)

    # Findings.

    def finding_columns(self) -> list[Column]:
        say = self.say
        return [
            Column("record", say("record"), kind="muted", about=say("record_about")),
            Column("severity", say("severity"), kind="tag", tells={say("error"): say("errors_about"), say("warning"): say("warnings_about")}),
            Column("unit", say("unit"), about=say("unit_about")),
            Column("column", say("column")),
            Column("detail", say("reason")),
            Column("remedy", say("remedy")),
            Column("file", say("file")),
            Column("line", say("line"), "right"),
            Column("sheet", say("sheet"), shown=False),
            Column("record_type", say("record_type"), shown=False),
            Column("code", say("code"), shown=False, filed=True),
            Column("value", say("value"), shown=False),
        ]  # fmt: skip

    def finding_row(self, line) -> list[str]:
        table = line.record_type if line.record_type in RECORD_TYPES else ""
        value, detail = self.shown(table, line.column, line.value), self.shown(table, line.column, line.detail)  # fmt: skip
        found = Finding(line.file, line.sheet, None, line.column, value, line.code, line.severity, detail, table)  # fmt: skip
        at = "" if pd.isna(line.line) else f"{line.line:.0f}"
        kind = RECORD_TYPES[table].called(self.lang) if table else ""
        return [
            self.record_words(line.record), self.say(line.severity), cell(line.unit) or self.say("unplaced"), line.column,
            found.reason(self.lang), found.remedy(self.lang), Path(line.file).name, at, line.sheet, kind, self.check_name(line.code), value,
        ]  # fmt: skip

    def shown(self, table: str, heading: str, text: object) -> str:
        """A value as the page may show it: of identity numbers and telephones the end; in a meeting no value that names
        somebody or came from a cell."""
        text = "" if pd.isna(text) else str(text)
        if self.meeting:
            return HIDDEN if text else ""
        role = vocabulary(table).get(squeezed(heading)) if table else None
        field = RECORD_TYPES[table].fields()[role.field] if role else None
        if (field and field.kind in _PRIVATE) or (role and role.part == "national_id"):
            return text if text.startswith(HIDDEN) else f"{HIDDEN}{text[-4:]}" * bool(text)
        return _NUMBERS.sub(lambda number: f"{HIDDEN}{number[0][-4:]}", text)

    def check_name(self, code: str) -> str:
        """What a check is called."""
        return word(f"finding.{code}.name", self.lang)

    def record_words(self, record: object) -> str:
        """The type and the key of a stored row, as a cell that opens it; nothing for a row that came back."""
        if pd.isna(record):
            return ""
        table, _, key = str(record).partition("|")
        return f"{RECORD_TYPES[table].called(self.lang)} {key.replace('|', ' ')}"

    # Gaps, sheets, loads.

    def gap_columns(self) -> list[Column]:
        say = self.say
        return [
            Column("record", say("record"), kind="muted"),
            Column("name", self.heading("person", "name")),
            Column("unit", say("unit")),
            Column("field", say("field"), kind="tag"),
        ]

    def gap_row(self, line) -> list[str]:
        people = "person" in (line.record_type, *RECORD_TYPES[line.record_type].references().values())  # fmt: skip
        name = masked(line.name) if self.meeting and people else line.name
        return [self.record_words(line.record), name, cell(line.unit) or self.say("unplaced"), self.heading(line.record_type, line.field)]  # fmt: skip

    def file_columns(self) -> list[Column]:
        say, right = self.say, {"align": "right"}
        return [
            Column("file", say("file")),
            Column("sheet", say("sheet")),
            Column("loaded", say("loaded")),
            Column("rows_read", say("rows_read"), **right),
            Column("rows_back", say("rows_back"), about=say("returned_about"), **right),
            Column("errors", say("errors"), about=say("errors_about"), **right),
            Column("warnings", say("warnings"), about=say("warnings_about"), **right),
        ]

    def file_row(self, line) -> list[str]:
        figures = (line.rows_read, line.rows_back, line.errors, line.warnings)
        return [Path(line.file).name, line.sheet, when(line.loaded), *(f"{n:,.0f}" for n in figures)]  # fmt: skip

    def load_columns(self) -> list[Column]:
        say, right = self.say, {"align": "right"}
        return [
            Column("load_id", say("load"), **right),
            Column("finished", say("loaded")),
            *(Column(name, say(name), **right) for name in ("rows_in", "rows_back")),
            *(Column(name, say(name), about=say(f"{name}_about"), **right) for name in ("brought", "solved")),
            *(Column(name, say(f"{name}_after"), **right) for name in ("errors", "warnings")),
        ]  # fmt: skip

    def load_row(self, line) -> list[str]:
        figures = (line.rows_in, line.rows_back, line.brought, line.solved, line.errors, line.warnings)  # fmt: skip
        return [str(line.load_id), when(line.finished), *(f"{n:,.0f}" for n in figures)]


def when(time: object) -> str:
    """A time of day as people write it, to the minute."""
    return "" if pd.isna(time) else str(time)[:16].replace("T", " ")
