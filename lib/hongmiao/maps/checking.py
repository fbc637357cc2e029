"""Does a map fit the record types and itself? What does not is named with its key and what could stand there."""

from pathlib import Path

from ..errors import BadValue
from ..locale import word
from ..records import RECORD_TYPES, Record
from .shape import Feed, Rule, Shape

PARTS = ("name", "scope", "national_id")  # unit_id.name: a reference given by name


def check(path: Path, shape: Shape) -> None:
    """Raises BadValue at the first thing that does not fit."""
    for number, feed in enumerate(shape.record, 1):
        where = f"{path}: [[record]] {number}"
        _among(f"{where}.type", feed.type, RECORD_TYPES)
        where = f"{where} {feed.type}"
        for name in feed.sources:
            _among(f"{where}.from", name, shape.source)
        _check_fields(where, feed, RECORD_TYPES[feed.type])
        for name, rule in feed.fields.items():
            _check_values(f"{where}.fields.{name}", rule, shape)
    read = {name for feed in shape.record for name in feed.sources}
    for name in shape.source:
        if name not in read:
            raise BadValue(f"{path}: source.{name}", name, word("map.idle_source"))


def _check_fields(where: str, feed: Feed, kind: type[Record]) -> None:
    known = [name for name, field in kind.fields().items() if not field.hidden]
    for name in feed.fields:
        field, _, part = name.partition(".")
        _among(f"{where}.fields", field, known)
        if part:
            _among(f"{where}.fields.{name}", part, PARTS if field in kind.references() else ())
    given = {name.partition(".")[0] for name in feed.fields if not name.endswith(".scope")}
    if "national_id" in given:
        given.add("person_id")
    for name, column in kind.columns().items():
        field = kind.fields()[name]
        if (
            not column.nullable
            and name not in given
            and field.default is None
            and not field.derived
        ):
            raise BadValue(f"{where}.fields", name, word("map.needs_field", field=name))


def _check_values(where: str, rule: Rule, shape: Shape) -> None:
    if isinstance(rule.values, str):
        _among(f"{where}.values", rule.values, shape.values)
    if rule.days_after:
        _check_values(f"{where}.days_after", rule.days_after, shape)


def _among(where: str, name: str, known) -> None:
    if name not in known:
        raise BadValue(where, name, word("map.among", known="、".join(known) or "—"))
