"""What all boards share: a state that knows its questions, and the wiring of its page.

A board is a State (what was chosen, and the figures that follow from it) and `open_board(State(store))`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

import altair as alt
import pandas as pd
import traitlets as t

from .. import __version__
from ..locale import language, word
from ..queries import QUERIES
from ..records import RECORD_TYPES
from ..store import Store
from ..widgets import (
    ChartView,
    Choice,
    Column,
    FilterBar,
    LinkState,
    Page,
    Row,
    Table,
    Tile,
    Tiles,
    guarded,
)
from .words import NONE, share


@dataclass(frozen=True)
class Picture:
    """A chart and its words: what it is about, what its shares are of, and what it shows to those who cannot see it."""

    chart: alt.TopLevelMixin
    title: str
    subtitle: str
    alt: str


class State(t.HasTraits):
    """What the reader chose, and the figures that follow; it knows no widget.

    A board's own state says its `name` (the section of its words), its further choices, tiles, pictures and table.
    """

    name = ""
    widths: Sequence[int] = (7, 5)
    unit = t.Unicode(None, allow_none=True)

    def __init__(self, store: Store, lang: str | None = None, **chosen: object) -> None:
        super().__init__()
        self.store, self.lang = store, lang or language()
        self.unit = self.units[0][0] if self.units else None
        for choice in self.choices:
            self.set_trait(choice.name, choice.default)
        for name, value in chosen.items():
            self.set_trait(name, value)

    # What a board says of itself.

    @cached_property
    def choices(self) -> list[Choice]:
        """What can be chosen beside the unit; a choice's name is the trait it sets."""
        return []

    def tiles(self) -> list[Tile]:
        raise NotImplementedError

    def pictures(self) -> list[Picture]:
        raise NotImplementedError

    def columns(self) -> list[Column]:
        raise NotImplementedError

    def leaf(
        self, offset: int, limit: int | None, sort: str, descending: bool, search: str
    ) -> pd.DataFrame:
        """One leaf of the table, a row per line, with a column `total`."""
        raise NotImplementedError

    def row(self, line) -> list[str]:
        """The cells of a line of the table."""
        raise NotImplementedError

    def table_words(self) -> dict[str, str]:
        """Title, subtitle and file name of the table."""
        raise NotImplementedError

    # What it builds on.

    @cached_property
    def units(self) -> list[tuple[str | None, str, int]]:
        """The tree of units in its order: id, name, depth. Several tops stand under one that is everything."""
        frame = self.store.frame("units")
        tree = list(
            zip(frame["unit_id"], frame["name"], frame["depth"].astype(int).tolist(), strict=True)
        )
        if sum(depth == 0 for *_, depth in tree) > 1:
            return [
                (None, word("board.everything", self.lang), 0),
                *((unit, name, depth + 1) for unit, name, depth in tree),
            ]
        return tree

    @property
    def blank(self) -> bool:
        """Whether the store holds nothing that this board could show."""
        return not all(choice.options for choice in self.choices)

    @property
    def unit_name(self) -> str:
        return next(
            (name for unit, name, _ in self.units if unit == self.unit),
            word("board.everything", self.lang),
        )

    def chosen(self) -> dict[str, object]:
        """The values of the unit and of every choice."""
        return {"unit": self.unit} | {
            choice.name: getattr(self, choice.name) for choice in self.choices
        }

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        """The answer to a question for what is chosen."""
        known = {n: v for n, v in self.chosen().items() if n in QUERIES[question].parameters}
        return self.store.frame(question, **known | more)

    def ask_leaf(self, question: str, offset, limit, sort, descending, search) -> pd.DataFrame:
        """A leaf of the answer; a question that cannot sort or search is not asked to."""
        leaf = {"offset": offset, "limit": limit, "sort": sort or None, "search": search or None}
        leaf["descending"] = int(descending)
        known = QUERIES[question].parameters
        return self.ask(question, **{n: value for n, value in leaf.items() if n in known})

    def say(self, key: str, **values: object) -> str:
        """Words of this board's own section."""
        return word(f"{self.name}.{key}", self.lang, **values)

    def part_of(self, key: str, part: float, whole: float, **values: object) -> str:
        """A note that names a share; nothing where there is no whole to take it of."""
        return self.say(key, share=share(part, whole), **values) if whole else ""

    def tile(self, key: str, value: str, unit: str, note: str = "", tone: str = "") -> Tile:
        """The tile `key` of the board's words, with its definition; a dash where nothing is stored."""
        about = {
            "label": self.say(key),
            "unit": word(f"unit.{unit}", self.lang),
            "about": self.say(f"{key}_about"),
        }
        return (
            Tile(value=NONE, **about)
            if self.blank
            else Tile(value=value, note=note, tone=tone, **about)
        )

    def picture(self, key: str, chart: alt.TopLevelMixin, **values: object) -> Picture:
        """The chart under the words that stand in the board's section as key_title, key_subtitle and key_alt."""
        return Picture(
            chart, *(self.say(f"{key}_{part}", **values) for part in ("title", "subtitle", "alt"))
        )

    def label(self, table: str, column: str, code: object) -> str:
        """The word for a code, as the record type has it."""
        return (
            RECORD_TYPES[table].fields()[column].label(None if pd.isna(code) else code, self.lang)
        )

    def column(self, table: str, column: str, name: str = "", **options) -> Column:
        """A table column under the heading that the record type gives it."""
        kind = RECORD_TYPES[table].fields()[column]
        return Column(name or column, kind.called(self.lang), **options)


def open_board(state: State) -> Page:
    """The page of a state: one state drives tiles, charts, table and the address, and every filter drives the state."""
    texts = {"empty": word("board.no_data", state.lang)} if state.blank else {}
    bar = FilterBar(state.units, state.choices, lang=state.lang)
    link, tiles = LinkState(bar, lang=state.lang), Tiles(lang=state.lang)
    views = [ChartView(lang=state.lang, **texts) for _ in state.widths]

    def rows_for(*leaf) -> tuple[list[list[str]], int]:
        frame = state.leaf(*leaf)
        total = int(frame["total"].iloc[0]) if len(frame) else 0
        return [state.row(line) for line in frame.itertuples()], total

    def draw(_change=None) -> None:
        tiles.show(state.tiles())
        for view, picture in zip(views, state.pictures(), strict=True):
            view.show(
                picture.chart, title=picture.title, subtitle=picture.subtitle, alt=picture.alt
            )
        table.refresh(**state.table_words())

    _join(bar, state)
    table = Table(state.columns(), rows_for, lang=state.lang, **texts)
    draw()
    bar.observe(guarded(draw), "values")
    parts = [bar] * bool(bar.defaults) + [link, tiles, Row(*views, widths=state.widths), table]
    return Page(
        state.name,
        state.say("title"),
        state.say("lead"),
        *parts,
        notes=notes(state),
        lang=state.lang,
    )


def _join(bar: FilterBar, state: State) -> None:
    """The bar refuses what is not on offer, so whatever is chosen goes through it, from either side."""

    def to_state(_change=None) -> None:
        with state.hold_trait_notifications():
            for name, value in bar.values.items():
                state.set_trait(name, value)

    def to_bar(_change) -> None:
        bar.values = state.chosen()
        to_state()  # what the bar refused

    to_state()
    bar.observe(guarded(to_state), "values")
    state.observe(guarded(to_bar), list(state.chosen()))


def notes(state: State) -> list[str]:
    """Where the figures come from: when records were loaded, from which files, and by which version."""
    known = next(state.store.frame("data_state").itertuples())
    release = word("board.release", state.lang, version=__version__)
    if not known.files:
        return [word("board.no_data", state.lang), release]
    names = word("language.comma", state.lang).join(
        PurePath(name).name for name in known.latest.split("\n")
    )
    time = known.loaded[:16].replace("T", " ")
    return [
        word("board.loaded", state.lang, time=time),
        word("board.files", state.lang, names=names, count=known.files),
        release,
    ]
