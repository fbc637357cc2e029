"""Projects: how far each is by the day of the data, who owns it, and whether its number is what the records count."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import headed_bars
from ..locale import word
from ..policy.criterion import Sourced
from ..records.project import STAGES
from ..store import Store
from ..widgets import Choice, Page, Tile
from .board import open_board
from .decided import Decided
from .listing import Listing, Picture
from .progress import STATUS, Progress
from .state import State
from .words import NONE


def board(store: Store, lang: str | None = None) -> Page:
    """The page of projects, of what `store` holds; lang: zh or en."""
    return open_board(Projects(store, lang))


class Projects(Decided, Progress, State):
    """The projects that the units below one own, of all stages or of one."""

    name = "projects"
    widths = (7, 5, 12)
    alone = ("status", "place", "project")
    stage = t.Unicode(None, allow_none=True)
    status = t.Unicode(None, allow_none=True)
    place = t.Unicode(None, allow_none=True)
    project = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        known = self.store.frame("project_list")
        stages = [(self.label("project", "stage", code), code) for code in STAGES if code in {*known["stage"]}]  # fmt: skip
        projects = [(name, key) for key, name in known[["project_id", "name"]].itertuples(index=False)]  # fmt: skip
        states = [(self.say(f"status_{code}"), code) for code in (*STATUS, "matched", "differs")]
        return [
            Choice("stage", self.heading("project", "stage"), [(self.say("all_stages"), None), *stages]),
            Choice("status", self.say("status"), states, hidden=True),
            Choice("place", self.say("places"), [(self.say("places"), "1")], hidden=True),
            Choice("project", self.say("project"), projects, hidden=True),
        ]  # fmt: skip

    @cached_property
    def blank(self) -> bool:
        return self.store.frame("project_list", limit=1).empty

    @property
    def given(self) -> dict[str, object]:
        return {"as_of": self.data_day, **self.project_given}

    def thresholds(self) -> list[tuple[str, Sourced]]:
        policy = self.project_policy
        comma = word("language.comma", self.lang)
        return [
            (self.say("pace", begins=policy.pace.begins, within=f"{policy.pace.within:.0%}"), policy.pace),
            (self.say("places_are", names=comma.join(policy.places.names)), policy.places),
            *((self.say("matched_with", name=m.name, words=m.words.said(self.lang)), m) for m in policy.match),
        ]  # fmt: skip

    def found(self, **more: object) -> pd.DataFrame:
        """The projects of the unit and, unless told otherwise, of the stage chosen, those that build places first."""
        return self.ask("project_list", status=None, place=None, project=None, **more)

    def headline(self) -> Tile:
        return self.tiles()[0]

    def tiles(self) -> list[Tile]:
        found = self.found()
        n, counts = len(found), found["status"].value_counts()
        matched = found["difference"].notna().sum()
        differs = int((found["difference"].fillna(0) != 0).sum())

        def tile(key: str, count: int, note: str, **more) -> Tile:
            picks = {"view": "projects"} if key == "all" else {"view": "projects", "status": key}
            return self.tile(f"tile_{key}", f"{count:,}", "items", note or NONE, picks=picks, **more)  # fmt: skip

        def status(key: str, tone: str = "") -> Tile:
            count = int(counts.get(key, 0))
            tone = {"tone": tone} if tone and count else {}
            return tile(key, count, self.part_of("of_all", count, n), **tone)

        unknown = self.say("all_note", open=int(counts.get("open", 0)))
        return [
            tile("all", n, unknown),
            status("done"),
            status("on_track"),
            status("behind", "warn"),
            status("late", "warn"),
            tile("differs", differs, self.say("differs_note", matched=int(matched)), **({"tone": "warn"} if differs else {})),
        ]  # fmt: skip

    def stages(self) -> pd.DataFrame:
        """group (a stage), part (a status), count; stage, status and view are what a click chooses."""
        found = self.found(stage=None)
        known = found.groupby(["stage", "status"], as_index=False).size()
        known = known.sort_values("stage", key=lambda codes: codes.map([*STAGES].index), kind="stable")  # fmt: skip
        chosen = [self.stage in (None, stage) and self.status in (None, status) for stage, status in zip(known["stage"], known["status"], strict=True)]  # fmt: skip
        return pd.DataFrame({
            "group": [self.label("project", "stage", code) for code in known["stage"]],
            "part": [self.say(f"status_{code}") for code in known["status"]], "count": known["size"],
            "figures": [f"{n:,}" for n in known.groupby("stage")["size"].transform("sum")],
            "whole": known.groupby("stage")["size"].transform("sum"), "stage": known["stage"], "status": known["status"], "view": "projects", "dim": [not one for one in chosen],
        })  # fmt: skip

    def pictures(self) -> list[Picture]:
        colours = {self.say(f"status_{code}"): colour for code, colour in STATUS.items()}
        words = {"unit": word("unit.items", self.lang), "whole": self.say("tile_all"), "share": word("board.share", self.lang)}  # fmt: skip
        stages = headed_bars(self.stages(), colours, height=260, picks=["stage", "status", "view"], **words)  # fmt: skip
        told = {"unit": self.unit_name, "day": self.data_day or NONE}
        found = self.found()
        places = self.found(stage=None)
        places = places[places["place"] == 1]
        return [
            self.bars(places, "centres", self.project, **told),
            self.picture("stages", stages, **told),
            self.bars(found, "progress", self.project, **told),
        ]

    def lists(self) -> dict[str, Listing]:
        return {"projects": self.project_listing()}
