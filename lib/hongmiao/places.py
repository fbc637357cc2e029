"""Where things lie: the data folder, the store in it, the policies and maps of the office."""

import os
from pathlib import Path

import platformdirs

from .errors import NoDataFolder


def home() -> Path:
    """The data folder: HONGMIAO_HOME, else the nearest `data` that holds `policy`, from here upwards."""
    if chosen := os.environ.get("HONGMIAO_HOME"):
        return Path(chosen).expanduser().resolve()
    if found := _project_data():
        return found
    raise NoDataFolder(Path.cwd())


def store_path() -> Path:
    """The SQLite file that records are loaded into."""
    return home() / "hongmiao.db"


def policy_folders() -> list[Path]:
    """Where what the office decided lies: the office's own first, then the project's."""
    return _folders("policy")


def map_folders() -> list[Path]:
    """Where mapping files lie: the office's own first, then the project's."""
    return _folders("maps")


def report_folders() -> list[Path]:
    """Where report notebooks lie: the office's own first, then the project's."""
    project = _project_data()
    folders = [home() / "reports", *([project.parent / "notebooks/reports"] if project else [])]
    return [path for path in folders if path.is_dir()]


def cache_folder() -> Path:
    """Where what is built once lies, and the log of pages, closed to other users."""
    folder = Path(platformdirs.user_cache_dir("hongmiao", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _folders(name: str) -> list[Path]:
    return [path for path in dict.fromkeys(_candidates(name)) if path.is_dir()]


def _candidates(name: str):
    yield home() / name
    if project := _project_data():
        yield project / name


def _project_data() -> Path | None:
    # A checkout installed in place has its data two folders above the package, wherever one stands.
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / "data/policy").is_dir():
                return folder / "data"
    return None
