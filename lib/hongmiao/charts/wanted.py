"""What a chart asks of a frame: its columns, told by name where they lack, and what is said where nobody said it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..errors import MissingColumns
from ..locale import word
from .theme import ACCOUNT_BANDS, EXIT_OUTCOME, PAGE_COLOURS, STARS, TRAINING_STATUS

# Parts that have colours of their own; others take these in turn.
_KNOWN = [
    {str(stars): colour for stars, colour in STARS.items()},
    TRAINING_STATUS,
    EXIT_OUTCOME,
    ACCOUNT_BANDS,
]
_TURN = ["#2f6f9f", "#d9a04a", "#1f7a5c", "#c8661b", "#7a6fb0", "#86b8a5", "#7d4a3a", "#7fa9c9"]


def wanted(chart: str, frame: pd.DataFrame, *columns: str) -> None:
    """Raises MissingColumns where the `frame` lacks any of the `columns` that the `chart` is drawn from."""
    lacking = [name for name in columns if name not in frame]
    if lacking:
        raise MissingColumns(chart, lacking, [str(name) for name in frame])


def parted(
    frame: pd.DataFrame, colours: Mapping[str, str] | None, apart: Sequence[str] = ()
) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """The frame and its `colours`; without them the parts become words, and each gets a colour.

    Numbers stand in their order, words in that of the frame; what stands `apart` last, in grey.
    """
    if colours is not None:
        return frame, colours
    parts = [part for part in frame["part"].unique() if not pd.isna(part)]
    parts = sorted(parts) if all(isinstance(part, int | float) for part in parts) else parts
    frame = frame.assign(part=frame["part"].map(spelt), group=frame["group"].map(spelt))
    words = [spelt(part) for part in parts] + [spelt(None)] * bool(
        frame["part"].eq(spelt(None)).any()
    )
    counted = [part for part in dict.fromkeys(words) if part not in apart and part != spelt(None)]
    known = next((own for own in _KNOWN if {*counted} <= {*own}), None)
    given = known or {part: _TURN[i % len(_TURN)] for i, part in enumerate(counted)}
    grey = dict.fromkeys([w for w in words if w not in counted], PAGE_COLOURS["soft"])
    return frame, {part: given[part] for part in counted} | grey


def spelt(value: object) -> str:
    """A cell as a word: whole numbers whole, what is not known as such."""
    if pd.isna(value):
        return word("charts.unknown")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
