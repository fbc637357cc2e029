"""Columns narrow enough to judge a million people in a moment: a text that repeats is kept once, and asked about once."""

from collections.abc import Iterable

import polars as pl

from ..policy import FIELDS, Criterion

NAMED = ("person_id", "name")
RANK = "rank "
MANY = 60_000
"""Different texts from which a column stays text, and places from which a rank takes four bytes."""


def narrow(people: pl.DataFrame, ranked: Iterable[str] = ()) -> pl.DataFrame:
    """The same people with their texts as numbers that stand for them, in the order of the texts, but for ids and names.

    ranked: fields of which `rank FIELD` is wanted: 1 for the lowest, equal for equals, 0 where the field is not known.
    """
    kinds = {}
    for name in people.columns:
        if name not in NAMED and people[name].dtype == pl.String:
            texts = people[name].drop_nulls().unique().sort()
            kinds |= {name: pl.Enum(texts)} if len(texts) < MANY else {}
    ranks = people.select(
        place(field).rank("dense").fill_null(0).alias(RANK + field) for field in ranked
    )
    small = [rank.cast(pl.UInt16) if (rank.max() or 0) < MANY else rank for rank in ranks]
    return people.cast(kinds).with_columns(small)


def wide(people: pl.DataFrame) -> pl.DataFrame:
    """The people with their texts as texts again, without ranks."""
    kinds = {name: pl.String for name, kind in people.schema.items() if isinstance(kind, pl.Enum)}
    return people.select(pl.exclude(f"^{RANK}.*$")).cast(kinds)


def met(people: pl.DataFrame, criterion: Criterion) -> pl.Series:
    """Whether people, narrow or wide, meet a `criterion`: true, false, or null where its field is not known."""
    return of_each(people[criterion.field], holds(criterion))


def of_each(column: pl.Series, asked: pl.Expr) -> pl.Series:
    """The value of an expression over a `column`; where texts repeat it is found for each text, and then given to all."""
    if not isinstance(column.dtype, pl.Enum):
        return column.to_frame().select(asked).to_series()
    texts = column.dtype.categories.alias(column.name).to_frame()
    return texts.select(asked).to_series().gather(column.to_physical())


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
