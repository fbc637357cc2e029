"""One condition of a policy: which field, how compared, with what; and whether a value fits the field."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from ..locale import language, word
from .fields import COMPARISONS, FIELDS, ONE_VALUE, Fact
from .reading import fault, near


class Strict(BaseModel):
    """A part of a policy file: no key it does not know, no value of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Words(Strict):
    """A name in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def said(self, lang: str | None = None) -> str:
        """The name in `lang`; without it, in the language spoken."""
        return self.en if (lang or language()) == "en" else self.zh


# An office that writes one text means it for both languages.
Text = Annotated[
    Words, BeforeValidator(lambda text: {"zh": text, "en": text} if isinstance(text, str) else text)
]


class Sourced(Strict):
    """What somebody decided: where that is written, and how sure it is."""

    source: Text
    certainty: Literal[
        "F", "S", "?"
    ]  # read in a source; from a second hand; the office's own decision


class Criterion(Sourced):
    """A field compared with a value."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: Text
    field: str
    compare: str
    value: Any

    @field_validator("field")
    @classmethod
    def field_is_known(cls, name: str) -> str:
        if name not in FIELDS:
            fault("field", name=name, near=near(name, list(FIELDS)))
        return name

    @field_validator("compare")
    @classmethod
    def comparison_fits(cls, compare: str, info: ValidationInfo) -> str:
        fact = FIELDS.get(info.data.get("field", ""))
        if fact and compare not in COMPARISONS[fact.kind]:
            known = "、".join(COMPARISONS[fact.kind])
            fault("compare", compare=compare, field=fact.called(), known=known)
        return compare

    @field_validator("value")
    @classmethod
    def value_fits(cls, value: Any, info: ValidationInfo) -> Any:
        fact, compare = FIELDS.get(info.data.get("field", "")), info.data.get("compare")
        return fitting(fact, compare, value) if fact and compare else value

    @property
    def fact(self) -> Fact:
        """The field it is about."""
        return FIELDS[self.field]


def fitting(fact: Fact, compare: str, value: Any) -> Any:
    """The value as it is kept: a number, yes or no, a code or a list of codes. Raises a pydantic error."""
    if fact.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            fault("value_number", field=fact.called())
        return value
    if fact.kind == "flag":
        return value if isinstance(value, bool) else fault("value_flag", field=fact.called())
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and word for word in words):
        fault("value_words", field=fact.called())
    codes = [_code(fact, word) for word in words]
    if compare not in ONE_VALUE:
        return list(dict.fromkeys(codes))
    return codes[0] if len(codes) == 1 else fault("value_one", field=fact.called())


def _code(fact: Fact, name: str) -> str:
    """The code of a label, however people write it; a word of their own where the field is open."""
    for code, words in fact.labels.items():
        if name == code or name in words:
            return code
    if fact.open:
        return name
    known = [words[language() == "en"] for words in fact.labels.values()]
    return fault("value_label", name=name, field=fact.called(), near=near(name, known))


def from_text(criterion: Criterion, text: str) -> Any:
    """The value of a `criterion` from `text` as people type it on a command line or in a form: 40, 本科, 党员,预备党员, 是."""
    kind = criterion.fact.kind
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    if kind == "flag":
        yes = text.lower() in ("true", "yes", "1", word("template.yes"))
        no = text.lower() in ("false", "no", "0", word("template.no"))
        return yes if yes or no else text
    return [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]


def value_words(fact: Fact, value: Any, lang: str | None = None) -> str:
    """A `value` of a field, the `fact`, as people say it in `lang`."""
    if fact.kind == "number":
        return fact.measured(value, lang)
    if fact.kind == "flag":
        return word("policy.yes" if value else "policy.no", lang)
    codes = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return word("language.comma", lang).join(fact.label(code, lang) for code in codes)


def required(criterion: Criterion, lang: str | None = None) -> str:
    """What a `criterion` asks for, in words of `lang`: at most 35 years."""
    value, compare = value_words(criterion.fact, criterion.value, lang), criterion.compare
    only = compare == "is_in" and len(criterion.value) == 1
    return word("policy.is" if only else f"policy.{compare}", lang, value=value)
