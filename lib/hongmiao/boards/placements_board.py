"""Placements: whether every village has its first secretary, how long each has served, and how secondments were graded."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..charts import GRADE_COLOURS, PAGE_COLOURS, POST_STATES, composition, coverage
from ..locale import word
from ..policy.criterion import Sourced
from ..policy.placements import Placements as Policy
from ..policy.placements import placements_policy
from ..records.placement import KINDS, THEMES
from ..store import Store
from ..widgets import Choice, Column, Page, Tile
from .board import open_board
from .decided import Decided
from .listing import Listing, Picture
from .state import State
from .words import cell, share

STAGES, TERMS = ("serving", "ended", "planned"), ("short", "within", "long")
TERM_COLOURS = {"short": "#e9c88a", "within": "#1f7a5c", "long": "#c8661b"}
ASIDE = {"serving": PAGE_COLOURS["soft"], "ungraded": PAGE_COLOURS["line"]}  # posts without a grade


def board(store: Store, lang: str | None = None) -> Page:
    """The page of placements, of what `store` holds; lang: zh or en."""
    return open_board(Placements(store, lang))


class Placements(Decided, State):
    """The posts in the villages and offices of one unit, as they stand on the last day that the records speak of."""

    name = "placements"
    widths = (12, 5, 7)
    meanings = (("placement", "kind"),)
    alone = ("village", "status", "kind", "theme", "grade", "stage", "term", "concern")
    village = t.Unicode(None, allow_none=True)
    status = t.Unicode(None, allow_none=True)
    kind = t.Unicode(None, allow_none=True)
    theme = t.Unicode(None, allow_none=True)
    grade = t.Unicode(None, allow_none=True)
    stage = t.Unicode(None, allow_none=True)
    term = t.Unicode(None, allow_none=True)
    concern = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return placements_policy()

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("placement_counts")
        themes = [theme for theme in dict.fromkeys([*THEMES, *found["theme"]]) if theme != "none"]

        def labels(column: str, codes) -> list[tuple[str, str]]:
            return [(self.label("placement", column, code), code) for code in codes]

        def said(codes) -> list[tuple[str, str]]:
            return [(self.say(code), code) for code in codes]

        def hidden(name: str, label: str, options: list) -> Choice:
            return Choice(name, label, options, hidden=True)

        head = self.heading
        return [
            hidden("village", self.say("village"), [(name, unit) for unit, name, _ in self.units]),
            hidden("status", self.say("status"), said([*POST_STATES, "covered"])),
            hidden("kind", head("placement", "kind"), labels("kind", KINDS)),
            hidden("theme", head("placement", "theme"), [*labels("theme", themes), (self.say("no_theme"), "none")]),
            hidden("grade", head("placement", "grade"), [*labels("grade", GRADE_COLOURS), *said(ASIDE)]),
            hidden("stage", self.say("stage"), said(STAGES)),
            hidden("term", self.say("term"), [(self.term_words[code], code) for code in TERMS]),
            hidden("concern", self.say("concern"), said(["twice"])),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return self.store.frame("placement_counts").empty

    @property
    def given(self) -> dict[str, object]:
        term, policy = self.policy.term, self.policy
        return {"day": self.data_day, "shortest": term.shortest, "longest": term.longest, "ending": policy.ending.months,
                "secretaries": policy.village.secretaries, "oldest": policy.age.at_most}  # fmt: skip

    def thresholds(self) -> list[tuple[str, Sourced]]:
        policy = self.policy
        return [
            (self.say("term_rule", shortest=policy.term.shortest, longest=policy.term.longest), policy.term),
            (self.say("age_rule", age=policy.age.at_most), policy.age),
            (self.say("ending_rule", months=policy.ending.months), policy.ending),
            (self.say("village_rule", count=policy.village.secretaries), policy.village),
        ]  # fmt: skip

    @cached_property
    def term_words(self) -> dict[str, str]:
        term = self.policy.term
        return {code: self.say(f"term_{code}", shortest=term.shortest, longest=term.longest) for code in TERMS}  # fmt: skip

    def villages(self) -> pd.DataFrame:
        """Every village, filled or not."""
        return self.ask("village_posts", village=None, status=None)

    def tiles(self) -> list[Tile]:
        villages, counts = self.villages()["status"], self.ask("placement_counts")
        n, whole = villages.value_counts(), len(villages)
        covered = whole - int(n.get("empty", 0))
        serving = counts[(counts["kind"] == "secondment") & (counts["stage"] == "serving")][
            "posts"
        ].sum()
        twice = int(counts["twice"].sum())

        def tile(status: str, count: int, note: str, tone: str = "warn") -> Tile:
            picks = {"view": "villages", "status": status}
            return self.tile(status, f"{count:,}", "villages", note, picks=picks, tone=tone if count else "")  # fmt: skip

        days = self.say("as_of", day=self.data_day or "")
        return [
            tile("covered", covered, self.say("covered_note", share=share(covered, whole), whole=f"{whole:,}"), tone=""),
            tile("empty", int(n.get("empty", 0)), days),
            tile("ending", int(n.get("ending", 0)), self.say("ending_note", months=self.policy.ending.months)),
            tile("double", int(n.get("double", 0)), self.say("village_rule", count=self.policy.village.secretaries)),
            self.tile("twice", f"{twice:,}", "posts", days, tone="warn" if twice else "", picks={"view": "posts", "concern": "twice"}),
            self.tile("seconded", f"{serving:,}", "posts", days, picks={"view": "posts", "kind": "secondment", "stage": "serving"}),
        ]  # fmt: skip

    def cover(self) -> pd.DataFrame:
        """group (town), figures (filled of all), name, part, note, count: a row per village; village: what a click chooses."""
        found = self.villages().sort_values(["town_id", "unit_id"], kind="stable")
        town = found["town"].astype(object).fillna("")
        filled = (found["status"] != "empty").groupby(found["town_id"], dropna=False)
        figures = filled.transform("sum").astype(str) + "/" + filled.transform("size").astype(str)
        twins = found.assign(town=town).groupby("town")["town_id"].transform("nunique") > 1
        chosen = (
            (found["unit_id"] == self.village) if self.village else self._stated(found["status"])
        )
        return pd.DataFrame({
            "group": town.mask(twins, town + " " + found["town_id"].fillna("")), "figures": figures, "name": found["village"],
            "part": found["status"].map(self.say), "note": [self._note(line) for line in found.itertuples()],
            "count": 1, "village": found["unit_id"], "view": "villages", "dim": ~chosen,
        })  # fmt: skip

    def _stated(self, status: pd.Series) -> pd.Series:
        """Whether each village is in the state that is chosen."""
        if self.status == "covered":
            return status != "empty"
        return (status == self.status) | (self.status is None)

    def _note(self, line) -> str:
        return "" if line.status == "empty" else self.say("held", name=line.name, start=line.start_date, until=line.until)  # fmt: skip

    def terms(self) -> pd.DataFrame:
        """group (in post, or come back), part (time served against the term), count of first secretaries' posts."""
        found = self.ask("placement_counts")
        found = found[(found["kind"] == "first_secretary") & found["term"].notna()]
        found = found.groupby(["stage", "term"], as_index=False)["posts"].sum()
        found = found.sort_values("stage", ascending=False, kind="stable")
        chosen = (found["stage"] == self.stage) & (found["term"] == self.term)
        return pd.DataFrame({
            "group": found["stage"].map(self.say), "part": found["term"].map(self.term_words), "count": found["posts"],
            "kind": "first_secretary", "stage": found["stage"], "term": found["term"], "view": "posts",
            "dim": ~chosen & (self.term is not None),
        })  # fmt: skip

    def themes(self) -> pd.DataFrame:
        """group (first secretaries, then the themes of secondments), part (grade, or why there is none), count of posts."""
        found = self.ask("placement_counts")
        found = found.groupby(["kind", "theme", "grade"], as_index=False)["posts"].sum()
        village = found["kind"] == "first_secretary"
        found["theme"] = found["theme"].mask(village, None)
        found = found.groupby(["kind", "theme", "grade"], dropna=False, as_index=False)[
            "posts"
        ].sum()
        village = found["kind"] == "first_secretary"
        names = found["theme"].map(lambda code: self.say("no_theme") if code == "none" else self.label("placement", "theme", code))  # fmt: skip
        chosen = found["kind"].eq(self.kind) & found["grade"].eq(self.grade)
        chosen &= found["theme"].eq(self.theme) | (found["theme"].isna() & (self.theme is None))
        told = {code: self.label("placement", "grade", code) for code in GRADE_COLOURS}
        told |= {code: self.say(code) for code in ASIDE}
        return pd.DataFrame({
            "group": names.mask(village, self.label("placement", "kind", "first_secretary")), "part": found["grade"].map(told),
            "count": found["posts"], "kind": found["kind"], "theme": found["theme"], "grade": found["grade"], "view": "posts",
            "dim": ~chosen & (self.grade is not None),
        })  # fmt: skip

    def pictures(self) -> list[Picture]:
        about = {"unit": self.unit_name, "day": self.data_day or ""}
        states = {self.say(code): colour for code, colour in POST_STATES.items()}
        heads = (self.say("status"), self.say("secretary"))
        cells = coverage(
            self.cover(), states, heads=heads, hollow=self.say("empty"), picks=["village", "view"]
        )
        words = {"unit": word("unit.posts", self.lang), "share": word("board.share", self.lang)}
        spans = {self.term_words[code]: colour for code, colour in TERM_COLOURS.items()}
        terms = composition(self.terms(), spans, whole=self.say("all_posts"), step=64, picks=["kind", "stage", "term", "view"], **words)  # fmt: skip
        grades = {self.label("placement", "grade", code): c for code, c in GRADE_COLOURS.items()}
        aside = {self.say(code): colour for code, colour in ASIDE.items()}
        themes = composition(
            self.themes(), grades | aside, apart=[*aside], apart_title=self.say("apart"), whole=self.say("graded"),
            apart_whole=self.say("all_posts"), picks=["kind", "theme", "grade", "view"], step=34, **words,
        )  # fmt: skip
        rule = {"shortest": self.policy.term.shortest, "longest": self.policy.term.longest}
        return [
            self.picture("cover", cells, **about),
            self.picture("terms", terms, **about, **rule),
            self.picture("themes", themes, **about),
        ]

    def lists(self) -> dict[str, Listing]:
        right = {"align": "right"}
        villages = [
            self.column("unit", "unit_id", kind="muted"), Column("village", self.say("village")), Column("town", self.say("town")),
            Column("name", self.say("secretary")), Column("age", self.say("age"), **right), self.column("placement", "start_date"),
            Column("until", self.say("until")), Column("days_left", self.say("days_left"), **right),
            Column("status", self.say("status"), kind="tag"),
        ]  # fmt: skip
        posts = [
            self.column("person", "person_id", kind="muted"), self.column("person", "name"), Column("unit", self.say("post_unit")),
            self.column("placement", "kind"), self.column("placement", "theme"), self.column("placement", "start_date"),
            self.column("placement", "end_date"), Column("months", self.say("months"), **right),
            self.column("placement", "grade", kind="tag"), Column("stage", self.say("stage"), kind="tag"),
        ]  # fmt: skip
        about = {"subtitle": f"{self.chosen_line}{word('language.comma', self.lang)}{self.say('as_of', day=self.data_day or '')}", "file_name": self.title}  # fmt: skip
        return {
            "villages": Listing(self.say("villages_title"), villages, self.village_row, "village_posts", opens=("unit", "unit_id"), **about),
            "posts": Listing(self.say("posts_title"), posts, self.post_row, "placements", **about),
        }  # fmt: skip

    def village_row(self, line) -> list[str]:
        status = self.say(line.status)
        status = self.say("and_old", status=status) if line.too_old else status
        held = [cell(value) for value in (line.name, line.age, line.start_date, line.until)]
        days = "" if pd.isna(line.days_left) else f"{int(line.days_left):,}"
        held[1] = "" if pd.isna(line.age) else str(int(line.age))
        return [line.unit_id, line.village, cell(line.town), *held, days, status]

    def post_row(self, line) -> list[str]:
        coded = [self.label("placement", name, getattr(line, name)) for name in ("kind", "theme")]
        months = "" if pd.isna(line.months) else str(int(line.months))
        dates = [line.start_date, cell(line.end_date), months]
        grade = self.label("placement", "grade", line.grade)
        return [line.person_id, line.name, line.unit, *coded, *dates, grade, self.say(line.stage)]
