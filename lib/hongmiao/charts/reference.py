"""What groups are held against where nobody said it: the whole's value, the spread among persons, limits and intervals."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import pandas as pd

from ..errors import BadValue
from ..locale import word
from ..screening.left_out import wilson

INNER, OUTER = (
    0.95,
    0.998,
)  # how likely a group like all others lies between the limits of a funnel plot
STANDINGS = ("high", "low", "usual", "small")


@dataclass(frozen=True)
class Reference:
    """What a funnel plot is drawn by: the whole's value, the spread, the limits, and what all of it is called."""

    whole: float
    spread: float
    distances: tuple[float, float]
    bounds: tuple[float, float]
    percent: bool
    whole_word: str
    limits: tuple[str, str]


def reference(
    frame: pd.DataFrame,
    whole: float | None,
    spread: float | None,
    distances: tuple[float, float] | None,
    bounds: tuple[float, float] | None,
    percent: bool | None,
    whole_word: str,
    limits: tuple[str, str] | None,
) -> Reference:
    """What was given, and for the rest what follows from the frame. Raises BadValue where a spread cannot be known."""
    values, counts = frame["value"].astype(float), frame["count"].astype(float)
    shares = bool(values.dropna().between(0, 1).all()) if percent is None else percent
    if whole is None:
        whole = float((values * counts).sum() / counts.sum()) if counts.sum() else 0.0
    if spread is None and not shares:
        raise BadValue("funnel_plot", "spread", word("charts.spread"))
    spread = sqrt(max(0.0, whole * (1 - whole))) if spread is None else spread
    if distances is None:
        inner, outer = (NormalDist().inv_cdf((1 + p) / 2) for p in (INNER, OUTER))
        distances = (inner, outer)
        limits = limits or (f"{INNER:.0%}", f"{OUTER:.1%}")
    limits = limits or tuple(f"±{distance:.2f} SE" for distance in distances)
    said = whole_word or word("charts.all", value=f"{whole:.1%}" if shares else f"{whole:.2f}")
    around = (0.0, 1.0) if shares else (float("-inf"), float("inf"))
    return Reference(whole, spread, distances, bounds or around, shares, said, limits)


def judged(frame: pd.DataFrame, known: Reference, smallest: int) -> pd.DataFrame:
    """The frame, farthest first, with its column `standing`: beyond the outer limit, within, or smaller than `smallest`."""
    if "standing" in frame:
        return frame
    far = known.distances[1] * known.spread / frame["count"].astype(float).clip(lower=1) ** 0.5
    away = frame["value"].astype(float) - known.whole
    standing = pd.Series("usual", index=frame.index)
    standing = standing.mask(away > far, "high").mask(away < -far, "low")
    standing = standing.mask(frame["count"] < smallest, "small")
    order = (away.abs() / far.where(far > 0, 1)).sort_values(ascending=False).index
    return frame.assign(standing=standing).loc[order]


def with_intervals(frame: pd.DataFrame, told: bool) -> pd.DataFrame:
    """The frame with n and the 95 % Wilson interval of its shares, where it has none, and what a tooltip has `told`."""
    if "low" not in frame or "high" not in frame:
        ends = [
            wilson(round(value * count), int(count)) if pd.notna(value) else (None, None)
            for value, count in zip(frame["value"], frame["count"], strict=True)
        ]
        frame = frame.assign(low=[low for low, _ in ends], high=[high for _, high in ends])
    if "n" not in frame:
        frame = frame.assign(n=[f"n={count:,.0f}" for count in frame["count"]])
    if told:
        known = frame[["value", "low", "high"]].astype(float).stack()
        form = ".1%" if known.between(0, 1).all() else ".2f"
        cells = frame[["value", "low", "high"]].itertuples(index=False, name=None)
        said = [f"{v:{form}} [{a:{form}}, {b:{form}}]" if pd.notna(v) else "" for v, a, b in cells]
        frame = frame.assign(told=said)
    return frame
