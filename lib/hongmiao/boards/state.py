"""What a board knows without any widget: what its reader chose, and the figures that follow from it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import altair as alt
import pandas as pd
import traitlets as t

from ..locale import LANGUAGES, language, usual_language, word
from ..queries import QUERIES
from ..records import RECORD_TYPES, Field
from ..store import Store
from ..widgets import Choice, Column, Tile
from .leaf import leaf_of
from .words import NONE, cell, masked, share


@dataclass(frozen=True)
class Picture:
    """A chart and its words: what it is about, what its shares are of, and what it shows to those who cannot see it."""

    chart: alt.TopLevelMixin
    title: str
    subtitle: str
    alt: str


class State(t.HasTraits):
    """What the reader chose, and the figures that follow.

    A board's own state says its `title` and `lead` (or its `name`, the section of its words), its further choices,
    and as much as it has of tiles, pictures and a table: the `question` that the table asks, or a `frame` of its own.
    """

    name = ""
    widths: Sequence[int] = ()
    """Of the pictures, in twelfths of the page; without them all are as wide."""
    question = ""
    opens: tuple[str, str] = ("person", "person_id")
    """The record type that a row of the table opens, and the table's column that holds its key."""
    meanings: Sequence[tuple[str, str]] = ()
    """Coded columns, (record type, column), whose words are explained at the page's end."""
    linked = ("lang", "meeting", "opened")

    unit = t.Unicode(None, allow_none=True)
    lang = t.Unicode()
    meeting = t.Bool()
    opened = t.Unicode(None, allow_none=True)

    def __init__(self, store: Store, lang: str | None = None, **chosen: object) -> None:
        super().__init__()
        self.store, self.lang = store, lang or language()
        # A kernel that was started ahead does not know its address yet: nobody's name before it does.
        self.meeting = os.environ.get("VOILA_PREHEAT") == "True"
        for name, value in self.defaults.items():
            self.set_trait(name, value)
        for name, value in chosen.items():
            self.set_trait(name, value)

    # What a board says of itself.

    @property
    def title(self) -> str:
        return self.say("title")

    @property
    def lead(self) -> str:
        return self.say("lead")

    @cached_property
    def choices(self) -> list[Choice]:
        """What can be chosen beside the unit; a choice's name is the trait it sets."""
        return []

    def tiles(self) -> list[Tile]:
        return []

    def headline(self) -> Tile | None:
        """The figure that stands for the board on the index."""
        return next(iter(self.tiles()), None)

    def pictures(self) -> list[Picture]:
        return []

    def frame(self) -> pd.DataFrame:
        """The rows of a table that has no question of its own on the shelf."""
        return pd.DataFrame()

    def leaf(
        self,
        offset: int = 0,
        limit: int | None = None,
        sort: str = "",
        descending: bool = False,
        search: str = "",
    ) -> pd.DataFrame:
        """One leaf of the table, a row per line, with a column `total`."""
        if self.question:
            return self.ask_leaf(self.question, offset, limit, sort, descending, search)
        return leaf_of(self.frame(), offset, limit, sort, descending, search)

    def columns(self) -> list[Column]:
        """The table's columns: those of its frame, under the headings that the record types give them."""
        frame = self.leaf(limit=1).drop(columns="total", errors="ignore")
        return [self._column_of(name, frame[name].dtype) for name in frame]

    def row(self, line) -> list[str]:
        """The cells of a line of the table."""
        return [self._cell(column.name, getattr(line, column.name)) for column in self.columns()]

    def table_words(self) -> dict[str, str]:
        """Title, subtitle and file name of the table."""
        return {"title": self.title, "subtitle": self.unit_name, "file_name": self.title}

    # What it builds on.

    @cached_property
    def units(self) -> list[tuple[str | None, str, int]]:
        """The tree of units in its order: id, name, depth. Several tops stand under one that is everything."""
        frame = self.store.frame("units")
        tree = list(
            zip(frame["unit_id"], frame["name"], frame["depth"].astype(int).tolist(), strict=True)
        )
        if sum(depth == 0 for *_, depth in tree) > 1:
            everything = (None, word("board.everything", self.lang), 0)
            return [everything, *((unit, name, depth + 1) for unit, name, depth in tree)]
        return tree

    @cached_property
    def defaults(self) -> dict[str, object]:
        """What is chosen where nobody chose: the top of the tree, and each choice's own default."""
        top = {"unit": self.units[0][0] if self.units else None}
        return top | {choice.name: choice.default for choice in self.choices}

    @property
    def blank(self) -> bool:
        """Whether the store holds nothing that this board could show."""
        return not all(choice.options for choice in self.choices)

    @property
    def empty(self) -> str:
        """Why there is nothing to see."""
        if self.blank:
            return word("board.no_data", self.lang)
        joint = word("language.comma", self.lang)
        chosen = joint.join(text for _, text in self.chosen_words())
        return word("board.none_chosen", self.lang, chosen=chosen)

    @property
    def unit_name(self) -> str:
        everything = word("board.everything", self.lang)
        return next((name for unit, name, _ in self.units if unit == self.unit), everything)

    def chosen(self) -> dict[str, object]:
        """The values of the unit and of every choice."""
        return {name: getattr(self, name) for name in self.defaults}

    def chosen_words(self) -> list[tuple[str, str]]:
        """What is chosen as people read it: (what, which)."""
        words = [(word("widgets.unit", self.lang), self.unit_name)]
        for choice in self.choices:
            value = getattr(self, choice.name)
            words += [(choice.label, label) for label, option in choice.options if option == value]
        return words

    def pick(self, picked: dict[str, object]) -> None:
        """Choose what was clicked in a chart; the same click again takes it back."""
        wanted = {n: v for n, v in picked.items() if n in self.defaults and v is not None}
        if all(getattr(self, name) == value for name, value in wanted.items()):
            wanted = {name: self.defaults[name] for name in wanted if name != "unit"}
        with self.hold_trait_notifications():
            for name, value in wanted.items():
                self.set_trait(name, value)

    # What of it stands in the page's address beside the choices.

    def names(self) -> list[str]:
        return ["lang", "mode", self.opens[0]]

    def query(self) -> dict[str, str]:
        said = {"lang": self.lang if self.lang != usual_language() else ""}
        said |= {"mode": "meeting" if self.meeting else "", self.opens[0]: self.opened or ""}
        return {name: value for name, value in said.items() if value}

    def read(self, query: dict[str, str]) -> dict[str, str]:
        lang, mode, key = (query.get(name, "") for name in self.names())
        known = self._is_stored(key)
        with self.hold_trait_notifications():
            self.meeting = mode == "meeting"
            self.opened = key if known and not self.meeting else None
            self.lang = lang if lang in LANGUAGES else self.lang
        refused = {
            "lang": lang if lang not in LANGUAGES else "",
            "mode": mode if mode != "meeting" else "",
            self.opens[0]: key if not known else "",
        }
        return {name: value for name, value in refused.items() if value}

    def _is_stored(self, key: str) -> bool:
        kind = RECORD_TYPES[self.opens[0]]
        table = self.store.db.table(kind.table())
        return bool(key) and table.count_where(f"{kind.primary_key()[0]} = ?", [key]) > 0

    # Words and figures.

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        """The answer to a question for what is chosen; in a meeting without the names of people."""
        known = {n: v for n, v in self.chosen().items() if n in QUERIES[question].parameters}
        return self.discreet(self.store.frame(question, **known | more))

    def discreet(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame as a room full of people may see it: in a meeting, names are cut to their first sign."""
        if self.meeting and {"person_id", "name"} <= {*frame}:
            return frame.assign(name=frame["name"].map(masked))
        return frame

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

    def tile(self, key: str, value: str, unit: str, note: str = "", **more: object) -> Tile:
        """The tile `key` of the board's words, with its definition; a dash where nothing is stored."""
        about = {"label": self.say(key), "about": self.say(f"{key}_about")}
        about["unit"] = word(f"unit.{unit}", self.lang)
        return Tile(value=NONE, **about) if self.blank else Tile(value=value, note=note, **about, **more)  # fmt: skip

    def picture(self, key: str, chart: alt.TopLevelMixin, **values: object) -> Picture:
        """The chart under the words that stand in the board's section as key_title, key_subtitle and key_alt."""
        words = (self.say(f"{key}_{part}", **values) for part in ("title", "subtitle", "alt"))
        return Picture(chart, *words)

    def definitions(self) -> list[tuple[str, str]]:
        """Every term on the page and what it means: the tiles', then the coded words'."""
        terms = [(tile.label, tile.about) for tile in self.tiles() if tile.about]
        for table, column in self.meanings:
            told = self.meanings_of(table, column)
            head = self.heading(table, column)
            terms += [(f"{head} · {term}", text) for term, text in told.items()]
        return terms

    def meanings_of(self, table: str, column: str) -> dict[str, str]:
        """The words of a coded column and what each means."""
        field = RECORD_TYPES[table].fields()[column]
        keys = {code: f"meaning.{table}_{column}_{code}" for code in field.labels}
        return {field.label(code, self.lang): word(key, self.lang) for code, key in keys.items()}

    def label(self, table: str, column: str, code: object) -> str:
        """The word for a code, as the record type has it."""
        field = RECORD_TYPES[table].fields()[column]
        return field.label(None if pd.isna(code) else code, self.lang)

    def heading(self, table: str, column: str) -> str:
        """What people call a column of a record."""
        return RECORD_TYPES[table].fields()[column].called(self.lang)

    def column(self, table: str, column: str, name: str = "", **options) -> Column:
        """A table column under the heading that the record type gives it."""
        if (table, column) in self.meanings:
            options["tells"] = self.meanings_of(table, column)
        return Column(name or column, self.heading(table, column), **options)

    def _field(self, name: str) -> Field | None:
        kinds = [RECORD_TYPES[self.opens[0]], *RECORD_TYPES.values()]
        names = (name, f"{name}_id")
        return next((f for n in names for kind in kinds for f in [kind.fields().get(n)] if f), None)

    def _column_of(self, name: str, dtype) -> Column:
        field = self._field(name)
        align = "right" if pd.api.types.is_numeric_dtype(dtype) else "left"
        return Column(name, field.called(self.lang) if field else name, align)

    def _cell(self, name: str, value: object) -> str:
        field = self._field(name)
        return field.label(value, self.lang) if field and field.labels and pd.notna(value) else cell(value)  # fmt: skip
