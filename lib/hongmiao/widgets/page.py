"""A board's page: title, notices, parts in rows, definitions and a footer; it says of itself when it can be used."""

from collections.abc import Sequence

import ipywidgets as W
import traitlets as t

from .definitions import Definitions
from .guard import watchers
from .live import MIME, as_text, within
from .part import Part, script, served


class PageHead(Part):
    """Title, lead, a notice and the card of `guarded`; keeps `data-board`, `data-state` and `aria-busy` on the page's root."""

    _esm = script("page.js")
    name = t.Unicode().tag(sync=True)
    title = t.Unicode().tag(sync=True)
    lead = t.Unicode().tag(sync=True)
    parts = t.Int().tag(sync=True)
    notice = t.Unicode().tag(sync=True)
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
        definitions: Definitions | None = None,
        notes: Sequence[str] = (),
        lang: str | None = None,
    ):
        children = [*children, *([definitions] if definitions else [])]
        count = sum(isinstance(part, Part) for child in children for part in within(child))
        self.head = PageHead(name=name, title=title, lead=lead, parts=count + 2, lang=lang)
        self.foot = PageFoot(notes=[*notes], lang=lang)
        super().__init__([self.head, *children, self.foot])
        self.add_class("hm-page")

    def _repr_mimebundle_(self, **kwargs):
        # Never in a notebook, which would keep the figures in its file.
        if not served() or (text := as_text(self)) is None:
            return super()._repr_mimebundle_(**kwargs)
        return {"text/plain": type(self).__name__, MIME: text}


class Row(W.HBox):
    """Parts side by side on the grid of twelve: `Row(a, b, widths=(7, 5))`; below each other where it is narrow."""

    def __init__(self, *children: W.Widget, widths: Sequence[int] | None = None):
        super().__init__(children)
        self.add_class("hm-row")
        for child, width in zip(
            children, widths or [12 // len(children)] * len(children), strict=True
        ):
            child.add_class(f"hm-span-{width}")
