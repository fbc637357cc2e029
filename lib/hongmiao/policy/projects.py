"""Projects as the office decided them: how far one should be by today, which build places, and what their numbers stand beside."""

from datetime import date

from pydantic import Field, field_validator, model_validator

from .criterion import Sourced, Strict, Text
from .reading import fault, office_file


class Pace(Sourced):
    """Work is expected to go evenly from this day of the year in which a project is due; `within` that share it is on track."""

    begins: str = Field(pattern=r"^\d\d-\d\d$")
    within: float = Field(ge=0, lt=1)

    @field_validator("begins")
    @classmethod
    def begins_on_a_day(cls, begins: str) -> str:
        try:
            date.fromisoformat(f"2018-{begins}")
        except ValueError:
            fault("day_of_year")
        return begins


class Places(Sourced):
    """Projects that build places: their names hold one of these."""

    names: list[str] = Field(min_length=1)


class Match(Sourced):
    """A project, by a part of its name, and the number of other records that it stands beside."""

    name: str = Field(min_length=1)
    count: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: Text


class Projects(Strict):
    """The office's projects.toml."""

    pace: Pace
    places: Places
    match: list[Match] = []

    @model_validator(mode="after")
    def each_once(self) -> "Projects":
        names = [match.name for match in self.match]
        twice = sorted({name for name in names if names.count(name) > 1})
        return fault("twice", keys="、".join(twice)) if twice else self


def projects_policy() -> Projects:
    """The office's projects.toml, else the shipped one. Raises BadValue."""
    return office_file("projects", Projects)
