"""What was dear to find out, kept in files beside the store until it changes: whoever asks next, in any process, waits no more."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from . import asked
from .queries import QUERIES
from .store import KEPT, Store

DEAR = 0.02
"""Seconds from which an answer is kept; what is found sooner is as soon found again."""


def answer(store: Store, question: str, **params: object) -> pd.DataFrame:
    """`Store.frame`, from the file where its answer was kept. Raises UnknownName."""
    sql = QUERIES[question].sql if question in QUERIES else question
    return keep(store, [sql, params], lambda: store.frame(question, **params), _packed, _unpacked)


def keep(
    store: Store, about: object, find: Callable[[], Any], pack=lambda found: found, unpack=lambda kept: kept
) -> Any:  # fmt: skip
    """What `find` gives, from the file where it was kept of the store as it is now.

    about: all that the answer follows from beside the store, as JSON takes it. pack and unpack: between what is found
    and the polars frame that is kept; where `pack` gives None, nothing is.
    """
    stamp = _stamp(store)
    if os.environ.get(asked.FILE) or stamp is None:  # a report has to be seen asking
        return find()
    said = json.dumps(about, sort_keys=True, ensure_ascii=False, default=str).encode()
    path = store.path.parent / KEPT / stamp / hashlib.blake2b(said, digest_size=16).hexdigest()
    if path.exists():
        try:
            return unpack(pl.read_ipc(path))
        except (OSError, pl.exceptions.PolarsError):
            pass  # the store has just changed
    start = time.perf_counter()
    found = find()
    if time.perf_counter() - start > DEAR and _stamp(store) == stamp:
        _write(pack(found), path)
    return found


def _packed(answer: pd.DataFrame) -> pl.DataFrame | None:
    values = answer.astype(object).where(answer.notna(), None).itertuples(index=False, name=None)
    try:
        return pl.DataFrame([*values], schema=[*answer], orient="row", infer_schema_length=None)
    except (TypeError, pl.exceptions.PolarsError):  # a column of words and numbers
        return None


def _unpacked(kept: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(kept.rows(), columns=kept.columns)


def _stamp(store: Store) -> str | None:
    """What changes with whatever is written into the store, by whomever; None where there is no file."""
    try:
        file, wal = store.path.stat(), Path(f"{store.path}-wal")
        wal = wal.stat() if wal.exists() else None
    except OSError:
        return None
    # A log without a frame comes and goes with those who read.
    written = (wal.st_size, wal.st_mtime_ns) if wal and wal.st_size else ()
    text = repr((store.path.name, file.st_size, file.st_mtime_ns, *written))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _write(found: pl.DataFrame | None, path: Path) -> None:
    """Into its place at once, so that nobody reads half of it; a folder that cannot be written keeps nothing."""
    if found is None:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for other in path.parent.parent.iterdir():
            if other != path.parent:
                shutil.rmtree(other, ignore_errors=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, delete=False
        ) as file:  # its keeper's alone
            found.write_ipc(file, compression="uncompressed", compat_level=pl.CompatLevel.newest())
        try:
            os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)
    except OSError:
        pass
