# SPDX-License-Identifier: Apache-2.0
"""Shell scripts for a guest's reader: how they are put together, and what they say of themselves.

A guest's zvmguestconfigure service takes the class X files of its reader one by one: one of type sh it runs with bash,
one of type doscript it unpacks with tar and runs the invokeScript.sh in it, others (iso, tgz) are kept or unpacked.
Letter case of the type counts there.

Every script of ours begins with lines that say what it does, one fact each, for people and for whatever reads a reader
without being able to run shell (the Linux of a simulated guest; `zfleet_simulator.guest_linux.scripts` has all verbs):

    #!/bin/bash
    # zfleet: mount-disk device=0101 mount_point=/srv/data file_system=ext4
    # zfleet: result file=/var/run/zfleet.result token=5f2c90ab

What follows `# zfleet: ` is a verb and key=value words in shell quoting (`shlex.split` takes them apart). Keys without
a value are left out, lists are joined by commas, yes stands for true. `result` is the last thing that a script does,
however it ends: it writes its token, a blank and its exit code into the file.

zvmguestconfigure does not tell what its scripts came to: that is why they leave it in a file, which is asked for by
`cat` over IUCV.
"""

from __future__ import annotations

import io
import secrets
import shlex
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FACT = "# zfleet: "
_RECORD = 80  # bytes of a card: a punched script ends with blank lines, not with nulls


@dataclass(frozen=True, slots=True)
class Result:
    """Where a script leaves its exit code, and the token by which that is known to be its own."""

    token: str
    file: str

    @classmethod
    def of(cls, name: str) -> Result:
        """A new one for the script of a name; the file of an earlier script of that name is written over."""
        return cls(secrets.token_hex(8), f"/var/run/zfleet.{name}.result")

    def exit_code(self, text: str) -> int | None:
        """The exit code in what the file has now; None when it is not this script's."""
        words = text.split()
        if len(words) == 2 and words[0] == self.token and words[1].isdigit():
            return int(words[1])
        return None


def fact(verb: str, **values: str | int | bool | Sequence[str] | None) -> str:
    """One line that says what a script does; values that are empty are left out."""
    words = [verb]
    for key, value in values.items():
        if not value:
            continue
        if value is True:
            text = "yes"
        elif isinstance(value, str | int):
            text = str(value)
        else:
            text = ",".join(value)
        words.append(f"{key}={text}")
    return FACT + quoted(*words)


def quoted(*words: str) -> str:
    """The words as shell source: the shell takes it apart into the same words again.

    ValueError for a control character, which no value that has been checked has.
    """
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for word in words for letter in word):
        raise ValueError("a word of a script has no control characters")
    return shlex.join(words)


def variable(name: str, value: str) -> str:
    """A line of shell that sets a variable to a value, whatever its text."""
    return f"{name}={quoted(value)}"


def array(name: str, values: Sequence[str]) -> str:
    """A line of bash that sets an array."""
    return f"{name}=({quoted(*values)})"


def script(facts: Sequence[str], body: Sequence[str], result: Result | None = None) -> bytes:
    """A bash script: what it does, where it leaves its exit code, and the lines that do it."""
    lines = ["#!/bin/bash", *facts]
    if result is not None:
        lines.append(fact("result", file=result.file, token=result.token))
        lines += [
            f"umask 022; {variable('result_file', result.file)}; {variable('result_token', result.token)}",
            """trap 'code=$?; printf "%s %s\\n" "$result_token" "$code" > "$result_file"' EXIT""",
        ]
    text = "\n".join([*lines, *body, "exit 0", ""]).encode()
    return text + b"\n" * (-len(text) % _RECORD)


def archive(members: Mapping[str, bytes]) -> bytes:
    """A tar file of these members, owned by root, the same bytes for the same members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o644
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()
