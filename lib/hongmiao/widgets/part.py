"""What all parts of a page share: the style sheet, a few lines of script, and their words."""

import os
from importlib.resources import files

import anywidget
import traitlets as t

from ..locale import language, words

HERE = files(__package__)


def script(*names: str) -> str:
    """A part's script, led by the lines that all parts share."""
    return "".join(HERE.joinpath(name).read_text("utf-8") for name in ("part.js", *names))


def served() -> bool:
    """Whether this is a kernel of `serve`, whose page has the style sheet and the scripts already."""
    return "HONGMIAO_LOG" in os.environ


def look() -> str:
    """The style sheet of all parts; empty where `serve` already links it in the page."""
    return "" if served() else HERE.joinpath("look.css").read_text("utf-8")


class Part(anywidget.AnyWidget):
    """A widget of the house; text always reaches the page as text, never as HTML."""

    _css = t.Unicode().tag(sync=True)
    words = t.Dict().tag(sync=True)

    @t.default("_css")
    def _look(self) -> str:
        return look()  # not when imported: a forked kernel was imported elsewhere

    def __init__(self, *, lang: str | None = None, **traits):
        self.lang = lang or language()
        super().__init__(words=_words_of("widgets.", self.lang), **traits)


def _words_of(section: str, lang: str) -> dict[str, str]:
    return {k[len(section) :]: v for k, v in words(lang).items() if k.startswith(section)}
