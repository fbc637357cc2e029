"""What a board knows without any widget: what its reader chose, and the figures that follow from it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from urllib.parse import parse_qs

import pandas as pd
import traitlets as t

from .. import kept
from ..locale import LANGUAGES, language, usual_language, word
from ..queries import QUERIES
from ..records import RECORD_TYPES
from ..store import Store
from ..widgets import Choice, Column, Tile
from .leaf import leaf_of
from .listing import Listing, Picture
from .wording import Wording
from .words import masked


class State(Wording, t.HasTraits):
    """What the reader chose, and the figures that follow.

    A board's own state says its `title` and `lead` (or its `name`, the section of its words), its further choices,
    and as much as it has of tiles, pictures and `lists`. A board with one list may say instead the `question` that its
    table asks, or a `frame` of its own.
    """

    widths: Sequence[int] = ()
    """Of the pictures, in twelfths of the page, row after row; without them all are as wide."""
    question = ""
    opens: tuple[str, str] = ("person", "person_id")
    """The record type that a row of the table opens, and the table's column that holds its key."""
    alone: Sequence[str] = ()
    """Hidden choices that narrow the list and nothing else: whatever is picked next takes them back."""
    selects = 0
    """How many rows of the table can be marked at once, for a board that sets them side by side."""
    redraws: Sequence[str] = ()
    """Further traits that change what the page shows."""
    linked = ("lang", "meeting", "opened", "view", "selected")

    unit = t.Unicode(None, allow_none=True)
    lang = t.Unicode()
    meeting = t.Bool()
    opened = t.Tuple(t.Unicode(), t.Unicode(), default_value=None, allow_none=True)
    """The record whose card is open: its type and its key."""
    view = t.Unicode(None, allow_none=True)
    """The list that the table shows; the first where nobody chose."""
    selected = t.List(t.Unicode())

    def __init__(self, store: Store, lang: str | None = None, **chosen: object) -> None:
        super().__init__()
        self.store, self.lang = store, lang or language()
        # Known before the first figure: nobody is named, or opened, before the address is read. A kernel that was started
        # ahead does not know its address yet.
        asked = parse_qs(os.environ.get("QUERY_STRING", "")).get("mode", [""])[-1]
        self.meeting = asked == "meeting" or os.environ.get("VOILA_PREHEAT") == "True"
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

    def pictures(self) -> Iterable[Picture]:
        """One after the other where they can be: each is on the page before the next is asked for."""
        return []

    def frame(self) -> pd.DataFrame:
        """The rows of a table that has no question of its own on the shelf."""
        return pd.DataFrame()

    def lists(self) -> dict[str, Listing]:
        """The lists of rows that the table can show, by name, the one that it opens with first."""
        columns = self.columns()
        if not columns:
            return {}
        about = {"question": self.question, "frame": self.frame, "opens": self.opens}
        return {"rows": Listing(columns=columns, row=self.row, **about, **self.table_words())}

    def listed(self, lists: Mapping[str, Listing]) -> str:
        """The name of the one of these lists that the table shows; empty where there is none."""
        return self.view if self.view in lists else next(iter(lists), "")

    @property
    def listing(self) -> Listing | None:
        """The list that the table shows."""
        lists = self.lists()
        return lists.get(self.listed(lists))

    def leaf(
        self,
        offset: int = 0,
        limit: int | None = None,
        sort: str = "",
        descending: bool = False,
        search: str = "",
    ) -> pd.DataFrame:
        """One leaf of the list that the table shows, a row per line, with a column `total`."""
        return self._leaf(self.listing, offset, limit, sort, descending, search)

    def columns(self) -> list[Column]:
        """The table's columns: those of its frame, under the headings that the record types give them."""
        frame = self._leaf(self, limit=1).drop(columns="total")
        return [self._column_of(name, frame[name].dtype) for name in frame]

    def row(self, line) -> list[str]:
        """The cells of a line of the table."""
        return [
            self._cell(name, value)
            for name, value in line._asdict().items()
            if name not in ("Index", "total")
        ]

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
        return word("board.none_chosen", self.lang, chosen=self.chosen_line)

    @cached_property
    def data_day(self) -> str | None:
        """The last day that the records speak of."""
        return kept.answer(self.store, "data_date")["day"].iloc[0]

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
            labels = [label for label, option in choice.options if option == value]
            words += [(choice.label, label) for label in labels or [value] * choice.takes(value)]
        return words

    def pick(self, picked: dict[str, object]) -> None:
        """Choose what was clicked in a chart; the same click again takes it back."""
        wanted = {n: v for n, v in picked.items() if n in self.defaults and v is not None}
        if self.is_picked(picked):
            wanted = {name: self.defaults[name] for name in wanted if name != "unit"}
        wanted = {name: self.defaults[name] for name in self.alone} | wanted
        with self.hold_trait_notifications():
            self.view = picked.get("view") or self.view
            for name, value in wanted.items():
                self.set_trait(name, value)

    def is_picked(self, picked: dict[str, object]) -> bool:
        """Whether what a mark or a tile stands for is what is chosen."""
        given = {n: v for n, v in picked.items() if n in (*self.defaults, "view") and v is not None}
        rest = {name: self.defaults[name] for name in self.alone} | given
        return bool(given) and all(getattr(self, name) == value for name, value in rest.items())

    # What of it stands in the page's address beside the choices.

    @property
    def cards(self) -> dict[str, str]:
        """The record types whose cards a row can open, by their name in an address, where `unit` is what is chosen."""
        kinds = dict.fromkeys(one.opens[0] for one in self.lists().values())
        return {f"{kind}_card" if kind in self.defaults else kind: kind for kind in kinds}

    def names(self) -> list[str]:
        return ["lang", "mode", "view", "compare", *self.cards]

    def query(self) -> dict[str, str]:
        said = {"lang": self.lang if self.lang != usual_language() else ""}
        said |= {"mode": "meeting" if self.meeting else "", "compare": ",".join(self.selected)}
        said |= {"view": self.view if self.view not in [*self.lists()][:1] else ""}
        said |= {
            name: self.opened[1]
            for name, kind in self.cards.items()
            if self.opened and kind == self.opened[0]
        }
        return {name: value for name, value in said.items() if value}

    def read(self, query: dict[str, str]) -> dict[str, str]:
        lang, mode, view, compare = (query.get(n, "") for n in ("lang", "mode", "view", "compare"))
        lists, cards = self.lists(), self.cards
        asked = {name: query[name] for name in cards if query.get(name)}
        known = {name: key for name, key in asked.items() if self._is_stored(cards[name], key)}
        with self.hold_trait_notifications():
            self.meeting = mode == "meeting"
            opened = [(cards[name], key) for name, key in known.items() if not self.meeting]
            self.opened = opened[0] if opened else None
            self.lang = lang if lang in LANGUAGES else self.lang
            self.view = view if view in lists else None
            self.selected = self._known(compare)
        refused = {
            "lang": lang if lang not in LANGUAGES else "",
            "mode": mode if mode != "meeting" else "",
            "view": view if view not in lists else "",
            "compare": compare if compare != ",".join(self.selected) else "",
            **{name: key for name, key in asked.items() if name not in known},
        }
        return {name: value for name, value in refused.items() if value}

    def _known(self, compare: str) -> list[str]:
        """The keys of an address that are those of records, as many as can be marked."""
        keys = dict.fromkeys(compare.split(","))
        kind = next(iter(self.cards.values())) if self.selects else ""
        return [key for key in keys if kind and self._is_stored(kind, key)][: self.selects]

    def _is_stored(self, table: str, key: str) -> bool:
        kind = RECORD_TYPES[table]
        return (
            bool(key)
            and self.store.db.table(table).count_where(f"{kind.primary_key()[0]} = ?", [key]) > 0
        )

    # Figures.

    @property
    def given(self) -> dict[str, object]:
        """Parameters of questions that no reader chooses, such as what the office decided."""
        return {}

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        """The answer to a question for what is chosen and given; in a meeting without the names of people."""
        asked = QUERIES[question].parameters
        known = {n: v for n, v in {**self.chosen(), **self.given}.items() if n in asked}
        return self.discreet(kept.answer(self.store, question, **known | more))

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

    def _leaf(
        self, one: "Listing | State", offset=0, limit=None, sort="", descending=False, search=""
    ) -> pd.DataFrame:
        leaf = (offset, limit, sort, descending, search)
        return self.ask_leaf(one.question, *leaf) if one.question else leaf_of(one.frame(), *leaf)
