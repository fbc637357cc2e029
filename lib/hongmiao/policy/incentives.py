"""Incentives as the office decided them: which kinds of cases are public by name, and which are only counted."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from ..records.case import KINDS
from .criterion import Sourced, Strict
from .reading import fault, office_file


class Kind(Sourced):
    """One kind of case: shown by name, or only as counts of groups that are large enough."""

    kind: str = Field(min_length=1)
    shown: Literal["names", "counts"]

    @field_validator("kind")
    @classmethod
    def kind_is_a_code(cls, kind: str) -> str:
        """The code of a kind, however people write it; an office's own word as it stands."""
        return next((code for code, words in KINDS.items() if kind == code or kind in words), kind)


class Incentives(Strict):
    """The office's incentives.toml. A kind that it does not name is only counted."""

    kind: list[Kind] = Field(min_length=1)

    @model_validator(mode="after")
    def each_once(self) -> "Incentives":
        kinds = [kind.kind for kind in self.kind]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        return fault("twice", keys="、".join(twice)) if twice else self

    def shown(self, how: str) -> list[str]:
        """The kinds that are shown so."""
        return [kind.kind for kind in self.kind if kind.shown == how]


def incentives_policy() -> Incentives:
    """The office's incentives.toml, else the shipped one. Raises BadValue."""
    return office_file("incentives", Incentives)
