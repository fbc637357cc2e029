"""Lines that lead somewhere: figures, sentences and bars, each a plain link whose page shows what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

import traitlets as t

from .guard import guarded
from .part import Part, script


@dataclass(frozen=True)
class Line:
    """One figure and where it leads; without an `href` it is no link.

    about: where it comes from. share, expected: of a bar, from 0 to 1, and its colour. sums, whole: what the rows behind
    it add up to, as a Tile has it.
    """

    label: str
    value: str = ""
    unit: str = ""
    note: str = ""
    href: str = ""
    tone: Literal["", "good", "warn"] = ""
    about: str = ""
    share: float | None = None
    expected: float | None = None
    colour: str = ""
    sums: str = ""
    whole: Mapping[str, object] = field(default_factory=dict)


def shown(line: Line) -> dict[str, object]:
    """What of a line the page is told."""
    return {name: value for name, value in asdict(line).items() if name not in ("sums", "whole")}


class Lines(Part):
    """A card of lines of one `form`: figures, sentences or bars; `after` says in a line what is not among them."""

    _esm = script("line.js", "lines.js")
    form = t.Enum(["figures", "sentences", "bars"], "figures").tag(sync=True)
    title = t.Unicode().tag(sync=True)
    lead = t.Unicode().tag(sync=True)
    lines = t.List().tag(sync=True)
    after = t.Unicode().tag(sync=True)
    waiting = t.Bool(False).tag(sync=True)

    def show(self, lines: Sequence[Line], lead: str = "", after: str = "") -> None:
        """Show these lines, in place of those it waited with."""
        with self.hold_sync():
            self.lines, self.lead, self.after = [shown(line) for line in lines], lead, after
            self.waiting = False


@dataclass(frozen=True)
class Step:
    """One stage of a flow: its figures, and where its heading leads; `waiting` while the figures are still counted."""

    title: str
    about: str
    href: str
    lines: Sequence[Line]
    waiting: bool = False


class Flow(Part):
    """Stages side by side, one leading to the next.

    A page that is drawn with figures still to come asks for them, once it can be seen: `on_rest` hears it.
    """

    _esm = script("line.js", "flow.js")
    steps = t.List().tag(sync=True)
    empty = t.Unicode().tag(sync=True)
    label = t.Unicode().tag(sync=True)
    due = t.Int(0).tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self._rest: list[Callable[[], None]] = []
        self.on_msg(guarded(self._receive))

    def show(self, steps: Sequence[Step], empty: str = "") -> None:
        """Show these stages, or words where there is nothing; whoever sees one that waits asks for the rest."""
        with self.hold_sync():
            self.steps = [
                {"title": one.title, "about": one.about, "href": one.href, "waiting": one.waiting}
                | {"lines": [shown(line) for line in one.lines]}
                for one in steps
            ]
            self.empty = empty
            self.due += any(one.waiting for one in steps)

    def on_rest(self, callback: Callable[[], None]) -> None:
        """Call back when a page shows stages that wait."""
        self._rest.append(callback)

    def _receive(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") == "rest" and any(one["waiting"] for one in self.steps):
            for callback in self._rest:
                callback()
