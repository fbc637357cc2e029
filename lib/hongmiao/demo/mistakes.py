"""The few mistakes that offices make: rows that go in all the same, and that a check of the load warns of."""

import numpy as np
import polars as pl

from .draw import some, stream

PERSONS_PER_PAIR = 2_500  # one person in so many stands in the roster as a neighbour does
FORGOTTEN, STRAY, OVERFULL = (
    0.02,
    0.004,
    0.002,
)  # shares of withdrawals, of absences, of activities held


def make_mistakes(tables: dict[str, pl.DataFrame], seed: int) -> None:
    """Put them into the tables, which otherwise stay as they are."""
    rng = stream(seed, 40)
    tables["enrolment"] = _dates(rng, tables["enrolment"])
    tables["activity"] = _crowds(rng, tables["activity"])
    tables["person"] = _twins(rng, tables["person"], tables["pool_membership"]["person_id"])


def _chosen(rng: np.random.Generator, fit: pl.Series, share: float) -> pl.Series:
    """Some of the rows that are fit, at least one where there are many to choose from."""
    among = np.flatnonzero(fit.fill_null(False).to_numpy())
    hit = np.zeros(len(fit), dtype=bool)
    hit[some(rng, among, max(int(len(among) > 20), round(len(among) * share)))] = True
    return pl.Series(hit)


def _dates(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Withdrawals whose date was forgotten, and dates in the column beside the one they belong in."""
    left, on = frame["status"] == "withdrawn", frame["enrolled_date"]
    forgotten = _chosen(rng, left, FORGOTTEN)
    stray = _chosen(rng, frame["status"] == "absent", STRAY)
    date = frame["withdrawn_date"].zip_with(~forgotten, pl.Series([None] * len(frame), dtype=pl.Date))  # fmt: skip
    return frame.with_columns(withdrawn_date=on.zip_with(stray, date))


def _crowds(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Activities to which guests came who were counted with those expected."""
    extra = pl.Series(rng.integers(1, 4, len(frame)))
    overfull = _chosen(rng, frame["attended"].is_not_null(), OVERFULL)
    return frame.with_columns(
        attended=(frame["expected"] + extra).cast(frame["attended"].dtype).zip_with(overfull, frame["attended"])
    )  # fmt: skip


def _twins(rng: np.random.Generator, frame: pl.DataFrame, pooled: pl.Series) -> pl.DataFrame:
    """People of no pool and no Party who stand under name and birth date of somebody of their unit and sex."""
    plain = frame["party_date"].is_null() & ~frame["person_id"].is_in(pooled.implode())
    fit = plain & frame["birth_date"].is_not_null()
    rows = frame.select("unit_id", "sex").with_row_index("at").filter(fit)
    pairs = rows.group_by("unit_id", "sex", maintain_order=True).agg(pl.col("at").head(2))
    pairs = pairs.filter(pl.col("at").list.len() == 2)["at"]
    count = min(len(pairs), max(1, round(len(frame) / PERSONS_PER_PAIR)))
    chosen = pairs.gather(some(rng, np.arange(len(pairs)), count))
    of = np.arange(len(frame))
    of[chosen.list.get(1).to_numpy()] = chosen.list.get(0).to_numpy()
    return frame.with_columns(name=frame["name"].gather(of), birth_date=frame["birth_date"].gather(of))  # fmt: skip
