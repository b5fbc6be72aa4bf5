# SPDX-License-Identifier: Apache-2.0
"""What the gateway's options may be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zfleet_gateway.settings import GatewaySettings


@pytest.mark.parametrize("name", ["guest_address", "storage_address", "network_address"])
def test_the_address_of_a_service_has_a_port(name: str) -> None:
    """A gateway that can never reach its services does not start."""
    for good in ("127.0.0.1:50051", "[::1]:50051", "dns:///guest.zfleet.svc:50051"):
        given: dict[str, Any] = {name: good}
        assert getattr(GatewaySettings(**given), name) == good
    for bad in ("guest", "guest:", "dns:///guest", "guest:70000", ""):
        given = {name: bad}
        with pytest.raises(ValidationError, match="must be HOST:PORT or dns:///NAME:PORT"):
            GatewaySettings(**given)
