"""Who meets a pool's policy on a day: policy × people → passed, failed or unknown, the score, the reason in words.

facts() reads what is known of people, judge() holds a policy against it, screen() does both. A what-if judges the
same facts anew. Nothing here loops over people but what makes words or files of those asked for.
"""

from .changes import compare
from .judging import VERDICTS, Outcome, judge, screen
from .known import Facts, data_date, facts
from .left_out import BANDS, GROUPINGS, MERGED, UNKNOWN, grouped, left_out
from .narrow import holds
from .readiness import BENCH, lacking, line_up
from .sentences import STATES, certainty_words, exception_words, reason, verdict_words
from .telling import (
    SHORTLIST,
    as_dict,
    belonging,
    explained,
    funnel,
    quota_fill,
    shortlist,
    summary,
)

__all__ = [
    "BANDS",
    "BENCH",
    "GROUPINGS",
    "MERGED",
    "SHORTLIST",
    "STATES",
    "UNKNOWN",
    "VERDICTS",
    "Facts",
    "Outcome",
    "as_dict",
    "belonging",
    "certainty_words",
    "compare",
    "data_date",
    "exception_words",
    "explained",
    "facts",
    "funnel",
    "grouped",
    "holds",
    "judge",
    "lacking",
    "left_out",
    "line_up",
    "quota_fill",
    "reason",
    "screen",
    "shortlist",
    "summary",
    "verdict_words",
]
