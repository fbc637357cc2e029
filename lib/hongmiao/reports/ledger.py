"""What stands in a folder of reports and what each was made of, so that only what is missing or stale is made again."""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from .. import asked
from ..asked import Asked
from ..places import policy_folders
from ..queries import QUERIES
from ..store import Store

NAME = "reports.json"
_FORM = 1


class Answers:
    """Today's answers to what reports asked; each question is asked once."""

    def __init__(self, store: Store) -> None:
        self._db, self._known = store.db.conn, {}

    def same(self, questions: Iterable[Asked]) -> bool:
        return all(self._today(one) == one.answer for one in questions)

    def _today(self, one: Asked) -> str:
        key = one.question, json.dumps(one.params, sort_keys=True)
        if key not in self._known:
            self._known[key] = asked.ask_again(self._db, one.question, one.params)
        return self._known[key]


class Ledger:
    """The folder's reports.json: an entry per report under the stem of its files' names."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / NAME
        self.entries = self._read()

    def is_fresh(self, stem: str, made_of: dict, formats: Iterable[str], answers: Answers) -> bool:
        """Whether the report stands here as it would be made today."""
        entry = self.entries.get(stem)
        return (
            entry is not None
            and not entry["error"]
            and entry["made_of"] == made_of
            and set(formats) <= entry["files"].keys()
            and all(self._stands(stem, *file) for file in entry["files"].items())
            and answers.same(entry["asked"])
        )

    def _stands(self, stem: str, ending: str, digest: str) -> bool:
        path = self.folder / f"{stem}.{ending}"
        return path.is_file() and digest_of(path.read_bytes()) == digest

    def put(self, stem: str, made, **about: object) -> None:
        """Write a report's files and note what it was made of; one that failed leaves the files it had."""
        seen = self.entries.get(stem, {})
        entry = {"files": seen.get("files", {}), "made": seen.get("made", "")} | about
        for ending, data in made.files.items():
            write(self.folder / f"{stem}.{ending}", data)
        if not made.error:
            digests = {ending: digest_of(data) for ending, data in made.files.items()}
            entry |= {"files": digests, "made": datetime.now().isoformat(timespec="seconds")}
        kept = {word: self.folder / f"{stem}.{word}.ipynb" for word in ("failed", "executed")}
        if not made.error:
            kept["failed"].unlink(missing_ok=True)
            kept["executed"].unlink(missing_ok=True)
        if made.notebook:
            write(kept["failed" if made.error else "executed"], made.notebook.encode())
        self.entries[stem] = entry | {
            "error": made.error, "asked": made.asked, "seconds": made.seconds,
        }  # fmt: skip

    def save(self) -> None:
        """Write the file, whole or not at all; what another run noted meanwhile stays."""
        texts: dict[str, str] = {}
        reports = {
            stem: entry | {"asked": [_short(one, texts) for one in entry["asked"]]}
            for stem, entry in sorted((self._read() | self.entries).items())
        }
        whole = {"form": _FORM, "reports": reports, "questions": texts}
        write(self.path, json.dumps(whole, ensure_ascii=False, default=str).encode())

    def _read(self) -> dict[str, dict]:
        try:
            whole = json.loads(self.path.read_text("utf-8"))
            if whole["form"] != _FORM:
                return {}
            texts = whole["questions"]
            return {
                stem: entry | {"asked": [Asked(texts.get(q, q), *rest) for q, *rest in entry["asked"]]}
                for stem, entry in whole["reports"].items()
            }  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # then all is made again


def _short(one: Asked, texts: dict[str, str]) -> list:
    """A question as it stands in the file: SQL that is no question of the shelf stands there once."""
    if one.question in QUERIES:
        return list(one)
    key = "sql " + digest_of(one.question.encode())[:12]
    texts[key] = one.question
    return [key, one.params, one.answer]


def policy_digest() -> str:
    """What the office decided: a digest of every file of its policy folders and of ours."""
    return digest_of_files(
        (f"{place}/{path.relative_to(folder).as_posix()}", path)
        for place, folder in enumerate(policy_folders())
        for path in sorted(folder.rglob("*.toml"))
    )


def digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()


def digest_of_files(named: Iterable[tuple[str, Path]]) -> str:
    """One digest of files and of the names that they are given here."""
    digest = blake2b(digest_size=12)
    for name, path in named:
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def write(path: Path, data: bytes) -> None:
    """The file, whole or not at all; one that stands there so already is not touched."""
    if path.is_file() and path.read_bytes() == data:
        return
    part = path.with_name(f".{digest_of(path.name.encode())}.part")
    part.write_bytes(data)
    os.replace(part, path)
