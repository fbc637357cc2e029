"""Whom a policy leaves out: pass rates of groups with their sizes and intervals; groups too small to show are merged."""

from math import sqrt

import pandas as pd
import polars as pl

from ..errors import UnknownName
from ..locale import word
from ..policy import FIELDS, privacy
from .judging import Outcome

GROUPINGS = ("sex", "age", "town", "ethnicity")
BANDS = (0, 18, 30, 35, 40, 45, 50)
Z = 1.959964  # 95 %
UNKNOWN, MERGED = "unknown", "merged"  # codes of groups that are none of a field's own


def left_out(
    outcome: Outcome,
    by: str,
    condition: str | None = None,
    lang: str | None = None,
    minimum: int | None = None,
) -> pd.DataFrame:
    """Pass rates in an `outcome` `by` sex, age band, town or ethnicity: of the verdict, or of one `condition` alone.

    Groups are named in `lang`. rate: passed of those of whom it can be told, with its 95 % Wilson interval (`low`, `high`); `unknown` stand beside.
    A group of fewer than `minimum` people (the privacy policy's, where none is given) is merged with the next smallest,
    so that no figure of it can be found by subtraction; if all together are fewer, no row is given.
    code: the group as grouped() calls it; merged: of how many groups it is made.
    """
    told = pl.col(f"met {outcome.policy.asked(condition).key}") if condition else _eligible()
    ways = outcome.ways.select(met=told).with_row_index("way")
    counted = (
        _counted(outcome, by, minimum)
        .drop_nulls("code")
        .join(ways, "way")
        .group_by("code")
        .agg(
            people=pl.col("people").sum(),
            passed=pl.col("people").filter("met").sum().cast(pl.Int64),
            unknown=pl.col("people").filter(pl.col("met").is_null()).sum(),
            merged=pl.col("raw").n_unique().cast(pl.Int64),
        )  # fmt: skip
        .sort(pl.col("code") == MERGED, -pl.col("people").cast(pl.Int64), "code")
    )
    rows = [_rated(row | {"group": _told(row, by, lang)}) for row in counted.iter_rows(named=True)]
    columns = ["code", "group", "people", "passed", "failed", "unknown", "rate", "low", "high", "merged"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def grouped(outcome: Outcome, by: str, minimum: int | None = None) -> pl.Series:
    """For the people of an `outcome` in order, the group `by` which they are shown (see left_out, also for `minimum`): UNKNOWN, MERGED, or the code; null where it cannot be shown."""
    return group_of_each(outcome, by, minimum).gather(outcome.order)


def group_of_each(outcome: Outcome, by: str, minimum: int | None = None) -> pl.Series:
    """The same for the rows of the facts: `outcome`, `by` and `minimum` as grouped() takes them."""
    values = _counted(outcome, by, minimum).select(by, "code").unique()
    people = outcome.facts.known.select(by)
    return people.join(values, by, "left", nulls_equal=True, maintain_order="left")["code"]


def _counted(outcome: Outcome, by: str, minimum: int | None) -> pl.DataFrame:
    """How many people there are of each value of a field and each way to meet the conditions.

    raw: the group of the value alone; code: the one it is shown under, null where it cannot be.
    """
    if by not in GROUPINGS:
        raise UnknownName("field", by, list(GROUPINGS))
    people = pl.DataFrame({by: outcome.facts.known[by], "way": outcome.way})
    counted = people.group_by(by, "way").agg(people=pl.len().cast(pl.Int64))
    counted = counted.with_columns(raw=_raw(by).cast(pl.String).fill_null(UNKNOWN))
    least = privacy().minimum_group if minimum is None else minimum
    sizes = counted.group_by("raw").agg(pl.col("people").sum()).rows()
    sizes.sort(key=lambda one: (-one[1], one[0] == UNKNOWN, one[0]))
    small, total = [], 0
    while sizes and (sizes[-1][1] < least or 0 < total < least):
        code, size = sizes.pop()
        small, total = [*small, code], total + size
    shown = [MERGED if total >= least else None] * len(small)
    return counted.with_columns(code=pl.col("raw").replace(small, shown))


def _eligible() -> pl.Expr:
    states = {"eligible": True, "not_eligible": False}
    return pl.col("verdict").cast(pl.String).replace_strict(states, default=None, return_dtype=pl.Boolean)  # fmt: skip


def _raw(by: str) -> pl.Expr:
    told = pl.col(by)
    if by == "age":
        told = pl.lit(f"{BANDS[-1]}+")
        for low, high in reversed(list(zip(BANDS, BANDS[1:], strict=False))):
            told = pl.when(pl.col(by) < high).then(pl.lit(f"{low}–{high - 1}")).otherwise(told)
        told = pl.when(pl.col(by).is_not_null()).then(told)
    return told


def _told(row: dict, by: str, lang: str | None) -> str:
    code = row["code"]
    if code == UNKNOWN:
        return word("screen.group_unknown", lang)
    if code == MERGED:
        return word("screen.group_merged", lang, count=row["merged"])
    return FIELDS[by].label(code, lang) if by in FIELDS else code


def _rated(row: dict) -> dict:
    told = row["people"] - row["unknown"]
    low, high = wilson(row["passed"], told)
    rate = row["passed"] / told if told else None
    return row | {"failed": told - row["passed"], "rate": rate, "low": low, "high": high}


def wilson(passed: int, of: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share; it stays sound for small groups and for shares of 0 and 1."""
    if not of:
        return None, None
    share, spread = passed / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return (middle - half if passed else 0.0), (middle + half if passed < of else 1.0)
