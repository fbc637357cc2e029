"""The rollups of enrolments from frames: what the .sql files of their names say, for a first load of millions.

The .sql files are what holds, and tests/test_rollups.py compares the two. Words become small numbers and the columns of
a key one number, which is sorted: groups of millions of rows in a tenth of the time that texts take.
"""

import polars as pl

from ..records import RECORD_TYPES

STATUS = [
    "completed",
    "in_progress",
    "enrolled",
    "failed",
    "leave",
    "absent",
    "withdrawn",
]  # best first
DONE, LEAVE, IDLE = STATUS.index("completed"), STATUS.index("leave"), [STATUS.index(s) for s in ("enrolled", "absent")]  # fmt: skip
PEOPLE = {"person_id": pl.String, "unit_id": pl.String, "kind": pl.Int64}
COURSES = {"course_id": pl.String, "start_date": pl.String, "end_date": pl.String, "hours": pl.Float64, "mode": pl.String, "audience": pl.String}  # fmt: skip
Words = dict[str, pl.Series]


def of_training(
    rows: pl.DataFrame, people: pl.DataFrame, courses: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The rows of each such rollup by its name.

    rows: all enrolments, in order of their key. people: as PEOPLE, at least those enrolled. courses: as COURSES, ISO dates.
    """
    person = rows["person_id"].rle_id().cast(pl.Int64)
    enrolled = rows["person_id"].filter(person.diff().fill_null(1) != 0)
    people = enrolled.to_frame().join(people, on="person_id", how="left", maintain_order="left")
    year = pl.col("start_date").str.slice(0, 4).fill_null("")
    courses = courses.with_columns(pl.col("audience").fill_null("other"), year=year)
    words = {
        "person_id": enrolled,
        "course_id": courses["course_id"],
        "status": pl.Series(STATUS),
        "unit_id": people["unit_id"].unique().sort(),
        "kind": people["kind"].unique().sort(),
        "year": pl.concat([pl.Series(["all"]), courses["year"].unique().sort()]),
        "audience": pl.concat([pl.Series([""]), courses["audience"].unique().sort()]),
    }
    people = people.select(_codes("unit_id", words), _codes("kind", words))
    one = _coded(rows.with_columns(person_id=person), people, courses, words)
    filled = _filled(rows, people["unit_id"].gather(person), words)
    return dict(_made(one, people, words)) | {"filled_enrolment": filled}


def _codes(name: str, words: Words) -> pl.Expr:
    """The place of each word among all of its column."""
    names = words[name].cast(pl.String)
    return pl.col(name).cast(pl.String).cast(pl.Enum(names)).to_physical().cast(pl.Int64)


def _coded(
    rows: pl.DataFrame, people: pl.DataFrame, courses: pl.DataFrame, words: Words
) -> pl.DataFrame:
    """Enrolments with what counts of their person and course beside them, and whether each is the best attempt."""
    days = pl.col("start_date", "end_date").str.to_date("%Y-%m-%d")
    courses = courses.select(
        _codes("year", words), _codes("audience", words), days, "hours", online=pl.col("mode").eq_missing(pl.lit("online"))
    )  # fmt: skip
    one = rows.select(
        "person_id", "attempt", "hours_done", "completed_date", _codes("course_id", words), _codes("status", words)
    )  # fmt: skip
    beside = [people[one["person_id"]], courses[one["course_id"]]]
    one = pl.concat([one, *beside], how="horizontal")
    on = pl.coalesce("completed_date", "end_date", "start_date")
    return one.with_columns(on=on, best=_best(one))


def _best(one: pl.DataFrame) -> pl.Series:
    both = one.select(
        pair=pl.col("person_id") * (one["course_id"].max() + 1) + pl.col("course_id"),
        place=pl.col("status") * 2**40 + pl.col("attempt"),
    ).with_row_index("row")
    again = both["pair"].filter(one["attempt"] > 1).unique()
    several = both.filter(pl.col("pair").is_in(again.implode()))
    lesser = several.filter(pl.col("place") > pl.col("place").min().over("pair"))["row"]
    return pl.repeat(True, len(one), eager=True).scatter(lesser, False)


def _made(one: pl.DataFrame, people: pl.DataFrame, words: Words):
    best, many = one.filter("best"), {"persontimes": pl.len()}
    yield "course_count", _sums(best, ["course_id", "unit_id", "status"], words, **many)
    done = best.filter(pl.col("status") == DONE)
    month, words["month"] = _period(done["on"], "1mo", 7)
    done = done.with_columns(month=month)
    yield "completion_month", _sums(done, ["year", "month", "unit_id", "audience"], words, **many)
    leave = best.filter(pl.col("status") == LEAVE, pl.col("hours") > 0, ~pl.col("online"))
    missed = (1 - pl.col("hours_done").fill_null(0) / pl.col("hours")).clip(0)
    leave = leave.group_by("course_id", "unit_id", missed=missed).agg(**many)
    yield "course_leave", _told(leave, words)
    completed = (pl.col("status") == DONE).sum()
    each = _grouped(
        best, ["year", "audience", "person_id"], words, courses=pl.len(), completed=completed
    )
    yield "person_training", _told(each, words)
    yield "training_reach", _reach(each, people, words)
    hours = _hours(one.filter(~pl.col("status").is_in(IDLE)), words)
    yield "person_hours", hours
    yield "hours_year", hours.group_by("year").agg(rows=pl.len())
    days = one.select(day=pl.col("completed_date")).drop_nulls()
    yield "completed_day", days.group_by("day").agg(enrolments=pl.len())


def _filled(rows: pl.DataFrame, units: pl.Series, words: Words) -> pl.DataFrame:
    fields = RECORD_TYPES["enrolment"].optional()
    told = (
        rows.select(units, pl.lit(1).alias("rows"), pl.col(fields).is_not_null())
        .group_by("unit_id")
        .sum()
    )
    told = told.unpivot(
        fields, index=["unit_id", "rows"], variable_name="field", value_name="filled"
    )
    return _told(told, words)


def _reach(each: pl.DataFrame, people: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Persons, each once: in a year at a level, in a year at any level (''), and both in 'all' years."""
    each = each.select("year", "audience", "person_id", completed=pl.col("completed") > 0)
    any_level, any_year = (pl.lit(0, dtype=pl.Int64).alias(name) for name in ("audience", "year"))
    keys, once = ["year", "audience", "person_id"], {"completed": pl.col("completed").any()}
    each = pl.concat([each, _grouped(each.with_columns(any_level), keys, words, **once)])
    each = pl.concat([each, _grouped(each.with_columns(any_year), keys, words, **once)])
    each = pl.concat([each, people[each["person_id"]]], how="horizontal")
    counts = {"persons": pl.len(), "completed": pl.col("completed").sum()}
    return _sums(each, ["year", "audience", "unit_id", "kind"], words, **counts)


def _hours(taken: pl.DataFrame, words: Words) -> pl.DataFrame:
    done, best, hours = pl.col("status") == DONE, pl.col("best"), pl.col("hours")
    unknown = done & pl.col("hours_done").is_null() & hours.is_null() & ~pl.col("online")
    days = (pl.coalesce("end_date", "start_date") - pl.col("start_date")).dt.total_days() + 1.0
    took = pl.col("hours_done").fill_null(pl.when(done).then(hours).otherwise(0.0)).fill_null(0.0)
    days = pl.when(unknown).then(days).otherwise(0.0).fill_null(0.0)
    missed = (hours - pl.col("hours_done").fill_null(0)).clip(0)
    year, years = _period(taken["on"], "1y", 4)
    words = words | {"year": years, "online": pl.Series([0, 1])}
    taken = taken.select(
        "person_id", "status", pl.col("online").cast(pl.Int64), year=year,
        hours=took * best, again=took * ~best, days=days * best, days_again=days * ~best,
        missed=pl.when(best & (pl.col("status") == LEAVE)).then(missed).otherwise(0.0).fill_null(0.0),
    )  # fmt: skip
    sums = {n: pl.col(n).sum() for n in ("hours", "again", "days", "days_again", "missed")}
    return _sums(taken, ["person_id", "year", "status", "online"], words, **sums)


def _period(days: pl.Series, every: str, length: int) -> tuple[pl.Series, pl.Series]:
    """The place of each day's month or year among all, and these as text, '' for no day first."""
    first = days.dt.truncate(every)
    known = first.unique().drop_nulls().sort()
    place = first.replace_strict(known, range(1, len(known) + 1), default=0, return_dtype=pl.Int64)
    return place, pl.concat([pl.Series([""]), known.cast(pl.String).str.slice(0, length)])


def _sums(rows: pl.DataFrame, keys: list[str], words: Words, **sums: pl.Expr) -> pl.DataFrame:
    return _told(_grouped(rows, keys, words, **sums), words)


def _grouped(rows: pl.DataFrame, keys: list[str], words: Words, **sums: pl.Expr) -> pl.DataFrame:
    """Sums over the groups of some coded columns, in order of these."""
    key = pl.lit(0, dtype=pl.Int64)
    for name in keys:
        key = key * len(words[name]) + pl.col(name)
    summed = {name for each in sums.values() for name in each.meta.root_names()}
    rows = rows.select(key.alias("key"), *summed).sort("key")
    found = rows.group_by("key", maintain_order=True).agg(**sums)
    for name in reversed(keys):
        size = len(words[name])
        found = found.with_columns((pl.col("key") % size).alias(name), key=pl.col("key") // size)
    return found.select(*keys, *sums)


def _told(found: pl.DataFrame, words: Words) -> pl.DataFrame:
    """The groups with words again in place of their codes."""
    coded = [name for name in found.columns if name in words]
    return found.with_columns(words[name].gather(found[name]).alias(name) for name in coded)
