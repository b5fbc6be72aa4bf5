# SPDX-License-Identifier: Apache-2.0
"""The same without the client library: only the generated contract, as any gRPC language has it.

python examples/stubs_only.py ADDRESS USER_ID
"""

import sys
import uuid

import grpc

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.gateway.v1.gateway_service_pb2_grpc import GatewayServiceStub, OperationServiceStub
from zfleet.guest.v1.guest_service_pb2 import GuestSpec
from zfleet.storage.v1.storage_service_pb2 import DiskSpec


def main(address: str, user_id: str) -> None:
    """Spawns a guest that stays logged off, waits for it, and prints its directory entry."""
    with grpc.insecure_channel(address) as channel:
        gateway, operations = GatewayServiceStub(channel), OperationServiceStub(channel)
        request = pb.SpawnGuestRequest(
            request_id=str(uuid.uuid4()),
            guest=GuestSpec(user_id=user_id, cpu_count=1, memory_mib=512),
            disks=[DiskSpec(size_bytes=20 * 1024**2, pool="POOL1")],
            no_start=True,
        )
        operation = gateway.SpawnGuest(request, timeout=30).operation
        wait = pb.WaitOperationRequest(operation_id=operation.operation_id)
        operation = operations.WaitOperation(wait, timeout=60).operation
        if operation.state != pb.OPERATION_STATE_SUCCEEDED:
            sys.exit(f"{user_id}: {operation.error.message}")
        print(*operation.spawn_guest.guest.directory.statements, sep="\n")


main(*sys.argv[1:])
