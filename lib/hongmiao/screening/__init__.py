"""Who meets a pool's policy on a day: policy × people → passed, failed or unknown, the score, the reason in words.

facts() reads what is known of people, judge() holds a policy against it, screen() does both. A what-if judges the
same facts anew. Nothing here loops over people but what makes words or files of those asked for.
"""

from .changes import compare
from .judging import Outcome, judge, screen
from .known import Facts, data_date, facts
from .left_out import GROUPINGS, left_out
from .sentences import reason, verdict_words
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
    "GROUPINGS",
    "SHORTLIST",
    "Facts",
    "Outcome",
    "as_dict",
    "belonging",
    "compare",
    "data_date",
    "explained",
    "facts",
    "funnel",
    "judge",
    "left_out",
    "quota_fill",
    "reason",
    "screen",
    "shortlist",
    "summary",
    "verdict_words",
]
