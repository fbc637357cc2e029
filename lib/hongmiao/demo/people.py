"""Invented people: where they are at home, their age, learning, Party standing, posts and names."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from faker import Faker

from ..records.person import EDUCATION, POLITICAL_STATUS, POST_LEVELS, TRAITS
from .draw import NEVER, between, chance, dates, day, ids, some, stream, told, weighted
from .units import SECTORS, Units

YEAR = 365.25
LEVELS, LEARNING, STANDING = list(POST_LEVELS), list(EDUCATION), list(POLITICAL_STATUS)
MEMBER, PROBATIONARY, LEAGUE, DEMOCRATIC, NONE = range(5)
COLLEGE, BACHELOR, MASTER = 2, 3, 4
_OFFICES = 2  # organs and towns, the first of SECTORS, are worked in; the others are lived in


@dataclass
class Crowd:
    """People by index, as columns of numbers; pools and posts change `level`, `post` and `settled` later."""

    ids: pl.Series
    posts: list[str]
    home: np.ndarray  # unit
    sector: np.ndarray
    town: np.ndarray
    male: np.ndarray
    birth: np.ndarray
    learning: np.ndarray
    full_time: np.ndarray
    standing: np.ndarray
    party_day: np.ndarray
    level: np.ndarray  # -1 none
    post: np.ndarray  # -1 none
    traits: np.ndarray  # one column of yes or no for each of TRAITS
    settled: np.ndarray
    merit: np.ndarray  # never written: what makes one person do well at everything

    def age(self, on: int) -> np.ndarray:
        """Age in years on a day."""
        return (on - self.birth) / YEAR

    def promote(
        self, rng, district: dict, who: np.ndarray, level: str, post: str | None = None
    ) -> None:
        """Give some people a post of a level, a named one or any."""
        words = [post] if post else district["people"]["posts"][level]
        self.level[who] = LEVELS.index(level)
        self.post[who] = np.array([self.posts.index(word) for word in words])[
            weighted(rng, [1] * len(words), len(who))
        ]


def make_people(district: dict, units: Units, people: int, seed: int) -> Crowd:
    """Members in their branches; others in a branch's circle or directly in a place."""
    rng, today = stream(seed, 2), day(district["as_of"])
    home, standing = _homes(rng, district["people"], units, people)
    sector = units.sector[home]
    birth, standing = _ages(rng, sector, standing, today)
    age = (today - birth) / YEAR
    learning = np.clip(
        np.rint(
            np.array([2.7, 2.5, 1.1, 1.7])[sector]
            - 0.045 * (age - 35)
            + rng.normal(0, 0.75, people)
        ),
        0,
        5,
    ).astype(int)
    posts = [post for words in district["people"]["posts"].values() for post in words]
    crowd = Crowd(
        ids=ids("P", people), posts=list(dict.fromkeys([*posts, "支部委员"])), home=home, sector=sector,
        town=units.town[home], male=chance(rng, np.where(standing <= PROBATIONARY, 0.66, 0.5), people),
        birth=birth, learning=learning, full_time=np.maximum(learning - chance(rng, 0.35, people), 0), standing=standing,
        party_day=_party_days(rng, standing, birth, today), level=np.full(people, -1), post=np.full(people, -1),
        traits=np.zeros((people, len(TRAITS)), bool), settled=np.full(people, NEVER), merit=rng.normal(size=people),
    )  # fmt: skip
    _give_posts(rng, district, crowd, age)
    _give_traits(rng, crowd, age, today)
    return crowd


def _homes(rng, spec: dict, units: Units, people: int) -> tuple[np.ndarray, np.ndarray]:
    inside = np.repeat(np.arange(len(units.members)), units.members)
    probationary = some(rng, np.arange(len(inside)), round(people * spec["probationary_share"]))
    standing = np.full(people, NONE)
    standing[: len(inside)] = MEMBER
    standing[probationary] = PROBATIONARY
    places = np.flatnonzero((units.sector >= 0) & (units.kind != "branch"))
    weights = np.array([spec["sector"][name]["weight"] for name in SECTORS]) / np.bincount(
        units.sector[places]
    )
    outside = places[
        weighted(
            rng,
            weights[units.sector[places]] * rng.lognormal(0, 0.4, len(places)),
            people - len(inside),
        )
    ]
    near = chance(rng, 0.4, len(outside))  # applicants and friends of a branch are kept on its list
    outside[near] = inside[rng.integers(0, len(inside), near.sum())]
    order = rng.permutation(people)
    return np.concatenate([inside, outside])[order], standing[order]


def _ages(rng, sector, standing, today: int) -> tuple[np.ndarray, np.ndarray]:
    n, office, member = len(sector), sector < _OFFICES, standing == MEMBER
    retired = office & member & chance(rng, 0.15, n)
    kinds = [standing == PROBATIONARY, retired, office & member, office, member]
    low = np.select(kinds, [20.6, 60, 23, 21, 21.2], 18.1)
    high = np.select(kinds, [55, 80.9, 59.9, 59.9, 80.9], 79)
    age = rng.normal(
        np.select(kinds, [29, 67, 42, 36, 54], 40), np.select(kinds, [7, 6, 9, 9, 15], 14)
    )
    age = np.where((age < low) | (age > high), rng.uniform(low, high), age)
    others = standing == NONE
    standing[others & (age < 27.9) & chance(rng, 0.75, n)] = LEAGUE
    standing[others & (age > 32) & chance(rng, 0.02, n)] = DEMOCRATIC
    return (today - age * YEAR).astype(int), standing


def _party_days(rng, standing, birth, today: int) -> np.ndarray:
    """Full members joined more than a year ago, probationary ones within the year, all after their 18th birthday."""
    n, adult, last = len(birth), birth + int(19.4 * YEAR), today - 366
    joined = adult + (rng.gamma(1.8, 4.5, n) * YEAR).astype(int)
    joined = np.where(joined > last, between(rng, adult, last, n), joined)
    joined = np.where(standing == PROBATIONARY, between(rng, last + 1, today - 10, n), joined)
    return np.where(standing <= PROBATIONARY, joined, NEVER)


def _give_posts(rng, district: dict, crowd: Crowd, age) -> None:
    u, working = rng.random(len(age)), (age > 22) & (age < 60)
    for number, name in enumerate(SECTORS):
        taken = 0.0
        for level, share in district["people"]["sector"][name]["levels"].items():
            mine = (crowd.sector == number) & working & (u >= taken) & (u < taken + share)
            ripe = age > (32 if level.startswith("section") else 22)
            crowd.promote(rng, district, np.flatnonzero(mine & ripe), level)
            taken += share
    # One secretary a branch: of its full members of a fit age the one whose lot is highest.
    fit = np.flatnonzero((crowd.standing == MEMBER) & (age > 28) & (age < 63))
    fit = fit[np.lexsort((rng.random(len(fit)), crowd.home[fit]))]
    last = np.flatnonzero(np.diff(crowd.home[fit], append=-1))
    secretaries = fit[last]
    crowd.post[secretaries] = crowd.posts.index("党支部书记")
    local = secretaries[crowd.sector[secretaries] >= _OFFICES]
    crowd.level[local] = LEVELS.index("village_post")


def _give_traits(rng, crowd: Crowd, age, today: int) -> None:
    n, local = len(age), crowd.sector >= _OFFICES
    shares = {
        "returnee": np.where(local & (age < 42) & (crowd.learning >= COLLEGE), 0.16, 0),
        "veteran": np.where(crowd.male & (age > 22), 0.07, 0.004),
        "prosperous": np.where(local & (age > 28) & (age < 62), 0.035, 0),
    }
    crowd.traits = np.column_stack([chance(rng, shares[trait], n) for trait in TRAITS])
    learned = np.flatnonzero((crowd.learning >= BACHELOR) & (age > 25.5) & (age < 45))
    settled = some(rng, learned, round(0.04 * n), 1.0 + 4 * (crowd.learning[learned] >= MASTER))
    crowd.settled[settled] = between(rng, day("2014-02-01"), today - 30, len(settled))


def _names(rng, male, seed: int) -> pl.Series:
    """Surnames as common as in life; given names of Faker's stock or two characters out of it."""
    fake = Faker("zh_CN")
    fake.seed_instance(seed)
    surnames, n, given = [fake.last_name() for _ in range(1500)], len(male), []
    for first_name in (fake.first_name_female, fake.first_name_male):
        stock = [first_name() for _ in range(600)]
        characters = list("".join(stock))
        pairs = rng.integers(0, len(characters), (1400, 2)).tolist()
        given += stock + [characters[a] + characters[b] for a, b in pairs]
    return told(surnames, rng.integers(0, 1500, n)) + told(
        given, rng.integers(0, 2000, n) + 2000 * male
    )


def person_frame(district: dict, units: Units, crowd: Crowd, seed: int) -> pl.DataFrame:
    """People as records; a few cells are empty, as in life."""
    rng, n = stream(seed, 3), len(crowd.ids)
    nations = district["people"]["ethnicity"]
    known = {
        name: ~chance(rng, share, n)
        for name, share in {"ethnicity": 0.004, "birth": 0.003, "learning": 0.012}.items()
    }
    words = [zh for zh, *_ in TRAITS.values()]
    sets = [
        "、".join(word for bit, word in enumerate(words) if code >> bit & 1)
        for code in range(2 ** len(words))
    ]
    frame = pl.DataFrame({
        "person_id": crowd.ids,
        "name": _names(rng, crowd.male, seed),
        "sex": told(["female", "male"], crowd.male),
        "birth_date": dates(np.where(known["birth"], crowd.birth, NEVER)),
        "ethnicity": told(list(nations), np.where(known["ethnicity"], weighted(rng, nations.values(), n), -1)),
        "education": told(LEARNING, np.where(known["learning"], crowd.learning, -1)),
        "full_time_degree": told(LEARNING, np.where(known["learning"], crowd.full_time, -1)),
        "political_status": told(STANDING, crowd.standing),
        "party_date": dates(crowd.party_day),
        "unit_id": units.frame["unit_id"].gather(crowd.home),
        "post": told(crowd.posts, crowd.post),
        "post_level": told(LEVELS, crowd.level),
        "traits": told([None, *sets[1:]], crowd.traits @ (1 << np.arange(len(words)))),
        "settled_date": dates(crowd.settled),
    })  # fmt: skip
    # Namesakes of one birthday in one unit would look like one person entered twice.
    twin = pl.int_range(pl.len()).over("unit_id", "name", "birth_date")
    return frame.with_columns(pl.col("birth_date") - pl.duration(days=twin))
