"""What a click on a mark chooses by: columns of the frame that travel with the rows. What is not chosen is drawn paler."""

from collections.abc import Sequence

import pandas as pd

from .layers import records

PALE = 0.28


def carried(frame: pd.DataFrame, keys: Sequence[str], picks: Sequence[str]) -> dict[tuple, dict]:
    """For each key the values of `picks`, and `dim`: whether another mark than this one is chosen."""
    columns = [*picks, *(["dim"] if "dim" in frame else [])]
    found: dict[tuple, dict] = {}
    for row in records(frame[[*dict.fromkeys([*keys, *columns])]]):
        found.setdefault(tuple(row[key] for key in keys), {name: row[name] for name in columns})
    return found


def uncarried(picks: Sequence[str]) -> dict:
    """What a row of no key carries."""
    return {**dict.fromkeys(picks), "dim": False}
