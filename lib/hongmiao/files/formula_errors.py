"""Formula errors of an XLSX: the reader gives such cells as empty, so they are looked up in the sheet's XML."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from xlsxwriter.utility import xl_cell_to_rowcol

_FAILED = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*\bt="e"[^>]*>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(#[^<]+)<'
)


def formula_errors(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, and text (#DIV/0!) of each cell whose formula failed."""
    try:
        with ZipFile(path) as parts:
            data = parts.read(_part(parts, sheet))
    except (
        BadZipFile,
        KeyError,
        ElementTree.ParseError,
    ):  # an XLS, or an XLSX laid out as none should be
        return
    for place, text in _FAILED.findall(data) if b't="e"' in data else ():
        yield *xl_cell_to_rowcol(place.decode()), text.decode()


def _part(parts: ZipFile, sheet: str) -> str:
    """The name within the archive of a worksheet's XML. Raises KeyError."""
    book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    for element in book.iterfind(".//{*}sheet"):
        if element.get("name") == sheet:
            link = next(value for name, value in element.items() if name.endswith("}id"))
            return str(PurePosixPath("/xl") / targets[link])[1:]
    raise KeyError(sheet)
