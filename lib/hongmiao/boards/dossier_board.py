"""The dossier: one person's dated facts on one page, each with where it came from and when it was checked."""

import re
from dataclasses import replace
from functools import cached_property

import traitlets as t

from .. import access
from ..locale import word
from ..policy import policy_paths, pool_policy
from ..records import RECORD_TYPES
from ..store import Store
from ..widgets import Choice, Page, Sheet, Table, Tile, guarded
from .board import open_board
from .dossier_lists import DossierLists
from .dossier_pictures import DossierPictures
from .dossier_sections import DossierSections
from .life import Life
from .stamped import Stamped
from .state import State
from .words import NONE, cell, period_words

LINES, WIDE = 58, 1430  # of the two pages that a browser prints, below the charts
TIME = re.compile(r"[12]\d{3}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of one person, of what `store` holds; lang: zh or en."""
    opened: set[str] = set()
    state = Dossier(store, lang)
    page = open_board(state, lambda state: _who(state, opened), _rest)

    def forget(_change) -> None:
        """What was typed to find somebody is not sought in their timeline."""
        for part in page.children:
            if isinstance(part, Table):
                part.search = ""

    state.observe(guarded(forget), "person")
    return page


class Dossier(DossierSections, DossierLists, DossierPictures, Stamped, State):
    """The records of one person. In a meeting there is nobody.

    pool: the pool whose conditions the person is held against. what, time: narrow the timeline.
    """

    name = "dossier"
    widths = (4, 4, 4)
    alone = ("what", "time")
    person = t.Unicode(None, allow_none=True)
    pool = t.Unicode(None, allow_none=True)
    what = t.Unicode(None, allow_none=True)
    time = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        policies = {pool: pool_policy(pool) for pool in policy_paths()}
        pools = [(policy.words.said(self.lang), pool) for pool, policy in policies.items()]
        clear = [pool for pool, policy in policies.items() if all(one.filled for one in policy.checklist)]  # fmt: skip
        kinds = [(kind.called(self.lang), table) for table, kind in RECORD_TYPES.items()]
        return [
            Choice("pool", self.say("against"), pools, next(iter([*clear, *policies]), None)),
            Choice("person", self.heading("person", "person_id"), [], hidden=True, accepts=self._is_known),
            Choice("what", self.say("what"), kinds, hidden=True),
            Choice("time", self.say("time"), [], hidden=True, accepts=lambda text: bool(TIME.fullmatch(text))),
        ]  # fmt: skip

    def _is_known(self, key: str) -> bool:
        return self._is_stored("person", key)

    @property
    def blank(self) -> bool:
        return not self.store.db.execute("SELECT EXISTS (SELECT 1 FROM person)").fetchone()[0]

    @property
    def empty(self) -> str:
        if self.blank:
            return word("board.no_data", self.lang)
        return self.say("shut" if self.meeting else "none" if self.person else "nobody")

    @property
    def somebody(self) -> Life | None:
        """Whoever the page is about; nobody in a meeting."""
        if self.meeting or not self.person or not self._is_known(self.person):
            return None
        key = ("life", self.person, self.lang)
        return self.once(key, lambda: Life(self.store, self.person, self.lang))

    @t.observe("opened")
    def _found(self, change) -> None:
        """Whoever is opened in a list is who the page is about."""
        kind, key = change["new"] or ("", "")
        if kind == "person":
            with self.hold_trait_notifications():
                self.view = self.what = self.time = self.opened = None
                self.person = key

    def headline(self) -> Tile:
        return self.tile(
            "people", f"{self.store.db.table('person').count:,}", "persons", self.say("people_note")
        )

    def tiles(self) -> list[Tile]:
        keys = {"facts": "facts", "hours": "hours", "stars": "stars", "points": "points", "pools": "stays", "conflicts": "conflicts"}  # fmt: skip
        life = self.somebody
        if life is None:
            return [self.tile(key, NONE, unit, self.empty) for key, unit in keys.items()]
        found = len(self.findings())
        inside = [row for row in life.rows.get("pool_membership", ()) if not row["exit_date"]]
        pools = word("language.comma", self.lang).join(self.label("pool_membership", "pool", row["pool"]) for row in inside)  # fmt: skip
        return [
            self.tile("facts", f"{len(life.events):,}", "facts", self.say("facts_note", day=self.data_day or NONE), picks={"view": "timeline"}),
            self._hours_tile(),
            self._stars_tile(),
            self._points_tile(),
            self.tile("pools", str(len(inside)), "stays", pools or self.say("in_no_pool")),
            self.tile("conflicts", str(found), "conflicts", self.say("conflicts_note" if found else "no_conflicts"), tone="warn" if found else "", picks={"view": "findings"}),
        ]  # fmt: skip

    def _hours_tile(self) -> Tile:
        years = self.hours()
        if years.empty:
            return self.tile("hours", NONE, "hours", self.say("none"))
        last = years.iloc[-1]
        year = word("board.year", self.lang, year=last["year"])
        short = last["missing"] > 1e-6
        note = self.say("hours_owed", year=year, due=cell(last["due"]), missing=cell(round(last["missing"], 2))) if last["due"] == last["due"] else self.say("hours_free", year=year)  # fmt: skip
        return self.tile(
            "hours",
            cell(round(float(last["credit"]), 2)),
            "hours",
            note,
            tone="warn" if short else "",
        )

    def _stars_tile(self) -> Tile:
        ratings = self.ratings()
        rated = ratings[ratings["stars"].notna()]
        if rated.empty:
            return self.tile("stars", NONE, "stars", self.say("none"))
        last = rated.iloc[-1]
        picks = {"view": "timeline", "what": "star_rating", "time": last["period"]}
        return self.tile(
            "stars", str(int(last["stars"])), "stars", last["group"], picks=picks, sums="stars"
        )

    def _points_tile(self) -> Tile:
        quarters = self.points()
        if quarters.empty:
            return self.tile("points", NONE, "points", self.say("none"))
        last = quarters.iloc[-1]
        picks = {"view": "timeline", "what": "points_entry", "time": last["period"]}
        note = self.say("points_note", period=period_words(last["period"], self.lang), balance=cell(float(last["balance"])))  # fmt: skip
        return self.tile(
            "points", cell(float(last["value"])), "points", note, picks=picks, sums="points"
        )


def _who(state: Dossier, opened: set[str]) -> list[Sheet]:
    """The part that says who it is; whoever is shown in it is written down, once for a page."""
    part = Sheet(rest=state.say("rest"), lang=state.lang)

    def draw(_change=None) -> None:
        life = state.somebody
        if life is None:
            return part.show("", state.empty if state.meeting else "")
        note = state.say("recorded")
        if life.person_id not in opened:
            opened.add(life.person_id)
            if not access.log(state.store.path.parent, life.person_id, "dossier", state.lang):
                note += " · " + word("access.unwritten", state.lang)
        return part.show(life.person["name"], note, state.identity())

    draw()
    state.observe(guarded(draw), ["person", "meeting"])
    return [part]


def _rest(state: Dossier) -> list[Sheet]:
    """What stands below the charts: stays, postings, assessments, conditions, vacancies, conflicts; on paper the timeline."""
    rest = {"rest": state.say("rest"), "lang": state.lang}
    part, paper = Sheet(**rest), Sheet(paper=True, **rest)

    def draw(_change=None) -> None:
        if not state.somebody:
            part.show("", "")
            return paper.show("", "")
        fitted = state.fitted(LINES, WIDE)
        told = [replace(one, printed=fitted[name]) for name, one in state.sections().items()]
        part.show("", "", told)
        return paper.show("", "", [state.timeline_section(fitted["timeline"])])

    draw()
    state.observe(guarded(draw), ["person", "meeting", "pool"])
    return [part, paper]
