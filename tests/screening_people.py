"""People, policies and rows for the tests of screening: as few words as will do."""

from datetime import date

import polars as pl
import pytest

from hongmiao import screening
from hongmiao.policy import FIELDS, Policy
from hongmiao.records import RECORD_TYPES
from hongmiao.tables import rebuild

DAY = date(2018, 6, 30)
OURS = {"source": "test", "certainty": "?"}
UNITS = [
    {"unit_id": "U1", "name": "示范区", "kind": "district", "parent_id": None},
    {"unit_id": "U2", "name": "古渡镇", "kind": "town", "parent_id": "U1"},
    {"unit_id": "U3", "name": "财政局", "kind": "organ", "parent_id": "U1"},
    {"unit_id": "U4", "name": "柳湾村", "kind": "village", "parent_id": "U2"},
    {"unit_id": "B1", "name": "第一党支部", "kind": "branch", "parent_id": "U4"},
    {"unit_id": "B2", "name": "第二党小组", "kind": "branch", "parent_id": "B1"},
]
PERSON = dict.fromkeys(RECORD_TYPES["person"].columns()) | {"name": "张三", "unit_id": "U4"}


def criterion(field: str, compare: str, value, key: str | None = None, **more) -> dict:
    return {"key": key or field, "words": "条件", "field": field, "compare": compare, "value": value, **OURS, **more}  # fmt: skip


def hard(*args, **more) -> dict:
    return criterion(*args, hard=True, **more)


def policy(*conditions: dict, **parts) -> Policy:
    raw = {"pool": "talent", "words": "惠济英才", "condition": list(conditions)} | parts
    return Policy.model_validate(raw)


def put(store, rows: dict) -> dict:
    """Rows as they are, in place of all that the store holds."""
    rows = {"unit": UNITS} | rows
    rows = {table: rows.get(table, []) for table in RECORD_TYPES}
    with store.writing() as db:
        for table in reversed(RECORD_TYPES):
            db.execute(f'DELETE FROM "{table}"')
        for table, found in rows.items():
            for number, row in enumerate(found):
                row |= {"source_id": 1, "source_line": number}
                marks = ", ".join(f":{name}" for name in row)
                db.execute(f'INSERT INTO "{table}" ({", ".join(row)}) VALUES ({marks})', row)
        rebuild(db)
    return rows


def verdicts(outcome) -> dict[str, str]:
    return dict(outcome.people.select("person_id", pl.col("verdict").cast(pl.String)).iter_rows())


def state(outcome, person: str = "P1", key: int = 0) -> str:
    return screening.explained(outcome, [person])[0]["conditions"][key]["state"]


def value(store, field: str, day: date = DAY, person: str = "P1", **parts):
    """What is known of a field on a day."""
    kind = FIELDS[field].kind
    compare, wanted = {
        "number": ("at_least", 0), "scale": ("is_in", "本科"), "label": ("is_in", next(iter(FIELDS[field].labels), "x")),
        "tags": ("has_any", "x"), "flag": ("is", True),
    }[kind]  # fmt: skip
    known = screening.facts(store, policy(hard(field, compare, wanted), **parts), day)
    return known.people.filter(pl.col("person_id") == person)[field][0]


@pytest.fixture(name="people")
def settle(store):
    """Puts people into the store, P1, P2, … with what is said of each, and rows of other tables."""

    def run(*said: dict, **tables: list[dict]):
        rows = [PERSON | {"person_id": f"P{n}"} | one for n, one in enumerate(said, 1)]
        put(store, {"person": rows} | tables)
        return store

    return run
