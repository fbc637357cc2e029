"""A TOML file as its checked model; what is wrong with it is told by file, key and remedy."""

import tomllib
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from typing import NoReturn, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from ..errors import BadValue, UnreadableFile
from ..locale import word
from ..places import policy_folders

Model = TypeVar("Model", bound=BaseModel)

# pydantic's kinds of error that an office's file can have, by the words we have for them.
_FAULTS = {
    "missing": "missing",
    "string_type": "text",
    "int_type": "whole",
    "float_type": "number",
    "bool_type": "flag",
    "list_type": "list",
    "date_type": "date",
    "date_from_datetime_inexact": "date",
    "model_type": "table",
    "literal_error": "choice",
    "greater_than": "above",
    "greater_than_equal": "at_least",
    "less_than": "below",
    "less_than_equal": "at_most",
    "string_pattern_mismatch": "form",
    "string_too_short": "missing",
    "too_short": "missing",
}


def fault(key: str, /, **values: object) -> NoReturn:
    """Stop a validator with the locale's words [policy] fault_<key>, which end in the remedy."""
    raise PydanticCustomError("hongmiao", "{said}", {"said": word(f"policy.fault_{key}", **values)})


def near(name: object, known: list[str]) -> str:
    """The known names nearest to one that is not, or the first of them."""
    return "、".join(get_close_matches(str(name), known, n=3, cutoff=0.4) or known[:20])


def office_file(name: str, model: type[Model]) -> Model:
    """The office's NAME.toml, else the shipped one. Raises BadValue, UnreadableFile."""
    paths = [folder / f"{name}.toml" for folder in policy_folders()]
    return read_toml(next((path for path in paths if path.is_file()), paths[-1]), model)


def read_toml(path: Path, model: type[Model]) -> Model:
    """The TOML file at `path` as its `model`. Raises UnreadableFile, and BadValue naming file, key and remedy."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as reason:
        raise UnreadableFile(path, reason.strerror or str(reason)) from reason
    except UnicodeDecodeError as reason:
        raise BadValue(str(path), str(reason), word("remedy.toml")) from reason
    return read_text(text, model, path)


def read_text(text: str, model: type[Model], name: Path | str) -> Model:
    """TOML `text` as its `model`; `name` is what errors call it. Raises BadValue."""
    try:
        raw = tomllib.loads(text)
        return model.model_validate(raw)
    except tomllib.TOMLDecodeError as reason:
        raise BadValue(str(name), str(reason), word("remedy.toml")) from reason
    except ValidationError as reason:
        raise _told(reason.errors()[0], raw, model, name) from reason


def _told(error: dict, raw: dict, model: type[BaseModel], name: Path | str) -> BadValue:
    way = error["loc"]
    where = f"{name}: {_where(way, raw)}" if way else str(name)
    if error["type"] == "hongmiao":
        value = error["input"] if way and not isinstance(error["input"], list | dict) else ""
        return BadValue(where, value, error["msg"])
    known = _keys(model, way)
    if error["type"] == "extra_forbidden":
        known.sort(key=lambda name: -SequenceMatcher(None, name, str(way[-1])).ratio())
        return BadValue(where, way[-1], word("remedy.policy", known="、".join(known)))
    key = _FAULTS.get(error["type"])
    said = word(f"policy.fault_{key}", **_limits(error)) if key else error["msg"]
    value = "" if error["type"] == "missing" else error["input"]
    return BadValue(where, value, word("remedy.shape", reason=said, known="、".join(known)))


def _limits(error: dict) -> dict[str, object]:
    context = error.get("ctx", {})
    return {"limit": next(iter(context.values()), "")}


def _where(way: tuple, raw: object) -> str:
    """The way to a fault as its reader sees the file: a table of a list by its own key where it has one."""
    told = ""
    for part in way:
        raw = raw[part] if isinstance(raw, list | dict) and _holds(raw, part) else None
        if isinstance(part, int):
            name = raw.get("key") if isinstance(raw, dict) else None
            told += f"[{name}]" if name else f".{part}"
        else:
            told += f".{part}" if told else str(part)
    return told


def _holds(raw: list | dict, part: object) -> bool:
    return part in raw if isinstance(raw, dict) else isinstance(part, int) and part < len(raw)


def _keys(model: type[BaseModel], way: tuple) -> list[str]:
    """The keys known where an error lies: those of the innermost model on the way to it."""
    for part in way[:-1]:
        if part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
