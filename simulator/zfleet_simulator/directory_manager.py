# SPDX-License-Identifier: Apache-2.0
"""The directory manager (DIRMAINT): entries, profiles, prototypes, locks, work units, local tags, subscriptions.

Every change of an entry goes through :meth:`DirectoryManager.put` or :meth:`DirectoryManager.remove`, which keep the
extents, the contents of minidisks, the online directory and the subscribers in step. Refusals carry z/VM's codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from zfleet_simulator.contents import Contents
from zfleet_simulator.directory import Entry, entry_from_records, included
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import State
from zfleet_simulator.statements import (
    AUTOMATIC,
    Comment,
    Console,
    Dedicate,
    Include,
    Link,
    Mdisk,
    Nicdef,
    Profile,
    Special,
    Spool,
    Statement,
    StatementError,
    User,
)
from zfleet_simulator.upper_case import upper_case
from zfleet_simulator.volumes import Volumes

# DIRMAINT's "unexpected return code from a command": what it answers when the directory program refuses a statement.
UNEXPECTED_RETURN_CODE = 3212
RUNNING, FINISHED, FAILED = "running", "finished", "failed"
_SINGLE_DEVICES = (Console, Spool, Link, Special, Dedicate, Mdisk)


@dataclass(frozen=True)
class Caller:
    """Who asks: the authenticated user id, and the number of the request (0: the system itself)."""

    user_id: str
    request: int = 0


@dataclass(frozen=True)
class Lock:
    """An entry, or one device of it, that only its holder may change."""

    holder: str


@dataclass(frozen=True)
class WorkUnit:
    """Work that goes on after the caller got return code 592."""

    number: int
    target: str
    function: str
    status: str = RUNNING


@dataclass(frozen=True)
class LocalTag:
    """A kind of named comment that entries may carry."""

    name: str
    ordinal: int


@dataclass(frozen=True)
class TagValue:
    """One entry's value of a local tag."""

    value: str


@dataclass(frozen=True)
class Subscription:
    """Who is told of directory changes: the server connects to them."""

    target: str
    include: bool
    tcp: bool
    ip_address: str
    port: int
    encoding: int
    data: str


@dataclass(frozen=True)
class Held:
    """The online version of an entry whose source was changed while static changes were deactivated."""

    entry: Entry | None


@dataclass(frozen=True)
class Setting:
    """A switch of the directory manager."""

    value: bool


@dataclass(frozen=True)
class Counted:
    """The last number given out."""

    value: int


ChangeListener = Callable[[str, str, tuple[Subscription, ...]], None]


class DirectoryManager:
    """The source directory and everything DIRMAINT keeps about it."""

    def __init__(self, state: State, volumes: Volumes, contents: Contents, automatic_in_entries: bool) -> None:
        self._state = state
        self.volumes = volumes
        self._contents = contents
        self._automatic_in_entries = automatic_in_entries
        self.entries = state.shelf("entry", Entry)
        self.prototypes = state.shelf("prototype", Entry)
        self.locks = state.shelf("lock", Lock)
        self.work_units = state.shelf("work unit", WorkUnit)
        self.tags = state.shelf("tag", LocalTag)
        self.tag_values = state.shelf("tag value", TagValue)
        self.subscriptions = state.shelf("subscription", Subscription)
        self._held = state.shelf("held entry", Held)
        self._settings = state.shelf("directory setting", Setting)
        self._counters = state.shelf("directory counter", Counted)
        self.busy: dict[str, int] = {}  # entries that a request is changing right now: its number
        self.listeners: list[ChangeListener] = []
        self.entries.observe(volumes.entry_changed)

    # --- reading ---------------------------------------------------------------------------------------------------

    def entry(self, name: str) -> Entry:
        """A user's, identity's or profile's entry. Refusal 400/4 when there is none."""
        found = self.entries.get(upper_case(name))
        if found is None:
            raise Refusal(400, 4)
        return found

    def image(self, name: str) -> Entry:
        """An entry that is no profile. Refusal 400/4."""
        found = self.entry(name)
        if found.is_profile:
            raise Refusal(400, 4)
        return found

    def profile(self, name: str) -> Entry:
        """A profile. Refusal 400/4."""
        found = self.entry(name)
        if not found.is_profile:
            raise Refusal(400, 4)
        return found

    def images(self) -> tuple[str, ...]:
        """The names of all entries that are no profiles, in alphabetical order."""
        return tuple(sorted(name for name, entry in self.entries.items() if not entry.is_profile))

    def online(self, name: str) -> Entry | None:
        """The entry as CP uses it."""
        held = self._held.get(name)
        return held.entry if held is not None else self.entries.get(name)

    def is_multiconfiguration(self, name: str) -> bool:
        """True for an IDENTITY: a user id that may be logged on at every member of a cluster at once."""
        entry = self.online(name)
        head = entry.first(User) if entry is not None else None
        return head is not None and head.keyword == "IDENTITY"

    def expanded(self, entry: Entry) -> tuple[Statement, ...]:
        """An entry's statements with those of its profiles in the place of INCLUDE."""
        statements: list[Statement] = []
        for one in entry.statements:
            if isinstance(one, Include):
                profile = self.online(one.profile)
                statements += profile.statements[1:] if profile is not None else ()
            else:
                statements.append(one)
        return tuple(statements)

    # --- changing --------------------------------------------------------------------------------------------------

    def create(self, target: str, records: Iterable[str], caller: Caller) -> None:
        """Add an entry. Refusal 400/8 when the name is taken, else as :meth:`checked`."""
        if target in self.entries:
            raise Refusal(400, 8)
        self._refuse_busy(target, caller)
        self.put(self.checked(target, records, None), "ADD", None)

    def replace(self, target: str, records: Iterable[str], caller: Caller) -> None:
        """Put new records in the place of a locked entry and unlock it. Refusal 400/4, 400/24, 400/12."""
        old = self.entry(target)
        lock = self.locks.get(target)
        if lock is None:
            raise Refusal(400, 24)
        if lock.holder != caller.user_id:
            raise Refusal(400, 12)
        self._refuse_busy(target, caller)
        self.put(self.checked(target, records, old), "REPLACE", old)
        self.locks.drop(target)

    def checked(self, target: str, records: Iterable[str], old: Entry | None) -> Entry:
        """An entry from records, complete and allowed, with automatic allocation done.

        Refusal 596 with DIRMAINT's number for a wrong statement, 400/40, 436/4, 436/40, 404/4, 408/4, 408/24, 420/8.
        """
        try:
            entry = entry_from_records(records)
            heads = entry.all(User) + entry.all(Profile)
        except StatementError as error:
            raise Refusal(596, UNEXPECTED_RETURN_CODE, str(error)) from None
        if len(heads) > 1:
            raise Refusal(400, 40)
        if entry.name != target:
            raise Refusal(400, 0)
        self._check_profiles(entry)
        _check_devices(entry)
        return self._allocated(entry, old)

    def _check_profiles(self, entry: Entry) -> None:
        names = included(entry)
        if len(names) > 1:
            raise Refusal(436, 40)
        for name in names:
            profile = self.entries.get(name)
            if profile is None or not profile.is_profile:
                raise Refusal(436, 4)

    def _allocated(self, entry: Entry, old: Entry | None) -> Entry:
        """With real extents; they are taken one after the other, so that two disks of one entry cannot meet."""
        # What the entry occupies so far counts as used while the next disk looks for room.
        self.entries.put(entry.name, _without_automatic(entry))
        for disk in entry.all(Mdisk):
            if disk.occupies_volume and not _same_extent(old.mdisk(disk.vdev) if old is not None else None, disk):
                self.volumes.check_fixed(entry.name, disk)
        taken = entry
        for disk in entry.all(Mdisk):
            if disk.allocation in AUTOMATIC:
                if not self._automatic_in_entries:
                    raise Refusal(596, UNEXPECTED_RETURN_CODE, "automatic allocation is not allowed in an entry")
                wanted = next(one for one in taken.all(Mdisk) if one.vdev == disk.vdev)
                taken = taken.replacing(wanted, self.volumes.allocate(disk))
                self.entries.put(entry.name, _without_automatic(taken))
        return taken

    def put(self, entry: Entry, word: str, old: Entry | None) -> None:
        """Make an entry the source's, and the online one's unless changes are held back; tell subscribers."""
        self._hold(entry.name, old)
        self._drop_contents(old, entry)
        self.entries.put(entry.name, entry)
        self._tell(entry.name, word)

    def remove(self, name: str) -> None:
        """Take an entry out, with its locks, tags and the contents of its minidisks."""
        old = self.entries[name]
        self._hold(name, old)
        self._drop_contents(old, None)
        self.entries.drop(name)
        for key in [key for key in self.locks if key == name or key.startswith(f"{name} ")]:
            self.locks.drop(key)
        for key in [key for key in self.tag_values if key.startswith(f"{name} ")]:
            self.tag_values.drop(key)
        self._tell(name, "PURGE")

    def update(self, entry: Entry, word: str = "UPDATE") -> None:
        """Put a changed entry; StatementError of a statement that does not fit becomes DIRMAINT's refusal."""
        try:
            _ = entry.statements
        except StatementError as error:
            raise Refusal(596, UNEXPECTED_RETURN_CODE, str(error)) from None
        self.put(entry, word, self.entries.get(entry.name))

    def for_update(self, name: str, caller: Caller) -> Entry:
        """An entry that may be changed now. Refusal 400/4 unknown, 400/12 locked or being changed."""
        entry = self.entry(name)
        self._refuse_busy(upper_case(name), caller)
        if upper_case(name) in self.locks:
            raise Refusal(400, 12)
        return entry

    def _refuse_busy(self, name: str, caller: Caller) -> None:
        if self.busy.get(name, caller.request) != caller.request:
            raise Refusal(400, 12)

    def _drop_contents(self, old: Entry | None, new: Entry | None) -> None:
        if old is None:
            return
        for disk in old.all(Mdisk):
            if not _same_extent(new.mdisk(disk.vdev) if new is not None else None, disk):
                self._contents.forget(old.name, disk.vdev)

    def allocate(self, disk: Mdisk) -> Mdisk:
        """A minidisk with a real extent, for a statement that is about to be added to an entry."""
        return self.volumes.allocate(disk) if disk.allocation in AUTOMATIC else disk

    # --- static changes: source and online directory ---------------------------------------------------------------

    @property
    def changes_online(self) -> bool:
        """False while source changes are held back from the online directory."""
        setting = self._settings.get("online")
        return setting is None or setting.value

    def set_changes_online(self, value: bool) -> None:
        """Hold source changes back from now on, or put them online from now on."""
        self._settings.put("online", Setting(value))
        if value:
            self.put_online()

    def put_online(self) -> None:
        """Put the source online once."""
        for name in list(self._held):
            self._held.drop(name)

    def _hold(self, name: str, old: Entry | None) -> None:
        if not self.changes_online and name not in self._held:
            self._held.put(name, Held(old))

    # --- locks -----------------------------------------------------------------------------------------------------

    def lock(self, name: str, vdev: int | None, caller: Caller) -> None:
        """Lock an entry or one device. Refusal 400/4, 404/8 no such device, 400/12 and 404/12 locked already."""
        entry = self.entry(name)
        key = _lock_key(entry.name, vdev)
        if vdev is not None and vdev not in entry.device_numbers():
            raise Refusal(404, 8)
        if entry.name in self.locks:
            raise Refusal(400, 12)
        if key in self.locks:
            raise Refusal(404, 12)
        self._refuse_busy(entry.name, caller)
        self.locks.put(key, Lock(caller.user_id))

    def unlock(self, name: str, vdev: int | None, caller: Caller) -> None:
        """Unlock an entry or one device. Refusal 400/4, 400/24 and 404/24 not locked, 400/12 held by someone else."""
        entry = self.entry(name)
        lock = self.locks.get(_lock_key(entry.name, vdev))
        if lock is None:
            raise Refusal(400 if vdev is None else 404, 24)
        if lock.holder != caller.user_id:
            raise Refusal(400 if vdev is None else 404, 12)
        self.locks.drop(_lock_key(entry.name, vdev))

    def device_locks(self, name: str) -> tuple[tuple[str, str], ...]:
        """The locked devices of an entry: (device number, holder)."""
        prefix = f"{name} "
        return tuple((key[len(prefix) :], lock.holder) for key, lock in self.locks.items() if key.startswith(prefix))

    def refuse_locked_device(self, name: str, vdev: int, return_code: int) -> None:
        """Refusal ``return_code``/12 (404 device, 408 disk) when the device is locked."""
        if _lock_key(name, vdev) in self.locks:
            raise Refusal(return_code, 12)

    # --- work units ------------------------------------------------------------------------------------------------

    def start_work(self, target: str, function: str) -> WorkUnit:
        """A new unit of background work; its entry is locked by it until :meth:`end_work`."""
        unit = WorkUnit(self.next_number("work unit", 111_074_000), target, function)
        self.work_units.put(str(unit.number), unit)
        return unit

    def end_work(self, number: int, succeeded: bool) -> None:
        """Note how a unit ended."""
        unit = self.work_units[str(number)]
        self.work_units.put(str(number), replace(unit, status=FINISHED if succeeded else FAILED))

    def next_number(self, what: str, first: int) -> int:
        """Count up and give the new number."""
        last = self._counters.get(what)
        value = first if last is None else last.value + 1
        self._counters.put(what, Counted(value))
        return value

    # --- telling ---------------------------------------------------------------------------------------------------

    def _tell(self, name: str, word: str) -> None:
        interested = tuple(self._interested(name))
        for listener in self.listeners:
            # The default argument keeps this turn's listener: the step runs them all when it is done.
            self._state.afterwards(lambda one=listener: one(name, word, interested))  # type: ignore[misc]

    def _interested(self, name: str) -> Iterable[Subscription]:
        for one in self.subscriptions.values():
            if one.include and one.target in (name, "ALL"):
                excluded = replace(one, target=name, include=False)
                if excluded not in self.subscriptions.values():
                    yield one


def _lock_key(name: str, vdev: int | None) -> str:
    return name if vdev is None else f"{name} {vdev:04X}"


def _without_automatic(entry: Entry) -> Entry:
    return entry.without(*(one for one in entry.all(Mdisk) if one.allocation in AUTOMATIC))


def _same_extent(one: Mdisk | None, other: Mdisk) -> bool:
    return one is not None and (one.volume, one.start, one.size) == (other.volume, other.start, other.size)


def _check_devices(entry: Entry) -> None:
    """No two statements for one device number, but for NICDEF statements, which describe one adapter together."""
    singles = [one for one in entry.statements if isinstance(one, _SINGLE_DEVICES)]
    for vdev, count in Counter(one.vdev for one in singles).items():
        if count > 1:
            disks = any(isinstance(one, Mdisk) for one in singles if one.vdev == vdev)
            raise Refusal(408 if disks else 404, 4)
    taken = {one.vdev for one in singles}
    for nic in entry.all(Nicdef):
        if taken & set(range(nic.vdev, nic.vdev + (nic.devices or 3))):
            raise Refusal(404, 4)


def directory_comments(entry: Entry) -> tuple[str, ...]:
    """The comment lines of an entry."""
    return tuple(one.text for one in entry.all(Comment))
