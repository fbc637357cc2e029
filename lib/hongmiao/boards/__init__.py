"""Whole pages. `stars_board.py` holds a state without widgets and `board(store)`, which stands here as `boards.stars`."""

from dataclasses import asdict
from importlib import import_module
from pkgutil import iter_modules

_END = "_board"
BOARDS = tuple(
    sorted(m.name.removesuffix(_END) for m in iter_modules(__path__) if m.name.endswith(_END))
)
"""The names of all boards: each file of this folder that ends in _board.py is one."""
_DOORS = {"Listing": "listing", "Picture": "listing", "State": "state", "open_board": "board"}


def headline(name: str, store, lang: str) -> dict | None:
    """The figure that stands for a board on the index: label, value, unit and note; None where there is nothing."""
    state = state_of(name)(store, lang)
    tile = None if state.blank else state.headline()
    return tile and {key: asdict(tile)[key] for key in ("label", "value", "unit", "note")}


def warm(store, lang: str) -> None:
    """Ask what every board asks when it is opened, so that nobody who opens one after a load waits for what is dear: see kept.py."""
    for name in BOARDS:
        state = state_of(name)(store, lang)
        if state.blank:
            continue
        state.tiles(), [*state.pictures()]
        for view in state.lists():
            state.view = view
            state.leaf(limit=20)


def state_of(name: str) -> type:
    """The state class of a board."""
    from .state import State

    import_module(f".{name}{_END}", __name__)
    return next(kind for kind in State.__subclasses__() if kind.name == name)


def __getattr__(name: str):
    # Altair and ipywidgets take seconds to import, so nothing of a board comes before it is asked for.
    if name in BOARDS:
        return import_module(f".{name}{_END}", __name__).board
    if name in _DOORS:
        return getattr(import_module(f".{_DOORS[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *BOARDS, *_DOORS]
