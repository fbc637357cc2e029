"""A chart's specification drawn as SVG, without a browser."""

import re
from collections.abc import Mapping
from typing import Any

_TAG = re.compile(r"<[^<>]+>")  # in the text between tags both signs are written otherwise
_CLIP = re.compile(r'((?:\bid="|url\(#))(clip\d+)')
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def draw(
    spec: Mapping[str, Any],
    width: int,
    lang: str,
    *,
    lower: float = 1,
    ids: str = "",
    colours: Mapping[str, str] | None = None,
) -> str:
    """The chart as SVG, `width` pixels wide if it takes any width.

    lower: what share of its height a bar's line takes. ids: what leads the ids in it, where several stand on one page.
    colours: values for the page's own colours.
    """
    import vl_convert

    from ..widgets.chart_view import formats

    taken = {"width": width} if spec.get("width") == "container" else {}
    if isinstance(height := spec.get("height"), Mapping) and "step" in height:
        taken["height"] = {**height, "step": lower * height["step"]}
    params = [
        {**one, "value": (colours or {}).get(one["name"], one.get("value"))}
        for one in spec.get("params", ())
    ]
    config = {**spec.get("config", {}), "aria": False}
    local = formats(lang)
    svg = vl_convert.vegalite_to_svg(
        {**spec, **taken, "params": params, "config": config},
        allowed_base_urls=[],
        format_locale=local["number"],
        time_format_locale=local["time"],
    )
    return _TAG.sub(lambda tag: _CLIP.sub(rf"\1{ids}\2", tag[0]), svg)


def size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing, in pixels."""
    found = _SIZE.search(svg)
    return float(found[1]), float(found[2])
