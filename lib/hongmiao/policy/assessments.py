"""Assessments as the office decided them: when results fall short, what is weak, when a score is judged at all."""

from pydantic import Field

from .criterion import Sourced, Strict
from .reading import office_file
from .training import Share


class Line(Sourced):
    # Whole points, for rollups/assessment_count.sql counts people by whole points.
    below: int = Field(ge=0)


class Judged(Sourced):
    at_least: Share


class Fall(Sourced):
    # Whole points, as above.
    points: int = Field(ge=1)


class Assessments(Strict):
    """The office's assessments.toml."""

    short: Line
    weak: Line
    judged: Judged
    fall: Fall


def assessments_policy() -> Assessments:
    """The office's assessments.toml, else the shipped one. Raises BadValue."""
    return office_file("assessments", Assessments)
