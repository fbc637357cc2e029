"""The lists of the vacancies: posts, candidates for one, what one person fits, the bench of a unit, people ready now."""

import pandas as pd

from ..widgets import Column
from .listing import Listing
from .words import cell, masked

TAGS = {"kind": "tag"}
RIGHT = {"align": "right"}


class VacancyLists:
    """What the state of the vacancies lists. All are small frames: the vacancies, and the people in reserve for them."""

    def lists(self) -> dict[str, Listing]:
        say, title = self.say, self.title
        who = [self.column("person", "person_id", kind="muted"), self.column("person", "name"), self.column("person", "unit_id", "unit")]  # fmt: skip
        post = [self.column("vacancy", "vacancy_id", kind="muted"), self.column("vacancy", "post"), Column("unit", say("office"))]  # fmt: skip
        level = self.column("vacancy", "post_level")
        ready = Column("ready", say("readiness"), about=say("ready_about_column"), **TAGS)
        months = Column("months", say("months"), about=say("months_about"), **RIGHT)
        score = Column("score", say("score"), about=say("score_about"), **RIGHT)
        lacks = Column("lacks", say("lacks"), sortable=False, about=say("lacks_about"))
        order = Column("place", say("place"), about=say("place_about"), **RIGHT)
        vacancies = [
            *post, level, self.column("vacancy", "open_date"), Column("days", say("days_head"), about=say("days_head_about"), **RIGHT),
            *(Column(code, self.ready_words(code), **RIGHT) for code in ("now", "within", "later", "cannot_tell")),
            Column("line", say("line"), **TAGS), Column("filled_name", say("filled_name")), self.column("vacancy", "filled_date"),
        ]  # fmt: skip
        about = {"subtitle": self.chosen_line, "file_name": title}

        def listing(key: str, columns: list, row, frame, lead: str = "", opens=("person", "person_id")) -> Listing:  # fmt: skip
            told = about | ({"subtitle": lead} if lead else {})
            return Listing(say(f"{key}_title"), columns, row, frame=frame, opens=opens, **told)

        posts = ("vacancy", "vacancy_id")
        return {
            "vacancies": listing("vacancies", vacancies, self.vacancy_row, self.posts_listed, opens=posts),
            "candidates": listing("candidates", [order, *who, ready, months, score, lacks], self.candidate_row, self.candidates, self._of_post()),
            "suits": listing("suits", [*post, level, ready, months, order, lacks], self.suit_row, self.suits, self._of_person(), posts),
            "bench": listing("bench", [*who, level, ready, months, score, lacks], self.bench_row, self.bench),
            "people": listing("people", [*who, Column("levels", say("levels")), Column("fitting", say("fitting"), about=say("fitting_about"), **RIGHT), Column("posts", say("posts"))], self.people_row, self.ready_people),
        }  # fmt: skip

    # Frames.

    def posts_listed(self) -> pd.DataFrame:
        """The vacancies of the unit, the open ones first; or those in one line, or of one level."""
        if self.blank:
            return pd.DataFrame(columns=["vacancy_id"])
        found = self.filled if self.line_is == "filled" else self.vacancies
        found = found[found["post_level"] == self.level_is] if self.level_is else found
        if self.line_is == "open":
            return found[found["line"] != "filled"]
        return found[found["line"] == self.line_is] if self.line_is else found

    @property
    def post(self):
        """The vacancy that is chosen, else the longest open one that has conditions."""
        if self.blank:
            return None
        found = self.everywhere
        chosen = found[found["vacancy_id"] == self.vacancy]
        first = self.vacancies[~self.vacancies["line"].isin(["filled", "unruled"])]
        return next((chosen if len(chosen) else first).itertuples(), None)

    @property
    def person(self) -> str | None:
        """The person who is chosen, else the readiest of the unit."""
        if self.blank or self.somebody:
            return self.somebody
        ready, found = self.people()["person_id"], self.of_unit(self.line)["person_id"]
        return next(iter([*ready[:1], *found[:1]]), None)

    def candidates(self) -> pd.DataFrame:
        """Everyone looked at for the chosen vacancy, the readiest and best first, with their place of how many."""
        if (post := self.post) is None:
            return pd.DataFrame(columns=["person_id"])
        found = self.of_post(post)
        found = found.assign(place=range(1, len(found) + 1), of=len(found))
        return found[found["ready"] == self.ready] if self.ready else found

    def suits(self) -> pd.DataFrame:
        """The open vacancies that the chosen person is looked at for, and their place of how many there."""
        rows = []
        for post in self.open_posts() if not self.blank else ():
            found = self.of_post(post)
            mine = (found["person_id"] == self.person).to_numpy()
            if mine.any():
                place = int(mine.argmax())
                one = found.iloc[place]
                rows.append([post.vacancy_id, post.post, post.unit, post.post_level, one["ready"], one["months"], place + 1, len(found)])  # fmt: skip
        columns = ["vacancy_id", "post", "unit", "post_level", "ready", "months", "place", "of"]
        return pd.DataFrame(rows, columns=columns)

    def bench(self) -> pd.DataFrame:
        """The people of the unit by level of post, whether or not a post stands open."""
        if self.blank:
            return pd.DataFrame(columns=["person_id"])
        found = self.of_unit(self.line).rename(columns={"level": "post_level"})
        for name, value in (("post_level", self.level), ("post_level", self.level_is), ("ready", self.ready)):  # fmt: skip
            found = found[found[name] == value] if value else found
        return found

    def ready_people(self) -> pd.DataFrame:
        return pd.DataFrame(columns=["person_id"]) if self.blank else self.people()

    # Cells.

    def _of_post(self) -> str:
        post = self.post
        if post is None:
            return self.chosen_line
        named = self.say("post_said", post=post.post, unit=post.unit)
        return self._or_another(f"{post.vacancy_id} {named}", "candidates_hint")

    def _of_person(self) -> str:
        found = self.line[self.line["person_id"] == self.person] if not self.blank else ()
        if not len(found):
            return self.chosen_line
        name = found["name"].iloc[0]
        name = masked(name) if self.meeting else name
        return self._or_another(f"{self.person} {name}", "suits_hint")

    def _or_another(self, told: str, hint: str) -> str:
        """Whom or what a list is about, and how to choose another; in a meeting rows do not open."""
        return told if self.meeting else told + self.say("joint") + self.say(hint)

    def vacancy_row(self, line) -> list[str]:
        counts = ["" if line.line in ("filled", "unruled") else str(getattr(line, code)) for code in ("now", "within", "later", "cannot_tell")]  # fmt: skip
        name = masked(line.filled_name) if self.meeting else line.filled_name
        days = "" if pd.isna(line.days) else f"{int(line.days):,}"
        state = self.say(f"line_{line.line}")
        return [line.vacancy_id, line.post, line.unit, self.level_words(line.post_level), line.open_date, days, *counts, state, cell(name), cell(line.filled_date)]  # fmt: skip

    def _months(self, line) -> str:
        return "" if pd.isna(line.months) else f"{int(line.months)}"

    def _of(self, line) -> str:
        return self.say("of", place=line.place, of=line.of)

    def candidate_row(self, line) -> list[str]:
        score = "" if pd.isna(line.score) else f"{line.score:.1f}"
        lacks = self.short_of(line.person_id, line.level) or self.say("lacks_nothing")
        return [self._of(line), line.person_id, line.name, cell(line.unit), self.ready_words(line.ready), self._months(line), score, lacks]  # fmt: skip

    def suit_row(self, line) -> list[str]:
        lacks = self.short_of(self.person, line.post_level) or self.say("lacks_nothing")
        return [line.vacancy_id, line.post, line.unit, self.level_words(line.post_level), self.ready_words(line.ready), self._months(line), self._of(line), lacks]  # fmt: skip

    def bench_row(self, line) -> list[str]:
        score = "" if pd.isna(line.score) else f"{line.score:.1f}"
        lacks = self.short_of(line.person_id, line.post_level) or self.say("lacks_nothing")
        return [line.person_id, line.name, cell(line.unit), self.level_words(line.post_level), self.ready_words(line.ready), self._months(line), score, lacks]  # fmt: skip

    def people_row(self, line) -> list[str]:
        comma = self.say("comma")
        names = self.everywhere.set_index("vacancy_id")
        posts = [self.say("post_said", post=names.at[one, "post"], unit=names.at[one, "unit"]) for one in line.posts.split()]  # fmt: skip
        levels = comma.join(map(self.level_words, line.levels.split()))
        return [line.person_id, line.name, cell(line.unit), levels, str(line.fitting), comma.join(posts)]  # fmt: skip
