"""What boards look like to somebody who has chosen nothing, drawn ahead so that their pages show figures at once."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from threading import Lock, Thread

from ..places import map_folders, policy_folders

Key = tuple[str, str, str]
"""A board's name, the language, and the mode of its page: meeting, or nothing."""


class Paints:
    """Pages by key, made in a process of its own and kept until a load, a decision of the office or the day changes it."""

    def __init__(self, stamp: Callable[[], str], usual: Callable[[], Iterable[Key]]) -> None:
        self._stamp, self._usual, self._lock = stamp, usual, Lock()
        self._at: tuple = ()
        self._made: dict[Key, dict[str, str]] = {}
        self._wanted: list[Key] = []
        self._painter: Thread | None = None

    def of(self, key: Key) -> dict[str, str]:
        """The page of this key, as `painting.painted` makes it; empty where it is not drawn yet, which this begins."""
        self.look()
        with self._lock:
            if key not in self._made and self._at[0]:
                self._wanted = [other for other in self._wanted if other != key]
                self._want([key])  # before all that nobody asked for yet
            return self._made.get(key, {})

    @property
    def drawing(self) -> bool:
        """Whether there is still something to be drawn."""
        return bool(self._wanted)

    def look(self) -> None:
        """Have everything drawn anew, where what it is drawn from has changed."""
        with self._lock:
            if (now := self._now()) != self._at:
                self._at, self._made, self._wanted = now, {}, []
                if now[0]:  # a store with nothing in it has no figures
                    self._want(self._usual())

    def _now(self) -> tuple:
        if not (stamp := self._stamp()):
            return ("",)
        times = []
        for folder in (*policy_folders(), *map_folders()):
            for path in sorted(folder.iterdir()):
                with suppress(FileNotFoundError):  # it is being replaced
                    times.append((str(path), path.stat().st_mtime_ns))
        return stamp, date.today(), *times

    def _want(self, keys: Iterable[Key]) -> None:
        self._wanted = [*keys, *self._wanted]
        if self._wanted and not (self._painter and self._painter.is_alive()):
            self._painter = Thread(target=self._paint, daemon=True, name="paints")
            self._painter.start()

    def _paint(self) -> None:
        command = [sys.executable, "-m", f"{__package__}.painting"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        # A session of its own: an interrupt from the keyboard is not for it. One that ends before its time is begun anew
        # with the next page that is asked for.
        with suppress(BrokenPipeError), subprocess.Popen(command, text=True, start_new_session=True, **pipes) as painter:  # fmt: skip
            while key := self._next():
                at = self._at
                print(json.dumps(key), file=painter.stdin, flush=True)
                if not (made := painter.stdout.readline()):
                    break
                with self._lock:
                    if at == self._at:
                        self._made[key] = json.loads(made)
                        self._wanted = [other for other in self._wanted if other != key]
            else:  # all is drawn: what else boards ask is asked ahead
                print("null", file=painter.stdin, flush=True)

    def _next(self) -> Key | None:
        with self._lock:
            if not self._wanted:
                self._painter = None
            return next(iter(self._wanted), None)
