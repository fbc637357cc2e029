"""A pool's screening round on a few pages: the conditions, the steps, who passes and fails what, and who is chosen."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from .. import screening
from ..boards.conditions_board import Conditions
from ..boards.conditions_lists import scored
from ..boards.screening_board import Screening
from ..boards.wording import Wording
from ..boards.words import cell
from ..locale import word
from ..policy import policy_paths, pool_policy
from ..store import Store
from ..widgets import Column
from .paper import OfUnit, unit_of
from .parts import Chapter, Chart, Numbers, Rows, Terms
from .pool_told import PoolTold
from .sentences import Finding, Weighed, told

SHOWN, KEPT = 30, 1000
RIGHT = {"align": "right"}
GROUPED = {"sex": 6, "age": 6, "ethnicity": 6, "town": 12}  # how wide each comparison is drawn


class PaperConditions(OfUnit, Conditions):
    """One pool's policy and the people of one unit as they were on a day."""

    def rates(self, by: str):
        """Who is left out by sex, age band, town or ethnicity, which stands as its title."""
        self.by = by
        of, pool = self.say("all_hard"), self.policy.words.said(self.lang)
        about = {"pool": pool, "unit": self.unit_name, "day": self.as_of, "by": self.say(f"by_{by}"), "of": of}  # fmt: skip
        return replace(self.picture("left_out", self._rates(of), **about), title=about["by"])


class PaperScreening(OfUnit, Screening):
    """The candidates of one pool, those of one year, among the people of one unit."""

    @property
    def blank(self) -> bool:
        return not int(self.ask("screening_summary")["candidates"].iloc[0])


class PoolRound(PoolTold, Weighed, Wording):
    """The report of one pool's round; each method is a chapter.

    pool: a pool's code or name, empty for the first whose lists are filled in; as_of: the day that people are judged
    on, empty for that of the data; unit: unit_id or name, empty for the whole.
    Raises UnknownName for a pool or a unit that is not there, BadValue for what is no day.
    """

    name = "report_pool"

    def __init__(self, store: Store, pool: str = "", as_of: str = "", unit: str = "", lang: str = "zh") -> None:  # fmt: skip
        self.store, self.lang = store, lang
        self.unit = unit_of(store, unit)
        self.data_day = store.frame("data_date")["day"].iloc[0]
        self.pool = pool_policy(pool or self._clear()).pool
        self.day = as_of or self.data_day or date.today().isoformat()

    @staticmethod
    def _clear() -> str:
        """A list that nobody has filled in tells nothing yet, so a pool without one comes first."""
        pools = list(policy_paths())
        filled = (pool for pool in pools if all(one.filled for one in pool_policy(pool).checklist))
        return next(filled, pools[0])

    @cached_property
    def state(self) -> PaperConditions:
        given = {"unit": self.unit, "pool": self.pool, "as_of": self.day, "by": "sex"}
        return PaperConditions(self.store, self.lang, **given)

    @cached_property
    def steps_state(self) -> PaperScreening:
        year = self.day[:4]
        return PaperScreening(self.store, self.lang, unit=self.unit, pool=self.pool, year=year)

    @property
    def policy(self):
        return self.state.policy

    @property
    def pool_said(self) -> str:
        return self.policy.words.said(self.lang)

    @property
    def empty(self) -> bool:
        """Whether nobody of the unit is looked at, and nobody is a candidate."""
        return not self.state.outcome.size and self.steps_state.blank

    @property
    def findings(self) -> list[Finding]:
        chapters = (self.policy_findings, self.outcome_findings, self.left_findings, self.choice_findings, self.step_findings)  # fmt: skip
        return [one for some in chapters for one in some]

    # Chapters.

    def summary(self) -> Chapter:
        """The cover: key numbers, and what weighs most."""
        title = self.say("title", pool=self.pool_said, unit=self.state.unit_name)
        cover = {"subtitle": self.say("lead", day=self.day), "cover": True, "lang": self.lang}
        if self.empty:
            about = {"unit": self.state.unit_name, "pool": self.pool_said}
            return Chapter(title, told([Finding(1, self.say("nothing", **about), "warn")]), **cover)
        return Chapter(title, [Numbers(self.state.tiles()), *told(self.weightiest)], **cover)

    def conditions(self) -> Chapter:
        """What the policy asks for, and where each condition is written."""
        heads = ("condition", "required", "kind", "source", "certainty")
        columns = [Column(head, self.say(f"{head}_head")) for head in heads]
        rows = [*self._population_rows(), *self._condition_rows()]
        table = Rows(self.say("conditions_title"), columns, rows, self._choice_said(), 60)
        return Chapter(self.say("conditions"), self.said(self.policy_findings, [table]), lang=self.lang)  # fmt: skip

    def _population_rows(self) -> list[list[str]]:
        return [
            [part.words.said(self.lang), self._needs(part), self.say("scope"), *self._grounds(part)]
            for part in self.policy.population
        ]

    def _condition_rows(self) -> list[list[str]]:
        parts = {part.key: part for part in self.policy.conditions}
        rows = []
        for one in self.funnel.itertuples():
            kind = self.state.say("hard") if one.hard else self.state.say("points", points=f"{one.weight:g}")  # fmt: skip
            rows.append([one.words, one.required, kind, *self._grounds(parts[one.key])])
        return rows

    def _grounds(self, part) -> list[str]:
        return [part.source.said(self.lang), screening.certainty_words(part.certainty, self.lang)]

    def _choice_said(self) -> str:
        places = self.policy.choice and self.policy.choice.places
        return self.state.say("places" if places else "no_places", count=places or 0)

    def steps(self) -> Chapter:
        """The round's steps with how many reached each, and how long each took."""
        state, parts = self.steps_state, []
        if not state.blank:
            parts.append(Numbers(state.tiles()[:5]))
            funnel, _, days, _ = state.drawn
            parts += [Chart(funnel, 12), *[Chart(days, 12)] * (not state.days().empty)]
        said = self.said(self.step_findings, parts)
        about = self.say("steps_about", year=self.day[:4])
        return Chapter(self.say("steps"), said, about, lang=self.lang)

    def outcome(self) -> Chapter:
        """Each condition passed, failed or unknown, alone and in order, and who failed just one."""
        state, parts = self.state, []
        if state.outcome.size:
            in_order, alone, near, *_ = state.drawn
            parts += [Chart(in_order, 12), Chart(alone, 12)]
            parts += [Chart(near, 12), *self._near_rows()] * (not state.near_misses().empty)
        said = self.said(self.outcome_findings, parts)
        return Chapter(self.say("outcome"), said, lang=self.lang)

    def _near_rows(self) -> list[Rows]:
        found = self._people(near="any")
        names = {part.key: part.words.said(self.lang) for part in self.policy.conditions}
        columns = [*self._who(), Column("near", self.state.say("near")), Column("against", self.state.say("against"))]  # fmt: skip
        rows = [[*self._who_of(one), names[one["near"]], self._lacking(one)] for one in found[:KEPT]]  # fmt: skip
        return [Rows(self.say("near_title"), columns, rows, self.say("near_about"), 10, len(found))]

    def left_out(self) -> Chapter:
        """Pass rates of groups with their sizes and intervals."""
        parts = []
        if self.figures["eligible"] and self.figures["population"] >= self.state.least:
            parts += [Chart(self.state.rates(by), width) for by, width in GROUPED.items()]
        said = self.said(self.left_findings, parts)
        return Chapter(self.say("left_out"), said, self.say("left_out_about"), lang=self.lang)

    def shortlist(self) -> Chapter:
        """Places and quotas, those who are chosen with the reasons, and exceptions."""
        parts = []
        found = self._people(seat="yes")
        if found:
            parts.append(Chart(self.state.drawn[4]))
            columns = [*self._who(), Column("score", self.state.say("score"), **RIGHT), Column("reasons", self.say("reasons"))]  # fmt: skip
            rows = [[*self._who_of(one), scored(one["score"]), self._scoring(one)] for one in found[:KEPT]]  # fmt: skip
            parts.append(Rows(self.say("short_title"), columns, rows, self.say("short_about"), SHOWN, len(found)))  # fmt: skip
        said = self.said(self.choice_findings, [*parts, *self._exception_rows()])
        return Chapter(self.say("shortlist"), said, lang=self.lang)

    def _exception_rows(self) -> list[Rows]:
        everyone = self.state.outcome.people
        ids = everyone.filter(everyone["exception_reason"].is_not_null())["person_id"]
        if not len(ids):
            return []
        columns = [*self._who(), Column("verdict", self.state.say("verdict")), Column("exception", self.state.say("exception"))]  # fmt: skip
        rows = [
            [*self._who_of(one), screening.verdict_words(one["verdict"], self.lang),
             screening.exception_words(one["exception_reason"], one["exception_by"], self.lang)]
            for one in screening.explained(self.state.outcome, ids, self.lang)
        ]  # fmt: skip
        return [Rows(self.say("exceptions_title"), columns, rows, self.say("exceptions_about"), SHOWN)]  # fmt: skip

    # People.

    def _people(self, **picked: str) -> list[dict]:
        """The people picked on the board, best first, each with every condition."""
        with self.state.hold_trait_notifications():
            for name, value in picked.items():
                self.state.set_trait(name, value)
        ids = self.state.everyone()["person_id"].tolist()
        for name in picked:
            self.state.set_trait(name, None)
        return screening.explained(self.state.outcome, ids, self.lang)

    def _who(self) -> list[Column]:
        state = self.state
        return [Column("order", state.say("order"), **RIGHT), state.column("person", "name"), state.column("person", "unit_id", "unit")]  # fmt: skip

    def _who_of(self, one: dict) -> list[str]:
        return [cell(one["order"]), one["name"], cell(one["unit"])]

    def _lacking(self, one: dict) -> str:
        """The reason of the one condition that a person fails."""
        return next(c["reason"] for c in one["conditions"] if c["key"] == one["near"])

    def _scoring(self, one: dict) -> str:
        """What a person's score is made of: the scored conditions that are passed, then those that are not."""
        soft = [c for c in one["conditions"] if not c["hard"]]
        comma, said = word("language.comma", self.lang), []
        for state in ("passed", "failed", "unknown"):
            names = comma.join(c["words"] for c in soft if c["state"] == state)
            said += [self.say(f"scored_{state}", names=names)] * bool(names)
        return word("screen.joint", self.lang).join(said)

    def notes(self) -> Chapter:
        """Terms, the parameters, and the day of the data."""
        states = [self.state, *[self.steps_state] * (not self.steps_state.blank)]
        terms = dict(term for state in states for term in state.definitions())
        least = self.state.least
        given = [
            (self.state.say("pool"), self.pool_said), (word("widgets.unit", self.lang), self.state.unit_name),
            (self.state.say("as_of"), self.day), (word("report_paper.data_day", self.lang), self.data_day or word("report_paper.no_day", self.lang)),
            (self.say("judging"), self.say("judging_about", least=least)),
        ]  # fmt: skip
        parts = [Terms(given, word("report_paper.parameters", self.lang)), Terms([*terms.items()], word("board.definitions", self.lang))]  # fmt: skip
        return Chapter(self.say("notes"), parts, lang=self.lang)
