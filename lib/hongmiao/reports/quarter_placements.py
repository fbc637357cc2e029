"""The quarter's placements: villages with and without a first secretary, terms that end, and secondments."""

from ..boards.words import share
from .parts import Chapter, Chart
from .sentences import Finding, counted, listed


class QuarterPlacements:
    """A part of the unit's quarter: `posts_state`, `lang`, `day` and `say` are the report's."""

    def placements(self) -> Chapter:
        """First secretaries and secondments on the last day of the quarter that the data reaches."""
        state, parts = self.posts_state, []
        if len(state.villages()) > 1:
            parts.append(Chart(state.drawn[0]))
        return Chapter(self.say("placements"), self.said(self.post_findings, parts), lang=self.lang)  # fmt: skip

    def post_tiles(self) -> list:
        """The board's; of a single village or none, those of posts that there are."""
        state = self.posts_state
        tiles = [] if state.blank else state.tiles()
        return tiles if len(state.villages()) > 1 else [tile for tile in tiles[4:] if tile.value != "0"]  # fmt: skip

    def _post_findings(self) -> list[Finding]:
        if self.posts_state.blank:
            return [Finding(10, self.say("posts_none"))]
        return [*self._villages(), *self._states(), *self._posts()]

    def _villages(self) -> list[Finding]:
        villages = self.posts_state.villages()
        whole, empty = len(villages), villages[villages["status"] == "empty"]["village"].tolist()
        if not whole:
            return []
        about = {"day": self.day, "villages": counted("villages", whole, self.lang)}
        if whole == 1:
            key = "own_empty" if empty else "own_filled"
            return [Finding(88 if empty else 42, self.say(key, **about), "bad" if empty else "good")]  # fmt: skip
        if not empty:
            return [Finding(52, self.say("all_filled", **about), "good")]
        if len(empty) == whole:
            return [Finding(88, self.say("none_filled", **about), "bad")]
        about |= {"filled": f"{whole - len(empty):,}", "share": share(whole - len(empty), whole)}
        about |= {"empty": f"{len(empty):,}", "names": listed(empty, self.lang)}  # fmt: skip
        return [Finding(88, self.say("some_empty", **about), "bad")]

    def _states(self) -> list[Finding]:
        """Terms that ended or end soon, double postings, and secretaries too old on arrival."""
        villages, policy, found = self.posts_state.villages(), self.posts_state.policy, []
        limits = {"months": policy.ending.months, "longest": policy.term.longest, "age": policy.age.at_most, "each": policy.village.secretaries}  # fmt: skip
        rows = {
            f"{key}_posts" if key == "overdue" else key: villages["status"] == key
            for key in ("overdue", "double", "ending")
        }
        rows["too_old"] = villages["too_old"] == 1
        for (key, some), (weight, tone) in zip(rows.items(), _WEIGHTS, strict=True):
            some = villages[some].sort_values("until", kind="stable")
            if some.empty:
                continue
            about = {"villages": counted("villages", len(some), self.lang), "names": listed(some["village"].tolist(), self.lang)}  # fmt: skip
            found.append(Finding(weight, self.say(key, **about, **limits, first=some["until"].iloc[0]), tone))  # fmt: skip
        return found

    def _posts(self) -> list[Finding]:
        counts = self.posts_state.ask("placement_counts")
        serving = counts[counts["stage"] == "serving"]
        seconded = int(serving["posts"][serving["kind"] == "secondment"].sum())
        twice, found = int(counts["twice"].sum()), []
        if seconded:
            about = {"posts": counted("posts", seconded, self.lang), "day": self.day}
            found.append(Finding(22, self.say("seconded", **about, themes=self._themes(serving))))
        if twice:
            found.append(Finding(68, self.say("twice", posts=counted("posts", twice, self.lang)), "warn"))  # fmt: skip
        return found

    def _themes(self, serving) -> str:
        """How many secondments of those in post each theme has, the most first."""
        by = serving[serving["kind"] == "secondment"].groupby("theme")["posts"].sum().sort_values(ascending=False, kind="stable")  # fmt: skip
        state = self.posts_state
        names = [state.say("no_theme") if theme == "none" else state.label("placement", "theme", theme) for theme in by.index]  # fmt: skip
        told = [self.say("theme_count", name=name, count=f"{n:,}") for name, n in zip(names, by, strict=True)]  # fmt: skip
        return listed(told, self.lang, len(told))


_WEIGHTS = ((86, "bad"), (84, "bad"), (62, "warn"), (26, "warn"))
