"""The filter bar: one unit of the tree, any number of choices, and what is set as chips that can be crossed out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets as t

from .guard import guarded
from .part import Part, script
from .pinyin import readings


@dataclass(frozen=True)
class Choice:
    """One thing to choose: `options` are (label, value); None as a value means all.

    accepts: for a choice that takes more than its options, as any day of an address: whether a text is such a value.
    """

    name: str
    label: str
    options: Sequence[tuple[str, Any]]
    default: Any = None
    hidden: bool = False  # set by a click in a chart: it has a chip, and no drop-down
    accepts: Callable[[str], bool] | None = None

    def takes(self, value: Any) -> bool:
        """Whether a value that is not among the options can be chosen all the same."""
        return bool(self.accepts and isinstance(value, str) and self.accepts(value))


class FilterBar(Part):
    """`values` holds every name of the bar; what is not on offer is refused and falls back to the default."""

    _esm = script("tree_box.js", "filter_bar.js")
    linked = ("values",)
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
        self._wider = {choice.name: choice.takes for choice in choices if choice.accepts}
        super().__init__(
            units=units,
            choices=[_as_dict(choice) for choice in choices],
            defaults=defaults,
            unit_label=unit_label,
            **traits,
        )
        self.values = defaults
        self.on_msg(guarded(self._answer))

    @t.validate("values")
    def _only_what_is_on_offer(self, proposal) -> dict:
        given, allowed = proposal["value"], getattr(self, "_allowed", {})
        chosen = {name: self._taken(name, given.get(name)) for name in allowed}
        return {n: self.defaults.get(n) if v is ... else v for n, v in chosen.items()}

    def _taken(self, name: str, value: Any) -> Any:
        wider = self._wider.get(name, lambda _value: False)
        return self._allowed[name].get(_key(value), value if wider(value) else ...)

    def query(self) -> dict[str, str]:
        """What differs from the defaults, as text for the page's address."""
        return {n: _key(v) for n, v in self.values.items() if v != self.defaults.get(n)}

    def names(self) -> list[str]:
        """The names it uses in an address."""
        return [*self._allowed]

    def read(self, query: dict[str, str]) -> dict[str, str]:
        """Set the bar from an address; gives back what is not on offer."""
        self.values = {**self.defaults, **query}
        return {n: v for n, v in query.items() if n in self._allowed and self._taken(n, v) is ...}

    def label_of(self, name: str) -> str:
        """The words of what is chosen under `name`, for titles and file names."""
        if name == "unit":
            return next((u[1] for u in self.units if u[0] == self.values.get("unit")), "")
        options = next(c["options"] for c in self.choices if c["name"] == name)
        return next((label for label, value in options if value == self.values.get(name)), "")

    def _answer(self, _widget, content: dict, _buffers) -> None:
        if content.get("want") == "pinyin":  # when a panel is first opened
            names = [unit[1] for unit in self.units]
            names += [str(option[0]) for choice in self.choices for option in choice["options"]]
            self.send({"kind": "pinyin", "readings": readings(names)})


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
