"""Reports: notebooks run with parameters, written as HTML, PDF and XLSX."""

from importlib import import_module

# Each comes with its module when it is asked for: charts and papermill take seconds to import.
_WHERE = {
    "run": "many",
    "Summary": "many",
    "Outcome": "many",
    "find": "catalogue",
    "names": "catalogue",
    "Dossier": "dossier",
    "PoolRound": "pool_round",
    "TrainingYear": "training_year",
    "UnitQuarter": "unit_quarter",
}


def __getattr__(name: str):
    if name in _WHERE:
        return getattr(import_module(f".{_WHERE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
