"""CSV as offices save it: UTF-8 with or without BOM, or GB18030; comma, tab or semicolon."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ..errors import UnreadableFile
from .sheet import LINE, Sheet, frame_of


class Entire(Exception):
    """The lines of a CSV do not stand each by itself: it has to be read at once."""


class Slice(NamedTuple):
    """Some whole lines of a CSV: their bytes, how many lines stand above them, and what sheet they are."""

    data: bytes
    above: int
    sheet: Sheet


def slices_of(path: Path, size: int) -> Iterator[Slice]:
    """A CSV by slices of about `size` bytes; together they have the rows that the file has.

    Raises UnreadableFile, and Entire where that would not be so.
    """
    above = 0
    with path.open("rb") as file:
        while data := file.read(size) + file.readline():
            if b'"' in data or b"\0" in data:
                raise Entire
            if not above and b"\n" not in data:
                raise Entire
            if not above:
                text = _utf8(path, data)
                codec = "utf-8" if data.endswith(text) else "gb18030"
                first, _, rest = text.partition(b"\n")
                delimiter = _delimiter(text[:65536].decode("utf-8", errors="ignore"))
            else:
                rest = _decoded(data, codec)
            cells = _fast(first + b"\n" + rest, delimiter)
            lines = data.count(b"\n") + (not data.endswith(b"\n"))
            if cells is None or cells.height != lines + (above > 0):
                raise Entire
            if above:
                cells = cells[1:].with_columns(pl.col(LINE) + (above - 1))
            yield Slice(data, above, Sheet(str(path), "", cells))
            above += lines


def _decoded(data: bytes, codec: str) -> bytes:
    try:
        return data.decode(codec).encode()
    except UnicodeDecodeError as reason:
        raise Entire from reason


def read_csv(path: Path) -> list[Sheet]:
    """The one sheet of a CSV file."""
    return [sheet_of(path, path.read_bytes())]


def sheet_of(path: Path, data: bytes) -> Sheet:
    """The sheet that these bytes of a CSV file are."""
    data = _utf8(path, data)
    if b"\n" not in data:  # as old Macintoshes ended their lines
        data = data.replace(b"\r", b"\n")
    delimiter = _delimiter(re.sub(r'"[^"]*"', "", data[:65536].decode("utf-8", errors="ignore")))
    cells = _fast(data, delimiter)
    if cells is None:
        cells = _patient(path, data.decode(), delimiter)
    return Sheet(str(path), "", cells)


def _utf8(path: Path, data: bytes) -> bytes:
    """The bytes as UTF-8 without BOM, were they UTF-8 or GB18030; a guess is never made."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise UnreadableFile.because(path, "utf16")
    try:
        data.decode()
        return data.removeprefix(b"\xef\xbb\xbf")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        raise UnreadableFile.because(path, "encoding", line=line) from reason
    # Western bytes can pass as GB18030, but then almost none of the characters are ones that
    # Chinese people write: the common ones are all in GB2312.
    foreign = [c for c in text[:200_000] if c > "\x7f"]
    if sum(_common(c) for c in foreign) * 2 < len(foreign):
        line = next(i for i, row in enumerate(text.splitlines(), 1) if any(c > "\x7f" for c in row))
        raise UnreadableFile.because(path, "encoding", line=line)
    return text.removeprefix("\ufeff").encode()


def _common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """The one of comma, tab and semicolon that stands in most lines, and of several the most frequent."""
    lines = sample.splitlines()[:50]
    return max(
        ",\t;",
        key=lambda mark: (
            sum(mark in line for line in lines),
            sum(line.count(mark) for line in lines),
        ),
    )


def _fast(data: bytes, delimiter: str) -> pl.DataFrame | None:
    """By polars, at millions of rows a second; None where the rows are of uneven width."""
    if not data.strip():
        return frame_of([], [])
    try:
        frame = pl.read_csv(data, has_header=False, separator=delimiter, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    frame = frame.rename({name: f"c{i}" for i, name in enumerate(frame.columns)})
    lines = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    if data.count(b"\n") > frame.height:
        # A line break inside quotes moves every later row one line down.
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n").fill_null(0)).cast(pl.Int64)
        lines = lines + breaks.cum_sum() - breaks
    return frame.select(lines.alias(LINE), pl.all())


def _patient(path: Path, text: str, delimiter: str) -> pl.DataFrame:
    rows, lines, reader = [], [], csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            rows.append([cell or None for cell in row])
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as reason:
        raise UnreadableFile(path, f"{reader.line_num}: {reason}") from reason
    if (
        rows
        and '"' in text
        and "".join(text.splitlines(keepends=True)[lines[-1] - 1 :]).count('"') % 2
    ):
        # A mark that is never closed takes all lines after it into one cell.
        raise UnreadableFile.because(path, "open_quote", line=lines[-1])
    return frame_of(rows, lines)
