"""A person's dossier on two pages of paper: what the page of the dossier shows, and whoever makes it is written down."""

from functools import cached_property

from .. import access
from ..boards.dossier_board import Dossier as Board
from ..boards.words import NONE
from ..errors import BadValue
from ..locale import word
from ..policy import pool_policy
from ..store import Store
from ..widgets import Column, Section
from .parameters import person_id
from .parts import Chapter, Chart, Numbers, Rows, Terms

LINES, WIDE = 52, 715  # of the two pages, below the charts, where the facts above them are short
LONG = 11  # lines that long ones take more


class PaperDossier(Board):
    """One person, asked of nobody else, so that only a change of what concerns them makes the report anew."""

    units = ()


class Dossier:
    """The report of one person; each method is a chapter.

    person: person_id, or a name that only one person has; pool: a pool's code or name, empty for the first whose lists are
    filled in. Raises UnknownName for somebody who is not there, BadValue for a name of several.
    """

    name = "report_dossier"

    def __init__(self, store: Store, person: str = "", pool: str = "", lang: str = "zh") -> None:
        if not person:
            raise BadValue("person", person, word("dossier.whom", lang))
        self.store, self.lang = store, lang
        self.person = person_id(store, "person", person)
        self.state = PaperDossier(store, lang, person=self.person)
        if pool:
            self.state.pool = pool_policy(pool).pool
        # Here, where no way of running the notebook leads around it.
        self.written = access.log(store.path.parent, self.person, "report", lang)

    @cached_property
    def sections(self) -> dict[str, Section]:
        return self.state.sections()

    @cached_property
    def kept(self) -> dict[str, int]:
        """Rows of each table that the pages have room for."""
        short = self.facts.as_dict()["short"]
        return self.state.fitted(LINES if short else LINES - LONG, WIDE)

    @cached_property
    def facts(self) -> Terms:
        (identity,) = self.state.identity()
        return Terms([(head, text or NONE) for head, text in identity.facts], identity.title)

    def summary(self) -> Chapter:
        """The cover: who it is, where that is known from, key numbers."""
        (identity,) = self.state.identity()
        note = self.state.say("recorded") if self.written else word("access.unwritten", self.lang)
        title = f"{self.state.title} · {self.state.somebody.person['name']}"
        parts = [self.facts, Numbers(self.state.tiles())]
        return Chapter(title, parts, f"{identity.note}{word('dossier.and', self.lang)}{note}", cover=True, lang=self.lang)  # fmt: skip

    def history(self) -> Chapter:
        """Hours by year, stars and points over time."""
        known = (self.state.hours(), self.state.ratings(), self.state.points())
        charts = [Chart(picture, 4) for picture, frame in zip(self.state.pictures(), known, strict=True) if len(frame)]  # fmt: skip
        return self._chapter("history", charts)

    def records(self) -> Chapter:
        """Stays in pools, postings, assessments."""
        return self._chapter("records", [self._rows(name) for name in ("pool_membership", "placement", "assessment")])  # fmt: skip

    def outlook(self) -> Chapter:
        """A pool's conditions, vacancies that fit, what the checks found."""
        return self._chapter("outlook", [self._rows(name) for name in ("conditions", "vacancies", "findings")])  # fmt: skip

    def timeline(self) -> Chapter:
        """Every dated record, the newest first; a page shows the first of them, a workbook all."""
        whole = self.state.timeline_section(0)
        rows = Rows("", _columns(whole), whole.rows, "", self.kept["timeline"])
        return Chapter(whole.title, [rows], lang=self.lang)

    def notes(self) -> Chapter:
        """The parameters and the day of the data."""
        day = self.state.data_day or word("report_paper.no_day", self.lang)
        pool = pool_policy(self.state.pool).words.said(self.lang) if self.state.pool else NONE
        given = [
            (self.state.heading("person", "person_id"), self.person), (self.state.say("against"), pool),
            (word("report_paper.data_day", self.lang), day),
        ]  # fmt: skip
        return Chapter(self.state.say("notes"), [Terms(given)], lang=self.lang)

    def _chapter(self, key: str, parts: list) -> Chapter:
        return Chapter(self.state.say(key), parts, lang=self.lang)

    def _rows(self, name: str) -> Rows:
        one = self.sections[name]
        return Rows(
            one.title, _columns(one), one.rows, one.note if one.rows else "", self.kept[name]
        )


def _columns(section: Section) -> list[Column]:
    rows = section.rows
    counted = [bool(rows) and all(row[i].replace(",", "").replace(".", "").isdigit() or not row[i] for row in rows) for i in range(len(section.heads))]  # fmt: skip
    return [Column(f"c{i}", head, "right" if counted[i] else "left") for i, head in enumerate(section.heads)]  # fmt: skip
