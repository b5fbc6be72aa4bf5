# SPDX-License-Identifier: Apache-2.0
"""nova's zvm driver as nova-compute has it: loaded by nova, with nova's own objects, database and waiting for events.

Runs where nova is installed. Argument: nova's configuration file. What is left out of nova-compute is the message bus:
a test says what the compute manager would be told by it. Nothing of nova is patched.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

from nova import monkey_patch

monkey_patch.patch(backend="threading")

from nova import config, context, objects  # noqa: E402
from nova.compute import manager, power_state, provider_tree, task_states  # noqa: E402
from nova.conf import CONF  # noqa: E402
from nova.db import migration  # noqa: E402
from nova.network import model  # noqa: E402
from nova.objects import fields  # noqa: E402
from nova.virt import driver as virt_driver  # noqa: E402

from tests.e2e.clients.programs.answering import serve  # noqa: E402

HOST = "compute1"
PROJECT = "project"


class Compute:
    """nova-compute's part of nova, as far as the driver sees it."""

    def __init__(self, config_file: str) -> None:
        config.parse_args(["nova-compute", "--config-file", config_file], init_rpc=False)
        objects.register_all()
        migration.db_sync()
        self._context = context.RequestContext("user", PROJECT, is_admin=True, auth_token="token")
        self._events = manager.InstanceEvents()
        virtapi = manager.ComputeVirtAPI(SimpleNamespace(instance_events=self._events, reportclient=None))
        self._driver = virt_driver.load_compute_driver(virtapi)
        self._instances: dict[str, objects.Instance] = {}
        self._networks: dict[str, model.NetworkInfo] = {}

    def configure(self, group: str | None, name: str, value: Any) -> None:
        """Sets one option of nova.conf for what follows."""
        CONF.set_override(name, value, group)

    def init_host(self) -> dict[str, Any]:
        """The driver's class and nodes."""
        self._driver.init_host(HOST)
        return {"driver": type(self._driver).__name__, "nodes": self._driver.get_available_nodes()}

    def resources(self) -> dict[str, Any]:
        """What the resource tracker asks for."""
        found: dict[str, Any] = self._driver.get_available_resource(self._node)
        return found

    def inventory(self) -> Any:
        """What placement is told: nova's own tree checks it."""
        tree = provider_tree.ProviderTree()
        tree.new_root(self._node, "00000000-0000-4000-8000-000000000001")
        self._driver.update_provider_tree(tree, self._node)
        return tree.data(self._node).inventory

    def uptime(self) -> str:
        """Of the host."""
        return str(self._driver.get_host_uptime())

    @property
    def _node(self) -> str:
        return str(self._driver.get_available_nodes()[0])

    def new_instance(
        self,
        image_id: str,
        *,
        root_gb: int,
        vcpus: int,
        memory_mb: int,
        ephemeral_gb: list[int],
        nics: list[dict[str, str]],
    ) -> dict[str, Any]:
        """An instance in nova's database with its block devices and network, not spawned yet."""
        flavor = objects.Flavor(
            self._context, id=1, flavorid="1", name="m1.zvm", vcpus=vcpus, memory_mb=memory_mb, root_gb=root_gb,
            ephemeral_gb=sum(ephemeral_gb), swap=0, rxtx_factor=1.0, vcpu_weight=1, disabled=False, is_public=True,
            extra_specs={},
        )  # fmt: skip
        instance = objects.Instance(
            self._context, user_id="user", project_id=PROJECT, host=HOST, display_name="guest", hostname="guest",
            display_description="", image_ref=image_id, flavor=flavor, vcpus=vcpus, memory_mb=memory_mb,
            root_gb=root_gb, ephemeral_gb=sum(ephemeral_gb), config_drive="True", root_device_name="/dev/vda",
            instance_type_id=1, launch_index=0, reservation_id="r-1", architecture="s390x", vm_mode="hvm",
            power_state=power_state.NOSTATE, vm_state="building", task_state=task_states.SPAWNING, locked=False,
            system_metadata={}, metadata={"purpose": "test"}, key_name=None, key_data=None, ephemeral_key_uuid=None,
            user_data=None, availability_zone="nova", launched_at=None, auto_disk_config=False,
        )  # fmt: skip
        instance.create()
        network = self._network(nics)
        objects.InstanceInfoCache.get_by_instance_uuid(self._context, instance.uuid)
        instance.info_cache.network_info = network
        instance.info_cache.save()
        self._add_block_devices(instance, image_id, ephemeral_gb)
        self._instances[instance.uuid], self._networks[instance.uuid] = instance, network
        return {"uuid": instance.uuid, "name": instance.name}

    def _network(self, nics: list[dict[str, str]]) -> model.NetworkInfo:
        vifs = []
        for nic in nics:
            gateway = model.IP(address=nic["gateway"], type="gateway")
            address = model.FixedIP(address=nic["ip"], version=4)
            dns = [model.IP(address=nic["dns"], type="dns")]
            subnet = model.Subnet(cidr=nic["cidr"], gateway=gateway, ips=[address], dns=dns, routes=[], version=4)
            network = model.Network(id=nic["network_id"], bridge="", label="net", subnets=[subnet], mtu=1500)
            vifs.append(
                model.VIF(
                    id=nic["port_id"], address=nic["mac"], network=network, type="zvm", devname="tap", active=False,
                    vnic_type="normal", profile={},
                )
            )  # fmt: skip
        return model.NetworkInfo(vifs)

    def _add_block_devices(self, instance: Any, image_id: str, ephemeral_gb: list[int]) -> None:
        common = {"instance_uuid": instance.uuid, "device_type": "disk", "delete_on_termination": True}
        objects.BlockDeviceMapping(
            self._context, source_type="image", destination_type="local", image_id=image_id, boot_index=0,
            device_name="/dev/vda", **common,
        ).create()  # fmt: skip
        for place, size in enumerate(ephemeral_gb):
            objects.BlockDeviceMapping(
                self._context, source_type="blank", destination_type="local", boot_index=-1, volume_size=size,
                device_name=f"/dev/vd{'bcdefg'[place]}", **common,
            ).create()  # fmt: skip

    def _block_devices(self, uuid: str) -> Any:
        found = objects.BlockDeviceMappingList.get_by_instance_uuid(self._context, uuid)
        return virt_driver.get_block_device_info(self._instances[uuid], found)

    def spawn(self, uuid: str, image: dict[str, Any]) -> None:
        """Spawns it. `image`: the record that glance has of its image."""
        about = {"id": image["id"], "properties": {"os_distro": image["os_distro"]}, "disk_format": "raw", "size": 1}
        image_meta = objects.ImageMeta.from_dict({**about, "container_format": "bare", "status": "active"})
        self._driver.spawn(
            self._context, self._instances[uuid], image_meta, [("/etc/motd", b"injected")], "secret-password", {},
            network_info=self._networks[uuid], block_device_info=self._block_devices(uuid),
        )  # fmt: skip

    def event(self, uuid: str, name: str, tag: str, status: str = "completed") -> bool:
        """What nova-api passes on when neutron says that an interface is plugged; whether somebody waited for it."""
        event = objects.InstanceExternalEvent(instance_uuid=uuid, name=name, tag=tag, status=status, data={})
        waiting = self._events.pop_instance_event(self._instances[uuid], event)
        if waiting is not None:
            waiting.set(event)
        return waiting is not None

    def power_state(self, uuid: str) -> str:
        """nova's word for get_info's state."""
        return str(power_state.STATE_MAP[self._driver.get_info(self._instances[uuid]).state])

    def list_instances(self) -> Any:
        """As the driver lists them."""
        return self._driver.list_instances()

    def exists(self, uuid: str) -> bool:
        """Whether the driver finds it."""
        return bool(self._driver.instance_exists(self._instances[uuid]))

    def power_off(self, uuid: str, timeout: int, retry_interval: int) -> None:
        """Lets it shut down."""
        self._driver.power_off(self._instances[uuid], timeout, retry_interval)

    def power_on(self, uuid: str) -> None:
        """Starts it."""
        self._driver.power_on(self._context, self._instances[uuid], self._networks[uuid], self._block_devices(uuid))

    def pause(self, uuid: str) -> None:
        """Stops its CPUs."""
        self._driver.pause(self._instances[uuid])

    def unpause(self, uuid: str) -> None:
        """Lets them go on."""
        self._driver.unpause(self._instances[uuid])

    def reboot(self, uuid: str, kind: str) -> None:
        """SOFT or HARD."""
        self._driver.reboot(self._context, self._instances[uuid], self._networks[uuid], kind)

    def console(self, uuid: str) -> Any:
        """The driver's console output."""
        return self._driver.get_console_output(self._context, self._instances[uuid])

    def snapshot(self, uuid: str, image_id: str) -> list[Any]:
        """Makes an image in glance; the task states on the way."""
        states: list[Any] = []

        def update_task_state(task_state: Any, expected_state: Any = task_states.IMAGE_SNAPSHOT) -> None:
            states.append(task_state)

        self._driver.snapshot(self._context, self._instances[uuid], image_id, update_task_state)
        return states

    def destroy(self, uuid: str) -> None:
        """Removes it."""
        self._driver.destroy(self._context, self._instances[uuid], self._networks[uuid], self._block_devices(uuid))

    @staticmethod
    def words() -> dict[str, str]:
        """What the resource classes and the architecture are called."""
        return {"architecture": fields.Architecture.S390X, "hypervisor": fields.HVType.ZVM, "mode": fields.VMMode.HVM}


def main() -> None:
    """Answers requests until standard input ends."""
    compute = Compute(sys.argv[1])
    public = {name: getattr(compute, name) for name in vars(Compute) if not name.startswith("_")}
    serve(public)


if __name__ == "__main__":
    main()
