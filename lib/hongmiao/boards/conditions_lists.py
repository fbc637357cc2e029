"""The lists of the conditions: everyone in their order with every reason, and who comes in or drops out by what is tried."""

from functools import cache

import pandas as pd

from .. import screening
from ..locale import word
from ..policy import Checklist
from ..screening import STATES, VERDICTS
from ..widgets import Column
from .conditions_rows import holding, in_order_of, picked, told_of
from .listing import Listing
from .words import cell


class ConditionLists:
    """What the state of the conditions lists, one row per person."""

    def lists(self) -> dict[str, Listing]:
        chosen = self.chosen_line
        tried = (
            f"{self.say('what_if_trial')}{word('language.comma', self.lang)}"
            if self.settings
            else ""
        )

        def listing(key: str, columns, row, frame) -> Listing:
            title = self.say(f"{key}_title")
            file_name = self.say("file_name", title=title, chosen=chosen)
            return Listing(title, columns, row, frame=frame, subtitle=tried + chosen, file_name=file_name)  # fmt: skip

        found = {"everyone": listing("everyone", self._columns(), self._row(), self.everyone)}
        if self.settings:
            for move in ("in", "out"):
                frame = (lambda which: lambda: self.moved(which))(move)
                found[move] = listing(move, self._moved_columns(), self._moved_row, frame)
        return found

    # Everyone.

    def everyone(self) -> pd.DataFrame:
        """Those who are picked, best first: verdict as its place, each condition as met_KEY (1, 0 or nothing), and the facts."""
        return told_of(self.outcome, picked(self))

    def _leaf(
        self, one: Listing, offset=0, limit=None, sort="", descending=False, search=""
    ) -> pd.DataFrame:
        """Of the list of everyone only the people of the leaf are written out."""
        if one.frame != self.everyone:
            return super()._leaf(one, offset, limit, sort, descending, search)
        rows = in_order_of(
            self.outcome, holding(self.outcome, picked(self), search), sort, descending
        )
        end = None if limit is None else offset + limit
        return told_of(self.outcome, rows[offset:end]).assign(total=len(rows))

    def _columns(self) -> list[Column]:
        say = self.say
        verdicts = {
            screening.verdict_words(one, self.lang): say(f"{one}_about")
            for one in ("eligible", "cannot_tell", "not_eligible")
        }
        conditions = [
            Column(
                f"met_{part.key}",
                part.words.said(self.lang),
                about=self.sourced(part),
                shown=False,
                filed=True,
            )
            for part in self.outcome.policy.conditions
        ]
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            Column("order", say("order"), "right", about=say("order_about")),
            Column("verdict", say("verdict"), kind="tag", tells=verdicts),
            Column("score", say("score"), "right", about=self._scoring()),
            Column("chosen", say("chosen"), about=say("chosen_about")),
            Column("near", say("near")),
            Column("against", say("against"), about=say("against_about")),
            Column("exception_reason", say("exception"), about=say("exception_about")),
            *conditions,
        ]  # fmt: skip

    def _scoring(self) -> str:
        return self.say(
            "score_about", unknown=word(f"screen.unknown_{self.policy.unknown_score}", self.lang)
        )

    def sourced(self, part) -> str:
        """Where a condition is written, and how sure that is."""
        certainty = screening.certainty_words(part.certainty, self.lang)
        source = self.say("sourced", source=part.source.said(self.lang), certainty=certainty)
        told = (
            part.fact.explained(self.lang)
            if not isinstance(part, Checklist)
            else part.note.said(self.lang)
        )
        return self.say("joint").join(filter(None, (told, source)))

    def _row(self):
        """What makes the cells of a line: people share values, so each sentence is made once."""
        parts, lang = {part.key: part for part in self.outcome.policy.conditions}, self.lang
        names = {key: part.words.said(lang) for key, part in parts.items()}

        @cache
        def said(key: str, value: object, met: bool | None) -> str:
            return screening.reason(parts[key], value, met, lang)

        def row(line) -> list[str]:
            met = {key: state_of(getattr(line, f"met_{key}")) for key in parts}
            told = {
                key: said(
                    key, known(getattr(line, f"fact_{getattr(part, 'field', '')}", None)), met[key]
                )
                for key, part in parts.items()
            }
            against = [
                told[key] for key, part in parts.items() if part.hard and met[key] is not True
            ]
            return [
                line.person_id, line.name, cell(line.unit), cell(line.order),
                screening.verdict_words(VERDICTS[line.verdict], lang), scored(line.score),
                self.say("yes") if line.chosen else "", names.get(line.near, ""),
                word("screen.joint", lang).join(against) or self.say("all_passed"),
                screening.exception_words(known(line.exception_reason), known(line.exception_by), lang),
                *(self.say("state_reason", state=self.say(self.state_key(parts[key], met[key])), reason=told[key]) for key in parts),
            ]  # fmt: skip

        return row

    @staticmethod
    def state_key(part, met: bool | None) -> str:
        """The word for how a condition stands; a list that its office has not spelt out waits for it."""
        return (
            "state_unfilled"
            if isinstance(part, Checklist) and not part.filled
            else f"state_{STATES[met]}"
        )

    # Who moves.

    def moved(self, move: str) -> pd.DataFrame:
        """Of those picked, who is eligible only as tried (`in`) or only as written (`out`), and what turned."""
        found = screening.compare(self.written, self.outcome, self.lang)
        listed = self.outcome.facts.known["person_id"].gather(picked(self)).to_list()
        found = found[(found["move"] == move) & found["person_id"].isin(listed)]
        return found.drop(columns=["move", "conditions"])

    def _moved_columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            Column("before", self.say("before"), kind="tag"),
            Column("after", self.say("after"), kind="tag"),
            Column("reason", self.say("turned")),
        ]

    def _moved_row(self, line) -> list[str]:
        verdicts = [screening.verdict_words(one, self.lang) for one in (line.before, line.after)]
        return [line.person_id, line.name, cell(line.unit), *verdicts, line.reason]


def state_of(number: float | None) -> bool | None:
    """Met, failed or not known, as a frame of numbers has it."""
    return None if pd.isna(number) else bool(number)


def known(value: object) -> object:
    """A cell's value, None where it is empty."""
    return None if pd.isna(value) else value


def scored(points: float | None) -> str:
    """A score as people read it: two decimals at most, nothing where there is none."""
    return "" if pd.isna(points) else cell(round(points, 2))
