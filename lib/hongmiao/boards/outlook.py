"""Where a year's training is heading: courses still to end, at the rates that ended courses reached."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

ENOUGH = 5  # courses that have ended, below which nothing is foretold
DRAWS, LEVEL = 4000, 0.9


@dataclass(frozen=True)
class Outlook:
    """Person-times completed by the end of months to come: month, low, middle and high; and what it rests on."""

    months: pd.DataFrame
    ended: int
    left: int


def outlook(courses: pd.DataFrame, day: str, done: int) -> Outlook | None:
    """What may be completed by the end of each month to come. None where nothing is left, or too little has ended.

    courses: planned, completed, end_date (else start_date) of each course. Each course to come completes its planned
    person-times at the rate (completed over planned) of a course drawn at random from those that ended; one under way
    counts no less than it has. The interval holds the middle nine tenths of many such draws. done: completed so far.
    """
    known = courses.assign(last=courses["end_date"].fillna(courses["start_date"]))
    known = known[known["planned"].fillna(0).gt(0) & known["last"].notna()]
    ended, left = known[known["last"] <= day], known[known["last"] > day].sort_values("last")
    if len(ended) < ENOUGH or left.empty:
        return None
    rates = (ended["completed"] / ended["planned"]).to_numpy(float)
    # Twice at random: which courses might have ended instead of these, and which of them a course to come is like.
    chance, each = np.random.default_rng(0), np.arange(DRAWS)[:, None]
    instead = chance.choice(rates, (DRAWS, len(ended)))
    drawn = instead[each, chance.integers(len(ended), size=(DRAWS, len(left)))]
    have = left["completed"].to_numpy(float)
    more = np.maximum(left["planned"].to_numpy(float) * drawn - have, 0).cumsum(axis=1)
    tails = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]
    low, middle, high = done + np.quantile(more, tails, axis=0)
    months = pd.DataFrame(
        {"month": left["last"].str[:7], "low": low, "middle": middle, "high": high}
    )
    return Outlook(months.groupby("month", as_index=False).last(), len(ended), len(left))
