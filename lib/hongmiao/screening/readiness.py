"""How far people are from a vacant post: ready now, within a year, later, or what no time heals, and what they lack."""

import json
from datetime import date

import polars as pl

from ..policy import Condition
from ..policy.post import Post, Readiness
from ..store import Store
from .judging import Outcome, judge
from .known import ask, facts
from .narrow import met

BENCH = ("now", "within", "later", "cannot_tell", "out")
"""How ready somebody is, the readiest first; `out`: something is lacking that neither time nor effort heals."""


def line_up(
    store: Store, post: Post, rule: Readiness, as_of: date, unit: str | None = None
) -> pl.DataFrame:
    """Everyone in the `store`, or of a `unit` of it, whom the policy of a `post` looks at on the day `as_of`: the facts and verdicts of judge(), and how far each is from the post.

    bench: one of BENCH; months: until all hard conditions hold (0 now, null where never or unknown); `wait KEY`: months
    until one hard condition holds by the `rule`, 0 where it does, null where it never will or is not known. What time heals is judged
    again as of later days, so whoever grows too old while waiting is not ready then; effort goes at the policy's pace.
    """
    outcome = judge(facts(store, post, as_of, unit), post)
    ahead = _ahead(store, outcome, rule, as_of)
    hard = [part for part in post.conditions if part.hard]
    months = [0, *rule.months]
    met = {(part.key, m): _at(part, m, rule) for part in hard for m in months}
    whole = {m: pl.all_horizontal(pl.lit(True), *(met[part.key, m] for part in hard)) for m in months}  # fmt: skip
    first = _first({m: whole[m].fill_null(False) for m in months})
    unsure = pl.any_horizontal(whole[m].is_null() for m in months)
    bench = (
        pl.when(first == 0).then(pl.lit("now"))
        .when(first <= rule.within.months).then(pl.lit("within"))
        .when(first.is_not_null()).then(pl.lit("later"))
        .when(unsure).then(pl.lit("cannot_tell")).otherwise(pl.lit("out"))
    )  # fmt: skip
    waits = {f"wait {part.key}": _first({m: met[part.key, m].fill_null(False) for m in months}) for part in hard}  # fmt: skip
    people = outcome.people.join(ahead, "person_id", "left", maintain_order="left")
    people = people.with_columns(bench=bench.cast(pl.Enum(BENCH)), months=first, **waits)
    people = people.select(pl.exclude("^ahead .*$"))
    return people.sort(pl.col("bench").to_physical(), "order", maintain_order=True)


def lacking(post: Post, person: dict) -> list[tuple[Condition, object, bool | None, int | None]]:
    """What a `person` of line_up() lacks for a `post`: each hard condition not met, the value, whether it failed, and months until it holds."""
    return [
        (part, person.get(getattr(part, "field", "")), person[f"met {part.key}"], person[f"wait {part.key}"])
        for part in post.conditions
        if part.hard and person[f"met {part.key}"] is not True
    ]  # fmt: skip


def _first(holds_at: dict[int, pl.Expr]) -> pl.Expr:
    """The first of the months at which something holds."""
    return pl.coalesce(pl.when(held).then(pl.lit(m)) for m, held in holds_at.items())


def _at(part, month: int, rule: Readiness) -> pl.Expr:
    """Whether a hard condition holds so many months ahead."""
    now = pl.col(f"met {part.key}")
    if month == 0 or not isinstance(part, Condition):
        return now
    then = pl.col(f"ahead {part.key} {month}") if part.field in rule.timed else now
    if part.field in rule.pace and part.compare in ("at_least", "above"):
        gained = pl.col(part.field) + month * rule.pace[part.field]
        enough = gained >= part.value if part.compare == "at_least" else gained > part.value
        then = then | enough
    return then


def _ahead(store: Store, outcome: Outcome, rule: Readiness, as_of: date) -> pl.DataFrame:
    """For each month ahead, whether the conditions that time heals hold on that day, nothing else happening till then."""
    people = outcome.people.select("person_id")
    parts = [p for p in outcome.policy.condition if p.hard and p.field in rule.timed]
    if not parts or people.is_empty():
        return people.with_columns(
            pl.lit(None, pl.Boolean).alias(f"ahead {part.key} {m}") for part in parts for m in rule.months
        )  # fmt: skip
    fields = list(dict.fromkeys(part.field for part in parts))
    given = {"unit": None, "pool": outcome.policy.pool, "periods": outcome.policy.star_periods,
             "people": json.dumps(people["person_id"].to_list())}  # fmt: skip
    for m in rule.months:
        day = pl.Series([as_of]).dt.offset_by(f"{m}mo")[0]
        found = ask(store, ["person_id", *fields], given | {"as_of": day.isoformat()})
        held = found.select(
            "person_id", *(met(found, p).alias(f"ahead {p.key} {m}") for p in parts)
        )
        people = people.join(held, "person_id", "left")
    return people
