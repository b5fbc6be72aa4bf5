from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Adapter(_message.Message):
    __slots__ = ("image_device_number", "adapter_type", "network_adapter_devices", "adapter_status", "lan_owner", "lan_name")
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_ADAPTER_DEVICES_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_STATUS_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    image_device_number: str
    adapter_type: int
    network_adapter_devices: int
    adapter_status: int
    lan_owner: str
    lan_name: str
    def __init__(self, image_device_number: _Optional[str] = ..., adapter_type: _Optional[int] = ..., network_adapter_devices: _Optional[int] = ..., adapter_status: _Optional[int] = ..., lan_owner: _Optional[str] = ..., lan_name: _Optional[str] = ...) -> None: ...

class AuthorizedUserLine(_message.Message):
    __slots__ = ("port_num", "grant_userid", "promiscuous_mode", "osd_sim", "vlan_count", "user_vlan_ids")
    PORT_NUM_FIELD_NUMBER: _ClassVar[int]
    GRANT_USERID_FIELD_NUMBER: _ClassVar[int]
    PROMISCUOUS_MODE_FIELD_NUMBER: _ClassVar[int]
    OSD_SIM_FIELD_NUMBER: _ClassVar[int]
    VLAN_COUNT_FIELD_NUMBER: _ClassVar[int]
    USER_VLAN_IDS_FIELD_NUMBER: _ClassVar[int]
    port_num: str
    grant_userid: str
    promiscuous_mode: str
    osd_sim: str
    vlan_count: str
    user_vlan_ids: str
    def __init__(self, port_num: _Optional[str] = ..., grant_userid: _Optional[str] = ..., promiscuous_mode: _Optional[str] = ..., osd_sim: _Optional[str] = ..., vlan_count: _Optional[str] = ..., user_vlan_ids: _Optional[str] = ...) -> None: ...

class ConnectedAdapterLine(_message.Message):
    __slots__ = ("adapter_owner", "adapter_vdev", "adapter_macaddr", "adapter_type")
    ADAPTER_OWNER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_VDEV_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_MACADDR_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    adapter_owner: str
    adapter_vdev: str
    adapter_macaddr: str
    adapter_type: str
    def __init__(self, adapter_owner: _Optional[str] = ..., adapter_vdev: _Optional[str] = ..., adapter_macaddr: _Optional[str] = ..., adapter_type: _Optional[str] = ...) -> None: ...

class ExtendedVswitch(_message.Message):
    __slots__ = ("vswitch_attributes", "real_device_array", "authorized_user_array", "connected_adapter_array", "uplink_nic_array", "global_member_array")
    VSWITCH_ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_ARRAY_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_USER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_ADAPTER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    UPLINK_NIC_ARRAY_FIELD_NUMBER: _ClassVar[int]
    GLOBAL_MEMBER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    vswitch_attributes: VswitchLine
    real_device_array: _containers.RepeatedCompositeFieldContainer[RealDeviceLine]
    authorized_user_array: _containers.RepeatedCompositeFieldContainer[AuthorizedUserLine]
    connected_adapter_array: _containers.RepeatedCompositeFieldContainer[ConnectedAdapterLine]
    uplink_nic_array: _containers.RepeatedCompositeFieldContainer[UplinkNicLine]
    global_member_array: _containers.RepeatedCompositeFieldContainer[GlobalMemberLine]
    def __init__(self, vswitch_attributes: _Optional[_Union[VswitchLine, _Mapping]] = ..., real_device_array: _Optional[_Iterable[_Union[RealDeviceLine, _Mapping]]] = ..., authorized_user_array: _Optional[_Iterable[_Union[AuthorizedUserLine, _Mapping]]] = ..., connected_adapter_array: _Optional[_Iterable[_Union[ConnectedAdapterLine, _Mapping]]] = ..., uplink_nic_array: _Optional[_Iterable[_Union[UplinkNicLine, _Mapping]]] = ..., global_member_array: _Optional[_Iterable[_Union[GlobalMemberLine, _Mapping]]] = ...) -> None: ...

class GlobalMemberLine(_message.Message):
    __slots__ = ("member_name", "member_state")
    MEMBER_NAME_FIELD_NUMBER: _ClassVar[int]
    MEMBER_STATE_FIELD_NUMBER: _ClassVar[int]
    member_name: str
    member_state: str
    def __init__(self, member_name: _Optional[str] = ..., member_state: _Optional[str] = ...) -> None: ...

class Lan(_message.Message):
    __slots__ = ("lan_name", "lan_owner", "lan_type", "connected_adapter_array")
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    LAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_ADAPTER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    lan_name: str
    lan_owner: str
    lan_type: int
    connected_adapter_array: _containers.RepeatedCompositeFieldContainer[LanAdapter]
    def __init__(self, lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ..., lan_type: _Optional[int] = ..., connected_adapter_array: _Optional[_Iterable[_Union[LanAdapter, _Mapping]]] = ...) -> None: ...

class LanAdapter(_message.Message):
    __slots__ = ("adapter_owner", "image_device_number")
    ADAPTER_OWNER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    adapter_owner: str
    image_device_number: str
    def __init__(self, adapter_owner: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class LanUserLine(_message.Message):
    __slots__ = ("access_user", "promiscuity")
    ACCESS_USER_FIELD_NUMBER: _ClassVar[int]
    PROMISCUITY_FIELD_NUMBER: _ClassVar[int]
    access_user: str
    promiscuity: str
    def __init__(self, access_user: _Optional[str] = ..., promiscuity: _Optional[str] = ...) -> None: ...

class OsaLine(_message.Message):
    __slots__ = ("osa_address", "osa_status", "osa_type", "chpid_address", "agent_status")
    OSA_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OSA_STATUS_FIELD_NUMBER: _ClassVar[int]
    OSA_TYPE_FIELD_NUMBER: _ClassVar[int]
    CHPID_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AGENT_STATUS_FIELD_NUMBER: _ClassVar[int]
    osa_address: str
    osa_status: str
    osa_type: str
    chpid_address: str
    agent_status: str
    def __init__(self, osa_address: _Optional[str] = ..., osa_status: _Optional[str] = ..., osa_type: _Optional[str] = ..., chpid_address: _Optional[str] = ..., agent_status: _Optional[str] = ...) -> None: ...

class PortOrNicCounters(_message.Message):
    __slots__ = ("port_nic_values", "segment_array")
    PORT_NIC_VALUES_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_ARRAY_FIELD_NUMBER: _ClassVar[int]
    port_nic_values: PortOrNicLine
    segment_array: _containers.RepeatedCompositeFieldContainer[VlanCounterLine]
    def __init__(self, port_nic_values: _Optional[_Union[PortOrNicLine, _Mapping]] = ..., segment_array: _Optional[_Iterable[_Union[VlanCounterLine, _Mapping]]] = ...) -> None: ...

class PortOrNicLine(_message.Message):
    __slots__ = ("type", "name_or_address", "number")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    NAME_OR_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    type: str
    name_or_address: str
    number: str
    def __init__(self, type: _Optional[str] = ..., name_or_address: _Optional[str] = ..., number: _Optional[str] = ...) -> None: ...

class RealDeviceLine(_message.Message):
    __slots__ = ("real_device_address", "virtual_device_address", "controller_name", "port_name", "device_status", "device_error_status")
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_STATUS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ERROR_STATUS_FIELD_NUMBER: _ClassVar[int]
    real_device_address: str
    virtual_device_address: str
    controller_name: str
    port_name: str
    device_status: str
    device_error_status: str
    def __init__(self, real_device_address: _Optional[str] = ..., virtual_device_address: _Optional[str] = ..., controller_name: _Optional[str] = ..., port_name: _Optional[str] = ..., device_status: _Optional[str] = ..., device_error_status: _Optional[str] = ...) -> None: ...

class SegmentLine(_message.Message):
    __slots__ = ("seg_vlanid", "seg_rx", "seg_rx_disc", "seg_tx", "seg_tx_disc", "seg_activated_tod", "seg_config_update_tod", "seg_vlan_interfaces", "seg_vlan_deletes", "seg_device_type", "seg_device_addr", "seg_device_status")
    SEG_VLANID_FIELD_NUMBER: _ClassVar[int]
    SEG_RX_FIELD_NUMBER: _ClassVar[int]
    SEG_RX_DISC_FIELD_NUMBER: _ClassVar[int]
    SEG_TX_FIELD_NUMBER: _ClassVar[int]
    SEG_TX_DISC_FIELD_NUMBER: _ClassVar[int]
    SEG_ACTIVATED_TOD_FIELD_NUMBER: _ClassVar[int]
    SEG_CONFIG_UPDATE_TOD_FIELD_NUMBER: _ClassVar[int]
    SEG_VLAN_INTERFACES_FIELD_NUMBER: _ClassVar[int]
    SEG_VLAN_DELETES_FIELD_NUMBER: _ClassVar[int]
    SEG_DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SEG_DEVICE_ADDR_FIELD_NUMBER: _ClassVar[int]
    SEG_DEVICE_STATUS_FIELD_NUMBER: _ClassVar[int]
    seg_vlanid: str
    seg_rx: str
    seg_rx_disc: str
    seg_tx: str
    seg_tx_disc: str
    seg_activated_tod: str
    seg_config_update_tod: str
    seg_vlan_interfaces: str
    seg_vlan_deletes: str
    seg_device_type: str
    seg_device_addr: str
    seg_device_status: str
    def __init__(self, seg_vlanid: _Optional[str] = ..., seg_rx: _Optional[str] = ..., seg_rx_disc: _Optional[str] = ..., seg_tx: _Optional[str] = ..., seg_tx_disc: _Optional[str] = ..., seg_activated_tod: _Optional[str] = ..., seg_config_update_tod: _Optional[str] = ..., seg_vlan_interfaces: _Optional[str] = ..., seg_vlan_deletes: _Optional[str] = ..., seg_device_type: _Optional[str] = ..., seg_device_addr: _Optional[str] = ..., seg_device_status: _Optional[str] = ...) -> None: ...

class UplinkNicLine(_message.Message):
    __slots__ = ("uplink_nic_userid", "uplink_nic_vdev", "uplink_nic_error_status")
    UPLINK_NIC_USERID_FIELD_NUMBER: _ClassVar[int]
    UPLINK_NIC_VDEV_FIELD_NUMBER: _ClassVar[int]
    UPLINK_NIC_ERROR_STATUS_FIELD_NUMBER: _ClassVar[int]
    uplink_nic_userid: str
    uplink_nic_vdev: str
    uplink_nic_error_status: str
    def __init__(self, uplink_nic_userid: _Optional[str] = ..., uplink_nic_vdev: _Optional[str] = ..., uplink_nic_error_status: _Optional[str] = ...) -> None: ...

class VlanCounterLine(_message.Message):
    __slots__ = ("vlanid", "rx", "rx_disc", "tx", "tx_disc")
    VLANID_FIELD_NUMBER: _ClassVar[int]
    RX_FIELD_NUMBER: _ClassVar[int]
    RX_DISC_FIELD_NUMBER: _ClassVar[int]
    TX_FIELD_NUMBER: _ClassVar[int]
    TX_DISC_FIELD_NUMBER: _ClassVar[int]
    vlanid: str
    rx: str
    rx_disc: str
    tx: str
    tx_disc: str
    def __init__(self, vlanid: _Optional[str] = ..., rx: _Optional[str] = ..., rx_disc: _Optional[str] = ..., tx: _Optional[str] = ..., tx_disc: _Optional[str] = ...) -> None: ...

class Vswitch(_message.Message):
    __slots__ = ("switch_name", "transport_type", "port_type", "queue_memory_limit", "routing_value", "vlan_id", "native_vlan_id", "mac_id", "gvrp_request_attribute", "gvrp_enabled_attribute", "switch_status", "real_device_info_array", "authorized_user_array", "connected_adapter_array")
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    GVRP_REQUEST_ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    GVRP_ENABLED_ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    SWITCH_STATUS_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_USER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_ADAPTER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    switch_name: str
    transport_type: int
    port_type: int
    queue_memory_limit: int
    routing_value: int
    vlan_id: int
    native_vlan_id: int
    mac_id: int
    gvrp_request_attribute: int
    gvrp_enabled_attribute: int
    switch_status: int
    real_device_info_array: _containers.RepeatedCompositeFieldContainer[VswitchRealDevice]
    authorized_user_array: _containers.RepeatedCompositeFieldContainer[VswitchUser]
    connected_adapter_array: _containers.RepeatedCompositeFieldContainer[VswitchAdapter]
    def __init__(self, switch_name: _Optional[str] = ..., transport_type: _Optional[int] = ..., port_type: _Optional[int] = ..., queue_memory_limit: _Optional[int] = ..., routing_value: _Optional[int] = ..., vlan_id: _Optional[int] = ..., native_vlan_id: _Optional[int] = ..., mac_id: _Optional[int] = ..., gvrp_request_attribute: _Optional[int] = ..., gvrp_enabled_attribute: _Optional[int] = ..., switch_status: _Optional[int] = ..., real_device_info_array: _Optional[_Iterable[_Union[VswitchRealDevice, _Mapping]]] = ..., authorized_user_array: _Optional[_Iterable[_Union[VswitchUser, _Mapping]]] = ..., connected_adapter_array: _Optional[_Iterable[_Union[VswitchAdapter, _Mapping]]] = ...) -> None: ...

class VswitchAdapter(_message.Message):
    __slots__ = ("adapter_owner", "image_device_number")
    ADAPTER_OWNER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    adapter_owner: str
    image_device_number: str
    def __init__(self, adapter_owner: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VswitchCounters(_message.Message):
    __slots__ = ("switch_name", "segment_array")
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    SEGMENT_ARRAY_FIELD_NUMBER: _ClassVar[int]
    switch_name: str
    segment_array: _containers.RepeatedCompositeFieldContainer[SegmentLine]
    def __init__(self, switch_name: _Optional[str] = ..., segment_array: _Optional[_Iterable[_Union[SegmentLine, _Mapping]]] = ...) -> None: ...

class VswitchLine(_message.Message):
    __slots__ = ("switch_name", "transport_type", "port_type", "queue_memory_limit", "routing_value", "vlan_awareness", "vlan_id", "native_vlan_id", "mac_address", "gvrp_request_attribute", "gvrp_enabled_attribute", "switch_status", "link_ag", "lag_interval", "lag_group", "ip_timeout", "switch_type", "isolation_status", "mac_protect", "user_port_based", "vlan_counters", "vepa_status", "spg_scope")
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    VLAN_AWARENESS_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    MAC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    GVRP_REQUEST_ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    GVRP_ENABLED_ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    SWITCH_STATUS_FIELD_NUMBER: _ClassVar[int]
    LINK_AG_FIELD_NUMBER: _ClassVar[int]
    LAG_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    LAG_GROUP_FIELD_NUMBER: _ClassVar[int]
    IP_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    SWITCH_TYPE_FIELD_NUMBER: _ClassVar[int]
    ISOLATION_STATUS_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECT_FIELD_NUMBER: _ClassVar[int]
    USER_PORT_BASED_FIELD_NUMBER: _ClassVar[int]
    VLAN_COUNTERS_FIELD_NUMBER: _ClassVar[int]
    VEPA_STATUS_FIELD_NUMBER: _ClassVar[int]
    SPG_SCOPE_FIELD_NUMBER: _ClassVar[int]
    switch_name: str
    transport_type: str
    port_type: str
    queue_memory_limit: str
    routing_value: str
    vlan_awareness: str
    vlan_id: str
    native_vlan_id: str
    mac_address: str
    gvrp_request_attribute: str
    gvrp_enabled_attribute: str
    switch_status: str
    link_ag: str
    lag_interval: str
    lag_group: str
    ip_timeout: str
    switch_type: str
    isolation_status: str
    mac_protect: str
    user_port_based: str
    vlan_counters: str
    vepa_status: str
    spg_scope: str
    def __init__(self, switch_name: _Optional[str] = ..., transport_type: _Optional[str] = ..., port_type: _Optional[str] = ..., queue_memory_limit: _Optional[str] = ..., routing_value: _Optional[str] = ..., vlan_awareness: _Optional[str] = ..., vlan_id: _Optional[str] = ..., native_vlan_id: _Optional[str] = ..., mac_address: _Optional[str] = ..., gvrp_request_attribute: _Optional[str] = ..., gvrp_enabled_attribute: _Optional[str] = ..., switch_status: _Optional[str] = ..., link_ag: _Optional[str] = ..., lag_interval: _Optional[str] = ..., lag_group: _Optional[str] = ..., ip_timeout: _Optional[str] = ..., switch_type: _Optional[str] = ..., isolation_status: _Optional[str] = ..., mac_protect: _Optional[str] = ..., user_port_based: _Optional[str] = ..., vlan_counters: _Optional[str] = ..., vepa_status: _Optional[str] = ..., spg_scope: _Optional[str] = ...) -> None: ...

class VswitchRealDevice(_message.Message):
    __slots__ = ("real_device_address", "controller_name", "port_name", "device_status", "device_error_status")
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_STATUS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ERROR_STATUS_FIELD_NUMBER: _ClassVar[int]
    real_device_address: int
    controller_name: str
    port_name: str
    device_status: int
    device_error_status: int
    def __init__(self, real_device_address: _Optional[int] = ..., controller_name: _Optional[str] = ..., port_name: _Optional[str] = ..., device_status: _Optional[int] = ..., device_error_status: _Optional[int] = ...) -> None: ...

class VswitchUser(_message.Message):
    __slots__ = ("grant_userid", "user_vlan_array")
    GRANT_USERID_FIELD_NUMBER: _ClassVar[int]
    USER_VLAN_ARRAY_FIELD_NUMBER: _ClassVar[int]
    grant_userid: str
    user_vlan_array: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, grant_userid: _Optional[str] = ..., user_vlan_array: _Optional[_Iterable[int]] = ...) -> None: ...

class IPaddrGetRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IPaddrGetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "ip_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IP_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    ip_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., ip_list: _Optional[_Iterable[str]] = ...) -> None: ...

class NetworkIPInterfaceCreateRequest(_message.Message):
    __slots__ = ("target", "tcpip_stack", "interface_id", "permanent", "primary_ipv4", "primary_ipv6", "interface", "cpu", "transport_type", "mtu", "noforward", "pathmtu", "p2p", "port_name", "port_number", "vlan")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TCPIP_STACK_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    PERMANENT_FIELD_NUMBER: _ClassVar[int]
    PRIMARY_IPV4_FIELD_NUMBER: _ClassVar[int]
    PRIMARY_IPV6_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_FIELD_NUMBER: _ClassVar[int]
    CPU_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    MTU_FIELD_NUMBER: _ClassVar[int]
    NOFORWARD_FIELD_NUMBER: _ClassVar[int]
    PATHMTU_FIELD_NUMBER: _ClassVar[int]
    P2P_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VLAN_FIELD_NUMBER: _ClassVar[int]
    target: str
    tcpip_stack: str
    interface_id: str
    permanent: str
    primary_ipv4: str
    primary_ipv6: str
    interface: str
    cpu: str
    transport_type: str
    mtu: str
    noforward: str
    pathmtu: str
    p2p: str
    port_name: str
    port_number: str
    vlan: str
    def __init__(self, target: _Optional[str] = ..., tcpip_stack: _Optional[str] = ..., interface_id: _Optional[str] = ..., permanent: _Optional[str] = ..., primary_ipv4: _Optional[str] = ..., primary_ipv6: _Optional[str] = ..., interface: _Optional[str] = ..., cpu: _Optional[str] = ..., transport_type: _Optional[str] = ..., mtu: _Optional[str] = ..., noforward: _Optional[str] = ..., pathmtu: _Optional[str] = ..., p2p: _Optional[str] = ..., port_name: _Optional[str] = ..., port_number: _Optional[str] = ..., vlan: _Optional[str] = ...) -> None: ...

class NetworkIPInterfaceCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class NetworkIPInterfaceModifyRequest(_message.Message):
    __slots__ = ("target", "tcpip_stack", "interface_id", "permanent", "delete_ip", "add_ip", "change_mask", "change_mtu", "change_p2p")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TCPIP_STACK_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    PERMANENT_FIELD_NUMBER: _ClassVar[int]
    DELETE_IP_FIELD_NUMBER: _ClassVar[int]
    ADD_IP_FIELD_NUMBER: _ClassVar[int]
    CHANGE_MASK_FIELD_NUMBER: _ClassVar[int]
    CHANGE_MTU_FIELD_NUMBER: _ClassVar[int]
    CHANGE_P2P_FIELD_NUMBER: _ClassVar[int]
    target: str
    tcpip_stack: str
    interface_id: str
    permanent: str
    delete_ip: str
    add_ip: str
    change_mask: str
    change_mtu: str
    change_p2p: str
    def __init__(self, target: _Optional[str] = ..., tcpip_stack: _Optional[str] = ..., interface_id: _Optional[str] = ..., permanent: _Optional[str] = ..., delete_ip: _Optional[str] = ..., add_ip: _Optional[str] = ..., change_mask: _Optional[str] = ..., change_mtu: _Optional[str] = ..., change_p2p: _Optional[str] = ...) -> None: ...

class NetworkIPInterfaceModifyResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class NetworkIPInterfaceQueryRequest(_message.Message):
    __slots__ = ("target", "tcpip_stack", "interface_all", "interface_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TCPIP_STACK_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ALL_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    tcpip_stack: str
    interface_all: str
    interface_id: str
    def __init__(self, target: _Optional[str] = ..., tcpip_stack: _Optional[str] = ..., interface_all: _Optional[str] = ..., interface_id: _Optional[str] = ...) -> None: ...

class NetworkIPInterfaceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "interface_configuration_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_CONFIGURATION_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    interface_configuration_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., interface_configuration_array: _Optional[_Iterable[str]] = ...) -> None: ...

class NetworkIPInterfaceRemoveRequest(_message.Message):
    __slots__ = ("target", "tcpip_stack", "interface_id", "permanent")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TCPIP_STACK_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    PERMANENT_FIELD_NUMBER: _ClassVar[int]
    target: str
    tcpip_stack: str
    interface_id: str
    permanent: str
    def __init__(self, target: _Optional[str] = ..., tcpip_stack: _Optional[str] = ..., interface_id: _Optional[str] = ..., permanent: _Optional[str] = ...) -> None: ...

class NetworkIPInterfaceRemoveResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualChannelConnectionCreateRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "coupled_image_name", "coupled_image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    COUPLED_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    COUPLED_IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    coupled_image_name: str
    coupled_image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., coupled_image_name: _Optional[str] = ..., coupled_image_device_number: _Optional[str] = ...) -> None: ...

class VirtualChannelConnectionCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualChannelConnectionCreateDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "coupled_image_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    COUPLED_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    coupled_image_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., coupled_image_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualChannelConnectionCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualChannelConnectionDeleteRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VirtualChannelConnectionDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualChannelConnectionDeleteDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualChannelConnectionDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterConnectLANRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "lan_name", "lan_owner")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    lan_name: str
    lan_owner: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterConnectLANResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterConnectLANDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "lan_name", "lan_owner", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    lan_name: str
    lan_owner: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterConnectLANDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "switch_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    switch_name: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., switch_name: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "switch_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    switch_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., switch_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchExtendedRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "switch_name", "port_selection")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    PORT_SELECTION_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    switch_name: str
    port_selection: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., switch_name: _Optional[str] = ..., port_selection: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterConnectVswitchExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterCreateRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "adapter_type", "network_adapter_devices", "channel_path_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_ADAPTER_DEVICES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PATH_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    adapter_type: int
    network_adapter_devices: int
    channel_path_id: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., adapter_type: _Optional[int] = ..., network_adapter_devices: _Optional[int] = ..., channel_path_id: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterCreateDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "adapter_type", "network_adapter_devices", "channel_path_id", "mac_id", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_ADAPTER_DEVICES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PATH_ID_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    adapter_type: int
    network_adapter_devices: int
    channel_path_id: str
    mac_id: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., adapter_type: _Optional[int] = ..., network_adapter_devices: _Optional[int] = ..., channel_path_id: _Optional[str] = ..., mac_id: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterCreateExtendedRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "adapter_type", "devices", "channel_path_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PATH_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    adapter_type: str
    devices: str
    channel_path_id: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., adapter_type: _Optional[str] = ..., devices: _Optional[str] = ..., channel_path_id: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterCreateExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterCreateExtendedDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "adapter_type", "devices", "channel_path_id", "mac_id", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PATH_ID_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    adapter_type: str
    devices: str
    channel_path_id: str
    mac_id: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., adapter_type: _Optional[str] = ..., devices: _Optional[str] = ..., channel_path_id: _Optional[str] = ..., mac_id: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterCreateExtendedDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterDeleteRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterDeleteDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterDisconnectRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterDisconnectResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterDisconnectDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class VirtualNetworkAdapterDisconnectDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkAdapterQueryRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "adapter_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    adapter_array: _containers.RepeatedCompositeFieldContainer[Adapter]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., adapter_array: _Optional[_Iterable[_Union[Adapter, _Mapping]]] = ...) -> None: ...

class VirtualNetworkAdapterQueryExtendedRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class VirtualNetworkAdapterQueryExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "response_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    response_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., response_list: _Optional[_Iterable[str]] = ...) -> None: ...

class VirtualNetworkLANAccessRequest(_message.Message):
    __slots__ = ("target", "lan_name", "lan_owner", "access_op", "access_user", "promiscuity")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_OP_FIELD_NUMBER: _ClassVar[int]
    ACCESS_USER_FIELD_NUMBER: _ClassVar[int]
    PROMISCUITY_FIELD_NUMBER: _ClassVar[int]
    target: str
    lan_name: str
    lan_owner: str
    access_op: str
    access_user: str
    promiscuity: str
    def __init__(self, target: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ..., access_op: _Optional[str] = ..., access_user: _Optional[str] = ..., promiscuity: _Optional[str] = ...) -> None: ...

class VirtualNetworkLANAccessResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkLANAccessQueryRequest(_message.Message):
    __slots__ = ("target", "lan_name", "lan_owner")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    target: str
    lan_name: str
    lan_owner: str
    def __init__(self, target: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ...) -> None: ...

class VirtualNetworkLANAccessQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "authorized_users_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_USERS_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    authorized_users_array: _containers.RepeatedCompositeFieldContainer[LanUserLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., authorized_users_array: _Optional[_Iterable[_Union[LanUserLine, _Mapping]]] = ...) -> None: ...

class VirtualNetworkLANCreateRequest(_message.Message):
    __slots__ = ("target", "lan_name", "lan_owner", "lan_type", "transport_type")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    LAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    target: str
    lan_name: str
    lan_owner: str
    lan_type: int
    transport_type: int
    def __init__(self, target: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ..., lan_type: _Optional[int] = ..., transport_type: _Optional[int] = ...) -> None: ...

class VirtualNetworkLANCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkLANDeleteRequest(_message.Message):
    __slots__ = ("target", "lan_name", "lan_owner")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    target: str
    lan_name: str
    lan_owner: str
    def __init__(self, target: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ...) -> None: ...

class VirtualNetworkLANDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkLANQueryRequest(_message.Message):
    __slots__ = ("target", "lan_name", "lan_owner")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LAN_NAME_FIELD_NUMBER: _ClassVar[int]
    LAN_OWNER_FIELD_NUMBER: _ClassVar[int]
    target: str
    lan_name: str
    lan_owner: str
    def __init__(self, target: _Optional[str] = ..., lan_name: _Optional[str] = ..., lan_owner: _Optional[str] = ...) -> None: ...

class VirtualNetworkLANQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "lan_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LAN_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    lan_array: _containers.RepeatedCompositeFieldContainer[Lan]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., lan_array: _Optional[_Iterable[_Union[Lan, _Mapping]]] = ...) -> None: ...

class VirtualNetworkOSAQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class VirtualNetworkOSAQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "osa_info_structure")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OSA_INFO_STRUCTURE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    osa_info_structure: _containers.RepeatedCompositeFieldContainer[OsaLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., osa_info_structure: _Optional[_Iterable[_Union[OsaLine, _Mapping]]] = ...) -> None: ...

class VirtualNetworkQueryLANRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VirtualNetworkQueryLANResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "lan_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LAN_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    lan_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., lan_list: _Optional[_Iterable[str]] = ...) -> None: ...

class VirtualNetworkQueryOSARequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VirtualNetworkQueryOSAResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "osa_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OSA_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    osa_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., osa_list: _Optional[_Iterable[str]] = ...) -> None: ...

class VirtualNetworkVLANQueryStatsRequest(_message.Message):
    __slots__ = ("target", "fmt_version", "userid", "vlan_id", "device")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FMT_VERSION_FIELD_NUMBER: _ClassVar[int]
    USERID_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    target: str
    fmt_version: str
    userid: str
    vlan_id: str
    device: str
    def __init__(self, target: _Optional[str] = ..., fmt_version: _Optional[str] = ..., userid: _Optional[str] = ..., vlan_id: _Optional[str] = ..., device: _Optional[str] = ...) -> None: ...

class VirtualNetworkVLANQueryStatsResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "port_nic_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PORT_NIC_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    port_nic_array: _containers.RepeatedCompositeFieldContainer[PortOrNicCounters]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., port_nic_array: _Optional[_Iterable[_Union[PortOrNicCounters, _Mapping]]] = ...) -> None: ...

class VirtualNetworkVswitchCreateRequest(_message.Message):
    __slots__ = ("target", "switch_name", "real_device_address", "port_name", "controller_name", "connection_value", "queue_memory_limit", "routing_value", "transport_type", "vlan_id", "port_type", "update_system_config_indicator", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password", "alt_system_config_name", "alt_system_config_type", "alt_parm_disk_owner", "alt_parm_disk_number", "alt_parm_disk_password", "gvrp_value", "native_vlanid")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_SYSTEM_CONFIG_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    GVRP_VALUE_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLANID_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    real_device_address: str
    port_name: str
    controller_name: str
    connection_value: int
    queue_memory_limit: int
    routing_value: int
    transport_type: int
    vlan_id: int
    port_type: int
    update_system_config_indicator: int
    system_config_name: str
    system_config_type: str
    parm_disk_owner: str
    parm_disk_number: str
    parm_disk_password: str
    alt_system_config_name: str
    alt_system_config_type: str
    alt_parm_disk_owner: str
    alt_parm_disk_number: str
    alt_parm_disk_password: str
    gvrp_value: int
    native_vlanid: int
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., real_device_address: _Optional[str] = ..., port_name: _Optional[str] = ..., controller_name: _Optional[str] = ..., connection_value: _Optional[int] = ..., queue_memory_limit: _Optional[int] = ..., routing_value: _Optional[int] = ..., transport_type: _Optional[int] = ..., vlan_id: _Optional[int] = ..., port_type: _Optional[int] = ..., update_system_config_indicator: _Optional[int] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ..., alt_system_config_name: _Optional[str] = ..., alt_system_config_type: _Optional[str] = ..., alt_parm_disk_owner: _Optional[str] = ..., alt_parm_disk_number: _Optional[str] = ..., alt_parm_disk_password: _Optional[str] = ..., gvrp_value: _Optional[int] = ..., native_vlanid: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchCreateExtendedRequest(_message.Message):
    __slots__ = ("target", "switch_name", "real_device_address", "port_name", "controller_name", "connection_value", "queue_memory_limit", "routing_value", "transport_type", "vlan_id", "port_type", "persist", "gvrp_value", "native_vlanid", "vswitch_type", "iptimeout", "port_selection", "group_name", "vswitch_domain", "vswitch_global")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PERSIST_FIELD_NUMBER: _ClassVar[int]
    GVRP_VALUE_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VLANID_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_TYPE_FIELD_NUMBER: _ClassVar[int]
    IPTIMEOUT_FIELD_NUMBER: _ClassVar[int]
    PORT_SELECTION_FIELD_NUMBER: _ClassVar[int]
    GROUP_NAME_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_DOMAIN_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_GLOBAL_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    real_device_address: str
    port_name: str
    controller_name: str
    connection_value: str
    queue_memory_limit: str
    routing_value: str
    transport_type: str
    vlan_id: str
    port_type: str
    persist: str
    gvrp_value: str
    native_vlanid: str
    vswitch_type: str
    iptimeout: str
    port_selection: str
    group_name: str
    vswitch_domain: str
    vswitch_global: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., real_device_address: _Optional[str] = ..., port_name: _Optional[str] = ..., controller_name: _Optional[str] = ..., connection_value: _Optional[str] = ..., queue_memory_limit: _Optional[str] = ..., routing_value: _Optional[str] = ..., transport_type: _Optional[str] = ..., vlan_id: _Optional[str] = ..., port_type: _Optional[str] = ..., persist: _Optional[str] = ..., gvrp_value: _Optional[str] = ..., native_vlanid: _Optional[str] = ..., vswitch_type: _Optional[str] = ..., iptimeout: _Optional[str] = ..., port_selection: _Optional[str] = ..., group_name: _Optional[str] = ..., vswitch_domain: _Optional[str] = ..., vswitch_global: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchCreateExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchDeleteRequest(_message.Message):
    __slots__ = ("target", "switch_name", "update_system_config_indicator", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password", "alt_system_config_name", "alt_system_config_type", "alt_parm_disk_owner", "alt_parm_disk_number", "alt_parm_disk_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_SYSTEM_CONFIG_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    update_system_config_indicator: int
    system_config_name: str
    system_config_type: str
    parm_disk_owner: str
    parm_disk_number: str
    parm_disk_password: str
    alt_system_config_name: str
    alt_system_config_type: str
    alt_parm_disk_owner: str
    alt_parm_disk_number: str
    alt_parm_disk_password: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., update_system_config_indicator: _Optional[int] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ..., alt_system_config_name: _Optional[str] = ..., alt_system_config_type: _Optional[str] = ..., alt_parm_disk_owner: _Optional[str] = ..., alt_parm_disk_number: _Optional[str] = ..., alt_parm_disk_password: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchDeleteExtendedRequest(_message.Message):
    __slots__ = ("target", "switch_name", "persist")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    PERSIST_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    persist: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., persist: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchDeleteExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchQueryRequest(_message.Message):
    __slots__ = ("target", "switch_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "vswitch_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    vswitch_array: _containers.RepeatedCompositeFieldContainer[Vswitch]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., vswitch_array: _Optional[_Iterable[_Union[Vswitch, _Mapping]]] = ...) -> None: ...

class VirtualNetworkVswitchQueryByteStatsRequest(_message.Message):
    __slots__ = ("target", "switch_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchQueryByteStatsResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "string_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    STRING_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    string_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., string_list: _Optional[_Iterable[str]] = ...) -> None: ...

class VirtualNetworkVswitchQueryExtendedRequest(_message.Message):
    __slots__ = ("target", "switch_name", "vepa_status")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    VEPA_STATUS_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    vepa_status: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., vepa_status: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchQueryExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "vswitch_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    vswitch_array: _containers.RepeatedCompositeFieldContainer[ExtendedVswitch]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., vswitch_array: _Optional[_Iterable[_Union[ExtendedVswitch, _Mapping]]] = ...) -> None: ...

class VirtualNetworkVswitchQueryIUOStatsRequest(_message.Message):
    __slots__ = ("target", "switch_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchQueryIUOStatsResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "string_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    STRING_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    string_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., string_list: _Optional[_Iterable[str]] = ...) -> None: ...

class VirtualNetworkVswitchQueryStatsRequest(_message.Message):
    __slots__ = ("target", "switch_name", "fmt_version")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    FMT_VERSION_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    fmt_version: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., fmt_version: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchQueryStatsResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "vswitch_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    VSWITCH_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    vswitch_array: _containers.RepeatedCompositeFieldContainer[VswitchCounters]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., vswitch_array: _Optional[_Iterable[_Union[VswitchCounters, _Mapping]]] = ...) -> None: ...

class VirtualNetworkVswitchSetRequest(_message.Message):
    __slots__ = ("target", "switch_name", "grant_userid", "user_vlan_id", "revoke_userid", "real_device_address", "port_name", "controller_name", "connection_value", "queue_memory_limit", "routing_value", "port_type", "update_system_config_indicator", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password", "alt_system_config_name", "alt_system_config_type", "alt_parm_disk_owner", "alt_parm_disk_number", "alt_parm_disk_password", "gvrp_value", "mac_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    GRANT_USERID_FIELD_NUMBER: _ClassVar[int]
    USER_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REVOKE_USERID_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_SYSTEM_CONFIG_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    ALT_SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALT_PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    GVRP_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    grant_userid: str
    user_vlan_id: str
    revoke_userid: str
    real_device_address: str
    port_name: str
    controller_name: str
    connection_value: int
    queue_memory_limit: int
    routing_value: int
    port_type: int
    update_system_config_indicator: int
    system_config_name: str
    system_config_type: str
    parm_disk_owner: str
    parm_disk_number: str
    parm_disk_password: str
    alt_system_config_name: str
    alt_system_config_type: str
    alt_parm_disk_owner: str
    alt_parm_disk_number: str
    alt_parm_disk_password: str
    gvrp_value: int
    mac_id: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., grant_userid: _Optional[str] = ..., user_vlan_id: _Optional[str] = ..., revoke_userid: _Optional[str] = ..., real_device_address: _Optional[str] = ..., port_name: _Optional[str] = ..., controller_name: _Optional[str] = ..., connection_value: _Optional[int] = ..., queue_memory_limit: _Optional[int] = ..., routing_value: _Optional[int] = ..., port_type: _Optional[int] = ..., update_system_config_indicator: _Optional[int] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ..., alt_system_config_name: _Optional[str] = ..., alt_system_config_type: _Optional[str] = ..., alt_parm_disk_owner: _Optional[str] = ..., alt_parm_disk_number: _Optional[str] = ..., alt_parm_disk_password: _Optional[str] = ..., gvrp_value: _Optional[int] = ..., mac_id: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchSetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VirtualNetworkVswitchSetExtendedRequest(_message.Message):
    __slots__ = ("target", "switch_name", "grant_userid", "user_vlan_id", "revoke_userid", "real_device_address", "port_name", "controller_name", "connection_value", "queue_memory_limit", "routing_value", "port_type", "persist", "gvrp_value", "mac_id", "uplink", "osd_sim", "nic_userid", "nic_vdev", "lacp", "interval", "group_rdev", "iptimeout", "port_isolation", "promiscuous", "mac_protect", "vlan_counters", "nic_portselection", "portnum", "portnum_modify", "portnum_remove", "vlan_port_add", "vlan_port_remove", "vlan_delete", "vepa", "trace_size", "ivl_vlanid", "ivl_heartbeat", "lacp_group_type")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SWITCH_NAME_FIELD_NUMBER: _ClassVar[int]
    GRANT_USERID_FIELD_NUMBER: _ClassVar[int]
    USER_VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REVOKE_USERID_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTROLLER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_VALUE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_MEMORY_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ROUTING_VALUE_FIELD_NUMBER: _ClassVar[int]
    PORT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PERSIST_FIELD_NUMBER: _ClassVar[int]
    GVRP_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    UPLINK_FIELD_NUMBER: _ClassVar[int]
    OSD_SIM_FIELD_NUMBER: _ClassVar[int]
    NIC_USERID_FIELD_NUMBER: _ClassVar[int]
    NIC_VDEV_FIELD_NUMBER: _ClassVar[int]
    LACP_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    GROUP_RDEV_FIELD_NUMBER: _ClassVar[int]
    IPTIMEOUT_FIELD_NUMBER: _ClassVar[int]
    PORT_ISOLATION_FIELD_NUMBER: _ClassVar[int]
    PROMISCUOUS_FIELD_NUMBER: _ClassVar[int]
    MAC_PROTECT_FIELD_NUMBER: _ClassVar[int]
    VLAN_COUNTERS_FIELD_NUMBER: _ClassVar[int]
    NIC_PORTSELECTION_FIELD_NUMBER: _ClassVar[int]
    PORTNUM_FIELD_NUMBER: _ClassVar[int]
    PORTNUM_MODIFY_FIELD_NUMBER: _ClassVar[int]
    PORTNUM_REMOVE_FIELD_NUMBER: _ClassVar[int]
    VLAN_PORT_ADD_FIELD_NUMBER: _ClassVar[int]
    VLAN_PORT_REMOVE_FIELD_NUMBER: _ClassVar[int]
    VLAN_DELETE_FIELD_NUMBER: _ClassVar[int]
    VEPA_FIELD_NUMBER: _ClassVar[int]
    TRACE_SIZE_FIELD_NUMBER: _ClassVar[int]
    IVL_VLANID_FIELD_NUMBER: _ClassVar[int]
    IVL_HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    LACP_GROUP_TYPE_FIELD_NUMBER: _ClassVar[int]
    target: str
    switch_name: str
    grant_userid: str
    user_vlan_id: str
    revoke_userid: str
    real_device_address: str
    port_name: str
    controller_name: str
    connection_value: str
    queue_memory_limit: str
    routing_value: str
    port_type: str
    persist: str
    gvrp_value: str
    mac_id: str
    uplink: str
    osd_sim: str
    nic_userid: str
    nic_vdev: str
    lacp: str
    interval: str
    group_rdev: str
    iptimeout: str
    port_isolation: str
    promiscuous: str
    mac_protect: str
    vlan_counters: str
    nic_portselection: str
    portnum: str
    portnum_modify: str
    portnum_remove: str
    vlan_port_add: str
    vlan_port_remove: str
    vlan_delete: str
    vepa: str
    trace_size: str
    ivl_vlanid: str
    ivl_heartbeat: str
    lacp_group_type: str
    def __init__(self, target: _Optional[str] = ..., switch_name: _Optional[str] = ..., grant_userid: _Optional[str] = ..., user_vlan_id: _Optional[str] = ..., revoke_userid: _Optional[str] = ..., real_device_address: _Optional[str] = ..., port_name: _Optional[str] = ..., controller_name: _Optional[str] = ..., connection_value: _Optional[str] = ..., queue_memory_limit: _Optional[str] = ..., routing_value: _Optional[str] = ..., port_type: _Optional[str] = ..., persist: _Optional[str] = ..., gvrp_value: _Optional[str] = ..., mac_id: _Optional[str] = ..., uplink: _Optional[str] = ..., osd_sim: _Optional[str] = ..., nic_userid: _Optional[str] = ..., nic_vdev: _Optional[str] = ..., lacp: _Optional[str] = ..., interval: _Optional[str] = ..., group_rdev: _Optional[str] = ..., iptimeout: _Optional[str] = ..., port_isolation: _Optional[str] = ..., promiscuous: _Optional[str] = ..., mac_protect: _Optional[str] = ..., vlan_counters: _Optional[str] = ..., nic_portselection: _Optional[str] = ..., portnum: _Optional[str] = ..., portnum_modify: _Optional[str] = ..., portnum_remove: _Optional[str] = ..., vlan_port_add: _Optional[str] = ..., vlan_port_remove: _Optional[str] = ..., vlan_delete: _Optional[str] = ..., vepa: _Optional[str] = ..., trace_size: _Optional[str] = ..., ivl_vlanid: _Optional[str] = ..., ivl_heartbeat: _Optional[str] = ..., lacp_group_type: _Optional[str] = ...) -> None: ...

class VirtualNetworkVswitchSetExtendedResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...
