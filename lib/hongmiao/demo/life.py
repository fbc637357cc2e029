"""What branches owe month by month: themed Party days, meetings and classes, held, late or missed."""

import numpy as np
import polars as pl

from .draw import NEVER, between, dates, day, ids, stream
from .units import Units


def activity_frame(district: dict, units: Units, seed: int) -> pl.DataFrame:
    """Everything due in the year so far and in the months ahead, in order of the day it is due."""
    rng, today = stream(seed, 8), day(district["as_of"])
    branches = np.flatnonzero(units.members > 0)
    careless = rng.beta(1.2, 8, len(branches))
    year = district["as_of"][:4]
    rows = [
        _due(
            rng,
            kind,
            title,
            day(f"{year}-{month:02}-{kind['day']:02}"),
            branches,
            units,
            careless,
            today,
        )
        for kind in district["activities"]
        for month, title in zip(kind["months"], kind["titles"] * len(kind["months"]), strict=False)
    ]
    frame = pl.concat(rows).sort("due_date", "branch", maintain_order=True)
    return frame.with_columns(
        activity_id=ids("A", len(frame)), unit_id=units.frame["unit_id"].gather(frame["branch"])
    )


def _due(
    rng, kind: dict, title: str, due: int, branches, units: Units, careless, today: int
) -> pl.DataFrame:
    n = len(branches)
    expected = (
        np.minimum(units.members[branches], 3 + branches % 5)
        if kind.get("committee")
        else units.members[branches]
    )
    fate = rng.random(n)
    missed, late = fate < careless * 0.7, fate < careless * 1.6
    held = np.where(late, due + rng.integers(2, 25, n), between(rng, due - 8, due, n))
    held = np.where(missed | (held > today) | (due > today), NEVER, held)
    attended = rng.binomial(
        expected, np.clip(rng.normal(0.87, 0.06, n) - careless * 0.4, 0.3, 0.99)
    )
    return pl.DataFrame({
        "branch": branches, "kind": [kind["kind"]] * n, "title": [title] * n, "due_date": dates(np.full(n, due)),
        "held_date": dates(held), "expected": expected,
        "attended": pl.Series(np.maximum(1, attended)).set(pl.Series(held == NEVER), None),
    })  # fmt: skip
