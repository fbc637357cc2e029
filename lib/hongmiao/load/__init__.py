"""Files into the store: good rows go in, bad rows come back, in one transaction."""

from ._load import check_store, load
from .report import Report, Source
from .returned import rows_of, styles_of, write_returned, write_sheet
from .summary import of_findings, sentences

__all__ = [
    "Report",
    "Source",
    "check_store",
    "load",
    "of_findings",
    "rows_of",
    "sentences",
    "styles_of",
    "write_returned",
    "write_sheet",
]
