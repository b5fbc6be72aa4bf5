# SPDX-License-Identifier: Apache-2.0
"""Kinds of value and bodies: what passes, what it becomes, and that they describe themselves truly."""

from __future__ import annotations

import contextlib
import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zfleet_gateway.rest import sizes
from zfleet_gateway.rest.guest_actions import reader_name
from zfleet_gateway.rest.guest_spec import share_of, spec_of
from zfleet_gateway.rest.models import actions, types
from zfleet_gateway.rest.models.guests import CreateGuest, GuestsNamed, GuestToBe
from zfleet_gateway.rest.models.nics import GuestNetwork
from zfleet_gateway.rest.models.switches import CreateSwitch
from zfleet_gateway.rest.models.volumes import GetConnector, TemplatesWanted

KINDS = {
    name: kind
    for name, annotated in vars(types).items()
    if len(arguments := get_args(annotated)) == 2 and isinstance(kind := arguments[1], types.Kind)
}


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if "pattern" in kind.schema])
@given(data=st.data())
def test_text_that_fits_the_described_pattern_passes(name: str, data: Any) -> None:
    """The OpenAPI document promises nothing that is then refused."""
    kind = KINDS[name]
    pattern = kind.schema["pattern"].removesuffix("$") + r"\Z"
    text = data.draw(st.from_regex(re.compile(pattern, re.ASCII)))
    assert kind.check(text).lower() == text.lower()


@pytest.mark.parametrize("name", sorted(KINDS))
@given(value=st.text() | st.integers() | st.none() | st.booleans() | st.lists(st.text(), max_size=2))
def test_anything_else_is_refused_with_a_rule(name: str, value: Any) -> None:
    """Never with another exception, and control characters never pass."""
    with contextlib.suppress(ValueError):
        checked = KINDS[name].check(value)
        assert not isinstance(checked, str) or checked.isprintable()


@pytest.mark.parametrize("value", [*types.TRUE, True])
def test_the_spellings_of_true(value: object) -> None:
    """A number is none of them."""
    check = get_args(types.Bool)[1].check
    assert check(value) is True
    for bad in (1, 0, "TrUe", "y", "", None, 1.0):
        with pytest.raises(ValueError):
            check(bad)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("UserId", ["a", "INST0001"], ["", "toolonguser", "a b", "a\n", "MAINT;", "ä"]),
        ("OsVersion", ["rhel9", "RHEL9.4", "sles15sp5", "suse12.5", "ubuntu22.04.1"], ["rhel5", "sles15sp", "rhel9."]),
        ("RemoteHost", ["me@192.0.2.1", "a-b@h.example.org"], ["me@host", "@h.e", "me@h.e:22", "-o x@h.e", "me@h.e/"]),
        ("MemorySize", ["1m", "9999G"], ["0g", "12345m", "1|", "1", "1 g"]),
        ("DiskSize", ["10g", "512M", "3338", "1.5g"], ["", "0", "10k", "-1", "1e3", "10 g"]),
        ("DiskPool", ["ECKD:POOL1", "fba:pool"], ["POOL1", "ECKD:", "ECKD:TOOLONGPOOL", "XYZ:P"]),
        ("CpuShare", ["", "REL 100", "relative 10000", "ABS 10%", "ABSOLUTE 99.9%"], ["REL 0", "ABS 101%", "ABS 10"]),
        ("Mac", ["02:00:00:12:34:56"], ["020000123456", "02-00-00-12-34-56", "02:00:00:12:34"]),
        ("Cidr", ["192.0.2.0/24", "0.0.0.0/0"], ["192.0.2.0", "192.0.2.0/33", "192.0.2.256/24"]),
        ("Path", ["/a/b.iso"], ["", "/a b", "/a\n"]),
    ],
)  # fmt: skip
def test_examples_of_each_kind(kind: str, good: list[str], bad: list[str]) -> None:
    """From the contract's list of types."""
    for value in good:
        KINDS[kind].check(value)
    for value in bad:
        with pytest.raises(ValueError):
            KINDS[kind].check(value)


def test_numbers_may_be_text_of_digits() -> None:
    """And are checked against their range in either form."""
    kind = types.number(1, 64)
    assert [kind.check(value) for value in (1, "1", "064", 64)] == [1, 1, 64, 64]
    for bad in (0, "0", "", 65, "65", True, 1.0, "1.0", "-1", None, "1" * 30):
        with pytest.raises(ValueError):
            kind.check(bad)
    assert types.number(0, 10).check("") == 0


def test_both_names_of_a_field_are_taken_and_no_third() -> None:
    """Where documentation and code of the reference differ."""
    body = {"userid": "A", "vcpus": 1, "memory": 1}
    for name in ("comments", "comment_list"):
        assert CreateGuest.model_validate({"guest": {**body, name: ["x"]}}).guest.comments == ["x"]
    with pytest.raises(ValidationError):
        CreateGuest.model_validate({"guest": {**body, "comment": ["x"]}})
    for name in ("operation", "lgr_action"):
        assert actions.Migrate.model_validate({"destination": "VM2", name: "test"}).operation == "test"
    for name in ("port", "port_macs"):
        given_ports = {"meta": "", "net_set": "0", name: {"0000ab": "p"}}
        assert actions.Register.model_validate(given_ports).port_macs == {"0000AB": "p"}
    for nothing in (None, "", "a port"):
        assert actions.Register.model_validate({"meta": "", "net_set": "", "port": nothing}).port_macs == {}
    for query in ({"storage_providers": "['a', 'b']"}, {"default_sp_list": "a,b"}):
        assert TemplatesWanted.model_validate(query).storage_providers == ["a", "b"]
    assert GetConnector.model_validate({"info": {"reserve": True, "pchid_info": ""}}).info.pchid_info == {}


def test_a_list_of_guests_has_commas_or_keys() -> None:
    """Blanks around the names do not count."""
    assert GuestsNamed.model_validate({"userid": " a , b,,c"}).userid == ["A", "B", "C"]
    with pytest.raises(ValidationError):
        GuestsNamed.model_validate({"userid": "a b"})


@pytest.mark.parametrize(("vid", "is_"), [("UNAWARE", None), ("aware", 0), (7, 7), ("4094", 4094)])
def test_a_vlan_of_a_switch(vid: object, is_: int | None) -> None:
    """A word, a number, or a number as text."""
    assert CreateSwitch.model_validate({"vswitch": {"name": "v", "vid": vid}}).vswitch.vid == is_


def test_sizes() -> None:
    """Units are 1024s; what is not whole is rounded up."""
    assert (sizes.mib("512m"), sizes.mib("2G")) == (512, 2048)
    assert (sizes.size_bytes("1.5g"), sizes.size_bytes("1M"), sizes.size_bytes("3338")) == (1610612736, 2**20, None)
    assert sizes.size_bytes("0.0000001g"[:5] + "1g") == 107375
    assert (sizes.shown(2**30), sizes.shown(2**30 - 1), sizes.shown(15 * 737280)) == ("1.0G", "1024.0M", "10.5M")


@pytest.mark.parametrize(
    ("text", "relative", "percent"),
    [("REL 250", 250, 0), ("RELATIVE100", 100, 0), ("abs 10.5%", 0, 10.5), ("ABSOLUTE 100%", 0, 100)],
)
def test_shares_in_any_spelling(text: str, relative: int, percent: float) -> None:
    """The reference breaks on all but one blank."""
    share = share_of(text)
    assert (share.relative, share.absolute_percent) == (relative, percent)


def test_load_parameters_become_a_load_device() -> None:
    """With alternates the guest IPLs from LOADDEV, over the device that ipl_from names."""
    load = {"portname": "1" * 16, "lun": "2" * 16, "alterdev": "1a01:" + "3" * 16}
    given_guest = {"userid": "a", "vcpus": 1, "memory": 512, "loaddev": load, "ipl_from": "1a00"}
    spec = spec_of(GuestToBe.model_validate(given_guest))
    assert (getattr(spec.ipl, "from"), spec.load_device.device_number) == ("LOADDEV", "1a00")
    assert [(each.device_number, each.port_name) for each in spec.load_device.alternates] == [("1a01", "3" * 16)]
    assert not spec_of(GuestToBe.model_validate({"userid": "a", "vcpus": 1, "memory": 1, "loaddev": {}})).HasField(
        "ipl"
    )


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/var/lib/nova/x/cfgdrive.iso", "cfgdrive", "iso"),
        ("/tmp/ignition", "ignition", "iso"),
        ("/tmp/a b/very-long-name.tar.gz", "very-lon", "gz"),
        ("/tmp/.iso", "iso", "iso"),
        ("/tmp/", "cfgdrive", "iso"),
    ],
)  # fmt: skip
def test_a_file_for_the_reader_has_a_name_and_a_type(path: str, name: str, kind: str) -> None:
    """Its own as far as they go."""
    assert reader_name(path) == (name, kind)


@pytest.mark.parametrize(
    ("sent", "servers"),
    [
        (None, None),
        ("", []),
        ([], []),
        ("192.0.2.1", ["192.0.2.1"]),
        ("192.0.2.1, 192.0.2.2", ["192.0.2.1", "192.0.2.2"]),
    ],
)
def test_name_servers_may_be_one_text(sent: object, servers: list[str] | None) -> None:
    """As an older Go client sends them."""
    assert GuestNetwork.model_validate({"dns_addr": sent}).dns_addr == servers


def test_keys_that_nobody_looks_at_stay_where_they_are_allowed() -> None:
    """A network's are answered as they came; a guest's are refused."""
    assert GuestNetwork.model_validate({"x": {"y": 1}}).model_dump(exclude_unset=True) == {"x": {"y": 1}}
    with pytest.raises(ValidationError):
        GuestToBe.model_validate({"userid": "A", "vcpus": 1, "memory": 1, "x": 1})
