"""Vega, Vega-Lite and their embedder as one script that needs no network, built by vl_convert."""

import hashlib
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from ..places import cache_folder

_SNIPPET = "export { vegaEmbed };\nglobalThis.vegaEmbed = vegaEmbed;\n"  # a report holds the script in its page, and cannot import it


def bundle_name() -> str:
    """The file name of the bundle: it changes with whatever the bundle is made of, so it may be cached for ever."""
    made_of = f"{version('vl-convert-python')} {version('altair')} {_SNIPPET}"
    return f"vega-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.js"


@cache
def bundle_text() -> str:
    """The script itself (0.9 MB). Building it takes seconds, so it is kept for all processes of this user."""
    kept = None
    with suppress(OSError):
        kept = cache_folder() / bundle_name()
        os.utime(kept)  # what has not been used for long is swept away
        return kept.read_text("utf-8")
    text = _built()
    if kept:
        with suppress(OSError), TemporaryDirectory(dir=kept.parent) as scratch:
            Path(scratch, kept.name).write_text(text, "utf-8")
            Path(scratch, kept.name).replace(kept)
    return text


def _built() -> str:
    import vl_convert
    from altair import SCHEMA_VERSION

    return vl_convert.javascript_bundle(
        _SNIPPET, vl_version=".".join(SCHEMA_VERSION.split(".")[:2])
    )
