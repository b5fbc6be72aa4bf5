# SPDX-License-Identifier: Apache-2.0
"""The state folder: everything is as it was when the host is started again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.unit.simulator.worlds import client_of, codes, config, define
from zfleet_simulator.clock import DrivenClock
from zfleet_simulator.host import SimulatedHost
from zfleet_simulator.linux import LinuxClient
from zfleet_smapi.calls import (
    AuthorizationListAdd,
    AuthorizationListQuery,
    ImageActivate,
    ImageActiveConfigurationQuery,
    ImageCreateDM,
    ImageDeactivate,
    ImageLockDM,
    ImageLockQueryDM,
    ImageNameQueryDM,
    ImageQueryDM,
    ImageStatusQuery,
    ImageVolumeSpaceQueryDM,
    MetadataGet,
    MetadataSet,
    NameListAdd,
    NameListQuery,
    QueryAsynchronousOperationDM,
    SystemRDRFileQuery,
    VirtualNetworkVswitchQueryExtended,
)
from zfleet_smapi.calls.metadata import MetadataEntry
from zfleet_smapi.client import SmapiClient
from zfleet_smapi.declaration import Call


@asynccontextmanager
async def kept(folder: Path, **changes: Any) -> AsyncIterator[tuple[SimulatedHost, SmapiClient]]:
    """A host that keeps its state there."""
    host = SimulatedHost(config(state_folder=folder, **changes))
    await host.start()
    try:
        async with client_of(host) as client:
            yield host, client
    finally:
        await host.stop()


async def test_everything_is_there_again(tmp_path: Path) -> None:
    """Entries, running guests, locks, lists, switches, space, metadata, reader files: the same answers as before."""
    questions: tuple[Call[Any], ...] = (
        ImageNameQueryDM(target="X"),
        ImageQueryDM(target="LINUX01"),
        ImageStatusQuery(target="*"),
        ImageActiveConfigurationQuery(target="LINUX01"),
        ImageLockQueryDM(target="LINUX02"),
        NameListQuery(target="LIST1"),
        AuthorizationListQuery(target="*", for_id="*", function_id="*"),
        VirtualNetworkVswitchQueryExtended(switch_name="*"),
        ImageVolumeSpaceQueryDM(query_type=2, entry_type=3, entry_names="*"),
        ImageVolumeSpaceQueryDM(query_type=3, entry_type=3, entry_names="*"),
        MetadataGet(target="LINUX01", metadata_names="key"),
        SystemRDRFileQuery(target="LINUX02"),
    )

    async def answers(client: SmapiClient) -> list[object]:
        found: list[object] = []
        for question in questions:
            reply = await client.call(question)
            found.append({name: value for name, value in vars(reply).items() if name != "request_id"})
        return found

    async with kept(tmp_path) as (host, client):
        await define(client, "LINUX01", "LINUX02")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(ImageLockDM(target="LINUX02"))
        await client.call(NameListAdd(target="LIST1", name="LINUX01"))
        await client.call(AuthorizationListAdd(target="LINUX01", for_id="ALL", function_id="Image_Activate"))
        values = (MetadataEntry(metadata_entry_name="key", metadata="value"),)
        await client.call(MetadataSet(target="LINUX01", metadata_entry_array=values))
        await LinuxClient(host.connect_linux).punch("LINUX02", "a", "b", "X", [b"data"])
        before = await answers(client)
    async with kept(tmp_path) as (_, client):
        assert await answers(client) == before


async def test_contents_of_disks_and_of_reader_files_are_there_again(tmp_path: Path) -> None:
    """Sparse files in the folder."""
    async with kept(tmp_path) as (host, client):
        await define(client, "LINUX01")
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100") as disk:
            await disk.write(1 << 20, b"kept")
        spool_id = await linux.punch("ZFLEETLX", "a", "b", "X", [b"data"])
    async with kept(tmp_path) as (host, _):
        linux = LinuxClient(host.connect_linux)
        async with await linux.link("LINUX01", "0100", "RR") as disk:
            assert await disk.read(1 << 20, 4) == b"kept"
        assert await linux.receive(spool_id) == b"data"
    sizes = [path.stat() for path in (tmp_path / "contents").iterdir()]
    assert sum(one.st_blocks * 512 for one in sizes) < 1 << 20


async def test_space_and_addresses_go_on_where_they_were(tmp_path: Path) -> None:
    """No extent and no MAC address is given twice across a restart."""
    async with kept(tmp_path) as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
    async with kept(tmp_path) as (_, client):
        await define(client, "LINUX02")
        await client.call(ImageActivate(target="LINUX02"))
        disks = [
            next(line for line in (await client.call(ImageQueryDM(target=name))).image_record_array if "MDISK" in line)
            for name in ("LINUX01", "LINUX02")
        ]
        assert disks[0] != disks[1]
        switch = (await client.call(VirtualNetworkVswitchQueryExtended(switch_name="VSW1"))).vswitch_array[0]
        macs = [adapter.adapter_macaddr for adapter in switch.connected_adapter_array]
        assert len(set(macs)) == 2


async def test_background_work_of_the_old_process_counts_as_failed(tmp_path: Path) -> None:
    """It will never be done, so nobody must wait for it."""
    background = (("Image_Create_DM", 100.0),)
    async with kept(tmp_path, background=background) as (_, client):
        lines = ("USER LINUX09 LBYONLY 1G 1G G",)
        started = await client.call(ImageCreateDM(target="LINUX09", image_record_array=lines), wait=False)
    async with kept(tmp_path, background=background) as (_, client):
        question = QueryAsynchronousOperationDM(target="LINUX09", operation_id=started.operation_id)
        assert await codes(client, question) == (0, 108)


async def test_a_guest_that_was_stopping_is_gone(tmp_path: Path) -> None:
    """Its time went by while the host was down."""
    async with kept(tmp_path, shutdown_seconds=30, clock=DrivenClock()) as (_, client):
        await define(client, "LINUX01")
        await client.call(ImageActivate(target="LINUX01"))
        await client.call(ImageDeactivate(target="LINUX01"))
    async with kept(tmp_path) as (_, client):
        assert (await client.call(ImageStatusQuery(target="LINUX01"))).reason_code == 12
