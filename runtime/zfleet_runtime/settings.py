# SPDX-License-Identifier: Apache-2.0
"""What can be set, declared once: `PartSettings` has the options that every part shares; a part adds its own.

    class GuestSettings(ServiceSettings):
        part: ClassVar[str] = "guest"
        listen: str = option("127.0.0.1:50051", LISTEN)
        metrics_listen: str = option("127.0.0.1:9151", METRICS_LISTEN)
        profile: str = option("OSDFLT", "Profile that a new guest includes when the request names none.")

An option called `listen` of the part `guest` is read from, first found first: the flag --listen, the variable
ZFLEET_GUEST_LISTEN, the variable ZFLEET_LISTEN, the [guest] table of the TOML file given by --config or ZFLEET_CONFIG,
the same file's top level, the default. Secrets have no flag (a flag shows in `ps`). A list is written with commas in a
flag or variable. `--help` and docs/settings.md are made from these declarations.

`PartSettings` is every process; `DatabaseSettings` adds a database, `HostSettings` a z/VM host, `ServiceSettings` both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

PREFIX = "ZFLEET_"
LISTEN = "Address to serve gRPC on, HOST:PORT; port 0 takes a free one."
METRICS_LISTEN = "Address to serve Prometheus metrics on at /metrics, HOST:PORT; empty serves none."

# Kubernetes puts such variables into every container for a Service called zfleet-guest: they are not ours.
_OF_KUBERNETES = re.compile(r"_(SERVICE_HOST|SERVICE_PORT|PORT)(_\w+)?$")


def option(default: Any, meaning: str, **limits: Any) -> Any:
    """Declares an option: its default, what it means (a sentence, with units), and pydantic's limits (ge, le, ...)."""
    return Field(default=default, description=meaning, **limits)


class SettingsError(Exception):
    """Options that cannot be used; the message has one line per bad option and holds no secret."""


class PartSettings(BaseModel):
    """The options of every part. Times are seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True)
    part: ClassVar[str] = "part"

    listen: str = option("127.0.0.1:0", LISTEN)
    metrics_listen: str = option("127.0.0.1:0", METRICS_LISTEN)
    reflection: bool = option(True, "Serve gRPC reflection, so that grpcurl and the like need no protos.")
    log_level: Literal["debug", "info", "warning", "error"] = option("info", "Least severe log lines that are written.")
    log_format: Literal["json", "text"] = option("json", "Log lines as JSON objects or as text for people.")
    max_message_bytes: int = option(16 * 1024 * 1024, "Largest gRPC message accepted, bytes.", ge=64 * 1024, le=2**30)
    default_deadline: float = option(
        300.0, "Seconds that a call gets whose caller set no deadline (streams have none then).", gt=0, le=86400
    )
    drain: float = option(
        1.0, "Seconds between saying NOT_SERVING and refusing calls on a stop, so that callers move on.", ge=0, le=300
    )
    grace: float = option(20.0, "Seconds that calls under way get to finish on a stop.", ge=0, le=3600)
    max_connection_age: float = option(
        120.0, "Seconds until a connection is renewed, so that new replicas get calls; 0 never renews.", ge=0, le=86400
    )
    uvloop: bool = option(True, "Use uvloop when it is installed.")

    tls_certificate_file: Path | None = option(
        None, "Certificate chain (PEM) to serve with; changed files are picked up. Without one the port is plain text."
    )
    tls_key_file: Path | None = option(None, "Private key (PEM) of tls_certificate_file.")
    tls_ca_file: Path | None = option(
        None,
        "CA certificates (PEM). Callers must then show a certificate signed by one of them (mTLS), and calls to other "
        "parts are made over TLS, checked against them and with our own certificate.",
    )

    tracing_endpoint: str = option(
        "",
        "OpenTelemetry collector (OTLP over gRPC), http://HOST:4317; empty traces nothing. Needs the extra `tracing`.",
    )
    state_folder: Path | None = option(
        None,
        "Folder for the SQLite database and for the embedded host's state. Without one both are temporary and gone "
        "after a stop.",
    )

    @field_validator("listen", "metrics_listen")
    @classmethod
    def _address(cls, value: str, info: Any) -> str:
        if value or info.field_name == "listen":
            host_and_port(value)
        return value

    @model_validator(mode="after")
    def _consistent(self) -> PartSettings:
        if (self.tls_certificate_file is None) != (self.tls_key_file is None):
            raise ValueError("tls_certificate_file and tls_key_file belong together: give both or none")
        return self


class DatabaseSettings(PartSettings):
    """The options of a part that keeps tables."""

    database_url: SecretStr = option(
        SecretStr(""),
        "Database, sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; by default SQLite in state_folder. "
        "Use PostgreSQL with more than one replica.",
    )
    request_lease: float = option(
        10.0,
        "Seconds until a replica that stopped renewing its claim on a request is taken to be dead; repeats are told to "
        "come back until then.",
        ge=0.1,
        le=600,
    )
    remember_requests: float = option(
        7 * 24.0, "Hours that a request_id is remembered, so that the same request is done once.", gt=0, le=24 * 365
    )


class HostSettings(PartSettings):
    """The options of a part that talks to a z/VM host."""

    zvm: str = option(
        "embedded",
        "The z/VM host: embedded (a simulated one in this process), tcp://HOST:PORT, tls://HOST:PORT or iucv:VSMREQIU.",
    )
    zvm_user_id: str = option("MAINT", "User id that SMAPI calls are made as (AF_IUCV shows the guest's own instead).")
    zvm_password: SecretStr = option(SecretStr(""), "Password of zvm_user_id; better given by zvm_password_file.")
    zvm_password_file: Path | None = option(None, "File whose first line is the password of zvm_user_id.")
    zvm_ca_file: Path | None = option(
        None, "CA certificates (PEM) for a tls:// host; without one the system's are used."
    )
    zvm_preset: str = option(
        "small", "How the embedded simulated host is furnished (zfleet simulator --help lists them)."
    )
    smapi_conversations: int = option(
        3, "SMAPI conversations held open at once at most; z/VM itself has few worker servers.", ge=1, le=64
    )
    smapi_timeout: float = option(
        240.0, "Seconds that one SMAPI call may take, if its caller's deadline is not nearer.", gt=0
    )
    smapi_lock_patience: float = option(
        30.0, "Seconds that a directory entry locked by somebody else is tried again before the call is ABORTED.", ge=0
    )
    linux_access: str = option(
        "embedded",
        "How minidisks are linked and files punched from here: embedded, simulator://HOST:PORT, or local (this Linux "
        "runs on z/VM and has vmcp, vmur and the DASD driver).",
    )

    @field_validator("zvm")
    @classmethod
    def _zvm(cls, value: str) -> str:
        kind, _, rest = value.partition(":")
        if value == "embedded" or (kind == "iucv" and rest):
            return value
        if kind in ("tcp", "tls") and rest.startswith("//"):
            host_and_port(rest[2:])
            return value
        raise ValueError("must be embedded, tcp://HOST:PORT, tls://HOST:PORT or iucv:USERID")

    @field_validator("linux_access")
    @classmethod
    def _linux_access(cls, value: str) -> str:
        if value.startswith("simulator://"):
            host_and_port(value.removeprefix("simulator://"))
        elif value not in ("embedded", "local"):
            raise ValueError("must be embedded, simulator://HOST:PORT or local")
        return value

    @model_validator(mode="after")
    def _one_password(self) -> HostSettings:
        if self.zvm_password.get_secret_value() and self.zvm_password_file:
            raise ValueError("give zvm_password or zvm_password_file, not both")
        return self

    def password(self) -> str:
        """The SMAPI password, from the setting or the file's first line. SettingsError when the file cannot be read."""
        if self.zvm_password_file is None:
            return self.zvm_password.get_secret_value()
        try:
            return self.zvm_password_file.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError) as error:
            raise SettingsError(f"zvm_password_file: {self.zvm_password_file} cannot be read or is empty") from error


class ServiceSettings(HostSettings, DatabaseSettings):
    """The options of a service: a z/VM host and a database."""


Settings = TypeVar("Settings", bound=PartSettings)


def host_and_port(address: str) -> tuple[str, int]:
    """("host", port) of HOST:PORT or [IPV6]:PORT. ValueError for anything else."""
    host, colon, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("must be HOST:PORT")
    return host, int(port)


def read(
    declared: type[Settings],
    *,
    flags: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """The settings of a part from the sources given, strongest first: flags, environment, file.

    SettingsError names every bad option, every unknown one in the file's [part] table, and unknown variables of the
    part (ZFLEET_GUEST_...); it never shows a value, which may be a secret.
    """
    environment = environment or {}
    values: dict[str, Any] = {}
    problems: list[str] = []
    if file is not None:
        values |= _from_file(declared, file, problems)
    written = {**_from_environment(declared, environment, problems), **(flags or {})}
    values |= {name: _as_list(text) if is_list(declared, name) else text for name, text in written.items()}
    try:
        settings = declared.model_validate(values)
    except ValidationError as error:
        problems += [_explain(each) for each in error.errors(include_url=False, include_input=False)]
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def is_list(declared: type[PartSettings], name: str) -> bool:
    """Whether an option holds several values."""
    return get_origin(declared.model_fields[name].annotation) in (tuple, list)


def is_secret(declared: type[PartSettings], name: str) -> bool:
    """Whether an option's value must never be shown."""
    return declared.model_fields[name].annotation is SecretStr


def _as_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _from_file(declared: type[PartSettings], file: Path, problems: list[str]) -> dict[str, Any]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"config: {file} cannot be read ({type(error).__name__})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"config: {file} is not TOML: {error}") from error
    common = {name: value for name, value in tables.items() if not isinstance(value, dict)}
    own = tables.get(declared.part, {})
    problems += [
        f"{declared.part}.{name}: there is no such option (in {file})"
        for name in own
        if name not in declared.model_fields
    ]
    # The top level is shared by all parts: what this part does not have may be another part's.
    merged = common | own
    return {name: value for name, value in merged.items() if name in declared.model_fields}


def _from_environment(
    declared: type[PartSettings], environment: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    own = f"{PREFIX}{declared.part.upper()}_"
    known = {name.upper(): name for name in declared.model_fields}
    values = {name: environment[PREFIX + upper] for upper, name in known.items() if PREFIX + upper in environment}
    for variable, value in environment.items():
        if variable.startswith(own):
            name = known.get(variable.removeprefix(own))
            if name is None and not _OF_KUBERNETES.search(variable):
                problems.append(f"{variable}: there is no such option")
            elif name is not None:
                values[name] = value
    return values


def _explain(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    text = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {text}" if where else text


def option_names(declared: type[PartSettings]) -> Sequence[str]:
    """Names of all options, the part's own first (they are what its reader looks for)."""
    shared = [*PartSettings.model_fields, *HostSettings.model_fields, *DatabaseSettings.model_fields]
    own = [name for name in declared.model_fields if name not in shared]
    return [*own, *(name for name in dict.fromkeys(shared) if name in declared.model_fields)]
