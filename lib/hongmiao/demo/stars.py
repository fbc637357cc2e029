"""Posts, duties and stars of Party members, the raters' scores, and the red accounts."""

import numpy as np
import polars as pl

from ..records.points_entry import EFFECTS
from .draw import NEVER, between, chance, dates, day, ids, stream, told, weighted
from .people import MEMBER, Crowd
from .units import Units

_RATED, _UNRATED, _EXEMPT, _NOT_ELIGIBLE = range(4)


def rate(
    district: dict, units: Units, crowd: Crowd, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ratings of every period, and the scores behind the last: persons persist, branches are lenient or strict."""
    rng, today = stream(seed, 6), day(district["as_of"])
    members = np.flatnonzero(crowd.party_day != NEVER)
    n, spec = len(members), district["stars"]
    exempt = chance(rng, np.where(crowd.age(today)[members] > 72, 0.6, 0.018), n)
    leaning = rng.normal(0, 0.1, len(units.kind))
    # A few branches are clearly lenient or strict.
    leaning += np.array([0, 1.0, -0.9])[weighted(rng, [0.95, 0.03, 0.02], len(leaning))]
    usual = (
        3.35 + 0.85 * crowd.merit[members] + rng.normal(0, 0.4, n) + leaning[crowd.home[members]]
    )
    post = rng.integers(0, len(spec["posts"]), n)
    ratings, latent = [], usual
    for begin in map(day, spec["periods"].values()):
        here = crowd.party_day[members] < begin
        eligible = crowd.party_day[members] + 366 <= begin
        latent = usual + rng.normal(0, 0.5, n)
        status = np.select(
            [~eligible, exempt, chance(rng, 0.04, n)], [_NOT_ELIGIBLE, _EXEMPT, _UNRATED], _RATED
        )
        stars = np.where(status == _RATED, np.clip(np.rint(latent), 1, 5), 0).astype(int)
        ratings.append(_period(rng, spec, len(ratings), members, status, stars, post).filter(here))
    scores = _scores(rng, spec, members, latent, status == _RATED)
    return pl.concat(ratings), scores


def _period(rng, spec: dict, number: int, members, status, stars, post) -> pl.DataFrame:
    n, rated = len(members), status == _RATED
    post = np.where(rated | (status == _UNRATED), post, -1)
    words = [*spec["praise"], *spec["remedy"]]
    praised, warned = (stars == 5) & chance(rng, 0.8, n), (stars <= 2) & rated & chance(rng, 0.7, n)
    reward = np.select(
        [praised, warned], [rng.integers(0, 3, n), 3 + rng.integers(0, 2, n) + (stars == 1)], -1
    )
    return pl.DataFrame({
        "who": members, "period": pl.Series([list(spec["periods"])[number]] * n, dtype=pl.String),
        "post": told(list(spec["posts"]), post), "duty": told(list(spec["posts"].values()), post),
        "status": told(["rated", "unrated", "exempt", "not_eligible"], status),
        "stars": pl.Series(stars).set(pl.Series(~rated), None), "reward": told(words, reward),
    })  # fmt: skip


def _scores(rng, spec: dict, members, latent, rated) -> pl.DataFrame:
    rows = []
    for bias, rater in zip((5, 2, 0), spec["raters"], strict=True):
        score = np.clip(58 + 8 * latent + bias + rng.normal(0, 3, len(members)), 20, 100)
        rows.append(
            pl.DataFrame(
                {"who": members, "rater": [rater] * len(members), "score": np.round(score, 1)}
            ).filter(rated)
        )
    last = list(spec["periods"])[-1]
    return pl.concat(rows).with_columns(period=pl.lit(last)).sort("who", maintain_order=True)


def points_frame(district: dict, crowd: Crowd, stays: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The first half-year's bookings: some give much of their time, many give none."""
    rng, today, spec = stream(seed, 7), day(district["as_of"]), district["points"]
    n = len(crowd.ids)
    willing = (
        rng.gamma(0.6, 1.0, n)
        * np.exp(crowd.merit / 2)
        * np.where(crowd.standing == MEMBER, 3.0, 0.4)
    )
    who = np.repeat(np.arange(n), rng.poisson(willing))
    activity, times = rng.integers(0, len(spec["base"]), len(who)), 1 + rng.poisson(0.3, len(who))
    effect = weighted(rng, [0.3, 0.4, 0.27, 0.03], len(who))
    worth = (
        np.array(list(spec["base"].values()))[activity]
        * np.array([spec["effect"][name] for name in EFFECTS])[effect]
    )
    order = np.argsort(when := between(rng, day("2018-01-02"), today, len(who)), kind="stable")
    frame = pl.DataFrame({
        "person_id": crowd.ids.gather(who), "activity_date": dates(when), "activity": told(list(spec["base"]), activity),
        "times": times, "effect": told(list(EFFECTS), effect), "points": np.round(worth * times, 1),
    })  # fmt: skip
    frame = pl.concat([frame[order], _deducted(spec, crowd, stays, seed, today)])
    return frame.with_columns(entry_id=ids("R", len(frame)))


def _deducted(spec: dict, crowd: Crowd, stays: pl.DataFrame, seed: int, today: int) -> pl.DataFrame:
    """What a few members and applicants lost points for, some of them again and again; they stand behind the rest."""
    rng, n = stream(seed, 17), len(crowd.ids)
    within = crowd.standing == MEMBER
    within[
        stays.filter((pl.col("pool") == "party_applicant") & (pl.col("exit") == NEVER))["who"]
    ] = True
    careless = np.where(within, rng.gamma(0.03, 2.5, n), 0)
    who = np.repeat(np.arange(n), rng.poisson(careless))
    lost = rng.integers(0, len(spec["deducted"]), len(who))
    when = np.sort(between(rng, day("2018-01-02"), today, len(who)))
    return pl.DataFrame({
        "person_id": crowd.ids.gather(who), "activity_date": dates(when), "activity": told(list(spec["deducted"]), lost),
        "times": np.ones(len(who), int), "effect": told([], np.full(len(who), -1)),
        "points": -np.array(list(spec["deducted"].values()), float)[lost],
    })  # fmt: skip
