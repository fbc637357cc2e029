"""Why, in words: the value that decided and what was asked for."""

from ..locale import word
from ..policy import Checklist, Criterion, required, value_words

STATES = {True: "passed", False: "failed", None: "unknown"}


def reason(
    part: Criterion | Checklist, value: object, met: bool | None, lang: str | None = None
) -> str:
    """One condition of one person as a sentence: 年龄 36 岁，要求不超过 35 岁.

    part: the condition; value: the person's; met: true, false, or None where it is unknown; lang: zh or en.
    """
    if isinstance(part, Checklist):
        state = STATES[met] if part.filled else "unfilled"
        return word(f"screen.list_{state}", lang, words=part.words.said(lang), step=part.step)
    field, asked = part.fact.called(lang), required(part, lang)
    if met is None:
        return word("screen.no_record", lang, field=field, required=asked)
    said = value_words(part.fact, spelt(part, value), lang) or word("screen.none", lang)
    return word("screen.reason", lang, field=field, value=said, required=asked)


def spelt(part: Criterion, value: object) -> object:
    """A value of the facts as the policy's words take it: the tags of a cell one by one, whole numbers whole."""
    if value is None:
        return None
    if part.fact.kind == "tags":
        return [tag for tag in str(value).split(",") if tag]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def verdict_words(verdict: str, lang: str | None = None) -> str:
    """A `verdict` (eligible, cannot_tell or not_eligible) as people say it in `lang`."""
    return word(f"screen.{verdict}", lang)


def certainty_words(certainty: str, lang: str | None = None) -> str:
    """How sure a source is (`certainty` F, S or ?), in words of `lang`; what has no source is the office's own."""
    return word(f"screen.certainty_{'own' if certainty == '?' else certainty}", lang)


def exception_words(reason: str | None, by: str | None, lang: str | None = None) -> str:
    """An exception (破格) with its `reason` and `by` whom it was allowed, in `lang`; that nobody is named is told, too."""
    if reason is None:
        return ""
    return word("screen.exception", lang, reason=reason, by=by or word("screen.nobody", lang))
