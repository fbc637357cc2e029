"""What to say of a pool's round: the policy's own gaps, the verdicts, who is left out, places and quotas, the steps."""

from functools import cached_property

import pandas as pd

from .. import screening
from ..boards.words import percent, share
from ..locale import word
from ..policy import Checklist, required
from ..screening import GROUPINGS, MERGED, UNKNOWN
from .sentences import Finding, counted, listed, quoted


class PoolTold:
    """A part of a pool's round: `state`, `steps_state`, `policy`, `day`, `lang` and `say` are the report's."""

    @cached_property
    def figures(self) -> dict[str, int]:
        """The headline figures of the outcome."""
        return screening.summary(self.state.outcome)

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """One row per condition: alone and in order."""
        return screening.funnel(self.state.outcome, self.lang)

    def _needs(self, part) -> str:
        return word("screen.needs", self.lang, field=part.fact.called(self.lang), required=required(part, self.lang))  # fmt: skip

    @cached_property
    def policy_findings(self) -> list[Finding]:
        """What of the policy is not settled."""
        policy, found = self.policy, []
        since, until = policy.valid_from, policy.valid_until
        if not (since is None or since.isoformat() <= self.day) or not (until is None or self.day <= until.isoformat()):  # fmt: skip
            about = {name: day.isoformat() if day else word("screen.open_end", self.lang) for name, day in (("since", since), ("until", until))}  # fmt: skip
            found.append(Finding(96, self.say("out_of_force", day=self.day, **about), "bad"))
        open_lists = [part.words.said(self.lang) for part in policy.checklist if not part.filled]
        if open_lists:
            found.append(Finding(95, self.say("unfilled", names=listed([quoted(name, self.lang) for name in open_lists], self.lang)), "bad"))  # fmt: skip
        if policy.example:
            found.append(Finding(94, self.say("example"), "warn"))
        own = sum(part.certainty == "?" for part in policy.conditions)
        if own:
            about = {"own": f"{own:,}", "conditions": counted("conditions", len(policy.conditions), self.lang)}  # fmt: skip
            key = "no_sources" if own == len(policy.conditions) else "no_source"
            found.append(Finding(20, self.say(key, **about)))
        return found

    @cached_property
    def outcome_findings(self) -> list[Finding]:
        """The verdicts, which condition costs most, near misses, and what is not known."""
        now = self.figures
        if not now["population"]:
            return [Finding(80, self.say("nobody", pool=self.pool_said), "warn")]
        return [self._verdicts(), *self._costliest(), *self._near(), *self._unknown()]

    def _verdicts(self) -> Finding:
        now = self.figures
        about = {name: f"{now[name]:,}" for name in ("eligible", "not_eligible", "cannot_tell")}
        about["population"] = counted("persons", now["population"], self.lang)
        many = now["eligible"] and now["population"] >= self.state.least
        about["share"] = self.say("share", share=share(now["eligible"], now["population"])) if many else ""  # fmt: skip
        return Finding(90, self.say("verdicts", **about))

    def _costliest(self) -> list[Finding]:
        hard = self.funnel[self.funnel["hard"]]
        worst = hard.sort_values("failed", ascending=False, kind="stable").head(1)
        if worst.empty or not worst["failed"].iloc[0]:
            return []
        one = next(worst.itertuples())
        about = {"words": quoted(one.words, self.lang), "required": one.required, "failed": counted("persons", one.failed, self.lang)}  # fmt: skip
        return [Finding(70, self.say("costliest", **about))]

    def _near(self) -> list[Finding]:
        now, near = self.figures["near_misses"], self.state.outcome.people["near"].drop_nulls()
        if not now:
            return []
        key, most = max(near.value_counts().iter_rows(), key=lambda one: (one[1], one[0]))
        about = {"near": counted("persons", now, self.lang), "most": f"{most:,}"}
        words = quoted(self.policy.asked(key).words.said(self.lang), self.lang)
        return [Finding(72, self.say("near_all" if most == now else "near", **about, words=words))]

    def _unknown(self) -> list[Finding]:
        filled = {part.key for part in self.policy.conditions if not isinstance(part, Checklist) or part.filled}  # fmt: skip
        known = self.funnel[self.funnel["hard"] & self.funnel["key"].isin(filled)]
        lacking = known[known["unknown"] > 0].sort_values("unknown", ascending=False, kind="stable")
        if lacking.empty:
            return []
        names = [self.say("lacking", words=quoted(one.words, self.lang), count=f"{one.unknown:,}") for one in lacking.itertuples()]  # fmt: skip
        return [Finding(74, self.say("unknown", names=listed(names, self.lang)), "warn")]

    @cached_property
    def left_findings(self) -> list[Finding]:
        """The groups whose interval lies wholly below the rate of all; never by what a hard condition itself asks for."""
        passed, told_of = self.figures["eligible"], self.figures["eligible"] + self.figures["not_eligible"]  # fmt: skip
        if not passed:
            return [Finding(5, self.say("nobody_passes"))]
        whole, out, looked = passed / told_of, [], 0
        asked = {part.field for part in self.policy.conditions if part.hard and not isinstance(part, Checklist)}  # fmt: skip
        for by in (one for one in GROUPINGS if one not in asked):
            rows = screening.left_out(self.state.outcome, by, lang=self.lang)
            rows = rows[~rows["code"].isin([MERGED, UNKNOWN]) & rows["rate"].notna()]
            looked += len(rows)
            out += rows[rows["high"] < whole].to_dict("records")
        if looked < 2:
            return []
        if not out:
            return [Finding(35, self.say("none_left", groups=counted("groups", looked, self.lang)))]
        out.sort(key=lambda one: (one["rate"] - whole, one["group"]))
        names = [self.say("left", name=one["group"], rate=percent(one["rate"]), low=f"{100 * one['low']:.0f}", high=f"{100 * one['high']:.0f}", size=f"{one['people'] - one['unknown']:,}") for one in out]  # fmt: skip
        about = {"whole": percent(whole), "groups": counted("groups", looked, self.lang), "count": f"{len(out):,}"}  # fmt: skip
        return [Finding(60, self.say("some_left", **about, names=listed(names, self.lang)), "warn")]

    @cached_property
    def choice_findings(self) -> list[Finding]:
        """Places, quotas and exceptions."""
        now, limit = self.figures, self.policy.choice and self.policy.choice.places
        about = {"chosen": counted("persons", now["chosen"], self.lang), "places": f"{limit or 0:,}", "left": f"{(limit or 0) - now['chosen']:,}"}  # fmt: skip
        if not now["chosen"]:
            return [Finding(68, self.say("nobody_chosen"), "warn")]
        key = "unlimited" if not limit else "full" if now["chosen"] >= limit else "vacant"
        found = [Finding(68, self.say(key, **about), "warn" if key == "vacant" else "")]
        for one in screening.quota_fill(self.state.outcome, self.lang).itertuples():
            if not one.chosen:
                continue
            bound = word(f"screen.bound_{one.bound}", self.lang)
            about = {"words": quoted(one.words, self.lang), "members": f"{one.members:,}", "bound": bound, "persons": f"{one.persons:,}"}  # fmt: skip
            said = self.say("quota_kept" if one.kept else "quota_broken", **about)
            found.append(Finding(40 if one.kept else 88, said, "good" if one.kept else "bad"))
        if now["excepted"]:
            excepted = counted("persons", now["excepted"], self.lang)
            found.append(Finding(50, self.say("excepted", persons=excepted), "warn"))
        return found

    # The steps.

    @cached_property
    def step_findings(self) -> list[Finding]:
        """How far the candidates came, where most stop, and steps that take longer than allowed."""
        if self.steps_state.blank:
            return [Finding(30, self.say("no_candidates", year=self.day[:4]))]
        now = self.steps_state.ask("screening_summary").iloc[0]
        candidates = counted("persons", int(now["candidates"]), self.lang)
        counts = {name: f"{int(now[name]):,}" for name in ("entered", "underway", "failed")}
        found = [Finding(58, self.say("came", year=self.day[:4], candidates=candidates, **counts))]
        return [*found, *self._narrowest(), *self._slow()]

    def _narrowest(self) -> list[Finding]:
        steps = self.steps_state.ask("screening_funnel")
        worst = steps.sort_values("failed", ascending=False, kind="stable").head(1)
        one = next(worst.itertuples(), None)
        if one is None or not one.failed or len(steps) < 2:
            return []
        about = {"step": quoted(one.step, self.lang), "reached": counted("persons", one.reached, self.lang), "failed": f"{one.failed:,}"}  # fmt: skip
        return [Finding(38, self.say("narrowest", **about))]

    def _slow(self) -> list[Finding]:
        days = self.steps_state.days()
        slow = days[days["goal"].notna() & (days["value"] > days["goal"].fillna(0))]
        names = [self.say("slow_step", step=quoted(one.group, self.lang), days=f"{one.value:,}", allowed=f"{one.goal:,.0f}") for one in slow.itertuples()]  # fmt: skip
        return [Finding(66, self.say("slow", names=listed(names, self.lang)), "warn")] * bool(names)
