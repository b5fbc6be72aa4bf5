# SPDX-License-Identifier: Apache-2.0
"""One right request of every endpoint with every field in it, and the texts that must not get through any of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

VICTIM = "VICTIM01"
WWPN = "0x5005076300c20b8e"
DISK = {"size": "10m", "format": "ext3", "is_boot_disk": False, "vdev": "0200", "disk_pool": "ECKD:POOL1"}
NETWORK = {
    "method": "static",
    "ip_addr": "192.0.2.5",
    "dns_addr": ["192.0.2.1"],
    "gateway_addr": "192.0.2.1",
    "mac_addr": "02:00:00:12:34:56",
    "cidr": "192.0.2.0/24",
    "nic_vdev": "1000",
    "nic_id": "port-1",
    "osa_device": "8070",
    "hostname": "host1",
    "mtu": 1400,
}
VOLUME = {
    "assigner_id": VICTIM,
    "zvm_fcp": ["b800"],
    "target_wwpn": [WWPN],
    "target_lun": "0x4000400000000000",
    "multipath": True,
    "os_version": "rhel9.4",
    "mount_point": "/dev/vdb",
    "fcp_template_id": "no-such-template",
    "is_root_volume": False,
    "update_connections_only": False,
    "do_rollback": True,
}
GUEST = {
    "userid": "NEWGUEST",
    "vcpus": 1,
    "memory": 1024,
    "user_profile": "NOSUCH",  # so that what passes makes nothing
    "disk_list": [DISK],
    "max_cpu": 2,
    "max_mem": "2G",
    "ipl_from": "0100",
    "ipl_param": "a=b",
    "ipl_loadparam": "1",
    "dedicate_vdevs": ["1234"],
    "loaddev": {"portname": "5005076300c20b8e", "lun": "4000400000000000", "alterdev": "1234:5005076300c20b8e"},
    "account": "acct",
    "comments": ["a comment"],
    "cschedule": "POOL",
    "cshare": "RELATIVE 100",
    "rdomain": "DOMAIN",
    "pcif": "10:20",
}
SWITCH = {
    "name": "NEWSW",
    "rdev": "6100",
    "controller": "*",
    "persist": True,
    "connection": "CONNECT",
    "queue_mem": 8,
    "router": "NONROUTER",
    "network_type": "ETHERNET",
    "vid": 1,
    "port_type": "ACCESS",
    "gvrp": "GVRP",
    "native_vid": 1,
}
TEMPLATE = {
    "name": "template",
    "description": "a template",
    "fcp_devices": "b800",
    "host_default": False,
    "storage_providers": ["sp1"],
    "min_fcp_paths_count": 1,
}
LIMITS = {
    "maxtotal": 1,
    "maxquiesce": 1,
    "immediate": "no",
    "forcearch": "no",
    "forcedomain": "no",
    "forcestorage": "no",
}
BOOT_MAP = {
    "fcpchannel": ["b800"],
    "wwpn": [WWPN],
    "lun": "0x4000400000000000",
    "wwid": "36005",
    "transportfiles": "/var/lib/nothing",
    "guest_networks": [NETWORK],
    "fcp_template_id": "no-such-template",
    "min_fcp_paths_count": 1,
}
IMAGE = {
    "image_name": "newimage",
    "url": "file:///nothing/here",
    "image_meta": {"os_version": "rhel9.4", "md5sum": "0" * 32, "disk_type": "DASD"},
    "remote_host": "user@host.example",
}
CONNECTOR = {"reserve": False, "fcp_template_id": "no-such-template", "storage_provider": "sp1"}
ACTIONS: dict[str, dict[str, Any]] = {
    "start": {"userid": VICTIM, "timeout": 1},
    "stop": {"userid": VICTIM, "timeout": 1, "poll_interval": 1},
    "softstop": {"userid": VICTIM, "timeout": 1, "poll_interval": 1},
    **{name: {} for name in ("pause", "unpause", "reboot", "reset", "get_console_output")},
    "register_vm": {"meta": "os_version=rhel9.4", "net_set": "1", "port_macs": {"123456": "port-1"}},
    "deregister_vm": {"userid": VICTIM},
    "live_migrate_vm": {
        "destination": "OTHERSYS",
        "operation": "test",
        "dest_zcc_userid": "OTHER",
        "parms": LIMITS,
    },
    **{name: {"cpu_cnt": 1, "cpu_share": "RELATIVE 100"} for name in ("resize_cpus", "live_resize_cpus")},
    **{name: {"size": "1g"} for name in ("resize_mem", "live_resize_mem")},
    "grow_root_volume": {"os_version": "rhel9.4"},
    "deploy": {
        "image": "nosuch",
        "transportfiles": "/var/lib/nothing",
        "remotehost": "user@host.example",
        "vdev": "0100",
        "hostname": "host1",
        "skipdiskcopy": False,
    },
    "capture": {"image": "captured", "capture_type": "alldisks", "compress_level": 1},
}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/guests"): {"guest": GUEST},
    ("POST", "/guests/volumes"): {"info": {"connection": VOLUME}},
    ("DELETE", "/guests/volumes"): {"info": {"connection": VOLUME}},
    ("POST", "/guests/{userid}/nic"): {
        "nic": {"vdev": "2000", "nic_id": "port-2", "mac_addr": "02:00:00:12:34:57", "active": False}
    },
    ("PUT", "/guests/{userid}/nic/{vdev}"): {
        "info": {"couple": True, "vswitch": "NOSUCH", "active": False, "vlan_id": 1}
    },
    ("DELETE", "/guests/{userid}/nic/{vdev}"): {"active": False},
    ("POST", "/guests/{userid}/interface"): {
        "interface": {"os_version": "rhel9.4", "guest_networks": [NETWORK], "active": True}
    },
    ("DELETE", "/guests/{userid}/interface"): {"interface": {"os_version": "rhel9.4", "vdev": "1000", "active": False}},
    ("POST", "/guests/{userid}/disks"): {"disk_info": {"disk_list": [{**DISK, "disk_pool": "ECKD:NOPOOL"}]}},
    ("PUT", "/guests/{userid}/disks"): {"disk_info": {"disk_list": [{**DISK, "mntdir": "/mnt/a"}]}},
    ("DELETE", "/guests/{userid}/disks"): {"vdev_info": {"vdev_list": ["0300"]}},
    ("POST", "/images"): {"image": IMAGE},
    ("PUT", "/images/{image}"): {"location": {"dest_url": "file:///nothing/here", "remote_host": "user@host.example"}},
    ("POST", "/files"): {"source_file": "/var/lib/nothing"},
    ("POST", "/vswitches"): {"vswitch": SWITCH},
    ("PUT", "/vswitches/{name}"): {
        "vswitch": {
            "grant_userid": "NOSUCH",
            "revoke_userid": "NOSUCH",
            "user_vlan_id": {"userid": "NOSUCH", "vlanid": 1},
        }
    },
    ("GET", "/vswitch"): {"portid": "port-1"},
    ("GET", "/volumes/conn/{userid}"): {"info": {**CONNECTOR, "pchid_info": {"01E0": {"allocated": 0, "max": 4}}}},
    ("PUT", "/volumes/volume_refresh_bootmap"): {"info": BOOT_MAP},
    ("PUT", "/volumes/fcp/{fcp_id}"): {
        "info": {"userid": "NOSUCH", "reserved": 0, "connections": 0, "fcp_template_id": "no-such-template"}
    },
    ("POST", "/volumes/fcptemplates"): TEMPLATE,
    ("PUT", "/volumes/fcptemplates/{template_id}"): TEMPLATE,
    **{("POST", f"/guests/{{userid}}/action:{name}"): {"action": name, **body} for name, body in ACTIONS.items()},
}
QUERIES: dict[tuple[str, str], dict[str, str]] = {
    ("GET", "/guests/stats"): {"userid": VICTIM},
    ("GET", "/guests/interfacestats"): {"userid": VICTIM},
    ("GET", "/guests/nics"): {"userid": VICTIM, "nic_id": "port-1", "vswitch": "VSW1"},
    ("GET", "/host/diskpool"): {"poolname": "ECKD:POOL1", "details": "false"},
    ("GET", "/host/diskpool_volumes"): {"poolname": "ECKD:POOL1", "details": "false"},
    ("GET", "/host/volume"): {"volumename": "NOSUCH"},
    ("GET", "/images"): {"imagename": "nosuch"},
    ("GET", "/volumes/fcptemplates"): {
        "template_id_list": "['no-such']",
        "assigner_id": "NOSUCH",
        "storage_providers": "['sp1']",
        "host_default": "True",
    },
    ("GET", "/volumes/fcptemplates/detail"): {
        "template_id_list": "['no-such']",
        "raw": "False",
        "statistics": "True",
        "sync_with_zvm": "False",
    },
}
PATHS = {
    "userid": VICTIM,
    "vdev": "1000",
    "name": "NOSUCH",
    "image": "nosuch",
    "template_id": "no-such-template",
    "fcp_id": "fff0",
}

STATEMENT = "LINK MAINT 0190 0190 MR"
TEXTS = {
    "a blank": " ",
    "blanks between": "A B",
    "a blank before": " A",
    "a blank after": "A ",
    "operands": "A --operands B",
    "an option": "--operands",
    "a statement after a line feed": f"X\n{STATEMENT}",
    "a statement after a carriage return": f"X\r{STATEMENT}",
    "a statement after both": f"X\r\n{STATEMENT}",
    "a statement after a next line": f"X\x85{STATEMENT}",
    "a statement after a line separator": f"X\u2028{STATEMENT}",
    "a statement alone": STATEMENT,
    "a line feed after": "A\n",
    "NUL": "A\x00B",
    "a tab": "A\tB",
    "an escape": "A\x1b[2J",
    "DEL": "A\x7f",
    "single quotes": "'A'",
    "double quotes": '"A"',
    "a quote that opens": "A' OR '1'='1",
    "a command after a semicolon": "A;reboot",
    "a command after an ampersand": "A&reboot",
    "a command after a pipe": "A|reboot",
    "a command substitution": "$(reboot)",
    "a command in backquotes": "`reboot`",
    "a variable": "${HOME}",
    "redirection": "A>/etc/passwd",
    "a star": "*A*",
    "a backslash": "A\\B",
    "a path up": "../../etc/passwd",
    "a path up, encoded": "..%2f..%2fetc%2fpasswd",
    "a path up, encoded twice": "..%252f..%252fetc",
    "a path up with backslashes": "..\\..\\etc",
    "two dots": "..",
    "a root path": "/etc/passwd",
    "a template": "{{7*7}}",
    "a format": "%s%n",
    "HTML": "<script>alert(1)</script>",
    "XML": "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    "a umlaut": "Ä",
    "digits of another script": "\u0661\u0662",
    "letters of full width": "\uff21\uff22",
    "a letter that grows when raised": "\ufb01",
    "a dotless i": "\u0131",
    "right to left": "A\u202eB",
    "an emoji": "\U0001f600",
    "a zero-width space": "A\u200bB",
    "5000 letters": "A" * 5000,
}
"""What no name, number or word of the contract may be."""

# Fields that are text of the caller's own, with what may be in it; by the end of the path to them.
PRINTABLE, UNQUOTED, UNBROKEN = r"[\x20-\x7e]{0,255}", r"[\x20\x21\x23-\x26\x28-\x7e]{0,128}", r"[\x21-\x7e]{1,1024}"
FREE = {
    "comments.0": r"[\x20\x21\x23-\x26\x28-\x7e]{0,70}",
    "guest.account": UNQUOTED,
    "ipl_param": r"[\x20\x21\x23-\x26\x28-\x7e]{0,64}",
    "nic_id": r"[\x21-\x7e]{0,64}",
    "portid": r"[\x20-\x7e]{0,128}",
    "port_macs.123456": r"[\x21-\x7e]{1,64}",
    "meta": PRINTABLE,
    "description": PRINTABLE,
    "name": PRINTABLE,  # of templates; switches have names of their own
    "storage_providers.0": r"[\x21-\x7e]{1,64}",
    "storage_provider": r"[\x21-\x7e]{1,64}",
    "source_file": UNBROKEN,
    "transportfiles": UNBROKEN,
    "mount_point": r"/[A-Za-z0-9._/+@:\-]*",
    "mntdir": r"/[A-Za-z0-9._/+@:,=~%\-]*",
    "?nic_id": r"[\x20-\x7e]{0,128}",
    "?userid": r"[\x20-\x7e]*",  # a list: blanks around a name do not count; of NICs, what cannot be fits none
    "?vswitch": r"[\x21-\x7e]{0,64}",
    "?storage_providers": r"[\x20-\x7e]*",
    "?template_id_list": r"[ A-Za-z0-9,\-\[\]']*",
    # What is so by chance.
    "controller": r"\*",
    "cpu_share": "",
}
# A text that is a right one for a field of another kind.
BY_CHANCE = {
    "hostname": r"[a-zA-Z0-9\-._]{1,255}",
    "image": r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}",
    "image_name": r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}",
    "imagename": r"[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,254}",
    "template_id": r"[A-Za-z0-9\-]{1,36}",
    "fcp_template_id": r"[A-Za-z0-9\-]{0,36}",
    "wwid": r"[A-Za-z0-9_\-]{0,64}",
    "fcp_devices": r"[ \-,;0-9a-fA-F]*",
    "rdev": r"[0-9a-fA-F ]*",
    "ipl_loadparam": r"[A-Za-z0-9.]{0,8}",
}

WRONG_KINDS: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "0": 0,
    "1": 1,
    "-1": -1,
    "a fraction": 1.5,
    "a whole fraction": 1.0,
    "a big number": 2**63,
    "a huge number": 10**300,
    "a number as text": "1",
    "a negative number as text": "-1",
    "a number with a blank": " 1",
    "a number with an exponent": "1e3",
    "no text": "",
    "no list": [],
    "a list": ["A"],
    "a list of null": [None],
    "a list in a list": [["A"]],
    "many": ["A"] * 1500,
    "no object": {},
    "an object": {"A": {"B": "C"}},
    "a key of no text": {"": ""},
    "deep": [[[[[[[[[[["A"]]]]]]]]]]],
}

RAW = {
    "NaN": "NaN",
    "infinity": "Infinity",
    "minus infinity": "-Infinity",
    "a number out of range": "1e999",
    "a number of many digits": "9" * 5000,
    "a leading zero": "0123",
    "half a surrogate pair": '"\\ud800"',
    "a key twice": '{"a": 1, "a": 2}',
    "deeper than deep": "[" * 100 + "]" * 100,
    "single quotes": "'A'",
    "a control character": '"A\nB"',
    "not UTF-8": '"\udcff"',
    "a comment": '"A" // B',
    "a comma too many": '["A",]',
    "an end that is missing": '{"a": ',
}
"""What JSON may not hold; it stands in place of a value."""

_MARK = "\x00mark"
_KEYS = ("123456", "01E0")  # of mappings: names that callers choose


@dataclass(frozen=True)
class Place:
    """A value inside a right request: where it is, and the request with something else there."""

    key: tuple[str, str]
    path: tuple[str | int, ...]

    @property
    def name(self) -> str:
        """The path as errors write it."""
        return ".".join(map(str, self.path))

    def body(self, value: Any) -> Any:
        """The request's body with `value` here."""
        return _replaced(BODIES[self.key], self.path, value)

    def raw(self, text: str) -> bytes:
        """The same, with something that is no value of JSON."""
        given = json.dumps(self.body(_MARK)).replace(json.dumps(_MARK), text)
        return given.encode("utf-8", "surrogateescape")


def allowed(name: str, text: str) -> bool:
    """Whether a field may have this text: as the caller's own, or by chance."""
    last = name.rpartition(".")[2]
    for table in (FREE, BY_CHANCE):
        for end, pattern in table.items():
            if (name == end or name.endswith(f".{end}") or last == end) and re.fullmatch(pattern, text):
                return True
    return False


def places(key: tuple[str, str]) -> Iterator[Place]:
    """Everything in a right request, from the outside in; the action's name is no field."""
    for path in _paths(BODIES[key], ()):
        if path and path != ("action",):
            yield Place(key, path)


def leaves(key: tuple[str, str]) -> Iterator[Place]:
    """Values that hold no others."""
    for place in places(key):
        if not isinstance(_value(BODIES[key], place.path), dict | list):
            yield place


def filled(key: tuple[str, str], text: str) -> tuple[Any, list[str]]:
    """The request with this text in every field that may not have it, and the names of those."""
    body, names = BODIES[key], []
    for place in leaves(key):
        if not allowed(place.name, text):
            names.append(place.name)
            body = _replaced(body, place.path, text)
    return body, names


def free(key: tuple[str, str]) -> list[tuple[Place, str]]:
    """Fields of a request with texts that they may have."""
    return [(place, text) for place in leaves(key) for text in TEXTS.values() if allowed(place.name, text)]


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Paths to all fields of a model, items of lists and values of mappings left out."""
    for name, info in model.model_fields.items():
        yield (name,)
        for inner in _models(info.annotation):
            for path in fields_of(inner):
                yield (name, *path)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)


def named(value: Any) -> set[tuple[str, ...]]:
    """Paths to all fields of a request, as `fields_of` writes them."""
    found = {tuple(part for part in path if isinstance(part, str) and part not in _KEYS) for path in _paths(value, ())}
    return found - {()}


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _paths(inner, (*path, place))


def _value(whole: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        whole = whole[part]
    return whole


def _replaced(whole: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(whole, list):
        return [_replaced(each, rest, value) if place == first else each for place, each in enumerate(whole)]
    return {key: _replaced(each, rest, value) if key == first else each for key, each in whole.items()}
