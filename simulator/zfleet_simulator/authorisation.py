# SPDX-License-Identifier: Apache-2.0
"""Who may call what: passwords, the authorization list, name lists."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from zfleet_simulator.directory_manager import DirectoryManager
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.state import State
from zfleet_simulator.statements import NO_LOGON, User
from zfleet_simulator.upper_case import upper_case

ALL = "ALL"
ADMINISTRATOR = "MAINT"
_NO_PASSWORDS = frozenset((NO_LOGON, "LBYONLY", "AUTOONLY", "NOPASS"))


@dataclass(frozen=True)
class NameList:
    """A list of user ids, functions or other lists."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Authorization:
    """``requester`` (a user id or list) may call ``function`` (or list) for ``target`` (or list); ALL is everything."""

    requester: str
    target: str
    function: str


class Authorities:
    """The server's lists of one host. ``users`` are the configured callers and their passwords."""

    def __init__(self, state: State, directory: DirectoryManager, users: Mapping[str, str], trusted_user: str) -> None:
        self._directory = directory
        self._users = {upper_case(user): password for user, password in users.items()}
        self._trusted_user = upper_case(trusted_user)
        self.lists = state.shelf("name list", NameList)
        self.entries = state.shelf("authorization", Authorization)

    def install(self) -> None:
        """Give MAINT and every configured caller all authority, as after installation (inside of a step)."""
        for user in dict.fromkeys((ADMINISTRATOR, *self._users, self._trusted_user)):
            if user and f"{user} {ALL} {ALL}" not in self.entries:
                self.add(Authorization(user, ALL, ALL))

    def authenticate(self, user_id: str, password: str, vouched_for: str) -> str:
        """The user id that a caller really has. Refusal 120/0."""
        if not user_id and not password:
            user = vouched_for or self._trusted_user
            if user:
                return user
            raise Refusal(120, 0)
        if vouched_for and not password:
            # Over IUCV z/VM vouches for the caller and the field is free: a reader transfer names its receiver there.
            return vouched_for
        if not self.password_is_right(upper_case(user_id), password):
            raise Refusal(120, 0)
        return upper_case(user_id)

    def password_is_right(self, user_id: str, password: str) -> bool:
        """True for the configured password, or else the one in the directory entry."""
        expected = self._users.get(user_id)
        if expected is None:
            entry = self._directory.online(user_id)
            user = entry.first(User) if entry is not None else None
            if user is None or user.password in _NO_PASSWORDS:
                return False
            expected = user.password
        return hmac.compare_digest(upper_case(expected).encode(), upper_case(password).encode())

    def check(self, caller: str, target: str, function: str) -> None:
        """Refusal 100/16 when the list does not let this caller call this function for this target."""
        target, function = upper_case(target), upper_case(function)
        for one in self.entries.values():
            if (
                self._covers(one.requester, caller)
                and (one.target == ALL or self._covers(one.target, target))
                and (one.function == ALL or self._covers(one.function, function))
            ):
                return
        raise Refusal(100, 16)

    def _covers(self, name: str, wanted: str) -> bool:
        return name == wanted or wanted in self.members(name)

    def members(self, name: str) -> frozenset[str]:
        """The names in a list and in the lists it holds; nothing for a name that is no list."""
        found: set[str] = set()
        lists = [name]
        while lists:
            one = self.lists.get(lists.pop())
            for member in one.names if one is not None else ():
                if member not in found:
                    found.add(member)
                    lists.append(member)
        return frozenset(found)

    def add(self, entry: Authorization) -> None:
        """One more entry. Refusal 108/0 when it is there."""
        name = f"{entry.requester} {entry.target} {entry.function}"
        if name in self.entries:
            raise Refusal(108, 0)
        self.entries.put(name, entry)

    def matching(self, requester: str, target: str, function: str) -> tuple[Authorization, ...]:
        """The entries that a query or removal speaks of; empty or * selects everything, = repeats the requester."""
        wanted = (requester, requester if target == "=" else target, function)
        return tuple(
            one
            for one in self.entries.values()
            if all(word in ("", "*", value) for word, value in zip(wanted, _words(one), strict=True))
        )

    def remove(self, entry: Authorization) -> None:
        """Take an entry out."""
        self.entries.drop(" ".join(_words(entry)))


def _words(entry: Authorization) -> tuple[str, str, str]:
    return entry.requester, entry.target, entry.function
