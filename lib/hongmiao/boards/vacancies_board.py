"""Vacancies: which posts stand open and for how long, who could fill them now or later, and what they still lack."""

from functools import cached_property

import pandas as pd
import traitlets as t

from ..records.person import POST_LEVELS
from ..screening import BENCH
from ..store import Store
from ..widgets import Choice, Page, Tile
from .board import open_board
from .decided import Decided
from .stamped import Stamped
from .state import State
from .vacancies_line import Line
from .vacancies_lists import VacancyLists
from .vacancies_pictures import VacancyPictures
from .words import NONE, period_words

LINES = ("open", "ready", "coming", "none", "unruled", "filled")


def board(store: Store, lang: str | None = None) -> Page:
    """The page of the vacancies, of what `store` holds; lang: zh or en."""
    return open_board(Vacancies(store, lang))


class Vacancies(VacancyLists, VacancyPictures, Line, Stamped, Decided, State):
    """The vacancies of one unit, and the people in line for them.

    The unit narrows the posts and, where people are counted by themselves, the people; whoever may fill a post is looked
    for as far as the post's policy reaches. Opening the row of a post or of a person chooses it for the other lists.
    """

    name = "vacancies"
    widths = (7, 5, 12)
    alone = ("line_is", "vacancy", "somebody", "ready", "level_is", "fits")
    level = t.Unicode(None, allow_none=True)
    year = t.Unicode(None, allow_none=True)
    line_is = t.Unicode(None, allow_none=True)
    vacancy = t.Unicode(None, allow_none=True)
    somebody = t.Unicode(None, allow_none=True)
    ready = t.Unicode(None, allow_none=True)
    level_is = t.Unicode(None, allow_none=True)
    fits = t.Unicode(None, allow_none=True)

    @cached_property
    def choices(self) -> list[Choice]:
        found = self.store.frame("vacancies", day=self.data_day)
        levels = dict.fromkeys([*POST_LEVELS, *self.posts, *found["post_level"]])
        used = [(self.level_words(code), code) for code in levels if code in {*found["post_level"], *self.posts}]  # fmt: skip
        years = sorted({str(day)[:4] for day in found["filled_date"].dropna()}, reverse=True)
        today = (self.data_day or "")[:4]
        said = self.say
        posts = [(said("post_said", post=one.post, unit=one.unit), one.vacancy_id) for one in found.itertuples()]  # fmt: skip
        return [
            Choice("level", self.heading("vacancy", "post_level"), [(said("all_levels"), None), *used]),
            Choice("year", said("year"), [(said("all_years"), None), *((period_words(y, self.lang), y) for y in years)], today if today in years else None),
            Choice("line_is", said("line"), [(said(f"line_{code}"), code) for code in LINES], hidden=True),
            Choice("vacancy", self.title, posts, hidden=True),
            Choice("somebody", said("somebody"), [], hidden=True, accepts=self._is_in_line),
            Choice("ready", said("readiness"), [(self.ready_words(code), code) for code in BENCH], hidden=True),
            Choice("level_is", self.heading("vacancy", "post_level"), used, hidden=True),
            Choice("fits", said("fits"), [(said(f"fits_{code}"), code) for code in ("some", "several")], hidden=True),
        ]  # fmt: skip

    def _is_in_line(self, key: str) -> bool:
        return bool(self.line["person_id"].eq(key).any())

    @property
    def blank(self) -> bool:
        return self.store.db.table("vacancy").count == 0

    @t.observe("opened")
    def _chosen_by_opening(self, change) -> None:
        """Whoever opens a post or a person asks who fits it or what they fit."""
        kind, key = change["new"] or ("", "")
        if kind == "vacancy":
            self.vacancy = key
        elif kind == "person" and not self.blank and self._is_in_line(key):
            self.somebody = key

    def level_words(self, code: str) -> str:
        return self.say("no_level") if code == "none" else self.label("vacancy", "post_level", code)

    def ready_words(self, code: str) -> str:
        """How ready, in the policy's words where it has them."""
        span = getattr(self.rule, code, None) if code in ("within", "later") else None
        return span.words.said(self.lang) if span else self.say(f"ready_{code}")

    @property
    def year_words(self) -> str:
        return period_words(self.year, self.lang) if self.year else self.say("all_years")

    @property
    def filled(self) -> pd.DataFrame:
        """The posts that were filled in the chosen year."""
        found = self.vacancies
        found = found[(found["line"] == "filled") & found["filled_date"].notna()]
        return found[found["filled_date"].str[:4] == self.year] if self.year else found

    def tiles(self) -> list[Tile]:
        if self.blank:
            keys = {"open": "vacancies", "ready": "vacancies", "none": "vacancies", "filled": "vacancies", "days": "days", "people": "persons"}  # fmt: skip
            return [self.tile(key, NONE, unit) for key, unit in keys.items()]
        found, filled, people = self.vacancies, self.filled, self.people()
        lines, opened = found["line"].value_counts(), found[found["line"] != "filled"]
        n = {code: int(lines.get(code, 0)) for code in LINES}
        longest = f"{int(opened['days'].max()):,}" if len(opened) else "0"
        days = filled["days"]
        year = self.year_words
        middle = self.say("days_note", median=f"{days.median():.0f}", count=len(days)) if len(days) else year  # fmt: skip

        def posts(code: str) -> dict[str, str]:
            return {"view": "vacancies", "line_is": code}

        return [
            self.tile("open", f"{len(opened):,}", "vacancies", self.say("open_note", days=longest), picks=posts("open")),
            self.tile("ready", f"{n['ready']:,}", "vacancies", self.part_of("ready_note", n["ready"], len(opened)) or year, picks=posts("ready")),
            self.tile("none", f"{n['none']:,}", "vacancies", self.say("none_note", coming=n["coming"], unruled=n["unruled"]), tone="warn" if n["none"] else "", picks=posts("none")),
            self.tile("filled", f"{len(filled):,}", "vacancies", year, picks=posts("filled")),
            self.tile("days", f"{days.mean():.1f}" if len(days) else NONE, "days", middle, picks=posts("filled"), whole=posts("filled"), sums="days"),
            self.tile("people", f"{len(people):,}", "persons", self.say("people_note", count=f"{int(people['fitting'].gt(1).sum()):,}"), picks={"view": "people", "fits": "some"}),
        ]  # fmt: skip
