"""A board is opened: what needs no kernel is sent at once, and what its kernel says follows."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextvars import ContextVar
from pathlib import Path, PurePosixPath

from tornado import web
from tornado.httputil import split_host_and_port
from voila import __version__ as voila_version
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import ENV_VARIABLE, get_page_config

OPENING: ContextVar[str] = ContextVar("opening", default="")
"""The id of the page being opened, which it shows if it fails."""
KERNEL = "python3"
"""The kernel that runs the Python which serves; see assembly.py."""


class Board(TornadoVoilaHandler):
    """A board's page, which is sent in pieces as they come."""

    async def get_generator(self, path: str = "") -> AsyncIterator[str]:
        """Voilà's own would wait for ever for a kernel that ends before it has answered."""
        server = self.settings["hongmiao"]
        if not (Path(server.root_dir, path).suffix == ".ipynb" and self._is_there(path)):
            raise web.HTTPError(404)
        # Without this cookie the browser's farewell is refused and the kernel stays (voila#1458).
        _ = self.xsrf_token
        OPENING.set(secrets.token_hex(3))
        self.set_header("Content-Type", "text/html")
        self.set_header("Cache-Control", "no-store")
        site = server.site_for(self, path)
        about = {"site": site, "paint": server.paint_for(self, site), "stamp": server.figures.stamp()}  # fmt: skip
        page = self.settings["jinja2_env"].get_template("board.html")
        yield page.render(base_url=self.base_url, trouble=OPENING.get(), **about)
        try:
            async for html in _steadily(self._of_kernel(path), self.voila_configuration.http_keep_alive_timeout):  # fmt: skip
                yield html
        except Exception as reason:  # too late for a page that says so
            self.log.error("%s", self.request.path, exc_info=reason)
            yield "<script>hm_failed()</script>"

    def _is_there(self, path: str) -> bool:
        return self.settings["contents_manager"].file_exists(path)

    async def _of_kernel(self, path: str) -> AsyncIterator[str]:
        settings, page = self.settings, self.voila_configuration
        renderer = _Renderer(
            request_handler=self,
            voila_configuration=page,
            traitlet_config=self.traitlet_config,
            notebook_path=path,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=get_page_config(self.base_url, settings, self.log, page),
        )
        await renderer.initialize()
        folder = str(PurePosixPath(path).parent)
        name = renderer.notebook.metadata.kernelspec.name
        kernels = settings["hongmiao"].kernels
        coming = kernels.one(name, "" if folder == "." else folder, self._told())
        async for html, _ in renderer.generate_content_generator(kernel_future=coming):
            yield html

    def _told(self) -> dict[str, str]:
        """What a kernel is told of the request, under Voilà's names."""
        server, request = self.settings["hongmiao"], self.request
        host, port = split_host_and_port(request.host.lower())
        told = {
            ENV_VARIABLE.SCRIPT_NAME: request.path,
            ENV_VARIABLE.PATH_INFO: "",
            ENV_VARIABLE.QUERY_STRING: str(request.query),
            ENV_VARIABLE.SERVER_SOFTWARE: f"voila/{voila_version}",
            ENV_VARIABLE.SERVER_PROTOCOL: str(request.version),
            ENV_VARIABLE.SERVER_PORT: str(port or ""),
            ENV_VARIABLE.SERVER_NAME: host,
            ENV_VARIABLE.VOILA_PREHEAT: "False",
            ENV_VARIABLE.VOILA_BASE_URL: self.base_url,
            ENV_VARIABLE.VOILA_SERVER_URL: server.server_url or self.base_url,
            ENV_VARIABLE.VOILA_REQUEST_URL: request.full_url(),
            ENV_VARIABLE.VOILA_APP_PORT: str(port or ""),
        }
        for name in self.voila_configuration.http_header_envs:
            if name in request.headers:
                told[f"HTTP_{name.upper().replace('-', '_')}"] = request.headers[name]
        return {str(name): text for name, text in told.items()}


class _Renderer(NotebookRenderer):
    """Voilà's renderer, with a kernel that has answered already."""

    async def _jinja_kernel_start(self, nb, kernel_id, kernel_future) -> str:
        kernel = await kernel_future
        shown = {"show_tracebacks": self.voila_configuration.show_tracebacks}
        self.executor = VoilaExecutor(nb, km=kernel.client.parent, config=self.traitlet_config, **shown)  # fmt: skip
        self.executor.kc = kernel.client
        return kernel.id


async def _steadily(pieces: AsyncIterator[str], beat: float) -> AsyncIterator[str]:
    """The pieces as they come, and in every `beat` seconds without one a sign of life, for proxies that would hang up."""
    while True:
        coming = asyncio.ensure_future(anext(pieces, None))
        while not (await asyncio.wait([coming], timeout=beat))[0]:
            yield "<script>voila_heartbeat()</script>\n"
        if (piece := coming.result()) is None:
            return
        yield piece
