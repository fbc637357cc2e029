"""A foreign map at work: files in, tables of our record types out, and a finding for all that is left behind."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from ..errors import MapMismatch
from ..files import Sheet
from ..files.table import Table
from ..finding import Finding
from ..locale import word
from ..policy import read_toml
from .carrying import Carrying
from .checking import check
from .grid import Folder, Grid, grid_of
from .shape import LINE, Feed, Join, Shape

Reading = tuple[
    Sheet, Table | None, list[Finding]
]  # a sheet, what it says of one record type, and what it does not


class ForeignMap:
    """A mapping file that was read and fits the record types."""

    def __init__(self, path: Path, shape: Shape) -> None:
        self.path, self.shape = path, shape

    @classmethod
    def read(cls, path: Path | str) -> "ForeignMap":
        """The map in the TOML file at `path`. Raises BadValue naming file, key and remedy."""
        shape = read_toml(Path(path), Shape)
        check(Path(path), shape)
        return cls(Path(path), shape)

    def tables(self, paths: list[Path]) -> list[Reading]:
        """The files at `paths` as tables of our record types, each with findings on what of it could not be carried.

        Raises MapMismatch where a file, or a column of one, that the map needs is not there.
        """
        folder = Folder(paths)
        grids = {name: self._grids(name, folder) for name in self.shape.source}
        feeds = [feed for feed in self.shape.record if grids[feed.source]]
        for name in [name for feed in feeds for name in feed.sources] or self.shape.source:
            if not grids[name]:
                raise self._no_file(name, folder)
        readings = [
            (c.grid.sheet, *c.table()) for feed in feeds for c in self._carryings(feed, grids)
        ]
        readings += self._lenders(feeds, grids)
        for name, sheets in grids.items():
            for grid in sheets:
                self._tell_unused(name, grid, readings)
        return readings + list(self._unread(folder, readings))

    def _grids(self, name: str, folder: Folder) -> list[Grid]:
        origin = self.shape.source[name]
        grids = [grid_of(sheet, self._wanted(name)) for sheet in folder.sheets(origin)]
        if not grids and not origin.optional:
            raise self._no_file(name, folder)
        return grids

    def _no_file(self, name: str, folder: Folder) -> MapMismatch:
        given = "、".join(path.name for path in folder.paths)
        return MapMismatch(
            self.path, word("map.no_file", file=self.shape.source[name].file, given=given)
        )

    def _wanted(self, name: str) -> set[str]:
        """Headings by which a file is known: those that are read where it takes part, and those ignored."""
        read = {
            column.removeprefix(f"{name}.")
            for feed in self.shape.record
            if name in feed.sources
            for column in feed.columns
        }
        return read | set(self.shape.source[name].ignored)

    def _carryings(self, feed: Feed, grids: dict[str, list[Grid]]) -> Iterator[Carrying]:
        """Each sheet by itself, and each melted column too: a table has one row a line, as a sheet has."""
        lent = {join.source: self._pile(join.source, grids) for join in feed.join}
        for grid in grids[feed.source]:
            Carrying(self.shape, feed, grid, lent).check_columns(self.path)
            for column in feed.melt.columns if feed.melt else [None]:
                yield Carrying(self.shape, feed, grid, lent, column)

    def _pile(self, name: str, grids: dict[str, list[Grid]]) -> pl.DataFrame:
        wanted = self._wanted(name)
        return pl.concat(
            [g.rows.select(c for c in g.columns if c in wanted) for g in grids[name]],
            how="diagonal",
        )

    def _lenders(self, feeds: list[Feed], grids: dict[str, list[Grid]]) -> Iterator[Reading]:
        """For each joined sheet a table without rows: the load's log names it, and rows that nothing asked for come back."""
        joins: dict[str, list[tuple[Feed, Join]]] = {}
        for feed in feeds:
            for join in feed.join:
                joins.setdefault(join.source, []).append((feed, join))
        for name, asking in joins.items():
            feed, first = asking[0]
            file = self.shape.source[feed.source].file
            for grid in grids[name]:
                alone = grid.rows
                for asker, join in asking:
                    main = pl.concat([other.rows.select(join.on) for other in grids[asker.source]])
                    alone = (
                        alone.clear()
                        if join.leftover == "drop"
                        else alone.join(main, on=join.on, how="anti")
                    )
                findings = [
                    Finding(
                        grid.sheet.file,
                        grid.sheet.name,
                        line,
                        "、".join(first.on),
                        " ".join(cell or "" for cell in key),
                        "left_over",
                        "error",
                        file,
                    )
                    for line, *key in alone.select(LINE, *first.on).iter_rows()
                ]
                yield (
                    grid.sheet,
                    grid.table(feed.type, alone.select(LINE).clear(), {}, alone.height),
                    findings,
                )

    def _tell_unused(self, name: str, grid: Grid, readings: list[Reading]) -> None:
        """Add to the first reading of a sheet the columns that the map says nothing of."""
        where = grid.sheet.file, grid.sheet.name, grid.heading_line
        for findings in [findings for sheet, _, findings in readings if sheet is grid.sheet][:1]:
            findings += [
                Finding(*where, column, "", "unmapped_column", "warning", self.path.name)
                for column in grid.unused(self._wanted(name))
            ]

    def _unread(self, folder: Folder, readings: list[Reading]) -> Iterator[Reading]:
        """Files and sheets of which nothing was read."""
        for sheet in folder.rest({(sheet.file, sheet.name) for sheet, *_ in readings}):
            name = Path(sheet.file).name
            if not any(
                fnmatch(name.lower(), pattern.lower()) for pattern in self.shape.ignored_files
            ):
                yield (
                    sheet,
                    None,
                    [
                        Finding(
                            sheet.file,
                            sheet.name,
                            None,
                            "",
                            name,
                            "unmapped_file",
                            "warning",
                            self.path.name,
                        )
                    ],
                )
