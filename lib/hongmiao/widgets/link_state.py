"""The page's address holds the state of its parts, so that a link shows what its sender saw."""

import os
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import parse_qsl

import traitlets as t

from .guard import guarded
from .part import Part, script


class Linked(Protocol):
    """What stands in the address: a filter bar, a table, a board's own state."""

    linked: Sequence[str]
    """The traits that change it."""

    def names(self) -> list[str]:
        """Every name it may use in an address."""

    def query(self) -> dict[str, str]:
        """What differs from its defaults, as text."""

    def read(self, query: dict[str, str]) -> dict[str, str]:
        """Set itself from an address; gives back what it refused."""


class LinkState(Part):
    """Reads the address once, cold from Voilà's environment and preheated from the browser; then writes it back.

    `refused` is what the last address asked for in vain, by name; names that nobody here knows are left alone.
    """

    _esm = script("link_state.js")
    names = t.List().tag(sync=True)
    query = t.Dict().tag(sync=True)
    refused = t.Dict()

    def __init__(self, *linked: Linked, lang: str | None = None):
        super().__init__(names=[name for part in linked for name in part.names()], lang=lang)
        self._linked, self._reading = linked, False
        # Only a cold page's kernel knows its address; another waits for the browser to tell it.
        if "QUERY_STRING" in os.environ:
            self._read(dict(parse_qsl(os.environ["QUERY_STRING"], keep_blank_values=True)))
        self.query = self._state()
        for part in linked:
            part.observe(guarded(self._write), [*part.linked])
        self.observe(guarded(self._follow), "query")
        self.on_msg(guarded(self._answer))

    def _state(self) -> dict[str, str]:
        return {name: text for part in self._linked for name, text in part.query().items()}

    def _write(self, _change) -> None:
        if not self._reading:  # a half-read address is no state
            self.query = self._state()

    def _follow(self, change) -> None:
        if change["new"] != self._state():
            self._read(change["new"])

    def _answer(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") == "set":  # a few names, from the page's header; None takes one out
            query = self._state() | content["query"]
            self._read({n: text for n, text in query.items() if isinstance(text, str)})

    def _read(self, query: dict[str, str]) -> None:
        self._reading, refused = True, {}
        try:
            for part in self._linked:
                known = part.names()
                refused |= part.read({n: text for n, text in query.items() if n in known})
        finally:
            self._reading = False
            self.query = self._state()  # without what was refused
        self.refused = refused
