"""References: an id, or a name unique in its scope, becomes the id of a row that is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from sqlite_utils import Database

from ..files.cells import plain, squeezed
from ..locale import word
from ..records import RECORD_TYPES
from .stored import columns_of
from .validity import remark

SPLIT = re.compile(r"\s*[/>＞、\\]\s*|\s*-\s*(?=[㐀-鿿])")


@dataclass
class Known:
    """The rows of one record type that others may refer to: those stored and those about to be."""

    db: Database
    table: str
    fresh: list[pl.DataFrame]  # rows about to be stored
    units: "Known | None" = None

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Id, name, scope and digest (those that the type has) of every row."""
        return known_rows(self.db, self.table, self.fresh)

    @cached_property
    def ids(self) -> pl.Series:
        """Just the ids in their order: often all that is asked, and read in a fraction of the time."""
        key = RECORD_TYPES[self.table].primary_key()[0]
        stored = columns_of(self.db, self.table, key, {"id": key})["id"]
        fresh = [f[key].alias("id") for f in self.fresh if key in f.columns]
        return pl.concat([stored, *fresh]).drop_nulls().sort()

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """Units only: each unit's parent."""
        return dict(self.rows.select("id", "scope").iter_rows())

    @cached_property
    def by_name(self) -> dict[str, list[tuple[str, str | None]]]:
        """{name as compared: [(id, unit)]}."""
        found: dict[str, list] = {}
        scope = "scope" if "scope" in self.rows.columns else pl.lit(None).alias("scope")
        for id_, name, unit in self.rows.select("id", "name", scope).iter_rows():
            if name:
                found.setdefault(squeezed(name), []).append((id_, unit))
        return found

    def find(self, text: str, scope: str | None = None) -> list[str]:
        """Ids of the rows that a name may mean; one only where it is clear."""
        hits = self.by_name.get(squeezed(text), [])
        if scope and len(hits) > 1:
            hits = self._within(hits, scope) or hits
        if not hits and self.table == "unit":
            return self._by_path(text)
        return [id_ for id_, _ in hits]

    def _within(self, hits: list, scope: str) -> list:
        units = self.units or self
        tops = [scope] if scope in units.parents else units.find(scope)
        # A unit's scope is its parent, a person's is the unit itself: both lie under the one named.
        return [hit for hit in hits if any(top in units.above(hit[1]) for top in tops)]

    def above(self, unit: str | None) -> list[str]:
        """A unit and its ancestors, nearest first."""
        way = []
        while unit is not None and unit not in way:
            way.append(unit)
            unit = self.parents.get(unit)
        return way

    def _by_path(self, text: str) -> list[str]:
        """古渡镇/第一党支部 and 古渡镇第一党支部: a name led by names above it."""
        parts = [part for part in SPLIT.split(plain(text)) if part]
        if len(parts) > 1:
            hits = self.by_name.get(squeezed(parts[-1]), [])
            for part in parts[:-1]:
                hits = self._within(hits, part)
            return [id_ for id_, _ in hits]
        whole = squeezed(text)
        for cut in range(2, len(whole) - 1):
            if whole[:cut] in self.by_name and (hits := self.by_name.get(whole[cut:])):
                return [id_ for id_, _ in self._within(hits, whole[:cut])]
        return []


def resolve(
    rows: pl.DataFrame, column: str, known: Known
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows with ids in `column`, and the remarks on what could not be resolved."""
    wanted = {part: f"{column}.{part}" for part in ("name", "scope", "national_id")}
    parts = {part: name for part, name in wanted.items() if name in rows.columns}
    if not parts and _all_there(rows[column], known.ids):
        return rows, []
    rows = _sought(rows, column, parts, known)
    is_id = pl.col("given").is_in(known.ids.implode())
    odd = rows.filter(pl.col("given").is_not_null() & ~is_id).select("given", "scope")
    meant = _meant(known, odd.unique(maintain_order=True))
    by = ["given", "scope"]
    rows = rows.join(meant, on=by, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.with_columns(pl.when(is_id).then("given").otherwise("meant").alias(column))
    if "national_id" in parts:
        rows = _not_namesakes(rows, column, parts["national_id"], known)
    extra = [*parts.values(), f"{column}.digest", "given", "sure", "scope", "meant", "detail"]
    return rows.drop(extra, strict=False), list(_unresolved(rows, column, parts, known))


def _all_there(given: pl.Series, ids: pl.Series) -> bool:
    """Whether each id given is among them. What is hashed is what was given: often a slice of a file, and few of all ids."""
    given = given.unique().drop_nulls()
    if not len(given):
        return True
    start, end = ids.search_sorted(given.min()), ids.search_sorted(given.max(), "right")
    between = ids[start:end]
    return between.filter(between.is_in(given.implode())).n_unique() == len(given)


def _not_namesakes(rows: pl.DataFrame, column: str, number: str, known: Known) -> pl.DataFrame:
    """Without the ids of people who bear the name but have another identity number."""
    numbered = known.rows.drop_nulls("digest")["id"].implode()
    other = pl.col("sure").is_null() & pl.col(number).is_not_null() & pl.col(column).is_in(numbered)
    return rows.with_columns(pl.when(~other.fill_null(False)).then(column).alias(column))


def _unresolved(
    rows: pl.DataFrame, column: str, parts: dict[str, str], known: Known
) -> Iterator[pl.DataFrame]:
    detail = pl.col("detail").fill_null("")
    code = (
        pl.when(detail == "").then(pl.lit("missing_reference")).otherwise(pl.lit("ambiguous_name"))
    )
    lost = rows.filter(pl.col("given").is_not_null() & pl.col(column).is_null())
    yield remark(lost, column, code, pl.col("given"), detail)
    if name := parts.get("name"):
        yield _disagreeing(rows.filter(pl.col("sure").is_not_null()), column, name, known)
    if number := parts.get("national_id"):
        stranger = rows.filter(pl.col("given").is_null() & pl.col(number).is_not_null())
        yield remark(stranger, number, "missing_reference")


def _sought(rows: pl.DataFrame, column: str, parts: dict[str, str], known: Known) -> pl.DataFrame:
    """The rows with `sure` (an id, or who has the identity number), `given` (that, else the name) and `scope`."""
    nothing = pl.lit(None, dtype=pl.String)
    sure = [pl.col(column)] if column in rows.columns else []
    if "national_id" in parts:
        digests = known.rows.select("digest", found="id").drop_nulls("digest").unique("digest")
        rows = rows.join(
            digests,
            left_on=f"{column}.digest",
            right_on="digest",
            how="left",
            maintain_order="left",
        )
        sure.append(pl.col("found"))
    rows = rows.with_columns(pl.coalesce(*sure, nothing).alias("sure")).drop("found", strict=False)
    name, scope = (pl.col(parts[part]) if part in parts else nothing for part in ("name", "scope"))
    return rows.with_columns(pl.coalesce("sure", name).alias("given"), scope.alias("scope"))


def _meant(known: Known, odd: pl.DataFrame) -> pl.DataFrame:
    """Each name and scope with the id it means, or in `detail` the candidates where it means several."""
    schema = dict.fromkeys(("given", "scope", "meant", "detail"), pl.String)
    found = []
    for text, scope in odd.iter_rows():
        hits = sorted(known.find(text, scope))
        several = word("language.comma").join(hits[:6]) if len(hits) > 1 else ""
        found.append((text, scope, hits[0] if len(hits) == 1 else None, several))
    return pl.DataFrame(found, schema=schema, orient="row")


def _disagreeing(rows: pl.DataFrame, column: str, name: str, known: Known) -> pl.DataFrame:
    """Rows whose id is one person's and whose name is another's: marked, since the id decides."""
    pairs = rows.filter(pl.col(column).is_not_null() & pl.col(name).is_not_null()).join(
        known.rows.select("id", known_name="name"), left_on=column, right_on="id", how="left"
    )
    differ = pairs.filter(pl.col(name) != pl.col("known_name"))
    # It may be written with blanks or with the names above it, or be the id once more.
    odd = [
        (text, id_)
        for text, id_ in differ.select(name, column).unique().iter_rows()
        if text != id_ and id_ not in known.find(text)
    ]
    odd = pl.DataFrame(odd, schema=dict.fromkeys((name, column), pl.String), orient="row")
    differ = differ.join(odd, on=[name, column], how="semi")
    return remark(differ, name, "name_disagrees", pl.col(name), pl.col("known_name"))


def known_rows(db, table: str, fresh: list[pl.DataFrame]) -> pl.DataFrame:
    """Id, name, scope and digest of every stored row and every fresh one of a record type."""
    kind = RECORD_TYPES[table]
    wanted = {"id": kind.primary_key()[0], "name": kind.named_by, "scope": kind.scoped_by}
    wanted |= {"digest": "identity_digest"} if table == "person" else {}
    wanted = {alias: column for alias, column in wanted.items() if column}
    stored = columns_of(db, table, wanted["id"], wanted)
    fresh = [
        f.select(
            *(
                pl.col(c).alias(a) if c in f.columns else pl.lit(None, dtype=pl.String).alias(a)
                for a, c in wanted.items()
            )
        )
        for f in fresh
    ]
    # A sheet that lacks a column says nothing of it: there what is stored holds.
    return (
        pl.concat([*fresh, stored])
        .drop_nulls("id")
        .group_by("id", maintain_order=True)
        .agg(pl.all().drop_nulls().first())
    )
