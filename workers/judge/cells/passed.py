"""Receives a message with the descriptor that may come along. `socket.recv_fds` would leave it open in every program that is
started later, a new zygote above all: it passes no flag on to the kernel."""

import array
import socket


def receive_passed(line: socket.socket, bytes_max: int) -> tuple[bytes, list[int]]:
    """(message, descriptors), of which there is one at most. OSError as `recv` raises it."""
    message, parts, _, _ = line.recvmsg(bytes_max, socket.CMSG_LEN(array.array("i").itemsize), socket.MSG_CMSG_CLOEXEC)
    descriptors = array.array("i")
    for level, kind, data in parts:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(data)
    return message, list(descriptors)
