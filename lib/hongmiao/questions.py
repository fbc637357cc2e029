"""The questions of the shelf as methods, so that an editor completes their names and parameters and `help` tells them."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date
from functools import cache
from inspect import Parameter, Signature
from textwrap import wrap
from types import UnionType

import pandas as pd

from .locale import word, words
from .policy import FIELDS
from .queries import QUERIES
from .records import RECORD_TYPES
from .records.base import Field
from .shelf import SqlFile

NUMBERS = {
    "base", "descending", "distance", "ending", "gap", "guideline", "help", "lacking", "leave", "limit", "limit_applicant",
    "longest", "make_up", "mandatory", "offset", "oldest", "online", "per_day", "periods", "retakes", "secretaries",
    "shortest", "smallest", "spread", "steps", "whole",
}  # fmt: skip
"""Parameters that are numbers; what is no day either is text."""
DAYS = {"as_of", "day", "today"}
_WIDTH = 100


class Questions:
    """Every question of the shelf as a method: `store.ask.star_distribution(period="2018Q2")`.

    Parameters are given by keyword; one that is left out means "all". The answer is a pandas frame, one row per line.
    """

    def __init__(self, frame: Callable[..., pd.DataFrame]) -> None:
        self._frame = frame

    def __repr__(self) -> str:
        return f"<{len(QUERIES)} questions: {', '.join(QUERIES)}>"


def questions(frame: Callable[..., pd.DataFrame], schema: Iterable[str]) -> Questions:
    """The questions, each of which calls `frame` with its name; `schema` makes the tables that they ask."""
    return _kind(tuple(schema))(frame)


@cache
def _kind(schema: tuple[str, ...]) -> type[Questions]:
    methods = {name: _method(QUERIES[name], known) for name, known in columns_by(schema).items()}
    # Under a name of its own: an editor would look for a `Questions` in this file, and find none of the methods there.
    return type("Asked", (Questions,), {"__doc__": Questions.__doc__, **methods})


@cache
def columns_by(schema: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The columns of the answer to each question, found by asking an empty database of this schema."""
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in schema:
            db.execute(statement)
        return {name: _columns(db, book) for name, book in QUERIES.items()}


def _columns(db: sqlite3.Connection, book: SqlFile) -> tuple[str, ...]:
    try:
        cursor = db.execute(book.sql, dict.fromkeys(book.parameters))
    except sqlite3.OperationalError:
        return ()  # a question with a mistake in it says so when it is asked, and hides no other
    return tuple(name for name, *_ in cursor.description)


def _method(book: SqlFile, columns: tuple[str, ...]) -> Callable[..., pd.DataFrame]:
    def asked(self, **params: object) -> pd.DataFrame:
        return self._frame(book.name, **params)

    # An editor that found the lines above would complete by them, and not by the signature.
    asked.__code__ = asked.__code__.replace(co_filename=f"<{book.name}.sql>")
    taken = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind_of(name))
        for name in book.parameters
    ]
    itself = Parameter("self", Parameter.POSITIONAL_ONLY)
    asked.__signature__ = Signature([itself, *taken], return_annotation=pd.DataFrame)
    asked.__name__, asked.__qualname__ = book.name, f"Asked.{book.name}"
    asked.__doc__ = told(book, columns)
    return asked


def kind_of(parameter: str) -> UnionType:
    """The annotation of a parameter of a question."""
    if parameter in DAYS:
        return date | str | None
    return float | None if parameter in NUMBERS else str | None


def told(book: SqlFile, columns: Sequence[str]) -> str:
    """What a question answers, what it takes, the `columns` that it gives and what it raises: a docstring."""
    lines = [*wrap(book.about, _WIDTH), book.header.get("zh", "")]
    if book.parameters:
        lines += ["", "Parameters, all of them optional:"]
        for name in book.parameters:
            lines += _entry(name, book.header.get(name, ""))
    lines += ["", "Columns of the frame, one row per line of the answer:"]
    for name in columns:
        lines += _entry(name, column_words(book, name, columns, "en"))
    raised = ("UnknownName for a parameter or a unit that is not there", "the nearest are told")
    return "\n".join([*lines, "", f"Raises {raised[0]}; {raised[1]}."])


def _entry(name: str, text: str) -> list[str]:
    return wrap(f"{name}: {text}", _WIDTH, initial_indent="    ", subsequent_indent="        ")


def column_words(book: SqlFile, column: str, beside: Iterable[str], lang: str) -> str:
    """What a column of an answer is, with its unit: of this question, of any question, else the record field's.

    beside: the columns of the answer, which say what kinds of records its lines are about.
    """
    said = words(lang)
    for key in (f"column_of.{book.name}.{column}", f"column.{column}"):
        if key in said:
            return said[key]
    if book.name == "person_facts" and column in FIELDS:
        fact = FIELDS[column]
        about = f": {fact.explained(lang)}" if fact.explained(lang) else ""
        unit = fact.unit[lang == "en"]
        return fact.called(lang) + f" ({unit})" * bool(unit) + about
    field = _field(book, column, beside)
    if field is None:
        return ""
    unit = f" ({word(f'unit.{field.unit}', lang)})" if field.unit else ""
    return field.called(lang) + unit


def _field(book: SqlFile, column: str, beside: Iterable[str]) -> Field | None:
    """The record field of this name: of a type whose key stands beside it, that the question speaks of, else of any."""
    having = {name: kind for name, kind in RECORD_TYPES.items() if column in kind.fields()}
    if column == "name" and "person_id" in beside:
        return RECORD_TYPES["person"].fields()[column]
    text = re.sub(r"--.*", "", book.sql)
    keyed = [name for name, kind in having.items() if [*kind.primary_key()][0] in {*beside}]
    topic = [name for name in having if name.startswith(book.name.split("_")[0])]
    spoken = [name for name in having if re.search(rf"\b{name}\b", text)]
    found = next(iter([*topic, *keyed, *spoken, *having]), None)
    return having[found].fields()[column] if found else None
