"""What a report is made of: a cover, then chapters of sentences, numbers, charts, tables and terms.

Each knows how it looks in a notebook (`_repr_mimebundle_`) and what it holds as plain data (`as_dict`): a notebook
that was run carries the data of its chapters in its outputs, and HTML, PDF and XLSX are written from that alone.
"""

import hashlib
import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from ..widgets import Column, Tile
from ..widgets.chart_view import split
from .html import chapter_html
from .text import DRAWN, as_text

MIME = "application/vnd.hongmiao.chapter+json"
"""Under this name a chapter's data stands in a notebook's output."""

Tone = Literal["", "good", "warn", "bad"]


@dataclass(frozen=True)
class Sentence:
    """One finding, computed from the records; `tone` says whether it is good news."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class Findings:
    """What was found, a sentence each, the weightiest first."""

    sentences: Sequence[Sentence]

    def as_dict(self) -> dict[str, Any]:
        return {"kind": "findings", "sentences": [asdict(one) for one in self.sentences]}


@dataclass(frozen=True)
class Numbers:
    """The tiles of a board: value, unit, and what it compares with."""

    tiles: Sequence[Tile]

    def as_dict(self) -> dict[str, Any]:
        shown = ("label", "value", "unit", "note", "tone", "about")
        return {"kind": "numbers", "tiles": [{n: getattr(t, n) for n in shown} for t in self.tiles]}


@dataclass(frozen=True)
class Chart:
    """A chart of a board under its words; `width` in twelfths of the page."""

    picture: Any
    width: int = 12

    def as_dict(self) -> dict[str, Any]:
        words = {name: getattr(self.picture, name) for name in ("title", "subtitle", "alt")}
        spec, rows = split(self.picture.chart)
        spec = _finite(spec | {"datasets": rows})
        return {"kind": "chart", "spec": spec, "width": self.width, **words}


def _finite(value: Any) -> Any:
    """The same data as JSON has it: what is not a number is nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Rows:
    """A table of text cells; a page shows the first `shown` rows, a workbook all of them.

    total: how many rows there are in all, where `rows` holds only the first.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    subtitle: str = ""
    shown: int = 30
    total: int | None = None

    def as_dict(self) -> dict[str, Any]:
        columns = [
            {"label": column.label, "align": column.align, "kind": column.kind}
            for column in self.columns
        ]
        rows = [["" if pd.isna(cell) else str(cell) for cell in row] for row in self.rows]
        total = len(rows) if self.total is None else self.total
        about = {"title": self.title, "subtitle": self.subtitle}
        return {"kind": "rows", **about, "columns": columns, "rows": rows, "shown": self.shown, "total": total}  # fmt: skip


_TERM, _FACT = 10, 30  # signs of a fact that stands on one line with its name


@dataclass(frozen=True)
class Terms:
    """Terms and what each means, or facts and what each is; where all are short, each stands on a line."""

    terms: Sequence[tuple[str, str]]
    title: str = ""

    def as_dict(self) -> dict[str, Any]:
        short = all(len(term) <= _TERM and len(text) <= _FACT for term, text in self.terms)
        terms = [list(one) for one in self.terms]
        return {"kind": "terms", "title": self.title, "terms": terms, "short": short}


Part = Findings | Numbers | Chart | Rows | Terms


@dataclass(frozen=True)
class Chapter:
    """A heading and what stands below it. The cover is the chapter with `cover`: its title is the report's.

    breaks: starts on a page of its own where pages are cut.
    """

    title: str
    parts: Sequence[Part] = ()
    subtitle: str = ""
    cover: bool = False
    breaks: bool = False
    lang: str = field(default="zh")

    def as_dict(self) -> dict[str, Any]:
        about = {n: getattr(self, n) for n in ("title", "subtitle", "cover", "breaks", "lang")}
        return about | {"parts": [part.as_dict() for part in self.parts]}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """The chapter's data, and how it reads in a notebook: as a page with drawn charts, or as plain text."""
        data = self.as_dict()
        shown = {MIME: data, "text/plain": as_text(data)}
        if os.environ.get(DRAWN) != "0":
            digest = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:8]
            shown["text/html"] = chapter_html(data, f"c{digest}")
        return shown
