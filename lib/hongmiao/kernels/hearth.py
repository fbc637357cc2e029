"""Keeps the warm process for as long as this process is in a warm block."""

import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from . import likeness, wire

AGAIN = 60.0
"""Seconds between two starts of a warm process that keeps dying."""
QUIET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
}
"""Keep libraries from starting threads while they are imported: a process forks safely only when it has one."""
log = logging.getLogger(__name__)


class Hearth:
    """The one warm process of this process: lit by the first block, let go by the last."""

    def __init__(self) -> None:
        self._lock, self._blocks = Lock(), 0
        self._process: subprocess.Popen | None = None
        self._folder: Path | None = None
        self._block_end, self._lit = -1, -AGAIN
        self._owner = 0  # a fork of this process is not the one that lit

    def enter(self) -> None:
        """Count a block; light for the first, unless a process above keeps a warm one that answers."""
        with self._lock:
            self._blocks += 1
            if self._blocks == 1 and not _answers(os.environ.get(wire.ADDRESS)):
                self._try_to_light()

    def leave(self) -> None:
        """Count a block out; after the last the warm process forks no more, and ends with the last of its kernels."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0 and self._folder:
                os.environ.pop(wire.ADDRESS, None)
                self._put_out()
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def relight(self) -> None:
        """Replace the warm process of this process if it has died."""
        with self._lock:
            mine = self._process and self._owner == os.getpid()
            if mine and self._process.poll() is not None and monotonic() - self._lit >= AGAIN:
                self._put_out()
                self._try_to_light()

    def _try_to_light(self) -> None:
        self._lit, self._owner = monotonic(), os.getpid()
        try:
            self._folder = self._folder or _folder()
            self._light(str(self._folder / "s"))
            os.environ[wire.ADDRESS] = str(self._folder / "s")
        except OSError as error:
            log.warning("kernels start the ordinary way: no warm process, %s", error)

    def _light(self, path: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(path)
        # Bound here, so that those who ask before it has warmed up wait in the queue.
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(path)
            os.chmod(path, 0o600)
            door.listen(128)
            us, (until, self._block_end) = os.pidfd_open(os.getpid()), os.pipe()
            try:
                like = likeness.start(sys.executable, os.environ)
                self._process = start(door.fileno(), us, until, path, like)
            finally:
                os.close(us)
                os.close(until)

    def _put_out(self) -> None:
        if self._process:
            os.close(self._block_end)
            with suppress(subprocess.TimeoutExpired):  # it stays for kernels that outlive the block
                self._process.wait(1)
            self._process = None


def start(door: int, starter: int, until: int, path: str, like: dict) -> subprocess.Popen:
    """A warm process that listens at `door`, until `until` is closed or the process behind `starter` has ended."""
    handed = [str(number) for number in (door, starter, until)]
    return subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.process", *handed, path, json.dumps(like)],
        env=os.environ | QUIET,
        cwd="/",  # the first place that -m looks for modules
        pass_fds=(door, starter, until),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt from the keyboard is not for it
    )


def _answers(path: str | None) -> bool:
    if not path:
        return False
    try:
        wire.connect(path).close()
    except (OSError, wire.NotWarm):
        return False
    return True


def _folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [
        place for place in (runtime, tempfile.gettempdir(), "/tmp") if os.access(place, os.W_OK)
    ]
    # A socket's path has at most 107 bytes, and pytest's temporary folders lie deep.
    place = next((place for place in places if len(os.fsencode(place)) < 80), None)
    if place is None:
        raise OSError("no folder can be written for its socket")
    return Path(tempfile.mkdtemp(prefix="hongmiao-", dir=place))


HEARTH = Hearth()
