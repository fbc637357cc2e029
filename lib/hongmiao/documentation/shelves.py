"""What stands on the shelves, as the page shows it: questions, record types, policies, checks and commands."""

import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..checks import CHECKS
from ..cli import main
from ..locale import LANGUAGES, word, words
from ..places import policy_folders
from ..policy import Criterion, Policy, read_toml, required
from ..queries import QUERIES
from ..questions import column_words, columns_by, kind_of
from ..records import RECORD_TYPES
from ..store import open_store

Both = dict[str, str]
Entry = dict[str, Any]


def both(key: str) -> Both:
    """A word of the locale in both languages."""
    return {lang: word(key, lang) for lang in LANGUAGES}


def questions() -> Iterator[Entry]:
    """Each question with its parameters and the columns of its answer."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "empty.db")
        columns = columns_by(store.schema)
        store.db.close()
    for name, book in QUERIES.items():
        taken = [[_code(p), _code(kind_of(p)), book.header.get(p, "")] for p in book.parameters]
        given = [
            [_code(c), {lang: column_words(book, c, columns[name], lang) for lang in LANGUAGES}]
            for c in columns[name]
        ]
        tables = [("docs.parameters", taken)] * bool(taken) + [("docs.columns", given)]
        said = {"zh": book.header.get("zh", ""), "en": book.about}
        yield {"name": name, "about": said, "tables": tables}


def records() -> Iterator[Entry]:
    """Each record type with its columns."""
    for name, kind in RECORD_TYPES.items():
        rows = []
        for column, field in kind.fields().items():
            if field.hidden:
                continue
            labels = [{lang: f"{field.label(code, lang)} ({code})" for lang in LANGUAGES} for code in field.labels]  # fmt: skip
            unit = both(f"unit.{field.unit}") if field.unit else ""
            heading = {"zh": field.zh, "en": field.en}
            rows.append([_code(column), heading, field.kind, unit, labels])
        about = {"zh": kind.zh, "en": f"{kind.en}: {(kind.__doc__ or '').strip()}"}
        yield {"name": name, "about": about, "tables": [("docs.fields", rows)]}


def policies() -> Iterator[Entry]:
    """Each shipped policy file with its thresholds, what they rest on, and how sure that is."""
    folder = policy_folders()[-1]
    for path in sorted(folder.rglob("*.toml")):
        raw = tomllib.loads(path.read_text("utf-8"))
        criteria = _criteria(path) if path.parent.name == "pools" else {}
        rows = [_threshold(way, part, criteria) for way, part in _sourced(raw)]
        name = path.relative_to(folder).as_posix()
        heads = [line.removeprefix("# ") for line in path.read_text("utf-8").splitlines()[:2]]
        about = raw.get("words") or {"zh": heads[0], "en": heads[1]}
        plain = [[_code(k), _told(v)] for k, v in raw.items() if not isinstance(v, dict | list)]
        tables = [("docs.values", plain)] * bool(plain) + [("docs.thresholds", rows)] * bool(rows)
        yield {"name": name, "about": about, "tables": tables}


def _criteria(path: Path) -> dict[tuple[str, str], Criterion]:
    policy = read_toml(path, Policy)
    groups = {"condition": policy.condition, "population": policy.population, "quota": policy.quota}
    return {(group, part.key): part for group, parts in groups.items() for part in parts}


def _sourced(raw: dict, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict]]:
    """Every table of a file that says its source, with the way to it."""
    for key, value in raw.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and "source" in part:
                yield (*way, key), part
            elif isinstance(part, dict):
                yield from _sourced(part, (*way, key))


def _threshold(way: tuple[str, ...], part: dict, criteria: dict) -> list:
    key = part.get("key", "")
    words_of = part.get("words") or str(key)
    criterion = criteria.get((way[-1], key))
    about = ("source", "certainty", "key", "words")
    if criterion:
        asked = {
            lang: f"{criterion.fact.called(lang)} {required(criterion, lang)}" for lang in LANGUAGES
        }
        about = (*about, "field", "compare", "value")
    else:
        asked = ""
    rest = [f"{name} = {_told(value)}" for name, value in part.items() if name not in about]
    return [_code(".".join(way)), words_of, [asked] * bool(asked) + rest, part["source"], part["certainty"]]  # fmt: skip


def _told(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "、".join(str(_told(one)) for one in value)
    if isinstance(value, dict):
        return value.get("zh") or ", ".join(f"{k}: {_told(v)}" for k, v in value.items())
    return value if isinstance(value, str) else f"{value}"


def checks() -> Iterator[Entry]:
    """Each cross-record check with what it says of a row that it finds."""
    for name, book in CHECKS.items():
        blank = {"column": "…", "value": "…", "detail": "…"}
        said = [
            [both(f"docs.{part}"), {lang: word(f"finding.{name}.{part}", lang, **blank) for lang in LANGUAGES}]
            for part in ("reason", "remedy")
        ]  # fmt: skip
        head = [[_code(key), _code(value)] for key, value in book.header.items()]
        about = {"zh": said[0][1]["zh"], "en": book.about}
        yield {"name": name, "about": about, "tables": [("docs.values", [*head, *said])]}


def commands() -> Iterator[Entry]:
    """Each command with its options."""
    for name, command in main.commands.items():
        rows = []
        for parameter in command.params:
            option = isinstance(parameter, click.Option)
            names = ", ".join(parameter.opts) if option else parameter.human_readable_name
            rows.append([_code(names), _in_both(parameter.help or "") if option else ""])
        about = _in_both(command.help or "")
        tables = [("docs.options", rows)] * bool(rows)
        yield {"name": f"hongmiao {name}", "about": about, "tables": tables}


def _in_both(text: str) -> Both:
    """A text of the locale, spoken when the command was made, in both languages."""
    for lang in LANGUAGES:
        for key, said in words(lang).items():
            if said == text:
                return both(key)
    return dict.fromkeys(LANGUAGES, text)


def _code(text: object) -> Entry:
    return {"code": str(text)}
