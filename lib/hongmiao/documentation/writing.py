"""The page itself: sections of entries, laid out by page.html.j2."""

import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from .. import __version__
from ..locale import LANGUAGES
from . import shelves
from .public import public
from .shelves import Entry, both

SECTIONS = ("library", "questions", "records", "charts", "policies", "checks", "commands")
_SHELVES = {name: getattr(shelves, name) for name in SECTIONS if hasattr(shelves, name)}


def documentation_page() -> str:
    """The whole page as HTML: the same sources give the same text."""
    return rendered([_section(name) for name in SECTIONS])


def rendered(sections: list[dict[str, Any]]) -> str:
    """Sections as a page; nothing in them can become HTML."""
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    env.filters["anchor"] = lambda text: re.sub(r"[^\w.-]+", "-", str(text))
    env.filters["ticked"] = _ticked
    env.filters["paragraphs"] = lambda text: re.split(r"\n\s*\n", text)
    template = env.from_string(files(__package__).joinpath("page.html.j2").read_text("utf-8"))
    heads = {key: [both(f"docs.{name}") for name in names] for key, names in _HEADS.items()}
    said = {name: both(f"docs.{name}") for name in ("title", "search", "none", "language")}
    return template.render(sections=sections, heads=heads, words=said, version=__version__)


def _ticked(text: str) -> Markup:
    """Text in which what stands between `ticks` is code."""
    parts = [Markup("<code>%s</code>") % part if i % 2 else escape(part) for i, part in enumerate(str(text).split("`"))]  # fmt: skip
    return Markup("").join(parts) if len(parts) % 2 else escape(text)


_HEADS = {
    "docs.parameters": ("parameters", "type", "meaning"),
    "docs.columns": ("columns", "meaning"),
    "docs.fields": ("fields", "heading", "type", "unit", "labels"),
    "docs.values": ("values", "meaning"),
    "docs.thresholds": ("thresholds", "what", "asked", "source", "certainty"),
    "docs.options": ("options", "meaning"),
}


def _section(name: str) -> dict[str, Any]:
    about = {"id": name, "title": both(f"docs.{name}"), "lead": both(f"docs.{name}_lead")}
    entries = _things(name == "charts") if name in ("library", "charts") else _SHELVES[name]()
    bare = {"kind": "", "signature": "", "text": "", "tables": []}
    return about | {"entries": [bare | entry for entry in entries]}


def _things(charts: bool) -> list[Entry]:
    found = [thing for thing in public() if (thing.room == "hm.charts") == charts]
    return [
        {
            "name": f"{thing.room}.{thing.name}",
            "kind": both(f"docs.{thing.kind}"),
            "signature": thing.signature,
            "about": dict.fromkeys(LANGUAGES, ""),
            "text": thing.doc,
        }
        for thing in found
    ]
