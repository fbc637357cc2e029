"""The what-if: a policy's conditions with values to try, the policy's own beside each; it changes nothing that is stored."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import traitlets as t

from .guard import guarded
from .part import Part, script


@dataclass(frozen=True)
class Lever:
    """One condition: how it compares, the value to try, and the policy's own in words.

    editor: number, one (of the options), many (of the options), or nothing where there is no value to try.
    """

    key: str
    words: str
    compares: str
    written: str
    kind: str = ""
    editor: str = ""
    value: object = None
    unit: str = ""
    options: Sequence[tuple[str, str]] = ()
    about: str = ""
    changed: bool = False
    trouble: str = ""


class WhatIf(Part):
    """`show` fills it; what its reader tries, resets or takes away is told to `on_try`, `on_reset` and `on_take`.

    texts: title, lead, trial, reset, take, written, waiting and open, as the page has them. summary: what the trial changes.
    """

    _esm = script("drop.js", "what_if.js")
    texts = t.Dict().tag(sync=True)
    levers = t.List().tag(sync=True)
    summary = t.Unicode().tag(sync=True)
    tried = t.Bool().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self._listeners: dict[str, Callable] = {}
        self.on_msg(guarded(self._receive))

    def show(self, levers: Sequence[Lever], *, summary: str, tried: bool) -> None:
        """Show these conditions; their inputs keep the focus."""
        with self.hold_sync():
            self.levers = [asdict(lever) for lever in levers]
            self.summary, self.tried = summary, tried

    def on_try(self, callback: Callable[[str, str | list[str]], None]) -> None:
        """Call back with a condition's key and what was typed, or the codes that were ticked."""
        self._listeners["try"] = lambda content: callback(content["key"], content["value"])

    def on_reset(self, callback: Callable[[], None]) -> None:
        """Call back when the policy as written is wanted again."""
        self._listeners["reset"] = lambda _content: callback()

    def on_take(self, callback: Callable[[], tuple[str, bytes]]) -> None:
        """Ask for the name and the bytes of a file to be taken away."""

        def give(_content) -> None:
            name, data = callback()
            self.send({"kind": "file", "name": name}, [data])

        self._listeners["take"] = give

    def _receive(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") in self._listeners:
            self._listeners[content["want"]](content)
