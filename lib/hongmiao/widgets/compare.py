"""A few records side by side: one column each, one line for each thing they are compared by."""

from collections.abc import Callable, Sequence

import traitlets as t

from .guard import guarded
from .part import Part, script


class Compare(Part):
    """Hidden until `show` is told of somebody; a cross takes one away, which `on_remove` hears.

    heads: (key, name, what is said under it). rows: (label, what it means, cells), a cell (text, tone): good, warn, bad or none.
    """

    _esm = script("compare.js")
    title = t.Unicode().tag(sync=True)
    lead = t.Unicode().tag(sync=True)
    remove = t.Unicode().tag(sync=True)
    heads = t.List().tag(sync=True)
    rows = t.List().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self._listeners: list[Callable[[str], None]] = []
        self.on_msg(guarded(self._receive))

    def show(self, heads: Sequence, rows: Sequence, lead: str = "") -> None:
        """Show these, or nothing where there are none."""
        with self.hold_sync():
            self.heads, self.rows, self.lead = [*heads], [*rows], lead

    def on_remove(self, callback: Callable[[str], None]) -> None:
        """Call back with the key of one that shall not be compared any more."""
        self._listeners.append(callback)

    def _receive(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") == "remove":
            for callback in self._listeners:
                callback(str(content.get("key", "")))
