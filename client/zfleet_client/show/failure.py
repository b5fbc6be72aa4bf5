# SPDX-License-Identifier: Apache-2.0
"""What a failure looks like and which exit code it has: what was wrong, each bad field, z/VM's codes, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from zfleet.gateway.v1.gateway_service_pb2 import OperationError
from zfleet_client import errors
from zfleet_client.session import Session
from zfleet_client.show import answer

EXIT_CODES: Mapping[type[errors.FleetError], int] = {
    errors.NotFound: 3,
    errors.AlreadyExists: 4,
    errors.InvalidArgument: 5,
    errors.Unavailable: 6,
    errors.DeadlineExceeded: 6,
    errors.Aborted: 7,
    errors.FailedPrecondition: 7,
}

_ADVICE: Mapping[type[errors.FleetError], str] = {
    errors.InvalidArgument: "correct the fields above; nothing was changed",
    errors.DeadlineExceeded: "look with `zfleet show` or `zfleet operation list` whether it was done, or allow more "
    "time with --timeout",
    errors.ResourceExhausted: "`zfleet pool list` shows what is free",
    errors.PermissionDenied: "check --cert and --key, and what this certificate may do",
}

# Where an operator of the storage service says what callers may reach, by the reason of a refusal.
_SETTINGS: Mapping[str, str] = {
    "OUTSIDE_IMPORT_FOLDERS": "import_folders",
    "OUTSIDE_IMPORT_HOSTS": "import_hosts",
    "OUTSIDE_EXPORT_FOLDERS": "export_folders",
    "OUTSIDE_FILE_FOLDERS": "file_folders",
}


def tell(error: errors.FleetError, session: Session) -> int:
    """Writes the error to stderr, as text or, for programs, as one JSON object; gives the command's exit code."""
    if session.for_programs:
        text = answer.json_of(as_message(error), operation_id=error.operation_id, step=error.step)
    else:
        text = "\n".join(lines_of(error, session.address))
    click.echo(text, err=True)
    return EXIT_CODES.get(type(error), 1)


def as_message(error: errors.FleetError) -> OperationError:
    """The error as the contract has it."""
    code: int = error.status.value[0]
    return OperationError(
        code=code,
        message=error.message,
        reason=error.reason,
        metadata=error.metadata,
        field_violations={bad.field: bad.description for bad in error.bad_fields},
    )


def lines_of(error: errors.FleetError, address: str) -> Iterator[str]:
    """The error for people, the most important line first."""
    if error.bad_fields:
        yield "zfleet: the request was refused"
        for bad in error.bad_fields:
            yield f"  {bad.field}: {bad.description}"
    else:
        where = f"{error.step}: " if error.step else ""
        yield f"zfleet: {where}{error.message or error.status.name.lower().replace('_', ' ')}"
    if error.return_code is not None:
        function = f"{error.function} answered " if error.function else ""
        yield f"  z/VM: {function}return code {error.return_code}, reason code {error.reason_code}"
    if error.operation_id:
        yield f"  operation: {error.operation_id}"
    if (advice := _advice(error, address)) is not None:
        yield f"  what to do: {advice}"
    if error.call_id and type(error) not in EXIT_CODES:  # what nobody foresaw is looked up in the logs
        yield f"  request id in the services' logs: {error.call_id}"


def _advice(error: errors.FleetError, address: str) -> str | None:
    if advice := error.metadata.get("advice"):
        return advice
    if isinstance(error, errors.Unavailable) and not error.reason:
        return f"is a gateway running at {address}? `zfleet up` starts one on this machine; --address names another"
    if isinstance(error, errors.Aborted | errors.Unavailable) and error.retry_after is not None:
        return f"try again in {error.retry_after:g} s"
    if setting := _SETTINGS.get(error.reason):
        return f"name another place, or have the storage service's setting {setting} allow this one"
    return _ADVICE.get(type(error))
