"""The quarter's stars: the level and who moved it, the guideline, those still to be rated, and what groups let one say."""

from math import floor, sqrt

import pandas as pd

from ..boards.words import cell, percent, period_words, share
from ..locale import word
from .parts import Chapter, Chart
from .sentences import Finding, contributions, counted, drivers, listed, points


class QuarterStars:
    """A part of the unit's quarter: `stars_state`, `unit_state`, `lang`, `period` and `say` are the report's."""

    def stars(self) -> Chapter:
        """Distribution, the periods before, and the movement between the last two."""
        state, parts = self.stars_state, []
        if state.rated >= state.least:
            groups, trend, moves, _ = state.drawn
            several = self.star_groups(self.period)["whole"].gt(0).sum() > 1
            parts += [Chart(groups, 12)] * bool(several)
            periods = state.trend()["period"].nunique()
            compared = self._compared >= self.policy.smallest_group.persons
            beside = [Chart(trend, 6)] * (periods > 1) + [Chart(moves, 6)] * compared
            parts += beside if len(beside) == 2 else [Chart(one.picture, 12) for one in beside]
        return Chapter(self.say("stars"), self.said(self.star_findings, parts), lang=self.lang)

    def _star_findings(self) -> list[Finding]:
        if self.stars_state.blank:
            return [Finding(35, self.say("stars_none", period=self.period_said))]
        found = [self._level(), *self._apart(), *self._unrated(), *self._moved(), *self._rewarded()]
        if self.stars_state.rated >= self.policy.smallest_group.persons:
            return [*found, *self._guideline(), *self._against_all(), *self._groups_over()]
        few = {"smallest": self.policy.smallest_group.persons}
        return [*found, *[Finding(15, self.say("not_judged", **few))] * (self.stars_state.rated > 0)]  # fmt: skip

    # The level, and who moved it.

    def star_groups(self, period: str | None) -> pd.DataFrame:
        """By group below the unit: name, whole (rated), part (five stars), unrated."""
        found = self.stars_state.ask("star_distribution", period=period or "")
        rated, persons = found["status"] == "rated", found["persons"]
        counts = {"whole": rated, "part": found["stars"] == 5, "unrated": found["status"] == "unrated"}  # fmt: skip
        frame = pd.DataFrame({key: persons.where(rows, 0).groupby(found["group_id"]).sum() for key, rows in counts.items()})  # fmt: skip
        return frame.assign(name=self.group_names().reindex(frame.index))

    def _level(self) -> Finding:
        state, now = self.stars_state, self.stars_state.ask("star_summary").iloc[0]
        rated, five = int(now["rated"]), int(now["five_stars"])
        about = {"period": self.period_said, "persons": counted("persons", rated, self.lang)}
        if not rated:
            return Finding(60, self.say("nobody_rated", **about))
        if rated < state.least:
            return Finding(60, self.say("few_rated", **about, least=state.least))
        about |= {"five": f"{five:,}", "share": share(five, rated), "mean": f"{now['mean_stars']:.2f}"}  # fmt: skip
        return Finding(80, self.say("level", **about, change=self._change(rated, five)))

    def _change(self, rated: int, five: int) -> str:
        """How the share of five stars changed, and which groups drive it."""
        smallest = self.policy.smallest_group.persons
        then, now = self.star_groups(self.before), self.star_groups(self.period)
        sums = then[["whole", "part"]].sum()
        if not self.before or not sums["whole"]:
            return self.say("no_before")
        if min(rated, sums["whole"]) < smallest:
            return self.say("few_before", smallest=smallest)
        gap = five / rated - sums["part"] / sums["whole"]
        before = period_words(self.before, self.lang)
        if not points(gap):
            return self.say("same", before=before)
        known = now.index[(now["whole"] >= smallest) & (then["whole"].reindex(now.index, fill_value=0) >= smallest)]  # fmt: skip
        along, against = drivers(contributions(then, now), known)
        driven = self.say("driven", names=self._named(along, now)) if len(along) else ""
        driven += self.say("offset", names=self._named(against, now)) if len(against) else ""
        key = "up" if gap > 0 else "down"
        return self.say(key, before=before, gap=f"{abs(points(gap)):.1f}", driven=driven)

    def _named(self, moved: pd.Series, groups: pd.DataFrame) -> str:
        named = [self.say("group_moved", name=groups["name"][key], gap=f"{points(gap):+.1f}".replace("-", "−")) for key, gap in moved.items()]  # fmt: skip
        return listed(named, self.lang)

    # What the level is held against.

    def _guideline(self) -> list[Finding]:
        now, most = self.stars_state.ask("star_summary").iloc[0], self.policy.guideline.at_most
        rated, five = int(now["rated"]), int(now["five_stars"])
        over, about = five - floor(most * rated + 1e-9), {"limit": percent(most)}
        if over <= 0:
            return [Finding(28, self.say("within", **about), "good")]
        gap = points(five / rated - most)
        key = "over" if gap else "over_just"
        said = self.say(key, **about, gap=f"{gap:.1f}", persons=counted("persons", over, self.lang))
        return [Finding(90, said, "bad")]

    def _against_all(self) -> list[Finding]:
        """Whether the unit's share lies beyond what chance gives a group of its size."""
        if self.stars_state.whole:
            return []
        now = self.stars_state.ask("star_summary").iloc[0]
        known = self.store.frame("star_reference", period=self.period)["five_percent"].iloc[0]
        whole, rated = known / 100, int(now["rated"])
        gap = now["five_stars"] / rated - whole
        usual = self.policy.control.distances[1] * sqrt(whole * (1 - whole) / rated)
        key = "as_all" if abs(gap) <= usual or not points(gap) else "above_all" if gap > 0 else "below_all"  # fmt: skip
        about = {"share": f"{known:.1f}", "gap": f"{abs(points(gap)):.1f}"}
        return [Finding(25 if key == "as_all" else 55, self.say(key, **about))]

    def _groups_over(self) -> list[Finding]:
        groups, smallest = self.star_groups(self.period), self.policy.smallest_group.persons
        groups = groups[groups["whole"] > 0]
        if len(groups) < 2:
            return []
        judged = groups[groups["whole"] >= smallest]
        over = judged[judged["part"] > self.policy.guideline.at_most * judged["whole"] + 1e-9]
        over = over.assign(share=over["part"] / over["whole"]).sort_values("share", ascending=False)
        found, few = [], len(groups) - len(judged)
        if len(over):
            names = [word("report_paper.group_share", self.lang, name=one.name, share=percent(one.share)) for one in over.itertuples(index=False)]  # fmt: skip
            about = {"over": f"{len(over):,}", "judged": counted("units", len(judged), self.lang)}
            said = self.say("groups_over", **about, names=listed(names, self.lang))
            found.append(Finding(70, said, "warn"))
        if few:
            said = self.say("groups_small", units=counted("units", few, self.lang), smallest=smallest)  # fmt: skip
            found.append(Finding(12, said))
        return found

    def _apart(self) -> list[Finding]:
        now = self.stars_state.ask("star_summary").iloc[0]
        exempt, out = int(now["exempt"]), int(now["not_eligible"])
        about = {"exempt": counted("persons", exempt, self.lang), "out": counted("persons", out, self.lang)}  # fmt: skip
        return [Finding(16, self.say("apart", **about))] * bool(exempt + out)

    # Those without stars, those who moved, and what followed.

    def _unrated(self) -> list[Finding]:
        now = self.stars_state.ask("star_summary").iloc[0]
        unrated, on_list = int(now["unrated"]), int(now[["rated", "unrated", "exempt", "not_eligible"]].sum())  # fmt: skip
        if not unrated:
            return []
        groups = self.star_groups(self.period).sort_values("unrated", ascending=False, kind="stable")  # fmt: skip
        most = groups[groups["unrated"] > 0]
        names = [self.say("group_count", name=one.name, count=cell(int(one.unrated))) for one in most.itertuples(index=False)]  # fmt: skip
        where = self.say("where", names=listed(names, self.lang)) if len(groups) > 1 else ""
        about = {"persons": counted("persons", unrated, self.lang), "share": share(unrated, on_list)}  # fmt: skip
        return [Finding(75, self.say("unrated", **about, where=where), "warn")]

    @property
    def _compared(self) -> int:
        """How many are rated in both periods."""
        return int(self._moves()["persons"].sum())

    def _moves(self) -> pd.DataFrame:
        found = self.stars_state.ask("star_moves")
        found = found[found["was"].str.isdigit() & found["now"].str.isdigit()]
        return found.assign(gap=found["now"].astype(int) - found["was"].astype(int))

    def _moved(self) -> list[Finding]:
        moves = self._moves()
        both = int(moves["persons"].sum())
        if both < self.stars_state.least:
            return []
        up, down = (int(moves["persons"][rows].sum()) for rows in (moves["gap"] > 0, moves["gap"] < 0))  # fmt: skip
        counts = {"up": up, "down": down, "same": both - up - down}
        about = {name: f"{n:,}" for name, n in counts.items()}
        return [Finding(30, self.say("moves", persons=counted("persons", both, self.lang), **about))]  # fmt: skip

    def _rewarded(self) -> list[Finding]:
        found = self.stars_state.ask("star_rewards")
        due = found[found["stars"].isin([one.stars for one in self.policy.reward])]
        whole, done = int(due["persons"].sum()), int(due["rewarded"].sum())
        if not whole:
            return []
        key = "rewarded_none" if not done else "rewarded_all" if done == whole else "rewarded"
        about = {"persons": counted("persons", whole, self.lang), "done": f"{done:,}", "left": f"{whole - done:,}"}  # fmt: skip
        return [Finding(40 if done < whole else 18, self.say(key, **about), "warn" if done < whole else "")]  # fmt: skip
