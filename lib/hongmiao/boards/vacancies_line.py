"""Who is in line for vacant posts: everyone whom a post's conditions look at, judged once, and what each still lacks."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import pandas as pd

from .. import screening
from ..locale import word
from ..policy import required
from ..policy.criterion import Sourced
from ..policy.post import Post, Readiness, post_policies, readiness_policy
from ..screening import BENCH

IN_LINE = ("now", "within", "later")
LINE = ["person_id", "name", "unit_id", "unit", "level", "ready", "months", "score", "order"]


class Line:
    """What the state of the vacancies knows of people; judged for the whole store, kept until it changes."""

    among: str | None = None
    """The unit whose people are judged, where not all are."""

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Who may fill a vacancy, by the level of the post."""
        return post_policies()

    @cached_property
    def rule(self) -> Readiness:
        return readiness_policy()

    def thresholds(self) -> list[tuple[str, Sourced]]:
        told = [
            (self.say("within_rule", months=self.rule.within.months), self.rule.within),
            (self.say("later_rule", months=self.rule.later.months), self.rule.later),
        ]
        for level, post in self.posts.items():
            for part in [*post.population, *post.condition]:
                hard = getattr(part, "hard", True)
                points = self.say("points", points=f"{part.weight:g}") if not hard else ""
                told.append((self.say("condition", level=self.level_words(level), words=part.words.said(self.lang), asked=required(part, self.lang), points=points), part))  # fmt: skip
        return told

    # Everyone.

    @property
    def line(self) -> pd.DataFrame:
        """One row per person and level of post that the policy looks at them for, the readiest and best first."""
        return self.once("line", self._line)

    def _line(self) -> pd.DataFrame:
        self._people: dict[tuple[str, str], dict] = {}
        day, found = date.fromisoformat(self.data_day), []
        for level, post in self.posts.items():
            people = screening.line_up(self.store, post, self.rule, day, self.among)
            for number, one in enumerate(people.iter_rows(named=True), 1):
                self._people[one["person_id"], level] = one
                found.append([*(one[name] for name in LINE[:4]), level, one["bench"], one["months"], one["score"], number])  # fmt: skip
        frame = pd.DataFrame(found, columns=LINE)
        places = self.places.loc[frame["unit_id"], ["rank", "town_id"]].reset_index(drop=True)
        return pd.concat([frame, places], axis=1).astype({"months": float, "score": float})

    @property
    def places(self) -> pd.DataFrame:
        """Where each unit stands in the tree."""
        return self.once("places", lambda: self.store.frame("unit_ranks").set_index("unit_id"))

    def of_unit(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The people of the chosen unit, wherever the posts are."""
        if self.unit is None:
            return frame
        low, high = self.places.loc[self.unit, ["rank", "last_rank"]]
        return frame[frame["rank"].between(low, high)]

    def of_post(self, post) -> pd.DataFrame:
        """Everyone who is looked at for one vacancy, from as far as its policy reaches."""
        found, policy = self.line, self.posts.get(post.post_level)
        found = found[found["level"] == post.post_level]
        place = self.places.loc[post.unit_id]
        if policy and policy.reach == "town" and place["town_id"]:
            return found[found["town_id"] == place["town_id"]]
        if policy and policy.reach == "unit":
            return found[found["rank"].between(place["rank"], place["last_rank"])]
        return found

    # Vacancies and who could fill them.

    @property
    def everywhere(self) -> pd.DataFrame:
        """Every vacancy of the store; of the open ones how many people are how ready, and how their line is."""
        return self.once("vacancies", self._everywhere)

    def _everywhere(self) -> pd.DataFrame:
        frame = self.store.frame("vacancies", day=self.data_day)
        counts = [self.of_post(post)["ready"].value_counts() if not post.filled else {} for post in frame.itertuples()]  # fmt: skip
        for ready in BENCH:
            frame[ready] = [int(n.get(ready, 0)) for n in counts]
        ruled = frame["post_level"].isin(list(self.posts))
        coming = frame[list(IN_LINE[1:])].sum(axis=1) > 0
        frame["line"] = "none"
        for name, fits in (("coming", coming), ("ready", frame["now"] > 0), ("unruled", ~ruled), ("filled", frame["filled"] == 1)):  # fmt: skip
            frame["line"] = frame["line"].mask(fits, name)
        return frame

    @property
    def vacancies(self) -> pd.DataFrame:
        """The vacancies of the chosen unit and level, the longest open first."""
        found = self.everywhere
        rank = self.places.loc[found["unit_id"], "rank"].to_numpy()
        if self.unit is not None:
            low, high = self.places.loc[self.unit, ["rank", "last_rank"]]
            found = found[(rank >= low) & (rank <= high)]
        return found[found["post_level"] == self.level] if self.level else found

    def open_posts(self) -> Iterator:
        """The open vacancies that have conditions, wherever they are, of the chosen level."""
        found = self.everywhere
        found = found[~found["line"].isin(["filled", "unruled"])]
        yield from (found[found["post_level"] == self.level] if self.level else found).itertuples()

    def people(self) -> pd.DataFrame:
        """The people of the unit who are ready now: for which levels, and how many open vacancies they could fill at once."""
        frame = self.once(("people", self.unit, self.level), self._people_ready)
        return frame[frame["fitting"] > 1] if self.fits == "several" else frame

    def _people_ready(self) -> pd.DataFrame:
        columns = ["person_id", "name", "unit", "level", "score"]
        parts = [pd.DataFrame(columns=[*columns, "post"])]
        for post in self.open_posts():
            ready = self.of_unit(self.of_post(post))
            parts.append(ready.loc[ready["ready"] == "now", columns].assign(post=post.vacancy_id))
        found = pd.concat([part for part in parts if len(part)] or parts)
        frame = found.groupby("person_id", as_index=False).agg(
            name=("name", "first"), unit=("unit", "first"), levels=("level", lambda own: " ".join(dict.fromkeys(own))),
            posts=("post", " ".join), fitting=("post", "size"), score=("score", "max"),
        )  # fmt: skip
        return frame.sort_values(["fitting", "score", "person_id"], ascending=[False, False, True], kind="stable")  # fmt: skip

    # What is lacking, in words.

    def short_of(self, person: str, level: str) -> str:
        """What somebody still lacks for a level of post, each with how far it is and whether time or effort heals it."""
        said = []
        for part, value, met, wait in screening.lacking(self.posts[level], self._people[person, level]):  # fmt: skip
            told = self._gap(part, value) or screening.reason(part, value, met, self.lang)
            healed = self.say("lack_healed", months=wait) if wait is not None else self.say("lack_never") if met is False else ""  # fmt: skip
            said.append(told + healed)
        return self.say("joint").join(said)

    def _gap(self, part, value: object) -> str:
        """A number that is too low, by how much; empty where nothing can be subtracted."""
        if getattr(part, "compare", "") != "at_least" or not (isinstance(value, int | float) and isinstance(part.value, int | float)):  # fmt: skip
            return ""
        gap = part.fact.measured(part.value - value, self.lang)
        asked = word("screen.needs", self.lang, field=part.fact.called(self.lang), required=required(part, self.lang))  # fmt: skip
        return self.say("gap", asked=asked, gap=gap)
