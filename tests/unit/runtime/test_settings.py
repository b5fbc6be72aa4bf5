# SPDX-License-Identifier: Apache-2.0
"""Options come from flags, variables and a file, in this order, and bad ones are all named without their values."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import SecretStr

from zfleet_runtime import settings_docs
from zfleet_runtime.command_line import settings_from
from zfleet_runtime.settings import LISTEN, ServiceSettings, SettingsError, host_and_port, option, read


class GuestSettings(ServiceSettings):
    """A part with an option of each kind."""

    part: ClassVar[str] = "guest"
    listen: str = option("127.0.0.1:50051", LISTEN)
    pools: tuple[str, ...] = option((), "Disk pools to use.")
    key: SecretStr = option(SecretStr(""), "A secret of the part's own.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zfleet.toml"
    path.write_text(
        'log_level = "error"\ndrain = 7\nbucket = "of another part"\n[guest]\ndrain = 6\npools = ["A", "B"]\n'
    )
    return path


def test_the_nearer_source_wins(file: Path) -> None:
    environment = {"ZFLEET_DRAIN": "5", "ZFLEET_GUEST_DRAIN": "4", "ZFLEET_STORAGE_DRAIN": "9", "HOME": "/"}
    assert read(GuestSettings).drain == 1
    assert read(GuestSettings, file=file).drain == 6
    assert read(GuestSettings, file=file, environment={"ZFLEET_DRAIN": "5"}).drain == 5
    assert read(GuestSettings, file=file, environment=environment).drain == 4
    assert settings_from(GuestSettings, ["--drain", "3", "--config", str(file)], environment).drain == 3


def test_the_files_top_level_is_for_all_parts(file: Path) -> None:
    found = settings_from(GuestSettings, [], {"ZFLEET_CONFIG": str(file)})
    assert (found.log_level, found.pools) == ("error", ("A", "B"))


def test_a_list_in_a_variable_has_commas() -> None:
    assert read(GuestSettings, environment={"ZFLEET_POOLS": "POOL1, POOL2,"}).pools == ("POOL1", "POOL2")


def test_one_error_names_every_bad_option_and_shows_no_value(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('[guest]\nzvn = "tcp://hunter2"\n')
    environment = {
        "ZFLEET_DRAIN": "hunter2",
        "ZFLEET_ZVM": "ftp://hunter2",
        "ZFLEET_LISTEN": "hunter2",
        "ZFLEET_LINUX_ACCESS": "hunter2",
        "ZFLEET_GUEST_DRIAN": "hunter2",
    }
    with pytest.raises(SettingsError) as caught:
        read(GuestSettings, environment=environment, file=file)
    text = str(caught.value)
    for name in ("drain", "zvm", "listen", "linux_access", "ZFLEET_GUEST_DRIAN", "guest.zvn"):
        assert name in text
    assert "hunter2" not in text


def test_the_variables_that_kubernetes_adds_for_a_service_are_not_options() -> None:
    environment = {
        "ZFLEET_GUEST_SERVICE_HOST": "10.0.0.1",
        "ZFLEET_GUEST_SERVICE_PORT_GRPC": "50051",
        "ZFLEET_GUEST_PORT": "tcp://10.0.0.1:50051",
        "ZFLEET_GUEST_PORT_50051_TCP_ADDR": "10.0.0.1",
    }
    assert read(GuestSettings, environment=environment) == GuestSettings()


@pytest.mark.parametrize("zvm", ["embedded", "tcp://zvm1:44444", "tls://[::1]:44444", "iucv:VSMREQIU"])
def test_hosts_that_can_be_named(zvm: str) -> None:
    assert GuestSettings(zvm=zvm).zvm == zvm


@pytest.mark.parametrize(
    "zvm", ["", "tcp:zvm1:44444", "tcp://zvm1", "tls://zvm1:x", "iucv:", "zvm1:44444", "tcp://h:99999"]
)
def test_hosts_that_cannot(zvm: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        GuestSettings(zvm=zvm)


def test_addresses() -> None:
    assert host_and_port("127.0.0.1:0") == ("127.0.0.1", 0)
    assert host_and_port("[::1]:50051") == ("::1", 50051)
    assert host_and_port("guest.example:1") == ("guest.example", 1)
    for bad in ("", ":1", "host", "host:", "host:-1", "host:65536", "host:١"):
        with pytest.raises(ValueError, match="HOST:PORT"):
            host_and_port(bad)


def test_a_certificate_needs_its_key() -> None:
    with pytest.raises(ValueError, match="belong together"):
        GuestSettings(tls_certificate_file=Path("cert.pem"))


def test_secrets_never_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "password"
    secret.write_text("hunter2\nsecond line\n")
    found = read(
        GuestSettings,
        environment={"ZFLEET_KEY": "hunter3", "ZFLEET_DATABASE_URL": "postgresql://u:hunter4@h/d"},
        file=None,
        flags={"zvm_password_file": str(secret)},
    )
    assert found.password() == "hunter2"
    assert found.key.get_secret_value() == "hunter3"
    assert "hunter" not in f"{found!r} {found!s} {found.model_dump()}"
    with pytest.raises(SystemExit) as ended:
        settings_from(GuestSettings, ["--help"], {"ZFLEET_ZVM_PASSWORD": "hunter5"})
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert "hunter" not in text
    assert "--key" not in text
    assert "--zvm-password " not in text
    assert "ZFLEET_GUEST_ZVM_PASSWORD\n" in text


def test_a_password_file_that_cannot_be_read_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("missing", "empty"):
        with pytest.raises(SettingsError, match="zvm_password_file"):
            GuestSettings(zvm_password_file=tmp_path / name).password()


def test_help_has_every_option_with_variable_default_and_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        settings_from(GuestSettings, ["--help"], {})
    text = " ".join(capsys.readouterr().out.split())
    for name, field in GuestSettings.model_fields.items():
        assert f"ZFLEET_GUEST_{name.upper()}" in text
        assert field.description is not None
        assert field.description in text
    assert "(ZFLEET_GUEST_LISTEN; default: 127.0.0.1:50051)" in text


def test_the_page_of_settings_has_every_option_of_every_part() -> None:
    page = settings_docs.page()
    for part in settings_docs.parts():
        for name in part.model_fields:
            assert f"_{name.upper()}`" in page
