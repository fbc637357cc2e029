"""`serve` shows the dashboards folder to a browser: stand-alone Voilà in our template, closed to whoever has no token."""

import hashlib
import ipaddress
import json
import logging
import os
import secrets
import shutil
import socket
import sys
import tempfile
from datetime import datetime
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import jinja2
import platformdirs
from jupyter_server.auth.security import passwd
from jupyter_server.base.handlers import Template404
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila

from .errors import HostNeedsPassword, NoDashboards, PortTaken
from .locale import language, words
from .widgets.vega_bundle import bundle_name, bundle_text

PORT = 8866
CLOSED = ("/voila/files/", "/voila/api/contents")
"""Routes of Voilà that serve notebooks and files as such, the first without a login; no page of ours needs them."""


def serve(
    port: int | None = None,
    host: str = "127.0.0.1",
    password: str | None = None,
    open_browser: bool = False,
    dashboards: Path | str | None = None,
) -> None:
    """Serve the boards until interrupted; prints one line, the address with its token.

    Without a port, 8866 or the next free one is taken. Any host but this machine itself needs a password.
    """
    if not password and not is_loopback(host):
        raise HostNeedsPassword(host)
    if port and _taken(host, port):
        raise PortTaken(port)
    folder = Path(dashboards).resolve() if dashboards else dashboards_folder()
    if not boards_in(folder):
        raise NoDashboards(folder)
    site = assemble()
    paths = filter(None, [str(site), os.environ.get("JUPYTER_PATH")])
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)
    os.environ["HONGMIAO_LOG"] = str(_cache() / "page.log")
    logging.getLogger("tornado").setLevel(logging.ERROR)  # a mistyped address is no news
    token = secrets.token_hex(24)
    # The application's instance, because that is where Voilà's renderer logs a board's failure.
    server = Server.instance(
        config=configuration(folder, site, port, host, token, password), config_file_paths=[]
    )
    server.initialize([str(folder)])
    server.site = site
    IOLoop.current().add_callback(server.announce, token, open_browser)
    server.start()


def configuration(
    folder: Path, site: Path, port: int | None, host: str, token: str, password: str | None
) -> Config:
    """Voilà's settings; why each is what it is stands beside it."""
    c = Config()
    c.Voila.ip, c.Voila.port = host, port or PORT
    c.Voila.port_retries = 0 if port else 50
    c.Voila.open_browser = False  # Voilà's own way shows a page from outside our template
    c.Voila.log_level = logging.ERROR
    c.Voila.token = token
    if password:
        c.PasswordIdentityProvider.hashed_password = passwd(password)
    # A workbook goes through the socket at once; tornado's 10 MB would drop it without a word.
    c.Voila.tornado_settings = {"websocket_max_message_size": 200 * 1024**2}
    page = c.VoilaConfiguration
    page.template, page.classic_tree, page.theme = "hongmiao", True, "light"
    page.allow_template_override = page.allow_theme_override = "NO"  # ?template=lab asks a CDN
    page.show_tracebacks, page.strip_sources = False, True
    page.file_allowlist = []
    page.prelaunch_hook = partial(_prepare, folder, site.name)
    c.VoilaExporter.language_code = language()
    c.VoilaExecutor.timeout = 120  # a board that hangs must not hold its page for ever
    # Kernels whose page is gone: the browser's farewell ends them; where that fails, these do.
    kernels = c.MappingKernelManager
    kernels.cull_idle_timeout, kernels.cull_interval, kernels.cull_connected = 300, 60, False
    return c


class Server(Voila):
    """Voilà with our pages for what it leaves to Jupyter, and without the routes that serve files."""

    site: Path

    def init_settings(self) -> dict:
        settings = super().init_settings()
        ours = jinja2.FileSystemLoader(str(self.site / "voila/templates/hongmiao"))
        jupyter = settings["jinja2_env"]
        jupyter.loader = jinja2.ChoiceLoader([ours, jupyter.loader])
        for env in (jupyter, settings["voila_jinja2_env"]):
            env.globals["make_site"] = lambda: site_of(Path(self.root_dir), self.site.name)
        return settings | {"default_handler_class": Template404}

    def init_handlers(self) -> list:
        return [rule for rule in super().init_handlers() if not any(c in rule[0] for c in CLOSED)]

    def announce(self, token: str, open_browser: bool) -> None:
        """Print the address, now that the port is known and listening."""
        name = f"[{self.ip}]" if ":" in self.ip else self.ip
        name = socket.gethostname() if name in ("", "0.0.0.0", "[::]") else name
        url = f"http://{name}:{self.port}{self.base_url}?token={token}"
        print(url, flush=True)
        if open_browser:
            import webbrowser

            webbrowser.open(url)


def dashboards_folder() -> Path:
    """The nearest `dashboards` from here upwards, else the one of the checkout this package was installed from."""
    here, package = Path.cwd(), Path(__file__).resolve().parent
    around = [*(p / "dashboards" for start in (here, package) for p in (start, *start.parents))]
    return next((folder for folder in around if boards_in(folder)), here / "dashboards")


def boards_in(folder: Path) -> list[dict]:
    """The boards of a folder in their order: file, title and lead (first heading and what follows it), stage, name."""
    boards = [_board(path) for path in sorted(folder.glob("*.ipynb"))]
    return sorted(boards, key=lambda board: (board["order"], board["file"]))


def _board(path: Path) -> dict:
    notebook = json.loads(path.read_text("utf-8"))
    about = notebook.get("metadata", {}).get("hongmiao", {})
    text = "\n".join(
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heading = next((i for i, line in enumerate(lines) if line.startswith("#")), None)
    after = lines[heading + 1 :] if heading is not None else lines
    title = path.stem if heading is None else lines[heading].lstrip("# ")
    lead = next((line for line in after if not line.startswith("#")), "")
    board, told = about.get("board", path.stem), words(language())
    return {
        "file": path.name,
        "board": board,
        # A board of ours says its title in every language; another's notebook says it once.
        "title": told.get(f"{board}.title", title),
        "lead": told.get(f"{board}.lead", lead),
        "stage": told.get(f"site.stage_{about.get('stage')}", ""),
        "order": about.get("order", 99),
    }


def site_of(folder: Path, digest: str, file: str = "") -> dict:
    """What the templates need: words, the boards, and which of them is the page's own."""
    boards = boards_in(folder)
    own = {"file": file, "board": Path(file).stem, "title": Path(file).stem, "lead": ""}
    return {
        "lang": language(),
        "words": {k[5:]: v for k, v in words(language()).items() if k.startswith("site.")},
        "boards": boards,
        "current": next((board for board in boards if board["file"] == file), own),
        "version": digest,
        "release": version("hongmiao"),
        "bundle": bundle_name(),
        "time": f"{datetime.now():%Y-%m-%d %H:%M}",
    }


def _prepare(folder: Path, digest: str, request, notebook, cwd: str) -> None:
    # Without this cookie the browser's farewell is refused and the kernel stays (voila#1458).
    _ = request.xsrf_token
    file = request.request.path.rsplit("/render/", 1)[-1]
    notebook.metadata["hongmiao_site"] = site_of(folder, digest, unquote(file))


def assemble() -> Path:
    """The folder Voilà reads its template, the Vega bundle and the kernel from; built when any of them changes."""
    template = files("hongmiao").joinpath("template")
    with tempfile.TemporaryDirectory(dir=_cache()) as scratch:
        new = Path(scratch) / "site"
        ours = new / "voila/templates/hongmiao"
        shutil.copytree(str(template), ours)
        shutil.copy(str(files("hongmiao").joinpath("widgets/look.css")), ours / "static")
        (ours / "conf.json").write_text('{"base_template": "lab"}', "utf-8")
        kernel = new / "kernels/python3/kernel.json"
        kernel.parent.mkdir(parents=True)
        kernel.write_text(json.dumps(_kernel()), "utf-8")
        site = _cache() / f"site-{_digest(new)}"
        if not (site / "voila/templates/hongmiao/static" / bundle_name()).is_file():
            (ours / "static" / bundle_name()).write_text(bundle_text(), "utf-8")
            _put(new, site)
    return site


def _put(new: Path, site: Path) -> None:
    try:
        new.rename(site)  # whole or not at all
    except OSError:  # another server was quicker: the content is the same
        if not site.is_dir():
            raise


def _kernel() -> dict:
    """Pages run the Python that serves them, whatever kernels are installed on this machine."""
    start = [
        sys.executable,
        "-m",
        "ipykernel_launcher",
        "-f",
        "{connection_file}",
        "--log-level=ERROR",
    ]
    return {"argv": start, "display_name": "Python 3", "language": "python"}


def _digest(folder: Path) -> str:
    digest = hashlib.sha256(bundle_name().encode())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _cache() -> Path:
    folder = Path(platformdirs.user_cache_dir("hongmiao", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
