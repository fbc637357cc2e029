"""Files into the store: good rows go in, bad rows come back, in one transaction."""

import os

# What polars frees goes back at once; else a load holds half as much again as it needs. Read once, as polars is imported.
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:2,dirty_decay_ms:200,muzzy_decay_ms:0")

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
