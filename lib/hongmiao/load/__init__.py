"""Files into the store: good rows go in, bad rows come back, in one transaction."""

from ._load import check_store, load
from .report import Report
from .returned import write_returned
from .summary import of_findings, sentences

__all__ = ["Report", "check_store", "load", "of_findings", "sentences", "write_returned"]
