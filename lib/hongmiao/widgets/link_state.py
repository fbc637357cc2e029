"""The page's address holds the state of its filter bar, so that a link shows what its sender saw."""

import os
from urllib.parse import parse_qsl

import traitlets as t

from .filter_bar import FilterBar
from .guard import guarded
from .part import Part, script


class LinkState(Part):
    """Reads the address once, cold from Voilà's environment and preheated from the browser; then writes it back."""

    _esm = script("link_state.js")
    names = t.List().tag(sync=True)
    query = t.Dict().tag(sync=True)

    def __init__(self, bar: FilterBar, **traits):
        super().__init__(names=[*bar.defaults], **traits)
        self.bar = bar
        bar.read(dict(parse_qsl(os.environ.get("QUERY_STRING", ""))))
        self.query = bar.query()
        bar.observe(guarded(self._write), "values")
        self.observe(guarded(self._read), "query")

    def _write(self, _change) -> None:
        self.query = self.bar.query()

    def _read(self, change) -> None:
        if change["new"] != self.bar.query():
            self.bar.read(change["new"])
            self.query = self.bar.query()  # without what the bar refused
