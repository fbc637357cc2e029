"""Values tried in place of a policy's own, as they are typed and as they stand in an address: set=age:40,kinds:veteran|returnee."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ..errors import HongmiaoError
from ..policy import Policy, from_text

_MARKS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%,:|"})


def taken(policy: Policy, key: str, given: str | list[str]) -> Any:
    """A value as its condition keeps it, from what was typed or ticked. Raises UnknownName, BadValue."""
    condition = policy.compared(key)
    value = given if isinstance(given, list) else from_text(condition, given.strip())
    return policy.changed({key: value}).compared(key).value


def link_of(settings: Mapping[str, Any]) -> str:
    """Values as one text of an address."""
    return ",".join(f"{key}:{'|'.join(map(_spelt, _all(value)))}" for key, value in settings.items())  # fmt: skip


def from_link(text: str, policy: Policy) -> tuple[dict[str, Any], str]:
    """The values of an address that differ from the policy's own, and what of it does not fit the policy."""
    fit, unfit = {}, []
    for setting in filter(None, text.split(",")):
        key, _, said = setting.partition(":")
        try:
            parts = [unquote(part) for part in said.split("|")]
            plain = policy.compared(key).fact.kind in ("number", "flag")
            value = taken(policy, key, parts[0] if plain else parts)
        except HongmiaoError:
            unfit.append(setting)
            continue
        if value != policy.compared(key).value:
            fit[key] = value
    return fit, ",".join(unfit)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _spelt(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).translate(_MARKS)
