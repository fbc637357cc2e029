"""Every word a person reads, by language: zh.toml and en.toml beside this file, the same keys in both."""

import os
import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs

LANGUAGES = ("zh", "en")


def language() -> str:
    """The language to speak where nobody chose one: what a page's address asks for, else the usual one."""
    asked = parse_qs(os.environ.get("QUERY_STRING", "")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else usual_language()


def usual_language() -> str:
    """HONGMIAO_LANG, else Chinese."""
    chosen = os.environ.get("HONGMIAO_LANG", "zh")[:2].lower()
    return chosen if chosen in LANGUAGES else "zh"


def word(key: str, lang: str | None = None, /, **values: object) -> str:
    """The text that stands under `key` ("section.name"), its {placeholders} filled with `values`."""
    text = words(lang or language())[key]
    return text.format(**values) if values else text


@cache
def words(lang: str) -> dict[str, str]:
    """All texts of one language, flat: {"section.name": text}."""
    return dict(_flat(tomllib.loads(files(__name__).joinpath(f"{lang}.toml").read_text("utf-8"))))


def _flat(table: dict, prefix: str = ""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
