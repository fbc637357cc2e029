"""What the office decided: data/policy/*.toml read into checked models, each threshold with its source."""

from .account import account_policy
from .criterion import Criterion, Words, from_text, required, value_words
from .fields import COMPARISONS, FIELDS, Fact
from .placements import placements_policy
from .pool import Checklist, Condition, Policy, Quota
from .pools import policy_paths, pool_policy
from .privacy import Privacy, privacy
from .reading import read_text, read_toml
from .stars import stars_policy
from .training import training_policy
from .writing import policy_text

__all__ = [
    "COMPARISONS",
    "FIELDS",
    "Checklist",
    "Condition",
    "Criterion",
    "Fact",
    "Policy",
    "Privacy",
    "Quota",
    "Words",
    "account_policy",
    "from_text",
    "placements_policy",
    "policy_paths",
    "policy_text",
    "pool_policy",
    "privacy",
    "read_text",
    "read_toml",
    "required",
    "stars_policy",
    "training_policy",
    "value_words",
]
