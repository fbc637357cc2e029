"""What the pages of star ratings share: the periods, the words of ratings, and the office's policy."""

from functools import cached_property

from ..policy.stars import Stars, stars_policy
from ..widgets import Choice
from .decided import Decided
from .words import period_words


class Ratings(Decided):
    """A part of a state that looks at one rating period."""

    @cached_property
    def policy(self) -> Stars:
        return stars_policy()

    @cached_property
    def periods(self) -> list[str]:
        """All rating periods, the latest first."""
        return self.store.frame("rating_periods")["period"].tolist()

    @property
    def blank(self) -> bool:
        return not self.periods

    @property
    def before(self) -> str | None:
        """The period before the chosen one."""
        return dict(zip(self.periods, self.periods[1:], strict=False)).get(self.period)

    def period_choice(self) -> Choice:
        """Which period; the latest by default."""
        periods = [(period_words(period, self.lang), period) for period in self.periods]
        return Choice("period", self.say("period"), periods, next(iter(self.periods), None))
