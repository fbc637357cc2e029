"""A policy held against the facts: each condition passed, failed or unknown, the verdict, the score, the order, the choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ..policy import Checklist, Condition, Policy
from ..store import Store
from .choosing import choose
from .known import Facts, facts, holds, place

VERDICTS = ("eligible", "cannot_tell", "not_eligible")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a policy makes of its population on a day.

    people: one row each, best first: the facts, then `verdict`, `score`, `failed` and `unknown` (hard conditions),
    `near` (the one hard condition failed, where it is just one), `exception_reason`, `exception_by`, `order`, `chosen`,
    and for each condition `met <key>`: true, false, or null where it is unknown.
    """

    policy: Policy
    facts: Facts
    people: pl.DataFrame

    def met(self, key: str) -> pl.Series:
        """For the people in order, whether the condition `key` is met; null where that is unknown. Raises UnknownName."""
        return self.people[f"met {self.policy.asked(key).key}"]


def screen(
    store: Store,
    policy: Policy,
    as_of: date,
    unit: str | None = None,
    changed: Mapping[str, Any] | None = None,
) -> Outcome:
    """Hold a `policy` against the people of a `unit` (else all) of the `store` as they were on the day `as_of`.

    changed: other values for some of its conditions, by key: a what-if. Raises UnknownName, BadValue.
    """
    return judge(facts(store, policy, as_of, unit), policy.changed(changed or {}))


def judge(known: Facts, policy: Policy) -> Outcome:
    """Hold a `policy` against facts `known` that were read for it, or for the same policy with other values."""
    hard = [part.key for part in policy.conditions if part.hard]
    people = (
        known.people.join(
            _last_results(known.steps, policy), "person_id", "left", maintain_order="left"
        )
        .join(_exceptions(known.steps), "person_id", "left", maintain_order="left")
        .with_columns(_met(part).alias(f"met {part.key}") for part in policy.conditions)
        .with_columns(**_verdict(hard), score=_score(policy))
        .sort(**_order(policy))
        .with_row_index("order", 1)
    )
    people = people.select(pl.exclude("^step .*$")).with_columns(chosen=choose(policy, people))
    return Outcome(policy, known, people)


def _met(part: Condition | Checklist) -> pl.Expr:
    if isinstance(part, Condition):
        return holds(part)
    # A list that nobody has filled in can be neither met nor failed.
    return pl.col(f"step {part.key}") if part.filled else pl.lit(None, pl.Boolean)


def _passed(key: str) -> pl.Expr:
    return pl.col(f"met {key}")


def _last_results(steps: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """For each filled checklist, whether its step was passed; pending is not known yet."""
    outcome = pl.col("result").replace_strict(
        {"passed": True, "failed": False}, default=None, return_dtype=pl.Boolean
    )
    return steps.group_by("person_id").agg(
        outcome.filter(pl.col("step") == part.step).last().alias(f"step {part.key}")
        for part in policy.checklist
        if part.filled
    )


def _verdict(hard: list[str]) -> dict[str, pl.Expr]:
    failed = pl.sum_horizontal(pl.lit(0), *((~_passed(key)).fill_null(False) for key in hard))
    unknown = pl.sum_horizontal(pl.lit(0), *(_passed(key).is_null() for key in hard))
    verdict = pl.when(failed > 0).then(2).when(unknown > 0).then(1).otherwise(0)
    which = pl.coalesce(
        pl.lit(None, pl.String), *(pl.when(~_passed(key)).then(pl.lit(key)) for key in hard)
    )
    return {
        "verdict": verdict.cast(pl.Int8).replace_strict(
            range(3), VERDICTS, return_dtype=pl.Enum(VERDICTS)
        ),
        "failed": failed.cast(pl.Int64),
        "unknown": unknown.cast(pl.Int64),
        "near": pl.when(failed == 1).then(which),
    }


def _score(policy: Policy) -> pl.Expr:
    """The weights of what is passed, of all there are; where the unknown is left out, in proportion to the rest."""
    weights = {part.key: float(part.weight) for part in policy.condition if not part.hard}
    nought = pl.lit(0.0)
    points = pl.sum_horizontal(
        nought, *(_passed(k).fill_null(False) * w for k, w in weights.items())
    )
    if policy.unknown_score == "left_out" and weights:
        known = pl.sum_horizontal(
            nought, *(_passed(k).is_not_null() * w for k, w in weights.items())
        )
        points = pl.when(known > 0).then(points * sum(weights.values()) / known)
    return points.round(6)


def _exceptions(steps: pl.DataFrame) -> pl.DataFrame:
    """The last exception made for a candidate of the pool. It is shown beside the verdict and never changes it."""
    made = steps.filter(pl.col("exception_reason").is_not_null())
    return made.group_by("person_id").agg(pl.col("exception_reason", "exception_by").last())


def _order(policy: Policy) -> dict[str, Any]:
    """Eligible people first, then those of whom it cannot be told; the higher score; the tie-breaks; the id, in whose order they come."""
    ties = policy.choice.tie_break if policy.choice else []
    return {
        "by": [pl.col("verdict").to_physical(), "score", *(place(tie.field) for tie in ties)],
        "descending": [False, True, *(tie.first == "high" for tie in ties)],
        "nulls_last": True, "maintain_order": True,
    }  # fmt: skip
