# SPDX-License-Identifier: Apache-2.0
"""CPUs and memory that a guest's Linux takes into use: CP sees them, and a new logon begins anew."""

from __future__ import annotations

from tests.unit.simulator.linuxes import Lab, lab
from tests.unit.simulator.worlds import entry
from zfleet_smapi.calls import (
    ImageActiveConfigurationQuery,
    ImageCPUDefine,
    ImageCPUQuery,
    ImageRecycle,
    SystemImagePerformanceQuery,
)

STANDBY = "COMMAND DEF STOR INITIAL STANDBY REMAINDER"
CPUS = ("MACHINE ESA 4", "COMMAND DEFINE CPU 00 TYPE IFL", "COMMAND DEFINE CPU 01 TYPE IFL")


async def addresses(world: Lab, *options: str) -> list[int]:
    """CPU numbers that lscpu lists."""
    said = await world.ask("lscpu", "--parse=ADDRESS", *options)
    return [int(line) for line in said.splitlines() if not line.startswith("#")]


async def cpus(world: Lab) -> dict[int, int]:
    """CP's virtual CPUs and their states (3 operating, 1 stopped)."""
    reply = await world.client.call(ImageCPUQuery(target="LINUX01"))
    return {one.cpu_number: one.cpu_status for one in reply.cpu_info_array}


async def memory(world: Lab) -> tuple[int, int, int]:
    """Memory in MiB: CP's configuration, CP's performance record (at most in use), Linux's online bytes."""
    active = await world.client.call(ImageActiveConfigurationQuery(target="LINUX01"))
    (record,) = (await world.client.call(SystemImagePerformanceQuery(target="LINUX01"))).image_performance_array
    said = await world.ask("lsmem", "-b")
    online = next(line.split()[-1] for line in said.splitlines() if line.startswith("Total online memory"))
    return (
        active.memory_size * {1: 1, 2: 1024, 3: 1024**2}[active.memory_unit] // 1024,
        record.max_memory >> 10,
        int(online) >> 20,
    )


async def test_cpus_are_defined_found_and_enabled_one_step_after_the_other() -> None:
    """CP has a new CPU at once, stopped; Linux knows it after a look, and runs on it when it is enabled."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", *CPUS))
        await world.start()
        assert await cpus(world) == {0: 3, 1: 3}
        assert await addresses(world) == [0, 1]
        assert "CPU 03 defined" in await world.ask("vmcp", "def", "cpu", "02", "03")
        assert await cpus(world) == {0: 3, 1: 3, 2: 1, 3: 1}
        assert await addresses(world, "--offline") == []
        assert await world.exit_code("chcpu", "-e", "2") == 1
        await world.ask("chcpu", "-r")
        assert await addresses(world, "--offline") == [2, 3]
        await world.ask("chcpu", "-e", "2,3")
        assert await addresses(world) == [0, 1, 2, 3]
        assert await cpus(world) == {0: 3, 1: 3, 2: 3, 3: 3}
        (record,) = (await world.client.call(SystemImagePerformanceQuery(target="LINUX01"))).image_performance_array
        assert record.guest_cpus == 4
        assert await world.ask("nproc") == "4\n"
        await world.ask("chcpu", "-d", "3")
        assert (await addresses(world), await addresses(world, "--offline")) == ([0, 1, 2], [3])
        assert (await cpus(world))[3] == 1
        await world.client.call(ImageRecycle(target="LINUX01"))
        assert (await cpus(world), await addresses(world)) == ({0: 3, 1: 3}, [0, 1])


async def test_cpus_that_cannot_be_are_refused() -> None:
    """Above the maximum of the directory, defined already, not there, the last one; a part done is 64."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", *CPUS))
        await world.start()
        too_many = await world.linux.guest_command("LINUX01", ["vmcp", "define", "cpu", "02-04"])
        assert too_many.exit_code == 1
        assert "HCPCPU1458E CPU 04" in too_many.output
        assert sorted(await cpus(world)) == [0, 1, 2, 3]
        assert await world.exit_code("vmcp", "def", "cpu", "01") == 1
        assert await world.exit_code("vmcp", "def", "cpu", "zz") == 1
        assert await world.exit_code("chcpu", "-d", "0-1") == 64
        assert await addresses(world) == [1]
        assert await world.exit_code("chcpu", "-e", "7") == 1
        assert await world.exit_code("chcpu", "-e", "x") == 1


async def test_a_cpu_that_smapi_defines_is_found_by_a_look_too() -> None:
    """However it came, it is stopped until Linux takes it."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", *CPUS))
        await world.start()
        await world.client.call(ImageCPUDefine(target="LINUX01", cpu_address="02", cpu_type=2))
        assert (await cpus(world))[2] == 1
        await world.ask("chcpu", "-r")
        await world.ask("chcpu", "-e", "2")
        assert (await cpus(world))[2] == 3


async def test_standby_memory_is_taken_into_use_and_cp_sees_it() -> None:
    """DEF STOR INITIAL STANDBY REMAINDER: all up to the maximum is standby; a new logon has the defined size again."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", STANDBY))
        await world.start()
        assert await memory(world) == (1024, 1024, 1024)
        for command in (("q", "storage"), ("q", "v", "stor")):
            said = await world.ask("vmcp", *command)
            assert said.split("  ") == ["STORAGE = 1G", "MAX = 4G", "INC = 1M", "STANDBY = 3G", "RESERVED = 0\n"]
        await world.ask("chmem", "-e", "2048M")
        assert await memory(world) == (3072, 3072, 3072)
        assert await world.exit_code("chmem", "-e", "2G") == 64
        assert await memory(world) == (4096, 4096, 4096)
        assert await world.exit_code("chmem", "-e", "1G") == 1
        await world.ask("chmem", "-d", "1G")
        assert await memory(world) == (3072, 3072, 3072)
        await world.client.call(ImageRecycle(target="LINUX01"))
        assert await memory(world) == (1024, 1024, 1024)


async def test_reserved_memory_is_made_standby_before_it_is_used() -> None:
    """The old style: COMMAND DEF STOR RESERVED, then DEF STORAGE STANDBY in the running guest."""
    async with lab("LINUX02") as world:
        await world.client.call(entry("LINUX01", "COMMAND DEF STOR RESERVED 3072M"))
        await world.start()
        assert "STANDBY = 0  RESERVED = 3G" in await world.ask("vmcp", "q", "storage")
        assert await world.exit_code("chmem", "-e", "1024M") == 1
        await world.ask("vmcp", "def", "storage", "standby", "1024M")
        assert "STANDBY = 1G  RESERVED = 2G" in await world.ask("vmcp", "q", "storage")
        await world.ask("chmem", "-e", "1024M")
        assert await memory(world) == (2048, 2048, 2048)
        assert await world.exit_code("vmcp", "def", "storage", "standby", "8G") == 1
        assert await world.exit_code("vmcp", "def", "storage", "standby", "much") == 1


async def test_a_guest_without_more_memory_has_none_to_take() -> None:
    """No DEFINE STORAGE command in its entry, no standby."""
    async with lab() as world:
        await world.start()
        assert "STANDBY = 0  RESERVED = 0" in await world.ask("vmcp", "q", "storage")
        assert await world.exit_code("chmem", "-e", "256M") == 1


async def test_cp_answers_a_guest_about_itself_only() -> None:
    """QUERY of a device and of nothing there, DETACH; what another class may do is unknown to it."""
    async with lab() as world:
        await world.start()
        assert (await world.ask("vmcp", "q", "0100")).startswith("DASD 0100 3390")
        assert (await world.ask("vmcp", "q", "v", "1000")).startswith("OSA")
        gone = await world.linux.guest_command("LINUX01", ["vmcp", "q", "2000"])
        assert (gone.exit_code, "HCPQVD040E" in gone.output) == (1, True)
        assert (await world.ask("vmcp", "q", "userid")).split() == ["LINUX01", "AT", "ZVMSIM1"]
        assert await world.exit_code("vmcp", "attach", "b800", "*") == 1
        assert await world.exit_code("vmcp", "def", "cpu") == 1
        assert await world.exit_code("sudo", "chccwdev", "-d", "0100") == 0
        assert await world.ask("cat", "/proc/dasd/devices") == (
            "0.0.0190(ECKD) at ( 94:     0) is dasda       : active at blocksize: 4096, 37260 blocks, 145 MB\n"
            "0.0.019d(ECKD) at ( 94:     4) is dasdb       : active at blocksize: 4096, 52560 blocks, 205 MB\n"
            "0.0.019e(ECKD) at ( 94:     8) is dasdc       : active at blocksize: 4096, 90000 blocks, 351 MB\n"
        )
        await world.ask("vmcp", "detach", "0100")
        assert await world.exit_code("vmcp", "q", "0100") == 1
        assert await world.exit_code("chccwdev", "-d", "0.0.0100") == 1
