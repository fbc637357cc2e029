"""Rows of the list of everyone: who is picked, in which order, and what the list tells of those who are looked at.

People are rows of the outcome's facts here, by number; of a million of them only a leaf is ever written out.
"""

import numpy as np
import pandas as pd
import polars as pl

from ..policy import Checklist
from ..screening import Outcome
from ..screening.left_out import group_of_each
from ..screening.narrow import met, of_each

OWN = ("person_id", "name", "unit", "order", "score", "exception_reason", "exception_by")


def picked(state) -> np.ndarray:
    """The rows of those picked on the board, best first."""
    outcome = state.outcome
    kept = [_ways(state)[outcome.way]]
    if state.seat:
        kept.append(outcome.chosen)
    if state.quota:
        key = state.quota.partition(".")[2]
        (quota,) = (one for one in outcome.policy.quota if one.key == key)
        kept.append(met(outcome.facts.known, quota).fill_null(False).to_numpy())
    if state.among:
        kept.append(group_of_each(outcome, state.by).eq_missing(state.among).to_numpy())
    listed = np.logical_and.reduce(kept)
    return outcome.order[listed[outcome.order]]


def _ways(state) -> np.ndarray:
    """Which ways to meet and miss the conditions are picked."""
    kept = [pl.lit(True)]
    if state.verdict:
        kept.append(pl.col("verdict").cast(pl.String) == state.verdict)
    if state.near:
        near = state.near.partition(".")[2]
        kept.append(pl.col("near") == near if near else pl.col("near").is_not_null())
    if state.condition and state.met:
        met = pl.col(f"met {state.condition.partition('.')[2]}")
        kept.append({"passed": met, "failed": ~met, "unknown": met.is_null()}[state.met])
    if state.reached:
        kept.append(_still_in(state))
    listed = state.outcome.ways.select(pl.all_horizontal(*kept).fill_null(False).alias("listed"))
    return np.broadcast_to(listed.to_series().to_numpy(), len(state.outcome.ways))


def _still_in(state) -> pl.Expr:
    """Who failed no hard condition up to the one picked: all, those who passed each, or those of whom one is not known."""
    keys = [part.key for part in state.outcome.policy.conditions if part.hard]
    mets = [pl.col(f"met {key}") for key in keys[: keys.index(state.reached.partition(".")[2]) + 1]]  # fmt: skip
    alive = pl.all_horizontal(met.fill_null(True) for met in mets)
    sure = pl.all_horizontal(met.fill_null(False) for met in mets)
    return {"yes": sure, "no": alive & ~sure, None: alive}[state.sure]


def holding(outcome: Outcome, rows: np.ndarray, search: str) -> np.ndarray:
    """Those of the rows of which some text that the list tells holds the text sought."""
    if not search:
        return rows
    found = np.zeros(outcome.size, bool)
    for name in ("person_id", "name", "unit", *_fields(outcome)):
        column = outcome.facts.column(name)
        if column.dtype in (pl.String, pl.Enum):
            holds = pl.col(column.name).str.contains(search, literal=True)
            found |= of_each(column, holds).fill_null(False).to_numpy()
    near = outcome.ways["near"].str.contains(search, literal=True).fill_null(False).to_numpy()
    said = outcome.exceptions.filter(
        pl.any_horizontal(pl.col("^exception_.*$").str.contains(search, literal=True)).fill_null(False)
    )  # fmt: skip
    return rows[found[rows] | near[outcome.way[rows]] | np.isin(rows, said["row"].to_numpy())]


def in_order_of(outcome: Outcome, rows: np.ndarray, sort: str, descending: bool) -> np.ndarray:
    """The rows by a column of the list, equals as they came; whoever has nothing in it comes last."""
    if not sort:
        return rows
    if sort in ("person_id", "name", "unit") or sort.startswith("fact_"):
        keys = outcome.facts.column(sort.removeprefix("fact_")).gather(rows).to_physical()
    elif sort in ("order", "chosen"):
        keys = pl.Series({"order": outcome.places, "chosen": outcome.chosen}[sort][rows])
    elif sort.startswith("exception_"):
        asked = pl.DataFrame({"row": pl.Series(rows, dtype=pl.Int64)})
        keys = asked.join(outcome.exceptions, "row", "left", maintain_order="left")[sort]
    elif sort in (told := _of_ways(outcome)).columns:
        keys = told[sort].gather(outcome.way[rows])
    else:
        return rows
    sorted_ = pl.DataFrame({"row": rows, "key": keys}).sort(
        "key", descending=descending, nulls_last=True, maintain_order=True
    )
    return sorted_["row"].to_numpy()


def told_of(outcome: Outcome, rows: np.ndarray) -> pd.DataFrame:
    """What the list tells of the rows: verdict as its place, each condition as met_KEY (1, 0 or nothing), and the facts."""
    people = outcome.at(rows)
    found = [
        people.select(OWN),
        people.select(pl.col("chosen").cast(pl.Int64)),
        _of_ways(outcome).drop("score")[outcome.way[rows]],
        people.select(pl.col(name).alias(f"fact_{name}") for name in _fields(outcome)),
    ]
    found = pl.concat([one for one in found if one.width], how="horizontal")
    return pd.DataFrame({name: found[name].to_list() for name in found.columns})


def _of_ways(outcome: Outcome) -> pl.DataFrame:
    keys = [part.key for part in outcome.policy.conditions]
    return outcome.ways.select(
        "score",
        pl.col("verdict").to_physical().cast(pl.Int64),
        "near",
        (pl.col("failed") + pl.col("unknown")).alias("against"),
        *(pl.col(f"met {key}").cast(pl.Float64).alias(f"met_{key}") for key in keys),
    )


def _fields(outcome: Outcome) -> list[str]:
    parts = outcome.policy.conditions
    return [*dict.fromkeys(part.field for part in parts if not isinstance(part, Checklist))]
