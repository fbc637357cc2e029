"""The shape of a mapping file: what may stand in it, as checked models."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

LINE = "line"  # a column that every file has: the number of the line
# What else may stand where a word is written: 1, 2.5, true and 2013-02-01 need no quotation marks.
Word = Annotated[
    str,
    BeforeValidator(
        lambda v: (
            str(v).lower()
            if isinstance(v, bool)
            else str(v)
            if isinstance(v, int | float | date)
            else v
        )
    ),
]
Words = Annotated[list[Word], BeforeValidator(lambda v: v if isinstance(v, list) else [v])]


class Part(BaseModel):
    """A part of a mapping file; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Origin(Part):
    """A file that the map reads."""

    file: str  # a pattern such as student*.csv, upper and lower case alike
    sheet: str = "*"
    optional: bool = False
    ignored: dict[str, str] = {}  # column -> why it is not carried


class Join(Part):
    """Columns of another file, looked up by the columns both have."""

    source: str
    on: list[str] = Field(min_length=1)
    leftover: Literal["warn", "drop"] = "warn"  # rows of the other file that nothing asked for


class Melt(Part):
    """Several columns of a wide row, each becoming a row of its own."""

    columns: dict[str, Word] = Field(min_length=1)  # column -> its word
    name: str  # the new column that holds the word
    value: str  # the new column that holds the cell
    keep_empty: bool = False


class Rule(Part):
    """Where a field's value comes from: exactly one of column, text, constant and median_of."""

    column: str | None = None
    text: str | None = None
    constant: Word | None = None
    median_of: list[str] | None = None
    values: str | dict[str, Word] | None = None
    days_after: Annotated["Rule | None", BeforeValidator(lambda v: _rule(v))] = None

    @model_validator(mode="after")
    def one_origin(self) -> "Rule":
        given = [self.column, self.text, self.constant, self.median_of]
        if sum(value is not None for value in given) != 1:
            raise ValueError("exactly one of column, text, constant, median_of")
        if self.column is None and (self.values is not None or self.days_after is not None):
            raise ValueError("values and days_after need column")
        return self

    @cached_property
    def columns(self) -> list[str]:
        """The columns it reads, the one that a person would look at first."""
        own = (
            [self.column]
            if self.column
            else self.median_of or re.findall(r"\{([^{}]+)\}", self.text or "")
        )
        return own + (self.days_after.columns if self.days_after else [])


def _rule(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


class Feed(Part):
    """How one file feeds one record type."""

    type: str
    source: str = Field(alias="from")
    join: list[Join] = []
    melt: Melt | None = None
    when: dict[str, Words] = {}
    unless: dict[str, Words] = {}
    one_per_key: Literal["equal", "first", "last"] | None = None
    order_by: list[str] = []
    fields: dict[str, Annotated[Rule, BeforeValidator(_rule)]] = Field(min_length=1)

    @cached_property
    def columns(self) -> list[str]:
        """The columns of files that it reads."""
        melted = [self.melt.name, self.melt.value] if self.melt else []
        read = [
            *(name for rule in self.fields.values() for name in rule.columns),
            *self.when, *self.unless, *self.order_by,
        ]  # fmt: skip
        read = [name for name in read if name not in melted and name != LINE]
        return list(
            dict.fromkeys(
                [
                    *(name for join in self.join for name in join.on),
                    *(self.melt.columns if self.melt else []),
                    *read,
                ]
            )
        )

    @property
    def sources(self) -> list[str]:
        """The files it reads."""
        return [self.source, *(join.source for join in self.join)]


class Shape(Part):
    """A whole mapping file."""

    about: str = ""
    source: dict[str, Origin] = Field(min_length=1)
    ignored_files: dict[str, str] = {}  # file pattern -> why it is not read
    values: dict[str, dict[str, Word]] = {}
    record: list[Feed] = Field(min_length=1)
