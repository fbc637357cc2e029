"""Projects as bars: how far each is, beside where even work would have brought it by the day of the data."""

import json
from functools import cached_property

import pandas as pd

from ..charts.progress import progress
from ..locale import word
from ..policy.projects import Projects as Policy
from ..policy.projects import projects_policy
from ..widgets import Column
from .listing import Listing, Picture
from .words import cell, percent

STATUS = {
    "done": "#1f7a5c",
    "on_track": "#86b8a5",
    "behind": "#d6b656",
    "late": "#c8661b",
    "open": "#d9dee3",
}


class Progress:
    """Goes before State among the bases of a board; its words for projects stand in the section `projects`."""

    @cached_property
    def project_policy(self) -> Policy:
        return projects_policy()

    @property
    def project_given(self) -> dict[str, object]:
        """What questions about projects ask of the policy."""
        policy = self.project_policy
        matches = [{"name": m.name, "count": m.count, "words": m.words.said(self.lang)} for m in policy.match]  # fmt: skip
        return {
            "begins": policy.pace.begins, "within": policy.pace.within, "places": json.dumps(policy.places.names),
            "matches": json.dumps(matches),
        }  # fmt: skip

    def bars(self, found: pd.DataFrame, key: str, chosen: str | None, **told: object) -> Picture:
        """The projects of a frame, one below the other; a click on one lists it, and what is done adds up."""
        measured = [self.measured(line.done, line.target, line.unit_of_measure) for line in found.itertuples()]  # fmt: skip
        frame = pd.DataFrame({
            "group": found["name"], "share": found["share"], "expected": found["expected"], "figures": measured,
            "part": [self.of_projects(f"status_{code}") for code in found["status"]], "count": found["done"],
            "note": [self._note(line) for line in found.itertuples()], "project": found["project_id"], "view": "projects",
            "dim": (found["project_id"] != chosen) & (chosen is not None),
        })  # fmt: skip
        twice = frame["group"].duplicated(keep=False)
        frame["group"] = frame["group"].mask(twice, frame["group"] + " " + frame["project"])
        colours = {self.of_projects(f"status_{code}"): colour for code, colour in STATUS.items() if (found["status"] == code).any()}  # fmt: skip
        step = max(
            30, min(52, 210 // max(1, len(frame)))
        )  # a few fill the card beside their neighbour
        chart = progress(
            frame, colours, told=self.of_projects("status"), step=step, picks=["project", "view"]
        )
        picture = self.picture(key, chart, **told)
        return Picture(picture.chart, picture.title, picture.subtitle, picture.alt, sums="done")

    def measured(self, done: float, target: float, unit: object) -> str:
        """What was done of what is to be done; a dash where nobody said how much."""
        return f"{cell(done) or '—'} / {cell(target)} {cell(unit)}".strip()

    def _note(self, line) -> str:
        """How a project stands, in a line."""
        words = {"status": self.of_projects(f"status_{line.status}"), "due": cell(line.due_date) or "—"}  # fmt: skip
        return self.of_projects("note", share=percent(line.share) or "—", expected=percent(line.expected) or "—", **words)  # fmt: skip

    def of_projects(self, key: str, **values: object) -> str:
        """Words of the projects' section, whatever board shows them."""
        return word(f"projects.{key}", self.lang, **values)

    def project_listing(self) -> Listing:
        """The list of projects with who owns each."""
        right = {"align": "right"}
        columns = [
            self.column("project", "project_id", kind="muted"), self.column("project", "stage"), self.column("project", "name"),
            Column("owner", self.of_projects("owner")), self.column("project", "target", **right), self.column("project", "done", **right),
            self.column("project", "unit_of_measure", shown=False), Column("share", self.of_projects("share"), about=self.of_projects("share_about"), **right),
            Column("expected", self.of_projects("expected"), about=self.of_projects("expected_about"), **right),
            self.column("project", "due_date"), Column("status", self.of_projects("status"), kind="tag"),
            Column("recorded", self.of_projects("recorded"), about=self.of_projects("recorded_about"), **right),
            Column("difference", self.of_projects("difference"), about=self.of_projects("difference_about"), **right),
            Column("counted", self.of_projects("counted"), shown=False, filed=True),
        ]  # fmt: skip
        about = {"subtitle": self.chosen_line, "file_name": self.of_projects("list_title")}
        opens = ("project", "project_id")
        return Listing(self.of_projects("list_title"), columns, self.project_row, "project_list", opens=opens, **about)  # fmt: skip

    def project_row(self, line) -> list[str]:
        stage, status = self.label("project", "stage", line.stage), self.of_projects(f"status_{line.status}")  # fmt: skip
        gap = "" if pd.isna(line.difference) else self.signed_or_none(line.difference)
        counts = [cell(line.target), cell(line.done), cell(line.unit_of_measure), percent(line.share), percent(line.expected)]  # fmt: skip
        beside = [cell(None if pd.isna(line.recorded) else int(line.recorded)), gap, cell(line.counted)]  # fmt: skip
        return [line.project_id, stage, line.name, cell(line.owner), *counts, cell(line.due_date), status, *beside]  # fmt: skip

    def signed_or_none(self, difference: float) -> str:
        """A difference with its sign, and in words that there is none."""
        return f"{difference:+,.12g}".replace("-", "−") if difference else self.of_projects("same")
