"""How far the fields of the records are filled: a small table for each record type, read off its fields."""

from collections.abc import Iterable, Iterator

from ..records import RECORD_TYPES, Record
from ..shelf import SqlFile


def filled_books() -> dict[str, SqlFile]:
    """filled_person and its like."""
    books = [_table(table, kind) for table, kind in RECORD_TYPES.items() if kind.optional()]
    return {book.name: book for book in books}


def filled_views(books: Iterable[str]) -> Iterator[SqlFile]:
    """The views over all of them: field_filled, and field_under, which has them by the parts that charts compare."""
    tables = [name.removeprefix("filled_") for name in books if name.startswith("filled_")]
    tables = [name for name in tables if not name.endswith("_under")]
    about = "How many rows of each record type, unit and field there are, and in how many the field is filled"
    yield _view("field_filled", tables, "filled_{0}", about + ".")
    yield _view("field_under", tables, "unit_part JOIN filled_{0}_under USING (part_id)", about + ", by the parts of a unit.", "unit_part")  # fmt: skip


def _view(name: str, tables: list[str], of: str, about: str, *after: str) -> SqlFile:
    parts = [f"SELECT '{table}' AS record_type, * FROM {of.format(table)}" for table in tables]
    sql = f"DROP VIEW IF EXISTS {name};\nCREATE VIEW {name} AS\n" + "\nUNION ALL ".join(parts)
    names = [word for table in tables for word in of.format(table).split() if table in word]
    return SqlFile(name, f"{sql};\n", about, {"reads": "unit", "after": " ".join([*names, *after])})


def _table(table: str, kind: type[Record]) -> SqlFile:
    """Rows counted person by person first, where they are of people: a load of millions has many rows a person."""
    name, fields, references = f"filled_{table}", kind.optional(), kind.references()
    people = [column for column, to in references.items() if to == "person"]
    units = ["unit_id"] if table == "unit" else [c for c, to in references.items() if to == "unit"]
    keys = [*people[:1], *units[:1]]
    listed = ", ".join(keys)
    counts = ", ".join(["count(*) AS n", *(f"count([{f}]) AS [n_{f}]" for f in fields)])
    grouped = f"SELECT {', '.join([*keys, counts])} FROM [{table}]" + f" GROUP BY {listed}" * bool(keys)  # fmt: skip
    whose = ", ".join([*(["person.unit_id"] if people else []), *(f"rows.{unit}" for unit in units[:1])])  # fmt: skip
    joined = f" LEFT JOIN person ON person.person_id = rows.{people[0]}" if people else ""
    unit = f"coalesce({whose}, '')" if whose else "''"
    sums = ", ".join(["sum(n) AS n", *(f"sum([n_{f}]) AS [n_{f}]" for f in fields)])
    each = "\nUNION ALL ".join(f"SELECT unit_id, '{f}', n, [n_{f}] FROM counted" for f in fields)
    sql = f"""DROP TABLE IF EXISTS {name};
CREATE TABLE {name} (
  unit_id TEXT NOT NULL, field TEXT NOT NULL, rows INTEGER NOT NULL, filled INTEGER NOT NULL, PRIMARY KEY (unit_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO {name}
WITH rows AS ({grouped}),
     counted AS (SELECT {unit} AS unit_id, {sums} FROM rows{joined} GROUP BY 1 HAVING sum(n) > 0)
{each};
"""
    about = f"How many {table} rows of each unit there are, and in how many each field is filled."
    header = {"reads": " ".join([table, *["person"] * bool(people)])}
    return SqlFile(
        name, sql, about, header | ({"kept": "people"} if "person_id" in kind.primary_key() else {})
    )
