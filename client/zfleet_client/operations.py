# SPDX-License-Identifier: Apache-2.0
"""Operations: work that goes on in the gateway without its caller."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import OperationServiceStub
from zfleet_client import errors
from zfleet_client.connection import Connection

ENDED = frozenset({pb.OPERATION_STATE_SUCCEEDED, pb.OPERATION_STATE_FAILED, pb.OPERATION_STATE_CANCELLED})
PATIENCE = 30.0  # seconds without an answer after which following an operation is given up
_ONE_WAIT = 30.0  # seconds that one WaitOperation lasts at most: proxies cut calls that are silent for long


class Operation:
    """One operation: what is known of it (`message`), and how to follow, await or cancel it."""

    def __init__(self, operations: Operations, message: pb.Operation) -> None:
        self._operations = operations
        self.message = message

    @property
    def id(self) -> str:
        """Its identifier, a UUID; empty when the request was only checked."""
        return self.message.operation_id

    @property
    def user_id(self) -> str:
        """The guest it works on."""
        return self.message.user_id

    @property
    def ended(self) -> bool:
        """It is over, well or badly."""
        return self.message.state in ENDED

    @property
    def error(self) -> errors.FleetError | None:
        """Why it failed or was cancelled, as far as is known now."""
        if self.message.HasField("error"):
            failed = [step.name for step in self.message.steps if step.state == pb.STEP_STATE_FAILED]
            return errors.of_operation(
                self.message.error, operation_id=self.id, step=failed[0] if len(failed) == 1 else ""
            )
        if self.message.state == pb.OPERATION_STATE_CANCELLED:
            return errors.of_operation(
                pb.OperationError(code=1, message=f"operation {self.id} was cancelled"), operation_id=self.id
            )
        if self.message.state == pb.OPERATION_STATE_FAILED:
            return errors.of_operation(
                pb.OperationError(code=2, message=f"operation {self.id} failed"), operation_id=self.id
            )
        return None

    async def snapshots(
        self, *, timeout: float | None = None, cancel_on_disconnect: bool = False
    ) -> AsyncGenerator[pb.Operation, None]:
        """The whole operation now and after every change, up to its end.

        A gateway that goes away is waited for (another may take over), PATIENCE seconds without any answer; then
        Unavailable. With `cancel_on_disconnect` the gateway cancels the operation when we go away, so a broken
        stream is not taken up again.
        """
        request = pb.WatchOperationRequest(operation_id=self.id, cancel_on_disconnect=cancel_on_disconnect)
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout if timeout is not None else None
        heard = loop.time()
        pause = 0.05
        while not self.ended:
            left = None if end is None else max(end - loop.time(), 0.001)
            try:
                async with aclosing(self._operations.follow(request, timeout=left)) as answers:
                    async for answer in answers:
                        self.message = answer.operation
                        heard, pause = loop.time(), 0.05
                        yield answer.operation
            except errors.Unavailable:
                if cancel_on_disconnect or loop.time() - heard > PATIENCE:
                    raise
            if not self.ended:  # the gateway ended the stream, or went away: ask again, a little later each time
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads callers, guards nothing
                pause = min(pause * 2, 2.0)

    async def watch(
        self, *, timeout: float | None = None, cancel_on_disconnect: bool = False
    ) -> AsyncGenerator[pb.Step, None]:
        """Each step whenever it has changed, up to the operation's end. What came of it: `result`."""
        known: dict[str, pb.Step] = {}
        following = self.snapshots(timeout=timeout, cancel_on_disconnect=cancel_on_disconnect)
        async with aclosing(following) as snapshots:
            async for snapshot in snapshots:
                for step in snapshot.steps:
                    if known.get(step.name) != step:
                        known[step.name] = step
                        yield step

    async def wait(self, timeout: float | None = None) -> Operation:
        """Returns when the operation has ended, well or badly. DeadlineExceeded after `timeout` seconds."""
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        while not self.ended:
            left = _ONE_WAIT if end is None else min(end - loop.time(), _ONE_WAIT)
            if left <= 0:
                raise errors.of_operation(
                    pb.OperationError(code=4, message=f"operation {self.id} still runs after {timeout:g} s"),
                    operation_id=self.id,
                )
            self.message = await self._operations.wait_once(self.id, left)
        return self

    async def result(self, timeout: float | None = None) -> pb.SpawnGuestResult:
        """What came of the operation, when it has ended; empty for a destroy. Raises its error when it ended badly."""
        await self.wait(timeout)
        if (error := self.error) is not None:
            raise error
        return self.message.spawn_guest

    async def cancel(self) -> Operation:
        """Asks the operation to stop and undo what it did; returns at once. FailedPrecondition when it is too late."""
        self.message = (await self._operations.cancel(self.id)).message
        return self


class Operations:
    """The operations of a gateway."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._service = OperationServiceStub(connection.channel)

    async def get(self, operation_id: str) -> Operation:
        """One operation. NotFound when there is none, or it ended longer ago than they are kept."""
        request = pb.GetOperationRequest(operation_id=operation_id)
        return Operation(self, (await self._connection.call(self._service.GetOperation, request)).operation)

    async def list(
        self, *, user_id: str = "", state: pb.OperationState = pb.OPERATION_STATE_UNSPECIFIED, page_size: int = 0
    ) -> AsyncIterator[Operation]:
        """Operations, the youngest first; of one guest or in one state when asked."""
        request = pb.ListOperationsRequest(user_id=user_id, state=state, page_size=page_size)
        while True:
            page = await self._connection.call(self._service.ListOperations, request)
            for operation in page.operations:
                yield Operation(self, operation)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def cancel(self, operation_id: str) -> Operation:
        """Asks an operation to stop and undo what it did. FailedPrecondition when it is too late."""
        request = pb.CancelOperationRequest(operation_id=operation_id)
        return Operation(self, (await self._connection.call(self._service.CancelOperation, request)).operation)

    async def wait_once(self, operation_id: str, seconds: float) -> pb.Operation:
        """The operation when it has ended or after `seconds`, whichever is first."""
        request = pb.WaitOperationRequest(operation_id=operation_id)
        request.timeout.FromMilliseconds(max(round(seconds * 1000), 1))
        answer = await self._connection.call(self._service.WaitOperation, request, timeout=seconds + 10)
        return answer.operation

    def follow(
        self, request: pb.WatchOperationRequest, *, timeout: float | None
    ) -> AsyncGenerator[pb.WatchOperationResponse, None]:
        """One WatchOperation stream."""
        return self._connection.stream(self._service.WatchOperation, request, timeout=timeout)
