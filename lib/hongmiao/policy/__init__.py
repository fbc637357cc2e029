"""What the office decided: data/policy/*.toml read into checked models."""

import tomllib
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import BadValue, UnreadableFile
from ..locale import word
from ..places import policy_folder

Model = TypeVar("Model", bound=BaseModel)


class Privacy(BaseModel):
    """What of a person is kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    store_national_id: bool = False


def privacy() -> Privacy:
    """The office's privacy.toml; without one, the most sparing values."""
    folder = policy_folder()
    path = folder / "privacy.toml" if folder else None
    return read_toml(path, Privacy) if path and path.is_file() else Privacy()


def read_toml(path: Path, model: type[Model]) -> Model:
    """One TOML file as its model. Raises BadValue naming file, key and remedy."""
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as reason:
        raise UnreadableFile(path, reason.strerror or str(reason)) from reason
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise BadValue(str(path), str(reason), word("remedy.toml")) from reason
    except ValidationError as reason:
        first = reason.errors()[0]
        key = ".".join(map(str, first["loc"]))
        known = "、".join(_keys(model, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise BadValue(
                f"{path}: {key}", first["loc"][-1], word("remedy.policy", known=known)
            ) from reason
        value = "" if first["type"] == "missing" else first["input"]
        raise BadValue(
            f"{path}: {key}", value, word("remedy.shape", reason=first["msg"], known=known)
        ) from reason


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
