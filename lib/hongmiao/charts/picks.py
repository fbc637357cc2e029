"""What a click on a mark chooses by: columns of the frame that travel with the rows. What is not chosen is drawn paler."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

PALE = 0.28


def carried(frame: pd.DataFrame, keys: Sequence[str], picks: Sequence[str]) -> dict[tuple, dict]:
    """For each key the values of `picks`, and `dim`: whether another mark than this one is chosen."""
    columns = [*picks, *(["dim"] if "dim" in frame else [])]
    known = frame.drop_duplicates([*keys])
    found = known[columns].astype(object).where(known[columns].notna(), None).to_dict("records")
    return dict(zip(known[[*keys]].itertuples(index=False, name=None), found, strict=True))


def uncarried(picks: Sequence[str]) -> dict:
    """What a row of no key carries."""
    return {**dict.fromkeys(picks), "dim": False}


def pickable(chart: alt.TopLevelMixin, picks: Sequence[str]) -> alt.TopLevelMixin:
    """The chart, which tells the page by which fields of its rows a click chooses."""
    return chart.properties(usermeta={"picks": [*picks]}) if picks else chart
