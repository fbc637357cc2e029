"""How a chart is put together: layers of one mark each over the same rows, in one step.

Altair's own chain (`mark_bar`, `encode`, `transform_filter`, `+`, `properties`) copies every layer at each of its steps
and holds each object against the schema as it is made, which took most of the time of a picture. Here layers are made of
plain values; a chart is held against the schema when Altair shows it, and by the tests.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

import altair as alt
import numpy as np
import pandas as pd

from ..locale import word
from .theme import fills, page_colours, theme

_TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal"}


class Drawing(alt.LayerChart):
    """Layers that stand together; whoever adds to one by Altair's methods gets an ordinary LayerChart."""

    def __init__(self, **parts):
        # Altair's would look for what the layers have in common, by copying each of them three times.
        alt.TopLevelLayerSpec.__init__(self, **parts)

    def copy(self, deep: bool | Iterable = True, ignore: list[str] | None = None) -> alt.LayerChart:
        if deep is False:  # as Altair asks when it only reads
            return Drawing(**self._kwds)
        return alt.LayerChart(**self._kwds).copy(deep, ignore)

    def bare(self) -> tuple[dict, dict[str, list[dict]]]:
        """The specification, not held against the schema, and its rows by the names that it gives them."""
        frames: dict[str, pd.DataFrame] = {}

        def named(part: alt.TopLevelMixin) -> alt.TopLevelMixin:
            part = part.copy(deep=False)
            if isinstance(frame := part._get("data"), pd.DataFrame):
                part.data = {"name": f"frame {id(frame)}"}  # Altair's name is a hash of all rows
                frames[part.data["name"]] = frame
            return part

        whole = named(self)
        whole.layer = [named(layer) for layer in self.layer]
        spec = whole.to_dict(validate=False)
        return spec, {name: records(frame) for name, frame in frames.items()}


class _Channels(alt.FacetedEncoding):
    # Not held against the schema when made.
    _class_is_valid_at_instantiation = False


class _Parameter(alt.VariableParameter):
    # Nor this.
    _class_is_valid_at_instantiation = False


def field(shorthand: str, **options) -> dict:
    """A channel that shows a column: `name:Q`, `name:N` or `name:O`, or the mere name for the end of a span."""
    name, _, kind = shorthand.partition(":")
    return {"field": name, **({"type": _TYPES[kind]} if kind else {}), **options}


def colour_of(colours: Mapping[str, str], **options) -> dict:
    """The colour of each row's `part`, in the order of the parts."""
    scale = {"domain": [*colours], "range": fills(colours.values())}
    return field("part:N", scale=scale, **options)


def tooltip(unit: str, whole: str | Mapping[str, str], share: str) -> list[dict]:
    """What is counted, how many, of how many, and the share.

    whole: the head of the column `whole`; or heads by column, then these and the share are text, empty where unknown.
    """
    written = not isinstance(whole, str)
    n, percent = ({}, {}) if written else ({"format": ","}, {"format": ".1%"})
    kind, wholes = ("N", whole) if written else ("Q", {"whole": whole})
    return [
        field("tip:N", title="title"),
        field("count:Q", title=unit or word("charts.count"), format=","),
        *(field(f"{name}:{kind}", title=head, **n) for name, head in wholes.items() if head),
        field(f"share:{kind}", title=share, **percent),
    ]


def mark(
    kind: str,
    channels: Mapping[str, object],
    /,
    *transforms: str | dict,
    rows: pd.DataFrame | None = None,
    **look,
) -> alt.Chart:
    """A layer: a mark of this `kind` and `look` for each row; a transform that is text is a filter.

    rows: where the layer has its own, not those of the whole.
    """
    steps = [{"filter": step} if isinstance(step, str) else step for step in transforms]
    more = {"transform": steps} if steps else {}
    if rows is not None:
        more["data"] = rows
    return alt.Chart(mark={"type": kind, **look}, encoding=_Channels(**channels), **more)


def records(frame: pd.DataFrame) -> list[dict]:
    """The rows as Altair writes them, without its copies of the frame: what is unknown or not finite is None."""
    columns = (_plain(frame[name]) for name in frame)
    return [dict(zip(frame, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pd.Series) -> list:
    """The cells as plain values."""
    cells, kind = column.tolist(), column.dtype
    if kind in ("int64", "bool"):
        return cells
    if kind == "float64":
        return [cell if isfinite(cell) else None for cell in cells]
    if kind not in ("object", "str"):  # such as dates, for which Altair has rules
        return [row[column.name] for row in alt.to_values(column.to_frame())["values"]]
    known = zip(cells, column.notna().tolist(), strict=True)
    cells = [cell if is_known else None for cell, is_known in known]
    return [cell.tolist() if isinstance(cell, np.generic | np.ndarray) else cell for cell in cells]


def drawn(
    rows: pd.DataFrame | None,
    layers: Sequence[alt.Chart],
    picks: Sequence[str] = (),
    *,
    params: Mapping[str, dict | str | float] | None = None,
    **parts,
) -> Drawing:
    """The `layers` over `rows` in the look of the house; `picks`: what a click chooses by.

    rows: None where each layer has its own. parts: more of the chart, such as its height.
    params: by name expressions, and the numbers and words that follow the rows: a page that shows the chart of other rows
    sets these and the height instead of drawing it anew.
    """
    named = [
        _Parameter(name=name, **(of if isinstance(of, dict) else {"value": of}))
        for name, of in (params or {}).items()
    ]
    if rows is not None:
        parts["data"] = rows
    if picks:
        parts["usermeta"] = {"picks": [*picks]}
    return Drawing(layer=[*layers], params=[*named, *page_colours()], config=theme(), **parts)
