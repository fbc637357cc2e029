"""Voilà in our words: pages in the language asked for, failures under an id, figures on the index, no route to files."""

import asyncio
import logging
import mimetypes
import os
import secrets
import socket
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jinja2
from jupyter_server.base.handlers import APIHandler, JupyterHandler, Template404
from jupyter_server.utils import url_path_join
from tornado import web
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from ..access import READER
from ..widgets.guard import log_of_page
from .figures import Figures
from .opening import KERNEL, OPENING, Board
from .paints import Key, Paints
from .site import site_of
from .spare import Kernels

CLOSED = ("/voila/files/", "/voila/api/contents")
"""Routes of Voilà that serve notebooks and files as such, the first without a login; no page of ours needs them."""
PATIENCE = 1.0
"""Seconds that the index waits for its figures; the page asks again for those that take longer."""


class Server(Voila):
    """Voilà with our pages for what it leaves to Jupyter, and without the routes that serve files."""

    site: Path
    ahead: bool

    def init_settings(self) -> dict:
        settings = super().init_settings()
        ours = jinja2.FileSystemLoader(str(self.site / "voila/templates/hongmiao"))
        jupyter = settings["jinja2_env"]
        jupyter.loader = jinja2.ChoiceLoader([ours, jupyter.loader])
        self.figures = Figures()
        self.paints = Paints(self.figures.stamp if self.ahead else str, self._usual_paints)
        self.kernels = Kernels(self.kernel_manager, KERNEL, dict(os.environ))
        self.log.addFilter(_into_the_log_of_pages)
        ours = {"default_handler_class": _told(Template404), "hongmiao": self}
        return settings | ours | {"compress_response": True}

    def init_handlers(self) -> list:
        state = (url_path_join(self.server_url, "/hongmiao/state"), DataState)
        rules = [r for r in super().init_handlers() if not any(c in r[0] for c in CLOSED)]
        return [(path, _told(handler), *options) for path, handler, *options in (state, *rules)]

    def site_for(self, request: JupyterHandler, file: str = "") -> dict:
        """What a template needs, in the language of the request."""
        lang, mode = (request.get_query_argument(name, "") for name in ("lang", "mode"))
        # The login keeps the address it leads to as text.
        behind = parse_qs(urlsplit(request.get_query_argument("next", "")).query)
        lang = lang or behind.get("lang", [""])[-1]
        return site_of(Path(self.root_dir), self.site.name, lang, file, mode)

    def _usual_paints(self) -> list[Key]:
        site = site_of(Path(self.root_dir), self.site.name)
        return [(board["board"], site["lang"], "") for board in site["boards"] if board["stock"]]

    def paint_for(self, request: JupyterHandler, site: dict) -> dict[str, str]:
        """What the board shows before anything is chosen; nothing where the address chooses, or its notebook is no usual one."""
        asked = {*request.request.query_arguments} - {"lang", "mode", "token"}
        if asked or not site["current"].get("stock"):
            return {}
        return self.paints.of((site["current"]["board"], site["lang"], site["mode"]))

    def announce(self, token: str, open_browser: bool) -> None:
        """Print the address, now that the port is known and listening."""
        name = f"[{self.ip}]" if ":" in self.ip else self.ip
        name = socket.gethostname() if name in ("", "0.0.0.0", "[::]") else name
        url = f"http://{name}:{self.port}{self.base_url}?token={token}"
        print(url, flush=True)
        self.figures.of(site_of(Path(self.root_dir), self.site.name)["lang"])
        self.paints.look()
        if self.ahead:
            self.kernels.prepare()
        if open_browser:
            import webbrowser

            webbrowser.open(url)


class _Told:
    """A handler whose templates know our site, and whose failures can be found by the id they show."""

    trouble = ""

    async def prepare(self, *args, **kwargs) -> None:
        """Say in a header of ours, whatever the browser sent under its name, who asks: a page's kernel logs by it."""
        await super().prepare(*args, **kwargs)
        browser = getattr(self.current_user, "username", "")[:8]
        self.request.headers[READER] = f"{self.request.remote_ip} {browser}".strip()

    @property
    def template_namespace(self) -> dict:
        site = self.settings["hongmiao"].site_for(self)
        return super().template_namespace | {"site": site, "trouble": self.trouble}

    def log_exception(self, kind, error, trace) -> None:
        if not isinstance(error, web.HTTPError) or error.status_code >= 500:
            self.trouble = secrets.token_hex(3)
            place, reason = self.request.path, (kind, error, trace)
            log_of_page().error("page trouble %s in %s", self.trouble, place, exc_info=reason)
        super().log_exception(kind, error, trace)


class _Index(TornadoVoilaTreeHandler):
    """The index: a card per board with its figure, where figures are at hand."""

    figures = None

    @web.authenticated
    async def get(self, path: str = "") -> None:
        server = self.settings["hongmiao"]
        coming = server.figures.of(server.site_for(self)["lang"])
        await asyncio.wait([asyncio.wrap_future(coming)], timeout=PATIENCE)
        self.figures = coming.result() if coming.done() else None
        await super().get(path)

    @property
    def template_namespace(self) -> dict:
        return super().template_namespace | {"figures": self.figures}


class _Static:
    """A static file: compressed ahead where `assembly` did so, and asked for once where its address changes with it."""

    async def get(self, path: str, include_body: bool = True) -> None:
        accepted = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if accepted and Path(self.get_absolute_path(self.root, f"{path}.gz")).is_file():
            self.set_header("Content-Encoding", "gzip")
            path += ".gz"
        await super().get(path, include_body)

    def get_content_type(self) -> str:
        told, _ = mimetypes.guess_type(self.absolute_path.removesuffix(".gz"))
        return told or super().get_content_type()

    def set_extra_headers(self, path: str) -> None:
        if self.get_query_argument("v", ""):
            self.set_header("Cache-Control", f"max-age={365 * 24 * 3600}, immutable")


class DataState(APIHandler):
    """Which load the store stands at, for pages to see that their figures are no longer the newest; and whether any is drawn."""

    @web.authenticated
    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        server = self.settings["hongmiao"]
        server.paints.look()
        self.finish({"stamp": server.figures.stamp(), "drawing": server.paints.drawing})


OURS = {TornadoVoilaTreeHandler: _Index, TornadoVoilaHandler: Board}


@cache
def _told(handler: type) -> type:
    if not issubclass(handler, JupyterHandler):
        is_static = issubclass(handler, web.StaticFileHandler)
        return type(handler.__name__, (_Static, handler), {}) if is_static else handler
    base = OURS.get(handler, handler)
    return type(handler.__name__, (_Told, base), {})


def _into_the_log_of_pages(record: logging.LogRecord) -> bool:
    """Voilà logs a board's failure without saying whose page it was: keep it under the id that the page shows."""
    if record.levelno >= logging.ERROR and (trouble := OPENING.get()):
        text = record.getMessage()
        log_of_page().error("page trouble %s in %s", trouble, text, exc_info=record.exc_info)
    return True
