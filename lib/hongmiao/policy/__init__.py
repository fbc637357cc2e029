"""What the office decided: data/policy/*.toml read into checked models, each threshold with its source."""

from .criterion import Criterion, Words, from_text, required, value_words
from .fields import COMPARISONS, FIELDS, Fact
from .pool import Checklist, Condition, Policy, Quota
from .pools import policy_paths, pool_policy
from .privacy import Privacy, privacy
from .reading import read_text, read_toml
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
    "from_text",
    "policy_paths",
    "policy_text",
    "pool_policy",
    "privacy",
    "read_text",
    "read_toml",
    "required",
    "value_words",
]
