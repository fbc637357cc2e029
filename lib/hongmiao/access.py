"""The log of who opened which person's record when: one line of JSON each, without a name and without data."""

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from logging import INFO, Formatter, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "access.log"
BYTES, KEPT = 5 * 1024**2, 20  # of one file, and how many full ones are kept beside it
READER = "X-Hongmiao-Reader"
"""The header in which the server tells a page's kernel who asked for it: address and browser."""
_IN_KERNEL = f"HTTP_{READER.upper().replace('-', '_')}"


def log(folder: Path, person_id: str, how: str, lang: str = "") -> bool:
    """Add a line: somebody opened a person's record. False where it could not be written, which the caller must say.

    folder: that of the store. how: what showed the record, such as card, dossier or report.
    """
    line = {"time": datetime.now().astimezone().isoformat(timespec="seconds"), "person": person_id, "how": how}  # fmt: skip
    record = makeLogRecord({"msg": json.dumps(line | {"lang": lang} | reader(), ensure_ascii=False), "levelno": INFO})  # fmt: skip
    try:
        with _alone(folder):
            handler = _Handler(folder / NAME, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8")
            handler.setFormatter(Formatter("%(message)s"))
            try:
                handler.emit(record)
            finally:
                handler.close()
    except OSError:
        return False
    return True


def reader() -> dict[str, str]:
    """What is known of who reads: the user of this process; in a page, the address and the browser that asked for it."""
    address, _, browser = os.environ.get(_IN_KERNEL, "").partition(" ")
    user = ""
    with suppress(OSError, KeyError, ImportError):  # a user without a name
        user = getpass.getuser()
    known = {"user": user, "address": address, "browser": browser}
    return {name: text for name, text in known.items() if text}


def entries(
    folder: Path, person_id: str | None = None, since: date | None = None
) -> Iterator[dict[str, str]]:
    """The lines of the log, the oldest first; of one person, or since a day. A damaged line is left out."""
    paths = [folder / f"{NAME}.{n}" for n in range(KEPT, 0, -1)] + [folder / NAME]
    for path in (path for path in paths if path.is_file()):
        for text in path.read_text("utf-8", errors="replace").splitlines():
            line = _read(text)
            if not line or (person_id and line["person"] != person_id):
                continue
            if since is None or line["time"][:10] >= since.isoformat():
                yield line


def _read(text: str) -> dict[str, str] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and {"time", "person", "how"} <= {*line} else None


class _Handler(RotatingFileHandler):
    """Files that only their keeper reads; what cannot be written is an error of the caller."""

    def _open(self):
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding="utf-8", opener=private)

    def handleError(self, record) -> None:
        raise  # called within an except of its own


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else writes or turns the files meanwhile: every page is a process of its own."""
    with open(folder / f"{NAME}.lock", "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as lock:  # fmt: skip
        with suppress(ImportError):  # Windows has no flock; a line is appended whole all the same
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
