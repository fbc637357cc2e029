"""Which record type a sheet holds, and which of its columns is which: read off its headings."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..records import RECORD_TYPES, Field, Record
from .cells import squeezed

HEADER_WITHIN = 30  # rows in which the header may stand below titles
LONGEST = 100  # characters; more are no heading, and slow to compare


class Role(NamedTuple):
    """What a column gives: a field's own value, or the name, scope or identity number of what it refers to."""

    field: str
    part: str = "value"  # value, name, scope, national_id

    @property
    def column(self) -> str:
        """The name this column bears in a table of text cells."""
        return self.field if self.part == "value" else f"{self.field}.{self.part}"


@dataclass(frozen=True)
class Header:
    """Where the headings stand and what they mean."""

    table: str
    first: int  # index of the first heading row
    last: int  # index of the last
    roles: dict[Role, int]  # -> index of the column
    unknown: dict[int, str]  # columns that no field claims
    twice: dict[int, str]  # columns whose field another column already gives


@cache
def vocabulary(table: str) -> dict[str, Role]:
    """{heading as compared: role} of one record type; a field's own headings win over others."""
    kind, words = RECORD_TYPES[table], {}
    shown = {name: field for name, field in kind.fields().items() if not field.hidden}
    # What a column is called goes before what another column is also called.
    for headings_of in (lambda name, f: (name, f.zh, f.en), lambda name, f: f.aliases):
        for name, field in shown.items():
            for heading in headings_of(name, field):
                words.setdefault(squeezed(heading), Role(name))
    for part, headings_of in (("name", lambda f: f.names), ("scope", lambda f: f.scopes)):
        for name, field in kind.fields().items():
            for heading in headings_of(field):
                words.setdefault(squeezed(heading), Role(name, part))
    if "person_id" in kind.references():
        identity = RECORD_TYPES["person"].fields()["national_id"]
        for heading in identity.headings:
            words.setdefault(squeezed(heading), Role("person_id", "national_id"))
    return words


def find_header(
    rows: list[list[str | None]], hints: str = ""
) -> tuple[Header | None, str, list[str]]:
    """The best header among the first rows, else the nearest record type and the headings it lacks.

    hints: file and sheet name and titles; they decide only between types that fit equally well.
    """
    best, nearest = None, (0, "", [])
    for first in range(min(len(rows), HEADER_WITHIN)):
        for headings, last in _readings(rows, first):
            for table, kind in RECORD_TYPES.items():
                header = _match(table, headings, first, last)
                lacking = _lacking(kind, header.roles)
                found = sum(role.part != "scope" for role in header.roles)
                if lacking or found < 2:
                    nearest = max(
                        nearest, (found - len(lacking), table, lacking), key=lambda n: n[0]
                    )
                    continue
                told = kind.zh in hints or table in hints.lower()
                rank = (found, told, found / len(_declared(table)[0]), first == last, -first)
                if best is None or rank > best[0]:
                    best = rank, header
    return (best[1] if best else None), nearest[1], nearest[2]


def _readings(rows: list[list[str | None]], first: int):
    """The headings of a row by itself, and of it over the next where that one is no data."""
    top = rows[first]
    if sum(bool(cell) for cell in top) < 2:
        return
    yield [[cell] for cell in top], first
    if first + 1 >= len(rows) or any(re.search(r"\d{2}", cell or "") for cell in rows[first + 1]):
        return
    spread, group = [], None
    for cell in top:  # a merged heading stands over its first column only, once exported to CSV
        group = cell or group
        spread.append(group)
    yield (
        [
            [top_cell] if not sub or sub == top_cell else [f"{over}{sub}", sub, top_cell]
            for top_cell, over, sub in zip(top, spread, rows[first + 1], strict=False)
        ],
        first + 1,
    )


def _match(table: str, headings: list[list[str | None]], first: int, last: int) -> Header:
    words, roles, unknown, twice = vocabulary(table), {}, {}, {}
    for column, readings in enumerate(headings):
        shown = next((text for text in readings if text), None)
        if shown is None:
            continue
        role = next(
            (
                r
                for text in readings
                if text
                and len(text) <= LONGEST
                and (r := words.get(_bare(text)) or words.get(squeezed(text)))
            ),
            None,
        )
        if role is None:
            unknown[column] = shown
        elif role in roles:
            twice[column] = shown
        else:
            roles[role] = column
    return Header(table, first, last, roles, unknown, twice)


def _bare(heading: str) -> str:
    """A heading without its mark of duty and its unit: 学时(小时)* is 学时."""
    text = squeezed(heading).strip("*")
    return re.sub(r"\([^()]*\)$", "", text) or text


def _lacking(kind: type[Record], roles: dict[Role, int]) -> list[str]:
    """Headings that the record type cannot do without and the sheet does not have."""
    given = {role.field for role in roles if role.part != "scope"}
    if kind.table() == "person" and Role("national_id") in roles:
        given.add("person_id")
    fields, required = _declared(kind.table())
    return [fields[name].called() for name in required if name not in given]


@cache
def _declared(table: str) -> tuple[dict[str, Field], list[str]]:
    """The fields of a record type and those required, asked of its schema once."""
    return RECORD_TYPES[table].fields(), RECORD_TYPES[table].required()
