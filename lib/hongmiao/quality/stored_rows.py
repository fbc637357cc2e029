"""Stored rows as their template would hold them: the words of people in place of codes, so that they load again as they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..locale import word
from ..records import RECORD_TYPES, Field, Record
from ..store import Store
from ..template_book import Column, columns_of

SPARED = (
    "phone",
    "national_id",
)  # kinds of field that leave the office only where they are what is wrong
_AT_ONCE = 200


@dataclass
class Form:
    """The columns of a record type's sheet: those of its template without the spared ones that nobody asks for."""

    kind: type[Record]
    lang: str
    asked: frozenset[str] = frozenset()  # fields that findings are about

    @property
    def columns(self) -> list[tuple[str, Column]]:
        """(field, column); a person's name, to be checked by, is "person_id.name"."""
        names, person = [], RECORD_TYPES["person"].fields()["name"].zh
        for name, field in self.kind.fields().items():
            if not field.hidden:
                names += [name, *[f"{name}.name"] * (field.to == "person" and person in field.names)]  # fmt: skip
        fields = self.kind.fields()
        return [
            (name, column)
            for name, column in zip(names, columns_of(self.kind, self.lang), strict=True)
            if name in self.asked or name not in fields or fields[name].kind not in SPARED
        ]


def stored_rows(store: Store, form: Form, keys: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(key, cells) of each row that is still stored, in the order of the keys, whose values are joined by |."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        rows = {_key(form.kind, row): row for row in _asked(store, form.kind, some)}
        names = _names(store, form, rows.values())
        for key in some:
            if row := rows.get(key):
                yield key, [_cell(form, name, row, names) for name, _ in form.columns]


def _asked(store: Store, kind: type[Record], keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    primary, fields = kind.primary_key(), kind.fields()
    values = []
    for key in keys:
        parts = key.rsplit("|", len(primary) - 1)
        values += [int(part) if fields[name].kind == "integer" else part for name, part in zip(primary, parts, strict=True)]  # fmt: skip
    each = f"({', '.join('?' * len(primary))})"
    listed = ", ".join(f"[{name}]" for name in primary)
    where = f"({listed}) IN (VALUES {', '.join([each] * len(keys))})"
    return store.db.table(kind.table()).rows_where(where, values)


def _key(kind: type[Record], row: dict[str, Any]) -> str:
    return "|".join(str(row[name]) for name in kind.primary_key())


def _names(store: Store, form: Form, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    people = [name for name, field in form.kind.fields().items() if field.to == "person"]
    ids = sorted({row[name] for row in rows for name in people} - {None})
    marks = ", ".join("?" * len(ids))
    found = store.db.execute(f"SELECT person_id, name FROM person WHERE person_id IN ({marks})", ids)  # fmt: skip
    return dict(found.fetchall())


def _cell(form: Form, name: str, row: dict[str, Any], names: dict[str, str]) -> str:
    base, _, part = name.partition(".")
    value = names.get(row[base]) if part else row[base]
    return "" if value is None else str(value) if part else _written(form.kind.fields()[base], value, form.lang)  # fmt: skip


def _written(field: Field, value: Any, lang: str) -> str:
    if field.kind == "tags":
        return "、".join(field.label(code, lang) for code in value.split(","))
    if field.kind == "flag":
        return word("template.yes" if value else "template.no", lang)
    if field.labels:
        return field.label(value, lang)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
