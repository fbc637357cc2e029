"""An invented district, written as the files an office would hand in."""

import tomllib
from importlib.resources import files
from pathlib import Path

import polars as pl

from ..errors import DemoWouldMix
from ..load import Report, load
from ..records import RECORD_TYPES, Field
from ..store import Store
from . import life, pools, stars, temper, train, use
from .mistakes import make_mistakes
from .people import make_people, person_frame
from .units import make_units

__all__ = ["load_demo", "write_demo"]


def write_demo(folder: Path, people: int = 20_000, seed: int = 2018) -> list[Path]:
    """Write a CSV for each record type that a district is invented of; the same size and seed give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, tables = [], _tables(people, seed)
    known = {table: kind for table, kind in RECORD_TYPES.items() if table in tables}
    for number, (table, kind) in enumerate(known.items(), 1):
        paths.append(folder / f"{number:02}-{kind.zh}.csv")
        fields = {
            name: field for name, field in kind.fields().items() if name in tables[table].columns
        }
        sheet = tables[table].select(_as_written(name, field) for name, field in fields.items())
        sheet.write_csv(paths[-1], include_bom=True, line_terminator="\r\n")
    return paths


def _as_written(name: str, field: Field) -> pl.Expr:
    """A column under its Chinese heading, codes as Chinese words, whole numbers without a point."""
    cell = pl.col(name)
    if field.kind == "label":
        words = {code: zh for code, (zh, *_) in field.labels.items()}
        cell = cell.replace_strict(words, default=cell, return_dtype=pl.String)
    elif field.kind == "flag":
        cell = pl.when(cell).then(pl.lit("是")).otherwise(pl.lit("否"))
    elif field.kind == "number":
        cell = cell.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")
    return cell.alias(field.zh)


def _tables(people: int, seed: int) -> dict[str, pl.DataFrame]:
    """Every table of the district, coded; some carry columns beside the record's that other tables ask for."""
    district = tomllib.loads(files(__name__).joinpath("district.toml").read_text("utf-8"))
    spec = district["people"]
    units = make_units(
        district, round(people * (spec["member_share"] + spec["probationary_share"])), seed
    )
    crowd = make_people(district, units, people, seed)
    steps, stays = pools.fill_pools(district, crowd, seed)
    courses = train.plan(district)
    tables = {
        "unit": units.frame,
        "person": person_frame(district, units, crowd, seed),
        "selection_step": pools.step_frame(steps, crowd),
        "pool_membership": pools.stay_frame(stays, crowd),
        "course": train.course_frame(courses),
        "enrolment": train.enrolment_frame(train.enrol(district, crowd, stays, courses, seed), courses, crowd),
        "activity": life.activity_frame(district, units, seed),
        "placement": temper.placement_frame(temper.place(district, units, crowd, stays, seed), units, crowd),
        "points_entry": stars.points_frame(district, crowd, stays, seed),
        "assessment": temper.assessment_frame(district, crowd, stays, seed),
        "vacancy": use.vacancy_frame(district, units, crowd, stays, seed),
        "case": use.case_frame(district, units, crowd, seed),
    }  # fmt: skip
    ratings, scores = stars.rate(district, units, crowd, seed)
    for name, frame in (("star_rating", ratings), ("rating_score", scores)):
        tables[name] = frame.with_columns(person_id=crowd.ids.gather(frame["who"]))
    tables["project"] = use.project_frame(district, units, people, use.tally(units, crowd, tables))
    make_mistakes(tables, seed)
    return tables


def load_demo(
    store: Store, folder: Path, people: int = 20_000, seed: int = 2018, *, progress: bool = False
) -> Report:
    """Write the demo district's files into `folder` and load them like any others, in place of an earlier demo.

    Raises DemoWouldMix where the store holds records from any other file.
    """
    strangers = [
        file for file in store.info()["files"] if Path(file).resolve().parent != folder.resolve()
    ]
    if strangers:
        raise DemoWouldMix(store.path, len(strangers))
    store.clear()
    write_demo(folder, people, seed)
    return load(store, [folder], progress=progress)
