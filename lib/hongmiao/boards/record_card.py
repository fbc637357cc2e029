"""The card of any record: its own fields, and the rows of every record type that refers to it, read off the types."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..locale import word
from ..policy.incentives import incentives_policy
from ..records import RECORD_TYPES, Field, Record
from ..store import Store
from ..widgets import Section
from .words import cell, masked, period_words

ROWS = 20  # of one record type on one card
_NEVER = ("digest", "national_id")  # kinds of field that no card shows
_TIMES = ("date", "period")


def record_card(
    store: Store, table: str, key: str, lang: str, *, mask: bool = False
) -> tuple[str, str, list[Section]] | None:
    """Title, subtitle and sections of one record, as `Card.show` takes them; None where there is no such record.

    mask: names of people are shown by their first sign, and telephone numbers not at all.
    """
    return Writer(store, lang, mask).card(table, key)


class Writer:
    """What the values of records are written with: the store, the language, and whether names are masked."""

    def __init__(self, store: Store, lang: str, mask: bool):
        self.store, self.lang, self.mask = store, lang, mask
        self.known: dict[tuple[str, str], str] = {}  # (table, key) -> what it is called

    def card(self, table: str, key: str) -> tuple[str, str, list[Section]] | None:
        kind, public = RECORD_TYPES[table], _public(table, _key(table), key)
        row = next(self.store.db.table(table).rows_where(*public, limit=1), None)
        if row is None:
            return None
        fields = self.fields(kind)
        self.learn(fields, [row])
        facts = [(self.head(f), self.text(f, row[name], True)) for name, f in fields.items()]
        sections = [Section(word("card.own", self.lang, kind=kind.called(self.lang)), facts=facts)]
        subtitle = word("card.subtitle", self.lang, kind=kind.called(self.lang), key=key)
        return self.name(table, row), subtitle, [*sections, *self._others(table, key)]

    def _others(self, table: str, key: str) -> Iterable[Section]:
        for other, kind in RECORD_TYPES.items():
            columns = [name for name, to in kind.references().items() if to == table]
            for column in columns:
                if section := self._pointing(other, kind, column, key, len(columns) > 1):
                    yield section

    def _pointing(
        self, table: str, kind: type[Record], column: str, key: str, several: bool
    ) -> Section | None:
        """The rows of a type whose `column` is the key, the newest first; None where there are none."""
        found, public = self.store.db.table(table), _public(table, column, key)
        total = found.count_where(*public)
        if not total:
            return None
        time = [name for name, f in kind.fields().items() if f.kind in _TIMES][:1]
        order = ", ".join(f"{name} DESC" for name in [*time, *kind.primary_key()])
        rows = list(found.rows_where(*public, order_by=order, limit=ROWS))
        fields = self.fields(kind)
        fields = {name: fields[name] for name in dict.fromkeys([*time, *fields]) if name != column}
        self.learn(fields, rows)
        cells = {name: [self.text(f, row[name]) for row in rows] for name, f in fields.items()}
        told = [name for name in fields if any(cells[name])]
        title = kind.called(self.lang)
        if several or kind is RECORD_TYPES.get(kind.fields()[column].to):
            title = word(
                "card.through",
                self.lang,
                kind=title,
                column=self.head(kind.fields()[column]),
            )
        heads = [self.head(fields[name]) for name in told]
        return Section(
            title, (), heads, [*zip(*(cells[name] for name in told), strict=True)], total
        )

    def fields(self, kind: type[Record]) -> dict[str, Field]:
        never = (*_NEVER, "phone") if self.mask else _NEVER
        return {n: f for n, f in kind.fields().items() if not f.hidden and f.kind not in never}

    def learn(self, fields: dict[str, Field], rows: Sequence[dict[str, Any]]) -> None:
        """Look up what the rows point at, one question for each type."""
        for to in {f.to for f in fields.values() if f.to}:
            keys = {row[name] for name, f in fields.items() if f.to == to for row in rows} - {None}
            unknown = [key for key in keys if (to, key) not in self.known]
            where = f"{_key(to)} IN ({', '.join('?' * len(unknown))})"
            for row in self.store.db.table(to).rows_where(where, unknown) if unknown else ():
                self.known[to, row[_key(to)]] = self.name(to, row)

    def name(self, table: str, row: dict[str, Any]) -> str:
        """What a row is called: by its name where its type has one, else by its key."""
        kind = RECORD_TYPES[table]
        name = kind.named_by or _key(table)
        return self.text(kind.fields()[name], row[name])

    def head(self, field: Field) -> str:
        """A field's heading; a reference is shown by a name, so its heading does not speak of an id."""
        head = field.called(self.lang)
        return head.removesuffix("编号").removesuffix(" ID") if field.to else head

    def text(self, field: Field, value: Any, unit: bool = False) -> str:
        """A value as people write it, on demand with the unit it is counted in."""
        if value is None or value == "":
            return ""
        if field.to:
            return self.known.get((field.to, value), value)
        if field.kind == "tags":
            return word("language.comma", self.lang).join(
                field.label(code, self.lang) for code in value.split(",")
            )
        if field.labels:
            return field.label(value, self.lang)
        if field.kind == "flag":
            return word(f"template.{'yes' if value else 'no'}", self.lang)
        if field.kind == "period":
            return period_words(value, self.lang)
        text = cell(masked(value) if self.mask and field.kind == "name" else value)
        return f"{text} {word(f'unit.{field.unit}', self.lang)}" if unit and field.unit else text


def _key(table: str) -> str:
    """The one column by which rows of a type are known."""
    (key,) = RECORD_TYPES[table].primary_key()
    return key


def _public(table: str, column: str, key: str) -> tuple[str, list[str]]:
    """Which rows of a type with this key anybody may see by name: of cases those whose kind the office publishes."""
    if table != "case":
        return f"{column} = ?", [key]
    kinds = incentives_policy().shown("names")
    return f"{column} = ? AND kind IN ({', '.join('?' * len(kinds))})", [key, *kinds]
