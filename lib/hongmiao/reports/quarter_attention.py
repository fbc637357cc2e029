"""Whom the quarter's report asks its reader to look at: villages, branches and people, each with the reasons."""

from math import floor

import pandas as pd

from ..boards.words import cell, percent
from ..locale import word
from ..widgets import Column
from .parts import Chapter, Rows
from .sentences import counted

LOW, FALL = 2, 2  # stars at or below which, and a fall from which, a person is looked at
SHOWN, KEPT = 10, 1000  # rows on a page, and in a workbook
RIGHT = {"align": "right"}


class QuarterAttention:
    """A part of the unit's quarter; the one place of it that names people."""

    def attention(self) -> Chapter:
        """Villages without a first secretary or near the end of a term, branches, and people."""
        tables = [*self._village_rows(), *self._branch_rows(), *self._people_rows()]
        subtitle = self.say("attention_about" if tables else "attention_none")
        return Chapter(self.say("attention"), tables, subtitle, lang=self.lang)

    def _village_rows(self) -> list[Rows]:
        state = self.posts_state
        found = state.villages()
        found = found[(found["status"] != "filled") | (found["too_old"] == 1)]
        if found.empty:
            return []
        listing = state.lists()["villages"]
        rows = [state.village_row(line)[1:] for line in found.itertuples(index=False)]
        subtitle = self.say("as_of", day=self.day)
        return [Rows(self.say("villages_title"), listing.columns[1:], rows, subtitle, SHOWN)]

    # Branches.

    def branches(self) -> pd.DataFrame:
        """By unit that holds people of its own: rated, five, over, unrated, behind, overdue; those with most against them first."""
        people, hours = self.people, self.hours_state.everyone
        by = people["unit_id"]
        counts = {
            "rated": people["status"] == "rated", "five": people["stars"] == 5,
            "unrated": people["status"] == "unrated", "overdue": people["overdue_mandatory"],
        }  # fmt: skip
        frame = pd.DataFrame({name: values.groupby(by, sort=False).sum().astype(int) for name, values in counts.items()})  # fmt: skip
        behind = (hours["standing"] == "behind").groupby(hours["unit_id"]).sum()
        frame["behind"] = behind.reindex(frame.index, fill_value=0).astype(int)
        most = (self.policy.guideline.at_most * frame["rated"] + 1e-9).map(floor)
        judged = frame["rated"] >= self.policy.smallest_group.persons
        frame["over"] = (frame["five"] - most).where(judged, 0).clip(lower=0).astype(int)
        frame["against"] = sum((frame[name] > 0).astype(int) for name in ("over", "unrated", "overdue"))  # fmt: skip
        order = ["against", "over", "unrated", "overdue"]
        return frame.sort_values(order, ascending=False, kind="stable")

    def _branch_rows(self) -> list[Rows]:
        found = self.branches()
        listed = found[found["against"] > 0]
        if len(found) < 2 or listed.empty:
            return []
        names = self.tree.set_index("unit_id")
        state, hours = self.stars_state, self.hours_state
        columns = [
            state.column("unit", "name", "unit"), Column("above", state.heading("unit", "parent_id")),
            Column("rated", state.say("rated"), **RIGHT), Column("five", state.say("five"), **RIGHT), Column("unrated", state.say("unrated"), **RIGHT),
            Column("behind", self.say("behind_head"), **RIGHT), Column("overdue", hours.say("overdue"), **RIGHT), Column("against", self.say("reasons")),
        ]  # fmt: skip
        rows = [
            [
                names["name"][line.Index], cell(names["above"][line.Index]), cell(line.rated),
                percent(line.five / line.rated) if line.rated >= state.least else "", cell(line.unrated), cell(line.behind), cell(line.overdue),
                self._against_branch(line),
            ]
            for line in listed[:KEPT].itertuples()
        ]  # fmt: skip
        subtitle = self.say("branches_about", smallest=self.policy.smallest_group.persons)
        return [Rows(self.say("branches_title"), columns, rows, subtitle, SHOWN, len(listed))]

    def _against_branch(self, line) -> str:
        reasons = []
        if line.over:
            reasons.append(self.say("reason_over", persons=counted("persons", line.over, self.lang)))  # fmt: skip
        if line.unrated:
            reasons.append(self.say("reason_unrated", persons=counted("persons", line.unrated, self.lang)))  # fmt: skip
        if line.overdue:
            reasons.append(self.say("reason_late", count=counted("persontimes", line.overdue, self.lang)))  # fmt: skip
        return word("screen.joint", self.lang).join(reasons)

    # People.

    def looked_at(self) -> pd.DataFrame:
        """People with low stars, a fall, no rating yet or a mandatory course overdue; those with most against them first.

        low, fallen, unrated, late: what is against each; missing: hours, empty where none are owed.
        """
        people = self.people
        fell = people["was_stars"] - people["stars"]
        flags = {
            "low": people["stars"] <= LOW, "fallen": fell >= FALL, "unrated": people["status"] == "unrated",
            "late": people["overdue_mandatory"] > 0,
        }  # fmt: skip
        frame = people.assign(**flags, fell=fell)
        frame["against"] = frame[[*flags]].sum(axis=1)
        missing = self.hours_state.everyone.set_index("person_id")["missing"]
        frame["missing"] = frame["person_id"].map(missing)
        order = {"against": False, "stars": True, "fell": False, "missing": False}
        return frame[frame["against"] > 0].sort_values([*order], ascending=[*order.values()], kind="stable")  # fmt: skip

    def _people_rows(self) -> list[Rows]:
        found = self.looked_at()
        if found.empty:
            return []
        state = self.stars_state
        columns = [
            state.column("person", "name"), state.column("person", "unit_id", "unit"), state.column("star_rating", "stars"),
            Column("was", self.say("was_head")), Column("missing", self.hours_state.say("missing"), **RIGHT), Column("against", self.say("reasons")),
        ]  # fmt: skip
        rows = [self._person_row(line) for line in found[:KEPT].itertuples(index=False)]
        return [Rows(self.say("people_title"), columns, rows, self.say("people_about"), SHOWN, len(found))]  # fmt: skip

    def _person_row(self, line) -> list[str]:
        reasons = [self.say("reason_low")] * line.low
        reasons += [self.say("reason_fell", stars=counted("stars", line.fell, self.lang))] * line.fallen  # fmt: skip
        reasons += [self.stars_state.label("star_rating", "status", "unrated")] * line.unrated
        if line.late:
            reasons.append(self.say("reason_late", count=counted("persontimes", line.overdue_mandatory, self.lang)))  # fmt: skip
        now, was = self._stood(line.status, line.stars), self._stood(line.was_status, line.was_stars)  # fmt: skip
        missing = "" if pd.isna(line.missing) else f"{line.missing:,.0f}"
        joint = word("screen.joint", self.lang)
        return [line.name, line.unit, now, was, missing, joint.join(reasons)]

    def _stood(self, status: object, stars: object) -> str:
        """A rating as it is said: its stars, or why there are none."""
        if pd.notna(stars):
            return self.stars_state.say(f"star_{int(stars)}")
        return self.stars_state.label("star_rating", "status", status) if pd.notna(status) else ""
