"""What the page's words and figures mean, folded at its end."""

from collections.abc import Sequence

import traitlets as t

from .part import Part, script


class Definitions(Part):
    """`Definitions("口径", [("参评", "…"), …])`: open on demand and on paper."""

    _esm = script("definitions.js")
    title = t.Unicode().tag(sync=True)
    entries = t.List().tag(sync=True)

    def __init__(self, title: str, entries: Sequence[tuple[str, str]] = (), **traits):
        super().__init__(title=title, entries=[[*entry] for entry in entries], **traits)
