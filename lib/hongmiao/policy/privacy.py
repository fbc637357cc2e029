"""What of a person is kept, and how small a group may be shown."""

from pydantic import BaseModel, ConfigDict, Field

from .reading import office_file


class Privacy(BaseModel):
    """The office's privacy.toml; without one, the most sparing values."""

    model_config = ConfigDict(extra="forbid", strict=True)

    store_national_id: bool = False
    minimum_group: int = Field(5, ge=1)


def privacy() -> Privacy:
    """The office's privacy.toml, else the shipped one."""
    return office_file("privacy", Privacy)
