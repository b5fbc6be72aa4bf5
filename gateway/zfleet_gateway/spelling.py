# SPDX-License-Identifier: Apache-2.0
"""How names are spelled that services check only when a part of the work is done.

By then a guest may have been stopped for its capture, or a registration half made. So the gateway looks at the spelling
before: never stricter than the services, who have the last word.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import PurePosixPath

from zfleet_smapi import values

LONGEST_METADATA = 1024
LONGEST_PATH = 4096
LONGEST_VERSION = 64
_VERSION = re.compile(r"[A-Za-z0-9._+-]{1,64}")
_IMAGE = re.compile(r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}")
_HOST_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,254}")
_REMOTE_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,31}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_TEMPLATE = re.compile(r"[A-Za-z0-9_-]{1,36}")
_MAC_ADDRESS = re.compile(r"[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}")


def image(text: str) -> str:
    """The name of an image. ValueError, as from each of these."""
    if not _IMAGE.fullmatch(text):
        raise ValueError("must be 1 to 255 of A-Z a-z 0-9 . _ - and not start with a dot")
    return text


def os_version(text: str) -> str:
    """A distribution and its release in one word."""
    if not _VERSION.fullmatch(text):
        raise ValueError("must be 1 to 64 letters, digits and . _ - +")
    return text


def image_os_version(text: str) -> str:
    """What is kept with an image: any text of one line."""
    return values.printable_line(text, LONGEST_VERSION)


def host_name(text: str) -> str:
    """The host name of a guest."""
    if not _HOST_NAME.fullmatch(text):
        raise ValueError("must be 1 to 255 letters, digits, dots, hyphens and underscores, none of . and - in front")
    return text


def metadata(text: str) -> str:
    """What is kept with a guest."""
    if len(text) > LONGEST_METADATA or not text.isprintable():
        raise ValueError(f"must be at most {LONGEST_METADATA} printable characters")
    return text


def path(text: str) -> str:
    """The path of a file of the storage service or of another host."""
    if len(text.encode()) > LONGEST_PATH or not text.isprintable():
        raise ValueError(f"must be at most {LONGEST_PATH} printable bytes")
    if not text.startswith("/") or ".." in PurePosixPath(text).parts:
        raise ValueError("must be an absolute path without '..'")
    return text


def remote_host(text: str) -> str:
    """Somebody on another host."""
    if not _REMOTE_HOST.fullmatch(text) or ".." in text:
        raise ValueError("must be USER@HOST, the host a name or an IPv4 address")
    return text


def template_id(text: str) -> str:
    """The identifier of an FCP template."""
    if not _TEMPLATE.fullmatch(text):
        raise ValueError("must be 1 to 36 letters, digits, _ and -")
    return text


def mac_address(text: str) -> str:
    """The MAC address of a NIC; whether it can be had is the network service's to say."""
    if not _MAC_ADDRESS.fullmatch(text):
        raise ValueError("must be six pairs of hex digits with colons or dashes between them")
    return text


def ip_address(text: str) -> str:
    """An IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise ValueError("must be an IPv4 or IPv6 address") from None
    return text
