# SPDX-License-Identifier: Apache-2.0
"""Has a guest's Linux set up or forget network interfaces; what rhcos has for that is a kernel parameter."""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.carry_out import DEFAULT_TIMEOUT, Script, Scripts, failed
from zfleet_guest.directory import Directory
from zfleet_guest.files import FIRST_BOOT_CLASS
from zfleet_guest.first_boot.distribution import Distribution, Family
from zfleet_guest.first_boot.network_script import network_archive, network_parameter, removal_script
from zfleet_guest.first_boot.script import Result
from zfleet_guest.prepare_first_boot import FirstBootRecords
from zfleet_guest.reader_access import ReaderFile
from zfleet_guest.registry import ManagedGuest, Registry
from zfleet_guest.system_spec import NicSetup
from zfleet_runtime.errors import Violation, ZfleetError, invalid_argument, unimplemented

_NETWORK_FILE_NAME = ("network", "doscript")


@dataclass(frozen=True, slots=True)
class NicOrder:
    """Interfaces to set up, device numbers of those to forget, and whether the running guest is to do it at once."""

    user_id: str
    distribution: Distribution
    nics: tuple[NicSetup, ...] = ()
    removed: tuple[str, ...] = ()
    activate: bool = False


@dataclass(frozen=True, slots=True)
class NicsConfigured:
    """The files sent with their spool ids, whether they are done already, the parameter of rhcos."""

    files: tuple[ReaderFile, ...] = ()
    spool_ids: tuple[int, ...] = ()
    applied: bool = False
    network_parameter: str = ""


class NicConfiguration:
    """Sets up interfaces in guests."""

    def __init__(self, scripts: Scripts, records: FirstBootRecords, registry: Registry, directory: Directory) -> None:
        self._scripts = scripts
        self._directory = directory
        self._records = records
        self._registry = registry

    async def configure(self, order: NicOrder, guest: ManagedGuest | None) -> NicsConfigured:
        """What was sent, and whether it is done. NOT_FOUND; FAILED_PRECONDITION for `activate` without a running Linux.

        `guest`: what the registry says of the guest; one that it does not have is taken for configured before.
        """
        if order.distribution.family is Family.RHCOS:
            return await self._keep_parameter(order)
        first = guest is not None and not guest.network_configured and bool(order.nics)
        scripts = self._scripts_of(order, first)
        if order.activate:
            done = await self._scripts.carry_out(order.user_id, scripts, must=True, timeout=DEFAULT_TIMEOUT)
            for each in done.failures:
                raise failed(order.user_id, each)
            spool_ids, applied = done.spool_ids, True
        else:
            files = [script.file for script in scripts]
            spool_ids, applied = await self._scripts.send(order.user_id, files), False
        if first:
            await self._registry.change(order.user_id, {"network_configured": True})
        return NicsConfigured(tuple(script.file for script in scripts), tuple(spool_ids), applied)

    def _scripts_of(self, order: NicOrder, first: bool) -> list[Script]:
        scripts = []
        for number in order.removed:
            result = Result.of(f"nic-{number}")
            content = removal_script(order.distribution, number, at_once=order.activate, result=result)
            scripts.append(Script(ReaderFile(f"DEL{number}", "sh", FIRST_BOOT_CLASS, content), result))
        if order.nics:
            result = Result.of("network")
            content = network_archive(
                order.distribution, order.nics, first=first, at_once=order.activate, result=result
            )
            scripts.append(Script(ReaderFile(*_NETWORK_FILE_NAME, FIRST_BOOT_CLASS, content), result))
        return scripts

    async def _keep_parameter(self, order: NicOrder) -> NicsConfigured:
        if order.removed or order.activate:
            raise unimplemented(
                "RHCOS_NICS_FIXED", "the network of rhcos is set when it is deployed and cannot be changed from outside"
            )
        await self._directory.must_exist(order.user_id)
        parameter = network_parameter(order.distribution, order.nics[0])
        await self._records.keep_network_parameter(order.user_id, parameter)
        return NicsConfigured(network_parameter=parameter)


async def managed_guest(registry: Registry, user_id: str) -> ManagedGuest | None:
    """What the registry says of a guest; None when it is not managed."""
    try:
        return await registry.find(user_id)
    except ZfleetError as error:
        if error.reason != "GUEST_NOT_MANAGED":
            raise
        return None


def os_version_unknown() -> ZfleetError:
    """INVALID_ARGUMENT: neither the request nor the registry says which distribution it is."""
    text = "is required: the registry does not say which distribution the guest has"
    return invalid_argument([Violation("os_version", text)], "OS_VERSION_UNKNOWN")
