"""What is known on a day of the people whom a policy looks at."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np
import polars as pl

from ..kept import answer, keep
from ..policy import FIELDS, Criterion, Policy
from ..queries import QUERIES
from ..store import Store
from .narrow import met, narrow, of_each, wide

_TYPES = {"number": pl.Float64, "scale": pl.String, "flag": pl.Boolean}
# What is known of everyone looked at, whatever the policy asks for: names, and by what groups are compared.
ALWAYS = ("person_id", "name", "unit_id", "sex", "age", "ethnicity")


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of people on a day.

    known: those whom the policy looks at, in order of their ids, with the fields that it needs, narrow (see narrow.py);
    units: the name of each unit; steps: what steps they took. outside, unplaced: how many people the policy does not
    look at, and of how many that cannot be told.
    """

    as_of: date
    unit: str | None
    known: pl.DataFrame
    units: pl.DataFrame
    steps: pl.DataFrame
    outside: int
    unplaced: int
    whole: Callable[[], pl.DataFrame]

    @property
    def everyone(self) -> pl.DataFrame:
        """All people of the unit, narrow, with the fields of the population's criteria, and whether they are `inside`
        (null where that cannot be told).
        """
        return self.whole()

    @cached_property
    def people(self) -> pl.DataFrame:
        """Those whom the policy looks at, every text written out."""
        return self.at(np.arange(len(self.known)))

    def at(self, rows: np.ndarray) -> pl.DataFrame:
        """The people who stand at `rows`, every text written out."""
        people = wide(self.known[rows])
        return people.join(self.units, "unit_id", "left", maintain_order="left")

    def column(self, name: str) -> pl.Series:
        """A field of those whom the policy looks at, or the name of their `unit`."""
        if name != "unit":
            return self.known[name]
        named, words = dict(self.units.iter_rows()), self.units["unit"].drop_nulls().unique().sort()
        said = pl.col("unit_id").replace_strict(named, default=None, return_dtype=pl.String)
        return of_each(self.known["unit_id"], said.cast(pl.Enum(words)).alias("unit"))

    def rows(self, ids: pl.Series) -> tuple[np.ndarray, np.ndarray]:
        """Of some `ids`, which are of those whom the policy looks at, and the rows where these stand."""
        everybody = self.known["person_id"]
        at = everybody.search_sorted(ids).to_numpy()
        there = np.flatnonzero(at < len(everybody))
        there = there[(everybody.gather(at[there]) == ids.gather(there)).to_numpy()]
        return there, at[there]


def data_date(store: Store) -> date:
    """The last day on which something recorded in the `store` happened; today where nothing did."""
    day = answer(store, "data_date")["day"].iloc[0]
    return date.fromisoformat(day) if day else date.today()


def facts(store: Store, policy: Policy, as_of: date, unit: str | None = None) -> Facts:
    """What the `store` knows, up to the day `as_of`, of the people whom a `policy` looks at. Raises UnknownName for a `unit`.

    The fields are those of the policy's own parts, so any change of its values can be judged on the same facts.
    """
    if unit is not None:
        store.require_unit(unit)
    given = {
        "as_of": as_of.isoformat(), "unit": unit, "pool": policy.pool, "periods": policy.star_periods, "people": None,
    }  # fmt: skip
    sql, wanted = QUERIES["person_facts"].sql, list(dict.fromkeys([*ALWAYS, *policy.fields()]))
    ties = [tie.field for tie in policy.choice.tie_break] if policy.choice else []
    whose = [part.model_dump(mode="json") for part in policy.population]
    whole = cache(lambda: _whole(store, policy.population, given))

    def find() -> pl.DataFrame:
        # Few of the fields are cheap for everyone; most are looked up only for those inside.
        some = whole().filter("inside")["person_id"] if whose else None
        people, towns = _asked(store, wanted, given, some), units.select("unit_id", "town")
        people = people.join(towns, "unit_id", "left", maintain_order="left")
        return narrow(people, dict.fromkeys(ties))

    def count() -> pl.DataFrame:
        inside = pl.col("inside")
        return whole().select(outside=(~inside).sum(), unplaced=inside.null_count())

    units = _texts(store, "unit_names", {})
    counted = keep(store, ["counted", sql, given, whose], count)
    known = keep(store, ["known", sql, wanted, ties, given, whose], find)
    return Facts(as_of, unit, known, units.select("unit_id", "unit"), _steps(store, given), *counted.row(0), whole)  # fmt: skip


def _whole(store: Store, population: Sequence[Criterion], given: dict[str, object]) -> pl.DataFrame:
    """Everyone with the fields of the population's criteria, and whether all of these are met."""
    asked = list(dict.fromkeys(part.field for part in population))
    everyone = ask(store, ["person_id", *asked], given)
    inside = pl.all_horizontal(pl.lit(True), *(pl.lit(met(everyone, part)) for part in population))
    return everyone.with_columns(inside=inside)


def _steps(store: Store, given: dict[str, object]) -> pl.DataFrame:
    """The steps that people took, in their order, with the exceptions that were made."""
    columns = ["person_id", "step", "result", "exception_reason", "exception_by"]
    about = ["steps", QUERIES["person_steps"].sql, given]
    return keep(store, about, lambda: narrow(_texts(store, "person_steps", given).select(columns)))


def ask(store: Store, fields: list[str], given: dict[str, object]) -> pl.DataFrame:
    """The fields of everyone, narrow, in order of their ids; kept where dear."""
    about = ["narrow", QUERIES["person_facts"].sql, fields, given]
    return keep(store, about, lambda: narrow(_asked(store, fields, given)))


def _asked(
    store: Store, fields: list[str], given: dict[str, object], some: pl.Series | None = None
) -> pl.DataFrame:
    """The fields of everyone in order of their ids, or of `some`."""
    types = {
        name: _TYPES.get(FIELDS[name].kind, pl.String) if name in FIELDS else pl.String
        for name in fields
    }
    # SQLite computes only the columns that are asked for.
    people = {} if some is None else {"people": json.dumps(some.to_list())}
    sql = f"SELECT {', '.join(fields)} FROM ({QUERIES['person_facts'].sql})"
    rows = store.db.execute(sql, given | people).fetchall()
    raw = {name: pl.Int64 if kind == pl.Boolean else kind for name, kind in types.items()}
    return pl.DataFrame(rows, schema=raw, orient="row", strict=False).cast(types).sort("person_id")


def _texts(store: Store, question: str, given: dict[str, object]) -> pl.DataFrame:
    """The answer to a question whose columns are all text; kept where it is dear to find."""
    book = QUERIES[question]
    asked = {name: given[name] for name in book.parameters}

    def find() -> pl.DataFrame:
        cursor = store.db.execute(book.sql, asked)
        columns = {name: pl.String for name, *_ in cursor.description}
        return pl.DataFrame(cursor.fetchall(), schema=columns, orient="row")

    return keep(store, [book.sql, asked], find)
