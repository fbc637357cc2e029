"""A file to take home: what it is, in a line, and the button that makes it."""

from collections.abc import Callable

import traitlets as t

from .guard import guarded
from .part import Part, script


class TakeHome(Part):
    """Whoever presses the button gets the file that the callback of `on_take` makes; while it is `shut` nobody can.

    title, lead: what the file is. button: what stands on the button; said: why it is shut.
    """

    _esm = script("take_home.js")
    title = t.Unicode().tag(sync=True)
    lead = t.Unicode().tag(sync=True)
    button = t.Unicode().tag(sync=True)
    shut = t.Bool(False).tag(sync=True)
    said = t.Unicode().tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self._take: Callable[[], tuple[str, bytes]] | None = None
        self.on_msg(guarded(self._receive))

    def on_take(self, callback: Callable[[], tuple[str, bytes]]) -> None:
        """Ask for the name and the bytes of the file."""
        self._take = callback

    def _receive(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") != "take" or self._take is None:
            return
        message, data = {"kind": "file"}, []
        try:
            if not self.shut:
                name, file = self._take()
                message["name"], data = name, [file]
        finally:  # the page waits for it, and the guard tells why nothing came
            self.send(message, data)
