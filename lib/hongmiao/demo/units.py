"""The invented district's tree: organs, towns and streets, villages, communities, and their Party branches."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from .draw import ids, stream, told, weighted

SECTORS = ["organ", "town", "village", "community"]
_SMALLEST, _LARGEST = 3, 400  # members of a branch


@dataclass(frozen=True)
class Units:
    """Units by index: the frame of records, and beside it what other tables ask of a unit."""

    frame: pl.DataFrame
    kind: np.ndarray
    parent: np.ndarray  # -1 above the district
    sector: np.ndarray  # index into SECTORS, a branch as its parent; -1 the district
    town: np.ndarray  # which of the towns and streets, -1 outside them
    members: np.ndarray  # Party members, probationary ones included; 0 but for branches

    def of(self, *kinds: str) -> np.ndarray:
        """The indexes of all units of some kinds."""
        return np.flatnonzero(np.isin(self.kind, kinds))


def make_units(district: dict, members: int, seed: int) -> Units:
    """The fixed tree, and under it branches of very uneven size that together hold `members`."""
    rng = stream(seed, 1)
    rows = _places(district)
    count = max(members // 22, min(members // 4, 40), 1)
    parents = _branch_parents(rng, district, rows, count)
    sizes = _sizes(rng, members, count)
    number, total = np.zeros(len(rows), int), np.bincount(parents, minlength=len(rows))
    for at in parents:
        number[at] += 1
        name = "党支部" if total[at] == 1 else f"第{numeral(number[at])}党支部"
        rows.append((rows[at][0] + name, "branch", at, rows[at][3], rows[at][4]))
    names, kinds, parent, sector, town = zip(*rows, strict=True)
    unit_ids = ids("U", len(rows))
    frame = pl.DataFrame(
        {
            "unit_id": unit_ids,
            "name": names,
            "kind": kinds,
            "parent_id": told(unit_ids.to_list(), np.array(parent)),
        }
    )
    everyone = np.concatenate([np.zeros(len(rows) - count, int), sizes])
    return Units(
        frame, np.array(kinds), np.array(parent), np.array(sector), np.array(town), everyone
    )


def _places(district: dict) -> list[tuple]:
    """(name, kind, parent, sector, town) of all that is no branch, parents before children."""
    rows = [(district["name"], "district", -1, -1, -1)]
    rows += [(name, "organ", 0, 0, -1) for name in district["organs"]]
    for number, town in enumerate(district["towns"]):
        rows.append((town["name"], town["kind"], 0, 1, number))
        at = len(rows) - 1
        rows += [(name, "village", at, 2, number) for name in town["villages"]]
        rows += [(name, "community", at, 3, number) for name in town["communities"]]
    return rows


def _branch_parents(rng, district: dict, rows: list[tuple], count: int) -> np.ndarray:
    """Where branches stand: one for each place as far as they go round, the rest where people are many."""
    sector = np.array([row[3] for row in rows])
    places = np.flatnonzero(sector >= 0)
    # Few branches are spread over all sectors alike: order places by their turn within their sector.
    turn = np.zeros(len(rows))
    for number in range(len(SECTORS)):
        mine = rng.permutation(np.flatnonzero(sector == number))
        turn[mine] = (np.arange(len(mine)) + 0.5) / len(mine)
    first = places[np.argsort(turn[places], kind="stable")][:count]
    weights = np.array([district["people"]["sector"][name]["branches"] for name in SECTORS])
    uneven = weights[sector[places]] * rng.lognormal(0, 0.5, len(places))
    more = places[weighted(rng, uneven, count - len(first))]
    return np.sort(np.concatenate([first, more]))


def _sizes(rng, members: int, count: int) -> np.ndarray:
    weights = np.minimum(rng.lognormal(0, 1.2, count), 30)
    spare = max(0, members - _SMALLEST * count)
    sizes = _SMALLEST + rng.multinomial(spare, weights / weights.sum())
    # What a branch has above the largest size goes to the smaller ones, one each, round and round.
    above = int(np.maximum(sizes - _LARGEST, 0).sum())
    sizes = np.minimum(sizes, _LARGEST)
    while above:
        room = np.flatnonzero(sizes < _LARGEST)[:above]
        sizes[room] += 1
        above -= len(room)
    return sizes


def numeral(number: int) -> str:
    """A whole number below 100 in Chinese characters, a larger one in digits."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(int(number), 10)
    if tens > 9:
        return str(number)
    return (("" if tens < 2 else digits[tens]) + "十" if tens else "") + (
        digits[ones] if ones or not tens else ""
    )
