"""What a row of each kind must be. Every module of this folder but base declares one record type."""

from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules

from .base import Field, Record

__all__ = ["RECORD_TYPES", "Field", "Record"]


def _shelf() -> dict[str, type[Record]]:
    """Every record type by table name, those referred to before those that refer."""
    found = {}
    for module in iter_modules(__path__):
        for thing in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(thing, type) and issubclass(thing, Record) and thing is not Record:
                found[thing.table()] = thing
    graph = {name: sorted(set(kind.references().values()) - {name}) for name, kind in found.items()}
    return {name: found[name] for name in TopologicalSorter(graph).static_order()}


RECORD_TYPES = _shelf()
