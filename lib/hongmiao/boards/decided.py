"""What the office decided, as a board needs it: parameters of its questions, and terms that say where they come from."""

import pandas as pd

from ..locale import word
from ..policy.criterion import Sourced
from ..queries import QUERIES


class Decided:
    """A part of a state whose questions ask for what a policy says."""

    lang: str

    @property
    def decided(self) -> dict[str, object]:
        """Parameters of questions that no reader chooses."""
        return {}

    def thresholds(self) -> list[tuple[str, Sourced]]:
        """What was decided, in words, and the part of the policy that says so."""
        return []

    def ask(self, question: str, **more: object) -> pd.DataFrame:
        """The answer to a question for what is chosen and what was decided."""
        known = {n: v for n, v in self.decided.items() if n in QUERIES[question].parameters}
        return super().ask(question, **known | more)

    def definitions(self) -> list[tuple[str, str]]:
        """The terms of the page, then what was decided and on what grounds."""
        terms = [*super().definitions()]
        for told, part in self.thresholds():
            mark = "own" if part.certainty == "?" else part.certainty
            certainty = word(f"screen.certainty_{mark}", self.lang)
            source = part.source.said(self.lang)
            terms.append((told, word("decided.source", self.lang, source=source, certainty=certainty)))  # fmt: skip
        return terms
