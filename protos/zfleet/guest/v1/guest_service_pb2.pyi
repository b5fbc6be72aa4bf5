import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PowerState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POWER_STATE_UNSPECIFIED: _ClassVar[PowerState]
    POWER_STATE_OFF: _ClassVar[PowerState]
    POWER_STATE_ON: _ClassVar[PowerState]
    POWER_STATE_PAUSED: _ClassVar[PowerState]

class GuestView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GUEST_VIEW_UNSPECIFIED: _ClassVar[GuestView]
    GUEST_VIEW_BASIC: _ClassVar[GuestView]
    GUEST_VIEW_DIRECTORY: _ClassVar[GuestView]
    GUEST_VIEW_RUNNING: _ClassVar[GuestView]
    GUEST_VIEW_FULL: _ClassVar[GuestView]

class GuestEventKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GUEST_EVENT_KIND_UNSPECIFIED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_LOGGED_ON: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_LOGGED_OFF: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_ENTRY_ADDED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_ENTRY_CHANGED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_ENTRY_REMOVED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_RELOCATION_BEGUN: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_RELOCATION_ENDED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_RELOCATION_FAILED: _ClassVar[GuestEventKind]
    GUEST_EVENT_KIND_OTHER: _ClassVar[GuestEventKind]

class WatchGapReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WATCH_GAP_REASON_UNSPECIFIED: _ClassVar[WatchGapReason]
    WATCH_GAP_REASON_ZVM_AWAY: _ClassVar[WatchGapReason]
    WATCH_GAP_REASON_SLOW_READER: _ClassVar[WatchGapReason]
    WATCH_GAP_REASON_CONNECTION_LOST: _ClassVar[WatchGapReason]
    WATCH_GAP_REASON_UNREADABLE: _ClassVar[WatchGapReason]

class StopMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STOP_MODE_UNSPECIFIED: _ClassVar[StopMode]
    STOP_MODE_IMMEDIATE: _ClassVar[StopMode]
    STOP_MODE_SOFT: _ClassVar[StopMode]

class MigrateAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MIGRATE_ACTION_UNSPECIFIED: _ClassVar[MigrateAction]
    MIGRATE_ACTION_TEST: _ClassVar[MigrateAction]
    MIGRATE_ACTION_MOVE: _ClassVar[MigrateAction]

class MigrateForce(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MIGRATE_FORCE_UNSPECIFIED: _ClassVar[MigrateForce]
    MIGRATE_FORCE_ARCHITECTURE: _ClassVar[MigrateForce]
    MIGRATE_FORCE_DOMAIN: _ClassVar[MigrateForce]
    MIGRATE_FORCE_STORAGE: _ClassVar[MigrateForce]
POWER_STATE_UNSPECIFIED: PowerState
POWER_STATE_OFF: PowerState
POWER_STATE_ON: PowerState
POWER_STATE_PAUSED: PowerState
GUEST_VIEW_UNSPECIFIED: GuestView
GUEST_VIEW_BASIC: GuestView
GUEST_VIEW_DIRECTORY: GuestView
GUEST_VIEW_RUNNING: GuestView
GUEST_VIEW_FULL: GuestView
GUEST_EVENT_KIND_UNSPECIFIED: GuestEventKind
GUEST_EVENT_KIND_LOGGED_ON: GuestEventKind
GUEST_EVENT_KIND_LOGGED_OFF: GuestEventKind
GUEST_EVENT_KIND_ENTRY_ADDED: GuestEventKind
GUEST_EVENT_KIND_ENTRY_CHANGED: GuestEventKind
GUEST_EVENT_KIND_ENTRY_REMOVED: GuestEventKind
GUEST_EVENT_KIND_RELOCATION_BEGUN: GuestEventKind
GUEST_EVENT_KIND_RELOCATION_ENDED: GuestEventKind
GUEST_EVENT_KIND_RELOCATION_FAILED: GuestEventKind
GUEST_EVENT_KIND_OTHER: GuestEventKind
WATCH_GAP_REASON_UNSPECIFIED: WatchGapReason
WATCH_GAP_REASON_ZVM_AWAY: WatchGapReason
WATCH_GAP_REASON_SLOW_READER: WatchGapReason
WATCH_GAP_REASON_CONNECTION_LOST: WatchGapReason
WATCH_GAP_REASON_UNREADABLE: WatchGapReason
STOP_MODE_UNSPECIFIED: StopMode
STOP_MODE_IMMEDIATE: StopMode
STOP_MODE_SOFT: StopMode
MIGRATE_ACTION_UNSPECIFIED: MigrateAction
MIGRATE_ACTION_TEST: MigrateAction
MIGRATE_ACTION_MOVE: MigrateAction
MIGRATE_FORCE_UNSPECIFIED: MigrateForce
MIGRATE_FORCE_ARCHITECTURE: MigrateForce
MIGRATE_FORCE_DOMAIN: MigrateForce
MIGRATE_FORCE_STORAGE: MigrateForce

class GuestSpec(_message.Message):
    __slots__ = ("user_id", "profile", "prototype", "cpu_count", "max_cpu_count", "memory_mib", "max_memory_mib", "privilege_classes", "ipl", "share", "account", "logon_by", "comments", "cpu_pool", "relocation_domain", "dedicated_devices", "load_device", "pci_functions", "further_accounts")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_FIELD_NUMBER: _ClassVar[int]
    CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MAX_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    PRIVILEGE_CLASSES_FIELD_NUMBER: _ClassVar[int]
    IPL_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    LOGON_BY_FIELD_NUMBER: _ClassVar[int]
    COMMENTS_FIELD_NUMBER: _ClassVar[int]
    CPU_POOL_FIELD_NUMBER: _ClassVar[int]
    RELOCATION_DOMAIN_FIELD_NUMBER: _ClassVar[int]
    DEDICATED_DEVICES_FIELD_NUMBER: _ClassVar[int]
    LOAD_DEVICE_FIELD_NUMBER: _ClassVar[int]
    PCI_FUNCTIONS_FIELD_NUMBER: _ClassVar[int]
    FURTHER_ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    profile: str
    prototype: str
    cpu_count: int
    max_cpu_count: int
    memory_mib: int
    max_memory_mib: int
    privilege_classes: str
    ipl: IplSpec
    share: ShareSpec
    account: str
    logon_by: _containers.RepeatedScalarFieldContainer[str]
    comments: _containers.RepeatedScalarFieldContainer[str]
    cpu_pool: str
    relocation_domain: str
    dedicated_devices: _containers.RepeatedCompositeFieldContainer[DedicatedDevice]
    load_device: LoadDevice
    pci_functions: _containers.RepeatedCompositeFieldContainer[PciFunction]
    further_accounts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, user_id: _Optional[str] = ..., profile: _Optional[str] = ..., prototype: _Optional[str] = ..., cpu_count: _Optional[int] = ..., max_cpu_count: _Optional[int] = ..., memory_mib: _Optional[int] = ..., max_memory_mib: _Optional[int] = ..., privilege_classes: _Optional[str] = ..., ipl: _Optional[_Union[IplSpec, _Mapping]] = ..., share: _Optional[_Union[ShareSpec, _Mapping]] = ..., account: _Optional[str] = ..., logon_by: _Optional[_Iterable[str]] = ..., comments: _Optional[_Iterable[str]] = ..., cpu_pool: _Optional[str] = ..., relocation_domain: _Optional[str] = ..., dedicated_devices: _Optional[_Iterable[_Union[DedicatedDevice, _Mapping]]] = ..., load_device: _Optional[_Union[LoadDevice, _Mapping]] = ..., pci_functions: _Optional[_Iterable[_Union[PciFunction, _Mapping]]] = ..., further_accounts: _Optional[_Iterable[str]] = ...) -> None: ...

class IplSpec(_message.Message):
    __slots__ = ("parameters", "load_parameter")
    FROM_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    LOAD_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    parameters: str
    load_parameter: str
    def __init__(self, parameters: _Optional[str] = ..., load_parameter: _Optional[str] = ..., **kwargs) -> None: ...

class ShareSpec(_message.Message):
    __slots__ = ("relative", "absolute_percent")
    RELATIVE_FIELD_NUMBER: _ClassVar[int]
    ABSOLUTE_PERCENT_FIELD_NUMBER: _ClassVar[int]
    relative: int
    absolute_percent: float
    def __init__(self, relative: _Optional[int] = ..., absolute_percent: _Optional[float] = ...) -> None: ...

class DedicatedDevice(_message.Message):
    __slots__ = ("device_number", "real_device_number")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    real_device_number: str
    def __init__(self, device_number: _Optional[str] = ..., real_device_number: _Optional[str] = ...) -> None: ...

class PciFunction(_message.Message):
    __slots__ = ("function_id", "virtual_function_id")
    FUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_FUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    function_id: str
    virtual_function_id: str
    def __init__(self, function_id: _Optional[str] = ..., virtual_function_id: _Optional[str] = ...) -> None: ...

class LoadDevice(_message.Message):
    __slots__ = ("port_name", "lun", "device_number", "alternates")
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALTERNATES_FIELD_NUMBER: _ClassVar[int]
    port_name: str
    lun: str
    device_number: str
    alternates: _containers.RepeatedCompositeFieldContainer[AlternatePath]
    def __init__(self, port_name: _Optional[str] = ..., lun: _Optional[str] = ..., device_number: _Optional[str] = ..., alternates: _Optional[_Iterable[_Union[AlternatePath, _Mapping]]] = ...) -> None: ...

class AlternatePath(_message.Message):
    __slots__ = ("device_number", "port_name")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    port_name: str
    def __init__(self, device_number: _Optional[str] = ..., port_name: _Optional[str] = ...) -> None: ...

class MinidiskStatement(_message.Message):
    __slots__ = ("device_number", "device_type", "size", "pool", "extent", "virtual_disk", "mode")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_DISK_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    device_type: str
    size: int
    pool: str
    extent: Extent
    virtual_disk: bool
    mode: str
    def __init__(self, device_number: _Optional[str] = ..., device_type: _Optional[str] = ..., size: _Optional[int] = ..., pool: _Optional[str] = ..., extent: _Optional[_Union[Extent, _Mapping]] = ..., virtual_disk: _Optional[bool] = ..., mode: _Optional[str] = ...) -> None: ...

class Extent(_message.Message):
    __slots__ = ("volume", "start")
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    volume: str
    start: int
    def __init__(self, volume: _Optional[str] = ..., start: _Optional[int] = ...) -> None: ...

class NicStatement(_message.Message):
    __slots__ = ("device_number", "virtual_switch", "mac_id", "vlan_id")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    virtual_switch: str
    mac_id: str
    vlan_id: int
    def __init__(self, device_number: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_id: _Optional[str] = ..., vlan_id: _Optional[int] = ...) -> None: ...

class Guest(_message.Message):
    __slots__ = ("user_id", "power_state", "directory", "running")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    POWER_STATE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    RUNNING_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    power_state: PowerState
    directory: DirectoryEntry
    running: RunningState
    def __init__(self, user_id: _Optional[str] = ..., power_state: _Optional[_Union[PowerState, str]] = ..., directory: _Optional[_Union[DirectoryEntry, _Mapping]] = ..., running: _Optional[_Union[RunningState, _Mapping]] = ...) -> None: ...

class DirectoryEntry(_message.Message):
    __slots__ = ("statements", "profile", "cpu_count", "max_cpu_count", "memory_mib", "max_memory_mib", "ipl", "minidisks", "nics", "load_device", "dedicated_devices")
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MAX_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    IPL_FIELD_NUMBER: _ClassVar[int]
    MINIDISKS_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    LOAD_DEVICE_FIELD_NUMBER: _ClassVar[int]
    DEDICATED_DEVICES_FIELD_NUMBER: _ClassVar[int]
    statements: _containers.RepeatedScalarFieldContainer[str]
    profile: str
    cpu_count: int
    max_cpu_count: int
    memory_mib: int
    max_memory_mib: int
    ipl: str
    minidisks: _containers.RepeatedCompositeFieldContainer[DirectoryMinidisk]
    nics: _containers.RepeatedCompositeFieldContainer[DirectoryNic]
    load_device: LoadDevice
    dedicated_devices: _containers.RepeatedCompositeFieldContainer[DedicatedDevice]
    def __init__(self, statements: _Optional[_Iterable[str]] = ..., profile: _Optional[str] = ..., cpu_count: _Optional[int] = ..., max_cpu_count: _Optional[int] = ..., memory_mib: _Optional[int] = ..., max_memory_mib: _Optional[int] = ..., ipl: _Optional[str] = ..., minidisks: _Optional[_Iterable[_Union[DirectoryMinidisk, _Mapping]]] = ..., nics: _Optional[_Iterable[_Union[DirectoryNic, _Mapping]]] = ..., load_device: _Optional[_Union[LoadDevice, _Mapping]] = ..., dedicated_devices: _Optional[_Iterable[_Union[DedicatedDevice, _Mapping]]] = ...) -> None: ...

class DirectoryMinidisk(_message.Message):
    __slots__ = ("device_number", "device_type", "extent", "size", "mode")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    device_type: str
    extent: Extent
    size: int
    mode: str
    def __init__(self, device_number: _Optional[str] = ..., device_type: _Optional[str] = ..., extent: _Optional[_Union[Extent, _Mapping]] = ..., size: _Optional[int] = ..., mode: _Optional[str] = ...) -> None: ...

class DirectoryNic(_message.Message):
    __slots__ = ("device_number", "type", "virtual_switch", "mac_id", "vlan_id")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCH_FIELD_NUMBER: _ClassVar[int]
    MAC_ID_FIELD_NUMBER: _ClassVar[int]
    VLAN_ID_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    type: str
    virtual_switch: str
    mac_id: str
    vlan_id: int
    def __init__(self, device_number: _Optional[str] = ..., type: _Optional[str] = ..., virtual_switch: _Optional[str] = ..., mac_id: _Optional[str] = ..., vlan_id: _Optional[int] = ...) -> None: ...

class RunningState(_message.Message):
    __slots__ = ("cpu_count", "memory_mib", "used_memory_mib", "cpu_time", "uptime", "devices")
    CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    USED_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    UPTIME_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    cpu_count: int
    memory_mib: int
    used_memory_mib: int
    cpu_time: _duration_pb2.Duration
    uptime: _duration_pb2.Duration
    devices: _containers.RepeatedCompositeFieldContainer[VirtualDevice]
    def __init__(self, cpu_count: _Optional[int] = ..., memory_mib: _Optional[int] = ..., used_memory_mib: _Optional[int] = ..., cpu_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., uptime: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., devices: _Optional[_Iterable[_Union[VirtualDevice, _Mapping]]] = ...) -> None: ...

class VirtualDevice(_message.Message):
    __slots__ = ("device_number", "type")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    type: str
    def __init__(self, device_number: _Optional[str] = ..., type: _Optional[str] = ...) -> None: ...

class ReaderFile(_message.Message):
    __slots__ = ("name", "type", "spool_class", "content")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SPOOL_CLASS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: str
    spool_class: str
    content: bytes
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ..., spool_class: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class SpoolFile(_message.Message):
    __slots__ = ("spool_id", "name", "type", "spool_class")
    SPOOL_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SPOOL_CLASS_FIELD_NUMBER: _ClassVar[int]
    spool_id: int
    name: str
    type: str
    spool_class: str
    def __init__(self, spool_id: _Optional[int] = ..., name: _Optional[str] = ..., type: _Optional[str] = ..., spool_class: _Optional[str] = ...) -> None: ...

class GuestEvent(_message.Message):
    __slots__ = ("user_id", "kind", "directory_action", "other_system", "inbound", "relocation_reason", "record")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_ACTION_FIELD_NUMBER: _ClassVar[int]
    OTHER_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    INBOUND_FIELD_NUMBER: _ClassVar[int]
    RELOCATION_REASON_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    kind: GuestEventKind
    directory_action: str
    other_system: str
    inbound: bool
    relocation_reason: int
    record: EventRecord
    def __init__(self, user_id: _Optional[str] = ..., kind: _Optional[_Union[GuestEventKind, str]] = ..., directory_action: _Optional[str] = ..., other_system: _Optional[str] = ..., inbound: _Optional[bool] = ..., relocation_reason: _Optional[int] = ..., record: _Optional[_Union[EventRecord, _Mapping]] = ...) -> None: ...

class EventRecord(_message.Message):
    __slots__ = ("type", "data")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    type: int
    data: bytes
    def __init__(self, type: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class WatchGap(_message.Message):
    __slots__ = ("reason", "message", "dropped_count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DROPPED_COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: WatchGapReason
    message: str
    dropped_count: int
    def __init__(self, reason: _Optional[_Union[WatchGapReason, str]] = ..., message: _Optional[str] = ..., dropped_count: _Optional[int] = ...) -> None: ...

class WatchStarted(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Host(_message.Message):
    __slots__ = ("system_name", "hypervisor", "smapi_level", "directory_manager", "machine", "processor_count", "active_processor_count", "memory_mib", "used_memory_mib", "ipl_time", "cluster_members", "defined_guest_count", "running_guest_count", "connector_user_id")
    SYSTEM_NAME_FIELD_NUMBER: _ClassVar[int]
    HYPERVISOR_FIELD_NUMBER: _ClassVar[int]
    SMAPI_LEVEL_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_MANAGER_FIELD_NUMBER: _ClassVar[int]
    MACHINE_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_COUNT_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_PROCESSOR_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    USED_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    IPL_TIME_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_MEMBERS_FIELD_NUMBER: _ClassVar[int]
    DEFINED_GUEST_COUNT_FIELD_NUMBER: _ClassVar[int]
    RUNNING_GUEST_COUNT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_USER_ID_FIELD_NUMBER: _ClassVar[int]
    system_name: str
    hypervisor: str
    smapi_level: int
    directory_manager: str
    machine: str
    processor_count: int
    active_processor_count: int
    memory_mib: int
    used_memory_mib: int
    ipl_time: _timestamp_pb2.Timestamp
    cluster_members: _containers.RepeatedScalarFieldContainer[str]
    defined_guest_count: int
    running_guest_count: int
    connector_user_id: str
    def __init__(self, system_name: _Optional[str] = ..., hypervisor: _Optional[str] = ..., smapi_level: _Optional[int] = ..., directory_manager: _Optional[str] = ..., machine: _Optional[str] = ..., processor_count: _Optional[int] = ..., active_processor_count: _Optional[int] = ..., memory_mib: _Optional[int] = ..., used_memory_mib: _Optional[int] = ..., ipl_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cluster_members: _Optional[_Iterable[str]] = ..., defined_guest_count: _Optional[int] = ..., running_guest_count: _Optional[int] = ..., connector_user_id: _Optional[str] = ...) -> None: ...

class CheckGuestRequest(_message.Message):
    __slots__ = ("request_id", "guest")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    GUEST_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    guest: GuestSpec
    def __init__(self, request_id: _Optional[str] = ..., guest: _Optional[_Union[GuestSpec, _Mapping]] = ...) -> None: ...

class CheckGuestResponse(_message.Message):
    __slots__ = ("statements",)
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    statements: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, statements: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateGuestRequest(_message.Message):
    __slots__ = ("request_id", "guest", "minidisks", "nics")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    GUEST_FIELD_NUMBER: _ClassVar[int]
    MINIDISKS_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    guest: GuestSpec
    minidisks: _containers.RepeatedCompositeFieldContainer[MinidiskStatement]
    nics: _containers.RepeatedCompositeFieldContainer[NicStatement]
    def __init__(self, request_id: _Optional[str] = ..., guest: _Optional[_Union[GuestSpec, _Mapping]] = ..., minidisks: _Optional[_Iterable[_Union[MinidiskStatement, _Mapping]]] = ..., nics: _Optional[_Iterable[_Union[NicStatement, _Mapping]]] = ...) -> None: ...

class CreateGuestResponse(_message.Message):
    __slots__ = ("guest",)
    GUEST_FIELD_NUMBER: _ClassVar[int]
    guest: Guest
    def __init__(self, guest: _Optional[_Union[Guest, _Mapping]] = ...) -> None: ...

class GetGuestRequest(_message.Message):
    __slots__ = ("user_id", "view")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    view: GuestView
    def __init__(self, user_id: _Optional[str] = ..., view: _Optional[_Union[GuestView, str]] = ...) -> None: ...

class GetGuestResponse(_message.Message):
    __slots__ = ("guest",)
    GUEST_FIELD_NUMBER: _ClassVar[int]
    guest: Guest
    def __init__(self, guest: _Optional[_Union[Guest, _Mapping]] = ...) -> None: ...

class ListGuestsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "view", "user_id_prefix")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    USER_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    view: GuestView
    user_id_prefix: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., view: _Optional[_Union[GuestView, str]] = ..., user_id_prefix: _Optional[str] = ...) -> None: ...

class ListGuestsResponse(_message.Message):
    __slots__ = ("guests", "next_page_token", "total_size")
    GUESTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    guests: _containers.RepeatedCompositeFieldContainer[Guest]
    next_page_token: str
    total_size: int
    def __init__(self, guests: _Optional[_Iterable[_Union[Guest, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class WatchGuestsRequest(_message.Message):
    __slots__ = ("user_id_prefix", "kinds")
    USER_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    user_id_prefix: str
    kinds: _containers.RepeatedScalarFieldContainer[GuestEventKind]
    def __init__(self, user_id_prefix: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[GuestEventKind, str]]] = ...) -> None: ...

class WatchGuestsResponse(_message.Message):
    __slots__ = ("receive_time", "started", "event", "gap")
    RECEIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    GAP_FIELD_NUMBER: _ClassVar[int]
    receive_time: _timestamp_pb2.Timestamp
    started: WatchStarted
    event: GuestEvent
    gap: WatchGap
    def __init__(self, receive_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., started: _Optional[_Union[WatchStarted, _Mapping]] = ..., event: _Optional[_Union[GuestEvent, _Mapping]] = ..., gap: _Optional[_Union[WatchGap, _Mapping]] = ...) -> None: ...

class StartGuestRequest(_message.Message):
    __slots__ = ("user_id", "wait_reachable")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    WAIT_REACHABLE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    wait_reachable: _duration_pb2.Duration
    def __init__(self, user_id: _Optional[str] = ..., wait_reachable: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class StartGuestResponse(_message.Message):
    __slots__ = ("already_running", "reachable")
    ALREADY_RUNNING_FIELD_NUMBER: _ClassVar[int]
    REACHABLE_FIELD_NUMBER: _ClassVar[int]
    already_running: bool
    reachable: bool
    def __init__(self, already_running: _Optional[bool] = ..., reachable: _Optional[bool] = ...) -> None: ...

class StopGuestRequest(_message.Message):
    __slots__ = ("user_id", "mode", "timeout")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    mode: StopMode
    timeout: _duration_pb2.Duration
    def __init__(self, user_id: _Optional[str] = ..., mode: _Optional[_Union[StopMode, str]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class StopGuestResponse(_message.Message):
    __slots__ = ("already_stopped",)
    ALREADY_STOPPED_FIELD_NUMBER: _ClassVar[int]
    already_stopped: bool
    def __init__(self, already_stopped: _Optional[bool] = ...) -> None: ...

class RebootGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class RebootGuestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResetGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ResetGuestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PauseGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class PauseGuestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UnpauseGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class UnpauseGuestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DeleteGuestRequest(_message.Message):
    __slots__ = ("user_id", "allow_missing", "created_by_request_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    CREATED_BY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    allow_missing: bool
    created_by_request_id: str
    def __init__(self, user_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ..., created_by_request_id: _Optional[str] = ...) -> None: ...

class DeleteGuestResponse(_message.Message):
    __slots__ = ("deleted",)
    DELETED_FIELD_NUMBER: _ClassVar[int]
    deleted: bool
    def __init__(self, deleted: _Optional[bool] = ...) -> None: ...

class SendFilesRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "files")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    files: _containers.RepeatedCompositeFieldContainer[ReaderFile]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., files: _Optional[_Iterable[_Union[ReaderFile, _Mapping]]] = ...) -> None: ...

class SendFilesResponse(_message.Message):
    __slots__ = ("files",)
    FILES_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[SpoolFile]
    def __init__(self, files: _Optional[_Iterable[_Union[SpoolFile, _Mapping]]] = ...) -> None: ...

class PurgeFilesRequest(_message.Message):
    __slots__ = ("user_id", "spool_ids")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    SPOOL_IDS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    spool_ids: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, user_id: _Optional[str] = ..., spool_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class PurgeFilesResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetConsoleRequest(_message.Message):
    __slots__ = ("user_id", "max_bytes")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_BYTES_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    max_bytes: int
    def __init__(self, user_id: _Optional[str] = ..., max_bytes: _Optional[int] = ...) -> None: ...

class GetConsoleResponse(_message.Message):
    __slots__ = ("text", "truncated")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    text: str
    truncated: bool
    def __init__(self, text: _Optional[str] = ..., truncated: _Optional[bool] = ...) -> None: ...

class GetHostRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetHostResponse(_message.Message):
    __slots__ = ("host",)
    HOST_FIELD_NUMBER: _ClassVar[int]
    host: Host
    def __init__(self, host: _Optional[_Union[Host, _Mapping]] = ...) -> None: ...

class ManagedGuest(_message.Message):
    __slots__ = ("user_id", "os_version", "metadata", "network_configured", "relocated_to", "register_time")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_CONFIGURED_FIELD_NUMBER: _ClassVar[int]
    RELOCATED_TO_FIELD_NUMBER: _ClassVar[int]
    REGISTER_TIME_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    os_version: str
    metadata: str
    network_configured: bool
    relocated_to: str
    register_time: _timestamp_pb2.Timestamp
    def __init__(self, user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., metadata: _Optional[str] = ..., network_configured: _Optional[bool] = ..., relocated_to: _Optional[str] = ..., register_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RegisterGuestRequest(_message.Message):
    __slots__ = ("user_id", "os_version", "metadata", "network_configured")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_CONFIGURED_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    os_version: str
    metadata: str
    network_configured: bool
    def __init__(self, user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., metadata: _Optional[str] = ..., network_configured: _Optional[bool] = ...) -> None: ...

class RegisterGuestResponse(_message.Message):
    __slots__ = ("guest", "already_managed")
    GUEST_FIELD_NUMBER: _ClassVar[int]
    ALREADY_MANAGED_FIELD_NUMBER: _ClassVar[int]
    guest: ManagedGuest
    already_managed: bool
    def __init__(self, guest: _Optional[_Union[ManagedGuest, _Mapping]] = ..., already_managed: _Optional[bool] = ...) -> None: ...

class DeregisterGuestRequest(_message.Message):
    __slots__ = ("user_id", "allow_missing")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    allow_missing: bool
    def __init__(self, user_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeregisterGuestResponse(_message.Message):
    __slots__ = ("deregistered",)
    DEREGISTERED_FIELD_NUMBER: _ClassVar[int]
    deregistered: bool
    def __init__(self, deregistered: _Optional[bool] = ...) -> None: ...

class GetManagedGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class GetManagedGuestResponse(_message.Message):
    __slots__ = ("guest",)
    GUEST_FIELD_NUMBER: _ClassVar[int]
    guest: ManagedGuest
    def __init__(self, guest: _Optional[_Union[ManagedGuest, _Mapping]] = ...) -> None: ...

class ListManagedGuestsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "user_id_prefix", "user_ids", "include_relocated")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    USER_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    USER_IDS_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_RELOCATED_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    user_id_prefix: str
    user_ids: _containers.RepeatedScalarFieldContainer[str]
    include_relocated: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., user_id_prefix: _Optional[str] = ..., user_ids: _Optional[_Iterable[str]] = ..., include_relocated: _Optional[bool] = ...) -> None: ...

class ListManagedGuestsResponse(_message.Message):
    __slots__ = ("guests", "next_page_token")
    GUESTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    guests: _containers.RepeatedCompositeFieldContainer[ManagedGuest]
    next_page_token: str
    def __init__(self, guests: _Optional[_Iterable[_Union[ManagedGuest, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateManagedGuestRequest(_message.Message):
    __slots__ = ("user_id", "os_version", "metadata", "network_configured", "relocated_to")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_CONFIGURED_FIELD_NUMBER: _ClassVar[int]
    RELOCATED_TO_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    os_version: str
    metadata: str
    network_configured: bool
    relocated_to: str
    def __init__(self, user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., metadata: _Optional[str] = ..., network_configured: _Optional[bool] = ..., relocated_to: _Optional[str] = ...) -> None: ...

class UpdateManagedGuestResponse(_message.Message):
    __slots__ = ("guest",)
    GUEST_FIELD_NUMBER: _ClassVar[int]
    guest: ManagedGuest
    def __init__(self, guest: _Optional[_Union[ManagedGuest, _Mapping]] = ...) -> None: ...

class ResizeCpusRequest(_message.Message):
    __slots__ = ("user_id", "cpu_count", "share", "live")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    LIVE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    cpu_count: int
    share: ShareSpec
    live: bool
    def __init__(self, user_id: _Optional[str] = ..., cpu_count: _Optional[int] = ..., share: _Optional[_Union[ShareSpec, _Mapping]] = ..., live: _Optional[bool] = ...) -> None: ...

class ResizeCpusResponse(_message.Message):
    __slots__ = ("previous_cpu_count", "directory_changed", "online_cpu_count")
    PREVIOUS_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_CHANGED_FIELD_NUMBER: _ClassVar[int]
    ONLINE_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    previous_cpu_count: int
    directory_changed: bool
    online_cpu_count: int
    def __init__(self, previous_cpu_count: _Optional[int] = ..., directory_changed: _Optional[bool] = ..., online_cpu_count: _Optional[int] = ...) -> None: ...

class ResizeMemoryRequest(_message.Message):
    __slots__ = ("user_id", "memory_mib", "live")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    LIVE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    memory_mib: int
    live: bool
    def __init__(self, user_id: _Optional[str] = ..., memory_mib: _Optional[int] = ..., live: _Optional[bool] = ...) -> None: ...

class ResizeMemoryResponse(_message.Message):
    __slots__ = ("previous_memory_mib", "directory_changed", "online_memory_mib")
    PREVIOUS_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_CHANGED_FIELD_NUMBER: _ClassVar[int]
    ONLINE_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    previous_memory_mib: int
    directory_changed: bool
    online_memory_mib: int
    def __init__(self, previous_memory_mib: _Optional[int] = ..., directory_changed: _Optional[bool] = ..., online_memory_mib: _Optional[int] = ...) -> None: ...

class GuestStatistics(_message.Message):
    __slots__ = ("user_id", "cpu_count", "used_cpu_time", "elapsed_time", "min_cpu_count", "max_cpu_limit", "samples_cpu_in_use", "samples_cpu_delay", "used_memory_kib", "max_memory_kib", "min_memory_kib", "shared_memory_kib")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    USED_CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_TIME_FIELD_NUMBER: _ClassVar[int]
    MIN_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MAX_CPU_LIMIT_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_CPU_IN_USE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_CPU_DELAY_FIELD_NUMBER: _ClassVar[int]
    USED_MEMORY_KIB_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMORY_KIB_FIELD_NUMBER: _ClassVar[int]
    MIN_MEMORY_KIB_FIELD_NUMBER: _ClassVar[int]
    SHARED_MEMORY_KIB_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    cpu_count: int
    used_cpu_time: _duration_pb2.Duration
    elapsed_time: _duration_pb2.Duration
    min_cpu_count: int
    max_cpu_limit: int
    samples_cpu_in_use: int
    samples_cpu_delay: int
    used_memory_kib: int
    max_memory_kib: int
    min_memory_kib: int
    shared_memory_kib: int
    def __init__(self, user_id: _Optional[str] = ..., cpu_count: _Optional[int] = ..., used_cpu_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., elapsed_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., min_cpu_count: _Optional[int] = ..., max_cpu_limit: _Optional[int] = ..., samples_cpu_in_use: _Optional[int] = ..., samples_cpu_delay: _Optional[int] = ..., used_memory_kib: _Optional[int] = ..., max_memory_kib: _Optional[int] = ..., min_memory_kib: _Optional[int] = ..., shared_memory_kib: _Optional[int] = ...) -> None: ...

class ListGuestStatisticsRequest(_message.Message):
    __slots__ = ("user_ids",)
    USER_IDS_FIELD_NUMBER: _ClassVar[int]
    user_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, user_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListGuestStatisticsResponse(_message.Message):
    __slots__ = ("statistics",)
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    statistics: _containers.RepeatedCompositeFieldContainer[GuestStatistics]
    def __init__(self, statistics: _Optional[_Iterable[_Union[GuestStatistics, _Mapping]]] = ...) -> None: ...

class MigrateGuestRequest(_message.Message):
    __slots__ = ("user_id", "destination", "action", "max_total", "max_quiesce", "immediate", "force", "destination_connector_user_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    MAX_TOTAL_FIELD_NUMBER: _ClassVar[int]
    MAX_QUIESCE_FIELD_NUMBER: _ClassVar[int]
    IMMEDIATE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CONNECTOR_USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    destination: str
    action: MigrateAction
    max_total: _duration_pb2.Duration
    max_quiesce: _duration_pb2.Duration
    immediate: bool
    force: _containers.RepeatedScalarFieldContainer[MigrateForce]
    destination_connector_user_id: str
    def __init__(self, user_id: _Optional[str] = ..., destination: _Optional[str] = ..., action: _Optional[_Union[MigrateAction, str]] = ..., max_total: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_quiesce: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., immediate: _Optional[bool] = ..., force: _Optional[_Iterable[_Union[MigrateForce, str]]] = ..., destination_connector_user_id: _Optional[str] = ...) -> None: ...

class MigrateGuestResponse(_message.Message):
    __slots__ = ("connector_authorised",)
    CONNECTOR_AUTHORISED_FIELD_NUMBER: _ClassVar[int]
    connector_authorised: bool
    def __init__(self, connector_authorised: _Optional[bool] = ...) -> None: ...

class GetClusterRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Cluster(_message.Message):
    __slots__ = ("name", "mode", "cross_system_timeouts", "persistent_data_record", "members")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    CROSS_SYSTEM_TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    PERSISTENT_DATA_RECORD_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    name: str
    mode: str
    cross_system_timeouts: bool
    persistent_data_record: str
    members: _containers.RepeatedCompositeFieldContainer[ClusterMember]
    def __init__(self, name: _Optional[str] = ..., mode: _Optional[str] = ..., cross_system_timeouts: _Optional[bool] = ..., persistent_data_record: _Optional[str] = ..., members: _Optional[_Iterable[_Union[ClusterMember, _Mapping]]] = ...) -> None: ...

class ClusterMember(_message.Message):
    __slots__ = ("slot", "name", "state", "heartbeat", "received_heartbeat")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    slot: int
    name: str
    state: str
    heartbeat: str
    received_heartbeat: str
    def __init__(self, slot: _Optional[int] = ..., name: _Optional[str] = ..., state: _Optional[str] = ..., heartbeat: _Optional[str] = ..., received_heartbeat: _Optional[str] = ...) -> None: ...

class GetClusterResponse(_message.Message):
    __slots__ = ("cluster",)
    CLUSTER_FIELD_NUMBER: _ClassVar[int]
    cluster: Cluster
    def __init__(self, cluster: _Optional[_Union[Cluster, _Mapping]] = ...) -> None: ...

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
