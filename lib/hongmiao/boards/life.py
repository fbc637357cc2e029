"""Everything that the record types know of one person: their rows wherever they are referred to, and when each happened."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from ..locale import word
from ..records import RECORD_TYPES, Field, Record
from ..store import Store
from ..widgets import Section
from .record_card import Writer
from .words import period_words

_UNSAID = ("person", "unit")  # where somebody is tells nothing of when
_APART = ("date", "period", "id")  # kinds of field that a line of the timeline does not repeat
_PARTS = {"Q": 3, "H": 6}


@dataclass(frozen=True)
class Event:
    """One dated thing of one row. day: ISO, of a period the last, empty where nothing dates it; when: as people say it.

    what: what happened that day, by the heading of the column that says so; text: the rest of the row.
    """

    day: str
    period: str
    when: str
    table: str
    key: str
    kind: str
    what: str
    text: str
    source: str
    loaded: str
    points: float | None = None
    stars: float | None = None


class Life:
    """The rows of one person, found by whatever refers to people, so a new record type is found by itself."""

    def __init__(self, store: Store, person_id: str, lang: str) -> None:
        self.store, self.person_id, self.lang = store, person_id, lang
        self.writer = Writer(store, lang, False)

    @cached_property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows by record type, the person's own among them; types without one are left out."""
        found = {}
        for table, kind in RECORD_TYPES.items():
            where = " OR ".join(f"[{name}] = :person" for name in people_of(kind))
            if where:
                found[table] = [*self.store.db.table(table).rows_where(where, {"person": self.person_id})]  # fmt: skip
        return {table: rows for table, rows in found.items() if rows}

    @property
    def person(self) -> dict[str, Any]:
        return self.rows["person"][0]

    @cached_property
    def sources(self) -> dict[int, Any]:
        ids = sorted({row["source_id"] for rows in self.rows.values() for row in rows} - {None})
        told = self.store.frame("dossier_sources", sources=json.dumps(ids))
        return {one.source_id: one for one in told.itertuples()}

    def keys(self) -> list[tuple[str, str]]:
        """Record type and key of every row, as findings name them."""
        return [(table, key_of(RECORD_TYPES[table], row)) for table, rows in self.rows.items() for row in rows]  # fmt: skip

    def came(self, row: dict[str, Any]) -> tuple[str, str]:
        """Where a row came from, file and line; and the day on which it was loaded and checked."""
        source = self.sources.get(row["source_id"])
        if source is None:
            return "", ""
        file, line = PurePath(source.file).name, row["source_line"]
        said = word("dossier.source", self.lang, file=file, line=line) if line else file
        return said, (source.finished or "")[:10]

    # Every date of every row.

    @cached_property
    def events(self) -> list[Event]:
        """The newest first; what nothing dates stands at the end."""
        found = [one for table, rows in self.rows.items() for one in self._events(table, rows)]
        return sorted(found, key=lambda one: (one.day, one.table, one.key), reverse=True)

    def _events(self, table: str, rows: list[dict[str, Any]]) -> Iterator[Event]:
        kind = RECORD_TYPES[table]
        self.writer.learn(fields_of(self.writer, kind), rows)
        for row in rows:
            text, (source, loaded) = self.told(kind, row), self.came(row)
            about = {"table": table, "key": key_of(kind, row), "kind": kind.called(self.lang), "source": source, "loaded": loaded}  # fmt: skip
            about |= {"points": row.get("points"), "stars": row.get("stars")}
            for day, period, what in self._times(kind, row):
                when = period_words(period, self.lang) if period else day
                yield Event(day, period, when, what=what, text=text, **about)

    def _times(self, kind: type[Record], row: dict[str, Any]) -> list[tuple[str, str, str]]:
        """(day, period, what) of each date of a row: its own, else that of what it refers to, else none."""
        head = self.writer.head
        fields = {name: field for name, field in kind.fields().items() if row.get(name)}
        days = [(row[n], "", head(f)) for n, f in fields.items() if f.kind == "date"]
        in_period = word("dossier.in_period", self.lang)
        days += [(last_day(row[n]), row[n], in_period) for n, f in fields.items() if f.kind == "period"]  # fmt: skip
        return days or [self._borrowed(fields, row)]

    def _borrowed(self, fields: dict[str, Field], row: dict[str, Any]) -> tuple[str, str, str]:
        for name, field in fields.items():
            if not field.to or field.to in _UNSAID:
                continue
            to = RECORD_TYPES[field.to]
            other = next(self.store.db.table(field.to).rows_where(f"{to.primary_key()[0]} = ?", [row[name]], limit=1), {})  # fmt: skip
            for dated, one in to.fields().items():
                if one.kind == "date" and other.get(dated):
                    return other[dated], "", self.writer.head(one)
        return "", "", word("dossier.undated", self.lang)

    def told(self, kind: type[Record], row: dict[str, Any]) -> str:
        """What a row says beside its dates and its person."""
        joint, said = word("language.comma", self.lang), []
        fields = fields_of(self.writer, kind) if kind.table() != "person" else {}
        for name, field in fields.items():
            text = self.writer.text(field, row[name], True)
            if text and field.to != "person" and (field.to or field.kind not in _APART):
                said.append(f"{self.writer.head(field)} {text}")
        return joint.join(said)

    def facts(self) -> list[tuple[str, str]]:
        """The person's own fields, (heading, text), without what a dossier never shows."""
        fields, row = fields_of(self.writer, RECORD_TYPES["person"]), self.person
        self.writer.learn(fields, [row])
        return [(self.writer.head(f), self.writer.text(f, row[n], True)) for n, f in fields.items()]

    # Rows of one type as a table.

    def section(self, table: str, title: str) -> Section:
        """The rows of a type, the newest first, with where each came from; columns that say nothing are left out."""
        kind, rows = RECORD_TYPES[table], self.rows.get(table, [])
        fields = {n: f for n, f in fields_of(self.writer, kind).items() if f.to != "person"}
        self.writer.learn(fields, rows)
        time = [n for n, f in fields.items() if f.kind in ("date", "period")][:1]
        rows = sorted(rows, key=lambda row: [row[n] or "" for n in time], reverse=True)
        told = [n for n in fields if any(row[n] not in (None, "") for row in rows)]
        heads = [*(self.writer.head(fields[n]) for n in told), word("dossier.came", self.lang)]
        cells = [[*(self.writer.text(fields[n], row[n]) for n in told), self.came(row)[0]] for row in rows]  # fmt: skip
        return Section(title, heads=heads if rows else (), rows=cells, total=len(rows))  # fmt: skip


def people_of(kind: type[Record]) -> list[str]:
    """The columns of a record type that hold a person's id."""
    own = kind.primary_key() if kind.table() == "person" else []
    return [*own, *(name for name, to in kind.references().items() if to == "person")]


def fields_of(writer: Writer, kind: type[Record]) -> dict[str, Field]:
    """What a dossier shows of a record: neither identity numbers nor telephone numbers."""
    return {name: field for name, field in writer.fields(kind).items() if field.kind != "phone"}


def key_of(kind: type[Record], row: dict[str, Any]) -> str:
    """The key of a row as findings write it."""
    return "|".join(str(row[name]) for name in kind.primary_key())


def last_day(period: str) -> str:
    """The last day of a period such as 2018Q2, 2018H1, 2018-03 or 2018; of another text, the text."""
    from pandas import Period

    year, part = period[:4], period[4:]
    try:
        if part[:1] in _PARTS:
            part = f"-{int(part[1:]) * _PARTS[part[0]]:02d}"
        return str(Period(year + (part or "-12"), "M").end_time.date())
    except ValueError:
        return period
