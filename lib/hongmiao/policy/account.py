"""The red account as the office decided it: base points, thresholds, and when an account is inactive."""

from pydantic import Field, model_validator

from .criterion import Sourced, Strict
from .reading import fault, office_file


class Base(Sourced):
    points: int


class Below(Sourced):
    # Whole points, for rollups/account_count.sql counts accounts by whole points.
    below: int


class Inactive(Sourced):
    months: int = Field(ge=1)


class Account(Strict):
    """The office's account.toml."""

    base: Base
    help: Below
    applicant: Below
    inactive: Inactive

    @model_validator(mode="after")
    def in_order(self) -> "Account":
        """The bands of the board lie between these points."""
        ordered = self.help.below <= self.applicant.below <= self.base.points
        return self if ordered else fault("account_order")


def account_policy() -> Account:
    """The office's account.toml, else the shipped one. Raises BadValue."""
    return office_file("account", Account)
