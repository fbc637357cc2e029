"""The warm process: imports everything once, then forks a kernel for whoever of its user asks."""

import json
import os
import select
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from . import likeness, wire
from .fork import Order, become
from .hearth import start
from .heating import heat

HURRY = 2.0
"""Seconds that one who asks may take to say what for; others wait meanwhile."""


@dataclass
class Kernel:
    """A forked kernel: the line to who asked for it, until that is cut, and its exit code, once it has one."""

    pid: int
    line: socket.socket | None
    code: int | None = None


class Warm:
    """Listens, forks, and tells exit codes, until its starter has ended, or its block has and its kernels too."""

    def __init__(self, door: int, starter: int, until: int, path: str, like: dict):
        self.door, self.starter, self.until = socket.socket(fileno=door), starter, until
        self.path, self.like = path, like
        self.trouble, self.open = "", True
        self.files: list[str] = []
        self.times: list[int] = []
        self.alive: dict[int, Kernel] = {}  # by process descriptor
        self.heard: dict[int, Kernel] = {}  # by line
        self.poll = select.poll()
        for descriptor in (door, starter, until):
            self.poll.register(descriptor, select.POLLIN)

    def warm_up(self) -> None:
        """Do what all kernels need, and note what it was read from."""
        begun = time.time_ns()
        try:
            heat()
        except Exception as error:
            self.trouble = f"{type(error).__name__}: {error}"
        self.files = likeness.read_files()
        # What changed while it was being read counts as changed.
        self.times = [when if when < begun else -1 for when in likeness.times(self.files)]

    def run(self) -> Order | None:
        """In a fork the order to carry out; here nothing, when all is over."""
        while self.open or self.alive or self.heard:
            for descriptor, _ in self.poll.poll():
                if descriptor == self.starter:
                    self.farewell()
                    return None
                if descriptor == self.until:
                    self.shut()
                elif self.open and descriptor == self.door.fileno():
                    if order := self.answer():
                        return order
                elif descriptor in self.alive:
                    self.tell(descriptor)
                elif descriptor in self.heard:
                    self.hang_up(descriptor)
        return None

    def answer(self) -> Order | None:
        """Take one order: refuse it, or fork; gives the order back in the fork."""
        line, _ = self.door.accept()
        line.settimeout(HURRY)
        try:
            if wire.peer(line)[1] != os.getuid():
                raise EOFError("another user")
            wanted, given = wire.receive(line, 2)
        except (OSError, EOFError, ValueError):  # a knock, or one who gave up
            line.close()
            return None
        if reason := self.refusal(wanted):
            with suppress(OSError):
                wire.send(line, {"no": reason})
        else:
            if (pid := os.fork()) == 0:
                self.let_go()
                return Order(line, wanted, given)
            self.keep(Kernel(pid, line))
        for descriptor in given:
            os.close(descriptor)
        if reason:
            line.close()
        return None

    def refusal(self, wanted: dict) -> str:
        """Why a fork of this process would not be what is wanted; empty where it is."""
        like = wanted.get("like")
        if not isinstance(like, dict):
            return "it was asked by another version of this package"
        if differing := likeness.differing(like, self.like):
            return f"it was started with another Python or another environment ({differing})"
        if likeness.times(self.files) != self.times:
            start(self.door.fileno(), self.starter, self.until, self.path, self.like)
            self.shut()
            return "the code has changed since; another warm process follows"
        return self.trouble

    def keep(self, kernel: Kernel) -> None:
        """Watch a kernel and the line to who asked for it."""
        watched = os.pidfd_open(kernel.pid)
        self.alive[watched], self.heard[kernel.line.fileno()] = kernel, kernel
        self.poll.register(watched, select.POLLIN)
        self.poll.register(kernel.line, select.POLLHUP)  # what can be read there is the fork's

    def tell(self, watched: int) -> None:
        """A kernel has ended: say with what code. It is reaped when that was heard, so that its number stays its own."""
        kernel = self.alive.pop(watched)
        self.poll.unregister(watched)
        os.close(watched)
        how = os.waitid(os.P_PID, kernel.pid, os.WEXITED | os.WNOWAIT)
        kernel.code = how.si_status if how.si_code == os.CLD_EXITED else -how.si_status
        if kernel.line:
            with suppress(OSError):
                kernel.line.sendall(wire.EXIT.pack(kernel.code))
        else:
            os.waitpid(kernel.pid, 0)

    def hang_up(self, descriptor: int) -> None:
        """Who asked for a kernel wants to hear no more of it."""
        kernel = self.heard.pop(descriptor)
        self.poll.unregister(descriptor)
        kernel.line.close()
        kernel.line = None
        if kernel.code is not None:
            os.waitpid(kernel.pid, 0)

    def shut(self) -> None:
        """Take no more orders."""
        if self.open:
            self.open = False
            for descriptor in (self.door.fileno(), self.until):
                self.poll.unregister(descriptor)
            self.door.close()

    def farewell(self) -> None:
        """The starter was killed: tidy up what it would have."""
        with suppress(OSError):
            os.unlink(self.path)
            os.rmdir(os.path.dirname(self.path))

    def let_go(self) -> None:
        """Close, in a fork, what is not the fork's."""
        self.door.close()
        for descriptor in (self.starter, self.until, *self.alive):
            os.close(descriptor)
        for kernel in self.heard.values():
            kernel.line.close()


def main() -> None:
    """Warm up, serve orders, and in a fork carry one out."""
    warm = Warm(*map(int, sys.argv[1:4]), sys.argv[4], json.loads(sys.argv[5]))
    sys.path.pop(0)  # the working directory, which -m put there
    warm.warm_up()
    if order := warm.run():
        become(order)


if __name__ == "__main__":
    main()
