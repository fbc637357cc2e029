"""Which reports are asked for: one, or one per unit of a kind, each with the name that its files get."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ..errors import BadValue
from ..locale import word
from ..records.unit import KINDS
from ..spreadsheet import file_name
from ..store import Store
from .catalogue import Template
from .ledger import digest_of


@dataclass(frozen=True)
class Plan:
    """A report to be made: its parameters, the unit it is about (id and name), and the stem of its files' names."""

    values: dict[str, object]
    unit: str | None
    unit_name: str
    lang: str
    stem: str


def planned(
    template: Template, values: Mapping[str, object], each: Iterable[str], store: Store
) -> list[Plan]:
    """The reports in the order of the tree of units. Raises BadValue where `each` names no unit."""
    tree = store.frame("units")
    kinds = [_kind(template, word) for word in each]
    if not kinds:
        plans = [_plan(template, dict(values), tree)]
    else:
        inside = _below(tree, values.get(template.unit))
        units = inside[inside["kind"].isin(kinds)]["unit_id"]
        if units.empty:
            raise BadValue("each", ", ".join(each), word("report_run.no_such_units"))
        plans = [_plan(template, values | {template.unit: unit}, tree) for unit in units]
    return _told_apart(plans)


def kinds_of(template: Template) -> list[str]:
    """The kinds of unit that a report can be made for, one report each."""
    return [kind for kind in KINDS if template.unit and kind in template.about.get("each", KINDS)]


def _kind(template: Template, given: str) -> str:
    """A kind of unit by its code or any of its Chinese and English names, if the report can be made for it."""
    found = next((k for k, names in KINDS.items() if given.lower() in (k, *map(str.lower, names))), None)  # fmt: skip
    allowed = kinds_of(template)
    if template.unit is None:
        raise BadValue("each", given, word("report_run.no_unit_parameter"))
    if found not in allowed:
        known = word("language.comma").join(f"{kind} {KINDS[kind][0]}" for kind in allowed)
        raise BadValue("each", given, word("report_run.form_each", known=known))
    return found


def _below(tree: pd.DataFrame, unit: object) -> pd.DataFrame:
    """The part of the pre-order tree that begins with a unit; all of it where none is named."""
    if not unit:
        return tree
    start = tree.index[tree["unit_id"] == unit][0]
    depth = tree["depth"][start]
    after = tree.index[(tree.index > start) & (tree["depth"] <= depth)]
    return tree.loc[start : after[0] - 1] if len(after) else tree.loc[start:]


def _plan(template: Template, values: dict[str, object], tree: pd.DataFrame) -> Plan:
    ordered = {name: values[name] for name in template.parameters if name in values}
    default = template.parameters["lang"].default if "lang" in template.parameters else None
    lang = str(ordered.get("lang") or default or "zh")
    tops = tree[tree["depth"] == 0]
    unit = ordered.get(template.unit) or (tops["unit_id"].iloc[0] if len(tops) == 1 else None)
    unit = unit if template.unit else None
    names = tree["name"][tree["unit_id"] == unit]
    name = names.iloc[0] if len(names) else word("board.everything", lang) if template.unit else ""
    called = f"{name} {unit}" if Counter(tree["name"])[name] > 1 else name
    # The title says the language, where it has words in it.
    said = {template.unit, "lang"} if lang in template.about.get("title", {}) else {template.unit}
    more = [str(v) for n, v in ordered.items() if n not in said and v != ""]
    stem = file_name("-".join(filter(None, [called, template.title(lang), *more])), "x")[:-2]
    return Plan(ordered, unit, name, lang, stem)


def _told_apart(plans: list[Plan]) -> list[Plan]:
    """No two with one name, not even where names are cut or capitals do not count."""
    times = Counter(plan.stem.casefold() for plan in plans)
    return [
        plan if times[plan.stem.casefold()] == 1 else Plan(**vars(plan) | {"stem": f"{plan.stem[:150]} {digest_of(repr(plan.values).encode())[:8]}"})
        for plan in plans
    ]  # fmt: skip
