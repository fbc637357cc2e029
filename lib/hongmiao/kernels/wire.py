"""How a kernel is asked for: one order with its file descriptors, one answer, and the exit code when it has ended."""

import json
import os
import socket
import struct

ADDRESS = "HONGMIAO_WARM"
"""The variable that names the socket of the warm process."""
PATIENCE = 20.0
"""Seconds that a first answer is waited for, while the process warms up; an ordinary kernel is no quicker meanwhile."""
PROMPT = 5.0
"""Seconds that one which has answered before is waited for."""
EXIT = struct.Struct("!i")
_LENGTH = struct.Struct("!I")


class NotWarm(Exception):
    """The warm process cannot give this kernel; the text says why."""


def connect(path: str) -> socket.socket:
    """A line to the warm process, which must belong to this user."""
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(PATIENCE)
        line.connect(path)
        if peer(line)[1] != os.getuid():
            raise NotWarm("the socket belongs to another user")
    except BaseException:
        line.close()
        raise
    return line


def peer(line: socket.socket) -> tuple[int, int]:
    """Process id and user id of who is at the other end."""
    pid, uid, _ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return pid, uid


def send(line: socket.socket, message: dict, descriptors: tuple = ()) -> None:
    """Send a message, and with its first bytes the file descriptors."""
    body = json.dumps(message).encode()
    head = _LENGTH.pack(len(body))
    socket.send_fds(line, [head], descriptors) if descriptors else line.sendall(head)
    line.sendall(body)


def receive(line: socket.socket, descriptors: int = 0) -> tuple[dict, list[int]]:
    """The next message and its file descriptors; EOFError where the other end has gone."""
    head, given, _, _ = socket.recv_fds(line, _LENGTH.size, descriptors)
    try:
        head += _exactly(line, _LENGTH.size - len(head))
        message = json.loads(_exactly(line, _LENGTH.unpack(head)[0]))
        if not isinstance(message, dict):
            raise ValueError("no message of ours")
        return message, given
    except BaseException:
        for descriptor in given:
            os.close(descriptor)
        raise


def _exactly(line: socket.socket, size: int) -> bytes:
    body = b""
    while len(body) < size:
        if not (more := line.recv(size - len(body))):
            raise EOFError("the other end has gone")
        body += more
    return body
