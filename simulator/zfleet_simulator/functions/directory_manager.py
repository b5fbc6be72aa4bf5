# SPDX-License-Identifier: Apache-2.0
"""The directory manager itself: search, tags, background work, the whole directory, static changes."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.definition_keywords import KEYWORDS
from zfleet_simulator.directory import Entry, fixed_columns
from zfleet_simulator.directory_manager import FAILED, FINISHED, RUNNING, LocalTag, TagValue
from zfleet_simulator.functions.image_definition import definition_lines
from zfleet_simulator.functions.image_directory import changed
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.statements import User
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    DirectoryManagerLocalTagDefineDM,
    DirectoryManagerLocalTagDeleteDM,
    DirectoryManagerLocalTagQueryDM,
    DirectoryManagerLocalTagSetDM,
    DirectoryManagerSearchDM,
    DirectoryManagerTaskCancelDM,
    QueryAllDM,
    QueryAsynchronousOperationDM,
    QueryDirectoryManagerLevelDM,
    StaticImageChangesActivateDM,
    StaticImageChangesDeactivateDM,
    StaticImageChangesImmediateDM,
)
from zfleet_smapi.calls.directory_manager import (
    DirectoryEntry,
    DirectoryManagerLocalTagQueryDMReply,
    DirectoryManagerSearchDMReply,
    FoundStatement,
    QueryAllDMReply,
    QueryDirectoryManagerLevelDMReply,
)
from zfleet_smapi.declaration import Reply

_CREATE = 1
_USER, _PROFILE, _IDENTITY = 0, 1, 6
_MAX_TAG_ANSWER = 240  # what the answer's layout allows


@serves(DirectoryManagerLocalTagDefineDM)
def directory_manager_local_tag_define_dm(here: Context, call: DirectoryManagerLocalTagDefineDM) -> Reply:
    """A new tag, or another ordinal for one."""
    tags, name = here.parts.directory.tags, upper_case(call.tag_name)
    if any(tag.ordinal == call.tag_ordinal and tag.name != name for tag in tags.values()):
        raise Refusal(432, 12)
    if call.define_action == _CREATE:
        if name in tags:
            raise Refusal(432, 4)
        tags.put(name, LocalTag(name, call.tag_ordinal))
    else:
        if name not in tags:
            raise Refusal(432, 8)
        tags.put(name, replace(tags[name], ordinal=call.tag_ordinal))
    return changed(here)


@serves(DirectoryManagerLocalTagDeleteDM)
def directory_manager_local_tag_delete_dm(here: Context, call: DirectoryManagerLocalTagDeleteDM) -> Reply:
    """Remove a tag that no entry uses."""
    directory, name = here.parts.directory, upper_case(call.tag_name)
    if name not in directory.tags:
        raise Refusal(432, 8)
    if any(key.split(" ")[1] == name for key in directory.tag_values):
        raise Refusal(432, 16)
    directory.tags.drop(name)
    return changed(here)


@serves(DirectoryManagerLocalTagSetDM)
def directory_manager_local_tag_set_dm(here: Context, call: DirectoryManagerLocalTagSetDM) -> Reply:
    """An entry's value of a tag."""
    directory, name = here.parts.directory, upper_case(call.tag_name)
    image = directory.image(call.target).name
    if name not in directory.tags:
        raise Refusal(432, 8)
    directory.tag_values.put(f"{image} {name}", TagValue(call.tag_value))
    return changed(here)


@serves(DirectoryManagerLocalTagQueryDM)
def directory_manager_local_tag_query_dm(
    here: Context, call: DirectoryManagerLocalTagQueryDM
) -> DirectoryManagerLocalTagQueryDMReply:
    """An entry's value of a tag."""
    directory = here.parts.directory
    image = directory.image(call.target).name
    found = directory.tag_values.get(f"{image} {upper_case(call.tag_name)}")
    if found is None:
        return DirectoryManagerLocalTagQueryDMReply(reason_code=28, bare=True)
    return DirectoryManagerLocalTagQueryDMReply(tag_value=found.value[:_MAX_TAG_ANSWER])


@serves(DirectoryManagerSearchDM)
def directory_manager_search_dm(here: Context, call: DirectoryManagerSearchDM) -> DirectoryManagerSearchDMReply:
    """Statements whose first words fit the pattern's words."""
    wanted = upper_case(call.search_pattern).split()
    found = []
    for name in sorted(here.parts.directory.entries):
        for text in here.parts.directory.entries[name].records:
            words = upper_case(text).split()
            fits = len(words) >= len(wanted) and all(map(fnmatchcase, words, wanted))
            if fits:
                found.append(FoundStatement(target_id=name, statement=text.strip()[:72]))
    if not found:
        return DirectoryManagerSearchDMReply(reason_code=28, bare=True)
    return DirectoryManagerSearchDMReply(statement_array=tuple(found))


@serves(DirectoryManagerTaskCancelDM)
def directory_manager_task_cancel_dm(here: Context, call: DirectoryManagerTaskCancelDM) -> Reply:
    """Stop a unit of background work that is still running."""
    directory = here.parts.directory
    unit = directory.work_units.get(str(call.operation_id))
    if unit is None or unit.status != RUNNING:
        raise Refusal(452, 4)
    directory.end_work(unit.number, succeeded=False)
    return done()


@serves(QueryAsynchronousOperationDM)
def query_asynchronous_operation_dm(here: Context, call: QueryAsynchronousOperationDM) -> Reply:
    """How a unit of background work stands; one that is not known counts as done, as on z/VM."""
    unit = here.parts.directory.work_units.get(str(call.operation_id))
    if unit is None:
        return done()
    return done({RUNNING: 104, FINISHED: 100, FAILED: 108}[unit.status])


@serves(QueryDirectoryManagerLevelDM)
def query_directory_manager_level_dm(
    here: Context, call: QueryDirectoryManagerLevelDM
) -> QueryDirectoryManagerLevelDMReply:
    """Name and level."""
    version = here.parts.configuration.installed.version.replace(".", "")
    return QueryDirectoryManagerLevelDMReply(directory_manager_level=f"DirMaint FL {version}")


@serves(QueryAllDM)
def query_all_dm(here: Context, call: QueryAllDM) -> QueryAllDMReply:
    """The whole directory, as records or as keywords."""
    entries = here.parts.directory.entries
    if not entries:
        raise Refusal(8, 28)
    formatted = upper_case(call.format) == "YES"
    return QueryAllDMReply(directory_array=tuple(_entry(here, entries[name], formatted) for name in sorted(entries)))


def _entry(here: Context, entry: Entry, formatted: bool) -> DirectoryEntry:
    columns = here.parts.config.record_columns
    head = entry.head
    kind = _PROFILE if not isinstance(head, User) else _IDENTITY if head.keyword == "IDENTITY" else _USER
    if formatted:
        lines = tuple(line for line in definition_lines(here, entry, KEYWORDS) if not line.endswith("="))
        return DirectoryEntry(directory_entry_type=kind, directory_entry_id=entry.name, directory_entry_data=lines)
    records = tuple(fixed_columns(text, 72).ljust(columns) for text in entry.records)
    return DirectoryEntry(
        directory_entry_type=kind, directory_entry_id=entry.name, directory_entry_record_array=records
    )


@serves(StaticImageChangesActivateDM)
def static_image_changes_activate_dm(here: Context, call: StaticImageChangesActivateDM) -> Reply:
    """Changes go online from now on, and what was held back with them."""
    here.parts.directory.set_changes_online(True)
    return done()


@serves(StaticImageChangesDeactivateDM)
def static_image_changes_deactivate_dm(here: Context, call: StaticImageChangesDeactivateDM) -> Reply:
    """Changes are held back from now on."""
    here.parts.directory.set_changes_online(False)
    return done()


@serves(StaticImageChangesImmediateDM)
def static_image_changes_immediate_dm(here: Context, call: StaticImageChangesImmediateDM) -> Reply:
    """What was held back goes online once."""
    here.parts.directory.put_online()
    return done()
