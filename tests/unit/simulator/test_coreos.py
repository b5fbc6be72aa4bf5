# SPDX-License-Identifier: Apache-2.0
"""A CoreOS that was written with its Ignition config and the kernel's parameter: what its first boot makes of them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from tests.unit.simulator.linuxes import lab
from zfleet_simulator.guest_linux.coreos import coreos_installation
from zfleet_simulator.guest_linux.installations import Installation, Interface
from zfleet_simulator.linux import LinuxError
from zfleet_smapi.calls import ImageCreateDM, ImageDeactivate

PARAMETER = "192.168.10.11::192.168.10.1:24:node1:enc1000:none:192.168.10.2:;1500"
PORT, LUN = "5005076300C20B8E", "4001400000000000"


def ignition(source: str = "", **contents: Any) -> bytes:
    """A config whose /etc/hostname has this source."""
    file = {"path": "/etc/hostname", "mode": 420, "contents": {"source": source, **contents}}
    files = [{"path": "/etc/motd"}, file] if source else []
    return json.dumps({"ignition": {"version": "3.2.0"}, "storage": {"files": files}}).encode()


def packed(text: str) -> str:
    """Text as Ignition has it when it is compressed."""
    return "data:;base64," + base64.b64encode(gzip.compress(text.encode())).decode()


def test_the_parameter_is_an_interface() -> None:
    """Address, gateway, name servers and largest packet."""
    interface = Interface("192.168.10.11/24", "192.168.10.1", 1500, ("192.168.10.2",))
    assert coreos_installation(ignition(), PARAMETER) == Installation(
        deployed=True, hostname="node1", interfaces={0x1000: interface}
    )


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (ignition("data:,web1%0A"), "web1"),
        (ignition("data:text/plain;charset=utf-8;base64,d2ViMgo="), "web2"),
        (ignition(packed("web3\n"), compression="gzip"), "web3"),
        (ignition("https://example.org/hostname"), "node1"),
    ],
)
def test_the_config_s_host_name_comes_before_the_parameter_s(config: bytes, name: str) -> None:
    """A name that would have to be fetched is not."""
    assert coreos_installation(config, PARAMETER).hostname == name


@pytest.mark.parametrize(
    ("config", "parameter"),
    [
        (b"#!/bin/sh", PARAMETER),
        (b"[]", PARAMETER),
        (b'{"ignition": {}}', PARAMETER),
        (b"[" * 100_000, PARAMETER),
        (ignition("data:;base64,d2V"), PARAMETER),
        (ignition(), ""),
        (ignition(), "dhcp"),
        (ignition(), "192.168.10.11::192.168.10.1:24:node1:eth0:none:;1500"),
        (ignition(), "192.168.10.1111::192.168.10.1:24:node1:enc1000:none:;1500"),
        (ignition(), "192.168.10.11::192.168.10.1:24:node1:enc1000:none:;many"),
    ],
)
def test_what_makes_no_sense_is_refused(config: bytes, parameter: str) -> None:
    """A config or a parameter that the first boot would stop at."""
    with pytest.raises(ValueError, match=r".+"):
        coreos_installation(config, parameter)


async def test_a_guest_that_boots_it_shows_address_and_host_name() -> None:
    """It trusts nobody over IUCV, as CoreOS does; writing the disk anew takes it all away."""
    async with lab() as here:
        async with await here.linux.link("LINUX01", "0100", "W") as disk:
            await disk.write(0, b"an image")
            await disk.prepare_coreos(PARAMETER, ignition("data:,web1"))
            with pytest.raises(LinuxError, match="EINVAL"):
                await disk.prepare_coreos("dhcp", ignition())
        async with await here.linux.link("LINUX01", "0100", "RR") as disk:
            with pytest.raises(LinuxError, match="EROFS"):
                await disk.prepare_coreos(PARAMETER, ignition())
        await here.start()
        said = await here.console()
        assert "enc1000: 192.168.10.11/24" in said
        assert "web1 login:" in said
        assert await here.addresses() == ["192.168.10.11"]
        assert await here.refused() == "UNAUTHORIZED"
        await here.client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
        async with await here.linux.link("LINUX01", "0100", "W") as disk:
            await disk.write(0, b"another image")
        await here.start()
        assert "web1" not in await here.console()


async def test_a_guest_that_boots_a_scsi_disk_finds_it_there() -> None:
    """By the port and LUN of its LOADDEV statements."""
    async with lab() as here:
        await here.linux.write_coreos("B800", PORT.lower(), LUN.lower(), 1 << 30, PARAMETER, ignition("data:,scsi1"))
        await here.client.call(
            ImageCreateDM(
                target="SCSI1",
                image_record_array=(
                    "USER SCSI1 LBYONLY 512M 1G G",
                    "INCLUDE OSDFLT",
                    "IPL B800",
                    f"LOADDEV PORTNAME {PORT}",
                    f"LOADDEV LUN {LUN}",
                    "DEDICATE B800 B800",
                ),
            )
        )
        await here.start("SCSI1")
        assert "scsi1 login:" in await here.console("SCSI1")


@pytest.mark.parametrize(
    ("device", "wwpn", "lun", "size", "message"),
    [
        ("FFFF", PORT, LUN, 1, "ENODEV"),
        ("B800", PORT, "4001400000000001", 1, "ENODEV"),
        ("B800", "5005076300C20B8F", LUN, 1, "ENODEV"),
        ("B800", PORT, LUN, 1 << 40, "ENOSPC"),
        ("no", PORT, LUN, 1, "EINVAL"),
    ],
)
async def test_a_scsi_disk_that_is_not_seen_or_too_small_is_refused(
    device: str, wwpn: str, lun: str, size: int, message: str
) -> None:
    """As the program on a real Linux would end."""
    async with lab() as here:
        with pytest.raises(LinuxError, match=message):
            await here.linux.write_coreos(device, wwpn, lun, size, PARAMETER, ignition())
