# SPDX-License-Identifier: Apache-2.0
"""What a request to write a CoreOS may say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zfleet.storage.v1 import storage_service_pb2 as pb
from zfleet_runtime.errors import ZfleetError
from zfleet_storage.coreos.order import MOST_IGNITION_BYTES, ScsiVolume, network_of, order_of

PARAMETER = "192.0.2.5::192.0.2.1:24:node-1.example:enc1a0:none:192.0.2.2:;1500"
IGNITION = json.dumps({"ignition": {"version": "3.2.0"}, "passwd": {"users": [{"name": "core"}]}}).encode()


def request(**more: Any) -> pb.WriteCoreosImageRequest:
    """A good request but for `more`."""
    given: dict[str, Any] = {
        "user_id": "linux01",
        "image": "rhcos",
        "device_number": "100",
        "ignition": IGNITION,
        "network_parameter": PARAMETER,
    }
    return pb.WriteCoreosImageRequest(**(given | more))


def test_a_good_request_becomes_values() -> None:
    """Written as z/VM does; the config is in no repr."""
    order = order_of(request())
    assert (order.user_id, order.image, order.target) == ("LINUX01", "rhcos", "0100")
    assert order.first_boot.ignition == IGNITION
    assert order.first_boot.network.bus_ids == ("0.0.01a0", "0.0.01a1", "0.0.01a2")
    assert "core" not in repr(order)


def test_a_volume_has_its_port_and_lun_without_prefix() -> None:
    """And its FCP device in upper case."""
    volume = pb.ScsiVolume(fcp_device="b80a", wwpn="0x5005076300C20B8E", lun="0X4001400000000000")
    order = order_of(request(device_number=None, volume=volume))
    assert order.target == ScsiVolume("B80A", "5005076300c20b8e", "4001400000000000")


def test_every_bad_field_is_named() -> None:
    """At once."""
    volume = pb.ScsiVolume(wwpn="1", lun="x")
    bad = pb.WriteCoreosImageRequest(
        request_id="a b", user_id="", image="../x", volume=volume, network_parameter="dhcp"
    )
    with pytest.raises(ZfleetError) as caught:
        order_of(bad)
    assert [each.field for each in caught.value.violations] == [
        "request_id",
        "user_id",
        "image",
        "volume.fcp_device",
        "volume.wwpn",
        "volume.lun",
        "network_parameter",
        "ignition",
    ]
    with pytest.raises(ZfleetError) as caught:
        order_of(request(device_number=None, ignition=b" " * (MOST_IGNITION_BYTES + 1)))
    assert [each.field for each in caught.value.violations] == ["device_number", "ignition"]


@pytest.mark.parametrize(
    "content", [b"\x01CD001", b"[]", b"{}", b'{"ignition": {"version": 3}}', b"[" * 100_000, b'{"ignition": []}']
)
def test_what_is_no_ignition_config_is_told_without_showing_it(content: bytes) -> None:
    """A config drive, for example, which other systems get."""
    with pytest.raises(ZfleetError) as caught:
        order_of(request(ignition=content))
    assert caught.value.reason == "IGNITION_MALFORMED"
    assert [each.field for each in caught.value.violations] == ["ignition"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "192.0.2.5::192.0.2.1:24:node1:eth0:none::;1500",
        "192.0.2.5::192.0.2.1:33:node1:enc1000:none::;1500",
        "192.0.2.555::192.0.2.1:24:node1:enc1000:none::;1500",
        "192.0.2.5::192.0.2.1:24:node1:enc1000:none::",
        "192.0.2.5::192.0.2.1:24:node 1:enc1000:none::;1500",
        "192.0.2.5::192.0.2.1:24:node1:encfffe:none::;1500",
        PARAMETER + "\n",
    ],
)
def test_a_parameter_that_is_no_network_is_refused(text: str) -> None:
    """It becomes part of the kernel's parameters."""
    with pytest.raises(ValueError, match=r".+"):
        network_of(text)
