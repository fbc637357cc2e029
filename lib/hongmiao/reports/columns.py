"""How wide the columns of a table are, judged by what stands in them."""

import re
from collections.abc import Sequence

from ..spreadsheet import width

_PIECE = re.compile(r"[\x21-\x7e]+|.", re.DOTALL)
_LONGEST = 24  # Latin letters of a word that is not broken
_HEAD = 8  # and of one in a heading, where words are hyphenated
_TEXT = 16  # letters that a column of texts has at least
NARROW = 12  # Latin letters that a cell may be wide to stay on one line


def breadth(text: str) -> int:
    """How wide a whole text stands, in Latin letters."""
    return width(text, len(text))


def cells(part: dict, column: int) -> list[str]:
    """The cells of a column that a page shows, its heading first."""
    rows = part["rows"][: part["shown"]]
    return [part["columns"][column]["label"], *(row[column] for row in rows)]


def narrow(part: dict, column: int) -> bool:
    """Whether a column's cells, such as dates and codes, stand better on one line."""
    return max(map(breadth, cells(part, column)[1:]), default=0) <= NARROW


def widths(part: dict, room: float) -> list[float]:
    """The widths of a table's columns, in Latin letters, so that together they fill the room.

    Where not all fit, each has its longest word as long as that can be, and what is left goes where most is wanted.
    """
    every = [cells(part, at) for at in range(len(part["columns"]))]
    least = [_least(one) for one in every]
    wanted = [max(low, *_wanted(one, room)) for low, one in zip(least, every, strict=True)]
    spare, more = room - sum(least), sum(wanted) - sum(least)
    if spare <= 0 or spare >= more:
        base = least if spare <= 0 else wanted
        return [room * one / sum(base) for one in base]
    return [low + spare * (want - low) / more for low, want in zip(least, wanted, strict=True)]


def _least(column: Sequence[str]) -> float:
    """Room for the longest word; for short cells, room for the whole; for long texts, room for some words."""
    head, *rest = column
    words = max((breadth(one) for cell in rest for one in _PIECE.findall(cell)), default=0)
    whole = max(map(breadth, rest), default=0)
    texts = whole if whole <= NARROW else max(NARROW, min(_TEXT, whole / 3))
    heads = max(map(breadth, _PIECE.findall(head)), default=0)
    return max(3.0, min(_LONGEST, words), min(_HEAD, heads), texts)


def _wanted(column: Sequence[str], room: float) -> list[float]:
    """What each cell would take; a heading is content with two lines."""
    head, *rest = (min(breadth(cell), room) for cell in column)
    return [1 + head / 2 if head > 6 else head, *rest]
