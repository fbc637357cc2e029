"""Which fields the office wants filled in every row, so that what is lacking can be counted and asked for."""

from pydantic import Field, field_validator, model_validator

from ..records import RECORD_TYPES
from .criterion import Sourced, Strict
from .reading import fault, near, office_file


class Wanted(Sourced):
    """The fields of one record type that no row may lack."""

    record_type: str
    fields: list[str] = Field(min_length=1)

    @field_validator("record_type")
    @classmethod
    def record_type_is_known(cls, name: str) -> str:
        return name if name in RECORD_TYPES else fault("record_type", name=name, near=near(name, list(RECORD_TYPES)))  # fmt: skip

    @model_validator(mode="after")
    def fields_are_known(self) -> "Wanted":
        known = RECORD_TYPES[self.record_type].optional()
        for name in self.fields:
            if name not in known:
                fault("wanted", name=name, table=self.record_type, near=near(name, known))
        return self


class Quality(Strict):
    """The office's quality.toml."""

    wanted: list[Wanted]

    def fields(self) -> dict[str, list[str]]:
        """The fields wanted of each record type, in the order of the file."""
        found: dict[str, list[str]] = {}
        for part in self.wanted:
            found.setdefault(part.record_type, []).extend(part.fields)
        return {table: list(dict.fromkeys(names)) for table, names in found.items()}


def quality_policy() -> Quality:
    """The office's quality.toml, else the shipped one. Raises BadValue."""
    return office_file("quality", Quality)
