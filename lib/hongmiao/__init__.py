"""Office files in, dashboards out: load a talent programme's records, keep them in SQLite, show them.

The package is a corridor of rooms. Data walks through them in this order, and a room imports only
from rooms to its left (tests/test_rooms.py holds the door):

    locale errors finding places access shelf spreadsheet records policy files checks rollups tables queries questions asked store
    kept load maps screening demo template_book quality dictionary charts widgets boards kernels reports serve cli
    documentation
"""

from .errors import HongmiaoError
from .finding import Finding
from .load import Report, check_store, load
from .store import Store, open_store

__all__ = ["Finding", "HongmiaoError", "Report", "Store", "check_store", "load", "open_store"]
__version__ = "0.1.0"


def __getattr__(name: str):
    # `hm.boards` and `hm.charts` come when they are asked for: altair and ipywidgets take seconds to import.
    if name in ("boards", "charts"):
        from importlib import import_module

        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
