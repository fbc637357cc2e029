"""An outcome as figures, as rows and as everything: what the board, the command and a file show alike."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from ..errors import UnknownName
from ..locale import word
from ..policy import Checklist, Condition, required
from .choosing import limit, need, places_of
from .judging import VERDICTS, Outcome
from .narrow import met, wide
from .sentences import STATES, exception_words, reason, spelt, verdict_words


def summary(outcome: Outcome) -> dict[str, int]:
    """Figures of an `outcome`, all persons: looked at, how the verdicts fall, near misses, exceptions, places and chosen."""
    known, ways = outcome.facts, outcome.ways
    counted = {verdict: outcome.count(verdict) for verdict in VERDICTS}
    excepted = outcome.way[outcome.exceptions["row"].to_numpy()]
    return {
        "population": outcome.size, "outside": known.outside, "unplaced": known.unplaced, **counted,
        "near_misses": int(ways.filter(pl.col("near").is_not_null())["people"].sum()),
        "excepted": int((ways["verdict"].gather(excepted) != "eligible").sum()),
        "places": places_of(outcome.policy, counted["eligible"]), "chosen": int(outcome.chosen.sum()),
    }  # fmt: skip


def funnel(outcome: Outcome, lang: str | None = None) -> pd.DataFrame:
    """One row per condition of an `outcome`: alone, how many pass, fail or are unknown; in order, how many failed none so far.

    Figures are persons; words and sources are in `lang`.
    `left` are those who failed no hard condition up to this one, `sure` those of them who passed every one.
    """
    people = outcome.ways["people"]
    rows, alive = [], pl.repeat(True, len(people), eager=True)
    sure = alive
    for part in outcome.policy.conditions:
        met = outcome.ways[f"met {part.key}"]
        passed, unknown = _sum(people, met.fill_null(False)), _sum(people, met.is_null())
        if part.hard:
            alive, sure = alive & met.fill_null(True), sure & met.fill_null(False)
        rows.append(
            {
                "key": part.key,
                "words": part.words.said(lang),
                "required": _asked(part, lang),
                "hard": part.hard,
                "weight": None if part.hard else float(part.weight),
                "passed": passed,
                "failed": outcome.size - passed - unknown,
                "unknown": unknown,
                "left": _sum(people, alive) if part.hard else None,
                "sure": _sum(people, sure) if part.hard else None,
                "certainty": part.certainty,
                "source": part.source.said(lang),
            }  # fmt: skip
        )
    counted = {"weight": "Float64", "left": "Int64", "sure": "Int64"}
    columns = ["key", "words", "required", "hard", "weight", "passed", "failed", "unknown", "left", "sure", "certainty", "source"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype(counted)


def _sum(people: pl.Series, of: pl.Series) -> int:
    """How many people there are of some of the ways."""
    return int(people.filter(of).sum())


def _asked(part, lang: str | None) -> str:
    if isinstance(part, Checklist):
        return reason(part, None, True, lang)
    return word("screen.needs", lang, field=part.fact.called(lang), required=required(part, lang))


def quota_fill(outcome: Outcome, lang: str | None = None) -> pd.DataFrame:
    """One row per quota of an `outcome`: the ratio, how many that makes of the places, how many of the chosen it fits, whether
    it is kept. Words are in `lang`.
    """
    places = places_of(outcome.policy, outcome.count("eligible"))
    chosen = int(outcome.chosen.sum())
    rows = []
    for quota in outcome.policy.quota:
        ratio = quota.at_least if quota.at_most is None else quota.at_most
        fits = met(outcome.facts.known, quota).fill_null(False).to_numpy()
        members = int((fits & outcome.chosen).sum())
        exact = Fraction(str(ratio)) * chosen
        rows.append(
            {
                "key": quota.key,
                "words": quota.words.said(lang),
                "required": required(quota, lang),
                "bound": "at_least" if quota.at_most is None else "at_most",
                "ratio": float(ratio),
                "persons": need(ratio, places) if quota.at_most is None else limit(ratio, places),
                "members": members,
                "chosen": chosen,
                "kept": members >= exact if quota.at_most is None else members <= exact,
            }  # fmt: skip
        )
    columns = ["key", "words", "required", "bound", "ratio", "persons", "members", "chosen", "kept"]
    return pd.DataFrame(rows, columns=columns)


def explained(
    outcome: Outcome, people: Iterable[str] | None = None, lang: str | None = None
) -> list[dict[str, Any]]:
    """People of an `outcome` with every condition: its state, the value that decided, the sentence in `lang`.

    people: ids; without them, all.
    """
    rows = outcome.order
    if people is not None:
        _, rows = outcome.facts.rows(pl.Series([*dict.fromkeys(people)], dtype=pl.String))
        rows = rows[np.argsort(outcome.places[rows])]
    parts = {part.key: part for part in outcome.policy.conditions}

    @cache  # many people share a value, and so what is to be said of it
    def said(key: str, value: object, passed: bool | None) -> dict[str, Any]:
        return _said(parts[key], value, passed, lang)

    def told(row: dict) -> list[dict[str, Any]]:
        return [said(key, row.get(_field(part)), row[f"met {key}"]) for key, part in parts.items()]

    return [
        {name: row[name] for name in OF_ONE} | {"conditions": told(row)}
        for row in outcome.at(rows).iter_rows(named=True)
    ]


def _field(part: Condition | Checklist) -> str:
    return part.field if isinstance(part, Condition) else ""


def _said(part, value: object, met: bool | None, lang: str | None) -> dict[str, Any]:
    return {
        "key": part.key, "words": part.words.said(lang), "hard": part.hard, "state": STATES[met],
        "value": None if isinstance(part, Checklist) else spelt(part, value),
        "reason": reason(part, value, met, lang), "certainty": part.certainty,
    }  # fmt: skip


def belonging(outcome: Outcome, person_id: str, lang: str | None = None) -> list[dict[str, Any]]:
    """Whether `person_id` is among those that the `outcome` looks at: each criterion of the population, as explained() tells
    conditions, in `lang`.

    Raises UnknownName for somebody who is not there at all.
    """
    everyone = outcome.facts.everyone
    rows = wide(everyone.filter(pl.col("person_id") == person_id))
    if not len(rows):
        ids = everyone["person_id"]
        near = ids.filter(ids.str.contains(person_id, literal=True))
        raise UnknownName("person", person_id, [*near.head(20), *ids.head(20)])
    return [
        {
            "key": part.key, "words": part.words.said(lang), "state": STATES[passed],
            "value": spelt(part, rows[part.field][0]), "certainty": part.certainty,
            "reason": reason(part, rows[part.field][0], passed, lang),
        }
        for part in outcome.policy.population for passed in met(rows, part)
    ]  # fmt: skip


OF_ONE = ("order", "person_id", "name", "unit_id", "unit", "town", "verdict", "score", "near", "chosen", "exception_reason", "exception_by")  # fmt: skip


def shortlist(
    outcome: Outcome, people: Sequence[str] | None = None, lang: str | None = None
) -> pd.DataFrame:
    """The `people` (ids; else all) of an `outcome` as a table to be filed: verdict, score, each condition's state, every reason.

    Headings and words are in `lang`.
    """
    names = {part.key: part.words.said(lang) for part in outcome.policy.conditions}
    heads = [word(f"screen.{head}", lang) for head in SHORTLIST] + list(names.values())
    rows = []
    for one in explained(outcome, people, lang):
        against = [c["reason"] for c in one["conditions"] if c["hard"] and c["state"] != "passed"]
        exception = exception_words(one["exception_reason"], one["exception_by"], lang)
        rows.append(
            [
                one["order"], one["person_id"], one["name"], one["unit"],
                verdict_words(one["verdict"], lang), one["score"],
                word("policy.yes" if one["chosen"] else "policy.no", lang), names.get(one["near"], ""),
                exception, word("screen.joint", lang).join(against),
                *(word(f"screen.{c['state']}", lang) for c in one["conditions"]),
            ]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


SHORTLIST = ("order", "person_id", "name", "unit", "verdict", "score", "chosen", "near", "exceptions", "against")  # fmt: skip


def as_dict(outcome: Outcome, lang: str | None = None) -> dict[str, Any]:
    """All of an `outcome`, with its words in `lang`: what `hongmiao screen --json` prints."""
    policy, known = outcome.policy, outcome.facts
    return {
        "pool": policy.pool, "words": policy.words.said(lang), "example": policy.example,
        "as_of": known.as_of.isoformat(), "unit": known.unit, "summary": summary(outcome),
        "conditions": _records(funnel(outcome, lang)), "quotas": _records(quota_fill(outcome, lang)),
        "people": explained(outcome, None, lang),
    }  # fmt: skip


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
