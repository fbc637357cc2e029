"""What boards of training ask with: the office's policy, the kinds of people that it names, and the day of the data."""

import json
from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from ..policy.training import Training, training_policy
from ..queries import QUERIES


class Taught:
    """Goes before State among the bases of a board of training."""

    fixed: Mapping[str, Mapping[str, object]] = {}
    """Lists that are an answer narrowed once and for all: what their question is asked with."""

    @cached_property
    def policy(self) -> Training:
        """Hours, leave and levels as the office decided them."""
        return training_policy()

    @cached_property
    def people_kinds(self) -> list[tuple[int, str, str, str]]:
        """The kinds of people there are: kind, post level, political status, pools."""
        return list(self.store.frame("people_kinds").itertuples(index=False, name=None))

    @cached_property
    def given(self) -> dict[str, object]:
        """What the policy and the data give to every question that asks for it."""
        return {
            "as_of": self.data_day,
            "leave": self.policy.leave.at_most,
            "targets": json.dumps(self.policy.targets(self.people_kinds)),
        }

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        fixed, asked = self.fixed.get(self.view or "", {}), QUERIES[question].parameters
        return super().ask(question, **{n: v for n, v in fixed.items() if n in asked} | more)
