"""The training plans of five years, and who took part."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from .draw import NEVER, between, chance, dates, day, ids, some, stream, told, weighted
from .people import LEVELS, Crowd
from .units import SECTORS

SCALE = 20_000  # the size of district the plan is made for
# Shares of an ended class, of one under way, and of one to come.
ENDED = {"completed": 0.85, "leave": 0.05, "absent": 0.035, "withdrawn": 0.03, "failed": 0.035}
UNDER_WAY = {"in_progress": 0.5, "completed": 0.28, "enrolled": 0.2, "withdrawn": 0.02}
AGAIN = {"enrolled": 0.4, "in_progress": 0.45, "absent": 0.15}
STATUSES = ["enrolled", "in_progress", "completed", "leave", "absent", "withdrawn", "failed"]
_ENROLLED, _IN_PROGRESS, _COMPLETED, _LEAVE, _ABSENT, _WITHDRAWN, _FAILED = range(7)


def plan(district: dict) -> list[dict]:
    """Every class of every year: the record's columns, `start` and `end` as days, whom it is for."""
    training, courses = district["training"], []
    for year, share in training["share_of_2018"].items():
        theme = training["themes"][year]
        for kind in training["class"]:
            starts = kind.get("starts") or kind["by_town"]
            for turn, start in enumerate(starts):
                first = _working_days(date.fromisoformat(f"{year}-{start}"), kind.get("days", 1))
                last = (
                    date.fromisoformat(f"{year}-{kind['ends']}")
                    if "ends" in kind
                    else first + timedelta(kind["days"] - 1)
                )
                part = _part(district, kind, turn, len(starts))
                courses.append({
                    "title": f"{year}年{kind['title'].format(theme=theme)}{part}", "audience": kind["audience"],
                    "theme": kind["subject"].format(theme=theme), "kind": kind["kind"],
                    "mode": "online" if "ends" in kind else "offline",
                    "planned_persontimes": round(kind["planned"] * share),
                    "hours": kind.get("hours") or kind["days"] * training["per_day"], "mandatory": kind["mandatory"],
                    "start": day(first.isoformat()), "end": day(last.isoformat()), "year": int(year),
                    "town": turn if "by_town" in kind else None, "sector": kind.get("sector"),
                })  # fmt: skip
    return courses


def _working_days(first: date, days: int) -> date:
    """The day itself, or the next Monday where a weekend would fall into the class."""
    return first + timedelta(7 - first.weekday() if first.weekday() + days > 5 else 0)


def _part(district: dict, kind: dict, turn: int, turns: int) -> str:
    if "by_town" in kind:
        return f"（{district['towns'][turn]['name']}）"
    return f"（第{'一二三四五六'[turn]}期）" if turns > 1 else ""


def course_frame(courses: list[dict]) -> pl.DataFrame:
    """The plan as records."""
    frame = pl.DataFrame(courses)
    return frame.with_columns(
        course_id=ids("C", len(courses)),
        start_date=dates(frame["start"].to_numpy()),
        end_date=dates(frame["end"].to_numpy()),
    )


def enrol(
    district: dict, crowd: Crowd, stays: pl.DataFrame, courses: list[dict], seed: int
) -> pl.DataFrame:
    """First attempts at every class, then those who had to or wanted to try again."""
    rng, today = stream(seed, 5), day(district["as_of"])
    eager = rng.gamma(1.5, 1.0, len(crowd.ids)) * np.exp(crowd.merit / 3)
    scale = district["training"]["turnout"] * len(crowd.ids) / SCALE
    terms = _terms(crowd, stays)
    takers, number = [], []
    for index, course in enumerate(courses):
        # Lists for classes more than a quarter ahead are not open yet; those for nearer ones fill up.
        ahead = np.clip((course["start"] - today) / 100, 0, 1)
        count = max(1, round(course["planned_persontimes"] * scale * (1 - ahead)))
        if ahead < 1:
            fit = np.flatnonzero(_eligible(course, crowd, terms))
            takers.append(some(rng, fit, count, eager[fit]))
            number.append(np.full(len(takers[-1]), index))
    who, course = np.concatenate(takers), np.concatenate(number)
    first = _attempts(rng, crowd, courses, who, course, 1, today)
    return pl.concat([first, _again(rng, crowd, courses, first, today)])


def _terms(crowd: Crowd, stays: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """From when and until when each person was or will be an applicant, as far as is known."""
    joined = crowd.party_day != NEVER
    start, stop = (
        np.where(joined, crowd.party_day - 900, -NEVER),
        np.where(joined, crowd.party_day, -NEVER),
    )
    pool = stays.filter(pl.col("pool") == "party_applicant")
    who, out = pool["who"].to_numpy(), pool["exit"].to_numpy()
    start[who] = pool["entry"].to_numpy()
    gone = (out != NEVER) & ~joined[who]
    # Development targets stay on the way; those who left are off it.
    stop[who[gone]] = np.where(pool["outcome"].eq_missing("left").to_numpy(), out, -NEVER)[gone]
    return start, stop


def _eligible(course: dict, crowd: Crowd, terms) -> np.ndarray:
    at, (start, stop) = course["start"], terms
    adult = crowd.birth < at - 18.1 * 365.25
    match course["audience"]:
        case "section_cadre":
            fit = np.isin(
                crowd.level, [LEVELS.index("section_head"), LEVELS.index("section_deputy")]
            )
        case "village_cadre":
            fit = crowd.level == LEVELS.index("village_post")
        case "party_member":
            fit = (crowd.party_day != NEVER) & (crowd.party_day < at)
        case "applicant":
            fit = (start < at) & (at < stop - 100)
        case "development_target":
            fit = (start < at - 365) & (at < stop)
        case _:
            party = np.isin(crowd.level, [LEVELS.index("party_post"), LEVELS.index("village_post")])
            fit = party | (course["kind"] == "竞赛") & (crowd.birth > at - 45 * 365.25)
    if course["town"] is not None:
        fit &= crowd.town == course["town"]
    if course["sector"]:
        fit &= crowd.sector == SECTORS.index(course["sector"])
    return fit & adult


def _attempts(
    rng, crowd: Crowd, courses, who, course, attempt: int, today: int, shares=None, since=None
) -> pl.DataFrame:
    """Attempts with all that follows from their status; `since` = the day before which none can have begun."""
    n = len(who)
    start, end, hours = (
        np.array([each[key] for each in courses])[course] for key in ("start", "end", "hours")
    )
    online = np.array([each["mode"] == "online" for each in courses])[course]
    status = _statuses(rng, n, start, end, today, shares)
    begin, stop = (
        (start, np.minimum(end, today)) if since is None else (since, np.minimum(since + 60, today))
    )
    somewhere = between(rng, begin, stop, n)
    done = status == _COMPLETED
    completed = np.where(
        done | (status == _FAILED),
        somewhere if since is not None else np.where(online, somewhere, stop),
        NEVER,
    )
    part = np.select([done | (status == _FAILED), status == _LEAVE, np.isin(status, [_IN_PROGRESS, _WITHDRAWN])],
                     [1.0, rng.uniform(0, 0.85, n), rng.uniform(0.05, 0.8, n)], 0)  # fmt: skip
    mark = np.select(
        [done, status == _FAILED],
        [82 + 4 * crowd.merit[who] + rng.normal(0, 6, n), rng.uniform(35, 59.9, n)],
        -1,
    )
    mark = np.where(done, np.clip(mark, 60, 100), mark)
    before = (
        np.minimum(start - rng.integers(3, 26, n), today - rng.integers(0, 10, n))
        if since is None
        else since
    )
    return pl.DataFrame({
        "who": who, "course": course, "attempt": np.full(n, attempt), "status": told(STATUSES, status),
        "grade": told(["fail", "pass", "distinction"], np.select([status == _FAILED, mark >= 90, done], [0, 2, 1], -1)),
        "hours_done": pl.Series(np.round(part * hours * 2) / 2).set(pl.Series(status == _ENROLLED), None),
        "score": pl.Series(np.round(mark, 1)).set(pl.Series(mark < 0), None),
        "enrolled_date": dates(before), "completed_date": dates(np.where(done, completed, NEVER)),
        "withdrawn_date": dates(np.where(status == _WITHDRAWN, somewhere, NEVER)),
        "last": np.where(done | (status == _FAILED), completed, NEVER),
    })  # fmt: skip


def _statuses(rng, n: int, start, end, today: int, shares: dict | None) -> np.ndarray:
    def drawn(shares: dict) -> np.ndarray:
        return np.array([STATUSES.index(name) for name in shares])[
            weighted(rng, shares.values(), n)
        ]

    if shares:
        return drawn(shares)
    return np.select(
        [start > today, end > today], [np.full(n, _ENROLLED), drawn(UNDER_WAY)], drawn(ENDED)
    )


def _again(rng, crowd: Crowd, courses, first: pl.DataFrame, today: int) -> pl.DataFrame:
    """Second attempts: some who failed make it, and some who had completed start once more and stop."""
    rows = []
    for status, share, shares, back in (
        ("failed", 0.4, {"completed": 1.0}, -NEVER),
        ("completed", 0.06, AGAIN, 400),
    ):
        tried = first.filter(
            (pl.col("status") == status) & pl.col("last").is_between(today - back, today - 20)
        )
        tried = tried.filter(pl.Series(chance(rng, share, len(tried)), dtype=pl.Boolean))
        since = between(
            rng,
            tried["last"].to_numpy() + 5,
            np.minimum(tried["last"].to_numpy() + 90, today - 5),
            len(tried),
        )
        rows.append(
            _attempts(
                rng,
                crowd,
                courses,
                tried["who"].to_numpy(),
                tried["course"].to_numpy(),
                2,
                today,
                shares,
                since,
            )
        )
    return pl.concat(rows)


def enrolment_frame(enrolments: pl.DataFrame, courses: list[dict], crowd: Crowd) -> pl.DataFrame:
    """Enrolments as records."""
    return enrolments.with_columns(
        person_id=crowd.ids.gather(enrolments["who"]),
        course_id=ids("C", len(courses)).gather(enrolments["course"]),
    )
