# SPDX-License-Identifier: Apache-2.0
"""Changes how many CPUs a guest has: in its directory entry, and in the running guest when that is asked for.

Everything that can be wrong is looked at before anything changes. What fails half-way is put back as it was: the entry
by comparing what it says then with what it said before, the running guest CPU by CPU.
"""

from __future__ import annotations

from dataclasses import dataclass

from zfleet_guest.cpu_definitions import CpuDefinitions, change_between, definitions_of, same
from zfleet_guest.directory import Directory
from zfleet_guest.live_cpus import LiveCpus, OnlineCpus
from zfleet_guest.power import Power
from zfleet_guest.read_entry import read_entry
from zfleet_guest.refusals import explaining, not_running
from zfleet_guest.spec import Share
from zfleet_guest.undo import undoing
from zfleet_guest.zvm import Zvm
from zfleet_runtime.errors import failed_precondition, resource_exhausted
from zfleet_runtime.smapi_errors import no_such_guest
from zfleet_runtime.turns import Turns
from zfleet_smapi.calls import ImageDefinitionDeleteDM, ImageDefinitionUpdateDM
from zfleet_smapi.calls.image_definition import DefinitionTasks
from zfleet_smapi.declaration import Call
from zfleet_smapi.errors import ReplyLost

MOST_CPUS = 64


@dataclass(frozen=True, slots=True)
class CpusResized:
    """How many CPUs the entry defined before, whether it was changed, how many are online now (0: not looked at)."""

    before: int
    changed: bool
    online: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry and its profile say of CPUs."""

    own: CpuDefinitions
    profile: CpuDefinitions

    @property
    def addresses(self) -> frozenset[int]:
        """All addresses that are defined at logon; CPU 00 is there without a definition."""
        return self.own.addresses | self.profile.addresses or frozenset((0,))

    @property
    def maximum(self) -> int | None:
        return self.own.maximum or self.profile.maximum


class CpuResize:
    """Resizes guests' CPUs. `share_unit`: relative share of each CPU when the caller gives no share; 0 leaves it."""

    def __init__(
        self, zvm: Zvm, directory: Directory, power: Power, live: LiveCpus, turns: Turns, share_unit: int
    ) -> None:
        self._zvm = zvm
        self._directory = directory
        self._power = power
        self._live = live
        self._turns = turns
        self._share_unit = share_unit

    async def resize(self, user_id: str, count: int, share: Share | None, live: bool) -> CpusResized:
        """Gives a guest `count` CPUs. NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION as the contract says."""
        return await self._turns.unbroken(user_id, self._resize(user_id, count, share, live))

    async def _resize(self, user_id: str, count: int, share: Share | None, live: bool) -> CpusResized:
        with explaining(user_id):
            entry = await self._entry(user_id)
            if live and not await self._power.is_on(user_id):
                raise not_running(user_id)
        wanted = self._wanted(user_id, entry, count, share)
        cpus = await self._live.look(user_id) if live else None
        before, changed = len(entry.addresses), not same(entry.own, wanted)
        if changed:
            await self._change(user_id, entry.own, wanted)
        if cpus is None:
            return CpusResized(before, changed)
        async with undoing(lambda: self._restore(user_id, entry.own), "directory entry"):
            await self._bring(user_id, cpus, _Entry(wanted, entry.profile).addresses, count)
        return CpusResized(before, changed, count)

    async def _entry(self, user_id: str) -> _Entry:
        records = await self._directory.records(user_id)
        if records is None:
            raise no_such_guest(user_id)
        name = read_entry(user_id, records).profile
        profile = await self._directory.profile(name) if name else None
        return _Entry(definitions_of(records), definitions_of(profile or ()))

    def _wanted(self, user_id: str, entry: _Entry, count: int, share: Share | None) -> CpuDefinitions:
        """What the entry shall say; refuses what cannot be."""
        now = entry.addresses
        if entry.maximum is not None and count > entry.maximum:
            raise resource_exhausted(
                "CPUS_ABOVE_MAXIMUM",
                f"guest {user_id} may have at most {entry.maximum} CPUs",
                metadata={"maximum": str(entry.maximum)},
                resource=("guest", user_id),
            )
        if entry.maximum is None and count > len(now):
            text = f"guest {user_id} has no MACHINE statement that says how many CPUs it may have"
            raise failed_precondition("MAX_CPUS_NOT_DEFINED", text, resource=("guest", user_id))
        wanted = entry.own
        if count > len(now):
            free = [address for address in range(MOST_CPUS) if address not in now]
            undefined = () if entry.own.addresses | entry.profile.addresses else (0,)
            wanted = wanted.with_cpus([*undefined, *free[: count - len(now)]], ())
        elif count < len(now):
            wanted = wanted.with_cpus((), self._surplus(user_id, entry, len(now) - count))
        if share is not None:
            return wanted.with_share(share)
        if count != len(now) and self._share_unit:
            return wanted.with_share(Share("RELATIVE", str(min(self._share_unit * count, 10000))))
        return wanted

    def _surplus(self, user_id: str, entry: _Entry, number: int) -> list[int]:
        """The highest addresses that the entry itself defines, each by a statement of its own; never the base CPU."""
        base = {address for address, (_, value) in entry.own.own.items() if " BASE=YES" in value}
        removable = sorted(set(entry.own.own) - entry.own.together - entry.profile.addresses - base - {0})
        if len(removable) < number:
            raise failed_precondition(
                "CPUS_IN_PROFILE",
                f"only {len(removable)} CPUs can be taken out of the entry of guest {user_id}: others are in its "
                "profile or together in one statement",
                resource=("guest", user_id),
            )
        return removable[-number:]

    async def _change(self, user_id: str, now: CpuDefinitions, wanted: CpuDefinitions) -> None:
        """Has the entry say what is wanted, or what it said before."""
        for at, call in enumerate(_calls(user_id, now, wanted)):
            async with undoing(lambda: self._restore(user_id, now), "directory entry", begun=at > 0):
                await self._call(user_id, call, wanted)

    async def _call(self, user_id: str, call: Call[DefinitionTasks], wanted: CpuDefinitions) -> None:
        with explaining(user_id):
            try:
                await self._zvm.call(call)
            except ReplyLost:
                left = _calls(user_id, await self._own(user_id), wanted)
                if any(type(each) is type(call) for each in left):
                    raise

    async def _restore(self, user_id: str, before: CpuDefinitions) -> None:
        for call in _calls(user_id, await self._own(user_id), before):
            await self._zvm.call(call)

    async def _own(self, user_id: str) -> CpuDefinitions:
        return definitions_of(await self._directory.records(user_id) or ())

    async def _bring(self, user_id: str, cpus: OnlineCpus, defined: frozenset[int], count: int) -> None:
        """Sets CPUs of the running guest on- or offline until `count` are online."""
        more = count - len(cpus.online)
        if more > 0:
            # First those that are there and offline, then those that the entry defines, then any others.
            spare = frozenset(range(MOST_CPUS)) - cpus.online - cpus.offline - defined
            ranked = [*sorted(cpus.offline), *sorted(defined - cpus.online - cpus.offline), *sorted(spare)]
            await self._live.more(user_id, ranked[:more], cpus)
        elif more < 0:
            await self._live.fewer(user_id, sorted(cpus.online)[more:])


def _calls(user_id: str, now: CpuDefinitions, wanted: CpuDefinitions) -> list[Call[DefinitionTasks]]:
    """The calls that bring an entry from one state to the other; what is added and set comes first."""
    change = change_between(now, wanted)
    calls: list[Call[DefinitionTasks]] = []
    if change.update:
        calls.append(
            ImageDefinitionUpdateDM(target=user_id, definition_update_directory_keyword_parameter_list=change.update)
        )
    if change.delete:
        calls.append(
            ImageDefinitionDeleteDM(target=user_id, definition_delete_directory_keyword_parameter_list=change.delete)
        )
    return calls
