"""Placements as the office decided them: a first secretary's term and age, and when a term is about to end."""

from pydantic import Field, model_validator

from .criterion import Sourced, Strict
from .reading import fault, office_file


class Term(Sourced):
    """Years in the post."""

    shortest: int = Field(ge=0)
    longest: int = Field(ge=1)

    @model_validator(mode="after")
    def shortest_is_shorter(self) -> "Term":
        return self if self.shortest <= self.longest else fault("term")


class Age(Sourced):
    at_most: int = Field(ge=18)


class Ending(Sourced):
    months: int = Field(ge=1)


class Village(Sourced):
    secretaries: int = Field(ge=1)


class Placements(Strict):
    """The office's placements.toml."""

    term: Term
    age: Age
    ending: Ending
    village: Village


def placements_policy() -> Placements:
    """The office's placements.toml, else the shipped one. Raises BadValue."""
    return office_file("placements", Placements)
