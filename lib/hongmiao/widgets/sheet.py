"""A sheet of sections that stands in the page: facts and small tables about one thing, cut short only on paper."""

from collections.abc import Sequence
from dataclasses import asdict

import traitlets as t

from .card import Section
from .part import Part, script


class Sheet(Part):
    """`show` fills it; without sections it says only its title and its note.

    rest: how what paper leaves out is told. paper: stands on paper only.
    """

    _esm = script("sections.js", "sheet.js")
    title = t.Unicode().tag(sync=True)
    note = t.Unicode().tag(sync=True)
    rest = t.Unicode().tag(sync=True)
    sections = t.List().tag(sync=True)
    paper = t.Bool(False).tag(sync=True)

    def show(self, title: str, note: str, sections: Sequence[Section] = ()) -> None:
        """Show this in place of what it showed."""
        with self.hold_sync():
            self.title, self.note = title, note
            self.sections = [asdict(section) for section in sections]
