"""A leaf of a table whose rows are a frame in memory: what SQL does for a question of the shelf."""

import pandas as pd


def leaf_of(
    frame: pd.DataFrame, offset: int, limit: int | None, sort: str, descending: bool, search: str
) -> pd.DataFrame:
    """The rows that hold the text sought, sorted, from `offset` on; `total` counts all of them. Empty cells are last."""
    if search:
        texts = frame.select_dtypes(exclude="number").astype(str)
        frame = frame[texts.apply(lambda t: t.str.contains(search, regex=False)).any(axis=1)]
    if sort in frame:
        frame = frame.sort_values(sort, ascending=not descending, kind="stable")
    end = None if limit is None else offset + limit
    return frame.iloc[offset:end].assign(total=len(frame))
