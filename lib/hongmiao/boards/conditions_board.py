"""Conditions: a pool's policy held against everyone, who meets it, whom it leaves out, and what if it were changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import traitlets as t

from .. import screening
from ..policy import Policy, policy_paths, pool_policy
from ..records.person import SEX
from ..screening import GROUPINGS, MERGED, UNKNOWN, Facts, Outcome
from ..screening.left_out import group_of_each
from ..store import Store
from ..widgets import Choice, Page, Tile
from .board import open_board
from .conditions_link import from_link, link_of
from .conditions_lists import ConditionLists
from .conditions_parts import side_by_side, what_if
from .conditions_pictures import ConditionPictures
from .state import State

QUARTERS = 8  # ends of quarters on offer beside the day of the data


def board(store: Store, lang: str | None = None) -> Page:
    """The page of a pool's conditions, of what `store` holds; lang: zh or en."""
    return open_board(Conditions(store, lang), above=what_if, below=side_by_side)


class Conditions(ConditionLists, ConditionPictures, State):
    """One pool's policy and the people of one unit as they were on a day.

    settings: values tried in place of the policy's own, by condition; nothing of them is kept anywhere but in the address.
    """

    name = "conditions"
    widths = (6, 6, 4, 5, 3)
    selects = 4
    redraws = ("settings",)
    linked = (*State.linked, "settings")
    alone = ("verdict", "near", "condition", "met", "reached", "sure", "among", "quota", "seat")
    pool = t.Unicode(None, allow_none=True)
    as_of = t.Unicode(None, allow_none=True)
    by = t.Unicode(None, allow_none=True)
    verdict = t.Unicode(None, allow_none=True)
    near = t.Unicode(None, allow_none=True)
    condition = t.Unicode(None, allow_none=True)
    met = t.Unicode(None, allow_none=True)
    reached = t.Unicode(None, allow_none=True)
    sure = t.Unicode(None, allow_none=True)
    among = t.Unicode(None, allow_none=True)
    quota = t.Unicode(None, allow_none=True)
    seat = t.Unicode(None, allow_none=True)
    settings = t.Dict()

    def __init__(self, store: Store, lang: str | None = None, **chosen: object) -> None:
        self._judged: tuple[object, Facts | None, dict[str, Outcome]] = (None, None, {})
        super().__init__(store, lang, **chosen)

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """The policy of every pool, as its file has it when the page is opened."""
        return {pool: pool_policy(pool) for pool in policy_paths()}

    @property
    def policy(self) -> Policy:
        """The policy as written."""
        return self.policies[self.pool]

    @cached_property
    def choices(self) -> list[Choice]:
        said = self.say
        pools = [(policy.words.said(self.lang), pool) for pool, policy in self.policies.items()]
        # A list that nobody has filled in tells nothing yet, so a pool without one is shown first.
        clear = [p for p, policy in self.policies.items() if all(c.filled for c in policy.checklist)]  # fmt: skip
        parts = self._named(lambda policy: policy.conditions)
        hard = self._named(lambda policy: [part for part in policy.conditions if part.hard])
        groups = [(said("group_unknown"), UNKNOWN), (said("group_merged"), MERGED)]
        sexes = [(words[self.lang == "en"], code) for code, words in SEX.items()]
        states = [(said(f"state_{state}"), state) for state in ("passed", "unknown", "failed")]
        verdicts = [(screening.verdict_words(one, self.lang), one) for one in screening.VERDICTS]
        return [
            Choice("pool", said("pool"), pools, next(iter([*clear, *self.policies]), None)),
            Choice("as_of", said("as_of"), self._days(), self._day.isoformat(), accepts=_is_day),
            Choice("by", said("by"), [(said(f"by_{by}"), by) for by in GROUPINGS], GROUPINGS[0]),
            Choice("verdict", said("verdict"), verdicts, hidden=True),
            Choice("near", said("near"), [(said("near_any"), "any"), *hard], hidden=True),
            Choice("condition", said("condition"), parts, hidden=True),
            Choice("met", said("met"), states, hidden=True),
            Choice("reached", said("reached"), hard, hidden=True),
            Choice("sure", said("sure"), [(said("part_sure"), "yes"), (said("part_open"), "no")], hidden=True),
            Choice("among", said("group"), [*sexes, *groups], hidden=True, accepts=bool),
            Choice("quota", said("quota"), self._named(lambda policy: policy.quota), hidden=True),
            Choice("seat", said("chosen"), [(said("yes"), "yes")], hidden=True),
        ]  # fmt: skip

    def _named(self, parts_of) -> list[tuple[str, str]]:
        """Parts of every pool's policy as options; the pool stands in the value, because keys are a policy's own."""
        return [
            (part.words.said(self.lang), f"{pool}.{part.key}")
            for pool, policy in self.policies.items()
            for part in parts_of(policy)
        ]

    @cached_property
    def _day(self) -> date:
        return screening.data_date(self.store)

    def _days(self) -> list[tuple[str, str]]:
        """The day of the data, and the ends of the quarters before it."""
        ends, day = [], self._day
        while len(ends) < QUARTERS:
            day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
            ends.append((day.isoformat(), day.isoformat()))
        return [(self.say("data_day", day=self._day.isoformat()), self._day.isoformat()), *ends]

    @property
    def blank(self) -> bool:
        return not self.units or self.pool is None

    @t.observe("pool")
    def _other_pool(self, change) -> None:
        """What was picked and tried of another pool's conditions means nothing here."""
        for name in ("near", "condition", "reached", "quota"):
            value = getattr(self, name)
            if value and value != "any" and not value.startswith(f"{self.pool}."):
                self.set_trait(name, None)
        if change["old"]:
            self.settings = {}

    @t.observe("by")
    def _other_grouping(self, _change) -> None:
        if self.among and self.among not in group_of_each(self.outcome, self.by):
            self.among = None

    # What follows.

    def judged(self, settings: Mapping[str, Any]) -> Outcome:
        """The outcome under other values. Facts are read once for a pool, a unit and a day; the rest is in memory."""
        key = (self.pool, self.unit, self.as_of)
        if self._judged[0] != key:
            day = date.fromisoformat(self.as_of)
            self._judged = (key, screening.facts(self.store, self.policy, day, self.unit), {})
        _, facts, judged = self._judged
        said = repr(sorted(settings.items()))
        if said not in judged:
            for old in [*judged][1:]:  # the policy as written, and what is tried now, are enough
                del judged[old]
            judged[said] = screening.judge(facts, self.policy.changed(settings))
        return judged[said]

    @property
    def written(self) -> Outcome:
        """What the policy makes of its people as it is written."""
        return self.judged({})

    @property
    def outcome(self) -> Outcome:
        """The same with what is tried."""
        self.written  # noqa: B018 - kept first, so that a change of one value forgets only the last trial
        return self.judged(self.settings)

    def tiles(self) -> list[Tile]:
        now, before = screening.summary(self.outcome), screening.summary(self.written)
        everyone = {"view": "everyone"}

        def tile(key: str, note: str, **picks: str) -> Tile:
            told = self.difference(now[key], before[key]) if self.settings else note
            return self.tile(key, f"{now[key]:,}", "persons", told, picks=picks | everyone)

        limited = self.policy.choice and self.policy.choice.places
        places = self.say("places" if limited else "no_places", count=limited or 0)

        def part(key: str, **values: object) -> str:
            said = "of_population" if not values else "of_population_excepted"
            return self.part_of(said, now[key], now["population"], **values) or places

        return [
            tile("population", self.say("outside", outside=f"{now['outside']:,}", unplaced=f"{now['unplaced']:,}")),
            tile("eligible", part("eligible"), verdict="eligible"),
            tile("cannot_tell", self.say("no_record"), verdict="cannot_tell"),
            tile("not_eligible", part("not_eligible", **{"count": now["excepted"]} if now["excepted"] else {}), verdict="not_eligible"),
            tile("near_misses", self.part_of("of_failed", now["near_misses"], now["not_eligible"]) or places, near="any"),
            tile("chosen", places, seat="yes"),
        ]  # fmt: skip

    def headline(self) -> Tile:
        return replace(self.tiles()[1], note=self.policy.words.said(self.lang))

    def difference(self, now: int, before: int) -> str:
        """How far a figure is from the one of the policy as written."""
        key = "more" if now > before else "fewer" if now < before else "same"
        return self.say(key, gap=f"{abs(now - before):,}")

    # What is tried stands in the address, too.

    def names(self) -> list[str]:
        return [*super().names(), "set"]

    def query(self) -> dict[str, str]:
        return super().query() | ({"set": link_of(self.settings)} if self.settings else {})

    def read(self, query: dict[str, str]) -> dict[str, str]:
        self.settings, unfit = from_link(query.get("set", ""), self.policy)
        return super().read(query) | ({"set": unfit} if unfit else {})


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text).year > 1900
    except ValueError:
        return False
