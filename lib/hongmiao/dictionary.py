"""The data dictionary: every record type in Markdown, read off its declaration. Run me to print it."""

import inspect
import sys
from collections.abc import Iterable

from .locale import word
from .records import RECORD_TYPES, Field, Record

HEAD = """\
<!-- Written by `make dictionary` from lib/hongmiao/records; edit those, not this page. -->
# Data

What lies in this folder:

- `policy/` what the office decided: settings with their sources, edited by hand
- `maps/` how foreign tables become record types
- `sample/` small invented files, format examples and test data at once
- `hongmiao.db` the store, and `demo/` an invented district; both are made here and never committed

Each record type below is one file or sheet of rows. `hongmiao template` writes an Excel workbook for any of them.
"""
CELLS = """\
## How cells are read

- A sheet's record type is told by its headings, in Chinese or English and in any order. A `*` after a heading and a unit in brackets are not part of it.
- Titles above the headings, headings over two rows, blank rows, summary rows (合计, 小计) and footers (填表人, 审核人) are told apart from data. A row whose key begins with 示例- or EXAMPLE- is an example and skipped.
- 无, \\\\, /, —, -, 未知, 不详, 暂无, N/A and an empty cell mean that nothing is known.
- Full-width digits and letters count as plain ones, and blanks around a value are dropped.
- Ids, telephone and identity numbers are text. One that a spreadsheet has damaged (4.4E+17) is an error, for its digits are lost.
- A person or unit may be referred to by id, or by a name that is unique in its scope; a name that several bear is an error.
- Labels may be written as their code, or as their word in Chinese or English, or as one of the other words listed.
"""


def data_dictionary() -> str:
    """All record types, those referred to before those that refer, and how their cells are read."""
    parts = [
        HEAD,
        "\n".join(_overview()),
        CELLS,
        "\n".join(_kinds()),
        *("\n".join(_record(kind)) for kind in RECORD_TYPES.values()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _overview() -> Iterable[str]:
    yield from _table("table", "中文", "English", "what a row is")
    for table, kind in RECORD_TYPES.items():
        yield _line(f"[{table}](#{table})", kind.zh, kind.en, inspect.getdoc(kind))


def _kinds() -> Iterable[str]:
    used = dict.fromkeys(
        f.kind for kind in RECORD_TYPES.values() for f in kind.fields().values() if not f.hidden
    )
    yield from _table("kind", "what may stand in a cell", "中文")
    for name in sorted(used):
        yield _line(name, word(f"kind.{name}", "en"), word(f"kind.{name}", "zh"))


def _record(kind: type[Record]) -> Iterable[str]:
    """One record type: its columns, the words they take, the headings they are known by."""
    yield f"## {kind.table()}\n"
    keys = ", ".join(f"`{name}`" for name in kind.primary_key())
    yield f"{kind.zh} · {kind.en}. {inspect.getdoc(kind)} Key: {keys}.\n"
    yield from _table("column", "中文", "English", "kind", "must", "what more")
    shown = {name: field for name, field in kind.fields().items() if not field.hidden}
    for name, field in shown.items():
        must = "key" if name in kind.primary_key() else "yes" if name in kind.required() else ""
        yield _line(
            f"`{name}`", field.zh, field.en, field.kind, must, "; ".join(_more(kind, name, field))
        )
    yield ""
    for name, field in shown.items():
        if field.labels:
            words = (f"`{code}` {_label(*words)}" for code, words in field.labels.items())
            yield (
                f"- Words of `{name}`: {'; '.join(words)}"
                + "; any other word is kept as it stands" * field.open
            )
    for name, field in shown.items():
        if field.aliases:
            yield f"- `{name}` also stands under: {', '.join(field.aliases)}"
        if field.names:
            within = f" (unique within: {', '.join(field.scopes)})" if field.scopes else ""
            yield f"- `{name}` by name stands under: {', '.join(field.names)}{within}"


def _more(kind: type[Record], name: str, field: Field) -> Iterable[str]:
    column = kind.columns()[name]
    if field.to:
        yield f"refers to [{field.to}](#{field.to})"
    if field.unit:
        yield f"in {word(f'unit.{field.unit}', 'en')} ({word(f'unit.{field.unit}', 'zh')})"
    if field.kind in ("integer", "number") and (column.min, column.max) != (None, None):
        bounds = ((column.min, "at least"), (column.max, "at most"))
        yield ", ".join(f"{says} {bound:g}" for bound, says in bounds if bound is not None)
    if field.default is not None:
        yield f"{field.default} where not given"
    if field.derived:
        yield "derived where not given"


def _label(zh: str, en: str, *accepted: str) -> str:
    return f"{zh} / {en}" + (f" (also {', '.join(accepted)})" if accepted else "")


def _table(*headings: str) -> list[str]:
    return [_line(*headings), _line(*("---" for _ in headings))]


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(data_dictionary(), end="")
