# SPDX-License-Identifier: Apache-2.0
"""What the gateway itself checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest
from zfleet.network.v1 import network_service_pb2 as network
from zfleet_gateway import validate
from zfleet_runtime.errors import ZfleetError


def fields_of(checked: validate.CheckedSpawn) -> list[str]:
    """The bad fields."""
    return [each.field for each in checked.violations]


def test_a_good_spawn_is_folded_to_upper_case_and_the_callers_request_left_alone() -> None:
    """Operations are found by the folded name."""
    request = pb.SpawnGuestRequest(guest=guest.GuestSpec(user_id="linux01"), request_id="r1")
    checked = validate.spawn_request(request)
    assert (checked.user_id, checked.request_id, checked.violations) == ("LINUX01", "r1", ())
    assert checked.request.guest.user_id == "LINUX01"
    assert request.guest.user_id == "linux01"


def test_every_bad_field_of_the_gateways_own_is_found() -> None:
    """Names, files, and what must not be given together."""
    request = pb.SpawnGuestRequest(
        request_id="a b",
        guest=guest.GuestSpec(user_id="NO GOOD", prototype="LINUX"),
        nics=[network.NicSpec()],
        files=[
            guest.ReaderFile(name="GOOD", type="FILE"),
            guest.ReaderFile(name="", type="TOOLONGTYPE", spool_class="XX"),
        ],
    )
    checked = validate.spawn_request(request)
    assert fields_of(checked) == [
        "request_id",
        "guest.user_id",
        "files[1].name",
        "files[1].type",
        "files[1].spool_class",
        "nics",
    ]
    assert (checked.user_id, checked.request_id) == ("", "")


def test_files_are_limited_in_number_and_in_all() -> None:
    """16 files, 8 MiB."""
    small = guest.ReaderFile(name="A", type="B", content=b"x")
    large = guest.ReaderFile(name="A", type="B", content=bytes(validate.MOST_FILE_BYTES))
    spec = guest.GuestSpec(user_id="A")
    assert fields_of(validate.spawn_request(pb.SpawnGuestRequest(guest=spec, files=[small] * 16))) == []
    assert fields_of(validate.spawn_request(pb.SpawnGuestRequest(guest=spec, files=[large]))) == []
    assert fields_of(validate.spawn_request(pb.SpawnGuestRequest(guest=spec, files=[small] * 17))) == ["files"]
    assert fields_of(validate.spawn_request(pb.SpawnGuestRequest(guest=spec, files=[large, small]))) == ["files"]


@pytest.mark.parametrize("text", ["", "op", "00000000-0000-4000-8000-00000000000g", "a" * 1000])
def test_an_operation_id_is_a_uuid(text: str) -> None:
    """Nothing else is looked for."""
    with pytest.raises(ZfleetError) as caught:
        validate.operation_id_of(text)
    assert [each.field for each in caught.value.violations] == ["operation_id"]


def test_a_page_goes_on_after_the_last_operation_of_the_one_before() -> None:
    """The token brings back its time and id."""
    first = validate.list_operations_request(pb.ListOperationsRequest(page_size=2, user_id="a"))
    assert (first.after, first.user_id, first.page.size) == (None, "A", 2)
    token = first.page.token_after(validate.page_key(123, "op"))
    second = validate.list_operations_request(pb.ListOperationsRequest(user_id="A", page_token=token))
    assert second.after == (123, "op")


def test_a_wait_without_a_timeout_is_without_end_and_a_negative_one_is_refused() -> None:
    """The call's own deadline bounds it."""
    operation_id = "00000000-0000-4000-8000-000000000000"
    assert validate.wait_request(pb.WaitOperationRequest(operation_id=operation_id)) == (operation_id, float("inf"))
    request = pb.WaitOperationRequest(operation_id=operation_id)
    request.timeout.FromMilliseconds(1500)
    assert validate.wait_request(request) == (operation_id, 1.5)
    request.timeout.FromMilliseconds(-1)
    with pytest.raises(ZfleetError):
        validate.wait_request(request)


def refused(call: Callable[[], object]) -> list[str]:
    """The bad fields that a check raises."""
    with pytest.raises(ZfleetError) as caught:
        call()
    return [each.field for each in caught.value.violations]


def test_a_deploy_is_folded_and_its_remote_files_get_names_from_their_paths() -> None:
    """As the reader of z/VM can have them; what is given counts first."""
    request = pb.DeployGuestRequest(
        user_id="linux01", image="rhel9", device_number="101", remote_files=[pb.RemoteFile(path="/tmp/a/cfgdrive.iso")]
    )
    folded = validate.deploy_request(request)
    assert (folded.user_id, folded.device_number) == ("LINUX01", "0101")
    assert validate.reader_name(folded.remote_files[0]) == ("cfgdrive", "iso")
    assert validate.reader_name(pb.RemoteFile(path="/x/network.config.doscript")) == ("network.", "doscript")
    assert validate.reader_name(pb.RemoteFile(path="/x/y", name="A", type="B")) == ("A", "B")


def test_every_bad_field_of_a_deploy_is_told() -> None:
    """What is missing, what is too much, and names that no reader can have."""
    request = pb.DeployGuestRequest(
        user_id="no good",
        files=[guest.ReaderFile(name="A", type="B")] * 13,
        remote_files=[pb.RemoteFile(), pb.RemoteFile(path="/x/noname")],
    )
    assert refused(lambda: validate.deploy_request(request)) == [
        "user_id",
        "image",
        "remote_files",
        "remote_files[0].path",
        "remote_files[0].name",
        "remote_files[0].type",
        "remote_files[1].type",
    ]
    both = pb.DeployGuestRequest(user_id="A", image="rhel9", device_number="0100", skip_disk_copy=True)
    assert refused(lambda: validate.deploy_request(both)) == ["image", "device_number"]


def test_every_bad_field_of_a_capture_is_told() -> None:
    """Compression and time have limits."""
    request = pb.CaptureGuestRequest(user_id="A", device_number="XYZ", compression_level=10)
    request.stop_timeout.FromMilliseconds(100)
    assert refused(lambda: validate.capture_request(request)) == [
        "image",
        "device_number",
        "compression_level",
        "stop_timeout",
    ]


def test_an_interface_takes_an_ipv4_address_or_dhcp() -> None:
    """A NIC can keep any address; what configures it in the guest knows IPv4 only."""
    plan = network.AddressPlan(ip_address="2001:db8::5", cidr="")
    request = pb.CreateNetworkInterfacesRequest(
        user_id="A", interfaces=[pb.NetworkInterfaceSpec(nic=network.NicSpec(address=plan), dhcp=True)]
    )
    assert refused(lambda: validate.create_interfaces_request(request)) == [
        "interfaces[0].dhcp",
        "interfaces[0].nic.address.ip_address",
        "interfaces[0].nic.address.cidr",
    ]
    assert refused(lambda: validate.create_interfaces_request(pb.CreateNetworkInterfacesRequest(user_id="A"))) == [
        "interfaces"
    ]


def test_device_numbers_of_interfaces_are_folded_and_given_once() -> None:
    """1000 and 01000 are no two."""
    request = pb.DeleteNetworkInterfacesRequest(user_id="a", device_numbers=["a00", "0A03"])
    folded = validate.delete_interfaces_request(request)
    assert (folded.user_id, list(folded.device_numbers)) == ("A", ["0A00", "0A03"])
    twice = pb.DeleteNetworkInterfacesRequest(user_id="A", device_numbers=["A00", "0a00"])
    assert refused(lambda: validate.delete_interfaces_request(twice)) == ["device_numbers"]


def test_names_of_registered_nics_are_checked() -> None:
    """By their MACID."""
    request = pb.RegisterGuestRequest(user_id="A", nic_ids={"12345G": "port", "123456": "x" * 65})
    assert sorted(refused(lambda: validate.register_request(request))) == ["nic_ids[123456]", "nic_ids[12345G]"]


def test_what_services_find_out_late_is_told_before_anything_is_done() -> None:
    """A capture has stopped its guest, a registration is half made, when a service hears of these fields."""
    bad = "a b\n"
    deploy = pb.DeployGuestRequest(user_id="A", image=bad, os_version=bad, hostname=bad)
    deploy.remote_files.add(path="cfgdrive.iso", remote_host="nobody")
    assert refused(lambda: validate.deploy_request(deploy)) == [
        "image",
        "os_version",
        "hostname",
        "remote_files[0].path",
        "remote_files[0].remote_host",
    ]
    capture = pb.CaptureGuestRequest(user_id="A", image=bad, os_version=bad)
    assert refused(lambda: validate.capture_request(capture)) == ["image", "os_version"]
    register = pb.RegisterGuestRequest(user_id="A", os_version=bad, metadata=bad, nic_ids={"xyz": "port"})
    assert refused(lambda: validate.register_request(register)) == ["os_version", "metadata", "nic_ids[xyz]"]
    delete = pb.DeleteNetworkInterfacesRequest(user_id="A", device_numbers=["1000"], os_version=bad)
    assert refused(lambda: validate.delete_interfaces_request(delete)) == ["os_version"]
    attach = pb.AttachVolumeRequest(user_id="A", template_id=bad)
    assert "template_id" in refused(lambda: validate.attach_volume_request(attach))


def test_every_bad_field_of_an_interface_is_told() -> None:
    """With those of the request around it."""
    plan = network.AddressPlan(gateway="no", dns_servers=["192.0.2.1", "no"], mtu=65536)
    nic = network.NicSpec(
        device_number="XYZ",
        virtual_switch="no good",
        mac_address="02:00:00:12:34",
        vlan_id=5000,
        nic_id="x" * 65,
        osa_device="no",
        address=plan,
    )
    request = pb.CreateNetworkInterfacesRequest(
        user_id="A", os_version="a b", interfaces=[pb.NetworkInterfaceSpec(nic=nic, hostname="-")]
    )
    assert refused(lambda: validate.create_interfaces_request(request)) == [
        "interfaces[0].nic.device_number",
        "interfaces[0].nic.virtual_switch",
        "interfaces[0].nic.mac_address",
        "interfaces[0].nic.vlan_id",
        "interfaces[0].nic.nic_id",
        "interfaces[0].nic.osa_device",
        "interfaces[0].nic.address.gateway",
        "interfaces[0].nic.address.dns_servers[1]",
        "interfaces[0].nic.address.mtu",
        "interfaces[0].hostname",
        "os_version",
    ]
