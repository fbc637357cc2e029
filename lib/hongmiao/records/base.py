"""What a column of a record is: its headings, its kind, its labels, all that other rooms read off it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import dataframely as dy
import polars as pl

from ..locale import language

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, eq=False)
class Field:
    """One column as people write it. `kind` decides how its cells are read and how SQLite keeps them."""

    kind: str  # id text label tags date period integer number flag national_id digest
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # code -> (zh, en, *accepted)
    open: bool = False  # other words than the labels are kept as they stand
    unit: str = ""  # key of locale section [unit]
    to: str = ""  # the record type that a reference points at
    names: tuple[str, ...] = ()  # headings under which the reference stands as a name
    scopes: tuple[str, ...] = ()  # headings of a column within which that name is unique
    numbers: dict[str, int] = field(default_factory=dict)  # words that are read as a number
    overflow: str = ""  # a label column whose words people write into this one
    default: Any = None
    example: str = ""
    derived: bool = False  # the row says it by other columns where its own is missing
    hidden: bool = False  # made by the software: no heading, not in templates

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means this column's own value."""
        return (self.zh, self.en, *self.aliases)

    def called(self, lang: str | None = None) -> str:
        """The heading in the language spoken."""
        return self.en if (lang or language()) == "en" else self.zh

    def label(self, code: Any, lang: str = "zh") -> str:
        """The word for a code in one language; a code without a label is its own word."""
        words = self.labels.get(code)
        return words[lang == "en"] if words else "" if code is None else str(code)


class Record(dy.Schema):
    """A record type: columns, keys and rules in dataframely's words, plus what people call it."""

    zh: ClassVar[str]
    en: ClassVar[str]
    named_by: ClassVar[str] = ""  # the column by which others may refer to a row
    scoped_by: ClassVar[str] = ""  # the unit column within which that name is looked for first

    @classmethod
    def table(cls) -> str:
        """The SQLite table's name: the class name in snake case, singular."""
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")

    @classmethod
    def called(cls, lang: str | None = None) -> str:
        """What people call such a record in the language spoken."""
        return cls.en if (lang or language()) == "en" else cls.zh

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """Every column's declaration, by column name, in order."""
        return {name: column.metadata["field"] for name, column in cls.columns().items()}

    @classmethod
    def references(cls) -> dict[str, str]:
        """Columns that point at another record type: {column: table}."""
        return {name: f.to for name, f in cls.fields().items() if f.to}

    @classmethod
    def required(cls) -> list[str]:
        """Columns that a sheet must have: those that may not be empty and that nothing else can fill."""
        fields = cls.fields()
        needed = (name for name, column in cls.columns().items() if not column.nullable)
        return [
            name for name in needed if fields[name].default is None and not fields[name].derived
        ]

    @classmethod
    def optional(cls) -> list[str]:
        """Columns that a person fills in and a row may leave empty; identity numbers are not kept, so none lacks one."""
        fields, columns = cls.fields(), cls.columns()
        shown = (name for name, f in fields.items() if not f.hidden and f.kind != "national_id")
        return [name for name in shown if columns[name].nullable]

    @classmethod
    def complete(cls, frame: pl.DataFrame) -> pl.DataFrame:
        """Derive what the row itself already says; most types derive nothing."""
        return frame


def ident(zh: str, en: str, *aliases: str, example: str = "") -> dy.String:
    """The key by which rows of this type are known: text, never a number."""
    spec = Field("id", zh, en, aliases, example=example)
    return dy.String(primary_key=True, min_length=1, metadata={"field": spec})


def reference(
    to: str, zh: str, en: str, *aliases: str, key=False, nullable=False, **spec
) -> dy.String:
    """A pointer to a row of another type, written as its id or as a name unique in its scope."""
    return dy.String(
        primary_key=key,
        nullable=nullable and not key,
        metadata={"field": Field("id", zh, en, aliases, to=to, **spec)},
    )


def person(*, key=False, nullable=False, zh="人员编号", en="Person ID", **spec) -> dy.String:
    """The person a row is about, by id, by a name unique in its unit, or by an identity number."""
    spec = {"names": ("姓名", "Name", "人员姓名", "党员姓名"), "example": "P0001"} | spec
    aliases = ("编号", "工号", "学号", "Person") if zh == "人员编号" else ()
    spec.setdefault(
        "scopes", ("所在单位", "单位", "所在支部", "党支部", "支部", "所在党支部", "Unit")
    )
    return reference("person", zh, en, *aliases, key=key, nullable=nullable, **spec)


def unit(*aliases: str, zh="所在组织", en="Unit", key=False, nullable=False, **spec) -> dy.String:
    """The unit a row belongs to, by id, by a name unique in the district or by one unique in its town."""
    names = (
        "单位",
        "单位名称",
        "组织",
        "组织名称",
        "所在单位",
        "党支部",
        "支部",
        "所在支部",
        "所在党支部",
        "所属单位",
        "所属支部",
    )
    spec = {"names": (*aliases, *names), "example": "U0002"} | spec
    spec.setdefault("scopes", ("镇", "街道", "镇(街道)", "镇街", "乡镇", "上级党组织", "Town"))
    ids = ("组织编号", "单位编号", "支部编号", "Unit ID") if zh == "所在组织" else ()
    return reference("unit", zh, en, *ids, key=key, nullable=nullable, **spec)


def text(
    zh: str, en: str, *aliases: str, key=False, nullable=True, example="", **spec
) -> dy.String:
    """Words kept as they stand, outer blanks removed."""
    spec = Field(spec.pop("kind", "text"), zh, en, aliases, example=example, **spec)
    return dy.String(primary_key=key, nullable=nullable and not key, metadata={"field": spec})


def label(
    zh: str, en: str, *aliases: str, labels: dict, key=False, nullable=True, **spec
) -> dy.String:
    """One of a few words, kept as a code; `open=True` keeps other words too."""
    spec = Field(spec.pop("kind", "label"), zh, en, aliases, labels=labels, **spec)
    known = None if spec.open or spec.kind == "tags" else {"known": lambda c: c.is_in(list(labels))}
    return dy.String(
        primary_key=key, nullable=nullable and not key, check=known, metadata={"field": spec}
    )


def day(zh: str, en: str, *aliases: str, key=False, nullable=True, example="2018-03-05") -> dy.Date:
    """A calendar day, kept as ISO text."""
    spec = Field("date", zh, en, aliases, example=example)
    return dy.Date(
        primary_key=key,
        nullable=nullable and not key,
        min=EARLIEST,
        max=LATEST,
        metadata={"field": spec},
    )


def period(zh: str = "周期", en: str = "Period", *aliases: str, example="2018Q2") -> dy.String:
    """A year, half-year, quarter or month, kept as 2018, 2018H1, 2018Q2 or 2018-03."""
    return text(
        zh,
        en,
        "评定周期",
        "考核周期",
        "期间",
        "年度",
        "季度",
        *aliases,
        key=True,
        kind="period",
        example=example,
    )


def whole(
    zh: str, en: str, *aliases: str, nullable=True, key=False, minimum=0, maximum=None, **spec
) -> dy.Int64:
    """A whole number."""
    spec = Field("integer", zh, en, aliases, **spec)
    return dy.Int64(
        primary_key=key,
        nullable=nullable and not key,
        min=minimum,
        max=maximum,
        metadata={"field": spec},
    )


def number(
    zh: str, en: str, *aliases: str, nullable=True, minimum=0.0, maximum=None, **spec
) -> dy.Float64:
    """A decimal number."""
    spec = Field("number", zh, en, aliases, **spec)
    return dy.Float64(nullable=nullable, min=minimum, max=maximum, metadata={"field": spec})


def flag(zh: str, en: str, *aliases: str, example="是") -> dy.Bool:
    """Yes or no."""
    return dy.Bool(
        nullable=True, metadata={"field": Field("flag", zh, en, aliases, example=example)}
    )
