"""Stays that are due for review or exit under the policy: proposals with their reasons, never decisions."""

from datetime import date
from functools import cached_property

import pandas as pd

from .. import kept, screening
from ..policy import required
from ..policy.account import account_policy
from ..policy.criterion import Sourced
from ..policy.post import Review, Rule, review_policies
from .words import period_words

PROPOSALS = ("exit", "review")
ACCOUNT = "account"  # the red account's own policy says when an applicant is in danger
APPLICANTS = "party_applicant"
DUE = ["person_id", "name", "unit_id", "unit", "pool", "months", "proposal", "rules", "open"]


class PoolReviews:
    """What the state of the pools proposes, one row per stay; the unit and the pool narrow it."""

    @cached_property
    def reviews(self) -> dict[str, Review]:
        return review_policies()

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule by pool and key."""
        return {f"{pool}.{rule.key}": rule for pool, review in self.reviews.items() for rule in review.condition}  # fmt: skip

    def rule_words(self, code: str) -> str:
        pool, _, key = code.partition(".")
        rule = self.rules.get(code)
        words = rule.words.said(self.lang) if rule else self.say(key)
        return self.say("rule_of", pool=self.pool_words(pool), rule=words)

    def thresholds(self) -> list[tuple[str, Sourced]]:
        told = [
            (self.say("rule_said", rule=self.rule_words(code), asked=required(rule, self.lang), proposal=self.say(rule.proposes)), rule)
            for code, rule in self.rules.items()
        ]  # fmt: skip
        below = account_policy().applicant
        return [*told, (self.say("rule_account", points=below.below), below)]

    def judged(self) -> pd.DataFrame:
        """Everyone in a pool with a review policy: the rules not kept to, and how many cannot be told."""
        return self.once("due", self._judged)

    def _judged(self) -> pd.DataFrame:
        if not self.data_day:
            return pd.DataFrame(columns=DUE)
        day, found = date.fromisoformat(self.data_day), []
        self._facts: dict[tuple[str, str], dict] = {}
        low = self._low_accounts()
        for pool, review in self.reviews.items():
            people = screening.screen(self.store, review, day).people
            for one in people.iter_rows(named=True):
                key = (one["person_id"], pool)
                broken = [rule for rule in review.condition if one[f"met {rule.key}"] is False]
                account = pool == APPLICANTS and one["person_id"] in low
                self._facts[key] = one | {"balance": low.get(one["person_id"])}
                proposes = {rule.proposes for rule in broken} | ({"review"} if account else set())
                rules = [f"{pool}.{rule.key}" for rule in broken] + [f"{pool}.{ACCOUNT}"] * account
                found.append({
                    **{name: one[name] for name in ("person_id", "name", "unit_id", "unit")}, "pool": pool,
                    "months": one.get("months_in_pool"), "rules": " ".join(rules), "open": one["unknown"],
                    "proposal": next((p for p in PROPOSALS if p in proposes), None),
                })  # fmt: skip
        return pd.DataFrame(found, columns=DUE)

    def _low_accounts(self) -> dict[str, float]:
        """Applicants whose red account is below the account policy's line in the latest quarter, and their balance."""
        periods, policy = self.store.frame("account_periods")["period"], account_policy()
        if periods.empty:
            return {}
        found = kept.answer(
            self.store, "account_people", period=periods[0], base=policy.base.points, help=policy.help.below,
            limit_applicant=policy.applicant.below, concern="applicant",
        )  # fmt: skip
        self._quarter = periods[0]
        return dict(zip(found["person_id"], found["balance"], strict=True))

    def here(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Those of the chosen unit and pool."""
        here = frame["unit_id"].isin(self.subtree)
        return frame[here & (frame["pool"].eq(self.pool) if self.pool else True)]

    @property
    def subtree(self) -> set[str]:
        """The units of the chosen one's subtree."""
        ranks = self.once("ranks", lambda: self.store.frame("unit_ranks").set_index("unit_id"))
        if self.unit is None:
            return set(ranks.index)
        low, high = ranks.loc[self.unit, ["rank", "last_rank"]]
        return set(ranks.index[ranks["rank"].between(low, high)])

    def due(self) -> pd.DataFrame:
        """The proposals of what is chosen: leaving first, then the longer stay."""
        found = self.here(self.judged())
        found = found[found["proposal"].notna()]
        if self.proposal:
            found = found[found["proposal"] == self.proposal]
        if self.rule:
            found = found[found["rules"].str.split().map(lambda rules: self.rule in rules).astype(bool)]  # fmt: skip
        found = found.assign(months=found["months"].astype(float))
        return found.sort_values(["proposal", "months", "person_id"], ascending=[True, False, True], kind="stable")  # fmt: skip

    def proposals(self) -> pd.DataFrame:
        """group (pool and rule), part (what is proposed), count of stays; rule, view: what a click chooses."""
        found = self.here(self.judged())
        codes = found["rules"].str.split().explode().dropna()
        counts, rows = codes.value_counts(), []
        for code in [*self.rules, f"{APPLICANTS}.{ACCOUNT}"]:
            if count := int(counts.get(code, 0)):
                rule = self.rules.get(code)
                rows.append({
                    "group": self.rule_words(code), "figures": self.say("stays_figure", count=f"{count:,}"),
                    "part": self.say(rule.proposes if rule else "review"), "count": count, "rule": code, "view": "due",
                    "dim": self.rule not in (None, code),
                })  # fmt: skip
        columns = ["group", "figures", "part", "count", "rule", "view", "dim"]
        return pd.DataFrame(rows, columns=columns).sort_values("count", ascending=False, kind="stable")  # fmt: skip

    def why(self, line) -> str:
        """Each rule that a stay does not keep to, with the value that says so."""
        one = self._facts[line.person_id, line.pool]
        said = []
        for code in line.rules.split():
            rule = self.rules.get(code)
            if rule:
                said.append(screening.reason(rule, one[rule.field], False, self.lang))
            else:
                period = period_words(self._quarter, self.lang)
                said.append(self.say("account_reason", period=period, balance=f"{one['balance']:g}", points=account_policy().applicant.below))  # fmt: skip
        return self.say("joint").join(said)
