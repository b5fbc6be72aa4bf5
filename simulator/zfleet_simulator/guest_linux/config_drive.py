# SPDX-License-Identifier: Apache-2.0
"""A config drive, as cloud-init reads it: the files of an ISO 9660 image, and what they say about the guest.

Only what a config drive needs of ISO 9660 is here: directories and files of one extent each, with Joliet names or Rock
Ridge names where there are some.
"""

from __future__ import annotations

import itertools
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from zfleet_simulator.guest_linux.installations import Interface

_SECTOR = 2048
_PRIMARY, _SUPPLEMENTARY, _END = 1, 2, 255
_MOST_RECORDS = 1024
_FOLDER_FLAG = 2
_LONGEST_FILE = 1 << 20
_JOLIET = (b"%/@", b"%/C", b"%/E")
_FOLDER = "openstack/latest/"


@dataclass(frozen=True)
class ConfigDrive:
    """What a drive says: host name, interfaces by MAC address (twelve digits, capitals), whether user data is there."""

    hostname: str
    interfaces: dict[str, Interface]
    has_user_data: bool


def config_drive(image: bytes) -> ConfigDrive | None:
    """What a config drive says; None for a file that is none."""
    files = dict(iso_files(image))
    if not any(name.startswith(_FOLDER) for name in files):
        return None
    metadata = _object(files.get(_FOLDER + "meta_data.json", b""))
    network = _object(files.get(_FOLDER + "network_data.json", b""))
    hostname = str(metadata.get("hostname") or metadata.get("name") or "")
    return ConfigDrive(hostname.partition(".")[0], _interfaces(network), bool(files.get(_FOLDER + "user_data")))


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _interfaces(network: dict[str, Any]) -> dict[str, Interface]:
    """The first address of each link counts."""
    servers = tuple(str(one["address"]) for one in _objects(network.get("services"))
                    if one.get("type") == "dns" and one.get("address"))  # fmt: skip
    links = {
        one.get("id"): str(one.get("ethernet_mac_address", "")).replace(":", "").upper()
        for one in _objects(network.get("links"))
    }
    found: dict[str, Interface] = {}
    for one in _objects(network.get("networks")):
        mac = links.get(one.get("link"))
        if mac and mac not in found:
            found[mac] = _interface(one, servers)
    return found


def _interface(network: dict[str, Any], servers: tuple[str, ...]) -> Interface:
    address, mask = str(network.get("ip_address", "")), str(network.get("netmask", ""))
    if not address or "dhcp" in str(network.get("type", "")):
        return Interface()
    try:
        if "/" not in address and mask:
            address = f"{address}/{ip_network(f'::/{mask}' if ':' in mask else f'0.0.0.0/{mask}').prefixlen}"
        gateways = [str(one.get("gateway", "")) for one in _objects(network.get("routes"))
                    if str(one.get("network", "")) in ("0.0.0.0", "::")]  # noqa: S104  # fmt: skip
    except ValueError:
        return Interface()
    return Interface(address, gateways[0] if gateways else "", name_servers=servers)


# --- ISO 9660 --------------------------------------------------------------------------------------------------------


def iso_files(image: bytes) -> Iterator[tuple[str, bytes]]:
    """Paths (without a slash at their start) and contents; nothing for what is no ISO 9660 image."""
    primary, joliet = None, None
    for at in range(16 * _SECTOR, min(len(image), 32 * _SECTOR), _SECTOR):
        kind, magic = image[at], image[at + 1 : at + 6]
        if magic != b"CD001" or kind == _END:
            break
        if kind == _PRIMARY:
            primary = image[at + 156 : at + 190]
        elif kind == _SUPPLEMENTARY and image[at + 88 : at + 91] in _JOLIET:
            joliet = image[at + 156 : at + 190]
    root = joliet or primary
    if root is None or len(root) < 34:
        return
    # Folders that contain themselves and each other are possible in an image: so many records are looked at, no more.
    folders, left = [("", root)], _MOST_RECORDS
    while folders and left > 0:
        path, folder = folders.pop()
        for entry in itertools.islice(_records(image, folder), left):
            left -= 1
            name = _name(entry, joliet is not None)
            if name and entry[25] & _FOLDER_FLAG:
                folders.append((f"{path}{name}/", entry))
            elif name:
                offset, count = _extent(entry)
                yield path + name, image[offset : offset + min(count, _LONGEST_FILE)]


def _records(image: bytes, folder: bytes) -> Iterator[bytes]:
    at, size = _extent(folder)
    end = min(len(image), at + size)
    while at < end:
        length = image[at]
        if length < 34:
            at = (at // _SECTOR + 1) * _SECTOR  # records do not cross sectors: the rest of this one is unused
            continue
        if at + length <= len(image):
            yield image[at : at + length]
        at += length


def _extent(record: bytes) -> tuple[int, int]:
    sector, size = struct.unpack_from("<I4xI", record, 2)
    return sector * _SECTOR, size


def _name(entry: bytes, joliet: bool) -> str:
    """The name of a directory record; empty for the records of a directory itself and of its parent."""
    raw = entry[33 : 33 + entry[32]]
    if raw in (b"\0", b"\1"):
        return ""
    if joliet:
        return raw.decode("utf-16-be", "replace").partition(";")[0]
    at = 33 + len(raw) + (len(raw) + 1) % 2
    while at + 4 <= len(entry) and entry[at + 2] >= 5:
        if entry[at : at + 2] == b"NM":
            return entry[at + 5 : at + entry[at + 2]].decode("utf-8", "replace")
        at += entry[at + 2]
    return raw.decode("ascii", "replace").partition(";")[0].rstrip(".").lower()
