"""Findings that are still open, in the form in which a load told them."""

from collections.abc import Iterator

from ..finding import Finding
from ..store import Store


def open_findings(store: Store, unit: str | None = None) -> Iterator[tuple[str, str, Finding]]:
    """(record, unit, finding) of a unit's subtree, errors first; the record is "type|key" of a row that went in, else empty.

    Raises UnknownName.
    """
    lines = store.frame("finding_list", unit=unit).astype(object)
    for line in lines.where(lines.notna(), None).to_dict("records"):
        at = line["line"]
        found = Finding(
            line["file"], line["sheet"], at if at is None else int(at), line["column"] or "", line["value"] or "",
            line["code"], line["severity"], line["detail"] or "", line["record_type"] or "",
        )  # fmt: skip
        yield line["record"] or "", line["unit"] or "", found
