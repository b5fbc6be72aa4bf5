# SPDX-License-Identifier: Apache-2.0
"""What the first boot of a CoreOS leaves: the host name of its Ignition config, the network of its kernel's parameter.

The config is a JSON object; of it only the file /etc/hostname counts here. The parameter is the value of ``ip=`` as
dracut takes it, with the largest packet behind a semicolon: IP::GATEWAY:PREFIX:HOST:INTERFACE:none:DNS1:DNS2;MTU.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from ipaddress import ip_interface
from typing import Any
from urllib.parse import unquote_to_bytes

from zfleet_simulator.guest_linux.installations import Installation, Interface

_HOSTNAME_FILE = "/etc/hostname"
_INTERFACE = re.compile(r"enc([0-9a-f]{1,4})")
_LONGEST_NAME = 255


def coreos_installation(ignition: bytes, parameter: str) -> Installation:
    """The installation on a disk that a CoreOS was written to. ValueError for a config or parameter that is none."""
    vdev, interface, host = _network(parameter)
    hostname = _hostname(_config(ignition)) or host
    return Installation(deployed=True, hostname=hostname).with_interface(vdev, interface)


def _network(parameter: str) -> tuple[int, Interface, str]:
    """Device number, interface and host name of the kernel's parameter."""
    words, _, mtu = parameter.partition(";")
    parts = words.split(":")
    if len(parts) not in (7, 8, 9) or parts[1] or parts[6] != "none":
        raise ValueError("the network parameter is not IP::GATEWAY:PREFIX:HOST:INTERFACE:none:DNS1:DNS2;MTU")
    address, _, gateway, prefix, host, name = parts[:6]
    found = _INTERFACE.fullmatch(name)
    if found is None:
        raise ValueError(f"{name[:20]} is no interface of a qeth device")
    interface = Interface(
        str(ip_interface(f"{address}/{prefix}")),
        gateway,
        int(mtu) if mtu else 0,
        tuple(server for server in parts[7:] if server),
    )
    return int(found[1], 16), interface, host


def _config(ignition: bytes) -> dict[str, Any]:
    try:
        config = json.loads(ignition)
    except (ValueError, RecursionError):
        raise ValueError("the Ignition config is no JSON") from None
    head = config.get("ignition") if isinstance(config, dict) else None
    if not isinstance(head, dict) or not isinstance(head.get("version"), str):
        raise ValueError("the Ignition config has no ignition.version")
    return dict(config)


def _hostname(config: dict[str, Any]) -> str:
    """What the file /etc/hostname is going to say; empty without one that is there in the config itself."""
    storage = config.get("storage")
    files = storage.get("files") if isinstance(storage, dict) else None
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict) and file.get("path") == _HOSTNAME_FILE:
            contents = file.get("contents")
            if isinstance(contents, dict):
                text = _data(str(contents.get("source") or ""), contents.get("compression") == "gzip")
                return text.decode("ascii", "replace").partition("\n")[0].strip()[:_LONGEST_NAME]
    return ""


def _data(url: str, compressed: bool) -> bytes:
    """The content of a data URL; empty for any other."""
    head, comma, body = url.partition(",")
    if not comma or not head.startswith("data:"):
        return b""
    content = unquote_to_bytes(body)
    try:
        if head.endswith(";base64"):
            content = base64.b64decode(content)
        return zlib.decompressobj(wbits=31).decompress(content, 4096) if compressed else content
    except (binascii.Error, zlib.error):
        raise ValueError(f"the content of {_HOSTNAME_FILE} in the Ignition config is damaged") from None
