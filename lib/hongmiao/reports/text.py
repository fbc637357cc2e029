"""A chapter as plain text, for where nothing else can be shown."""

from collections.abc import Mapping
from typing import Any

from ..locale import word

DRAWN = "HONGMIAO_DRAWN"
"""An environment variable: where it is "0", a notebook's chapters are data alone, and no chart is drawn for its reader."""


def as_text(chapter: Mapping[str, Any]) -> str:
    """The chapter's sentences, numbers and terms line by line; of charts the words, of tables the first rows."""
    lines = [chapter["title"], chapter["subtitle"]]
    for part in chapter["parts"]:
        lines += ["", *_LINES[part["kind"]](part, chapter["lang"])]
    return "\n".join(line for at, line in enumerate(lines) if line or at > 1)


def _numbers(part, _lang):
    for tile in part["tiles"]:
        yield " ".join(filter(None, (tile["label"], tile["value"], tile["unit"], tile["note"])))


def _rows(part, lang):
    yield part["title"]
    yield "\t".join(column["label"] for column in part["columns"])
    rows = part["rows"][: part["shown"]]
    yield from ("\t".join(row) for row in rows)
    if len(rows) < part["total"]:
        yield word("document.first_rows", lang, shown=f"{len(rows):,}", total=f"{part['total']:,}")


_LINES = {
    "findings": lambda part, _lang: [f"- {one['text']}" for one in part["sentences"]],
    "numbers": _numbers,
    "chart": lambda part, _lang: [part["title"], part["alt"]],
    "rows": _rows,
    "terms": lambda part, _lang: [": ".join(one) for one in part["terms"]],
}
