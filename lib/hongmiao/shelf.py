"""A shelf is a folder of .sql files: the folder is the registry, the leading comment the documentation."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files

_HEADER = re.compile(r"^--\s?(?:(?P<key>[a-z_]+): )?(?P<text>.*)$")


@dataclass(frozen=True)
class SqlFile:
    """One .sql file: what it answers, the `key: value` lines of its head, and the SQL."""

    name: str
    sql: str
    about: str
    header: dict[str, str] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The :named parameters, in order of first use."""
        code = re.sub(r"--.*|'[^']*'", "", self.sql)
        return tuple(dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+)", code)))


def shelf(package: str) -> dict[str, SqlFile]:
    """Every .sql file of a package by name, in order of name."""
    entries = (e for e in files(package).iterdir() if e.name.endswith(".sql"))
    books = (_parse(e.name.removesuffix(".sql"), e.read_text("utf-8")) for e in entries)
    return {book.name: book for book in sorted(books, key=lambda book: book.name)}


def _parse(name: str, sql: str) -> SqlFile:
    about, header = [], {}
    for line in sql.splitlines():
        match = _HEADER.match(line)
        if not match:
            break
        if match["key"]:
            header[match["key"]] = match["text"]
        else:
            about.append(match["text"])
    return SqlFile(name, sql, " ".join(about), header)
