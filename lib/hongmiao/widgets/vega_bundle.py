"""Vega, Vega-Lite and their embedder as one script that needs no network, built by vl_convert."""

import hashlib
from functools import cache
from importlib.metadata import version

_SNIPPET = "export { vegaEmbed };\n"


def bundle_name() -> str:
    """The file name of the bundle: it changes with whatever the bundle is made of, so it may be cached for ever."""
    made_of = f"{version('vl-convert-python')} {version('altair')} {_SNIPPET}"
    return f"vega-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.js"


@cache
def bundle_text() -> str:
    """The script itself (0.9 MB). Building it takes seconds; what is served is built once and kept."""
    import vl_convert
    from altair import SCHEMA_VERSION

    return vl_convert.javascript_bundle(
        _SNIPPET, vl_version=".".join(SCHEMA_VERSION.split(".")[:2])
    )
