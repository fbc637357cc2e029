"""A page as plain data, for `serve`'s own script to show: it needs none of the megabytes that show any widget at all."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import ipywidgets as W

from .part import Part

MIME = "application/vnd.hongmiao.page"
_LEFT_OUT = {"layout", "tabbable", "tooltip", "words"}


def as_text(page: W.Widget) -> str | None:
    """The page's widgets by id in their order, and which is the root, as JSON that may stand in a page.

    None where one of them is neither a part of ours nor a box. A part: script (the key of `scripts`, or the text itself),
    state, classes. A box: children, classes. words: those of all parts that do not say others.
    """
    models, words = {}, {}
    for widget in within(page):
        if isinstance(widget, Part):
            state = {n: v for n, v in widget.get_state().items() if n[0] != "_" and n not in _LEFT_OUT}  # fmt: skip
            words = words or widget.words
            key = key_of(widget._esm)
            about = {"script": key if key in scripts() else widget._esm, "state": state}
            if widget.words != words:
                state["words"] = widget.words
        elif isinstance(widget, W.VBox | W.HBox):
            about = {"children": [child.model_id for child in widget.children]}
        else:
            return None
        models[widget.model_id] = about | {"classes": [*widget._dom_classes]}
    data = {"root": page.model_id, "models": models, "words": words}
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    except ValueError:  # JSON knows no such number
        plain = json.loads(json.dumps(data), parse_constant=lambda _: None)
        text = json.dumps(plain, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def within(widget: W.Widget) -> Iterator[W.Widget]:
    """The widget and all that stands in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from within(child)


@cache
def scripts() -> dict[str, str]:
    """The scripts of all parts by their keys."""
    for module in iter_modules(import_module(__package__).__path__):
        import_module(f".{module.name}", __package__)
    texts = [kind._esm for kind in _kinds(Part) if kind.__module__.startswith(f"{__package__}.")]
    return {key_of(text): text for text in texts if isinstance(text, str)}


def key_of(script: str) -> str:
    """What a script is found by."""
    return hashlib.sha256(script.encode()).hexdigest()[:12]


def _kinds(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)
