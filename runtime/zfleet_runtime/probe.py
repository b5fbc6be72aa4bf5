# SPDX-License-Identifier: Apache-2.0
"""Asks a part for its health, for places that can only run a command (Compose, systemd, a shell).

    python -m zfleet_runtime.probe 127.0.0.1:50051

Ends with 0 when grpc.health.v1 answers SERVING, 1 when it answers anything else or nothing within two seconds.
Kubernetes asks by itself and does not need this.
"""

from __future__ import annotations

import sys

import grpc
from grpc_health.v1 import health_pb2

TIMEOUT_SECONDS = 2.0


def status(channel: grpc.Channel) -> str:
    """What the part at the other end says of itself, or why it says nothing."""
    check = channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
        response_deserializer=health_pb2.HealthCheckResponse.FromString,
    )
    try:
        answer = check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT_SECONDS)
    except grpc.RpcError as error:
        return f"{error.code().name}: {error.details()}"
    return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


def main(arguments: list[str]) -> int:
    """0 for SERVING, 1 for anything else, 2 for a wrong command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m zfleet_runtime.probe HOST:PORT\n")
        return 2
    with grpc.insecure_channel(arguments[0]) as channel:
        answer = status(channel)
    sys.stdout.write(answer + "\n")
    return 0 if answer == "SERVING" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
