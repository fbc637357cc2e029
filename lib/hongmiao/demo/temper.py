"""Hard posts: first secretaries of villages and secondments, out of the section-level reserve, and their assessment."""

import numpy as np
import polars as pl

from .draw import NEVER, between, chance, dates, day, rank, stream, told
from .people import MEMBER, Crowd
from .units import Units

GRADES = ["basic", "competent", "excellent"]
THEMES = ["urbanisation", "four_areas", "air", "petitions"]
_HOSTS = {
    "air": "区环境保护局",
    "petitions": "区信访局",
}  # the other themes are at home in towns and streets
_VACANT = 2  # villages without a first secretary, as there always are


def place(
    district: dict, units: Units, crowd: Crowd, stays: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """All postings, with `who`, `unit`, `start` and `end` as numbers; nobody is in two places at once."""
    rng, today = stream(seed, 9), day(district["as_of"])
    reserve = stays.filter(pl.col("pool") == "section_reserve").sort("entry", "who")
    secretaries = _first_secretaries(rng, units, crowd, reserve, today)
    seconded = _secondments(rng, units, crowd, reserve, today)
    begin = np.full(len(crowd.ids), -NEVER)
    begin[secretaries["who"]] = secretaries["start"]
    before = (seconded["end"] != NEVER) & (seconded["end"] < begin[seconded["who"]] - 5)
    free = seconded.filter(before | pl.Series(begin[seconded["who"]] == -NEVER))
    return pl.concat([secretaries, free]).sort("start", "who", maintain_order=True)


def _first_secretaries(
    rng, units: Units, crowd: Crowd, reserve: pl.DataFrame, today: int
) -> pl.DataFrame:
    """One a village but for two; the first of them has come back already and another went in his place."""
    fit = reserve.filter(
        pl.Series(
            (crowd.standing == MEMBER) & (crowd.age(today) < 45) & (crowd.party_day < today - 1200)
        ).gather(reserve["who"])
        & (pl.col("outcome").fill_null("") != "left")
        & (pl.col("entry") < today - 90)
    )
    villages = rng.permutation(units.of("village"))
    posts = len(villages) - _VACANT + 1
    who, entry = fit["who"].to_numpy()[:posts], fit["entry"].to_numpy()[:posts]
    start = between(rng, np.maximum(entry + 10, day("2017-08-15")), today - 70, len(who))
    end, at = np.full(len(who), NEVER), np.arange(len(who))
    if len(who) > 1:
        start[0] = max(entry[0] + 10, day("2017-08-15"))
        if (back := start[0] + 195) < today - 30 and entry[-1] + 10 < today:
            end[0], at[-1], start[-1] = back, 0, max(back + 6, entry[-1] + 10)
    return _postings(crowd, who, villages[at], start, end, "first_secretary", np.full(len(who), -1))


def _secondments(
    rng, units: Units, crowd: Crowd, reserve: pl.DataFrame, today: int
) -> pl.DataFrame:
    who, entry, out = (reserve[name].to_numpy() for name in ("who", "entry", "exit"))
    n = len(who)
    start = entry + between(rng, 15, 150, n)
    stop = np.minimum(start + between(rng, 170, 365, n), np.where(out == NEVER, -NEVER, out))
    theme = rng.integers(0, len(THEMES), n)
    towns, names = units.of("town", "street"), units.frame["name"].to_list()
    host = towns[rng.integers(0, len(towns), n)]
    for name, organ in _HOSTS.items():
        host[theme == THEMES.index(name)] = names.index(organ)
    go = chance(rng, 0.55, n) & (start < today) & (stop - start > 60)
    end = np.where(stop <= today, stop, NEVER)
    return _postings(crowd, who[go], host[go], start[go], end[go], "secondment", theme[go])


def _postings(crowd: Crowd, who, unit, start, end, kind: str, theme) -> pl.DataFrame:
    grade = np.digitize(rank(crowd.merit[who]), [0.08, 0.75])
    return pl.DataFrame({
        "who": who, "unit": unit, "start": start, "end": end, "kind": pl.Series([kind] * len(who), dtype=pl.String),
        "theme": told(THEMES, theme), "grade": told(GRADES, np.where(end == NEVER, -1, grade)),
    })  # fmt: skip


def placement_frame(placements: pl.DataFrame, units: Units, crowd: Crowd) -> pl.DataFrame:
    """Placements as records."""
    return placements.with_columns(
        person_id=crowd.ids.gather(placements["who"]), unit_id=units.frame["unit_id"].gather(placements["unit"]),
        start_date=dates(placements["start"]), end_date=dates(placements["end"]),
    )  # fmt: skip


def assessment_frame(district: dict, crowd: Crowd, stays: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Each quarter's indicators of everyone who was in the reserve the whole quarter."""
    rng, rows = stream(seed, 10), []
    for period, first, last in (
        ("2018Q1", "2018-01-01", "2018-03-31"),
        ("2018Q2", "2018-04-01", "2018-06-30"),
    ):
        here = stays.filter(
            (pl.col("pool") == "section_reserve") & (pl.col("entry") < day(first))
            & ((pl.col("exit") == NEVER) | (pl.col("exit") > day(last)))
        )["who"].to_numpy()  # fmt: skip
        for each in district["assessment"]:
            reach = 0.93 + 0.07 * crowd.merit[here] + rng.normal(0, 0.12, len(here))
            actual = np.clip(np.rint(each["target"] * reach), 0, 100).astype(int)
            rows.append(pl.DataFrame({
                "person_id": crowd.ids.gather(here), "actual": actual,
                "score": np.round(np.minimum(actual / each["target"], 1) * 100, 1),
            }).with_columns(period=pl.lit(period), **{k: pl.lit(each[k]) for k in ("indicator", "weight", "target", "rater")}))  # fmt: skip
    frame = pl.concat(rows).sort("period", "person_id", maintain_order=True)
    return _unfinished(frame, stream(seed, 22))


def _unfinished(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The latest period is still coming in: some scores are missing, and a few weights were mistyped."""
    late, odd = (pl.Series(chance(rng, share, len(frame)), dtype=pl.Boolean) for share in (0.1, 0.03))  # fmt: skip
    last, what = pl.col("period") == pl.col("period").max(), pl.col("indicator")
    waiting = last & ((what == "群众满意度") & late | (what == "信访事项办结") & odd)
    mistyped = last & (what == "重点项目推进") & odd
    return frame.with_columns(
        pl.when(~waiting).then(pl.col("actual", "score")),
        weight=pl.when(mistyped).then(pl.lit(25, frame["weight"].dtype)).otherwise(pl.col("weight")),
    )  # fmt: skip
