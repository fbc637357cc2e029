"""A sheet of text cells with the line each row stood on."""

from dataclasses import dataclass

import polars as pl

LINE = "line"


@dataclass(frozen=True)
class Sheet:
    """Cells as they stood: `cells` has a column `line` and columns c0, c1, … of text."""

    file: str
    name: str  # the worksheet; "" for a CSV
    cells: pl.DataFrame
    hidden: bool = False

    @property
    def where(self) -> str:
        """What people call this sheet: the file, and the worksheet if there are several."""
        return f"{self.file}[{self.name}]" if self.name else self.file


def frame_of(rows: list[list[str | None]], lines: list[int]) -> pl.DataFrame:
    """Ragged rows as a frame of text, padded to the widest."""
    width = max(map(len, rows), default=0)
    columns = {f"c{i}": [row[i] if i < len(row) else None for row in rows] for i in range(width)}
    return pl.DataFrame(
        {LINE: lines} | columns, schema={LINE: pl.Int64} | dict.fromkeys(columns, pl.String)
    )
