import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ChangeScope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANGE_SCOPE_UNSPECIFIED: _ClassVar[ChangeScope]
    CHANGE_SCOPE_DIRECTORY: _ClassVar[ChangeScope]
    CHANGE_SCOPE_RUNNING_TOO: _ClassVar[ChangeScope]

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

class RoutingType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROUTING_TYPE_UNSPECIFIED: _ClassVar[RoutingType]
    ROUTING_TYPE_NON_ROUTER: _ClassVar[RoutingType]
    ROUTING_TYPE_PRIMARY_ROUTER: _ClassVar[RoutingType]

class AdapterType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ADAPTER_TYPE_UNSPECIFIED: _ClassVar[AdapterType]
    ADAPTER_TYPE_QDIO: _ClassVar[AdapterType]
    ADAPTER_TYPE_HIPERSOCKETS: _ClassVar[AdapterType]
    ADAPTER_TYPE_IEDN: _ClassVar[AdapterType]
    ADAPTER_TYPE_INMN: _ClassVar[AdapterType]
    ADAPTER_TYPE_IVL: _ClassVar[AdapterType]

class MacProtection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MAC_PROTECTION_UNSPECIFIED: _ClassVar[MacProtection]
    MAC_PROTECTION_ON: _ClassVar[MacProtection]
    MAC_PROTECTION_OFF: _ClassVar[MacProtection]
    MAC_PROTECTION_HOST_DEFAULT: _ClassVar[MacProtection]

class PortSelection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PORT_SELECTION_UNSPECIFIED: _ClassVar[PortSelection]
    PORT_SELECTION_USER_BASED: _ClassVar[PortSelection]
    PORT_SELECTION_PORT_BASED: _ClassVar[PortSelection]

class UplinkConnection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UPLINK_CONNECTION_UNSPECIFIED: _ClassVar[UplinkConnection]
    UPLINK_CONNECTION_CONNECTED: _ClassVar[UplinkConnection]
    UPLINK_CONNECTION_DISCONNECTED: _ClassVar[UplinkConnection]
    UPLINK_CONNECTION_NO_UPLINK: _ClassVar[UplinkConnection]

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

class AdapterStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ADAPTER_STATUS_UNSPECIFIED: _ClassVar[AdapterStatus]
    ADAPTER_STATUS_NOT_COUPLED: _ClassVar[AdapterStatus]
    ADAPTER_STATUS_COUPLED: _ClassVar[AdapterStatus]
    ADAPTER_STATUS_ACTIVE: _ClassVar[AdapterStatus]

class OsaStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OSA_STATUS_UNSPECIFIED: _ClassVar[OsaStatus]
    OSA_STATUS_FREE: _ClassVar[OsaStatus]
    OSA_STATUS_ATTACHED: _ClassVar[OsaStatus]
    OSA_STATUS_OFFLINE: _ClassVar[OsaStatus]
    OSA_STATUS_BOXED: _ClassVar[OsaStatus]
CHANGE_SCOPE_UNSPECIFIED: ChangeScope
CHANGE_SCOPE_DIRECTORY: ChangeScope
CHANGE_SCOPE_RUNNING_TOO: ChangeScope
TRANSPORT_TYPE_UNSPECIFIED: TransportType
TRANSPORT_TYPE_IP: TransportType
TRANSPORT_TYPE_ETHERNET: TransportType
PORT_TYPE_UNSPECIFIED: PortType
PORT_TYPE_ACCESS: PortType
PORT_TYPE_TRUNK: PortType
ROUTING_TYPE_UNSPECIFIED: RoutingType
ROUTING_TYPE_NON_ROUTER: RoutingType
ROUTING_TYPE_PRIMARY_ROUTER: RoutingType
ADAPTER_TYPE_UNSPECIFIED: AdapterType
ADAPTER_TYPE_QDIO: AdapterType
ADAPTER_TYPE_HIPERSOCKETS: AdapterType
ADAPTER_TYPE_IEDN: AdapterType
ADAPTER_TYPE_INMN: AdapterType
ADAPTER_TYPE_IVL: AdapterType
MAC_PROTECTION_UNSPECIFIED: MacProtection
MAC_PROTECTION_ON: MacProtection
MAC_PROTECTION_OFF: MacProtection
MAC_PROTECTION_HOST_DEFAULT: MacProtection
PORT_SELECTION_UNSPECIFIED: PortSelection
PORT_SELECTION_USER_BASED: PortSelection
PORT_SELECTION_PORT_BASED: PortSelection
UPLINK_CONNECTION_UNSPECIFIED: UplinkConnection
UPLINK_CONNECTION_CONNECTED: UplinkConnection
UPLINK_CONNECTION_DISCONNECTED: UplinkConnection
UPLINK_CONNECTION_NO_UPLINK: UplinkConnection
SWITCH_STATUS_UNSPECIFIED: SwitchStatus
SWITCH_STATUS_DEFINED: SwitchStatus
SWITCH_STATUS_READY: SwitchStatus
SWITCH_STATUS_DISCONNECTED: SwitchStatus
SWITCH_STATUS_TRANSIENT: SwitchStatus
NIC_STATE_UNSPECIFIED: NicState
NIC_STATE_PLANNED: NicState
NIC_STATE_CREATED: NicState
ADAPTER_STATUS_UNSPECIFIED: AdapterStatus
ADAPTER_STATUS_NOT_COUPLED: AdapterStatus
ADAPTER_STATUS_COUPLED: AdapterStatus
ADAPTER_STATUS_ACTIVE: AdapterStatus
OSA_STATUS_UNSPECIFIED: OsaStatus
OSA_STATUS_FREE: OsaStatus
OSA_STATUS_ATTACHED: OsaStatus
OSA_STATUS_OFFLINE: OsaStatus
OSA_STATUS_BOXED: OsaStatus

class VirtualSwitch(_message.Message):
    __slots__ = ("name", "transport_type", "port_type", "vlan_id", "native_vlan_id", "queue_memory_mb", "mac_address", "status", "uplinks", "grants", "connected_nics", "gvrp", "vlan_aware", "routing", "gvrp_enabled", "link_aggregation", "ip_timeout_minutes", "switch_type", "port_isolation", "mac_protection", "port_selection", "vlan_counters", "status_code", "uplink_nic")
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
    VLAN_AWARE_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    GVRP_ENABLED_FIELD_NUMBER: _ClassVar[int]
    LINK_AGGREGATION_FIELD_NUMBER: _ClassVar[int]
    IP_TIMEOUT_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SWITCH_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_ISOLATION_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECTION_FIELD_NUMBER: _ClassVar[int]
    PORT_SELECTION_FIELD_NUMBER: _ClassVar[int]
    VLAN_COUNTERS_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    UPLINK_NIC_FIELD_NUMBER: _ClassVar[int]
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
    vlan_aware: bool
    routing: RoutingType
    gvrp_enabled: bool
    link_aggregation: LinkAggregation
    ip_timeout_minutes: int
    switch_type: AdapterType
    port_isolation: bool
    mac_protection: MacProtection
    port_selection: PortSelection
    vlan_counters: bool
    status_code: int
    uplink_nic: UplinkNic
    def __init__(self, name: _Optional[str] = ..., transport_type: _Optional[_Union[TransportType, str]] = ..., port_type: _Optional[_Union[PortType, str]] = ..., vlan_id: _Optional[int] = ..., native_vlan_id: _Optional[int] = ..., queue_memory_mb: _Optional[int] = ..., mac_address: _Optional[str] = ..., status: _Optional[_Union[SwitchStatus, str]] = ..., uplinks: _Optional[_Iterable[_Union[UplinkDevice, _Mapping]]] = ..., grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ..., connected_nics: _Optional[_Iterable[_Union[ConnectedNic, _Mapping]]] = ..., gvrp: _Optional[bool] = ..., vlan_aware: _Optional[bool] = ..., routing: _Optional[_Union[RoutingType, str]] = ..., gvrp_enabled: _Optional[bool] = ..., link_aggregation: _Optional[_Union[LinkAggregation, _Mapping]] = ..., ip_timeout_minutes: _Optional[int] = ..., switch_type: _Optional[_Union[AdapterType, str]] = ..., port_isolation: _Optional[bool] = ..., mac_protection: _Optional[_Union[MacProtection, str]] = ..., port_selection: _Optional[_Union[PortSelection, str]] = ..., vlan_counters: _Optional[bool] = ..., status_code: _Optional[int] = ..., uplink_nic: _Optional[_Union[UplinkNic, _Mapping]] = ...) -> None: ...

class LinkAggregation(_message.Message):
    __slots__ = ("group", "interval_seconds", "mode")
    GROUP_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_SECONDS_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    group: str
    interval_seconds: int
    mode: str
    def __init__(self, group: _Optional[str] = ..., interval_seconds: _Optional[int] = ..., mode: _Optional[str] = ...) -> None: ...

class UplinkNic(_message.Message):
    __slots__ = ("user_id", "device_number")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ...) -> None: ...

class UplinkDevice(_message.Message):
    __slots__ = ("real_device_number", "controller", "active", "port_name", "virtual_device_number", "status_code", "error_code")
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_CODE_FIELD_NUMBER: _ClassVar[int]
    real_device_number: str
    controller: str
    active: bool
    port_name: str
    virtual_device_number: str
    status_code: int
    error_code: int
    def __init__(self, real_device_number: _Optional[str] = ..., controller: _Optional[str] = ..., active: _Optional[bool] = ..., port_name: _Optional[str] = ..., virtual_device_number: _Optional[str] = ..., status_code: _Optional[int] = ..., error_code: _Optional[int] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("user_id", "vlan_ids", "promiscuous", "port_number", "osd_simulation")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    PROMISCUOUS_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OSD_SIMULATION_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    vlan_ids: _containers.RepeatedScalarFieldContainer[int]
    promiscuous: bool
    port_number: int
    osd_simulation: bool
    def __init__(self, user_id: _Optional[str] = ..., vlan_ids: _Optional[_Iterable[int]] = ..., promiscuous: _Optional[bool] = ..., port_number: _Optional[int] = ..., osd_simulation: _Optional[bool] = ...) -> None: ...

class ConnectedNic(_message.Message):
    __slots__ = ("user_id", "device_number", "mac_address", "adapter_type")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    mac_address: str
    adapter_type: AdapterType
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., mac_address: _Optional[str] = ..., adapter_type: _Optional[_Union[AdapterType, str]] = ...) -> None: ...

class NicSpec(_message.Message):
    __slots__ = ("device_number", "virtual_switch", "mac_address", "vlan_id", "nic_id", "address", "osa_device")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OSA_DEVICE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    virtual_switch: str
    mac_address: str
    vlan_id: int
    nic_id: str
    address: AddressPlan
    osa_device: str
    def __init__(self, device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_address: _Optional[str] = ..., vlan_id: _Optional[int] = ..., nic_id: _Optional[str] = ..., address: _Optional[_Union[AddressPlan, _Mapping]] = ..., osa_device: _Optional[str] = ...) -> None: ...

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
    __slots__ = ("user_id", "device_number", "virtual_switch", "mac_address", "mac_id", "vlan_id", "nic_id", "address", "state", "connected", "osa_device")
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
    OSA_DEVICE_FIELD_NUMBER: _ClassVar[int]
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
    osa_device: str
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_address: _Optional[str] = ..., mac_id: _Optional[str] = ..., vlan_id: _Optional[int] = ..., nic_id: _Optional[str] = ..., address: _Optional[_Union[AddressPlan, _Mapping]] = ..., state: _Optional[_Union[NicState, str]] = ..., connected: _Optional[bool] = ..., osa_device: _Optional[str] = ...) -> None: ...

class CreateVirtualSwitchRequest(_message.Message):
    __slots__ = ("request_id", "name", "real_device_numbers", "controller", "transport_type", "vlan_id", "port_type", "native_vlan_id", "gvrp", "queue_memory_mb", "persistent", "connection", "routing", "vlan_aware")
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
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    VLAN_AWARE_FIELD_NUMBER: _ClassVar[int]
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
    connection: UplinkConnection
    routing: RoutingType
    vlan_aware: bool
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., real_device_numbers: _Optional[_Iterable[str]] = ..., controller: _Optional[str] = ..., transport_type: _Optional[_Union[TransportType, str]] = ..., vlan_id: _Optional[int] = ..., port_type: _Optional[_Union[PortType, str]] = ..., native_vlan_id: _Optional[int] = ..., gvrp: _Optional[bool] = ..., queue_memory_mb: _Optional[int] = ..., persistent: _Optional[bool] = ..., connection: _Optional[_Union[UplinkConnection, str]] = ..., routing: _Optional[_Union[RoutingType, str]] = ..., vlan_aware: _Optional[bool] = ...) -> None: ...

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
    __slots__ = ("name", "real_device_numbers", "queue_memory_mb", "port_isolation", "mac_protect", "connected", "persistent", "routing", "port_type", "gvrp", "ip_timeout_minutes", "vlan_counters", "mac_address", "port_names", "controllers", "uplink_nic", "link_aggregation", "mac_protect_by_host")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_MB_FIELD_NUMBER: _ClassVar[int]
    PORT_ISOLATION_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECT_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    PERSISTENT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    GVRP_FIELD_NUMBER: _ClassVar[int]
    IP_TIMEOUT_MINUTES_FIELD_NUMBER: _ClassVar[int]
    VLAN_COUNTERS_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_NAMES_FIELD_NUMBER: _ClassVar[int]
    CONTROLLERS_FIELD_NUMBER: _ClassVar[int]
    UPLINK_NIC_FIELD_NUMBER: _ClassVar[int]
    LINK_AGGREGATION_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECT_BY_HOST_FIELD_NUMBER: _ClassVar[int]
    name: str
    real_device_numbers: RealDeviceNumbers
    queue_memory_mb: int
    port_isolation: bool
    mac_protect: bool
    connected: bool
    persistent: bool
    routing: RoutingType
    port_type: PortType
    gvrp: bool
    ip_timeout_minutes: int
    vlan_counters: bool
    mac_address: str
    port_names: PortNames
    controllers: Controllers
    uplink_nic: UplinkNic
    link_aggregation: LinkAggregationChange
    mac_protect_by_host: bool
    def __init__(self, name: _Optional[str] = ..., real_device_numbers: _Optional[_Union[RealDeviceNumbers, _Mapping]] = ..., queue_memory_mb: _Optional[int] = ..., port_isolation: _Optional[bool] = ..., mac_protect: _Optional[bool] = ..., connected: _Optional[bool] = ..., persistent: _Optional[bool] = ..., routing: _Optional[_Union[RoutingType, str]] = ..., port_type: _Optional[_Union[PortType, str]] = ..., gvrp: _Optional[bool] = ..., ip_timeout_minutes: _Optional[int] = ..., vlan_counters: _Optional[bool] = ..., mac_address: _Optional[str] = ..., port_names: _Optional[_Union[PortNames, _Mapping]] = ..., controllers: _Optional[_Union[Controllers, _Mapping]] = ..., uplink_nic: _Optional[_Union[UplinkNic, _Mapping]] = ..., link_aggregation: _Optional[_Union[LinkAggregationChange, _Mapping]] = ..., mac_protect_by_host: _Optional[bool] = ...) -> None: ...

class RealDeviceNumbers(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class PortNames(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class Controllers(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class LinkAggregationChange(_message.Message):
    __slots__ = ("lacp", "interval_seconds", "real_device_numbers")
    LACP_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_SECONDS_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    lacp: bool
    interval_seconds: int
    real_device_numbers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, lacp: _Optional[bool] = ..., interval_seconds: _Optional[int] = ..., real_device_numbers: _Optional[_Iterable[str]] = ...) -> None: ...

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
    __slots__ = ("name", "user_id", "vlan_ids", "promiscuous", "osd_simulation", "port_type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    PROMISCUOUS_FIELD_NUMBER: _ClassVar[int]
    OSD_SIMULATION_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    user_id: str
    vlan_ids: _containers.RepeatedScalarFieldContainer[int]
    promiscuous: bool
    osd_simulation: bool
    port_type: PortType
    def __init__(self, name: _Optional[str] = ..., user_id: _Optional[str] = ..., vlan_ids: _Optional[_Iterable[int]] = ..., promiscuous: _Optional[bool] = ..., osd_simulation: _Optional[bool] = ..., port_type: _Optional[_Union[PortType, str]] = ...) -> None: ...

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
    __slots__ = ("request_id", "user_id", "nics", "scope")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    nics: _containers.RepeatedCompositeFieldContainer[NicSpec]
    scope: ChangeScope
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., nics: _Optional[_Iterable[_Union[NicSpec, _Mapping]]] = ..., scope: _Optional[_Union[ChangeScope, str]] = ...) -> None: ...

class CreateNicsResponse(_message.Message):
    __slots__ = ("nics",)
    NICS_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ...) -> None: ...

class DeleteNicsRequest(_message.Message):
    __slots__ = ("user_id", "device_numbers", "allow_missing", "scope")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    allow_missing: bool
    scope: ChangeScope
    def __init__(self, user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., allow_missing: _Optional[bool] = ..., scope: _Optional[_Union[ChangeScope, str]] = ...) -> None: ...

class DeleteNicsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListNicsRequest(_message.Message):
    __slots__ = ("user_id", "virtual_switch", "nic_id", "page_size", "page_token", "records_only")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RECORDS_ONLY_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    virtual_switch: str
    nic_id: str
    page_size: int
    page_token: str
    records_only: bool
    def __init__(self, user_id: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., nic_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., records_only: _Optional[bool] = ...) -> None: ...

class ListNicsResponse(_message.Message):
    __slots__ = ("nics", "next_page_token")
    NICS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    next_page_token: str
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CoupleNicRequest(_message.Message):
    __slots__ = ("user_id", "device_number", "virtual_switch", "vlan_id", "scope")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    virtual_switch: str
    vlan_id: int
    scope: ChangeScope
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., vlan_id: _Optional[int] = ..., scope: _Optional[_Union[ChangeScope, str]] = ...) -> None: ...

class CoupleNicResponse(_message.Message):
    __slots__ = ("nic",)
    NIC_FIELD_NUMBER: _ClassVar[int]
    nic: Nic
    def __init__(self, nic: _Optional[_Union[Nic, _Mapping]] = ...) -> None: ...

class UncoupleNicRequest(_message.Message):
    __slots__ = ("user_id", "device_number", "scope")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    scope: ChangeScope
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., scope: _Optional[_Union[ChangeScope, str]] = ...) -> None: ...

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

class RegisterNicsRequest(_message.Message):
    __slots__ = ("user_id", "nic_ids")
    class NicIdsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NIC_IDS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    nic_ids: _containers.ScalarMap[str, str]
    def __init__(self, user_id: _Optional[str] = ..., nic_ids: _Optional[_Mapping[str, str]] = ...) -> None: ...

class RegisterNicsResponse(_message.Message):
    __slots__ = ("nics",)
    NICS_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[Nic]
    def __init__(self, nics: _Optional[_Iterable[_Union[Nic, _Mapping]]] = ...) -> None: ...

class DeregisterNicsRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class DeregisterNicsResponse(_message.Message):
    __slots__ = ("forgotten_count",)
    FORGOTTEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    forgotten_count: int
    def __init__(self, forgotten_count: _Optional[int] = ...) -> None: ...

class Adapter(_message.Message):
    __slots__ = ("device_number", "adapter_type", "status", "lan_owner", "lan_name", "mac_address", "addresses", "device_count")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    DEVICE_COUNT_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    adapter_type: AdapterType
    status: AdapterStatus
    lan_owner: str
    lan_name: str
    mac_address: str
    addresses: _containers.RepeatedCompositeFieldContainer[AdapterAddress]
    device_count: int
    def __init__(self, device_number: _Optional[str] = ..., adapter_type: _Optional[_Union[AdapterType, str]] = ..., status: _Optional[_Union[AdapterStatus, str]] = ..., lan_owner: _Optional[str] = ..., lan_name: _Optional[str] = ..., mac_address: _Optional[str] = ..., addresses: _Optional[_Iterable[_Union[AdapterAddress, _Mapping]]] = ..., device_count: _Optional[int] = ...) -> None: ...

class AdapterAddress(_message.Message):
    __slots__ = ("ip_version", "ip_address")
    IP_VERSION_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ip_version: int
    ip_address: str
    def __init__(self, ip_version: _Optional[int] = ..., ip_address: _Optional[str] = ...) -> None: ...

class ListAdaptersRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ListAdaptersResponse(_message.Message):
    __slots__ = ("adapters",)
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    adapters: _containers.RepeatedCompositeFieldContainer[Adapter]
    def __init__(self, adapters: _Optional[_Iterable[_Union[Adapter, _Mapping]]] = ...) -> None: ...

class ListNicStatisticsRequest(_message.Message):
    __slots__ = ("user_ids",)
    USER_IDS_FIELD_NUMBER: _ClassVar[int]
    user_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, user_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class NicStatistics(_message.Message):
    __slots__ = ("user_id", "device_number", "virtual_switch", "frames_received", "frames_received_discarded", "frames_received_errors", "frames_sent", "frames_sent_discarded", "frames_sent_errors", "bytes_received", "bytes_sent")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    FRAMES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    FRAMES_RECEIVED_DISCARDED_FIELD_NUMBER: _ClassVar[int]
    FRAMES_RECEIVED_ERRORS_FIELD_NUMBER: _ClassVar[int]
    FRAMES_SENT_FIELD_NUMBER: _ClassVar[int]
    FRAMES_SENT_DISCARDED_FIELD_NUMBER: _ClassVar[int]
    FRAMES_SENT_ERRORS_FIELD_NUMBER: _ClassVar[int]
    BYTES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    BYTES_SENT_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    virtual_switch: str
    frames_received: int
    frames_received_discarded: int
    frames_received_errors: int
    frames_sent: int
    frames_sent_discarded: int
    frames_sent_errors: int
    bytes_received: int
    bytes_sent: int
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., frames_received: _Optional[int] = ..., frames_received_discarded: _Optional[int] = ..., frames_received_errors: _Optional[int] = ..., frames_sent: _Optional[int] = ..., frames_sent_discarded: _Optional[int] = ..., frames_sent_errors: _Optional[int] = ..., bytes_received: _Optional[int] = ..., bytes_sent: _Optional[int] = ...) -> None: ...

class ListNicStatisticsResponse(_message.Message):
    __slots__ = ("statistics", "read_time")
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    READ_TIME_FIELD_NUMBER: _ClassVar[int]
    statistics: _containers.RepeatedCompositeFieldContainer[NicStatistics]
    read_time: _timestamp_pb2.Timestamp
    def __init__(self, statistics: _Optional[_Iterable[_Union[NicStatistics, _Mapping]]] = ..., read_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListOsaDevicesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class OsaDevice(_message.Message):
    __slots__ = ("real_device_number", "status", "user_id", "type", "channel_path")
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PATH_FIELD_NUMBER: _ClassVar[int]
    real_device_number: str
    status: OsaStatus
    user_id: str
    type: str
    channel_path: str
    def __init__(self, real_device_number: _Optional[str] = ..., status: _Optional[_Union[OsaStatus, str]] = ..., user_id: _Optional[str] = ..., type: _Optional[str] = ..., channel_path: _Optional[str] = ...) -> None: ...

class ListOsaDevicesResponse(_message.Message):
    __slots__ = ("osa_devices", "next_page_token")
    OSA_DEVICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    osa_devices: _containers.RepeatedCompositeFieldContainer[OsaDevice]
    next_page_token: str
    def __init__(self, osa_devices: _Optional[_Iterable[_Union[OsaDevice, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetSmapiHealthRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SmapiHealth(_message.Message):
    __slots__ = ("total_success", "total_fail", "last_success_time", "last_fail_time", "continuous_fail", "healthy")
    TOTAL_SUCCESS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FAIL_FIELD_NUMBER: _ClassVar[int]
    LAST_SUCCESS_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_FAIL_TIME_FIELD_NUMBER: _ClassVar[int]
    CONTINUOUS_FAIL_FIELD_NUMBER: _ClassVar[int]
    HEALTHY_FIELD_NUMBER: _ClassVar[int]
    total_success: int
    total_fail: int
    last_success_time: _timestamp_pb2.Timestamp
    last_fail_time: _timestamp_pb2.Timestamp
    continuous_fail: int
    healthy: bool
    def __init__(self, total_success: _Optional[int] = ..., total_fail: _Optional[int] = ..., last_success_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_fail_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., continuous_fail: _Optional[int] = ..., healthy: _Optional[bool] = ...) -> None: ...

class GetSmapiHealthResponse(_message.Message):
    __slots__ = ("health",)
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    health: SmapiHealth
    def __init__(self, health: _Optional[_Union[SmapiHealth, _Mapping]] = ...) -> None: ...
