"""Rules to columns: what a field's rule makes of the cells of a foreign file, and which cells it cannot use."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from ..files.cells import MISSING
from .shape import Rule

WHOLE = r"^[+-]?\d{1,6}(\.0+)?$"
OTHERWISE = "*"  # in a value table: any word that it does not name


class Problem(NamedTuple):
    """Cells that a rule cannot use, and what is wrong with them."""

    column: str
    wrong: pl.Expr
    code: str
    detail: str = ""


def said(column: str) -> pl.Expr:
    """A cell, empty where it only says that nothing is known."""
    return pl.when(~pl.col(column).cast(pl.String).is_in(list(MISSING))).then(
        pl.col(column).cast(pl.String)
    )


def value(rule: Rule, tables: dict[str, dict[str, str]]) -> pl.Expr:
    """A field's cells, still text."""
    if rule.constant is not None:
        return pl.lit(rule.constant)
    if rule.median_of is not None:
        middle = pl.concat_list(_number(name) for name in rule.median_of).list.median()
        whole = pl.all_horizontal(_number(name).is_not_null() for name in rule.median_of)
        return pl.when(whole).then(middle).cast(pl.String).str.replace(r"\.0$", "")
    if rule.text is not None:
        # A composed value with a part missing is missing: half an id is another id.
        return pl.format(re.sub(r"\{[^{}]+\}", "{}", rule.text), *map(said, rule.columns))
    cell = (
        _looked_up(rule, tables) if rule.values is not None else pl.col(rule.column).cast(pl.String)
    )
    cell = pl.when(cell != "").then(cell)
    if rule.days_after is None:
        return cell
    days = pl.when(cell.str.contains(WHOLE)).then(cell).cast(pl.Float64).cast(pl.Int64)
    return (_day(rule.days_after, tables) + pl.duration(days=days)).dt.to_string("%Y-%m-%d")


def problems(rule: Rule, tables: dict[str, dict[str, str]]) -> Iterator[Problem]:
    """What may be wrong with the cells that a rule reads."""
    if rule.values is not None:
        table = _table(rule, tables)
        accepted = "、".join(word for word in table if word not in ("", OTHERWISE))
        yield Problem(rule.column, _looked_up(rule, tables).is_null(), "unknown_label", accepted)
    for name in rule.median_of or []:
        yield Problem(name, said(name).is_not_null() & _number(name).is_null(), "bad_number")
    if rule.days_after is not None:
        cell = _looked_up(rule, tables) if rule.values is not None else said(rule.column)
        yield Problem(rule.column, (cell != "") & ~cell.str.contains(WHOLE), "bad_number")
        yield from problems(rule.days_after, tables)
        base = value(rule.days_after, tables)
        yield Problem(
            rule.days_after.columns[0] if rule.days_after.columns else "",
            base.is_not_null() & _day(rule.days_after, tables).is_null(),
            "bad_date",
        )


def _table(rule: Rule, tables: dict[str, dict[str, str]]) -> dict[str, str]:
    return tables[rule.values] if isinstance(rule.values, str) else rule.values


def _looked_up(rule: Rule, tables: dict[str, dict[str, str]]) -> pl.Expr:
    """The word that the value table gives; "" for none, and null where the table does not know the cell."""
    # An empty cell stays empty unless the table says what it means.
    table = {"": ""} | _table(rule, tables)
    default = table.pop(OTHERWISE, None)
    cell = (
        pl.when(pl.col(rule.column).is_in(list(table)))
        .then(pl.col(rule.column))
        .otherwise(said(rule.column))
    )
    return cell.fill_null("").replace_strict(table, default=default, return_dtype=pl.String)


def _number(column: str) -> pl.Expr:
    return said(column).cast(pl.Float64, strict=False)


def _day(rule: Rule, tables: dict[str, dict[str, str]]) -> pl.Expr:
    return value(rule, tables).str.to_date("%Y-%m-%d", strict=False)
