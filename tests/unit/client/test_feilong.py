# SPDX-License-Identifier: Apache-2.0
"""What is read of a Feilong connector: databases that may be anything, and a configuration."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.service.gateway import feilong_databases
from zfleet_client.cli import zfleet
from zfleet_client.errors import FleetError
from zfleet_client.feilong import configuration, databases
from zfleet_client.feilong.databases import FcpTemplate, disk_type_of
from zfleet_client.feilong.take_images import file_of
from zfleet_gateway.settings import GatewaySettings
from zfleet_guest.settings import GuestSettings
from zfleet_network.settings import NetworkSettings
from zfleet_runtime.settings import PartSettings, read
from zfleet_storage.settings import StorageSettings

GUIDE = Path(__file__).parents[3] / "docs" / "migration-from-feilong.md"
PARTS: tuple[type[PartSettings], ...] = (GatewaySettings, GuestSettings, StorageSettings, NetworkSettings)

# Every option that Feilong 1.6 declares, with a value that it takes.
EVERY_OPTION = """
[logging]
log_dir = /var/log/zvmsdk/
log_level = logging.WARNING
[zvm]
default_nic_vdev = 1000
user_default_share_unit = 100
default_admin_userid = operator  IBMVM1
user_default_password = dontshow
disk_pool = ECKD:pool1
user_profile = osdflt
user_root_vdev = 0100
user_default_max_cpu = 16
user_default_max_memory = 128G
user_default_max_reserved_memory = 64G
namelist = TSTNLIST
swap_force_mdisk = False
swap_default_with_mdisk = False
remotehost_sshd_port = 2222
bypass_smapiout = True
force_capture_disk = 0100
smapi_socket_timeout_seconds = 180
smapi_socket_long_call_timeout_seconds = 600
[image]
default_compress_level = 3
sdk_image_repository = /var/lib/zvmsdk/images
[file]
file_repository = /var/lib/zvmsdk/files
[network]
my_ip = 192.0.2.1
[guest]
console_log_size = 100
extend_partition_fs = True
reachable_timeout = 180
softstop_timeout = 90
softstop_interval = 10
[monitor]
cache_interval = 60
[wsgi]
auth = token
token_validation_period = 7200
token_path = /etc/zvmsdk/token.dat
max_concurrent_deploy_capture = 10
[sdkserver]
bind_addr = 127.0.0.1
bind_port = 2000
request_queue_size = 128
max_worker_count = 64
[database]
dir = /var/lib/zvmsdk/databases/
[volume]
refresh_bootmap_timeout = 600
punch_script_execution_timeout = 1800
get_fcp_pair_with_same_index = 1
[tests]
images = x
userid_prefix = tst
ip_addr_list = 192.0.2.2
vswitch = x
gateway_v4 = x
cidr = x
restapi_url = http://127.0.0.1:8888
zvm_fcp = x
target_wwpn = x
target_lun = x
mount_point = x
"""


def configured(tmp_path: Path, text: str) -> configuration.Configuration:
    """What a zvmsdk.conf of this text comes to."""
    path = tmp_path / "zvmsdk.conf"
    path.write_text(text)
    return configuration.read(path)


def settings(tmp_path: Path, found: configuration.Configuration) -> dict[str, Any]:
    """Settings of all parts that read the file which was made, by part and option."""
    path = tmp_path / "zfleet.toml"
    path.write_text(found.toml())
    every = {part.part: read(part, file=path) for part in PARTS}
    return {f"{name}.{option}": value for name, part in every.items() for option, value in part}


def test_every_part_reads_the_settings_that_were_made_of_every_option(tmp_path: Path) -> None:
    """And each option is accounted for: settings, or why there are none."""
    found = configured(tmp_path, EVERY_OPTION)
    assert {each.option for each in found.options} == {*configuration.SETTINGS, *configuration.NONE}
    assert [each.option for each in found.options if bool(each.settings) == bool(each.reason)] == []
    read_back = settings(tmp_path, found)
    assert read_back["guest.default_logon_by"] == ("OPERATOR", "IBMVM1")
    assert read_back["guest.default_max_memory_mib"] == 128 * 1024
    assert (read_back["guest.default_profile"], read_back["guest.name_list"]) == ("OSDFLT", "TSTNLIST")
    assert (read_back["storage.default_pool"], read_back["gateway.rest_disk_pools"]) == ("POOL1", ("ECKD:POOL1",))
    assert read_back["storage.import_folders"] == (Path("/var/lib/zvmsdk/images"),)
    assert (read_back["gateway.rest_auth"], read_back["gateway.rest_token_validity"]) == ("token", 7200)
    assert read_back["gateway.rest_token_file"] == Path("/etc/zvmsdk/token.dat")
    assert not read_back["gateway.rest_swap_on_minidisk"]
    assert (read_back["guest.statistics_age"], read_back["network.statistics_lifetime"]) == (60, 60)
    assert (read_back["storage.fcp_same_index"], read_back["storage.boot_map_timeout"]) == (True, 600)
    assert {read_back[f"{part}.smapi_timeout"] for part in ("guest", "storage", "network")} == {180}
    assert {read_back[f"{part}.log_level"] for part in ("gateway", "guest", "storage", "network")} == {"warning"}


def test_the_guide_has_the_same_mapping(tmp_path: Path) -> None:
    """Each option that becomes a setting, and which."""
    rows = re.findall(r"^\| `([a-z]+\.\w+)` \| (.*?) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {option: set(re.findall(r"`([\w.]+)`", named)) for option, named in rows}
    mapped = {each.option: set(each.settings) for each in configured(tmp_path, EVERY_OPTION).options if each.settings}
    assert told == mapped


def test_what_cannot_be_mapped_is_told_and_not_guessed(tmp_path: Path) -> None:
    """Values out of reach, unknown options, empty ones; a password is never shown."""
    text = """
        [zvm]
        user_default_share_unit = 1000
        disk_pool = ECKD:A,FBA:B
        default_admin_userid = NOT/AUSER
        user_default_password = dontshow
        namelist =
        invented = 1
        [wsgi]
        auth = none
    """
    found = configured(tmp_path, "\n".join(line.strip() for line in text.splitlines()))
    reasons = {each.option: each.reason for each in found.options}
    assert reasons["zvm.user_default_share_unit"] == "it must be 0 to 156"
    assert reasons["zvm.namelist"] == "it has no value"
    assert reasons["zvm.invented"] == "no option of Feilong 1.6"
    assert found.settings == {"gateway.rest_disk_pools": ["ECKD:A", "FBA:B"], "gateway.rest_auth": "none"}
    assert "dontshow" not in found.toml()
    assert settings(tmp_path, found)["storage.default_pool"] == ""


def test_no_value_can_become_a_setting_of_its_own(tmp_path: Path) -> None:
    """Values that go on in further lines stay in one comment; quotes stay in one string."""
    text = '[network]\nmy_ip = 192.0.2.1\n  [gateway]\n  rest_auth = "none"\n[wsgi]\ntoken_path = /a"\\b\x7f\n'
    found = configured(tmp_path, text)
    assert tomllib.loads(found.toml()) == {"gateway": {"rest_token_file": '/a"\\b\x7f'}}


@pytest.mark.parametrize("text", ["no section = 1", "[zvm\n", "", "[zvm]\n", "\x00\x00"])
def test_what_is_no_configuration_is_one_error(tmp_path: Path, text: str) -> None:
    """With its reason word."""
    with pytest.raises(FleetError) as caught:
        configured(tmp_path, text)
    assert caught.value.reason == "FEILONG_CONFIGURATION_UNUSABLE"


def test_settings_are_shown_or_written_without_a_fleet(tmp_path: Path) -> None:
    """To stdout as TOML, or into a new file: one that is there is kept."""
    path, target = tmp_path / "zvmsdk.conf", tmp_path / "zfleet.toml"
    path.write_text(EVERY_OPTION)
    shown = CliRunner().invoke(zfleet, ["import-feilong", "--config", str(path)])
    assert shown.exit_code == 0, shown.output
    assert tomllib.loads(shown.stdout)["guest"]["default_profile"] == "OSDFLT"
    write = ["import-feilong", "--config", str(path), "--write-settings", str(target)]
    assert CliRunner().invoke(zfleet, [*write, "--dry-run"]).exit_code == 0
    assert not target.exists()
    told = CliRunner().invoke(zfleet, write)
    assert (told.exit_code, target.read_text()) == (0, shown.stdout)
    assert "dontshow" not in told.output
    assert "there is no sdkserver" in told.output
    again = CliRunner().invoke(zfleet, write)
    assert again.exit_code == 2
    as_json = json.loads(CliRunner().invoke(zfleet, ["-o", "json", "import-feilong", "--config", str(path)]).stdout)
    assert as_json["settings"]["guest.share_unit"] == 100
    assert CliRunner().invoke(zfleet, ["import-feilong"]).exit_code == 2


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ("{'disk_type': 'DASD'}", "DASD"),
        ("{'disk_type': 'scsi', 'x': 1}", "SCSI"),
        ('{"disk_type": "TAPE"}', ""),
        ("{'disk_type': 7}", ""),
        ("", ""),
        ("['DASD']", ""),
        ("not python", ""),
        ("(" * 200, ""),
        ("{'disk_type': 'DASD'}" + " " * 300, ""),
        ("{'disk_type': ''.join(['DA', 'SD'])}", ""),
        ("{'disk_type': __import__('os').system('true') or 'DASD'}", ""),
        ("{**{'disk_type': 'DASD'}}", ""),
        ("{[]: 1}", ""),
        ("\x00", ""),
    ],
)
def test_comments_of_images_are_literals_and_never_run(comments: str, expected: str) -> None:
    """Feilong keeps the text of a Python dict there."""
    assert disk_type_of(comments) == expected


def test_rows_become_what_the_fleet_calls_them(tmp_path: Path) -> None:
    """User ids in upper case, device numbers of four digits, paths in their order."""
    folder = feilong_databases.made(
        tmp_path / "databases",
        guests=[("1", "linux01", "os_version=sles15.5,x=1", "1", None), ("2", "b", "my_os_version=x", 0, "{broken")],
        switch=[("linux01", "a00", None, None, None)],
        template=[("t1", "one", "", 0, -1)],
        template_fcp_mapping=[("1B00", "T1", 1), ("1a01", "t1", 0), ("1a00", "t1", 0), ("1c00", "t1", 10)],
        fcp=[("1a00", "linux01", 1, 0, "active", "t1", "C05076FFFF000001"), ("1a01", "", 0, 0, "free", "", "")],
    )
    kept = databases.read(folder)
    assert [(each.user_id, each.os_version, each.network_configured) for each in kept.guests] == [
        ("LINUX01", "sles15.5", True),
        ("B", "", False),
    ]
    assert [(nic.user_id, nic.device_number, nic.port) for nic in kept.nics] == [("LINUX01", "0A00", "")]
    assert kept.templates == (FcpTemplate("t1", "one", devices="1a00,1a01;1b00;1c00"),)
    assert [(each.device_number, each.user_id, each.reserved) for each in kept.devices] == [("1A00", "LINUX01", False)]
    assert kept.missing == ()


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    """A connector without volumes has no FCP database."""
    folder = feilong_databases.made(tmp_path / "databases", guests=[("1", "A", "", 0, "")])
    (folder / "sdk_fcp.sqlite").unlink()
    kept = databases.read(folder)
    assert (kept.missing, len(kept.guests)) == (("sdk_fcp.sqlite",), 1)


def sqlite_file(path: Path, *statements: str) -> None:
    """A database of somebody else."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS userid FROM n"


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["CREATE TABLE other (x)"], "it has no table guests"),
        (["CREATE TABLE guests (userid)"], "has no column metadata, net_set, comments"),
        ([f"CREATE VIEW guests AS {ENDLESS}"], "it has no table guests"),
        (
            [
                "CREATE TABLE guests (userid, metadata, net_set, comments)",
                "INSERT INTO guests VALUES (x'00ff', '', 0, '')",
            ],
            "column userid has a value that Feilong does not write",
        ),
        (
            [
                "CREATE TABLE guests (userid, metadata, net_set, comments)",
                "INSERT INTO guests VALUES ('A', hex(zeroblob(5000)), 0, '')",
            ],
            "column metadata has a value that Feilong does not write",
        ),
        (
            [
                "CREATE TABLE guests (userid, metadata, net_set, comments)",
                "INSERT INTO guests VALUES (CAST(x'ff' AS TEXT), '', 0, '')",
            ],
            "cannot be read",
        ),
    ],
)
def test_a_database_of_somebody_else_is_one_error(tmp_path: Path, statements: list[str], told: str) -> None:
    """It names the file and what is wrong with it."""
    folder = feilong_databases.made(tmp_path / "databases")
    sqlite_file(folder / "sdk_guest.sqlite", *statements)
    with pytest.raises(FleetError) as caught:
        databases.read(folder)
    assert caught.value.reason == "FEILONG_DATABASE_UNUSABLE"
    assert "sdk_guest.sqlite" in caught.value.message
    assert told in caught.value.message


def test_reading_leaves_the_files_as_they_are(tmp_path: Path) -> None:
    """Not a byte, not a file beside them; also when nobody may write there."""
    folder = feilong_databases.made(tmp_path / "databases", guests=[("1", "A", "", 0, "")])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    folder.chmod(0o555)
    try:
        databases.read(folder)
    finally:
        folder.chmod(0o755)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_images_file_is_looked_for_below_its_folder_only(tmp_path: Path) -> None:
    """0100 before others; what is no device number is no image."""
    image = databases.Image("img", "rhel9.4")
    below = tmp_path / "netboot" / "rhel9.4" / "img"
    below.mkdir(parents=True)
    with pytest.raises(ValueError, match="there is no image file"):
        file_of(tmp_path, image)
    (below / "notes.txt").touch()
    (below / "0201").touch()
    assert file_of(tmp_path, image) == below / "0201"
    (below / "0100").touch()
    assert file_of(tmp_path, image) == below / "0100"
    assert file_of(Path("/not/here"), image) == Path("/not/here/netboot/rhel9.4/img/0100")
    for name, os_version in (("..", "rhel9.4"), ("a/b", "rhel9.4"), ("img", "../.."), ("", "x"), ("a\0b", "x")):
        with pytest.raises(ValueError, match="is not the name of a folder"):
            file_of(tmp_path, databases.Image(name, os_version))
