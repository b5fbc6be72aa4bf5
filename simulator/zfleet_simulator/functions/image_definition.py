# SPDX-License-Identifier: Apache-2.0
"""Directory entries by keyword instead of statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.definition_keywords import (
    KEYWORDS,
    USER_KEYWORDS,
    keyword_lines,
    statement_of,
    subkeys,
    unknown_keyword,
)
from zfleet_simulator.directory import Entry, included, render_records
from zfleet_simulator.functions.image_directory import check_password, online_reason
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.server_files import Flag
from zfleet_simulator.statements import (
    Command,
    Console,
    Cpu,
    Dedicate,
    Include,
    Ipl,
    Link,
    Machine,
    Mdisk,
    Nicdef,
    Option,
    Other,
    Share,
    Spool,
    Statement,
    StatementError,
    User,
    device_number,
    memory_kilobytes,
)
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ImageDefinitionAsyncUpdates,
    ImageDefinitionCreateDM,
    ImageDefinitionDeleteDM,
    ImageDefinitionQueryDM,
    ImageDefinitionUpdateDM,
)
from zfleet_smapi.calls.image_definition import DefinitionTasks, ImageDefinitionQueryDMReply
from zfleet_smapi.declaration import Reply

Assignments = Iterable[tuple[str, str | None]]
_BY_DEVICE = {"CONSOLE": Console, "DEDICATE": Dedicate, "MDISK": Mdisk, "NICDEF": Nicdef, "SPOOL": Spool}
_ONLY_ONE: dict[str, type[Statement]] = {
    "CPU_MAXIMUM": Machine,
    "INCLUDE": Include,
    "IPL": Ipl,
    "OPTION": Option,
    "SHARE": Share,
}
_DEFAULT_PASSWORD = "AUTOONLY"  # noqa: S105 - z/VM's word for: nobody logs on here with a password


def _tasks(here: Context) -> DefinitionTasks:
    return DefinitionTasks(reason_code=online_reason(here), bare=True)


@serves(ImageDefinitionAsyncUpdates)
def image_definition_async_updates(here: Context, call: ImageDefinitionAsyncUpdates) -> Reply:
    """Notices of finished changes as events, or not."""
    notices, user_id = here.parts.files.definition_notices, here.caller.user_id
    if upper_case(call.enabled) == "YES":
        notices.put(user_id, Flag(True))
    elif user_id in notices:
        notices.drop(user_id)
    return done()


@serves(ImageDefinitionCreateDM)
def image_definition_create_dm(here: Context, call: ImageDefinitionCreateDM) -> DefinitionTasks:
    """A new entry from keywords."""
    given = tuple((upper_case(keyword), value or "") for keyword, value in
                  call.definition_create_directory_keyword_parameter_list)  # fmt: skip
    _refuse_unknown(keyword for keyword, _ in given)
    user = _changed_user(User("USER", upper_case(call.target), _DEFAULT_PASSWORD, 32_768, 32_768, "G"), given)
    records = [user.render()]
    devices: list[str] = []
    for keyword, value in given:
        if keyword in USER_KEYWORDS:
            continue
        lines = render_records(statement_of(keyword, value))
        (devices if keyword in (*_BY_DEVICE, "LINK") else records).extend(lines)
    here.parts.directory.create(upper_case(call.target), [*records, *devices], here.caller)
    return _tasks(here)


def _refuse_unknown(keywords: Iterable[str]) -> None:
    for keyword in keywords:
        if keyword not in KEYWORDS:
            raise unknown_keyword(keyword)


def _changed_user(user: User, given: Assignments) -> User:
    for keyword, value in given:
        text = upper_case(value or "")
        try:
            match keyword:
                case "PASSWORD":
                    check_password(text)
                    user = replace(user, password=text)
                case "PRIVILEGE_CLASSES":
                    user = replace(user, classes=text)
                case "STORAGE_INITIAL":
                    memory = memory_kilobytes(text)
                    user = replace(user, memory_kb=memory, max_memory_kb=max(memory, user.max_memory_kb))
                case "STORAGE_MAXIMUM":
                    user = replace(user, max_memory_kb=memory_kilobytes(text))
        except StatementError as error:
            raise Refusal(8, 3032, f"{keyword}: {error}") from None
    if user.memory_kb > user.max_memory_kb:
        raise Refusal(8, 3032, "STORAGE_INITIAL is more than STORAGE_MAXIMUM")
    return user


@serves(ImageDefinitionUpdateDM)
def image_definition_update_dm(here: Context, call: ImageDefinitionUpdateDM) -> DefinitionTasks:
    """Change things in an entry, or add them."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    given = tuple((upper_case(keyword), value or "") for keyword, value in
                  call.definition_update_directory_keyword_parameter_list)  # fmt: skip
    _refuse_unknown(keyword for keyword, _ in given)
    user = entry.first(User)
    if user is not None:
        changed_user = _changed_user(user, given)
        entry = entry.replacing(user, changed_user) if changed_user != user else entry
    for keyword, value in given:
        if keyword not in USER_KEYWORDS:
            entry = _updated(here, entry, keyword, value)
    _check_cpus(entry)
    for name in included(entry):
        directory_entry = directory.entries.get(name)
        if directory_entry is None or not directory_entry.is_profile:
            raise Refusal(436, 4)
    directory.update(entry)
    return _tasks(here)


def _updated(here: Context, entry: Entry, keyword: str, value: str) -> Entry:
    old = _find(entry, keyword, value)
    if keyword == "MDISK":
        adding = upper_case(subkeys(value).get("OPERATION", "")) == "ADD"
        if adding and old is not None:
            raise Refusal(408, 4)
        if not adding and old is None:
            raise Refusal(408, 8)
    new = statement_of(keyword, value, old)
    if isinstance(new, Mdisk) and old is None:
        if new.vdev in entry.device_numbers():
            raise Refusal(408, 4)
        new = here.parts.directory.allocate(new)
        if new.occupies_volume:
            here.parts.volumes.check_fixed(entry.name, new)
    elif old is None and keyword in _BY_DEVICE and getattr(new, "vdev", -1) in entry.device_numbers():
        raise Refusal(404, 4)
    return entry.replacing(old, new) if old is not None else entry.adding(new)


def _find(entry: Entry, keyword: str, value: str) -> Statement | None:
    """The statement of an entry that a keyword speaks of."""
    words = subkeys(value)
    try:
        if keyword in _BY_DEVICE:
            vdev = device_number(words.get("VDEV", ""))
            kind: type[Any] = _BY_DEVICE[keyword]
            return next((one for one in entry.all(kind) if one.vdev == vdev), None)
        if keyword == "LINK":
            vdev = device_number(words.get("VDEV2") or words.get("VDEV1", ""))
            return next((one for one in entry.all(Link) if one.vdev == vdev), None)
        if keyword == "CPU":
            address = device_number(words.get("CPUADDR", ""))
            return next((one for one in entry.all(Cpu) if one.address == address), None)
    except StatementError as error:
        raise Refusal(8, 3032, f"{keyword}: {error}") from None
    if keyword in _ONLY_ONE:
        return entry.first(_ONLY_ONE[keyword])
    if keyword == "VMRELOCATE":
        return next((one for one in entry.all(Other) if one.keyword == keyword), None)
    return _find_command(entry, keyword, words)


def _find_command(entry: Entry, keyword: str, words: dict[str, str]) -> Command | None:
    for one in entry.all(Command):
        for found, text in keyword_lines(one):
            if found != keyword:
                continue
            if keyword != "COMMAND_DEFINE_CPU" or _same_address(subkeys(text), words):
                return one
    return None


def _same_address(one: dict[str, str], other: dict[str, str]) -> bool:
    try:
        return int(one.get("CPUADDR", ""), 16) == int(other.get("CPUADDR", ""), 16)
    except ValueError:
        return False


def _check_cpus(entry: Entry) -> None:
    if sum(one.base for one in entry.all(Cpu)) > 1:
        raise Refusal(520, 24)


@serves(ImageDefinitionDeleteDM)
def image_definition_delete_dm(here: Context, call: ImageDefinitionDeleteDM) -> DefinitionTasks:
    """Take things out of an entry."""
    directory = here.parts.directory
    directory.image(call.target)
    entry = directory.for_update(call.target, here.caller)
    given = tuple((upper_case(keyword), value or "") for keyword, value in
                  call.definition_delete_directory_keyword_parameter_list)  # fmt: skip
    _refuse_unknown(keyword for keyword, _ in given)
    for keyword, value in given:
        if keyword in USER_KEYWORDS:
            raise Refusal(8, 3032, f"{keyword} cannot be deleted")
        old = _find(entry, keyword, value)
        if old is None:
            raise _nothing_such(keyword)
        if isinstance(old, Mdisk):
            directory.refuse_locked_device(entry.name, old.vdev, 408)
        entry = entry.without(old)
    directory.update(entry)
    return _tasks(here)


def _nothing_such(keyword: str) -> Refusal:
    if keyword == "MDISK" or keyword == "LINK":
        return Refusal(408, 8)
    if keyword in _BY_DEVICE:
        return Refusal(404, 8)
    if keyword == "CPU":
        return Refusal(520, 30)
    return Refusal(460, 4) if keyword == "IPL" else Refusal(8, 4)


@serves(ImageDefinitionQueryDM)
def image_definition_query_dm(here: Context, call: ImageDefinitionQueryDM) -> ImageDefinitionQueryDMReply:
    """An entry as keywords; what a profile brings is marked."""
    texts = call.definition_query_directory_keyword_parameter_list
    wanted = [upper_case(word) for text in texts for word in text.split()]
    for word in wanted:
        if word != "*" and word not in KEYWORDS:
            raise unknown_keyword(word)
    entry = here.parts.directory.image(call.target)
    return ImageDefinitionQueryDMReply(
        directory_information_data=definition_lines(here, entry, KEYWORDS if "*" in wanted else tuple(wanted))
    )


def definition_lines(here: Context, entry: Entry, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted keywords of an entry; those without a value come last, empty."""
    found: dict[str, list[str]] = {}
    for one in entry.statements:
        for keyword, value in keyword_lines(one):
            found.setdefault(keyword, []).append(f"{keyword}={value}")
        if isinstance(one, Include):
            _add_profile(here, one.profile, found)
    lines = [line for keyword in KEYWORDS if keyword in wanted for line in found.get(keyword, ())]
    return (*lines, *(f"{keyword}=" for keyword in KEYWORDS if keyword in wanted and keyword not in found))


def _add_profile(here: Context, name: str, found: dict[str, list[str]]) -> None:
    profile = here.parts.directory.entries.get(name)
    for one in profile.statements if profile is not None else ():
        for keyword, value in keyword_lines(one):
            found.setdefault(keyword, []).append(f"{keyword}_PROFILE={value}")
