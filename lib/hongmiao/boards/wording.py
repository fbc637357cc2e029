"""What a board says: words of its own section, of the records it shows, and the definitions of both."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ..locale import word
from ..records import RECORD_TYPES, Field
from ..widgets import Column, Tile
from .listing import Picture
from .words import NONE, cell, share


class Wording:
    """The words of a board with a `name`, in its `lang`."""

    name = ""
    lang: str
    meanings: Sequence[tuple[str, str]] = ()
    """Coded columns, (record type, column), whose words are explained at the page's end."""

    def say(self, key: str, **values: object) -> str:
        """Words of this board's own section."""
        return word(f"{self.name}.{key}", self.lang, **values)

    @property
    def chosen_line(self) -> str:
        """What is chosen, in one line."""
        joint = word("language.comma", self.lang)
        return joint.join(text for _, text in self.chosen_words())

    def part_of(self, key: str, part: float, whole: float, **values: object) -> str:
        """A note that names a share; nothing where there is no whole to take it of."""
        return self.say(key, share=share(part, whole), **values) if whole else ""

    def tile(self, key: str, value: str, unit: str, note: str = "", **more: object) -> Tile:
        """The tile `key` of the board's words, with its definition; a dash where nothing is stored."""
        about = {"label": self.say(key), "about": self.say(f"{key}_about")}
        about["unit"] = word(f"unit.{unit}", self.lang)
        return Tile(value=NONE, **about) if self.blank else Tile(value=value, note=note, **about, **more)  # fmt: skip

    def picture(self, key: str, chart: alt.TopLevelMixin, **values: object) -> Picture:
        """The chart under the words that stand in the board's section as key_title, key_subtitle and key_alt."""
        words = (self.say(f"{key}_{part}", **values) for part in ("title", "subtitle", "alt"))
        return Picture(chart, *words)

    def definitions(self) -> list[tuple[str, str]]:
        """Every term on the page and what it means: the tiles', then the coded words'."""
        terms = [(tile.label, tile.about) for tile in self.tiles() if tile.about]
        for table, column in self.meanings:
            told = self.meanings_of(table, column)
            head = self.heading(table, column)
            terms += [(f"{head} · {term}", text) for term, text in told.items()]
        return terms

    def meanings_of(self, table: str, column: str) -> dict[str, str]:
        """The words of a coded column and what each means."""
        field = RECORD_TYPES[table].fields()[column]
        keys = {code: f"meaning.{table}_{column}_{code}" for code in field.labels}
        return {field.label(code, self.lang): word(key, self.lang) for code, key in keys.items()}

    def label(self, table: str, column: str, code: object) -> str:
        """The word for a code, as the record type has it."""
        field = RECORD_TYPES[table].fields()[column]
        return field.label(None if pd.isna(code) else code, self.lang)

    def heading(self, table: str, column: str) -> str:
        """What people call a column of a record."""
        return RECORD_TYPES[table].fields()[column].called(self.lang)

    def column(self, table: str, column: str, name: str = "", **options) -> Column:
        """A table column under the heading that the record type gives it."""
        if (table, column) in self.meanings:
            options["tells"] = self.meanings_of(table, column)
        return Column(name or column, self.heading(table, column), **options)

    def _field(self, name: str) -> Field | None:
        kinds = [RECORD_TYPES[self.opens[0]], *RECORD_TYPES.values()]
        names = (name, f"{name}_id")
        return next((f for n in names for kind in kinds for f in [kind.fields().get(n)] if f), None)

    def _column_of(self, name: str, dtype) -> Column:
        field = self._field(name)
        align = "right" if pd.api.types.is_numeric_dtype(dtype) else "left"
        return Column(name, field.called(self.lang) if field else name, align)

    def _cell(self, name: str, value: object) -> str:
        field = self._field(name)
        return field.label(value, self.lang) if field and field.labels and pd.notna(value) else cell(value)  # fmt: skip
