"""Sentences of a report: each with its weight, and what they need to say of groups: who drives a change, who stands out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import pandas as pd

from ..locale import word
from .parts import Findings, Sentence, Tone

DRIVEN = 0.005  # a change of a share that is worth asking who drives it
DRIVES, OFFSETS = (
    0.2,
    0.5,
)  # of a change: what a group must carry to be named for it, and against it
NAMED = 3
ON_COVER = 6


@dataclass(frozen=True)
class Finding:
    """A sentence and how much it weighs: the heaviest are told first, and on the cover."""

    weight: float
    text: str
    tone: Tone = ""


def heaviest(found: Iterable[Finding], most: int | None = None) -> list[Finding]:
    """The findings, the weightiest first."""
    return sorted(found, key=lambda one: -one.weight)[:most]


def told(found: Iterable[Finding]) -> list[Findings]:
    """The sentences, the weightiest first, as a part of a chapter; no part where there is none."""
    sentences = [Sentence(one.text, one.tone) for one in heaviest(found)]
    return [Findings(sentences)] if sentences else []


class Weighed:
    """A part of a report that has `findings`: the cover says the weightiest, the chapters the others."""

    @cached_property
    def weightiest(self) -> list[Finding]:
        """What the cover says."""
        return heaviest(self.findings, ON_COVER)

    def said(self, found: Iterable[Finding], parts: Sequence) -> list:
        """A chapter's findings that the cover leaves to it, then its parts; all findings where there is nothing else."""
        rest = [one for one in found if one not in self.weightiest]
        return [*told(rest if parts else found), *parts]


def counted(what: str, number: float, lang: str, digits: int = 0) -> str:
    """So many of something, in words that fit one as they fit many."""
    said = f"{number:,.{digits}f}"
    return word(f"report_paper.count.{what}.{'one' if said == '1' else 'many'}", lang, n=said)


def listed(names: Sequence[str], lang: str, most: int = NAMED) -> str:
    """The first few of the names, and how many more there are."""
    said = word("language.comma", lang).join(names[:most])
    left = len(names) - most
    return said if left <= 0 else word("report_paper.and_more", lang, names=said, count=left)


def quoted(name: str, lang: str) -> str:
    """A name in quotation marks; those that it has itself become inner ones."""
    return word("report_paper.quoted", lang, name=name.replace("“", "‘").replace("”", "’"))


def points(gap: float) -> float:
    """A difference of shares in percentage points as it is printed; nothing where it rounds to nothing."""
    return round(100 * gap, 1) or 0.0


def contributions(then: pd.DataFrame, now: pd.DataFrame) -> pd.Series:
    """How much each group moved a share of the whole; they add up to its change.

    then, now: by group, `part` and `whole`. A group's contribution is its weight times how far its share lies from the
    whole's middle one, now less then: it holds both a changed share and a changed weight. Empty where there is no whole.
    """
    sides = (then[["part", "whole"]].add_suffix("_then"), now[["part", "whole"]].add_suffix("_now"))
    both = sides[0].join(sides[1], how="outer").fillna(0)
    sums = both.sum()
    if not sums["whole_now"] or not sums["whole_then"]:
        return pd.Series(dtype=float)
    middle = (sums["part_now"] / sums["whole_now"] + sums["part_then"] / sums["whole_then"]) / 2
    return (both["part_now"] - middle * both["whole_now"]) / sums["whole_now"] - (
        both["part_then"] - middle * both["whole_then"]
    ) / sums["whole_then"]


def drivers(moved: pd.Series, known: Iterable[str]) -> tuple[pd.Series, pd.Series]:
    """Of the groups that moved a share, those that carry the change and those that go against it, the largest first.

    known: groups with enough people to be named; a share that hardly moves is driven by nobody.
    """
    change = moved.sum()
    if abs(change) < DRIVEN or len(moved) < 2:
        return moved.iloc[:0], moved.iloc[:0]
    parts = moved[moved.index.isin(list(known))] / change
    parts = parts[[bool(points(gap)) for gap in moved[parts.index]]]
    along = parts[parts >= DRIVES].sort_values(ascending=False, kind="stable")[:NAMED].index
    against = parts[parts <= -OFFSETS].sort_values(kind="stable")[:NAMED].index
    return moved[along], moved[against]


def standing_out(groups: pd.DataFrame, distance: float, smallest: int) -> pd.DataFrame:
    """The groups whose share lies above the whole's by more than chance gives a group of their size, the largest first.

    groups: `part` and `whole` by group. distance: in standard errors of the whole's share. smallest: people below which
    nothing is judged.
    """
    whole = groups["whole"].sum()
    share = groups["part"].sum() / whole if whole else 0.0
    judged = groups[groups["whole"] >= max(1, smallest)]
    rates = judged["part"] / judged["whole"]
    error = (share * (1 - share) / judged["whole"]).map(sqrt)
    found = judged.assign(share=rates)[rates > share + distance * error]
    return found.sort_values("share", ascending=False, kind="stable") if len(judged) > 1 else found.iloc[:0]  # fmt: skip
