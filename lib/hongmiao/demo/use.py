"""Posts that fell vacant, cases of those who are looked after, and the projects that count it all."""

import numpy as np
import polars as pl

from ..records.pool_membership import POOLS
from .draw import NEVER, between, dates, day, ids, some, stream, told
from .people import LEVELS, MEMBER, Crowd
from .train import SCALE
from .units import Units

_FILLS = {"section_reserve": "promoted", "party_worker": "elected"}


def vacancy_frame(
    district: dict, units: Units, crowd: Crowd, stays: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """One filled post for everyone who was promoted or elected out of a pool, and some that stand open."""
    rng, today = stream(seed, 11), day(district["as_of"])
    used = stays.filter(pl.col("pool").replace_strict(_FILLS, default=None) == pl.col("outcome"))
    who, when = used["who"].to_numpy(), used["exit"].to_numpy()
    home = crowd.home[who]
    office = np.where(units.kind[home] == "branch", units.parent[home], home)
    filled = pl.DataFrame({
        "unit": office, "post": told(crowd.posts, crowd.post[who]), "post_level": told(LEVELS, crowd.level[who]),
        "open": when - rng.integers(25, 140, len(who)), "filled_by": crowd.ids.gather(who), "filled_date": dates(when),
    })  # fmt: skip
    count = max(4, round(len(who) * 0.4))
    offices, posts = units.of("organ", "town", "street"), district["people"]["posts"]
    level = rng.choice(["section_deputy", "section_deputy", "section_head", "staff"], count)
    opened = pl.DataFrame({
        "unit": offices[rng.integers(0, len(offices), count)],
        "post": [posts[name][at % len(posts[name])] for at, name in enumerate(level)], "post_level": level,
        "open": between(rng, today - 210, today - 3, count),
    }).with_columns(filled_by=pl.lit(None, pl.String), filled_date=pl.lit(None, pl.Date))  # fmt: skip
    frame = pl.concat([filled, opened], how="vertical_relaxed").sort(
        "open", "unit", maintain_order=True
    )
    frame = pl.concat([frame, _below(units, len(crowd.ids), today, seed)], how="vertical_relaxed")
    return frame.with_columns(
        vacancy_id=ids("V", len(frame)),
        unit_id=units.frame["unit_id"].gather(frame["unit"]),
        open_date=dates(frame["open"]),
    )


def _below(units: Units, people: int, today: int, seed: int) -> pl.DataFrame:
    """Open posts below the sections: in villages, in branch committees, and one that no policy speaks of."""
    rng, parts = stream(seed, 21), []
    for level, kinds, post, per, least in (
        ("village_post", ("village", "community"), "“两委”委员", 2500, 2),
        ("party_post", ("branch",), "支部委员", 5000, 1),
        ("other", ("branch",), "党支部书记", 10_000, 1),
    ):
        count, places = max(least, round(people / per)), units.of(*kinds)
        parts.append(pl.DataFrame({
            "unit": places[rng.integers(0, len(places), count)], "post": [post] * count, "post_level": [level] * count,
            "open": between(rng, today - 150, today - 3, count),
            "filled_by": pl.Series([None] * count, dtype=pl.String), "filled_date": pl.Series([None] * count, dtype=pl.Date),
        }))  # fmt: skip
    return pl.concat(parts)


def case_frame(district: dict, units: Units, crowd: Crowd, seed: int) -> pl.DataFrame:
    """Awards, fault tolerance and correction, benefits of those who left office, and care, by day."""
    rng, today = stream(seed, 12), day(district["as_of"])
    member, level = (
        crowd.standing == MEMBER,
        lambda *names: np.isin(crowd.level, [LEVELS.index(n) for n in names]),
    )
    groups = {
        "member": member, "section": level("section_head", "section_deputy"), "party_worker": level("party_post"),
        "retired": member & (crowd.sector > 1) & (crowd.age(today) > 61) & (crowd.age(today) < 76),
    }  # fmt: skip
    rows = []
    for each in district["cases"]:
        first, last = map(day, each["span"])
        count = max(1, round(len(crowd.ids) / each["per"]))
        if each["who"] == "branch":
            chosen = some(rng, units.of("branch"), count)
            persons, places = (
                pl.Series([None] * len(chosen), dtype=pl.String),
                units.frame["unit_id"].gather(chosen),
            )
        else:
            fit = np.flatnonzero(groups[each["who"]] & ((crowd.party_day < first) | ~member))
            chosen = some(
                rng, fit, count, np.exp(crowd.merit[fit]) if each["kind"] == "award" else None
            )
            persons, places = (
                crowd.ids.gather(chosen),
                pl.Series([None] * len(chosen), dtype=pl.String),
            )
        rows.append(pl.DataFrame({
            "person_id": persons, "unit_id": places, "kind": pl.Series([each["kind"]] * len(chosen), dtype=pl.String),
            "case_date": dates(between(rng, first, last, len(chosen))),
            "title": told(each["titles"], rng.integers(0, len(each["titles"]), len(chosen))),
        }))  # fmt: skip
    frame = pl.concat(rows).sort("case_date", maintain_order=True)
    return frame.with_columns(case_id=ids("K", len(frame)))


def project_frame(
    district: dict, units: Units, people: int, counts: dict[str, int]
) -> pl.DataFrame:
    """The year's projects; what the other tables hold is counted there, so that a click finds the same number."""
    names, rows = units.frame["name"].to_list(), []
    for each in district["projects"]:
        target = counts[each["target"]] if isinstance(each["target"], str) else each["target"]
        target = max(1, round(target * people / SCALE)) if each.get("scaled") else target
        done = (
            max(0, counts[each["count"]] + each.get("more", 0)) if "count" in each else each["done"]
        )
        rows.append({
            "stage": each["stage"], "name": each["name"], "owner": names.index(each["owner"]), "target": target,
            "done": round(done * target) if isinstance(done, float) else done,
            "unit_of_measure": each["unit"], "due_date": each["due"],
        })  # fmt: skip
    frame = pl.DataFrame(rows)
    return frame.with_columns(
        project_id=ids("X", len(rows)), owner_unit_id=units.frame["unit_id"].gather(frame["owner"])
    )


def tally(units: Units, crowd: Crowd, tables: dict[str, pl.DataFrame]) -> dict[str, int]:
    """The numbers that projects are measured by, each counted in the rows of another table."""

    def rows(table: str, **equal) -> int:
        return len(tables[table].filter(*(pl.col(name) == value for name, value in equal.items())))

    stays, places = tables["pool_membership"], tables["placement"]
    entered = dict(stays.group_by("pool").len().sort("pool").iter_rows())
    completed = pl.col("completed_date").dt.year() == 2018
    last = tables["star_rating"]["period"].max()
    return dict.fromkeys(POOLS, 0) | entered | {
        "persontimes": len(tables["enrolment"].filter(completed)),
        "first_secretaries": places.filter((pl.col("kind") == "first_secretary") & (pl.col("end") == NEVER))["unit"].n_unique(),
        "secondments": rows("placement", kind="secondment"),
        "posted": len(tables["star_rating"].filter((pl.col("period") == last) & pl.col("post").is_not_null())),
        "accounts": tables["points_entry"].filter(pl.col("points") > 0)["person_id"].n_unique(),
        "vacancies": len(tables["vacancy"]), "filled": tables["vacancy"]["filled_by"].count(),
        "elected": rows("pool_membership", pool="village_committee", outcome="elected"),
        "development": rows("pool_membership", outcome="development"),
        "awards": len(tables["case"].filter((pl.col("kind") == "award") & (pl.col("case_date").dt.year() == 2018))),
        "leaving": rows("case", kind="leaving_benefit"),
        "branches": len(units.of("branch")), "members": int((crowd.party_day != NEVER).sum()),
    }  # fmt: skip
