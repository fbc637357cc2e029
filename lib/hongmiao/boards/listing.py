"""The pictures and the lists of rows that a board shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from ..widgets import Column


@dataclass(frozen=True)
class Picture:
    """A chart and its words: what it is about, what its shares are of, and what it shows to those who cannot see it.

    sums: the column of the list that adds up to the figures of its marks, where they are not counts of rows.
    """

    chart: alt.TopLevelMixin
    title: str
    subtitle: str
    alt: str
    sums: str = ""


@dataclass(frozen=True)
class Listing:
    """One list of rows that the table can show: the answer to a question of the shelf, or a small frame in memory.

    opens: the record type that a row opens, and the column of the list that holds its key.
    """

    title: str
    columns: Sequence[Column]
    row: Callable[..., list[str]]
    question: str = ""
    frame: Callable[[], pd.DataFrame] | None = None
    opens: tuple[str, str] = ("person", "person_id")
    subtitle: str = ""
    file_name: str = ""
