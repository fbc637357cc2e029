"""The groups below a unit as charts name them: its own people, all organs as one, and no two of one name."""

import pandas as pd

from ..locale import word
from ..records import RECORD_TYPES

MOST, IN_A_MEETING = 24, 12  # bars that a chart has room for
GROUPS = {
    "town": "towns",
    "street": "towns",
    "village": "villages",
    "community": "villages",
    "branch": "branches",
}


def grouped(
    frame: pd.DataFrame, unit: str | None, lang: str, meeting: bool = False, size: str = ""
) -> pd.DataFrame:
    """The frame of a question over unit_group with two more columns: group, its name, and unit, what a click chooses.

    Nothing can be chosen on the unit's own people beside others, and on all organs. Groups keep their order, or, with
    the column `size`, stand largest first; those that find no room are one group at the end.
    """
    if size:
        frame = frame.assign(_size=frame.groupby("group_id")[size].transform("sum"))
        frame = frame.sort_values(["_size", "group_id"], ascending=[False, True], kind="stable")
        frame = frame.drop(columns="_size")
    frame = frame.astype({"group_name": object, "group_id": object})
    organ = RECORD_TYPES["unit"].fields()["kind"].label("organ", lang)
    own = frame["group_id"] == unit
    own &= not own.all()  # a unit with nothing below it is a group like any other
    names = frame["group_name"].mask(frame["group_name"] == "", organ)
    frame["group"] = names.mask(own, word("groups.own", lang))
    frame["unit"] = frame["group_id"].mask(own | (frame["group_id"] == "organ"), None)
    frame = _fitting(frame, IN_A_MEETING if meeting else MOST, lang)
    namesakes = frame.groupby("group")["group_id"].transform("nunique") > 1
    frame["group"] = frame["group"].mask(namesakes, frame["group"] + " " + frame["group_id"])
    return frame


def _fitting(frame: pd.DataFrame, most: int, lang: str) -> pd.DataFrame:
    groups = frame["group_id"].unique()
    if len(groups) <= most:
        return frame
    others = frame["group_id"].isin(groups[most - 1 :])
    name = word("groups.others", lang, count=len(groups) - most + 1)
    return frame.where(~others, frame.assign(group_id="others", group=name, unit=None))


def kind_of(kinds: set[str], lang: str) -> str:
    """What the groups are, in one word; district organs stand as one group beside towns."""
    found = {GROUPS.get(kind, "units") for kind in kinds - {"", "organ"}}
    name = found.pop() if len(found) == 1 else "units"
    name = "towns_and_organs" if name == "towns" and "organ" in kinds else name
    return word(f"groups.{name}", lang)
