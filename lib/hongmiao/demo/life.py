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
    frame = pl.concat([frame, _of_leading_bodies(district, units, seed, today)])
    frame = frame.with_columns(
        activity_id=ids("A", len(frame)), unit_id=units.frame["unit_id"].gather(frame["branch"])
    )
    return _as_handed_in(frame, seed)


def _of_leading_bodies(district: dict, units: Units, seed: int, today: int) -> pl.DataFrame:
    """The year's democratic life meetings of organs, towns and streets."""
    rng, bodies = stream(seed, 31), units.of("organ", "town", "street")
    meeting, n = district["leading_bodies"], len(bodies)
    fate, due = rng.random(n), day(meeting["due"])
    held = np.where(fate < 0.25, due + rng.integers(2, 30, n), due - rng.integers(0, 12, n))
    held = np.where((fate < 0.08) | (held > today), NEVER, held)
    expected = rng.integers(5, 12, n)
    attended = np.maximum(1, rng.binomial(expected, 0.94))
    return pl.DataFrame({
        "branch": bodies, "kind": ["democratic_life"] * n, "title": [meeting["title"]] * n, "due_date": dates(np.full(n, due)),
        "held_date": dates(held), "expected": expected, "attended": pl.Series(attended).set(pl.Series(held == NEVER), None),
    })  # fmt: skip


def _as_handed_in(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Without what a few branches forgot to write down: whole meetings, or who came."""
    rng = stream(seed, 32)
    forgetful = rng.random(int(frame["branch"].max()) + 1)[frame["branch"].to_numpy()] < 0.12
    meeting = (frame["kind"] != "theme_day").to_numpy()
    lost = forgetful & meeting & (rng.random(len(frame)) < 0.2)
    unmarked = pl.Series(rng.random(len(frame)) < 0.015)
    attended = pl.when(unmarked).then(None).otherwise(pl.col("attended"))
    return frame.with_columns(attended=attended).filter(pl.Series(~lost))


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
