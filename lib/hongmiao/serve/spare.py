"""Kernels for pages: one stands ready before anybody comes, for whoever comes next and for nobody after."""

import asyncio
import logging
from ast import literal_eval
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty
from time import monotonic

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import TraitError

from ..kernels import likeness

PATIENCE = 60.0
"""Seconds that a kernel may take to answer for the first time."""
REST = 2.0
"""Seconds after a page has begun until another kernel is made ready: the page itself comes first."""
_READ = "'\\n'.join(__import__('hongmiao.kernels.likeness', fromlist=['x']).read_files())"


class Manager(AsyncMappingKernelManager):
    """Voilà's kernels, of which the spare one may be idle for as long as it likes."""

    spare = ""

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        if kernel_id != self.spare:
            with suppress(TraitError):  # one that has not begun has no time of its last activity
                await super().cull_kernel_if_idle(kernel_id)


@dataclass
class Kernel:
    """A kernel that has answered, the client that asked it, and the files that its code was read from, with their times."""

    id: str
    client: AsyncKernelClient
    read: list[str] = field(default_factory=list)
    times: list[int] = field(default_factory=list)


class Kernels:
    """Gives every page a kernel of its own: the spare one, else one that is started for it."""

    def __init__(self, manager: Manager, name: str, environment: dict[str, str]) -> None:
        self.manager, self.name, self.environment = manager, name, environment
        self._coming: asyncio.Task | None = None
        self._later: asyncio.TimerHandle | None = None

    def prepare(self) -> None:
        """Begin to make a spare kernel, unless there is one."""
        self._coming = self._coming or asyncio.ensure_future(self._spare())

    async def one(self, name: str, folder: str, told: dict[str, str]) -> Kernel:
        """A kernel that answers, in this folder of the dashboards; `told` is what its page adds to its environment."""
        kernel = None
        if name == self.name and not folder:
            kernel = await self._taken()
        if kernel:
            kernel.client.execute(f"__import__('os').environ.update({told!r})", silent=True, store_history=False)  # fmt: skip
            return kernel
        environment = self.environment | told
        try:
            return await self._start(name, folder, environment)
        except RuntimeError as reason:  # such as a port that somebody else took meanwhile
            logging.getLogger(__name__).warning("another kernel is started: %s", reason)
            return await self._start(name, folder, environment)

    async def _taken(self) -> Kernel | None:
        """The spare kernel, if there is one and its code is still what stands in its files; another follows."""
        coming, self._coming = self._coming, None
        kernel = await coming if coming else None
        if coming or self._later:
            self._rest()
        if kernel is None:
            return None
        self.manager.spare = ""
        if not await kernel.client.is_alive():
            await self.end(kernel)
            return None
        if await asyncio.to_thread(likeness.times, kernel.read) == kernel.times:
            return kernel
        await self.end(kernel)
        return None

    def _rest(self) -> None:
        if self._later:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(REST, self.prepare)

    async def _spare(self) -> Kernel | None:
        try:
            kernel = await self._start(self.name, "", self.environment)
            self.manager.spare = kernel.id
            told = await kernel.client.execute("", silent=True, reply=True, timeout=PATIENCE, user_expressions={"read": _READ})  # fmt: skip
            read = told["content"]["user_expressions"]["read"]["data"]["text/plain"]
            kernel.read = literal_eval(read).splitlines()
        except Exception:  # pages start kernels of their own
            logging.getLogger(__name__).warning("no kernel stands ready", exc_info=True)
            return None
        kernel.times = likeness.times(kernel.read)
        return kernel

    async def _start(self, name: str, folder: str, environment: dict[str, str]) -> Kernel:
        found = await self.manager.start_kernel(kernel_name=name, path=folder, env=environment)
        kernel = Kernel(found, self.manager.get_kernel(found).client())
        try:
            kernel.client.start_channels(hb=False)
            await _until_it_answers(kernel.client)
        except BaseException:
            await self.end(kernel)
            raise
        kernel.client.allow_stdin = False
        return kernel

    async def end(self, kernel: Kernel) -> None:
        """End a kernel that no page has."""
        kernel.client.stop_channels()
        with suppress(KeyError):
            await self.manager.shutdown_kernel(kernel.id, now=True)


async def _until_it_answers(client: AsyncKernelClient) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        client.kernel_info()
        with suppress(Empty):
            await client.get_shell_msg(timeout=1)
            # Before this line has joined, too, what a cell says could be lost.
            await client.get_iopub_msg(timeout=0.2)
            return
        if not await client.is_alive():
            raise RuntimeError("the kernel ended before it answered")
    raise RuntimeError(f"the kernel has not answered for {PATIENCE:.0f} s")
