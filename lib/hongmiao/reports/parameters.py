"""The typed parameters of a report notebook, and values held against them and the store before a kernel starts."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import nbformat

from ..errors import BadValue, UnknownName
from ..locale import LANGUAGES, word, words
from ..policy import policy_paths
from ..store import Store

if TYPE_CHECKING:
    from .catalogue import Template

PERIOD = re.compile(r"[12]\d{3}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?")
_YES = ("true", "yes", "1", "是")
_NO = ("false", "no", "0", "否")


@dataclass(frozen=True)
class Parameter:
    """One assignment of the cell tagged `parameters`.

    kind: the annotation, or the type of the default; default: its value, None where it is no literal.
    """

    name: str
    kind: str
    default: object
    help: str

    def said(self, lang: str) -> str:
        """What it is, in words: ours where the name is one that all reports share, else the notebook's comment."""
        return words(lang).get(f"report_run.is_{self.name}", self.help)

    def value(self, given: object) -> object:
        """A value as the parameter's own type. Raises BadValue."""
        if not isinstance(given, str):
            return given
        read = _READERS.get(self.kind)
        try:
            return read(given.strip()) if read else given.strip()
        except (ValueError, SyntaxError):
            form = word(f"report_run.form_{self.kind}")
            raise BadValue(self.name, given, form) from None


def parameters_of(notebook: nbformat.NotebookNode) -> dict[str, Parameter]:
    """The parameters by name, as papermill's own `--help-notebook` finds them."""
    from papermill import inspect_notebook

    found = inspect_notebook(notebook).values()
    return {one["name"]: _parameter(one) for one in found}


def _parameter(found: dict) -> Parameter:
    try:
        default = ast.literal_eval(found["default"])
    except (ValueError, SyntaxError):
        default = None
    kind = found["inferred_type_name"]
    if kind == "None":
        kind = type(default).__name__ if default is not None else "str"
    return Parameter(found["name"], kind.partition("[")[0], default, found["help"])


def checked(template: "Template", given: Mapping[str, object], store: Store) -> dict[str, object]:
    """The values as the notebook wants them, in its own order; a unit's name has become its id.

    Raises UnknownName, BadValue.
    """
    known = template.parameters
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name, list(known))
    values = {name: known[name].value(given[name]) for name in known if name in given}
    for name, value in values.items():
        check = unit_id if name == template.unit else _CHECKS.get(name)
        if check and value not in ("", None):
            values[name] = check(store, name, value)
    return values


def unit_id(store: Store, name: str, value: object) -> str:
    """The id of the unit that a value names, by its id or by its whole name. Raises UnknownName, BadValue."""
    units = store.sql("SELECT unit_id, name FROM unit ORDER BY unit_id")
    called = dict(zip(units["unit_id"], units["name"], strict=True))
    if value in called:
        return str(value)
    found = [unit for unit, name in called.items() if name == value]
    if not found:
        raise UnknownName("unit", str(value), [*dict.fromkeys(called.values()), *called])
    if len(found) > 1:
        ids = word("language.comma").join(found)
        raise BadValue(name, value, word("report_run.namesakes", ids=ids))
    return found[0]


def person_id(store: Store, name: str, value: object) -> str:
    """The id of the person that a value names, by their id or by their whole name. Raises UnknownName, BadValue."""
    given, joint = str(value), word("language.comma")
    if store.db.execute("SELECT 1 FROM person WHERE person_id = ?", [given]).fetchone():
        return given
    found = store.frame("dossier_people", search=given)
    same = found[found["name"] == given]
    if len(same) == 1:
        return str(same["person_id"].iloc[0])
    if len(same):
        told = [" ".join(filter(None, [one.person_id, one.unit, one.born])) for one in same.itertuples()]  # fmt: skip
        raise BadValue(name, value, word("dossier.namesakes", people=joint.join(told)))
    # The longest part of it that anybody's id or name has; else those of the first ids.
    parts = (given[start : start + size] for size in range(len(given), 0, -1) for start in range(len(given) - size + 1))  # fmt: skip
    near = next((people for part in parts if len(people := store.frame("dossier_people", search=part))), None)  # fmt: skip
    near = store.sql("SELECT person_id, name FROM person ORDER BY person_id LIMIT 5") if near is None else near  # fmt: skip
    raise UnknownName("person", given, [f"{one.person_id} {one.name}" for one in near[:5].itertuples()])  # fmt: skip


def _period(store: Store, name: str, value: object) -> object:
    if not PERIOD.fullmatch(str(value)):
        known = store.frame("rating_periods")["period"].tolist()
        if value not in known:
            stored = word("language.comma").join(known[:8]) or word("report_run.nothing")
            raise BadValue(name, value, word("report_run.form_period", known=stored))
    return value


def _lang(store: Store, name: str, value: object) -> object:
    if value not in LANGUAGES:
        raise BadValue(name, value, word("report_run.form_lang", known=" / ".join(LANGUAGES)))
    return value


def _pool(store: Store, name: str, value: object) -> object:
    if value not in policy_paths():
        raise UnknownName("pool", str(value), list(policy_paths()))
    return value


def _day(store: Store, name: str, value: object) -> object:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise BadValue(name, value, word("report_run.form_date")) from None


def _year(store: Store, name: str, value: object) -> object:
    if not re.fullmatch(r"(19|20)\d\d", str(value)) and value != 0:
        raise BadValue(name, value, word("report_run.form_year"))
    return value


# What a value must be beyond its type goes by the parameter's name.
_CHECKS: dict[str, Callable[[Store, str, object], object]] = {
    "person": person_id, "period": _period, "lang": _lang, "pool": _pool, "year": _year,
    "as_of": _day, "day": _day, "since": _day, "until": _day,
}  # fmt: skip


def _flag(text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(text)
    return text.lower() in _YES


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _items(kind: type) -> Callable[[str], object]:
    def read(text: str) -> object:
        value = ast.literal_eval(text)
        if not isinstance(value, kind):
            raise ValueError(text)
        return value

    return read


_READERS: dict[str, Callable[[str], object]] = {
    "int": _whole, "float": float, "bool": _flag, "list": _items(list), "dict": _items(dict), "tuple": _items(tuple),
}  # fmt: skip
