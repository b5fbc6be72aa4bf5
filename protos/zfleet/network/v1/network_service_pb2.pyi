from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TransportType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRANSPORT_TYPE_UNSPECIFIED: _ClassVar[TransportType]
    TRANSPORT_TYPE_IP: _ClassVar[TransportType]
    TRANSPORT_TYPE_ETHERNET: _ClassVar[TransportType]

class PortType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PORT_TYPE_UNSPECIFIED: _ClassVar[PortType]
    PORT_TYPE_ACCESS: _ClassVar[PortType]
    PORT_TYPE_TRUNK: _ClassVar[PortType]

class SwitchStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SWITCH_STATUS_UNSPECIFIED: _ClassVar[SwitchStatus]
    SWITCH_STATUS_DEFINED: _ClassVar[SwitchStatus]
    SWITCH_STATUS_READY: _ClassVar[SwitchStatus]
    SWITCH_STATUS_DISCONNECTED: _ClassVar[SwitchStatus]
    SWITCH_STATUS_TRANSIENT: _ClassVar[SwitchStatus]

class NicState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NIC_STATE_UNSPECIFIED: _ClassVar[NicState]
    NIC_STATE_PLANNED: _ClassVar[NicState]
    NIC_STATE_CREATED: _ClassVar[NicState]
TRANSPORT_TYPE_UNSPECIFIED: TransportType
TRANSPORT_TYPE_IP: TransportType
TRANSPORT_TYPE_ETHERNET: TransportType
PORT_TYPE_UNSPECIFIED: PortType
PORT_TYPE_ACCESS: PortType
PORT_TYPE_TRUNK: PortType
SWITCH_STATUS_UNSPECIFIED: SwitchStatus
SWITCH_STATUS_DEFINED: SwitchStatus
SWITCH_STATUS_READY: SwitchStatus
SWITCH_STATUS_DISCONNECTED: SwitchStatus
SWITCH_STATUS_TRANSIENT: SwitchStatus
NIC_STATE_UNSPECIFIED: NicState
NIC_STATE_PLANNED: NicState
NIC_STATE_CREATED: NicState

class VirtualSwitch(_message.Message):
    __slots__ = ("name", "transport_type", "port_type", "vlan_id", "native_vlan_id", "queue_memory_mb", "mac_address", "status", "uplinks", "grants", "connected_nics", "gvrp")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_MB_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    UPLINKS_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_NICS_FIELD_NUMBER: _ClassVar[int]
    GVRP_FIELD_NUMBER: _ClassVar[int]
    name: str
    transport_type: TransportType
    port_type: PortType
    vlan_id: int
    native_vlan_id: int
    queue_memory_mb: int
    mac_address: str
    status: SwitchStatus
    uplinks: _containers.RepeatedCompositeFieldContainer[UplinkDevice]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    connected_nics: _containers.RepeatedCompositeFieldContainer[ConnectedNic]
    gvrp: bool
    def __init__(self, name: _Optional[str] = ..., transport_type: _Optional[_Union[TransportType, str]] = ..., port_type: _Optional[_Union[PortType, str]] = ..., vlan_id: _Optional[int] = ..., native_vlan_id: _Optional[int] = ..., queue_memory_mb: _Optional[int] = ..., mac_address: _Optional[str] = ..., status: _Optional[_Union[SwitchStatus, str]] = ..., uplinks: _Optional[_Iterable[_Union[UplinkDevice, _Mapping]]] = ..., grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ..., connected_nics: _Optional[_Iterable[_Union[ConnectedNic, _Mapping]]] = ..., gvrp: _Optional[bool] = ...) -> None: ...

class UplinkDevice(_message.Message):
    __slots__ = ("real_device_number", "controller", "active")
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    real_device_number: str
    controller: str
    active: bool
    def __init__(self, real_device_number: _Optional[str] = ..., controller: _Optional[str] = ..., active: _Optional[bool] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("user_id", "vlan_ids", "promiscuous")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    PROMISCUOUS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    vlan_ids: _containers.RepeatedScalarFieldContainer[int]
    promiscuous: bool
    def __init__(self, user_id: _Optional[str] = ..., vlan_ids: _Optional[_Iterable[int]] = ..., promiscuous: _Optional[bool] = ...) -> None: ...

class ConnectedNic(_message.Message):
    __slots__ = ("user_id", "device_number", "mac_address")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    mac_address: str
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., mac_address: _Optional[str] = ...) -> None: ...

class NicSpec(_message.Message):
    __slots__ = ("device_number", "virtual_switch", "mac_address", "vlan_id", "nic_id", "address")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    virtual_switch: str
    mac_address: str
    vlan_id: int
    nic_id: str
    address: AddressPlan
    def __init__(self, device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_address: _Optional[str] = ..., vlan_id: _Optional[int] = ..., nic_id: _Optional[str] = ..., address: _Optional[_Union[AddressPlan, _Mapping]] = ...) -> None: ...

class AddressPlan(_message.Message):
    __slots__ = ("ip_address", "cidr", "gateway", "dns_servers", "mtu")
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CIDR_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    DNS_SERVERS_FIELD_NUMBER: _ClassVar[int]
    MTU_FIELD_NUMBER: _ClassVar[int]
    ip_address: str
    cidr: str
    gateway: str
    dns_servers: _containers.RepeatedScalarFieldContainer[str]
    mtu: int
    def __init__(self, ip_address: _Optional[str] = ..., cidr: _Optional[str] = ..., gateway: _Optional[str] = ..., dns_servers: _Optional[_Iterable[str]] = ..., mtu: _Optional[int] = ...) -> None: ...

class Nic(_message.Message):
    __slots__ = ("user_id", "device_number", "virtual_switch", "mac_address", "mac_id", "vlan_id", "nic_id", "address", "state", "connected")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    virtual_switch: str
    mac_address: str
    mac_id: str
    vlan_id: int
    nic_id: str
    address: AddressPlan
    state: NicState
    connected: bool
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_address: _Optional[str] = ..., mac_id: _Optional[str] = ..., vlan_id: _Optional[int] = ..., nic_id: _Optional[str] = ..., address: _Optional[_Union[AddressPlan, _Mapping]] = ..., state: _Optional[_Union[NicState, str]] = ..., connected: _Optional[bool] = ...) -> None: ...

class CreateVirtualSwitchRequest(_message.Message):
    __slots__ = ("request_id", "name", "real_device_numbers", "controller", "transport_type", "vlan_id", "port_type", "native_vlan_id", "gvrp", "queue_memory_mb", "persistent")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    GVRP_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_MB_FIELD_NUMBER: _ClassVar[int]
    PERSISTENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    real_device_numbers: _containers.RepeatedScalarFieldContainer[str]
    controller: str
    transport_type: TransportType
    vlan_id: int
    port_type: PortType
    native_vlan_id: int
    gvrp: bool
    queue_memory_mb: int
    persistent: bool
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., real_device_numbers: _Optional[_Iterable[str]] = ..., controller: _Optional[str] = ..., transport_type: _Optional[_Union[TransportType, str]] = ..., vlan_id: _Optional[int] = ..., port_type: _Optional[_Union[PortType, str]] = ..., native_vlan_id: _Optional[int] = ..., gvrp: _Optional[bool] = ..., queue_memory_mb: _Optional[int] = ..., persistent: _Optional[bool] = ...) -> None: ...

class CreateVirtualSwitchResponse(_message.Message):
    __slots__ = ("virtual_switch",)
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    virtual_switch: VirtualSwitch
    def __init__(self, virtual_switch: _Optional[_Union[VirtualSwitch, _Mapping]] = ...) -> None: ...

class GetVirtualSwitchRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetVirtualSwitchResponse(_message.Message):
    __slots__ = ("virtual_switch",)
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    virtual_switch: VirtualSwitch
    def __init__(self, virtual_switch: _Optional[_Union[VirtualSwitch, _Mapping]] = ...) -> None: ...

class ListVirtualSwitchesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListVirtualSwitchesResponse(_message.Message):
    __slots__ = ("virtual_switches", "next_page_token")
    VIRTUAL_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    virtual_switches: _containers.RepeatedCompositeFieldContainer[VirtualSwitch]
    next_page_token: str
    def __init__(self, virtual_switches: _Optional[_Iterable[_Union[VirtualSwitch, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateVirtualSwitchRequest(_message.Message):
    __slots__ = ("name", "real_device_numbers", "queue_memory_mb", "port_isolation", "mac_protect", "connected", "persistent")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_MB_FIELD_NUMBER: _ClassVar[int]
    PORT_ISOLATION_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECT_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    PERSISTENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    real_device_numbers: RealDeviceNumbers
    queue_memory_mb: int
    port_isolation: bool
    mac_protect: bool
    connected: bool
    persistent: bool
    def __init__(self, name: _Optional[str] = ..., real_device_numbers: _Optional[_Union[RealDeviceNumbers, _Mapping]] = ..., queue_memory_mb: _Optional[int] = ..., port_isolation: _Optional[bool] = ..., mac_protect: _Optional[bool] = ..., connected: _Optional[bool] = ..., persistent: _Optional[bool] = ...) -> None: ...

class RealDeviceNumbers(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class UpdateVirtualSwitchResponse(_message.Message):
    __slots__ = ("virtual_switch",)
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    virtual_switch: VirtualSwitch
    def __init__(self, virtual_switch: _Optional[_Union[VirtualSwitch, _Mapping]] = ...) -> None: ...

class DeleteVirtualSwitchRequest(_message.Message):
    __slots__ = ("name", "persistent", "allow_missing")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PERSISTENT_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    name: str
    persistent: bool
    allow_missing: bool
    def __init__(self, name: _Optional[str] = ..., persistent: _Optional[bool] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteVirtualSwitchResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GrantVirtualSwitchRequest(_message.Message):
    __slots__ = ("name", "user_id", "vlan_ids")
    NAME_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    user_id: str
    vlan_ids: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, name: _Optional[str] = ..., user_id: _Optional[str] = ..., vlan_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class GrantVirtualSwitchResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RevokeVirtualSwitchRequest(_message.Message):
    __slots__ = ("name", "user_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    user_id: str
    def __init__(self, name: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class RevokeVirtualSwitchResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SetVirtualSwitchVlanRequest(_message.Message):
    __slots__ = ("name", "user_id", "vlan_ids")
    NAME_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    user_id: str
    vlan_ids: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, name: _Optional[str] = ..., user_id: _Optional[str] = ..., vlan_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class SetVirtualSwitchVlanResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PlanNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "nics")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    nics: _containers.RepeatedCompositeFieldContainer[NicSpec]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., nics: _Optional[_Iterable[_Union[NicSpec, _Mapping]]] = ...) -> None: ...

class PlanNicsResponse(_message.Message):
    __slots__ = ("nics",)
    NICS_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ...) -> None: ...

class ReleaseNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class ReleaseNicsResponse(_message.Message):
    __slots__ = ("released_count",)
    RELEASED_COUNT_FIELD_NUMBER: _ClassVar[int]
    released_count: int
    def __init__(self, released_count: _Optional[int] = ...) -> None: ...

class GrantNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class GrantNicsResponse(_message.Message):
    __slots__ = ("nics",)
    NICS_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ...) -> None: ...

class RevokeNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class RevokeNicsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CreateNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "nics")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    nics: _containers.RepeatedCompositeFieldContainer[NicSpec]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., nics: _Optional[_Iterable[_Union[NicSpec, _Mapping]]] = ...) -> None: ...

class CreateNicsResponse(_message.Message):
    __slots__ = ("nics",)
    NICS_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ...) -> None: ...

class DeleteNicsRequest(_message.Message):
    __slots__ = ("user_id", "device_numbers", "allow_missing")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    allow_missing: bool
    def __init__(self, user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteNicsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListNicsRequest(_message.Message):
    __slots__ = ("user_id", "virtual_switch", "nic_id", "page_size", "page_token")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    virtual_switch: str
    nic_id: str
    page_size: int
    page_token: str
    def __init__(self, user_id: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., nic_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListNicsResponse(_message.Message):
    __slots__ = ("nics", "next_page_token")
    NICS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    next_page_token: str
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CoupleNicRequest(_message.Message):
    __slots__ = ("user_id", "device_number", "virtual_switch", "vlan_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    virtual_switch: str
    vlan_id: int
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., vlan_id: _Optional[int] = ...) -> None: ...

class CoupleNicResponse(_message.Message):
    __slots__ = ("nic",)
    NIC_FIELD_NUMBER: _ClassVar[int]
    nic: Nic
    def __init__(self, nic: _Optional[_Union[Nic, _Mapping]] = ...) -> None: ...

class UncoupleNicRequest(_message.Message):
    __slots__ = ("user_id", "device_number")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ...) -> None: ...

class UncoupleNicResponse(_message.Message):
    __slots__ = ("nic",)
    NIC_FIELD_NUMBER: _ClassVar[int]
    nic: Nic
    def __init__(self, nic: _Optional[_Union[Nic, _Mapping]] = ...) -> None: ...

class ForgetNicsRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ForgetNicsResponse(_message.Message):
    __slots__ = ("forgotten_count",)
    FORGOTTEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    forgotten_count: int
    def __init__(self, forgotten_count: _Optional[int] = ...) -> None: ...
