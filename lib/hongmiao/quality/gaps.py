"""Gaps: the rows of a record type in which a wanted field is empty, one line for each such field."""

from collections.abc import Sequence

import pandas as pd

from ..records import RECORD_TYPES, Record
from ..store import Store

SORTS = {"record": "record", "name": "gap.name", "unit": "rank", "record_type": "record_type", "field": "place"}  # fmt: skip


def gaps(
    store: Store,
    table: str,
    fields: Sequence[str],
    unit: str | None = None,
    *,
    unplaced: bool = False,
    offset: int = 0,
    limit: int | None = None,
    sort: str = "",
    descending: bool = False,
    search: str = "",
) -> pd.DataFrame:
    """record (type and key), name, unit, record_type, field, total: a leaf of the gaps in a unit's subtree.

    unplaced: only rows that belong to no unit. The record type is read once, whatever the fields; only rows that lack one are carried on. Raises UnknownName.
    """
    kind = RECORD_TYPES[table]
    fields = [name for name in fields if name in kind.optional()]
    if not fields:
        return pd.DataFrame(columns=["record", "name", "unit", "record_type", "field", "total"])
    parts = "\nUNION ALL ".join(
        f"SELECT gap_of AS record, gap_name AS name, gap_unit AS unit_id, '{name}' AS field, {place} AS place FROM lacking WHERE [{name}] IS NULL"
        for place, name in enumerate(fields)
    )
    turned = " DESC" if descending else ""
    sql = f"""WITH lacking AS MATERIALIZED ({_lacking(kind, fields, unplaced)}), gap AS ({parts})
SELECT record, gap.name, unit.name AS unit, '{table}' AS record_type, field, count(*) OVER () AS total
  FROM gap LEFT JOIN unit USING (unit_id) LEFT JOIN unit_tree AS tree USING (unit_id)
 WHERE (:search IS NULL OR instr(record, :search) OR instr(gap.name, :search) OR instr(coalesce(unit.name, ''), :search))
 ORDER BY {SORTS.get(sort, "place")} IS NULL, {SORTS.get(sort, "place")}{turned}, rank, record, place
 LIMIT :limit OFFSET :offset"""
    page = {"limit": -1 if limit is None else limit, "offset": offset, "search": search or None}
    return store.sql(sql, unit=unit, **page)


def _lacking(kind: type[Record], fields: Sequence[str], unplaced: bool) -> str:
    """The rows of a subtree that lack one of the fields. A row belongs to its person's unit, else to its own."""
    table, references = kind.table(), kind.references()
    people = [column for column, to in references.items() if to == "person"]
    units = ["unit_id"] if table == "unit" else [c for c, to in references.items() if to == "unit"]
    joined = f" LEFT JOIN person ON person.person_id = rows.{people[0]}" if people else ""
    whose = ", ".join([*(["person.unit_id"] if people else []), *(f"rows.{u}" for u in units[:1])])
    named = "person.name" if people else f"rows.{kind.named_by}" if kind.named_by else "''"
    key = " || '|' || ".join(f"rows.{name}" for name in kind.primary_key())
    empty = " OR ".join(f"rows.[{name}] IS NULL" for name in fields)
    own = f"coalesce({whose}, NULL)" if whose else "NULL"
    return f"""SELECT '{table}|' || {key} AS gap_of, coalesce({named}, '') AS gap_name, {own} AS gap_unit, {", ".join(f"rows.[{n}]" for n in fields)}
  FROM [{table}] AS rows{joined}
 WHERE ({empty}){f" AND {own} IS NULL" * unplaced}
   AND (:unit IS NULL OR {own} IN (SELECT unit_id FROM unit_tree WHERE rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                                                             AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
        OR ({own} IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))"""
