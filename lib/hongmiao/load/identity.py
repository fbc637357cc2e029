"""Identity numbers: turned into a keyed digest, compared with birth date and sex, then forgotten."""

import hashlib
import hmac
import os
import secrets

import polars as pl

from .. import places
from ..files.cells import parse
from ..records import Record
from ..records.person import Person
from .validity import REMARKS, remark

DERIVED = "H"  # first letter of a person id that was made from an identity number


def apart(kind: type[Record], rows: pl.DataFrame) -> pl.DataFrame:
    """Rows in which an identity number written where a person's id belongs stands as what it is."""
    columns = [name for name, to in kind.references().items() if to == "person"]
    if kind is Person:
        columns.append("person_id")
    for column in (name for name in columns if name in rows.columns):
        long = (
            rows[column]
            .filter(rows[column].str.contains(r"^[0-9]{17}[0-9Xx]$").fill_null(False))
            .unique()
        )
        numbers = {
            text: cell.value
            for text in long
            if not (cell := parse(text, Person.fields()["national_id"])).code
        }
        if numbers:
            part = "national_id" if kind is Person else f"{column}.national_id"
            given = [pl.col(part)] if part in rows.columns else []
            found = pl.col(column).replace_strict(numbers, default=None, return_dtype=pl.String)
            own = pl.when(found.is_null()).then(pl.col(column)).alias(column)
            rows = rows.with_columns(pl.coalesce(*given, found).alias(part), own)
    return rows


def identify(rows: pl.DataFrame, key: bytes, stored: pl.DataFrame) -> pl.DataFrame:
    """Person rows that have identity numbers, with `identity_digest`, and `person_id` where the sheet gave only the number.

    stored: columns digest and id of the people that are known already; they keep the id they have.
    """
    rows = rows.with_columns(digest_column(rows["national_id"], key).alias("identity_digest"))
    known = [stored.select("id", identity_digest="digest")]
    if "person_id" in rows.columns:  # another sheet of this load may give both
        known.append(rows.select("identity_digest", id="person_id").select(known[0].columns))
    known = (
        pl.concat(known).drop_nulls().unique("identity_digest", keep="first", maintain_order=True)
    )
    rows = rows.join(known, on="identity_digest", how="left", maintain_order="left")
    made = pl.lit(DERIVED) + pl.col("identity_digest").str.slice(0, 16)
    own = [pl.col("person_id")] if "person_id" in rows.columns else []
    return rows.with_columns(pl.coalesce(*own, "id", made).alias("person_id")).drop("id")


def digest_column(numbers: pl.Series, key: bytes) -> pl.Series:
    """HMAC-SHA256 of each number: without the key nobody can try all numbers until one fits."""
    digests = [
        hmac.new(key, n.encode(), hashlib.sha256).hexdigest() if n else None for n in numbers
    ]
    return pl.Series("identity_digest", digests, dtype=pl.String)


def disagreements(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose identity number says another birth date or sex than the row says."""
    number = pl.col("national_id")
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    says = {
        "birth_date": born,
        "sex": pl.when(odd).then(pl.lit("male")).otherwise(pl.lit("female")),
    }
    found = [pl.DataFrame(schema=REMARKS)]
    for column in says.keys() & set(rows.columns):
        wrong = rows.filter(number.is_not_null() & (pl.col(column) != says[column]))
        found.append(remark(wrong, column, f"identity_{column}", pl.col(column).cast(pl.String)))
    return pl.concat(found)


def secret_key() -> bytes:
    """The office's own key, made on first use and readable by its owner only."""
    path = places.home() / "secret" / "identity.key"
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return path.read_bytes()
