"""What the office decided, as terms of a page that say where they come from."""

from ..locale import word
from ..policy.criterion import Sourced
from ..screening import certainty_words


class Decided:
    """A part of a state that rests on a policy."""

    lang: str

    def thresholds(self) -> list[tuple[str, Sourced]]:
        """What was decided, in words, and the part of the policy that says so."""
        return []

    def definitions(self) -> list[tuple[str, str]]:
        """The terms of the page, then what was decided and on what grounds."""
        terms = [*super().definitions()]
        for told, part in self.thresholds():
            certainty = certainty_words(part.certainty, self.lang)
            source = part.source.said(self.lang)
            terms.append((told, word("decided.source", self.lang, source=source, certainty=certainty)))  # fmt: skip
        return terms
