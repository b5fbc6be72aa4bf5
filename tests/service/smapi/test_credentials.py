# SPDX-License-Identifier: Apache-2.0
"""User id and password of a service for z/VM: where they come from, and what a wrong one looks like."""

from __future__ import annotations

from pathlib import Path

import grpc
import pytest

from tests.service.runtime.test_host import HostPart, HostTestSettings, ask, failure
from tests.service.smapi.lives import PASSWORD, guest, system
from zfleet_runtime.process import running
from zfleet_runtime.settings import SettingsError, read
from zfleet_simulator.config import HostConfig
from zfleet_smapi.calls import ImageCreateDM

LEVEL = "Query_API_Functional_Level:MAINT"


def loaded(zvm: str, **environment: str) -> HostTestSettings:
    """Settings of a service from its environment."""
    given = {"LISTEN": "127.0.0.1:0", "METRICS_LISTEN": "", "ZVM": zvm, **environment}
    return read(HostTestSettings, environment={f"ZFLEET_{name}": value for name, value in given.items()})


async def test_the_environment_gives_user_id_and_password(tmp_path: Path) -> None:
    """Either the password itself or the name of a file with it."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nanother line\n")
    async with system(tmp_path / "state", users={"CLOUD1": PASSWORD}) as zvm:
        for how in ({"ZVM_PASSWORD": PASSWORD}, {"ZVM_PASSWORD_FILE": str(file)}):
            found = loaded(f"tcp://127.0.0.1:{zvm.port}", ZVM_USER_ID="CLOUD1", **how)
            assert PASSWORD not in repr(found)
            async with running(HostPart(), found) as process:
                assert await ask(process, LEVEL) == "0/730"


async def test_a_wrong_password_is_a_matter_of_the_settings_not_of_the_caller(tmp_path: Path) -> None:
    """120/0 becomes FAILED_PRECONDITION: UNAUTHENTICATED would tell the caller to log on, who is not meant."""
    async with system(tmp_path) as zvm:
        for user_id, password in (("MAINT", "tiger5"), ("NOBODY", PASSWORD)):
            found = loaded(f"tcp://127.0.0.1:{zvm.port}", ZVM_USER_ID=user_id, ZVM_PASSWORD=password)
            async with running(HostPart(), found) as process:
                error = await failure(process, LEVEL)
            assert error.status is grpc.StatusCode.FAILED_PRECONDITION
            assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("120", "0")
            assert password not in f"{error.message} {error.metadata}"


async def test_a_function_that_zvm_does_not_allow_is_permission_denied(tmp_path: Path) -> None:
    """100/16: the password is right, the authorization list says no."""
    async with system(tmp_path) as zvm:
        async with zvm.client() as smapi:
            records = (f"USER CLOUD1 {PASSWORD.upper()} 32M 32M G",)
            await smapi.call(ImageCreateDM(target="CLOUD1", image_record_array=records))
            await smapi.call(guest("LINUX01"))
        found = loaded(f"tcp://127.0.0.1:{zvm.port}", ZVM_USER_ID="CLOUD1", ZVM_PASSWORD=PASSWORD)
        async with running(HostPart(), found) as process:
            error = await failure(process, "Image_Query_DM:LINUX01")
        assert error.status is grpc.StatusCode.PERMISSION_DENIED
        assert (error.metadata["return_code"], error.metadata["reason_code"]) == ("100", "16")


def test_a_password_twice_or_from_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Before anything is served."""
    with pytest.raises(SettingsError, match="not both"):
        loaded("tcp://127.0.0.1:1", ZVM_PASSWORD=PASSWORD, ZVM_PASSWORD_FILE=str(tmp_path / "password"))
    with pytest.raises(SettingsError, match="password"):
        loaded("tcp://127.0.0.1:1", ZVM_PASSWORD_FILE=str(tmp_path / "password")).password()


def test_a_host_never_shows_the_passwords_it_knows() -> None:
    """Not in the repr of its configuration either."""
    assert PASSWORD not in repr(HostConfig(users={"MAINT": PASSWORD}))
