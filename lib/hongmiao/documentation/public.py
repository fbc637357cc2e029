"""What a researcher calls: every public class, function and method, with its signature and its docstring."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import Signature, cleandoc, getdoc, isclass, isfunction, signature
from typing import Any

ROOMS = {
    "hm": "hongmiao",
    "hm.charts": "hongmiao.charts",
    "hm.boards": "hongmiao.boards",
    "hongmiao.screening": "hongmiao.screening",
    "hongmiao.policy": "hongmiao.policy",
    "hongmiao.maps": "hongmiao.maps",
}
"""The rooms that people import from, as they write them."""
# Their methods are for whoever writes a dashboard, and are told there.
_WHOLE = ("State",)


@dataclass(frozen=True)
class Thing:
    """One public class, function or method."""

    room: str
    name: str
    kind: str  # class, function, method or value
    signature: str
    doc: str
    parameters: tuple[str, ...]


def public() -> Iterator[Thing]:
    """Every public thing, room by room."""
    for room, module in ROOMS.items():
        home = import_module(module)
        for name in _names(home):
            thing = getattr(home, name)
            if isclass(thing) or isfunction(thing):
                yield _thing(room, name, thing, "class" if isclass(thing) else "function")
            if isclass(thing) and name not in _WHOLE:
                yield from _members(room, name, thing)


def _names(home: Any) -> list[str]:
    if boards := getattr(home, "BOARDS", None):
        return [*boards, "open_board", "Picture", "Listing", "State"]
    return sorted(home.__all__, key=str.lower)


def _members(room: str, owner: str, kind: type) -> Iterator[Thing]:
    checks = getattr(kind, "__pydantic_decorators__", None)
    inner = {*checks.field_validators, *checks.model_validators} if checks else set()
    for name, member in vars(kind).items():
        if name.startswith("_") or name in inner:
            continue
        member = getattr(member, "func", member)  # of a cached property
        if isinstance(member, property):
            yield Thing(room, f"{owner}.{name}", "value", "", _doc(member), ())
        elif isinstance(member, classmethod | staticmethod):
            yield _thing(room, f"{owner}.{name}", member.__func__, "method")
        elif isfunction(member):
            cached = member is not vars(kind)[name]
            yield _thing(room, f"{owner}.{name}", member, "value" if cached else "method")


def _thing(room: str, name: str, thing: Any, kind: str) -> Thing:
    if kind in ("class", "value"):
        return Thing(room, name, kind, "", _doc(thing), ())
    asked = signature(thing)
    rest = [p for p in asked.parameters.values() if p.name not in ("self", "cls")]
    plain = Signature(rest, return_annotation=asked.return_annotation)
    return Thing(room, name, kind, _said(plain), _doc(thing), tuple(p.name for p in rest))


def _said(asked: Signature) -> str:
    """A signature without quotation marks and the long names of modules."""
    said = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z_])", "", str(asked).replace("'", ""))
    return re.sub(r"<function <lambda>[^>]*>", "…", said)


def _doc(thing: Any) -> str:
    own = thing.__doc__ if isclass(thing) else getdoc(thing)
    # A dataclass without words of its own is given its signature for a docstring.
    generated = isclass(thing) and (own or "").startswith(f"{thing.__name__}(")
    return "" if generated else cleandoc(own or "")
