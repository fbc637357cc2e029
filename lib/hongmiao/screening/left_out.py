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


def left_out(
    outcome: Outcome,
    by: str,
    condition: str | None = None,
    lang: str | None = None,
    minimum: int | None = None,
) -> pd.DataFrame:
    """Pass rates by sex, age band, town or ethnicity: of the verdict, or of one condition alone.

    rate: passed of those of whom it can be told, with its 95 % Wilson interval (`low`, `high`); `unknown` stand beside.
    A group of fewer than `minimum` people (the privacy policy's, where none is given) is merged with the next smallest,
    so that no figure of it can be found by subtraction; if all together are fewer, no row is given.
    """
    if by not in GROUPINGS:
        raise UnknownName("field", by, list(GROUPINGS))
    met = outcome.met(condition) if condition else _eligible(outcome)
    least = privacy().minimum_group if minimum is None else minimum
    counted = (
        pl.DataFrame({"group": outcome.people.select(_group(by)).to_series(), "met": met})
        .group_by("group")
        .agg(
            people=pl.len(),
            passed=pl.col("met").sum().cast(pl.Int64),
            unknown=pl.col("met").null_count(),
        )  # fmt: skip
        .sort("people", "group", descending=[True, False], nulls_last=True)
    )
    rows = [_told(row, by, lang) for row in counted.iter_rows(named=True)]
    columns = ["group", "people", "passed", "failed", "unknown", "rate", "low", "high", "merged"]
    return pd.DataFrame([_rated(row) for row in _large(rows, least, lang)], columns=columns)


def _eligible(outcome: Outcome) -> pl.Series:
    verdict = outcome.people["verdict"].cast(pl.String)
    states = {"eligible": True, "not_eligible": False}
    return verdict.replace_strict(states, default=None, return_dtype=pl.Boolean)


def _group(by: str) -> pl.Expr:
    if by != "age":
        return pl.col(by).alias("group")
    age, band = pl.col("age"), pl.lit(f"{BANDS[-1]}+")
    for low, high in reversed(list(zip(BANDS, BANDS[1:], strict=False))):
        band = pl.when(age < high).then(pl.lit(f"{low}–{high - 1}")).otherwise(band)
    return pl.when(age.is_not_null()).then(band).alias("group")


def _told(row: dict, by: str, lang: str | None) -> dict:
    group = row["group"]
    if group is None:
        row["group"] = word("screen.group_unknown", lang)
    elif by in FIELDS:
        row["group"] = FIELDS[by].label(group, lang)
    return row | {"merged": 1}


def _large(rows: list[dict], least: int, lang: str | None) -> list[dict]:
    """The groups, largest first, the small ones merged into one that is large enough."""
    kept, merged = list(rows), []
    while kept and (kept[-1]["people"] < least or 0 < sum(r["people"] for r in merged) < least):
        merged.append(kept.pop())
    if merged:
        whole = {name: sum(row[name] for row in merged) for name in ("people", "passed", "unknown", "merged")}  # fmt: skip
        if whole["people"] >= least:
            kept.append({"group": word("screen.group_merged", lang, count=whole["merged"])} | whole)
    return kept


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
