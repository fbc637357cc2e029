"""Counts of a unit summed over all that lies under it, so that a chart of the whole district reads few rows."""

import re

from ..shelf import SqlFile

SUMS = {
    "account_count": "persons total",
    "account_idle": "persons",
    "activity_count": "activities late attended present expected unmarked",
    "assessment_count": "persons total",
    "assessment_mark": "marks targeted reached total lightest heaviest",
    "candidate_count": "persons entered failed excepted",
    "case_count": "cases",
    "completion_month": "persontimes",
    "course_count": "persontimes",
    "course_leave": "persontimes",
    "exit_count": "stays",
    "kind_count": "persons",
    "person_count": "persons members",
    "points_count": "entries times points",
    "pool_flow": "stays",
    "pool_stock": "persons",
    "pool_time": "stays",
    "rater_gap": "persons gap",
    "star_count": "persons rewarded",
    "star_move": "persons",
    "step_count": "persons",
    "step_days": "persons",
    "training_count": "persontimes",
    "training_reach": "persons completed",
}
"""The rollups that count by unit, and of each the columns that add up."""
_ADDED = {"lightest": "min", "heaviest": "max"}  # what does not add up
_COLUMN = re.compile(r"(\w+) ((?:TEXT|INTEGER|REAL)(?: NOT NULL)?)")


def under_books(books: dict[str, SqlFile]) -> dict[str, SqlFile]:
    """star_under of star_count, and its like: the same columns, with `part_id` of unit_part in place of `unit_id`."""
    sums = SUMS | {name: "rows filled" for name in books if name.startswith("filled_")}
    return {under(name): _under(books[name], told) for name, told in sums.items()}


def _under(book: SqlFile, sums: str) -> SqlFile:
    name = under(book.name)
    told = re.search(rf"CREATE TABLE {book.name} \((.*?)\)\s+STRICT", book.sql, re.S)
    columns = dict(_COLUMN.findall(told[1].partition("PRIMARY KEY (")[0]))
    keys = [column for column in columns if column not in ("unit_id", *sums.split())]
    made = ", ".join(f"{column} {columns[column]}" for column in (*keys, *sums.split()))
    added = ", ".join(
        f"{_ADDED.get(column, 'sum')}({column}) AS {column}" for column in sums.split()
    )
    kept, listed = ", ".join(["", *keys]), ", ".join([*keys, *sums.split()])
    # Most units have nothing below them, so that the units above them are few, and what is summed twice is little.
    sql = f"""DROP TABLE IF EXISTS {name};
CREATE TABLE {name} (part_id TEXT NOT NULL, {made}) STRICT;
INSERT INTO {name} SELECT part_id, {listed} FROM {book.name} JOIN unit_own USING (unit_id);
INSERT INTO {name}
WITH summed AS MATERIALIZED (
  SELECT lowest_id{kept}, {added} FROM {book.name} JOIN unit_own USING (unit_id) GROUP BY lowest_id{kept}
)
SELECT part_id{kept}, {added} FROM summed JOIN unit_above ON unit_id = lowest_id GROUP BY part_id{kept};
CREATE INDEX {name}_part ON {name} ({", ".join(["part_id", *keys[:1]])});
"""
    about = f"What {book.name} counts, summed over each part of unit_part: a unit with all that lies under it, or its own people."
    reads = " ".join(dict.fromkeys([*book.header["reads"].split(), "unit"]))
    return SqlFile(name, sql, about, {"reads": reads, "after": f"{book.name} unit_part"})


def under(name: str) -> str:
    """What the sums of a rollup are called."""
    return f"{name.removesuffix('_count')}_under"
