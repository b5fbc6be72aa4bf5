# SPDX-License-Identifier: Apache-2.0
"""`python -m zfleet_gateway`: the gateway as a process."""

from __future__ import annotations

from zfleet_gateway.part import GatewayPart
from zfleet_runtime.process import main

if __name__ == "__main__":
    main(GatewayPart())
