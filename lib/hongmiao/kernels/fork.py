"""What a fork does to become a kernel of its own: its environment, place, descriptors, chance and parent."""

import gc
import os
import select
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Thread

from . import wire
from .heating import MODULES


@dataclass
class Order:
    """A kernel that was asked for: the line to who asked, what was asked, and the descriptors given for output."""

    line: socket.socket
    wanted: dict
    given: list[int]


def become(order: Order) -> None:
    """Settle, answer, and run the kernel to its end."""
    try:
        asker = os.pidfd_open(wire.peer(order.line)[0])
        _settle(order)
        wire.send(order.line, {"pid": os.getpid()})
        if not order.line.recv(1):  # who asked has given up, and starts an ordinary kernel
            os._exit(1)
    except Exception as error:
        with suppress(OSError):  # it may be who asked that has gone
            wire.send(order.line, {"no": f"{type(error).__name__}: {error}"})
        os._exit(1)
    order.line.close()
    bound = "JPY_PARENT_PID" in os.environ
    if bound:
        Thread(target=_end_with, args=(asker,), daemon=True).start()
    else:
        os.close(asker)
    import ipykernel.ipkernel
    import IPython.core.shellapp
    from ipykernel.kernelapp import IPKernelApp
    from ipywidgets import register_comm_target

    # A kernel lists all modules and the files of them, for a debugger to step over and for %reset to keep, and would
    # copy 9 MB of pages to do so.
    ipykernel.ipkernel.sys = IPython.core.shellapp.sys = _NoModules()

    # 1 means: bound to another process, and not to be looked after by ipykernel, which knows parents only.
    app = IPKernelApp.instance(parent_handle=int(bound))
    app.initialize(order.wanted["arguments"])
    ipykernel.ipkernel.sys = IPython.core.shellapp.sys = sys
    app.shell._sys_modules_keys = MODULES
    register_comm_target()  # ipywidgets does so when it is imported in a kernel; here it was before
    app.start()


def _settle(order: Order) -> None:
    wanted = order.wanted
    os.setsid()  # before the answer: who asked reads our process group next
    with open("/proc/self/comm", "w") as file:  # what `ps` calls us
        file.write(f"kernel-{wire.peer(order.line)[0]}")
    for descriptor, place in zip(order.given, (1, 2), strict=True):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    os.chdir(wanted["folder"])
    os.umask(wanted["mask"])
    sys.argv = [find_spec("ipykernel_launcher").origin, *wanted["arguments"]]
    tempfile.tempdir = None
    _reseed()
    gc.enable()


def _reseed() -> None:
    # Python does it for `random` and tempfile's names; uuid and secrets ask the system.
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if multiprocessing := sys.modules.get("multiprocessing"):
        multiprocessing.current_process().authkey = os.urandom(32)


class _NoModules:
    modules: dict = {}

    def __getattr__(self, name: str):
        return getattr(sys, name)


def _end_with(asker: int) -> None:
    """End this process when the one behind the descriptor has ended, as ipykernel does when its parent has."""
    select.select([asker], [], [])
    os._exit(1)
