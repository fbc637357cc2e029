"""A policy as the text of a file: what a what-if is taken away as."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from ..locale import word
from .criterion import required
from .pool import Policy


def policy_text(
    policy: Policy, changed: Mapping[str, Any], day: date, lang: str | None = None
) -> str:
    """The TOML of a `policy` with some values `changed`; comments in `lang` say what, from what and on which `day`.

    It loads again to the same.
    """
    after = policy.changed(changed)
    said = {
        key: word(
            "policy.changed", lang, day=day, words=policy.asked(key).words.said(lang),
            before=required(policy.asked(key), lang), after=required(after.asked(key), lang),
        )
        for key in changed
    }  # fmt: skip
    pool = word("policy.text_head", lang, words=policy.words.said(lang), day=day)
    head = [f"# {_comment(line)}" for line in (pool, *said.values())]
    plain, tables = [], []
    for name, value in after:
        if isinstance(value, list) and name in _TABLES:
            for part in value:
                note = said.get(part.key) if name == "condition" else None
                tables += ["", *([f"# {_comment(note)}"] if note else []), f"[[{name}]]"]
                tables += _lines(part)
        elif name == "choice" and value is not None:
            tables += ["", f"[{name}]", *_lines(value)]
        elif value is not None:
            plain.append(f"{name} = {_value(value)}")
    return "\n".join([*head, "", *plain, *tables, ""])


_TABLES = [
    name for name, field in Policy.model_fields.items() if "list[" in str(field.annotation).lower()
]


def _comment(text: str) -> str:
    return " ".join(text.split())


def _lines(part: BaseModel) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in part if value is not None]


def _value(value: Any) -> str:
    if isinstance(value, BaseModel):
        inner = ", ".join(_lines(value))
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one sign that JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else repr(value)
