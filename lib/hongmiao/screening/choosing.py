"""Who is chosen: the best of the eligible, as many as there are places, with the quotas kept.

First each quota of at most a ratio of the places keeps only the best of its group, then each quota of at least a
ratio gives its best a place, then the best of the rest fill the places left. Quotas count in the order written;
a ratio is of the places, rounded so that it is kept: up for at least, down for at most.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

import numpy as np

from ..policy import Policy


def choose(policy: Policy, eligible: int, groups: Mapping[str, np.ndarray]) -> np.ndarray:
    """For the eligible in their order, so many of them, whether each is chosen.

    groups: for each quota, by its key, whom of them it fits.
    """
    places = places_of(policy, eligible)
    kept, sure = np.ones(eligible, bool), np.zeros(eligible, bool)
    for quota in policy.quota:
        if quota.at_most is not None:
            kept &= ~groups[quota.key] | _first(
                kept & groups[quota.key], limit(quota.at_most, places)
            )
    for quota in policy.quota:
        if quota.at_least is not None:
            group = kept & groups[quota.key]
            wanted = need(quota.at_least, places) - int((sure & group).sum())
            sure |= _first(group & ~sure, min(wanted, places - int(sure.sum())))
    return sure | _first(kept & ~sure, places - int(sure.sum()))


def places_of(policy: Policy, eligible: int) -> int:
    """How many can be chosen."""
    given = policy.choice.places if policy.choice else None
    return eligible if given is None else min(given, eligible)


def need(ratio: float, places: int) -> int:
    """The fewest that are at least a ratio of the places; exact: 0.1 of 30 is 3."""
    return ceil(Fraction(str(ratio)) * places)


def limit(ratio: float, places: int) -> int:
    """The most that are at most a ratio of the places."""
    return floor(Fraction(str(ratio)) * places)


def _first(group: np.ndarray, count: int) -> np.ndarray:
    return group & (np.cumsum(group) <= count)
