"""The sections of a dossier: who it is, stays, postings, assessments, conditions of a pool, vacancies, what the checks found."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from .. import screening
from ..charts.theme import breadth
from ..locale import word
from ..policy import pool_policy
from ..records import RECORD_TYPES
from ..widgets import Section
from .vacancies_board import Vacancies
from .words import NONE, cell

KEPT = {"pool_membership": 4, "placement": 3, "assessment": 5, "conditions": 12, "vacancies": 3, "findings": 3}  # fmt: skip
"""Rows of each section that go on paper, where there is room."""
LEAST = 4  # rows of the timeline that always do


class Fitting(Vacancies):
    """The vacancies as the board has them, with only the people of one unit in line."""

    choices = ()
    defaults: Mapping[str, object] = {}

    def __init__(self, store, lang: str, unit: str) -> None:
        self.among = unit
        super().__init__(store, lang)

    def of_one(self, person: str) -> list[tuple]:
        """(vacancy, how ready, what is lacking) of each open post that looks at the person, the readiest first."""
        found = []
        for post in self.open_posts():
            line = self.of_post(post)
            for one in line[line["person_id"] == person].itertuples():
                found.append((post, one.ready, self.short_of(person, one.level)))
        return sorted(found, key=lambda one: screening.BENCH.index(one[1]))


class DossierSections:
    """What the sheets of a dossier say."""

    @cached_property
    def kinds(self) -> dict[str, type]:
        return {**RECORD_TYPES}

    def identity(self) -> list[Section]:
        """The person's own facts, with where they came from and when they were checked."""
        life = self.somebody
        source, loaded = life.came(life.person)
        note = self.say("verified", source=source or NONE, day=loaded or NONE)
        return [Section(self.say("identity"), facts=life.facts(), note=note)]

    def sections(self) -> dict[str, Section]:
        """What stands below the charts, by name; a section without rows says so."""
        life = self.somebody
        told = {table: life.section(table, self.say(table)) for table in ("pool_membership", "placement", "assessment")}  # fmt: skip
        told |= {"conditions": self.conditions(), "vacancies": self.vacant(), "findings": self.conflicts()}  # fmt: skip
        nothing = self.say("none")
        return {name: _told(one) if one.rows else Section(one.title, note=one.note or nothing) for name, one in told.items()}  # fmt: skip

    def fitted(self, lines: int, wide: int) -> dict[str, int]:
        """How many rows of each section, and of the timeline, paper has room for: so many lines, so many pixels wide."""
        told, kept = self.sections(), dict(KEPT)

        def used() -> int:
            return sum(2 + bool(one.rows) + bool(one.rows and one.note) + _lines(one.rows[: kept[name]], wide) for name, one in told.items())  # fmt: skip

        while used() + 3 * LEAST > lines and max(kept.values()) > 1:
            longest = max(kept, key=lambda name: _lines(told[name].rows[: kept[name]], wide) if kept[name] > 1 else 0)  # fmt: skip
            kept[longest] -= 1
        left, rows = lines - used() - 3, self.timeline_section(0).rows
        count = sum(_lines(rows[: n + 1], wide) <= left for n in range(min(len(rows), lines)))
        return kept | {"timeline": max(LEAST, count)}

    def judged(self) -> tuple[str, list[dict]]:
        """What the chosen pool's policy makes of the person: the verdict in words, and each condition."""
        life = self.somebody
        return self.once(("judged", life.person_id, self.pool, self.lang), lambda: self._judged(life))  # fmt: skip

    def _judged(self, life) -> tuple[str, list[dict]]:
        day = screening.data_date(self.store)
        outcome = screening.screen(self.store, pool_policy(self.pool), day, life.person["unit_id"])
        found = screening.explained(outcome, [life.person_id], self.lang)
        if not found:
            return self.say("not_looked_at"), screening.belonging(outcome, life.person_id, self.lang)  # fmt: skip
        one = found[0]
        verdict = screening.verdict_words(one["verdict"], self.lang)
        excepted = screening.exception_words(one["exception_reason"], one["exception_by"], self.lang)  # fmt: skip
        return word("language.comma", self.lang).join(filter(None, [verdict, excepted])), one["conditions"]  # fmt: skip

    def conditions(self) -> Section:
        """Each condition of the chosen pool: passed, failed or unknown, and why."""
        if self.pool is None:
            return Section(self.say("conditions"))
        verdict, parts = self.judged()
        pool = pool_policy(self.pool).words.said(self.lang)
        note = self.say("conditions_note", verdict=verdict, day=screening.data_date(self.store).isoformat())  # fmt: skip
        heads = [self.say(f"{name}_head") for name in ("condition", "state", "why")]
        rows = [[one["words"], word(f"screen.{one['state']}", self.lang), one["reason"]] for one in parts]  # fmt: skip
        return Section(self.say("conditions_of", pool=pool), heads=heads, rows=rows, total=len(rows), note=note)  # fmt: skip

    def fits(self) -> list[tuple]:
        """Open vacancies whose line the person stands in; nothing where none are recorded."""
        life = self.somebody
        return self.once(("fits", life.person_id, self.lang), lambda: self._fits(life))

    def _fits(self, life) -> list[tuple]:
        board = Fitting(self.store, self.lang, life.person["unit_id"])
        if board.blank or not board.data_day:
            return []
        return [(post, ready, board.ready_words(ready), lacks) for post, ready, lacks in board.of_one(life.person_id)]  # fmt: skip

    def vacant(self) -> Section:
        """The open posts that the person could fill, now or later."""
        rows = [[post.vacancy_id, post.unit, post.post, said, lacks] for post, ready, said, lacks in self.fits() if ready != "out"]  # fmt: skip
        heads = [self.heading("vacancy", "vacancy_id"), self.heading("vacancy", "unit_id"), self.heading("vacancy", "post"), self.say("ready_head"), self.say("lacks_head")]  # fmt: skip
        return Section(self.say("vacancies"), heads=heads, rows=rows, total=len(rows))  # fmt: skip

    def conflicts(self) -> Section:
        """What the checks found in the person's rows."""
        found = self.findings()
        heads = [self.say(f"{name}_head") for name in ("severity", "kind", "reason", "source")]
        rows = [[cell(one.severity), one.kind, one.reason, one.source] for one in found.itertuples()]  # fmt: skip
        return Section(self.say("conflicts"), heads=heads, rows=rows, total=len(rows))  # fmt: skip


def _told(section: Section) -> Section:
    """Without the columns that say nothing."""
    kept = [i for i in range(len(section.heads)) if any(row[i] for row in section.rows)]
    rows = [[row[i] for i in kept] for row in section.rows]
    return replace(section, heads=[section.heads[i] for i in kept], rows=rows)


def _lines(rows, room: int) -> int:
    """About how many lines rows take."""
    return sum(1 + sum(map(breadth, cells)) // room for cells in rows)
