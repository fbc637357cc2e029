"""The pools' policy files: the office's own wins over the shipped example of the same pool."""

from pathlib import Path

from ..errors import BadValue, UnknownName
from ..locale import word
from ..places import policy_folders
from ..records.pool_membership import POOLS
from .pool import Policy
from .reading import read_toml


def policy_paths() -> dict[str, Path]:
    """Every pool's file, by the file's name; the pools of the programme first."""
    found = {
        path.stem: path
        for folder in reversed(policy_folders())
        for path in sorted((folder / "pools").glob("*.toml"))
    }
    return {pool: found[pool] for pool in [*POOLS, *found] if pool in found}


def pool_policy(pool: str) -> Policy:
    """The policy of a `pool`, by its code or by what people call it. Raises UnknownName, BadValue."""
    paths = policy_paths()
    named = {word: code for code, words in POOLS.items() for word in words if code in paths}
    code = pool if pool in paths else named.get(pool)
    if code is None:
        raise UnknownName("pool", pool, [*paths, *named])
    policy = read_toml(paths[code], Policy)
    if policy.pool != code:
        raise BadValue(f"{paths[code]}: pool", policy.pool, word("policy.pool_name", pool=code))
    return policy
