"""A forked kernel as who asked for it sees it: what jupyter_client expects of a subprocess.Popen."""

import os
import signal
import socket
import subprocess
from contextlib import suppress
from multiprocessing.connection import wait as heard  # select.select ends at descriptor 1,023
from typing import IO

from . import wire

UNKNOWN = 255
"""The exit code of a kernel whose end nobody saw, because the warm process had ended before it."""


class Forked:
    """A process that is not our child; its exit code comes over the line on which it was asked for."""

    stdin = None

    def __init__(self, pid: int, line: socket.socket, stdout: IO | None, stderr: IO | None):
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None
        self._line = line
        self._line.setblocking(False)
        self._process = os.pidfd_open(pid)

    def __del__(self) -> None:
        if process := getattr(self, "_process", None):
            os.close(process)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while the kernel runs."""
        if self.returncode is None:
            try:
                told = self._line.recv(wire.EXIT.size)
            except BlockingIOError:
                return None
            except OSError:
                told = b""
            if told:
                (self.returncode,) = wire.EXIT.unpack(told)
                self._line.close()  # what is heard is reaped
            elif heard([self._process], 0):
                self.returncode = UNKNOWN
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when the kernel has ended; subprocess.TimeoutExpired if it has not within `timeout` seconds."""
        if not heard([self._process], timeout):
            raise subprocess.TimeoutExpired("kernel", timeout)
        while self.poll() is None:  # its end is seen here a moment before it is told
            heard([self._line], timeout)
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel, if it has not ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class Output:
    """Where a kernel writes to: the descriptor that is given to it, and our end if it is a pipe."""

    def __init__(self, wanted: int | IO | None, usual: int):
        self.ours: IO | None = None
        self._opened = False
        if wanted is None:
            self.theirs = usual
        elif wanted in (subprocess.PIPE, subprocess.DEVNULL):
            self._opened = True
            if wanted == subprocess.PIPE:
                ours, self.theirs = os.pipe()
                self.ours = os.fdopen(ours, "rb")
            else:
                self.theirs = os.open(os.devnull, os.O_WRONLY)
        else:
            self.theirs = wanted if isinstance(wanted, int) else wanted.fileno()

    def close(self) -> None:
        """Close what was opened for the kernel, which has its own by now."""
        if self._opened:
            os.close(self.theirs)
