"""What a what-if changes: who comes in, who drops out, and by which condition."""

import numpy as np
import pandas as pd
import polars as pl

from ..locale import word
from ..policy import required
from .judging import Outcome
from .sentences import reason


def compare(written: Outcome, changed: Outcome, lang: str | None = None) -> pd.DataFrame:
    """Those who are eligible under just one of two policies judged on the same facts: in (`in`) or out (`out`), and why.

    written, changed: the outcome of the policy as it is and with other values. The reasons are in `lang`.
    The verdicts stand in `before` and `after`; `conditions` are the keys of the hard conditions that turned.
    """
    turned = _eligible(written) != _eligible(changed)
    rows = np.flatnonzero(turned)
    rows = rows[np.argsort(written.places[rows])]
    sides = [_side(written, rows, "before"), _side(changed, rows, "after")]
    moved = pl.concat([written.facts.at(rows), *sides], how="horizontal")
    parts = {part.key: part for part in changed.policy.conditions if part.hard}
    rows = []
    for row in moved.iter_rows(named=True):
        keys = [key for key in parts if row[f"met {key} before"] != row[f"met {key} after"]]
        told = [_turned(written, changed, key, row, lang) for key in keys]
        rows.append(
            {
                "move": "in" if row["after"] == "eligible" else "out",
                "person_id": row["person_id"],
                "name": row["name"],
                "unit": row["unit"],
                "before": row["before"],
                "after": row["after"],
                "conditions": keys,
                "reason": word("screen.joint", lang).join(told),
            }  # fmt: skip
        )
    columns = ["move", "person_id", "name", "unit", "before", "after", "conditions", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _eligible(outcome: Outcome) -> np.ndarray:
    """For the rows of the facts."""
    return (outcome.ways["verdict"] == "eligible").to_numpy()[outcome.way]


def _side(outcome: Outcome, rows: np.ndarray, name: str) -> pl.DataFrame:
    ways = outcome.ways.select(
        pl.col("verdict").cast(pl.String).alias(name), pl.col("^met .*$").name.suffix(f" {name}")
    )
    return ways[outcome.way[rows]]


def _turned(written: Outcome, changed: Outcome, key: str, row: dict, lang: str | None) -> str:
    before, after = written.policy.asked(key), changed.policy.asked(key)
    said = reason(after, row.get(getattr(after, "field", "")), row[f"met {key} after"], lang)
    return word("screen.turned", lang, reason=said, before=required(before, lang))
