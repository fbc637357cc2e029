"""`serve` shows the dashboards folder to a browser: stand-alone Voilà in our template, closed to whoever has no token."""

import ipaddress
import logging
import os
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from jupyter_server.auth.security import passwd
from tornado.ioloop import IOLoop
from traitlets.config import Config

from .. import kernels
from ..access import READER
from ..errors import HostNeedsPassword, NoDashboards, NoDataFolder, PortTaken
from ..places import cache_folder, home
from .assembly import assemble
from .server import Server
from .site import boards_in

PORT = 8866
SHORT = 42
"""Bytes that the folder of temporary files may have, so that the names of sockets below it have no more than 107."""


def serve(
    port: int | None = None,
    host: str = "127.0.0.1",
    password: str | None = None,
    open_browser: bool = False,
    dashboards: Path | str | None = None,
    ahead: bool = True,
) -> None:
    """Serve the boards until interrupted; prints one line, the address with its token.

    Without a port, 8866 or the next free one is taken. Any host but this machine itself needs a password. ahead: whether
    boards are drawn before somebody opens them, beside the server.
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
    os.environ["HONGMIAO_LOG"] = str(cache_folder() / "page.log")
    with suppress(NoDataFolder):  # kernels start in another folder; they read the store we read
        os.environ["HONGMIAO_HOME"] = str(home())
    logging.getLogger("tornado").setLevel(logging.ERROR)  # a mistyped address is no news
    token = secrets.token_hex(24)
    # The application's instance, because that is where Voilà's renderer logs a board's failure.
    server = Server.instance(
        config=configuration(port, host, token, password), config_file_paths=[]
    )
    with kernels.warm():
        server.initialize([str(folder)])
        server.site, server.ahead = site, ahead
        IOLoop.current().add_callback(server.announce, token, open_browser)
        server.start()


def configuration(port: int | None, host: str, token: str, password: str | None) -> Config:
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
    page.multi_kernel_manager_class = f"{__name__}.spare.Manager"
    page.http_header_envs = [
        READER
    ]  # set by our handlers; the kernel logs by it who opens a person's record
    c.VoilaExecutor.timeout = 120  # a board that hangs must not hold its page for ever
    # What a cell shows comes on another line than that it has ended; nbclient goes on without it after 4 s, which a crowd takes.
    c.VoilaExecutor.iopub_timeout, c.VoilaExecutor.raise_on_iopub_timeout = 60, True
    if sys.platform != "win32" and len(os.fsencode(gettempdir())) <= SHORT:
        # A kernel binds ports that were free a moment before: of twenty that start at once, one finds its own taken.
        c.KernelManager.transport = "ipc"
    # Kernels whose page is gone: the browser's farewell ends them; where that fails, these do.
    kernels = c.MappingKernelManager
    kernels.cull_idle_timeout, kernels.cull_interval, kernels.cull_connected = 300, 60, False
    return c


def dashboards_folder() -> Path:
    """The nearest `dashboards` from here upwards, else the one of the checkout this package was installed from."""
    here, package = Path.cwd(), Path(__file__).resolve().parent
    around = [*(p / "dashboards" for start in (here, package) for p in (start, *start.parents))]
    return next((folder for folder in around if boards_in(folder)), here / "dashboards")


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
