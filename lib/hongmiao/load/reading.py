"""Reading: the files of a load as sources, each sheet a table of a record type, large ones as slices or by what is new."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..files import read
from ..files.sheet import Sheet, frame_of
from ..files.table import tables_of
from ..finding import Finding
from ..records import RECORD_TYPES
from ..store import Store
from .report import Source
from .slices import Slices, begun
from .unchanged import as_before, lines_of, remembered, unread

Found = list[tuple[Source, list[Finding]]]  # the sheets of a file, and remarks on each


def sources_of(
    store: Store, paths: list[Path], mapping, whole: bool
) -> tuple[list[Source], list[tuple[int, Finding]]]:
    """The sources of a load, and remarks on them by their numbers. whole: nothing is read in slices or left unread."""
    if mapping is not None:
        digests = {str(path): _digest(path) for path in paths if path.exists()}
        found = [
            (Source(0, sheet, digests[sheet.file], table), remarks)
            for sheet, table, remarks in mapping.tables(paths)
        ]
    else:
        files = [_of_file(store, path, whole) for path in paths]
        several = [source for file in files for source, _ in file]
        found = []
        for path, file in zip(paths, files, strict=True):
            found += file if _stands_alone(file[0][0], several) else _of_file(store, path, True)
    for number, (source, _) in enumerate(found):
        source.number = number
    remarks = [(source.number, remark) for source, remarks in found for remark in remarks]
    return [source for source, _ in found], remarks


def _stands_alone(source: Source, several: list[Source]) -> bool:
    """Whether the rows of a source that is read in slices need not be seen with those of others."""
    others = {other.record_type for other in several if other is not source and other.table}
    links = {to for name in others for to in RECORD_TYPES[name].references().values()}
    return source.slices is None or source.record_type not in others | links


def _of_file(store: Store, path: Path, whole: bool) -> Found:
    if not whole and not remembered(store, path) and (slices := begun(path)):
        return _sliced(slices)
    with ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_digest, path)
        lines, texts = lines_of(path) or (None, None)
        sheet = unread(store, path, lines, texts) if lines and not whole else None
    if sheet is None and not whole and (slices := begun(path)):
        return _sliced(slices)
    found = []
    for each in [sheet] if sheet else read(path):
        table, remarks = tables_of(each)
        if sheet:
            as_before(lines, table)
        if table or remarks:
            found.append((Source(0, each, digest.result(), table, lines), remarks))
    if not found:
        nothing = Finding(str(path), "", None, "", "", "empty_file", "warning")
        found.append(
            (Source(0, Sheet(str(path), "", frame_of([], [])), digest.result()), [nothing])
        )
    return found


def _sliced(slices: Slices) -> Found:
    table = slices.table
    return [(Source(0, table.sheet, "", table, slices.lines, slices), slices.remarks)]


def _digest(path: Path | str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
