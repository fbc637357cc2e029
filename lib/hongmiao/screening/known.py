"""What is known on a day of the people whom a policy looks at."""

import json
from dataclasses import dataclass
from datetime import date

import polars as pl

from ..errors import UnknownName
from ..kept import answer, keep
from ..policy import FIELDS, Criterion, Policy
from ..queries import QUERIES
from ..store import Store

_TYPES = {"number": pl.Float64, "scale": pl.String, "flag": pl.Boolean}
# What is known of everyone looked at, whatever the policy asks for: names, and by what groups are compared.
ALWAYS = ("person_id", "name", "unit_id", "sex", "age", "ethnicity")


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of people on a day.

    people: those whom the policy looks at, with the fields that it needs; steps: what steps they took.
    everyone: all people of the unit, with the fields of the population's criteria, and whether they are `inside`
    (null where that cannot be told).
    """

    as_of: date
    unit: str | None
    people: pl.DataFrame
    steps: pl.DataFrame
    everyone: pl.DataFrame

    @property
    def unplaced(self) -> int:
        """Of how many people it cannot be told whether the policy looks at them."""
        return self.everyone["inside"].null_count()

    @property
    def outside(self) -> int:
        """How many people the policy does not look at."""
        return len(self.everyone) - len(self.people) - self.unplaced


def data_date(store: Store) -> date:
    """The last day on which something recorded in the `store` happened; today where nothing did."""
    day = answer(store, "data_date")["day"].iloc[0]
    return date.fromisoformat(day) if day else date.today()


def facts(store: Store, policy: Policy, as_of: date, unit: str | None = None) -> Facts:
    """What the `store` knows, up to the day `as_of`, of the people whom a `policy` looks at. Raises UnknownName for a `unit`.

    The fields are those of the policy's own parts, so any change of its values can be judged on the same facts.
    """
    if (
        unit is not None
        and not store.db.execute("SELECT 1 FROM unit WHERE unit_id = ?", [unit]).fetchone()
    ):
        names = [name for (name,) in store.db.execute("SELECT unit_id || ' ' || name FROM unit")]
        raise UnknownName("unit", unit, sorted(names, key=lambda name: unit not in name))
    given = {
        "as_of": as_of.isoformat(), "unit": unit, "pool": policy.pool, "periods": policy.star_periods, "people": None,
    }  # fmt: skip
    asked = list(dict.fromkeys(part.field for part in policy.population))
    everyone = ask(store, ["person_id", *asked], given)
    inside = pl.all_horizontal(pl.lit(True), *map(holds, policy.population))
    everyone = everyone.with_columns(inside=inside)
    # Few of the fields are cheap for everyone; most are looked up only for those inside.
    some = everyone.filter("inside")["person_id"] if asked else None
    whose = [part.model_dump(mode="json") for part in policy.population]
    wanted = list(dict.fromkeys([*ALWAYS, *policy.fields()]))
    people = ask(store, wanted, given, some, whose)
    people = people.join(_texts(store, "unit_names", {}), "unit_id", "left", maintain_order="left")
    return Facts(as_of, unit, people, _texts(store, "person_steps", given), everyone)


def ask(
    store: Store, fields: list[str], given: dict[str, object], some: pl.Series | None = None, whose: object = None
) -> pl.DataFrame:  # fmt: skip
    """The fields of everyone in order of their ids, or of `some`, who are those of whom `whose` holds; kept where dear."""

    def find() -> pl.DataFrame:
        # SQLite computes only the columns that are asked for.
        people = {} if some is None else {"people": json.dumps(some.to_list())}
        sql = f"SELECT {', '.join(fields)} FROM ({QUERIES['person_facts'].sql})"
        rows = store.db.execute(sql, given | people).fetchall()
        raw = {name: pl.Int64 if kind == pl.Boolean else kind for name, kind in types.items()}
        return (
            pl.DataFrame(rows, schema=raw, orient="row", strict=False).cast(types).sort("person_id")
        )

    types = {
        name: _TYPES.get(FIELDS[name].kind, pl.String) if name in FIELDS else pl.String
        for name in fields
    }
    return keep(store, [QUERIES["person_facts"].sql, fields, given, whose], find)


def _texts(store: Store, question: str, given: dict[str, object]) -> pl.DataFrame:
    """The answer to a question whose columns are all text; kept where it is dear to find."""
    book = QUERIES[question]
    asked = {name: given[name] for name in book.parameters}

    def find() -> pl.DataFrame:
        cursor = store.db.execute(book.sql, asked)
        columns = {name: pl.String for name, *_ in cursor.description}
        return pl.DataFrame(cursor.fetchall(), schema=columns, orient="row")

    return keep(store, [book.sql, asked], find)


def holds(criterion: Criterion) -> pl.Expr:
    """Whether a `criterion` is met: true, false, or null where its field is not known."""
    column, value = pl.col(criterion.field), criterion.value
    kind, compare = criterion.fact.kind, criterion.compare
    if kind == "tags":
        words = column.str.split(",")
        has = [words.list.contains(pl.lit(word)) for word in value]
        if compare == "has_all":
            return pl.all_horizontal(has)
        return pl.any_horizontal(has) if compare == "has_any" else ~pl.any_horizontal(has)
    if kind == "flag":
        return column == value
    if compare in ("is_in", "not_in"):
        return column.is_in(value) if compare == "is_in" else ~column.is_in(value)
    if kind == "scale":
        column, value = place(criterion.field), list(criterion.fact.labels).index(value)
    return {
        "at_least": column >= value,
        "at_most": column <= value,
        "above": column > value,
        "below": column < value,
    }[compare]


def place(name: str) -> pl.Expr:
    """A field by which people can be put in order: a number, or the place on its scale."""
    labels = list(FIELDS[name].labels)
    if FIELDS[name].kind != "scale":
        return pl.col(name)
    return pl.col(name).replace_strict(
        labels, range(len(labels)), default=None, return_dtype=pl.Int64
    )
