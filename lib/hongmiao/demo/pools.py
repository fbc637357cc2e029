"""Selection into the five pools, and how stays in them end."""

import numpy as np
import polars as pl

from ..records.pool_membership import POOLS
from .draw import NEVER, between, chance, dates, day, rank, some, stream, told, weighted
from .people import COLLEGE, LEAGUE, LEVELS, MASTER, MEMBER, NONE, PROBATIONARY, Crowd

_STAFF, _DEPUTY = LEVELS.index("staff"), LEVELS.index("section_deputy")


def fill_pools(district: dict, crowd: Crowd, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Steps and stays of all pools, `who`, `entry` and `exit` as numbers beside the record's columns."""
    rng, steps, stays = stream(seed, 4), [], []
    for pool in POOLS:
        spec, today = district["pool"][pool], day(district["as_of"])
        sure = _joined_since(pool, crowd, today)
        who = _candidates(rng, pool, spec, crowd, today, sure)
        entry = _entries(rng, spec, len(who))
        certain = np.isin(who, sure)
        # Whoever is on probation now was an applicant for more than a year before.
        entry[certain] = crowd.party_day[who[certain]] - between(rng, 480, 550, certain.sum())
        if pool == "talent":
            crowd.settled[who] = np.minimum(crowd.settled[who], entry - 75)
        taken, entered = _steps(rng, spec, who, entry, certain, crowd, today)
        steps.append(taken.with_columns(pool=pl.lit(pool)))
        inside = np.flatnonzero(entered)
        stays.append(
            _stays(rng, pool, spec, who[inside], entry[inside], certain[inside], crowd, today)
        )
    found = pl.concat(stays)
    _follow_up(rng, district, crowd, found)
    return pl.concat(steps), found


def _joined_since(pool: str, crowd: Crowd, today: int) -> np.ndarray:
    recent = (crowd.standing == PROBATIONARY) & (crowd.party_day > today - 180)
    return np.flatnonzero(recent & (pool == "party_applicant") & (crowd.age(today) > 22))


def _candidates(
    rng, pool: str, spec: dict, crowd: Crowd, today: int, sure: np.ndarray
) -> np.ndarray:
    age, office = crowd.age(today), crowd.sector < 2
    fit = {
        "village_committee": ~office & (crowd.level == -1) & (age > 23) & (age < 50),
        "section_reserve": np.isin(crowd.level, [_STAFF, _DEPUTY]) & (crowd.standing == MEMBER)
        & (crowd.learning >= COLLEGE) & (age > 25) & (age < 45),
        "party_applicant": np.isin(crowd.standing, [LEAGUE, NONE]) & (age > 21.5) & (age < 55),
        "party_worker": (crowd.sector > 0) & np.isin(crowd.level, [-1, _STAFF]) & (crowd.learning >= COLLEGE)
        & (age > 23) & (age < 40),
        "talent": crowd.settled != NEVER,
    }[pool]  # fmt: skip
    fit = np.flatnonzero(fit)
    weights = np.exp(crowd.merit[fit] / 3) * (1 + 2 * crowd.traits[fit].any(axis=1))
    count = max(spec.get("at_least", 8), round(spec["candidates"] * len(age))) - len(sure)
    return np.concatenate([some(rng, fit, max(0, count), weights), sure])


def _entries(rng, spec: dict, count: int) -> np.ndarray:
    batches = np.array([day(text) for text in spec["entries"]])
    return batches[rng.integers(0, len(batches), count)] + rng.integers(0, spec["spread"], count)


def _steps(
    rng, spec: dict, who, entry, certain, crowd: Crowd, today: int
) -> tuple[pl.DataFrame, np.ndarray]:
    """One row per candidate and step reached; the weakest fall out at each, what lies ahead is pending."""
    alive, rows, jitter = np.ones(len(who), bool), [], rng.integers(0, 4, len(who))
    for number, (step, share, lead) in enumerate(spec["steps"]):
        when = entry - lead + jitter
        due = alive & (when <= today)
        standing = np.where(certain, 9, 0.5 * crowd.merit[who] + rng.normal(size=len(who)))
        good = np.zeros(len(who), bool)
        good[due] = rank(standing[due]) >= 1 - share
        odd = due & good & (number == 1) & chance(rng, 0.02, len(who))
        why = weighted(rng, [1] * len(spec["exceptional"]), len(who))
        rows.append(pl.DataFrame({
            "who": who,
            "step": pl.Series([step] * len(who), dtype=pl.String),
            "step_date": dates(np.where(due, when, NEVER)),
            "result": told(["failed", "passed", "pending"], np.where(due, good, 2)),
            "note": told(spec["failures"], np.where(due & ~good, min(number, len(spec["failures"]) - 1), -1)),
            "exception_reason": told(spec["exceptional"], np.where(odd, why, -1)),
            "exception_by": told(spec["decided_by"], np.where(odd, 0, -1)),
        }).filter(alive))  # fmt: skip
        alive = good
    return pl.concat(rows), alive & (entry <= today)


def _stays(
    rng, pool: str, spec: dict, who, entry, certain, crowd: Crowd, today: int
) -> pl.DataFrame:
    n, last = len(who), np.full(len(who), NEVER)
    outcome = pl.Series([None] * n, dtype=pl.String)
    reason, best = outcome, 1.0
    place = rank(np.where(certain, 9, crowd.merit[who] + rng.normal(size=n)))
    for end in spec["ends"]:
        left = end["outcome"] == "left"
        mine = place < end["share"] if left else (place >= best - end["share"]) & (place < best)
        best -= 0 if left else end["share"]
        out = _exit_days(rng, end, entry)
        if end["outcome"] == "development":
            mine |= certain
            out = np.where(certain, crowd.party_day[who] - between(rng, 60, 100, n), out)
        mine &= (out > entry) & (out <= today) & (last == NEVER)
        last = np.where(mine, out, last)
        said = told(end["reasons"], weighted(rng, [1] * len(end["reasons"]), n))
        outcome = outcome.set(pl.Series(mine), end["outcome"])
        reason = said.zip_with(pl.Series(mine), reason)
    decided = told(
        spec["decided_by"],
        np.where(last == NEVER, -1, weighted(rng, [1] * len(spec["decided_by"]), n)),
    )
    return pl.DataFrame({
        "who": who, "entry": entry, "exit": last,
        "pool": pl.Series([pool] * n, dtype=pl.String), "channel": _channels(rng, pool, spec, who, crowd),
        "outcome": outcome, "reason": reason, "decided_by": decided,
    })  # fmt: skip


def _exit_days(rng, end: dict, entry: np.ndarray) -> np.ndarray:
    if "after" in end:
        return entry + between(rng, *end["after"], len(entry))
    first, last = map(day, end["window"])
    out = between(rng, first, last, len(entry))
    return np.where(out >= entry + 60, out, NEVER)


def _channels(rng, pool: str, spec: dict, who, crowd: Crowd) -> pl.Series:
    words = list(spec["channels"])
    index = weighted(rng, spec["channels"].values(), len(who))
    if (
        pool == "village_committee"
    ):  # the three kinds of people the committees look for are channels of their own
        index = np.where(
            crowd.traits[who].any(axis=1), len(words) + crowd.traits[who].argmax(axis=1), index
        )
        words += ["返乡知识青年", "退役军人", "致富能手"]
    if pool == "section_reserve":
        index = np.where(crowd.full_time[who] >= MASTER, len(words), index)
        words += ["全日制硕士以上按比例择优"]
    return told(words, index)


def _follow_up(rng, district: dict, crowd: Crowd, stays: pl.DataFrame) -> None:
    """Those who were used hold their new posts."""

    def came(pool: str, *outcomes: str | None) -> np.ndarray:
        return stays.filter(
            (pl.col("pool") == pool) & pl.col("outcome").is_in(outcomes, nulls_equal=True)
        )["who"].to_numpy()

    promoted = came("section_reserve", "promoted")
    deputies = promoted[crowd.level[promoted] == _DEPUTY]
    crowd.promote(rng, district, np.setdiff1d(promoted, deputies), "section_deputy")
    crowd.promote(rng, district, deputies, "section_head")
    crowd.promote(rng, district, came("village_committee", "elected"), "village_post", "“两委”委员")
    crowd.promote(rng, district, came("party_worker", None), "party_post")
    crowd.promote(rng, district, came("party_worker", "elected"), "party_post", "支部委员")


def step_frame(steps: pl.DataFrame, crowd: Crowd) -> pl.DataFrame:
    """Selection steps as records."""
    return steps.with_columns(person_id=crowd.ids.gather(steps["who"]))


def stay_frame(stays: pl.DataFrame, crowd: Crowd) -> pl.DataFrame:
    """Pool memberships as records."""
    return stays.with_columns(
        person_id=crowd.ids.gather(stays["who"]),
        entry_date=dates(stays["entry"]),
        exit_date=dates(stays["exit"]),
    )
