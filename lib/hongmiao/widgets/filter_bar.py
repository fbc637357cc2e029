"""The filter bar: one unit of the tree, any number of choices, and what is set as chips that can be crossed out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets as t

from .part import Part, script


@dataclass(frozen=True)
class Choice:
    """One thing to choose: `options` are (label, value); None as a value means all."""

    name: str
    label: str
    options: Sequence[tuple[str, Any]]
    default: Any = None
    hidden: bool = False  # set by a click in a chart: it has a chip, and no drop-down


class FilterBar(Part):
    """`values` holds every name of the bar; what is not on offer is refused and falls back to the default."""

    _esm = script("filter_bar.js")
    values = t.Dict().tag(sync=True)
    defaults = t.Dict().tag(sync=True)
    units = t.List().tag(sync=True)
    unit_label = t.Unicode().tag(sync=True)
    choices = t.List().tag(sync=True)

    def __init__(
        self,
        units: Iterable[tuple[str, str, int]] = (),
        choices: Sequence[Choice] = (),
        *,
        unit_label: str = "",
        **traits,
    ):
        units = [list(unit) for unit in units]  # [unit_id, name, depth] in tree order
        defaults = {"unit": units[0][0]} if units else {}
        defaults |= {choice.name: choice.default for choice in choices}
        self._allowed = _allowed(units, choices)
        super().__init__(
            units=units,
            choices=[_as_dict(choice) for choice in choices],
            defaults=defaults,
            unit_label=unit_label,
            **traits,
        )
        self.values = defaults

    @t.validate("values")
    def _only_what_is_on_offer(self, proposal) -> dict:
        given, allowed = proposal["value"], getattr(self, "_allowed", {})
        chosen = {name: allowed[name].get(_key(given.get(name)), ...) for name in allowed}
        return {n: self.defaults.get(n) if v is ... else v for n, v in chosen.items()}

    def query(self) -> dict[str, str]:
        """What differs from the defaults, as text for the page's address."""
        return {n: _key(v) for n, v in self.values.items() if v != self.defaults.get(n)}

    def read(self, query: dict[str, str]) -> None:
        """Set the bar from an address; names it does not know are passed over."""
        self.values = {**self.defaults, **query}

    def label_of(self, name: str) -> str:
        """The words of what is chosen under `name`, for titles and file names."""
        if name == "unit":
            return next((u[1] for u in self.units if u[0] == self.values.get("unit")), "")
        options = next(c["options"] for c in self.choices if c["name"] == name)
        return next((label for label, value in options if value == self.values.get(name)), "")


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _allowed(units: list, choices: Sequence[Choice]) -> dict[str, dict[str, Any]]:
    allowed = {"unit": {_key(unit[0]): unit[0] for unit in units}} if units else {}
    for choice in choices:
        offered = [value for _, value in choice.options]
        allowed[choice.name] = {_key(v): v for v in [*offered, choice.default]}
    return allowed


def _as_dict(choice: Choice) -> dict:
    return {
        "name": choice.name,
        "label": choice.label,
        "options": [list(option) for option in choice.options],
        "hidden": choice.hidden,
    }
