"""Rollups after a load: of a first load from its rows, where few people changed only their part, else anew.

A rollup with `kept: people` in its head is made of parts, one for each person: rows with the person_id in their key, or
whole numbers that are summed over people.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import polars as pl
from sqlite_utils import Database

from ..records import RECORD_TYPES
from ..rollups import ROLLUPS
from ..rollups.training import COURSES, PEOPLE, of_training
from ..tables import drop_indexes, due, make_indexes, run, statements
from .report import Source
from .stored import columns_of
from .writing import insert

MANY = 200_000  # rows from which a table that is still empty is filled first, and indexed and counted after
FEW = 8  # one person in so many may have changed for parts to be quicker than the whole
KEPT = [name for name, book in ROLLUPS.items() if book.header.get("kept") == "people"]
OF_PEOPLE = {table for table, kind in RECORD_TYPES.items() if "person_id" in kind.primary_key()}
_MADE = re.compile(r"(?m)^CREATE (TABLE|VIEW) (\w+)")


def filled_first(db: Database, table: str, rows: int) -> bool:
    """Whether so many rows go into an empty table that it is worth to order them by their key, and to index them after."""
    return rows > MANY and not db.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()


@contextmanager
def filling(db: Database, table: str, rows: int) -> Iterator[None]:
    """Within it so many rows are written into a table."""
    if empty := filled_first(db, table, rows):
        drop_indexes(db, table)
    yield
    if empty:
        make_indexes(db, table)


def in_order(db: Database, table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as they are best written."""
    return (
        rows.sort(RECORD_TYPES[table].primary_key()) if filled_first(db, table, len(rows)) else rows
    )


def ready(db: Database, accepted: dict[str, pl.DataFrame]) -> "FewPeople | None":
    """The way by the people whose rows are about to be written, where these are few."""
    changed = {table for table, rows in accepted.items() if len(rows)}
    people = [accepted[table]["person_id"] for table in changed & OF_PEOPLE]
    return few(db, pl.concat(people).unique() if people else pl.Series(), changed)


def few(db: Database, people: pl.Series, changed: set[str]) -> "FewPeople | None":
    """The way by the people whose rows may change, where these are few."""
    if 0 < len(people) * FEW < db.table("person").count:
        return FewPeople(db, people, changed)
    return None


def first(
    db: Database, accepted: dict[str, pl.DataFrame], sources: Iterable[Source]
) -> "ByRange | None":
    """The way by ranges, where many enrolments were written and none were stored before: they are one range."""
    rows = accepted.get("enrolment", ())
    new = sum(source.rows_new for source in sources if source.record_type == "enrolment")
    if len(rows) > MANY and len(rows) == new == db.table("enrolment").count:
        by = ByRange(db, {table for table, rows in accepted.items() if len(rows)})
        by.add(db, by.count(rows))
        return by
    return None


def roll_up(db: Database, changed: set[str], by: "ByRange | FewPeople | None") -> None:
    """Bring every rollup up to date that reads a record type that changed."""
    names = [name for name in due(changed) if not isinstance(by, ByRange) or name not in by.done]
    ours = [name for name in names if by and name in by.names]
    before = _needed(ours).difference(ours)
    for name in names:
        if name in before:
            run(db, ROLLUPS[name].sql)
    if ours:
        by.renew(db, ours)
    for name in names:
        if name not in before and name not in ours:
            run(db, ROLLUPS[name].sql)


def _needed(names: Iterable[str]) -> set[str]:
    """The rollups that some read, and those that these read."""
    found = {above for name in names for above in ROLLUPS[name].header.get("after", "").split()}
    return found | _needed(found) if found else found


class ByRange:
    """The rollups of enrolments when there were none before: from their rows, those of some people at a time."""

    names = frozenset(KEPT) & {n for n, b in ROLLUPS.items() if "enrolment" in b.header["reads"]} - {"best_attempt"}  # fmt: skip

    def __init__(self, db: Database, changed: set[str]) -> None:
        """changed: the record types that the load writes; all but enrolments are written."""
        self.sums: dict[str, list[pl.DataFrame]] = {}
        before = _needed(self.names) - self.names - set(due({"enrolment"}))
        self.done = [name for name in due(changed) if name in before]
        for name in self.done:
            run(db, ROLLUPS[name].sql)
        self.people, self.courses = _whose(db)
        for name in self.names:
            _empty(db, name)

    def count(self, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """What these rows, in order of their key, add to each rollup."""
        if not len(rows):
            return {}
        ends = pl.Series([rows["person_id"][0], rows["person_id"][-1]])
        start, end = self.people["person_id"].search_sorted(ends)
        return of_training(rows, self.people[start : end + 1].cast(PEOPLE), self.courses)

    def add(self, db: Database, made: dict[str, pl.DataFrame]) -> None:
        """Put in what one range adds."""
        for name, rows in made.items():
            if "person_id" in rows.columns:
                insert(db, name, rows)
            else:
                self.sums.setdefault(name, []).append(rows)

    def renew(self, db: Database, names: list[str]) -> None:
        """Put in what all ranges add up to."""
        for name, parts in self.sums.items():
            keys = db.execute("SELECT name FROM pragma_table_info(?) WHERE pk", [name]).fetchall()
            keys = [key for (key,) in keys]
            insert(db, name, pl.concat(parts).group_by(keys).sum().sort(keys))


def _empty(db: Database, name: str) -> None:
    """The table of a rollup without rows."""
    for statement in statements(ROLLUPS[name].sql):
        if re.search(r"(?m)^(DROP TABLE IF|CREATE TABLE|CREATE INDEX)", statement):
            db.execute(statement)


def _whose(db: Database) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People in order of their ids, with unit and kind, and courses."""
    whose = {name: name for name in ("person_id", "unit_id")}
    people = columns_of(db, "person", "person_id", whose, unit_id=pl.Categorical).sort("person_id")
    # It has a row for each person, and is kept in order of them.
    kinds = columns_of(db, "person_kind", "person_id", {"kind": "kind"}, kind=pl.Int16)
    people = people.hstack(kinds)
    courses = db.execute(f"SELECT {', '.join(COURSES)} FROM course").fetchall()
    return people, pl.DataFrame(courses, schema=COURSES, orient="row")


class FewPeople:
    """The rollups kept people by people: what those whose rows change add to each is taken out as it was and put in as it is."""

    def __init__(self, db: Database, people: pl.Series, changed: set[str]) -> None:
        self.names: set[str] = set()
        for name in KEPT:
            if self._may(name, changed):
                self.names.add(name)
        db.execute("CREATE TEMP TABLE touched (person_id TEXT PRIMARY KEY) WITHOUT ROWID")
        insert(db, "touched", people.sort().to_frame("person_id"))
        self._put_by(db, "was")

    def _may(self, name: str, changed: set[str]) -> bool:
        """Whether nothing changed that a rollup reads, but rows of people."""
        above = [n for n in _needed([name]) if not changed.isdisjoint(ROLLUPS[n].header["reads"].split())]  # fmt: skip
        read = changed.intersection(ROLLUPS[name].header["reads"].split())
        return bool(read) and read <= OF_PEOPLE and self.names.issuperset(above)

    def renew(self, db: Database, names: list[str]) -> None:
        """Bring these rollups up to date."""
        self._put_by(db, "now")
        for table in self._tables():
            columns = db.execute("SELECT name, pk FROM pragma_table_info(?)", [table]).fetchall()
            keys = [name for name, place in sorted(columns, key=lambda c: c[1]) if place]
            change = _rows_changed if "person_id" in keys else _sums_changed
            for sql in change(table, keys, [name for name, place in columns if not place]):
                db.execute(sql)
        for table in self._tables():
            db.execute(f"DROP TABLE was_{table}")
            db.execute(f"DROP TABLE now_{table}")

    def _tables(self) -> list[str]:
        return [made for name in KEPT if name in self.names
                for kind, made in _MADE.findall(ROLLUPS[name].sql) if kind == "TABLE"]  # fmt: skip

    def _put_by(self, db: Database, when: str) -> None:
        """Make these rollups of the people touched alone, by their own scripts, in temporary tables that hide the true ones."""
        made = []
        with self.alone(db):
            for name in (name for name in KEPT if name in self.names):
                made += _MADE.findall(ROLLUPS[name].sql)
                for statement in statements(ROLLUPS[name].sql):
                    if not re.search(r"(?m)^(DROP \w+ IF|CREATE INDEX)", statement):
                        db.execute(_MADE.sub(r"CREATE TEMP \1 \2", statement))
            for table in self._tables():
                db.execute(f"CREATE TEMP TABLE {when}_{table} AS SELECT * FROM temp.{table}")
            for kind, name in reversed(made):
                db.execute(f'DROP {kind} temp."{name}"')

    @contextmanager
    def alone(self, db: Database) -> Iterator[None]:
        """Within it, the tables of people's rows are seen to hold those of the people touched alone."""
        for table in OF_PEOPLE:
            db.execute(f'CREATE TEMP VIEW "{table}" AS SELECT * FROM main."{table}" WHERE person_id IN (SELECT person_id FROM touched)')  # fmt: skip
        yield
        for table in OF_PEOPLE:
            db.execute(f'DROP VIEW temp."{table}"')


def _rows_changed(table: str, keys: list[str], rest: list[str]) -> Iterator[str]:
    listed = ", ".join(keys)
    yield f"""DELETE FROM {table} WHERE ({listed}) IN (
        SELECT {listed} FROM (SELECT * FROM was_{table} EXCEPT SELECT * FROM now_{table}))"""
    yield f"INSERT INTO {table} SELECT * FROM now_{table} EXCEPT SELECT * FROM was_{table}"


def _sums_changed(table: str, keys: list[str], rest: list[str]) -> Iterator[str]:
    listed, minus = ", ".join([*keys, *rest]), ", ".join([*keys, *(f"-{name}" for name in rest)])
    sums = ", ".join([*keys, *(f"sum({name}) AS {name}" for name in rest)])
    yield f"""INSERT INTO {table} ({listed})
        SELECT {sums} FROM (SELECT {listed} FROM now_{table} UNION ALL SELECT {minus} FROM was_{table})
         GROUP BY {", ".join(keys)} HAVING {" OR ".join(f"sum({name})" for name in rest)}
            ON CONFLICT DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in rest)}"""
    # The first sum counts rows or persons: where it came down to 0 there is nothing left to tell.
    yield f"DELETE FROM {table} WHERE {rest[0]} = 0 AND ({', '.join(keys)}) IN (SELECT {', '.join(keys)} FROM was_{table})"  # fmt: skip
