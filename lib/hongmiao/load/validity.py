"""Validity: what dataframely says of typed rows, and rows of one key that say different things."""

from functools import cache

import polars as pl

from ..records import Record

REMARKS = {
    "source": pl.Int32, "line": pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String, "detail": pl.String,
}  # fmt: skip


def remark(
    rows: pl.DataFrame,
    column: str,
    code: str | pl.Expr,
    value: pl.Expr | str = "",
    detail: pl.Expr | str = "",
) -> pl.DataFrame:
    """The same remark on each of some rows, as REMARKS."""
    told = {"column": column, "value": value, "code": code, "detail": detail}
    texts = {n: t if isinstance(t, pl.Expr) else pl.lit(t) for n, t in told.items()}
    return rows.select("source", "line", **texts).cast(REMARKS)


def full(kind: type[Record], rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column of the record type in its dtype, defaults filled in."""
    columns = []
    for name, column in kind.columns().items():
        value = pl.col(name) if name in rows.columns else pl.lit(None)
        default = kind.fields()[name].default
        value = value.cast(column.dtype)
        columns.append((value.fill_null(default) if default is not None else value).alias(name))
    return kind.complete(rows.select("source", "line", *columns))


def invalid(kind: type[Record], rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Remarks on rows that break a rule of their type, and the rows that share a key with another."""
    failure = _numbered(kind).filter(rows)[1]
    if not len(failure):
        return pl.DataFrame(schema=REMARKS), rows.clear()
    details, remarks = failure.details(), []
    for rule in failure.counts():
        column, _, check = rule.rpartition("|")
        if rule == "primary_key":
            continue
        broken = details.filter(pl.col(rule) == "invalid")
        value = pl.col(column).cast(pl.String).fill_null("") if column else ""
        limit = _limit(kind, column, check)
        remarks.append(remark(broken, column, check.removeprefix("check__"), value, limit))
    keys = kind.primary_key()
    twins = details.filter(
        (pl.col("primary_key") == "invalid")
        & pl.all_horizontal(pl.col(k).is_not_null() for k in keys)
    )
    found = pl.concat(remarks) if remarks else pl.DataFrame(schema=REMARKS)
    return found, twins.select(rows.columns)


def _limit(kind: type[Record], column: str, check: str) -> str:
    value = getattr(kind.columns()[column], check, None) if column else None
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@cache
def _numbered(kind: type[Record]) -> type[Record]:
    """The record type with the row's origin beside its columns, so that failures can be told apart."""
    import dataframely as dy

    extra = {"source": dy.Int32(), "line": dy.Int64(), "__module__": __name__}
    return type(kind)(kind.__name__, (kind,), extra)


def contradictions(
    kind: type[Record], twins: pl.DataFrame, given: dict[int, set[str]], names: dict[int, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of rows sharing a key: remarks on those that differ, and the (source, line) of exact repeats.

    given: for each source the columns that it has; two sources are compared on what both have.
    names: what each source is called.
    """
    differ, repeats, keys = [], [], kind.primary_key()
    for _, group in twins.group_by(keys, maintain_order=True):
        group = list(group.iter_rows(named=True))
        first = group[0]
        odd = [
            name
            for name in first
            if len({row[name] for row in group if name in given[row["source"]]}) > 1
        ]
        if not odd:
            # A repeat in another source is let through where it knows columns that the first does not.
            repeats += [
                (r["source"], r["line"])
                for r in group[1:]
                if given[r["source"]] <= given[first["source"]]
            ]
            continue
        for row in group:
            other = next((r for r in group if _differing(row, r, given)), first)
            column = next(iter(_differing(row, other, given)), odd[0])
            elsewhere = f" ({names[other['source']]})" if other["source"] != row["source"] else ""
            differ.append(
                (
                    row["source"],
                    row["line"],
                    column,
                    _text(row[column]),
                    "contradiction",
                    f"{other['line']}{elsewhere}",
                )
            )
    where = {"source": pl.Int32, "line": pl.Int64}
    return pl.DataFrame(differ, schema=REMARKS, orient="row"), pl.DataFrame(
        repeats, schema=where, orient="row"
    )


def _differing(a: dict, b: dict, given: dict[int, set[str]]) -> list[str]:
    shared = given[a["source"]] & given[b["source"]]
    return [name for name in a if name in shared and a[name] != b[name]]


def _text(value: object) -> str:
    return "" if value is None else str(value)
