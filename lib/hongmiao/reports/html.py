"""A document as one HTML file that needs no network and no other file; its charts tell their figures."""

import re
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from ..locale import word
from .columns import narrow

if TYPE_CHECKING:
    from .document import Document

LIGHT_ON_PAGE = {"card": "#fffffe"}
"""A white of its own for what takes the card's colour, so that a style sheet can tell it from white writing."""

TWELFTH = 74  # pixels of a twelfth of the page, in a notebook


def as_html(document: "Document") -> bytes:
    """The page; it opens from a disk, in light and dark, on a phone and on paper."""
    from ..widgets.chart_view import formats

    charts: list[dict[str, Any]] = []

    def placed(part: dict[str, Any]) -> int:
        charts.append({"spec": part["spec"], "title": part["title"]})
        return len(charts) - 1

    light, dark = palette()
    text = templates().get_template("report.html.j2").render(
        document=document, lang=document.lang, say=_sayer(document.lang), placed=placed, charts=charts,
        light=light, dark=dark, style=_style(), scripts=_scripts(), formats=formats(document.lang),
    )  # fmt: skip
    return text.encode()


def chapter_html(chapter: dict[str, Any], ids: str) -> str:
    """A chapter as a notebook shows it: charts drawn, nothing to be fetched, nothing to be run."""
    from .document import rows
    from .drawing import draw

    light, dark = palette()
    lang, number = chapter["lang"], count()

    def drawn(part: dict[str, Any]) -> Markup:
        width = round(TWELFTH * part["width"])
        svg = draw(part["spec"], width, lang, ids=f"{ids}-{next(number)}-", colours=LIGHT_ON_PAGE)
        return Markup(svg)  # Vega writes all text of the data as text

    return templates().get_template("chapter.html.j2").render(
        chapter=chapter, rows=rows(chapter["parts"]), lang=lang, say=_sayer(lang), drawn=drawn,
        light=light, dark=dark, style=_style(), repaint=_repaint(light),
    )  # fmt: skip


@cache
def templates() -> Environment:
    env = Environment(
        loader=PackageLoader(__package__, ""), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    env.globals["narrow"] = narrow
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return env


def _sayer(lang: str):
    return lambda key, **values: word(f"document.{key}", lang, **values)


@cache
def palette() -> tuple[Markup, Markup]:
    """The house's colours as its style sheet declares them: light and dark."""
    look = files("hongmiao.widgets").joinpath("look.css").read_text("utf-8")
    light, dark = re.findall(r":root \{([^}]*)\}", look)[:2]
    return Markup(light), Markup(dark)


@cache
def _style() -> Markup:
    return Markup(files(__package__).joinpath("report.css").read_text("utf-8"))


def _repaint(light: str) -> Markup:
    """Rules that give a drawing's page colours the values of the page it stands on."""
    values = dict(re.findall(r"--hm-(\w+): (#\w+);", light)) | LIGHT_ON_PAGE
    names = ("ink", "muted", "line", "card", "accent", "soft")
    return Markup(
        "".join(
            f'.hm-drawn [{what}="{values[name]}"]{{{what}:var(--hm-{name})}}'
            for name in names
            for what in ("fill", "stroke")
        )
    )


@cache
def _scripts() -> tuple[Markup, Markup]:
    """Vega, and what draws the page's charts with it."""
    from ..widgets.part import script
    from ..widgets.vega_bundle import bundle_text

    ours = script("chart_marks.js", "chart_menu.js")
    ours += files(__package__).joinpath("report.js").read_text("utf-8")
    return tuple(Markup(text.replace("</script", r"<\/script")) for text in (bundle_text(), ours))
