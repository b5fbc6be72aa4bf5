import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from zfleet.guest.v1 import guest_service_pb2 as _guest_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VolumeAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VOLUME_ACTION_UNSPECIFIED: _ClassVar[VolumeAction]
    VOLUME_ACTION_ATTACH: _ClassVar[VolumeAction]
    VOLUME_ACTION_DETACH: _ClassVar[VolumeAction]
VOLUME_ACTION_UNSPECIFIED: VolumeAction
VOLUME_ACTION_ATTACH: VolumeAction
VOLUME_ACTION_DETACH: VolumeAction

class InspectGuestRequest(_message.Message):
    __slots__ = ("user_id", "timeout")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    timeout: _duration_pb2.Duration
    def __init__(self, user_id: _Optional[str] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class InspectGuestResponse(_message.Message):
    __slots__ = ("reachable", "unreachable_reason", "os_version", "os_name", "kernel", "online_cpu_count", "memory_mib", "addresses", "root_device_number")
    REACHABLE_FIELD_NUMBER: _ClassVar[int]
    UNREACHABLE_REASON_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    OS_NAME_FIELD_NUMBER: _ClassVar[int]
    KERNEL_FIELD_NUMBER: _ClassVar[int]
    ONLINE_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    ROOT_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    reachable: bool
    unreachable_reason: str
    os_version: str
    os_name: str
    kernel: str
    online_cpu_count: int
    memory_mib: int
    addresses: _containers.RepeatedScalarFieldContainer[str]
    root_device_number: str
    def __init__(self, reachable: _Optional[bool] = ..., unreachable_reason: _Optional[str] = ..., os_version: _Optional[str] = ..., os_name: _Optional[str] = ..., kernel: _Optional[str] = ..., online_cpu_count: _Optional[int] = ..., memory_mib: _Optional[int] = ..., addresses: _Optional[_Iterable[str]] = ..., root_device_number: _Optional[str] = ...) -> None: ...

class PrepareFirstBootRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "os_version", "hostname", "files")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    os_version: str
    hostname: str
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.ReaderFile]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., hostname: _Optional[str] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.ReaderFile, _Mapping]]] = ...) -> None: ...

class PrepareFirstBootResponse(_message.Message):
    __slots__ = ("files", "purged_files", "network_parameter")
    FILES_FIELD_NUMBER: _ClassVar[int]
    PURGED_FILES_FIELD_NUMBER: _ClassVar[int]
    NETWORK_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    purged_files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    network_parameter: str
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., purged_files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., network_parameter: _Optional[str] = ...) -> None: ...

class DiskSetup(_message.Message):
    __slots__ = ("device_number", "file_system", "mount_point")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FILE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    MOUNT_POINT_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    file_system: str
    mount_point: str
    def __init__(self, device_number: _Optional[str] = ..., file_system: _Optional[str] = ..., mount_point: _Optional[str] = ...) -> None: ...

class ConfigureDisksRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "disks")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    disks: _containers.RepeatedCompositeFieldContainer[DiskSetup]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., disks: _Optional[_Iterable[_Union[DiskSetup, _Mapping]]] = ...) -> None: ...

class ConfigureDisksResponse(_message.Message):
    __slots__ = ("files", "applied")
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...

class NicSetup(_message.Message):
    __slots__ = ("device_number", "address", "dhcp", "gateway", "name_servers", "mtu", "hostname")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DHCP_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    NAME_SERVERS_FIELD_NUMBER: _ClassVar[int]
    MTU_FIELD_NUMBER: _ClassVar[int]
    HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    address: str
    dhcp: bool
    gateway: str
    name_servers: _containers.RepeatedScalarFieldContainer[str]
    mtu: int
    hostname: str
    def __init__(self, device_number: _Optional[str] = ..., address: _Optional[str] = ..., dhcp: _Optional[bool] = ..., gateway: _Optional[str] = ..., name_servers: _Optional[_Iterable[str]] = ..., mtu: _Optional[int] = ..., hostname: _Optional[str] = ...) -> None: ...

class ConfigureNicsRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "os_version", "nics", "removed_device_numbers", "activate")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    REMOVED_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    ACTIVATE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    os_version: str
    nics: _containers.RepeatedCompositeFieldContainer[NicSetup]
    removed_device_numbers: _containers.RepeatedScalarFieldContainer[str]
    activate: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., nics: _Optional[_Iterable[_Union[NicSetup, _Mapping]]] = ..., removed_device_numbers: _Optional[_Iterable[str]] = ..., activate: _Optional[bool] = ...) -> None: ...

class ConfigureNicsResponse(_message.Message):
    __slots__ = ("files", "applied", "network_parameter")
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    NETWORK_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    network_parameter: str
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ..., network_parameter: _Optional[str] = ...) -> None: ...

class ConfigureVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "action", "fcp_devices", "target_wwpns", "lun", "multipath", "mount_point", "os_version", "released_fcp_devices", "timeout")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    FCP_DEVICES_FIELD_NUMBER: _ClassVar[int]
    TARGET_WWPNS_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    MULTIPATH_FIELD_NUMBER: _ClassVar[int]
    MOUNT_POINT_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    RELEASED_FCP_DEVICES_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    action: VolumeAction
    fcp_devices: _containers.RepeatedScalarFieldContainer[str]
    target_wwpns: _containers.RepeatedScalarFieldContainer[str]
    lun: str
    multipath: bool
    mount_point: str
    os_version: str
    released_fcp_devices: _containers.RepeatedScalarFieldContainer[str]
    timeout: _duration_pb2.Duration
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., action: _Optional[_Union[VolumeAction, str]] = ..., fcp_devices: _Optional[_Iterable[str]] = ..., target_wwpns: _Optional[_Iterable[str]] = ..., lun: _Optional[str] = ..., multipath: _Optional[bool] = ..., mount_point: _Optional[str] = ..., os_version: _Optional[str] = ..., released_fcp_devices: _Optional[_Iterable[str]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ConfigureVolumeResponse(_message.Message):
    __slots__ = ("files", "applied")
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...

class GrowRootVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "os_version")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    os_version: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., os_version: _Optional[str] = ...) -> None: ...

class GrowRootVolumeResponse(_message.Message):
    __slots__ = ("files",)
    FILES_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ...) -> None: ...

class GetNetworkParameterRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class GetNetworkParameterResponse(_message.Message):
    __slots__ = ("network_parameter",)
    NETWORK_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    network_parameter: str
    def __init__(self, network_parameter: _Optional[str] = ...) -> None: ...

class ForgetNetworkParameterRequest(_message.Message):
    __slots__ = ("user_id", "network_parameter")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    network_parameter: str
    def __init__(self, user_id: _Optional[str] = ..., network_parameter: _Optional[str] = ...) -> None: ...

class ForgetNetworkParameterResponse(_message.Message):
    __slots__ = ("forgotten",)
    FORGOTTEN_FIELD_NUMBER: _ClassVar[int]
    forgotten: bool
    def __init__(self, forgotten: _Optional[bool] = ...) -> None: ...
