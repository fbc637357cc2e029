"""The figures of the index, computed beside the server and kept until the next load."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from time import monotonic

from ..errors import HongmiaoError
from ..locale import word
from ..places import store_path
from ..store import Store
from ..widgets.guard import log_of_page

EVERY = 3.0
"""Seconds between two looks at the store, however many pages ask."""


class Figures:
    """A headline per board and the notes of the foot, by language; a new load makes them anew."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="figures")
        self._stamp, self._looked = "", -EVERY
        self._coming: dict[tuple[str, str], Future] = {}

    def stamp(self) -> str:
        """Which load the store stands at; empty where there is no store, or nothing in it."""
        if monotonic() - self._looked >= EVERY:
            self._stamp, self._looked = _stamp(), monotonic()
        return self._stamp

    def of(self, lang: str) -> Future:
        """The figures as they come: {"headlines": {board: headline}, "notes": [...], "blank": whether nothing is stored}."""
        stamp = self.stamp()
        if (stamp, lang) not in self._coming:
            self._coming = {key: found for key, found in self._coming.items() if key[0] == stamp}
            self._coming[stamp, lang] = self._pool.submit(_figures, stamp, lang)
        return self._coming[stamp, lang]


def _stamp() -> str:
    try:
        if not store_path().exists():  # to connect would make it
            return ""
        with closing(Store(store_path()).db) as db:
            last, finished = db.execute("SELECT max(load_id), max(finished) FROM load").fetchone()
    except (HongmiaoError, sqlite3.Error):
        return ""
    return f"{last} {finished}" if last else ""


def _figures(stamp: str, lang: str) -> dict:
    if not stamp:
        return {"headlines": {}, "notes": [word("board.no_data", lang)], "blank": True}
    from ..boards import BOARDS, board, headline  # seconds of imports, which no page waits for

    store = Store(store_path())
    with closing(store.db):
        headlines = {name: _or_none(headline, name, store, lang) for name in BOARDS}
        notes = _or_none(board.notes, store, lang) or []
    return {"headlines": headlines, "notes": notes, "blank": False}


def _or_none(ask, *about):
    try:
        return ask(*about)
    except Exception:  # one board's trouble is no reason to show no index
        log_of_page().exception("no figure on the index: %s", ask.__name__)
        return None
