"""Chance and calendar for invented rows: whole columns at a time, the same for the same seed."""

from datetime import date

import numpy as np
import polars as pl

NEVER = -1_000_000  # a day that did not come: an empty cell
_EPOCH = date(1970, 1, 1).toordinal()


def stream(seed: int, table: int) -> np.random.Generator:
    """A source of chance of its own for each table, so that a change to one leaves the others as they were."""
    return np.random.default_rng([seed, table])


def day(text: str) -> int:
    """A date as days since 1970, the form in which days are drawn and compared."""
    return date.fromisoformat(text).toordinal() - _EPOCH


def dates(days: np.ndarray) -> pl.Series:
    """Days as dates; NEVER is an empty cell."""
    days = pl.Series(days, dtype=pl.Int32)
    return days.set(days == NEVER, None).cast(pl.Date)


def told(words: list, index: np.ndarray) -> pl.Series:
    """The word at each index; -1 is an empty cell."""
    index = pl.Series(index, dtype=pl.Int64)
    return pl.Series(words, dtype=pl.String).gather(index.set(index < 0, None))


def ids(prefix: str, count: int) -> pl.Series:
    """P00001, P00002 ... as wide as the last one needs."""
    numbers = pl.Series(range(1, count + 1), dtype=pl.Int64).cast(pl.String)
    return prefix + numbers.str.zfill(max(5, len(str(count))))


def chance(rng: np.random.Generator, share: float | np.ndarray, count: int) -> np.ndarray:
    """True for about `share` of `count`."""
    return rng.random(count) < share


def weighted(rng: np.random.Generator, weights, count: int) -> np.ndarray:
    """Indexes into `weights`, each as often as it weighs."""
    weights = np.asarray(list(weights), dtype=float)
    return rng.choice(len(weights), count, p=weights / weights.sum())


def some(
    rng: np.random.Generator, among: np.ndarray, count: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """`count` different ones of `among` (or all, where there are fewer), the heavier the likelier, in their order."""
    if count >= len(among):
        return among
    keys = rng.exponential(size=len(among))
    keys = keys if weights is None else keys / weights
    return among[np.sort(np.argpartition(keys, count)[:count])]


def rank(values: np.ndarray) -> np.ndarray:
    """Where each value stands among all, from 0 for the lowest to nearly 1 for the highest."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(1, len(values))


def between(rng: np.random.Generator, low, high, count: int) -> np.ndarray:
    """Days from `low` to `high`, both included; where there is no room, `low`."""
    low = np.broadcast_to(low, count)
    return low + (rng.random(count) * np.maximum(1, np.asarray(high) - low + 1)).astype(int)
