"""The card of one record: it slides over the page and shows everything known of what a row stands for."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import traitlets as t

from .guard import guarded
from .part import Part, script


@dataclass(frozen=True)
class Section:
    """A part of a card: facts (label, text), or a small table of which `total` says how many rows there are in all.

    note: a line under the title. printed: how many of its rows go on paper, 0 for all.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    total: int = 0
    note: str = ""
    printed: int = 0


class Card(Part):
    """Hidden until `show`; the reader closes it, or `close` does."""

    _esm = script("sections.js", "card.js")
    title = t.Unicode().tag(sync=True)
    subtitle = t.Unicode().tag(sync=True)
    sections = t.List().tag(sync=True)
    link = t.List().tag(sync=True)
    shown = t.Bool(False).tag(sync=True)

    def show(self, title: str, subtitle: str, sections: Sequence[Section], link: Sequence[str] = ()) -> None:  # fmt: skip
        """Open the card, or show this record in the one that is open; link: what a page of its own is called, and its address."""
        with self.hold_sync():
            self.link = [*link]
            self.title, self.subtitle = title, subtitle
            self.sections = [asdict(section) for section in sections]
            self.shown = True

    def close(self) -> None:
        """Close the card and forget what it showed."""
        self.shown = False

    def on_close(self, callback: Callable[[], None]) -> None:
        """Call back when the card was closed, by whomever."""
        self.observe(guarded(lambda change: change["new"] or callback()), "shown")
