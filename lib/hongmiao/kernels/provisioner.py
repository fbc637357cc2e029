"""Starts a kernel as a fork of the warm process where there is one, and the ordinary way where there is none."""

import asyncio
import os
import subprocess
from pathlib import Path
from time import monotonic
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from . import likeness, possible, wire
from .forked import Forked, Output
from .hearth import HEARTH

LAUNCHER = ["-m", "ipykernel_launcher"]
KNOWN = {"cwd", "env", "independent", "stdout", "stderr", "extra_arguments", "kernel_id"}
"""What a fork can do of what may be asked of a new process."""
SILENT = 60.0
"""Seconds in which a warm process that gave no answer is not asked again."""
_silent: dict[str, float] = {}
_prompt: set[str] = set()


class ForkProvisioner(LocalProvisioner):
    """The local provisioner, but for where its processes come from."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict:
        """Fork a kernel; where that cannot be, start one as ever, and log why if it should have been."""
        path = os.environ.get(wire.ADDRESS)
        if path and possible() and _forkable(cmd, kwargs) and not _is_silent(path):
            try:
                self.process = await asyncio.to_thread(_ask, path, cmd, kwargs)
            except (OSError, EOFError, ValueError, wire.NotWarm) as error:
                self.log.warning("kernel starts the ordinary way: %s", _reason(path, error))
            else:
                self.pid = self.pgid = self.process.pid
                self.cwd = kwargs.get("cwd") or Path.cwd()
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)


def _forkable(cmd: list[str], kwargs: dict) -> bool:
    same = kwargs.get("stderr") != subprocess.STDOUT
    return cmd[1:3] == LAUNCHER and kwargs.keys() <= KNOWN and same and bool(kwargs.get("env"))


def _is_silent(path: str) -> bool:
    return monotonic() - _silent.get(path, -SILENT) < SILENT


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, TimeoutError):
        _silent[path] = monotonic()
        return "the warm process gave no answer in time"
    if isinstance(error, wire.NotWarm):
        return f"the warm process refused, {error}"
    _prompt.discard(path)
    HEARTH.relight()
    return f"the warm process is gone, {error}"


def _ask(path: str, cmd: list[str], kwargs: dict) -> Forked:
    environment = dict(kwargs["env"])
    if not kwargs.get("independent"):
        environment["JPY_PARENT_PID"] = str(os.getpid())
    wanted = {
        "like": likeness.start(cmd[0], environment),
        "arguments": [os.path.expanduser(word) for word in cmd[3:]],
        "environment": environment,
        "folder": os.path.abspath(os.path.expanduser(kwargs.get("cwd") or ".")),
        "mask": _mask(),
    }
    outputs = Output(kwargs.get("stdout"), 1), Output(kwargs.get("stderr"), 2)
    try:
        pid, line = _fork(path, wanted, tuple(output.theirs for output in outputs))
    finally:
        for output in outputs:
            output.close()
    return Forked(pid, line, *(output.ours for output in outputs))


def _fork(path: str, wanted: dict, descriptors: tuple[int, int]) -> tuple:
    line = wire.connect(path)
    try:
        line.settimeout(wire.PROMPT if path in _prompt else wire.PATIENCE)
        wire.send(line, wanted, descriptors)
        answer, _ = wire.receive(line)
        _prompt.add(path)
        if "pid" not in answer:
            _prompt.discard(path)  # another one may have to warm up
            raise wire.NotWarm(answer.get("no"))
        line.sendall(
            b"!"
        )  # without it the fork ends: whoever gave up waiting starts another kernel
    except BaseException:
        line.close()
        raise
    return answer["pid"], line


def _mask() -> int:
    """The mask for new files, which a process with threads can only read here."""
    for said in Path("/proc/self/status").read_text().splitlines():
        if said.startswith("Umask:"):
            return int(said.split()[1], 8)
    return 0o022
