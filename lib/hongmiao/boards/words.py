"""Figures as people write them: counts, shares, differences, periods."""

import re

import pandas as pd

from ..locale import word

NONE = "—"
PARTS = {"Q": "quarter", "H": "half", "-": "month"}


def cell(value: object) -> str:
    """A value as a table shows it: nothing where there is none, whole numbers without a point."""
    if pd.isna(value):
        return ""
    return (
        f"{value:,.12g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def share(part: float, whole: float, digits: int = 1) -> str:
    """A share in per cent without the sign; a dash where there is no whole."""
    return f"{100 * part / whole:.{digits}f}" if whole else NONE


def percent(value: float | None, digits: int = 1) -> str:
    """A share in per cent with its sign; nothing where there is none."""
    return "" if pd.isna(value) else f"{value:.{digits}%}"


def signed(value: float, form: str) -> str:
    """A figure that may be below nothing, with its sign."""
    return f"{value:+{form}}".replace("-", "−")


def difference(
    now: float | None, before: float | None, unit: str, lang: str, digits: int = 0
) -> str:
    """How far a figure is above or below the one of the period before, in words."""
    if now is None or before is None or pd.isna(now) or pd.isna(before):
        return word("board.no_before", lang)
    gap = round(now - before, digits)
    key = "more" if gap > 0 else "less" if gap < 0 else "same"
    return word(f"board.{key}", lang, gap=f"{abs(gap):,.{digits}f}", unit=unit)


def period_words(period: str, lang: str, joint: str = "") -> str:
    """2018Q2, 2018H1, 2018-03 and 2018 as people say them; `joint` stands between the part and the year."""
    found = re.fullmatch(r"(\d{4})(?:(Q)([1-4])|(H)([12])|(-)(0[1-9]|1[0-2]))?", period)
    if not found:
        return period
    year, kind, number = [*filter(None, found.groups()), None, None][:3]
    whole = word("board.year", lang, year=year)
    if kind is None:
        return whole
    part = word(f"board.{PARTS[kind]}_{int(number)}", lang)
    if joint:
        return f"{part}{joint}{whole}"
    return word(
        "board.month_of_year" if kind == "-" else "board.part_of_year", lang, year=whole, part=part
    )


def masked(name: object) -> object:
    """A name as a room full of people may see it: its first sign. An empty one stays as it is."""
    return f"{name[0]}**" if isinstance(name, str) and name else name
