"""The folder that Voilà reads its template, the Vega bundle and the kernel from."""

import gzip
import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from ..kernels import spec
from ..places import cache_folder
from ..widgets.live import scripts
from ..widgets.vega_bundle import bundle_name, bundle_text

KEPT = 30 * 24 * 3600
"""Seconds that a folder no server was started from is kept: one of another version may still be running."""


def assemble() -> Path:
    """The folder of this very version; built when any of its files changed, and left by those long unused."""
    template = files("hongmiao").joinpath("template")
    with tempfile.TemporaryDirectory(dir=cache_folder()) as scratch:
        new = Path(scratch) / "site"
        ours = new / "voila/templates/hongmiao"
        shutil.copytree(str(template), ours)
        shutil.copy(str(files("hongmiao").joinpath("widgets/look.css")), ours / "static")
        (ours / "static/live.js").write_text(_live(ours / "static/live.js"), "utf-8")
        (ours / "conf.json").write_text('{"base_template": "lab"}', "utf-8")
        kernel = new / "kernels/python3/kernel.json"
        kernel.parent.mkdir(parents=True)
        # Pages run the Python that serves them, whatever kernels are installed on this machine.
        about = json.loads(spec.text())
        # What a page runs is nobody's history, and kernels that start at once would wait for each other to write it.
        about["argv"].append("--HistoryManager.enabled=False")
        kernel.write_text(json.dumps(about), "utf-8")
        site = cache_folder() / f"site-{_digest(new)}"
        if not (site / "voila/templates/hongmiao/static" / bundle_name()).is_file():
            (ours / "static" / bundle_name()).write_text(bundle_text(), "utf-8")
            for path in [*(ours / "static").glob("*.js"), *(ours / "static").glob("*.css")]:
                (path.parent / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9))
            _put(new, site)
    site.touch()  # its time tells when a server was last started from it
    _sweep()
    return site


def _live(path: Path) -> str:
    """The script that shows a page, led by those of all parts, each of which runs when it is first needed."""
    parts = (
        f'"{key}": once(() => {{{text.replace("export default {render};", "return {render};")}}}),\n'
        for key, text in scripts().items()
    )
    once = "const once = (make) => { let made; return () => (made ??= make()); };\n"
    return f"{once}const PARTS = {{{''.join(parts)}}};\n{path.read_text('utf-8')}"


def _put(new: Path, site: Path) -> None:
    try:
        new.rename(site)  # whole or not at all
    except OSError:  # another server was quicker: the content is the same
        if not site.is_dir():
            raise


def _sweep() -> None:
    for path in cache_folder().glob("*-*"):
        with suppress(FileNotFoundError):  # another server sweeps as well
            if time.time() - path.stat().st_mtime > KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _digest(folder: Path) -> str:
    digest = hashlib.sha256(bundle_name().encode())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
