"""Maps: how tables that are not of our record types feed them. data/maps/oulad.toml documents the format."""

from pathlib import Path

from ..errors import BadValue
from ..locale import word
from ..places import map_folders
from .foreign import ForeignMap

__all__ = ["ForeignMap", "map_path"]


def map_path(name: Path | str) -> Path:
    """The mapping file meant: a path, or the bare name of one in the folder `maps` of the data folder.

    Raises BadValue where there is none.
    """
    path = Path(name).expanduser()
    if path.is_file() or path.name != str(name):
        return path
    known = {p.stem: p for folder in reversed(map_folders()) for p in sorted(folder.glob("*.toml"))}
    if (stem := path.name.removesuffix(".toml")) in known:
        return known[stem]
    raise BadValue(word("map.name"), name, word("map.unknown", known="、".join(sorted(known))))
