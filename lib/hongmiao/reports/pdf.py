"""A document as PDF: A4 pages set by typst, charts as vectors; all text goes in as data, so none can become markup."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..errors import NoChineseFont
from ..locale import word
from .columns import widths
from .drawing import draw, size

if TYPE_CHECKING:
    from .document import Document

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "SimSun", "Heiti SC",
)  # fmt: skip
"""Fonts that hold Chinese, the best first."""

PAGE = 486.0  # points that a line is wide: A4 less its margins
GAP = 16.0  # points between two charts
HIGHEST = 640.0  # points that a chart may be high, so that its title stands over it on a page
POINTS = 0.66  # of a pixel: a chart's 12 px type is set in 8 points
LOWER = 0.87  # of the height of a bar's line: paper is read from nearer than a screen
MANY = 9  # columns from which a table is set in smaller type
SHORT = 400  # signs of a cell or a meaning that the end of a page never cuts


def as_pdf(document: "Document") -> bytes:
    """The pages; NoChineseFont where this machine has no font that could set them."""
    import typst

    data = {
        "title": document.title, "lang": document.lang, "fonts": [font()], "gap": GAP,
        "words": {name: word(f"document.{name}", document.lang) for name in ("no_rows", "page_of")},
        "cover": _chapter(document.cover | {"rows": document.cover_rows}, document.lang),
        "chapters": [_chapter(one, document.lang) for one in document.body],
    }  # fmt: skip
    source = files(__package__).joinpath("report.typ").read_bytes()
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    return typst.compile(source, format="pdf", font_paths=_fonts(), sys_inputs=inputs)


def font() -> str:
    """The best of the fonts that hold Chinese here."""
    known = set(_fonts().families())
    found = next((family for family in FAMILIES if family in known), None)
    if found is None:
        raise NoChineseFont(FAMILIES[:3])
    return found


@cache
def _fonts():
    """The fonts of this machine, looked for once."""
    import typst

    return typst.Fonts()


def _chapter(chapter: dict[str, Any], lang: str) -> dict[str, Any]:
    shown = ("heading", "title", "subtitle", "breaks")
    rows = [[_part(part, len(row), lang) for part in row] for row in chapter["rows"]]
    return {name: chapter.get(name, "") for name in shown} | {"rows": rows}


def _part(part: dict[str, Any], beside: int, lang: str) -> dict[str, Any]:
    """What the page needs of a part: a chart drawn, a table's first rows and how many that are."""
    if part["kind"] == "chart":
        return _drawn(part, beside, lang)
    if part["kind"] == "rows":
        rows = part["rows"][: part["shown"]]
        count = {"shown": f"{len(rows):,}", "total": f"{part['total']:,}"}
        more = word("document.first_rows", lang, **count) if len(rows) < part["total"] else ""
        return part | {"rows": rows, "more": more} | _set(part, rows)
    if part["kind"] == "terms":
        short = part.get("short", False)
        return part | {"short": short, "whole": all(len(text) < SHORT for _, text in part["terms"])}
    if part["kind"] == "findings":
        return part | {"whole": sum(len(one["text"]) for one in part["sentences"]) < 2 * SHORT}
    return part


def _set(part: dict[str, Any], rows: list[list[str]]) -> dict[str, Any]:
    """How a table is set: type, space and columns in points, and whether the end of a page may cut its rows."""
    columns = len(part["columns"])
    type_size, inset = (8.5, 3.5) if columns <= MANY else (7.4, 2.4)
    letter = 0.56 * type_size
    letters = max(columns, (PAGE - 2 * inset * columns) / letter)
    wide = [one * letter + 2 * inset for one in widths(part, letters)]
    whole = all(len(cell) < SHORT for row in rows for cell in row)
    return {"widths": wide, "inset": inset, "size": type_size, "whole": whole}


def _drawn(part: dict[str, Any], beside: int, lang: str) -> dict[str, Any]:
    """A chart of the width it has on the page, in points, and shrunk where it is wider or higher than that."""
    room = (PAGE - GAP * (beside - 1)) * part["width"] / 12
    svg = draw(part["spec"], round(room / POINTS), lang, lower=LOWER)
    wide, high = size(svg)
    scale = min(POINTS, room / wide, HIGHEST / high)
    shown = {name: part[name] for name in ("kind", "title", "subtitle", "alt")}
    return shown | {"svg": svg, "room": room, "wide": wide * scale}
