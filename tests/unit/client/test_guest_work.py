# SPDX-License-Identifier: Apache-2.0
"""Facts about the verbs on guests that exist: what they send and what they tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.client.answering import refusal
from tests.unit.client.test_command import run
from zfleet.gateway.v1 import gateway_service_pb2 as pb
from zfleet.guest.v1 import guest_service_pb2 as guest_pb
from zfleet.guest.v1 import guest_system_service_pb2 as system_pb
from zfleet.network.v1 import network_service_pb2 as network_pb
from zfleet.storage.v1 import storage_service_pb2 as storage_pb
from zfleet.storage.v1 import volume_service_pb2 as volume_pb

RUNNING = pb.Operation(operation_id="op-1", user_id="A", state=pb.OPERATION_STATE_RUNNING)


def test_a_guest_is_registered_with_names_of_its_nics() -> None:
    """A whole MAC address names a NIC by its last six digits."""
    answer = pb.RegisterGuestResponse(guest=guest_pb.ManagedGuest(user_id="A", os_version="rhel9.4"))
    done, server = run(
        {"RegisterGuest": answer},
        *("register", "a", "--os-version", "rhel9.4", "--nic", "02:00:00:12:34:5f=port-1", "--network-configured"),
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("A is managed\n")
    assert "rhel9.4" in done.stdout
    (request,) = server.requests("RegisterGuest")
    assert dict(request.nic_ids) == {"12345F": "port-1"}
    assert request.network_configured
    assert request.request_id
    wrong, _ = run({}, "register", "A", "--nic", "port-1")
    assert (wrong.exit_code, "MACID=NAME" in wrong.stderr) == (2, True)


def test_several_guests_are_deregistered() -> None:
    """Each once."""
    done, server = run(
        {"DeregisterGuest": pb.DeregisterGuestResponse()}, "deregister", "a", "b", "a", "--allow-missing"
    )
    assert done.exit_code == 0, done.output
    assert [request.user_id for request in server.requests("DeregisterGuest")] == ["a", "b"]
    assert all(request.allow_missing for request in server.requests("DeregisterGuest"))


def test_a_deploy_sends_files_as_a_first_boot_reads_them(tmp_path: Path) -> None:
    """Their names keep their letter case, which zvmguestconfigure looks at."""
    drive = tmp_path / "cfgdrive.iso"
    drive.write_bytes(b"CD001")
    ended = pb.Operation(operation_id="op-1", user_id="A", state=pb.OPERATION_STATE_SUCCEEDED)
    ended.deploy_guest.disk.device_number = "0100"
    ended.deploy_guest.files.add(name="cfgdrive", type="iso")
    ended.deploy_guest.duration.FromMilliseconds(1500)
    done, server = run(
        {
            "DeployGuest": pb.DeployGuestResponse(operation=RUNNING),
            "WatchOperation": [pb.WatchOperationResponse(operation=ended)],
        },
        *("deploy", "a", "rhel9", "--file", str(drive), "--remote-file", "/srv/net.doscript,host=me@there"),
        *("--hostname", "web1", "--device", "200"),
    )
    assert done.exit_code == 0, done.output
    assert done.stdout == "A: rhel9 is on disk 0100, 1 files are in its reader (1.50 s)\n"
    (request,) = server.requests("DeployGuest")
    assert (request.image, request.device_number, request.hostname) == ("rhel9", "200", "web1")
    assert not request.skip_disk_copy
    assert (request.files[0].name, request.files[0].type, request.files[0].content) == ("cfgdrive", "iso", b"CD001")
    assert request.remote_files[0] == pb.RemoteFile(path="/srv/net.doscript", remote_host="me@there")


def test_a_deploy_needs_an_image_unless_nothing_is_copied() -> None:
    """And not both."""
    assert run({}, "deploy", "a")[0].exit_code == 2
    assert run({}, "deploy", "a", "rhel9", "--no-copy")[0].exit_code == 2
    done, server = run(
        {"DeployGuest": pb.DeployGuestResponse(operation=RUNNING)}, "deploy", "a", "--no-copy", "--no-wait"
    )
    assert (done.exit_code, done.stdout) == (0, "op-1\n")
    assert server.requests("DeployGuest")[0].skip_disk_copy


def test_a_capture_says_what_it_made_and_that_the_guest_is_on_again() -> None:
    """Absent options stay absent."""
    ended = pb.Operation(operation_id="op-1", user_id="A", state=pb.OPERATION_STATE_SUCCEEDED)
    ended.capture_guest.MergeFrom(
        pb.CaptureGuestResult(
            image=storage_pb.Image(name="golden", size_bytes=1024**3), device_number="0100", restarted=True
        )
    )
    answers = {
        "CaptureGuest": pb.CaptureGuestResponse(operation=RUNNING),
        "WatchOperation": [pb.WatchOperationResponse(operation=ended)],
    }
    done, server = run(answers, "capture", "a", "golden")
    assert done.stdout == "golden is disk 0100 of A, 1G, and the guest is on again (0.00 s)\n"
    (request,) = server.requests("CaptureGuest")
    assert not request.HasField("compression_level")
    assert not request.HasField("stop_timeout")
    _, server = run(answers, "capture", "a", "golden", "--compression", "0", "--within", "1.5", "--force")
    (request,) = server.requests("CaptureGuest")
    assert request.HasField("compression_level")
    assert request.stop_timeout.ToMilliseconds() == 1500
    assert request.force_stop


def test_a_resize_changes_what_is_given_and_tells_of_each_at_once() -> None:
    """The second may fail after the first."""
    answers = {
        "ResizeCpus": guest_pb.ResizeCpusResponse(previous_cpu_count=1, online_cpu_count=4),
        "ResizeMemory": refusal(8, "at most 8 GiB", reason="MEMORY_ABOVE_MAXIMUM"),
    }
    done, server = run(answers, "resize", "a", "--cpus", "4", "--share", "absolute=12.5%", "--memory", "16G", "--live")
    assert done.stdout == "A has 4 CPUs at logon, had 1, 4 online\n"
    assert "at most 8 GiB" in done.stderr
    assert done.exit_code == 1
    (request,) = server.requests("ResizeCpus")
    assert (request.cpu_count, request.share.absolute_percent, request.live) == (4, 12.5, True)
    assert server.requests("ResizeMemory")[0].memory_mib == 16 * 1024
    assert run({}, "resize", "a")[0].exit_code == 2
    assert run({}, "resize", "a", "--memory", "1G", "--share", "relative=100")[0].exit_code == 2
    assert run({}, "resize", "a", "--cpus", "1", "--share", "twice")[0].exit_code == 2


def test_a_migration_is_tested_or_done() -> None:
    """0 seconds is no limit, which is not the same as none given."""
    answers = {"MigrateGuest": guest_pb.MigrateGuestResponse()}
    done, server = run(answers, "migrate", "a", "zvm2", "--test")
    assert done.stdout == "A can be moved to ZVM2\n"
    (request,) = server.requests("MigrateGuest")
    assert request.action == guest_pb.MIGRATE_ACTION_TEST
    assert not request.HasField("max_total")
    done, server = run(answers, "migrate", "a", "zvm2", "--max-total", "0", "--force", "domain", "--force", "storage")
    assert done.stdout == "A runs on ZVM2\n"
    (request,) = server.requests("MigrateGuest")
    assert request.action == guest_pb.MIGRATE_ACTION_MOVE
    assert (request.HasField("max_total"), request.max_total.seconds) == (True, 0)
    assert list(request.force) == [guest_pb.MIGRATE_FORCE_DOMAIN, guest_pb.MIGRATE_FORCE_STORAGE]


def test_statistics_are_tables_for_people_and_the_contracts_message_for_programs() -> None:
    """Named as in the contract."""
    counters = guest_pb.GuestStatistics(user_id="A", cpu_count=2, max_memory_kib=2 * 1024**2, used_memory_kib=1024)
    counters.used_cpu_time.FromMilliseconds(1500)
    answers = {"ListGuestStatistics": guest_pb.ListGuestStatisticsResponse(statistics=[counters])}
    done, _ = run(answers, "stats", "a")
    assert done.stdout.splitlines()[1].split() == ["A", "2", "1.5", "s", "0", "s", "2G", "1M", "0B"]
    done, server = run(answers, "--output", "json", "stats")
    assert json.loads(done.stdout)["statistics"][0]["used_cpu_time"] == "1.500s"
    assert not server.requests("ListGuestStatistics")[0].user_ids


def test_a_linux_that_does_not_answer_is_no_failure_but_says_why() -> None:
    """As the contract has it."""
    away = system_pb.InspectGuestResponse(unreachable_reason="GUEST_NOT_AUTHORISED")
    done, _ = run({"InspectGuest": away}, "inspect", "a")
    assert (done.exit_code, "no: GUEST_NOT_AUTHORISED" in done.stdout) == (0, True)
    there = system_pb.InspectGuestResponse(reachable=True, os_name="Red Hat", addresses=["192.0.2.5/24"])
    done, server = run({"InspectGuest": there}, "inspect", "a", "--within", "2")
    assert "192.0.2.5/24" in done.stdout
    assert server.requests("InspectGuest")[0].timeout.seconds == 2


def test_managed_guests_are_listed_from_the_registry() -> None:
    """All pages, those that moved away too."""
    pages = [
        guest_pb.ListManagedGuestsResponse(guests=[guest_pb.ManagedGuest(user_id="A")], next_page_token="next"),
        guest_pb.ListManagedGuestsResponse(guests=[guest_pb.ManagedGuest(user_id="B", relocated_to="ZVM2")]),
    ]
    done, server = run({"ListManagedGuests": lambda _: pages.pop(0)}, "list", "--managed")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["USER", "A", "B"]
    assert "ZVM2" in done.stdout
    assert [request.page_token for request in server.requests("ListManagedGuests")] == ["", "next"]


def test_the_health_of_smapi_is_told_by_service() -> None:
    """What is missing goes to stderr."""
    ill = pb.SmapiHealth(total_success=3, total_fail=25, continuous_fail=25)
    answer = pb.GetSmapiHealthResponse(total=ill, services=[pb.ServiceSmapiHealth(service="guest", health=ill)])
    answer.missing.add(service="network").error.message = "away"
    done, _ = run({"GetSmapiHealth": answer}, "health")
    assert [line.split()[:5] for line in done.stdout.splitlines()[1:]] == [
        ["guest", "no", "3", "25", "25"],
        ["all", "no", "3", "25", "25"],
    ]
    assert "network did not answer: away" in done.stderr


@pytest.mark.parametrize(
    ("option", "scope"),
    [
        ((), network_pb.CHANGE_SCOPE_UNSPECIFIED),
        (("--running",), network_pb.CHANGE_SCOPE_RUNNING_TOO),
        (("--directory-only",), network_pb.CHANGE_SCOPE_DIRECTORY),
    ],
)
def test_nics_are_made_with_or_without_their_configuration(
    option: tuple[str, ...], scope: network_pb.ChangeScope
) -> None:
    """In the same words."""
    answers = {
        "CreateNics": network_pb.CreateNicsResponse(nics=[network_pb.Nic(user_id="A", device_number="1000")]),
        "CreateNetworkInterfaces": pb.CreateNetworkInterfacesResponse(
            nics=[network_pb.Nic(user_id="A", device_number="1000")]
        ),
    }
    _, server = run(answers, "nic", "create", "a", "vswitch=VSW1,osa=0a00", *option)
    (plain,) = server.requests("CreateNics")
    assert (plain.nics[0].virtual_switch, plain.nics[0].osa_device, plain.scope) == ("VSW1", "0a00", scope)
    done, server = run(
        answers, *("nic", "create", "a", "vswitch=VSW1,dhcp", "--configure", "--os-version", "rhel9.4"), *option
    )
    assert "its Linux does its part at its next boot" in done.stdout
    (request,) = server.requests("CreateNetworkInterfaces")
    assert (request.interfaces[0].dhcp, request.os_version, request.scope) == (True, "rhel9.4", scope)
    assert run({}, "nic", "create", "a", "vswitch=VSW1,dhcp")[0].exit_code == 2


def test_nics_are_deleted_with_or_without_telling_the_guest() -> None:
    """The guest is told only when that is asked for."""
    answers = {
        "DeleteNics": network_pb.DeleteNicsResponse(),
        "DeleteNetworkInterfaces": pb.DeleteNetworkInterfacesResponse(applied=True),
    }
    _, server = run(answers, "nic", "delete", "a", "1000", "--directory-only")
    assert server.requests("DeleteNics")[0].scope == network_pb.CHANGE_SCOPE_DIRECTORY
    done, server = run(answers, "nic", "delete", "a", "1000", "--configure", "--running")
    assert "its Linux has done its part" in done.stdout
    assert server.requests("DeleteNetworkInterfaces")[0].scope == network_pb.CHANGE_SCOPE_RUNNING_TOO


def test_images_come_from_and_go_to_other_places() -> None:
    """A source with :// is a URL, anything else a path."""
    image = storage_pb.Image(name="rhel9", size_bytes=1)
    answers = {
        "ImportImage": [storage_pb.ImportImageResponse(image=image)],
        "ExportImage": [storage_pb.ExportImageResponse(image=image)],
    }
    _, server = run(answers, "image", "import", "rhel9", "https://images.example/rhel9", "--md5", "0" * 32)
    (request,) = server.requests("ImportImage")
    assert (request.url, request.path, request.md5) == ("https://images.example/rhel9", "", "0" * 32)
    _, server = run(answers, "image", "import", "rhel9", "/srv/rhel9")
    assert (server.requests("ImportImage")[0].url, server.requests("ImportImage")[0].path) == ("", "/srv/rhel9")
    done, server = run(answers, "image", "export", "rhel9", "file:///tmp/x", "--remote-host", "me@there")
    assert done.stdout.startswith("rhel9 is exported")
    assert server.requests("ExportImage")[0].remote_host == "me@there"


def test_a_volume_is_attached_over_the_devices_that_are_named() -> None:
    """Options may be given several times."""
    answer = pb.AttachVolumeResponse(devices=[volume_pb.FcpDevice(device_number="1A00", assigner="A")], applied=True)
    done, server = run(
        {"AttachVolume": answer},
        *("volume", "attach", "a", "--fcp", "1a00", "--fcp", "1b00", "--wwpn", "5" * 16, "--lun", "4" * 16),
        *("--no-multipath", "--template", "t1"),
    )
    assert done.stdout.startswith(f"A: LUN {'4' * 16} is up in its Linux\n")
    (request,) = server.requests("AttachVolume")
    assert list(request.connection.fcp_devices) == ["1a00", "1b00"]
    assert (request.connection.multipath, request.template_id) == (False, "t1")
    done, _ = run(
        {"DetachVolume": pb.DetachVolumeResponse()},
        *("volume", "detach", "a", "--fcp", "1a00", "--wwpn", "5" * 16, "--lun", "4" * 16),
    )
    assert "goes from its Linux at its next boot" in done.stdout


def test_fcp_devices_are_listed_reserved_and_given_back() -> None:
    """A connector without devices says why."""
    device = volume_pb.FcpDevice(device_number="1A00", state=volume_pb.FCP_DEVICE_STATE_FREE, reserved=True)
    empty = volume_pb.Connector(template_id="t1", empty_reason="path 0 has no free device")
    answers = {
        "ListFcpDevices": volume_pb.ListFcpDevicesResponse(devices=[device]),
        "ReserveConnector": volume_pb.ReserveConnectorResponse(connector=empty),
        "ReleaseConnector": volume_pb.ReleaseConnectorResponse(connector=volume_pb.Connector(devices=[device])),
    }
    done, server = run(answers, "fcp", "list", "a", "--sync")
    assert done.stdout.splitlines()[1].split()[:2] == ["1A00", "free"]
    assert (server.requests("ListFcpDevices")[0].assigner, server.requests("ListFcpDevices")[0].sync) == ("a", True)
    done, _ = run(answers, "fcp", "reserve", "a")
    assert "path 0 has no free device" in done.stdout
    done, server = run(answers, "fcp", "release", "a", "t1")
    assert server.requests("ReleaseConnector")[0].template_id == "t1"


def test_fcp_templates_are_made_and_removed() -> None:
    """Devices as they are written."""
    made = volume_pb.FcpTemplate(template_id="t1", name="prod", devices="1A00-1A0F;1B00")
    answers = {
        "CreateFcpTemplate": volume_pb.CreateFcpTemplateResponse(template=made),
        "DeleteFcpTemplate": volume_pb.DeleteFcpTemplateResponse(),
        "ListFcpTemplates": volume_pb.ListFcpTemplatesResponse(templates=[made]),
    }
    done, server = run(
        answers, *("fcp", "template", "create", "prod", "1a00-1a0f;1b00", "--default", "--provider", "sp1")
    )
    assert "1A00-1A0F;1B00" in done.stdout
    (request,) = server.requests("CreateFcpTemplate")
    assert (request.devices, request.host_default, list(request.storage_providers)) == ("1a00-1a0f;1b00", True, ["sp1"])
    assert "prod" in run(answers, "fcp", "template", "list")[0].stdout
    assert run(answers, "fcp", "template", "delete", "t1")[0].stdout == "t1 is gone\n"
