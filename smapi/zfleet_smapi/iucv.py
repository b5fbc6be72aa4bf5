# SPDX-License-Identifier: Apache-2.0
"""Streams over IUCV: a Linux on the same z/VM talks to the request server VSMREQIU without TCP/IP and without password.

Python's socket module does not know AF_IUCV addresses, so the one call to connect(2) goes through libc; everything
else is an ordinary socket. On another machine opening one ends in an OSError.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import socket
import struct
from typing import Final

from .socket_stream import SocketStream
from .stream import Connect

AF_IUCV: Final = 32
REQUEST_SERVER: Final = "VSMREQIU"
PROGRAM_NAME: Final = "DMSRSRQU"

# sockaddr_iucv: family, port and address (both unused), then node id, user id and program name of 8 bytes each.
_ADDRESS = struct.Struct("=HHI8s8s8s")


def pack_address(user_id: str = REQUEST_SERVER, program_name: str = PROGRAM_NAME) -> bytes:
    """The socket address of a program on a virtual machine; names are padded with blanks to 8 bytes."""
    names = []
    for name in (user_id, program_name):
        raw = name.upper().encode("ascii")
        if not 1 <= len(raw) <= 8:
            raise ValueError(f"{name!r} is not a name of 1-8 characters")
        names.append(raw.ljust(8))
    return _ADDRESS.pack(AF_IUCV, 0, 0, b" " * 8, *names)


def iucv_connect(user_id: str = REQUEST_SERVER, program_name: str = PROGRAM_NAME) -> Connect:
    """Opens connections to the request server. Raises OSError where there is no IUCV or nobody listens."""
    address = pack_address(user_id, program_name)

    async def connect() -> SocketStream:
        opened = socket.socket(AF_IUCV, socket.SOCK_STREAM)
        try:
            await asyncio.to_thread(_connect, opened.fileno(), address)
            opened.setblocking(False)
        except BaseException:
            opened.close()
            raise
        return SocketStream(opened)

    return connect


def _connect(descriptor: int, address: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.connect(descriptor, address, len(address)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
