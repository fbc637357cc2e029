"""A board's page: title, parts in rows, the error card, and a footer; it says of itself when it can be used."""

from collections.abc import Sequence

import ipywidgets as W
import traitlets as t

from .guard import watchers
from .part import Part, script


class PageHead(Part):
    """Title and lead; keeps `data-board` and `data-state` on the page's root, and shows the card of `guarded`."""

    _esm = script("page.js")
    name = t.Unicode().tag(sync=True)
    title = t.Unicode().tag(sync=True)
    lead = t.Unicode().tag(sync=True)
    parts = t.Int().tag(sync=True)
    trouble = t.Unicode().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        watchers.add(self)


class PageFoot(Part):
    """Where the numbers come from, in a few short texts."""

    _esm = script("page_foot.js")
    notes = t.List().tag(sync=True)


class Page(W.VBox):
    """The root of a board: `Page("stars", title, lead, bar, tiles, Row(chart, chart), table)`."""

    def __init__(
        self,
        name: str,
        title: str,
        lead: str = "",
        *children: W.Widget,
        notes: Sequence[str] = (),
        lang: str | None = None,
    ):
        count = sum(isinstance(part, Part) for child in children for part in _within(child))
        self.head = PageHead(name=name, title=title, lead=lead, parts=count + 2, lang=lang)
        self.foot = PageFoot(notes=[*notes], lang=lang)
        super().__init__([self.head, *children, self.foot])
        self.add_class("hm-page")


class Row(W.HBox):
    """Parts side by side on the grid of twelve: `Row(a, b, widths=(7, 5))`; below each other where it is narrow."""

    def __init__(self, *children: W.Widget, widths: Sequence[int] | None = None):
        super().__init__(children)
        self.add_class("hm-row")
        for child, width in zip(
            children, widths or [12 // len(children)] * len(children), strict=True
        ):
            child.add_class(f"hm-span-{width}")


def _within(widget: W.Widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _within(child)
