"""What stops a command: each error says what is wrong and ends in what to do about it."""

from collections.abc import Iterable
from pathlib import Path

from .locale import word


class HongmiaoError(Exception):
    """Root of all errors a caller must fix; its message is ready to be shown to a person."""


class NoDataFolder(HongmiaoError):
    """There is no data folder here or above."""

    def __init__(self, start: Path) -> None:
        super().__init__(word("error.no_data_folder", path=start))
        self.start = start


class UnreadableFile(HongmiaoError):
    """A file that cannot be read as the table it claims to be."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(word("error.unreadable_file", path=path, reason=reason))
        self.path, self.reason = path, reason

    @classmethod
    def because(cls, path: Path | str, cause: str, **values: object) -> "UnreadableFile":
        """The error for one of the causes in the locale's section [unreadable]."""
        return cls(path, word(f"unreadable.{cause}", **values))


class NothingToLoad(HongmiaoError):
    """The paths given hold no table."""

    def __init__(self, paths: object) -> None:
        super().__init__(word("error.nothing_to_load", paths=paths))


class StoreBusy(HongmiaoError):
    """Another load holds the store."""

    def __init__(self, path: Path | str, seconds: float) -> None:
        super().__init__(word("error.store_busy", path=path, seconds=f"{seconds:g}"))
        self.path = path


class NotAStore(HongmiaoError):
    """The file is no SQLite store of ours, or of a version this one does not know."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(word("error.not_a_store", path=path, reason=reason))
        self.path = path


class NoStore(HongmiaoError):
    """A store that was to be read does not exist yet."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(word("error.no_store", path=path))
        self.path = path


class UnknownName(HongmiaoError):
    """A name that is on no shelf; the nearest ones are told."""

    def __init__(self, what: str, name: str, known: list[str]) -> None:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=3, cutoff=0.4) or known[:20]
        super().__init__(
            word("error.unknown_name", what=word(f"thing.{what}"), name=name, near="、".join(near))
        )
        self.name, self.near = name, near


class BadValue(HongmiaoError):
    """A setting or parameter whose value cannot be used."""

    def __init__(self, where: str, value: object, remedy: str) -> None:
        super().__init__(word("error.bad_value", where=where, value=value, remedy=remedy))


class MissingColumns(HongmiaoError):
    """A frame lacks columns that a chart is drawn from."""

    def __init__(self, chart: str, lacking: list[str], known: list[str]) -> None:
        said = {"lacking": "、".join(lacking), "known": "、".join(known)}
        super().__init__(word("error.missing_columns", chart=chart, **said))
        self.chart, self.lacking = chart, lacking


class DemoWouldMix(HongmiaoError):
    """Invented people must not be mixed into a store of real ones."""

    def __init__(self, path: Path | str, files: int) -> None:
        super().__init__(word("error.demo_would_mix", path=path, files=files))
        self.path = path


class HostNeedsPassword(HongmiaoError):
    """Pages would be served to other machines without a password."""

    def __init__(self, host: str) -> None:
        super().__init__(word("serve.host_needs_password", host=host))
        self.host = host


class PortTaken(HongmiaoError):
    """The port that was asked for is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(word("serve.port_taken", port=port))
        self.port = port


class NoDashboards(HongmiaoError):
    """The folder to be served holds no notebook."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(word("serve.no_dashboards", path=path))
        self.path = path


class MapMismatch(HongmiaoError):
    """The files given lack a file or a column that the map names."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(word("map.mismatch", path=path, reason=reason))
        self.path, self.reason = path, reason


class NoChapters(HongmiaoError):
    """A notebook whose outputs hold no chapter of a report."""

    def __init__(self) -> None:
        super().__init__(word("document.no_chapters"))


class NoChineseFont(HongmiaoError):
    """No font of this machine holds Chinese, so that no page can be set."""

    def __init__(self, wanted: Iterable[str]) -> None:
        super().__init__(word("document.no_font", wanted=word("language.comma").join(wanted)))
