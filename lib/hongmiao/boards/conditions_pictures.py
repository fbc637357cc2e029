"""The pictures of the conditions: who is left after each, each alone, near misses, who is left out, places and quotas."""

import altair as alt
import pandas as pd
import polars as pl

from .. import screening
from ..charts import CONDITION_STATE, headed_bars, intervals
from ..locale import word
from ..policy import Checklist, required
from ..screening import BANDS, MERGED, UNKNOWN
from .listing import Picture
from .words import share

EVERYONE = {
    "view": "everyone"
}  # a mark picks people of the list of everyone, whatever list is shown
BARS = ["group", "figures", "whole", "part", "count", "dim", "view"]


class ConditionPictures:
    """What the state of the conditions shows as charts; each frame says what a click on a mark picks."""

    def in_order(self) -> pd.DataFrame:
        """After each hard condition: who passed all so far for sure, and of whom that cannot be told."""
        rows, before = [], self.outcome.size
        was = screening.funnel(self.written).set_index("key")["left"]
        for one in self._conditions():
            if not one.hard:
                continue
            gap = (
                f" ({int(one.left - was[one.key]):+,})"
                if self.settings and one.left != was[one.key]
                else ""
            )
            figures = (
                self.say("left_figures", count=f"{one.left:,}", share=share(one.left, before)) + gap
            )
            about = {
                "group": one.words,
                "figures": figures,
                "whole": before,
                "reached": self._at(one.key),
            }
            for sure, count in (("yes", one.sure), ("no", one.left - one.sure)):
                part = self.say("part_sure" if sure == "yes" else "part_open")
                rows.append(
                    about
                    | {"part": part, "count": count, "sure": sure}
                    | self._dim(reached=self._at(one.key), sure=sure)
                )
            before = one.left
        return self._bars(rows, "reached", "sure")  # fmt: skip

    def alone_each(self) -> pd.DataFrame:
        """Each condition by itself: how many pass, how many fail, and of how many it is not known."""
        rows, people = [], self.outcome.size
        for one in self._conditions():
            kind = self.say("hard") if one.hard else self.say("points", points=f"{one.weight:g}")
            figures = self.say("alone_figures", kind=kind, share=share(one.passed, people))
            about = {
                "group": f"{one.words} · {self._asks(one.key)}",
                "figures": figures,
                "whole": people,
                "condition": self._at(one.key),
            }
            for met in CONDITION_STATE:
                picks = {"condition": self._at(one.key), "met": met}
                rows.append(
                    about
                    | {"part": self.say(f"state_{met}"), "count": getattr(one, met)}
                    | picks
                    | self._dim(**picks)
                )
        return self._bars(rows, "condition", "met")  # fmt: skip

    def near_misses(self) -> pd.DataFrame:
        """Who failed one hard condition only, by which."""
        ways = self.outcome.ways.drop_nulls("near")
        counted = dict(
            ways.group_by("near", maintain_order=True).agg(pl.col("people").sum()).iter_rows()
        )
        whole, names = sum(counted.values()), {one.key: one.words for one in self._conditions()}
        rows = [
            {"group": names[key], "figures": self.say("near_figures", count=f"{count:,}", share=share(count, whole)), "whole": whole, "part": self.say("near_misses"), "count": count, "near": self._at(key)} | self._dim(near=self._at(key))
            for key, count in sorted(counted.items(), key=lambda one: -one[1])
        ]  # fmt: skip
        return self._bars(rows, "near")

    def left_out(self) -> pd.DataFrame:
        """The pass rate of each group, of all hard conditions or of the one that was picked, as written and as tried."""
        of = self.condition.partition(".")[2] if self.condition else None
        now = screening.left_out(self.outcome, self.by, of, self.lang)
        if self.by == "age":
            place = {f"{low}–{high - 1}": low for low, high in zip(BANDS, BANDS[1:], strict=False)}
            last = {MERGED: 998, UNKNOWN: 999}
            now = now.sort_values("code", key=lambda c: c.map(place | last).fillna(BANDS[-1]))
        was = screening.left_out(self.written, self.by, of, self.lang).set_index("code")["rate"]
        told = now["people"] - now["unknown"]
        frame = pd.DataFrame(
            {
                "group": now["group"], "value": now["rate"], "low": now["low"], "high": now["high"],
                "count": now["people"], "n": [self.say("rate_size", share=share(p, n), size=f"{n:,}") for p, n in zip(now["passed"], told, strict=True)],
                "passed": [self.say("passed_of", passed=f"{p:,}", told=f"{n:,}") for p, n in zip(now["passed"], told, strict=True)],
                "rate": [f"{share(p, n)}%" if n else "" for p, n in zip(now["passed"], told, strict=True)],
                "range": [self.say("range", low=f"{100 * low:.0f}", high=f"{100 * high:.0f}") if pd.notna(low) else "" for low, high in zip(now["low"], now["high"], strict=True)],
                "unknown": [f"{n:,}" for n in now["unknown"]],
                "before": now["code"].map(was) if self.settings else None,
                "among": now["code"], "condition": self.condition, "view": "everyone",
            }
        )  # fmt: skip
        return frame.assign(dim=frame["among"].ne(self.among) if self.among else False)

    def seats(self) -> pd.DataFrame:
        """How many are chosen of the places, and each quota: how many it asks for and how many of the chosen it fits."""
        now, yes = screening.summary(self.outcome), self.say("chosen")
        limited = self.policy.choice and self.policy.choice.places
        figures = self.say(
            "seats_figures" if limited else "seats_free", count=now["chosen"], places=limited or 0
        )
        rows = [
            {
                "group": self.say("places_head"),
                "figures": figures,
                "whole": limited or now["chosen"],
                "part": yes,
                "count": now["chosen"],
                "goal": limited,
                "seat": "yes",
                "quota": None,
            }
            | self._dim(seat="yes", quota=None)
        ]
        for one in screening.quota_fill(self.outcome, self.lang).itertuples():
            bound = word(f"screen.bound_{one.bound}", self.lang)
            key = "quota_kept" if one.kept else "quota_broken"
            said = self.say(key, count=one.members, bound=bound, persons=one.persons)
            picks = {"seat": "yes", "quota": self._at(one.key)}
            rows.append(
                {
                    "group": one.words,
                    "figures": said,
                    "whole": one.chosen,
                    "part": yes,
                    "count": one.members,
                    "goal": one.persons,
                }
                | picks
                | self._dim(**picks)
            )
        return self._bars(rows, "seat", "quota", "goal")  # fmt: skip

    def pictures(self) -> list[Picture]:
        about = {
            "pool": self.policy.words.said(self.lang),
            "unit": self.unit_name,
            "day": self.as_of,
        }
        parts = self.outcome.policy.conditions
        height = max(312, 52 * len(parts))
        states = {self.say(f"state_{one}"): colour for one, colour in CONDITION_STATE.items()}
        sure = {
            self.say("part_sure"): CONDITION_STATE["passed"],
            self.say("part_open"): CONDITION_STATE["unknown"],
        }
        near = {self.say("near_misses"): "#c8661b"}
        seated = {self.say("chosen"): CONDITION_STATE["passed"]}
        people = {"unit": word("board.persons", self.lang), "share": word("board.share", self.lang)}
        of = next(
            (part.words.said(self.lang) for part in parts if self._at(part.key) == self.condition),
            self.say("all_hard"),
        )
        by = self.say(f"by_{self.by}")
        return [
            self.picture("in_order", headed_bars(self.in_order(), sure, **people, whole=self.say("left_before"), height=height, picks=["reached", "sure", "view"]), **about),
            self.picture("alone", headed_bars(self.alone_each(), states, **people, whole=self.say("population"), height=height, picks=["condition", "met", "view"]), **about),
            self.picture("near", headed_bars(self.near_misses(), near, **people, whole=self.say("near_misses"), height=220, picks=["near", "view"]), **about),
            self.picture("left_out", self._rates(of), by=by, of=of, **about),
            self.picture("seats", headed_bars(self.seats(), seated, **people, height=120, picks=["seat", "quota", "view"]), **about),
        ]  # fmt: skip

    def _rates(self, of: str) -> alt.TopLevelMixin:
        frame, (passed, told) = self.left_out(), self._passed_of_all()
        tells = {
            "rate": self.say("rate", of=of),
            "range": self.say("interval"),
            "passed": self.say("passed_head"),
            "unknown": self.say("state_unknown"),
        }
        return intervals(
            frame,
            tells,
            whole=passed / told if told else None,
            whole_words=self.say("whole_rate", share=share(passed, told)),
            percent=True,
            step=min(64, max(24, 240 // max(1, len(frame)))),
            picks=["among", "condition", "view"],
        )

    def _passed_of_all(self) -> tuple[int, int]:
        """Of everyone looked at, how many pass, and of how many it can be told."""
        if self.condition:
            key = self.condition.partition(".")[2]
            one = next(part for part in self._conditions() if part.key == key)
            return one.passed, one.passed + one.failed
        now = screening.summary(self.outcome)
        return now["eligible"], now["eligible"] + now["not_eligible"]

    def _conditions(self):
        return screening.funnel(self.outcome, self.lang).itertuples()

    def _asks(self, key: str) -> str:
        part = self.outcome.policy.asked(key)
        if isinstance(part, Checklist):
            return part.step if part.filled else self.say("state_unfilled")
        return required(part, self.lang)

    def _at(self, key: str) -> str:
        return f"{self.pool}.{key}"

    def _dim(self, **picks: str | None) -> dict[str, object]:
        """Whether another mark than this one is picked."""
        told = any(getattr(self, name) for name in picks)
        return EVERYONE | {
            "dim": told and any(getattr(self, name) != value for name, value in picks.items())
        }

    def _bars(self, rows: list[dict], *picks: str) -> pd.DataFrame:
        return pd.DataFrame([] if self.blank else rows, columns=[*BARS, *picks])
