"""The pictures of the pools: stock and flows by quarter, outcomes and time by pool, channels and reasons, what is due."""

import pandas as pd

from ..charts import EXIT_OUTCOME, PAGE_COLOURS, composition, flow, headed_bars, intervals
from ..locale import word
from ..records.pool_membership import POOLS
from .listing import Picture
from .words import period_words, share

UNKNOWN = "unknown"  # as the questions call what nobody wrote down
OTHER = "#8a939c"
FIRST = 5  # channels, and reasons, that have room
QUARTERS, IN_A_MEETING = 14, 10
PROPOSED = {"exit": "#c8661b", "review": "#d6b656"}


class PoolPictures:
    """What the state of the pools shows as charts; each frame says what a click on a mark picks."""

    @property
    def outcome_colours(self) -> dict[str, str]:
        """Every outcome that occurs, in words, and its colour."""
        found = [*EXIT_OUTCOME, *self.ask("pool_flows")["outcome"].dropna()]
        return {self.outcome_words(code): EXIT_OUTCOME.get(code, OTHER) for code in dict.fromkeys(found)}  # fmt: skip

    def flows(self) -> pd.DataFrame:
        """group (quarter), way (in, out, stock), part, count, the latest quarter last; entered, gone, outcome, at: picks."""
        found, rows, stock = self.ask("pool_flows"), [], 0
        quarters = sorted(found["quarter"].unique()) if len(found) else []
        last = quarters[-(IN_A_MEETING if self.meeting else QUARTERS) :]
        for quarter in quarters:
            here = found[found["quarter"] == quarter]
            group = period_words(quarter, self.lang, joint="\n")
            for line in here.itertuples():
                stock += line.stays if line.way == "in" else -line.stays
                into = line.way == "in"
                picks = {"entered": quarter} if into else {"gone": quarter, "outcome": line.outcome}
                part = self.say("came") if into else self.outcome_words(line.outcome)
                rows.append({"group": group, "way": line.way, "part": part, "count": line.stays, "quarter": quarter} | self._picks(**picks))  # fmt: skip
            rows.append({"group": group, "way": "stock", "part": "", "count": stock, "quarter": quarter} | self._picks(at=quarter))  # fmt: skip
        names = ["entered", "gone", "outcome", "at", "view", "dim"]
        frame = pd.DataFrame(rows, columns=["group", "way", "part", "count", "quarter", *names])
        return frame[frame["quarter"].isin(last)]

    def _picks(self, **picks: str | None) -> dict[str, object]:
        """What a mark picks of the list of entries, and whether another than it is picked."""
        told = any(getattr(self, name) for name in picks)
        return picks | {"view": "entries", "dim": told and any(getattr(self, n) != v for n, v in picks.items())}  # fmt: skip

    @staticmethod
    def _by_pool(frame: pd.DataFrame) -> pd.DataFrame:
        """The lines in the programme's order of pools, others after them."""
        order = {pool: place for place, pool in enumerate(POOLS)}
        return frame.sort_values("pool", key=lambda pools: pools.map(order).fillna(len(order)), kind="stable")  # fmt: skip

    def outcomes(self) -> pd.DataFrame:
        """group (pool), part (outcome, or still inside), count of stays; within, outcome, inside, gone: picks."""
        rows = []
        for line in self._by_pool(self.ask("pool_outcomes")).itertuples():
            inside = line.outcome == "inside"
            picks = {"within": line.pool, "outcome": None if inside else line.outcome, "inside": "yes" if inside else None,
                     "gone": None if inside else self.year}  # fmt: skip
            part = self.say("still_inside") if inside else self.outcome_words(line.outcome)
            rows.append({"group": self.pool_words(line.pool), "part": part, "count": line.stays} | self._picks(**picks))  # fmt: skip
        return pd.DataFrame(rows, columns=["group", "part", "count", "within", "outcome", "inside", "gone", "view", "dim"])  # fmt: skip

    def times(self) -> pd.DataFrame:
        """group (pool), value, low, high in months of those who left, n with those who are still inside."""
        found, rows = self.ask("pool_outcomes"), []
        inside = found[found["outcome"] == "inside"].set_index("pool")["stays"]
        for line in self._by_pool(self.ask("pool_months")).itertuples():
            open_stays = int(inside.get(line.pool, 0))
            picks = {"within": line.pool, "inside": "no", "gone": self.year}
            rows.append({
                "group": self.pool_words(line.pool), "value": line.median, "low": line.low, "high": line.high, "count": line.stays,
                "n": self.say("time_size", months=line.median, count=f"{line.stays:,}"), "median": self.say("months_said", months=line.median),
                "middle": self.say("months_between", low=line.low, high=line.high), "ended": f"{line.stays:,}", "open": f"{open_stays:,}",
            } | self._picks(**picks))  # fmt: skip
        columns = ["group", "value", "low", "high", "count", "n", "median", "middle", "ended", "open", "within", "inside", "gone", "view", "dim"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def reasons(self) -> pd.DataFrame:
        """group (channel or reason), part (came in, or where they went), count of stays, the most frequent of each first."""
        found, rows = self.ask("pool_reasons"), []
        for way in ("in", "out"):
            here = found[found["way"] == way]
            whole, sizes = int(here["stays"].sum()), here.groupby("said")["stays"].sum()
            for said, size in sizes.sort_values(ascending=False, kind="stable")[:FIRST].items():
                head = self.say(f"head_{way}", said=self.said(said))
                figures = self.say("share_figures", count=f"{size:,}", share=share(size, whole))
                for line in here[here["said"] == said].itertuples():
                    out = way == "out"
                    picks = {"channel": None if out else said, "reason": said if out else None, "outcome": line.outcome if out else None,
                             "entered": None if out else self.year, "gone": self.year if out else None}  # fmt: skip
                    part = self.outcome_words(line.outcome) if out else self.say("came")
                    rows.append({"group": head, "figures": figures, "whole": whole, "part": part, "count": line.stays} | self._picks(**picks))  # fmt: skip
        columns = ["group", "figures", "whole", "part", "count", "channel", "reason", "outcome", "entered", "gone", "view", "dim"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def pictures(self) -> list[Picture]:
        about = {"unit": self.unit_name, "pool": self.pool_name, "year": self.year_words, "day": self.data_day or ""}  # fmt: skip
        words = {"unit": word("unit.stays", self.lang), "share": word("board.share", self.lang)}
        came = {self.say("came"): PAGE_COLOURS["soft"]}
        outs, still = self.outcome_colours, self.say("still_inside")
        heads = tuple(self.say(f"flow_{way}") for way in ("stock", "in", "out"))
        flows, reasons, due = self.flows(), self.reasons(), self.proposals()
        used = {*flows["part"], *reasons["part"]}
        moves = flow(
            flows, came | {part: c for part, c in outs.items() if part in used}, heads=heads, unit=words["unit"],
            picks=["entered", "gone", "outcome", "at", "view"],
        )  # fmt: skip
        ends = composition(
            self.outcomes(), outs | {still: PAGE_COLOURS["line"]}, apart=[still], whole=self.say("gone"), apart_title=still,
            apart_whole=self.say("all_stays"), step=44, picks=["within", "outcome", "inside", "gone", "view"], **words,
        )  # fmt: skip
        tells = {name: self.say(f"time_{name}") for name in ("median", "middle", "ended", "open")}
        times = intervals(self.times(), tells, step=44, picks=["within", "inside", "gone", "view"])
        high = 52 * max(1, reasons["group"].nunique(), due["group"].nunique())
        why = headed_bars(
            reasons, came | {part: c for part, c in outs.items() if part in used}, whole=self.say("all_of_way"), height=high,
            picks=["channel", "reason", "outcome", "entered", "gone", "view"], **words,
        )  # fmt: skip
        proposed = {self.say(code): colour for code, colour in PROPOSED.items()}
        rules = headed_bars(due, proposed, height=high, picks=["rule", "view"], **words)
        return [
            self.picture("flows", moves, **about),
            self.picture("outcomes", ends, **about),
            self.picture("times", times, **about),
            self.picture("reasons", why, first=FIRST, **about),
            self.picture("rules", rules, **about),
        ]
