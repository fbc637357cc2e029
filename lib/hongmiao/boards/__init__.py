"""Whole pages. `stars_board.py` holds a state without widgets and `board(store)`, which stands here as `boards.stars`."""

from importlib import import_module
from pkgutil import iter_modules

_END = "_board"
BOARDS = tuple(
    sorted(m.name.removesuffix(_END) for m in iter_modules(__path__) if m.name.endswith(_END))
)
"""The names of all boards: each file of this folder that ends in _board.py is one."""


def __getattr__(name: str):
    if name in BOARDS:
        return import_module(f".{name}{_END}", __name__).board
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *BOARDS]
