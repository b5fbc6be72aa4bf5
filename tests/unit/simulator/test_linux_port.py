# SPDX-License-Identifier: Apache-2.0
"""The connector's own Linux: disks with content, exclusive links, the punch, CP commands."""

from __future__ import annotations

import asyncio
import struct

import pytest

from tests.unit.simulator.worlds import client_of, config, define, entry, running
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxClient, LinuxError
from zfleet_smapi.calls import (
    ImageActivate,
    ImageConsoleGet,
    ImageDeactivate,
    ImageDeleteDM,
    ImageDiskCopyDM,
    ImageDiskDeleteDM,
    ImageMDISKLinkQuery,
    SystemRDRFileManage,
    SystemRDRFileQuery,
)
from zfleet_smapi.tcp import tcp_connect

CYLINDER = 737_280


async def test_a_disk_has_the_size_that_linux_sees() -> None:
    """ECKD: 15 tracks of 12 blocks of 4096 bytes a cylinder. FBA: 512 bytes a block."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        await client.call(entry("LINUX02", disk="MDISK 0100 9336 AUTOG 1000 POOL2 MR"))
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            assert disk.size == 10 * CYLINDER
        async with await linux.link("linux02", "100") as disk:
            assert disk.size == 512_000


async def test_what_is_written_is_read_and_the_rest_is_zeros() -> None:
    """Content survives the link; a read at the end is short, a write past it is refused."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            assert await disk.read(0, 8192) == bytes(8192)
            await disk.write(4096, b"hello")
            await disk.write(disk.size - 3, b"end")
            with pytest.raises(LinuxError, match="ENOSPC"):
                await disk.write(disk.size - 2, b"end")
        async with await linux.link("LINUX01", "0100", "RR") as disk:
            assert await disk.read(4090, 16) == b"\0" * 6 + b"hello" + b"\0" * 5
            assert await disk.read(disk.size - 3, 100) == b"end"
            with pytest.raises(LinuxError, match="EROFS"):
                await disk.write(0, b"x")


async def test_zeroed_ranges_are_zeros_and_take_no_room() -> None:
    """A hole in the file, not blocks of zeros."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            await disk.write(0, b"x" * (1 << 20))
            await disk.zero(0, 1 << 20)
            assert await disk.read(0, 1 << 20) == bytes(1 << 20)
            await disk.write(1 << 20, bytes(1 << 20))
            assert await disk.read(1 << 20, 4096) == bytes(4096)


async def test_a_big_transfer_is_cut_into_frames() -> None:
    """Twenty megabytes out and back."""
    async with running() as (host, client):
        await client.call(entry("LINUX01", disk="MDISK 0100 3390 AUTOG 30 POOL1 MR"))
        data = bytes(range(256)) * 80_000
        async with await LinuxClient(host.connect_linux).link("LINUX01", "0100") as disk:
            await disk.write(0, data)
            assert await disk.read(0, len(data)) == data


async def test_a_disk_made_again_starts_empty() -> None:
    """Deleting a minidisk deletes what was on it."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            await disk.write(0, b"old")
        await client.call(ImageDiskDeleteDM(target="LINUX01", image_disk_number="0100"))
        with pytest.raises(LinuxError, match="HCPLNK107E"):
            await linux.link("LINUX01", "0100")
        await client.call(ImageDeleteDM(target="LINUX01"))
        await client.call(entry("LINUX01"))
        async with await linux.link("LINUX01", "0100") as disk:
            assert await disk.read(0, 3) == bytes(3)


async def test_links_that_cannot_be_are_cps_messages() -> None:
    """No such user, no such disk, a running guest that writes, another link that writes."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        for owner, vdev, message in (("NOBODY", "0100", "HCPLNK053E"), ("LINUX01", "0999", "HCPLNK107E")):
            with pytest.raises(LinuxError, match=message):
                await linux.link(owner, vdev)
        first = await linux.link("LINUX01", "0100", "W")
        with pytest.raises(LinuxError, match="HCPLNK105E") as caught:
            await linux.link("LINUX01", "0100", "W")
        assert caught.value.message_id == "HCPLNK105E"
        await first.close()
        await client.call(ImageActivate(target="LINUX01"))
        with pytest.raises(LinuxError, match="R/W by LINUX01"):
            await linux.link("LINUX01", "0100", "W")
        read_only = await linux.link("LINUX01", "0100", "MR")
        assert not read_only.writable
        assert "forced R/O" in read_only.message
        links = (await client.call(ImageMDISKLinkQuery(target="LINUX01", vdev="0100"))).link_array
        assert [(one.user, one.access_mode) for one in links] == [("LINUX01", "WRITE"), ("ZFLEETLX", "READ")]
        await read_only.close()


async def test_a_guest_that_starts_while_linux_writes_gets_its_disk_read_only() -> None:
    """CP's rule of MR: write if nobody else does."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100", "W"):
            await client.call(ImageActivate(target="LINUX01"))
        links = (await client.call(ImageMDISKLinkQuery(target="LINUX01", vdev="0100"))).link_array
        assert [one.access_mode for one in links] == ["READ"]


async def test_a_broken_connection_gives_the_link_up() -> None:
    """A client that dies leaves nothing linked."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        disk = await linux.link("LINUX01", "0100", "W")
        await disk._frames.close()
        await asyncio.sleep(0.01)
        await (await linux.link("LINUX01", "0100", "W")).close()


async def test_a_copied_disk_has_the_same_content() -> None:
    """Image_Disk_Copy_DM copies bytes, not only sizes."""
    async with running() as (host, client):
        await define(client, "LINUX01", "LINUX02")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            await disk.write(CYLINDER, b"boot")
        await client.call(
            ImageDiskCopyDM(
                target="LINUX02",
                image_disk_number="0200",
                source_image_name="LINUX01",
                source_image_disk_number="0100",
                image_disk_allocation_type="AUTOG",
                allocation_area_name="POOL1",
            )
        )
        async with await linux.link("LINUX02", "0200") as disk:
            assert await disk.read(CYLINDER, 4) == b"boot"


async def test_a_punched_file_waits_in_the_readers_class() -> None:
    """Spool id, class and origin are in the reader's list, and the purge finds it."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        spool_id = await linux.punch("LINUX01", "cfgdrive", "iso", "X", [b"a" * 100, b"b" * 100])
        lines = (await client.call(SystemRDRFileQuery(target="LINUX01"))).rdr_file_array
        assert lines[0].split()[:5] == ["ZFLEETLX", spool_id, "X", "PUN", "00000003"]
        assert "CFGDRIVE" in lines[0]
        with pytest.raises(LinuxError, match="HCPCST053E"):
            await linux.punch("NOBODY", "a", "b", "X", [])
        await client.call(SystemRDRFileManage(target="LINUX01", spoolids="all"))
        from zfleet_smapi.errors import ReturnCodeError

        with pytest.raises(ReturnCodeError):
            await client.call(SystemRDRFileQuery(target="LINUX01"))


async def test_a_console_is_fetched_through_the_reader() -> None:
    """Image_Console_Get puts it into the caller's reader; Linux takes it over from there."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(ImageConsoleGet(target="LINUX01"))
        linux = LinuxClient(host.connect_linux)
        listing = await linux.command("TRANSFER MAINT RDR ALL TO *")
        spool_id = listing.split()[2]
        assert spool_id in await linux.command("Q RDR ALL")
        text = (await linux.receive(spool_id)).decode()
        assert "Booting default (0100)" in text
        assert await linux.command("q rdr") == "NO RDR FILES\n"
        with pytest.raises(LinuxError, match="HCPCSU042E"):
            await linux.receive(spool_id)


async def test_cp_tells_who_is_logged_on() -> None:
    """QUERY USERID, QUERY USER and QUERY name, in CP's words."""
    async with running() as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        assert (await linux.command("query userid")).split() == ["ZFLEETLX", "AT", "ZVMSIM1"]
        for command in ("QUERY USER LINUX01", "Q LINUX01", "Q USER NOBODY"):
            with pytest.raises(LinuxError, match="HCPCQU045E"):
                await linux.command(command)
        with pytest.raises(LinuxError, match="HCPCQV003E"):
            await linux.command("Q NOBODY")
        await client.call(ImageActivate(target="LINUX01"))
        assert (await linux.command("Q USER LINUX01")).startswith("LINUX01")
        with pytest.raises(LinuxError, match="HCPCMD001E"):
            await linux.command("FORMAT C")


async def test_a_free_fcp_device_is_attached_and_detached() -> None:
    """ATTACH to itself, as for reaching a SCSI disk."""
    async with running() as (host, _):
        linux = LinuxClient(host.connect_linux)
        assert "ATTACHED" in await linux.command("ATTACH B800 * AS B800")
        with pytest.raises(LinuxError):
            await linux.command("ATTACH B800 TO * AS 1800")
        assert "DETACHED" in await linux.command("DET B800")


async def test_garbage_on_the_linux_port_ends_that_connection_only() -> None:
    """What is no frame closes the connection."""
    async with running() as (host, client):
        for garbage in (b"\xff" * 100, struct.pack(">I", 3) + b"[1]" + struct.pack(">I", 0)):
            stream = await host.connect_linux()
            await stream.write(garbage)
            async with asyncio.timeout(5):
                assert await stream.read(100) == b""
            await stream.close()
        await define(client, "LINUX01")
        await (await LinuxClient(host.connect_linux).link("LINUX01", "0100")).close()


async def test_the_port_is_the_same_over_tcp() -> None:
    """The bytes do not know how they travel."""
    async with SimulatedHost(config()) as host, client_of(host) as client:
        await define(client, "LINUX01")
        linux = LinuxClient(tcp_connect(*await host.listen_linux()))
        async with await linux.link("LINUX01", "0100") as disk:
            await disk.write(0, b"tcp")
        async with await linux.link("LINUX01", "0100", "RR") as disk:
            assert await disk.read(0, 3) == b"tcp"
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(ImageDeactivate(target="LINUX01", force_time="IMMED"))
