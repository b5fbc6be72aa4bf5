# SPDX-License-Identifier: Apache-2.0
"""Maps Feilong's zvmsdk.conf to settings of zfleet's parts, and says of every option without an equivalent why."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import grpc

from zfleet_client.errors import FleetError

LARGEST_FILE = 1024 * 1024  # bytes

Value = str | int | float | bool | list[str]
Settings = dict[str, Value]
"""By PART.NAME; the part "" is the top level of the file, which all parts share."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One option of zvmsdk.conf: the settings that it became, or why it became none."""

    option: str
    value: str
    settings: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What zvmsdk.conf came to: settings, and each option's fate."""

    settings: Mapping[str, Value]
    options: tuple[Mapped, ...]

    def toml(self) -> str:
        """The settings as the TOML file that every part reads with --config; at its end what became no setting."""
        parts: dict[str, list[str]] = {"": []}
        for name, value in sorted(self.settings.items()):
            part, _, setting = name.rpartition(".")
            parts.setdefault(part, []).append(f"{setting} = {_toml(value)}")
        sections = ["\n".join(parts[""])] if parts[""] else []
        sections += [f"[{part}]\n" + "\n".join(lines) for part, lines in sorted(parts.items()) if part]
        left = [f"# {each.option} = {each.value}: {each.reason}" for each in self.options if not each.settings]
        sections += ["\n".join(["# Options of zvmsdk.conf that became no setting:", *left])] if left else []
        return "\n\n".join(sections) + "\n"


def _toml(value: Value) -> str:
    """A value as TOML; JSON's strings, numbers and lists of strings are TOML's, but for one control character."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def _bool(text: str) -> bool:
    return text.lower() == "true"  # as Feilong has it


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ValueError(f"it must be {least} to {most}")
        return int(text)

    return number


def _memory(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mMgG])", text)
    if found is None:
        raise ValueError("it must be 1 to 9999 with M or G")
    return int(found[1]) * (1024 if found[2] in "gG" else 1)


def _log_level(text: str) -> str:
    level = text.rpartition(".")[2].lower()
    level = {"warn": "warning", "critical": "error", "fatal": "error", "notset": "debug"}.get(level, level)
    if level not in ("debug", "info", "warning", "error"):
        raise ValueError("it must be logging.DEBUG, INFO, WARNING or ERROR")
    return level


def _user_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9@#$_+:\-]{1,8}", text):
        raise ValueError("it must be 1 to 8 characters of a user id")
    return text.upper()


def _user_ids(text: str) -> list[str]:
    return [_user_id(word) for word in text.split()[:8]]


def _auth(text: str) -> str:
    if text.lower() not in ("none", "token"):
        raise ValueError("it must be none or token")
    return text.lower()


def _path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError("it must be an absolute path")
    return text


def _paths(text: str) -> list[str]:
    return [_path(text)]


def _to(name: str, value_of: Callable[[str], Value]) -> Callable[[str], Settings]:
    return lambda text: {name: value_of(text)}


def _pools(text: str) -> Settings:
    pools = [pool.strip().upper() for pool in text.split(",") if pool.strip()]
    if not pools or not all(re.fullmatch(r"(ECKD|FBA):[A-Z0-9@#$_+:\-]{1,8}", pool) for pool in pools):
        raise ValueError("it must be ECKD:NAME or FBA:NAME, with commas between several")
    only = {"storage.default_pool": pools[0].partition(":")[2]} if len(pools) == 1 else {}
    return {"gateway.rest_disk_pools": list(pools), **only}


def _statistics(text: str) -> Settings:
    seconds = _number(0, 3600)(text)
    return {"guest.statistics_age": seconds, "network.statistics_lifetime": seconds}


SETTINGS: Mapping[str, Callable[[str], Settings]] = {
    "logging.log_level": _to("log_level", _log_level),
    "zvm.user_default_share_unit": _to("guest.share_unit", _number(0, 156)),
    "zvm.default_admin_userid": _to("guest.default_logon_by", _user_ids),
    "zvm.disk_pool": _pools,
    "zvm.user_profile": _to("guest.default_profile", _user_id),
    "zvm.user_default_max_cpu": _to("guest.default_max_cpu_count", _number(1, 64)),
    "zvm.user_default_max_memory": _to("guest.default_max_memory_mib", _memory),
    "zvm.namelist": _to("guest.name_list", _user_id),
    "zvm.swap_default_with_mdisk": _to("gateway.rest_swap_on_minidisk", _bool),
    "zvm.remotehost_sshd_port": _to("storage.ssh_port", _number(1, 65535)),
    "zvm.smapi_socket_timeout_seconds": _to("smapi_timeout", _number(1, 86400)),
    "zvm.smapi_socket_long_call_timeout_seconds": _to("guest.relocation_timeout", _number(1, 86400)),
    "image.default_compress_level": _to("storage.compress_level", _number(0, 9)),
    "image.sdk_image_repository": _to("storage.import_folders", _paths),
    "guest.softstop_timeout": _to("guest.soft_stop_timeout", _number(1, 3600)),
    "monitor.cache_interval": _statistics,
    "wsgi.auth": _to("gateway.rest_auth", _auth),
    "wsgi.token_validation_period": _to("gateway.rest_token_validity", _number(60, 30 * 86400)),
    "wsgi.token_path": _to("gateway.rest_token_file", _path),
    "wsgi.max_concurrent_deploy_capture": _to("gateway.deploy_limit", _number(1, 10_000)),
    "volume.refresh_bootmap_timeout": _to("storage.boot_map_timeout", _number(1, 86400)),
    "volume.get_fcp_pair_with_same_index": _to("storage.fcp_same_index", lambda text: text not in ("", "0")),
}

_ONE_PROCESS = "there is no sdkserver: each part serves all its callers at once"
_OWN_TESTS = "an option of Feilong's own tests"

NONE: Mapping[str, str] = {
    "logging.log_dir": "log lines go to standard error, to be kept by what runs the parts",
    "zvm.default_nic_vdev": "NICs are numbered from 1000 unless a request names a device number",
    "zvm.user_root_vdev": "root disks are 0100 unless a request names another device number",
    "zvm.user_default_password": "guests have no password; guest.logon says what stands in its place",
    "zvm.user_default_max_reserved_memory": "memory up to the maximum is defined as standby storage",
    "zvm.swap_force_mdisk": "a request that wants its swap on a minidisk names a pool",
    "zvm.bypass_smapiout": "GET /host answers what z/VM tells; what it does not tell is left empty",
    "zvm.force_capture_disk": "a capture finds the root disk in the guest's Linux or its directory entry",
    "file.file_repository": "uploaded files lie in the storage service's own files_folder until they expire",
    "network.my_ip": "the parts' listen settings say where they serve",
    "guest.console_log_size": "the console's last 100 KiB are answered",
    "guest.extend_partition_fs": "grow_root_volume is done when it is asked for",
    "guest.reachable_timeout": "a request says how long it waits for a guest's Linux",
    "guest.softstop_interval": "z/VM's events tell when a guest is off",
    "sdkserver.bind_addr": _ONE_PROCESS,
    "sdkserver.bind_port": _ONE_PROCESS,
    "sdkserver.request_queue_size": _ONE_PROCESS,
    "sdkserver.max_worker_count": _ONE_PROCESS,
    "database.dir": "each part keeps its own database (state_folder or database_url); --databases takes this one over",
    "volume.punch_script_execution_timeout": "a volume is waited for as long as its request lets it take",
    **{
        f"tests.{name}": _OWN_TESTS
        for name in (
            "images",
            "userid_prefix",
            "ip_addr_list",
            "vswitch",
            "gateway_v4",
            "cidr",
            "restapi_url",
            "zvm_fcp",
            "target_wwpn",
            "target_lun",
            "mount_point",
        )
    },
}


def read(path: Path) -> Configuration:
    """What a zvmsdk.conf comes to. FleetError when it cannot be read as one."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _unusable(path, f"it is larger than {LARGEST_FILE} bytes")
        text = path.read_text(encoding="utf-8")
        parser = configparser.RawConfigParser(strict=False)
        parser.read_string(text, source=str(path))
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        raise _unusable(path, " ".join(str(error).split())) from None
    settings: Settings = {}
    options = []
    for section in parser.sections():
        for name, value in parser.items(section):
            option = f"{section}.{name}"
            mapped, found = _mapped(option, value.strip())
            options.append(mapped)
            settings |= found
    if not options:
        raise _unusable(path, "it has no options")
    if settings.get("gateway.rest_auth") == "token":
        settings.setdefault("gateway.rest_token_file", "/etc/zvmsdk/token.dat")  # Feilong's default
    return Configuration(settings, tuple(options))


def _mapped(option: str, value: str) -> tuple[Mapped, Settings]:
    # One line of text, whatever stands in the file: it becomes a comment in another.
    shown = "***" if "password" in option else "".join(c if c.isprintable() else " " for c in value)
    option = "".join(c if c.isprintable() else " " for c in option)
    if option not in SETTINGS:
        return Mapped(option, shown, reason=NONE.get(option, "no option of Feilong 1.6")), {}
    if not value or (value.lower() == "none" and option != "wsgi.auth"):
        return Mapped(option, shown, reason="it has no value"), {}
    try:
        found = SETTINGS[option](value)
    except ValueError as error:
        return Mapped(option, shown, reason=str(error)), {}
    return Mapped(option, shown, settings=tuple(found)), found


def _unusable(path: Path, why: str) -> FleetError:
    text = f"{path} cannot be read as a zvmsdk.conf: {why}"
    return FleetError(grpc.StatusCode.INVALID_ARGUMENT, text, reason="FEILONG_CONFIGURATION_UNUSABLE")
