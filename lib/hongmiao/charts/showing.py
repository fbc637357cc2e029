"""How a chart shows in a notebook: interactive where the reader's JupyterLab draws it, else as a picture; no network.

JupyterLab 4.6 brings Vega 5 with it and takes `application/vnd.vega.v5+json`; its Vega-Lite is older than Altair's, so
the chart is compiled here. Whatever draws no Vega (nbconvert, GitHub, an editor) shows the SVG beside it. The PNG is there
because JupyterLab makes one itself where it finds none, which in Voilà ends in an error on the page.
"""

from base64 import b64encode
from typing import Any

import altair as alt

from .theme import PAGE_COLOURS

VEGA = "application/vnd.vega.v5+json"
WIDTH = 720  # pixels of a chart that is as wide as its card on a page
MARGIN = 12
# What the menu of a chart offers: to be saved, and nothing that leaves the machine.
MENU = {"export": True, "source": False, "compiled": False, "editor": False}


def mimebundle(spec: dict[str, Any], **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a notebook keeps of a chart: `spec`, its Vega-Lite as a dict, compiled to Vega, and as SVG.

    The ground is white, whatever the reader's theme: the ink of labels and the colours of marks are made for it.
    """
    import vl_convert

    version = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
    vega = vl_convert.vegalite_to_vega(on_a_card(spec), vl_version=version)
    # Said to be of the version that reads it, or its reader warns.
    vega["$schema"] = "https://vega.github.io/schema/vega/v5.json"
    shown = {VEGA: vega, "image/svg+xml": vl_convert.vega_to_svg(vega)}
    shown["image/png"] = b64encode(vl_convert.vega_to_png(vega)).decode()
    return shown | {"text/plain": "Chart"}, {VEGA: {"embed_options": {"actions": MENU}}}


def on_a_card(spec: dict[str, Any]) -> dict[str, Any]:
    """The chart `spec` with the width and the ground that a page's card would give it; what it says itself stays."""
    config = {"background": PAGE_COLOURS["card"], **spec.get("config", {})}
    if config["background"] == "transparent":
        config["background"] = PAGE_COLOURS["card"]
    spec = spec | {"config": config | {"padding": MARGIN}}
    if ("mark" in spec or "layer" in spec) and "width" not in spec:
        fitted = {"autosize": {"type": "fit-x", "contains": "padding"}}
        return fitted | spec | {"width": WIDTH}
    return spec


def enable() -> None:
    """Make this the way in which Altair shows every chart of this process."""
    alt.renderers.register("hongmiao", mimebundle)
    alt.renderers.enable("hongmiao")
