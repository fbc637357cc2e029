"""A policy held against the facts: each condition passed, failed or unknown, the verdict, the score, the order, the choice.

Of a million people there are few who differ in which conditions they meet. So each condition is asked of each value that
occurs, and verdict and score are found for each way of meeting and missing the conditions, not for each person; people
are put in order only when somebody looks at them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from ..policy import Checklist, Condition, Policy
from ..store import Store
from .choosing import choose
from .known import Facts, facts
from .narrow import RANK, met, wide

VERDICTS = ("eligible", "cannot_tell", "not_eligible")
FAILED, PASSED, UNKNOWN = range(3)
MANY = 20_000  # ways from which those that do not occur are forgotten on the way


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a policy makes of its population on a day.

    ways: one row for each way in which people meet and miss the conditions: for each condition `met <key>` (true, false,
    or null where it is unknown), `verdict`, `failed` and `unknown` (hard conditions), `near` (the one hard condition
    failed, where it is just one), `score`, and how many `people` there are of it. way: for the rows of the facts, which.
    """

    policy: Policy
    facts: Facts
    ways: pl.DataFrame
    way: np.ndarray

    @property
    def size(self) -> int:
        """How many people the policy looks at."""
        return len(self.way)

    @cached_property
    def people(self) -> pl.DataFrame:
        """One row each, best first: what first() tells, of everyone. Of many people that takes its time."""
        return self.at(self.order)

    def first(self, count: int) -> pl.DataFrame:
        """The best `count` people: `order`, the facts, `exception_reason`, `exception_by`, then what `ways` says, and `chosen`."""
        return self.at(self.order[:count])

    def at(self, rows: np.ndarray) -> pl.DataFrame:
        """The same of the people who stand at `rows` of the facts."""
        people = self.facts.at(rows).insert_column(0, pl.Series("order", self.places[rows]))
        said = self.exceptions
        asked = pl.DataFrame({"row": pl.Series(rows, dtype=pl.Int64)})
        told = asked.join(said, "row", "left", maintain_order="left").drop("row")
        ways = self.ways.drop("people")[self.way[rows]]
        return pl.concat([people, told, ways], how="horizontal").with_columns(
            chosen=pl.Series(self.chosen[rows], dtype=pl.Boolean)
        )

    def met(self, key: str) -> pl.Series:
        """For the people in order, whether the condition `key` is met; null where that is unknown. Raises UnknownName."""
        return self.ways[f"met {self.policy.asked(key).key}"].gather(self.way[self.order])

    @cached_property
    def order(self) -> np.ndarray:
        """The rows of the facts, best first: the eligible, then those of whom it cannot be told; the higher score; the tie-breaks; the id."""
        ties = self.policy.choice.tie_break if self.policy.choice else []
        keys = [_places(self.facts.known[RANK + t.field], t.first == "high") for t in ties]
        keys = [_standing(self.ways)[self.way], *keys]
        return np.lexsort(keys[::-1])

    @cached_property
    def places(self) -> np.ndarray:
        """For the rows of the facts, where in the order they stand, from 1."""
        places = np.empty(self.size, np.uint32)
        places[self.order] = np.arange(1, self.size + 1, dtype=np.uint32)
        return places

    @cached_property
    def chosen(self) -> np.ndarray:
        """For the rows of the facts, whether they are chosen."""
        best = self.order[: self.count("eligible")]
        fits = {
            quota.key: met(self.facts.known, quota).fill_null(False).to_numpy()[best]
            for quota in self.policy.quota
        }
        chosen = np.zeros(self.size, bool)
        chosen[best] = choose(self.policy, len(best), fits)
        return chosen

    @cached_property
    def exceptions(self) -> pl.DataFrame:
        """By `row` of the facts, the last exception made for a candidate of the pool. It is shown beside the verdict and never changes it."""
        made = self.facts.steps.filter(pl.col("exception_reason").is_not_null())
        last = wide(made.group_by("person_id").agg(pl.col("exception_reason", "exception_by").last()))  # fmt: skip
        there, rows = self.facts.rows(last["person_id"])
        return last.drop("person_id")[there].insert_column(0, pl.Series("row", rows, pl.Int64))

    def count(self, verdict: str) -> int:
        """How many people have a verdict."""
        return int(self.ways.filter(pl.col("verdict") == verdict)["people"].sum())


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
    parts = policy.conditions
    way, states = _ways(len(known.known), [_states(known, part) for part in parts])
    ways = pl.DataFrame(
        {
            f"met {part.key}": pl.Series(states[:, at] == PASSED, dtype=pl.Boolean).set(
                pl.Series(states[:, at] == UNKNOWN), None
            )
            for at, part in enumerate(parts)
        }
        | {"people": np.bincount(way, minlength=len(states))},
    )
    ways = ways.with_columns(**_verdict([p.key for p in parts if p.hard]), score=_score(policy))
    return Outcome(policy, known, ways, way)


def _states(known: Facts, part: Condition | Checklist) -> np.ndarray:
    """For each person, how a condition stands."""
    if isinstance(part, Condition):
        found = met(known.known, part)
        return found.cast(pl.UInt8).fill_null(UNKNOWN).to_numpy()
    states = np.full(len(known.known), UNKNOWN, np.uint8)
    if part.filled:  # a list that nobody has filled in can be neither met nor failed
        taken = known.steps.filter(pl.col("step").cast(pl.String) == part.step)
        last = taken.group_by("person_id").agg(pl.col("result").last().cast(pl.String))
        there, rows = known.rows(last["person_id"])
        told = {"passed": PASSED, "failed": FAILED}  # pending is not known yet
        results = last["result"].replace_strict(told, default=UNKNOWN, return_dtype=pl.UInt8)
        states[rows] = results.to_numpy()[there]
    return states


def _ways(people: int, states: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """For each person, in which of the ways that occur all the conditions stand; and each way, a column for each condition."""
    way, ways = np.zeros(people, np.uint32), np.zeros((1, 0), np.uint8)
    for state in states:
        way = way * np.uint32(3) + state
        ways = np.column_stack([ways.repeat(3, 0), np.tile(np.arange(3, dtype=np.uint8), len(ways))])  # fmt: skip
        if len(ways) > MANY:
            way, ways = _occurring(way, ways)
    return _occurring(way, ways)


def _occurring(way: np.ndarray, ways: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    there = np.bincount(way, minlength=len(ways)) > 0
    return (np.cumsum(there, dtype=np.uint32) - np.uint32(1))[way], ways[there]


def _passed(key: str) -> pl.Expr:
    return pl.col(f"met {key}")


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


def _standing(ways: pl.DataFrame) -> np.ndarray:
    """The place of each way by verdict and score; equal for equals."""
    asked = ways.select(verdict=pl.col("verdict").to_physical(), score="score")
    places = asked.unique().sort("verdict", "score", descending=[False, True], nulls_last=True)
    places = places.with_columns(place=pl.int_range(pl.len(), dtype=pl.UInt32))
    found = asked.join(places, ["verdict", "score"], "left", nulls_equal=True, maintain_order="left")  # fmt: skip
    return found["place"].to_numpy().astype(np.min_scalar_type(len(places)))


def _places(ranks: pl.Series, high: bool) -> np.ndarray:
    """Ranks (see narrow()) as places, the first the lowest; whoever has none comes last."""
    places = ranks.to_numpy()
    if high:
        return places.max(initial=0) - places
    return places - places.dtype.type(1)  # nought becomes the highest of all
