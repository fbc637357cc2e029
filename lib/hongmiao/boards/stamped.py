"""What is dear to find out, kept until the store changes."""

from collections.abc import Callable, Hashable
from typing import Any

from ..store import Store


class Stamped:
    """A part of a state that keeps what it found for as long as nothing is loaded."""

    store: Store

    def once(self, key: Hashable, find: Callable[[], Any]) -> Any:
        """What `find` gives, asked once per key while the store stays as it is."""
        (stamp,) = self.store.db.execute("PRAGMA data_version").fetchone()
        kept, found = self.__dict__.setdefault("_kept", (stamp, {}))
        if kept != stamp:
            found = {}
            self.__dict__["_kept"] = (stamp, found)
        if key not in found:
            found[key] = find()
        return found[key]
