import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from zfleet.guest.v1 import guest_service_pb2 as _guest_service_pb2
from zfleet.network.v1 import network_service_pb2 as _network_service_pb2
from zfleet.storage.v1 import storage_service_pb2 as _storage_service_pb2
from zfleet.storage.v1 import volume_service_pb2 as _volume_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OperationKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_KIND_UNSPECIFIED: _ClassVar[OperationKind]
    OPERATION_KIND_SPAWN_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_DESTROY_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_REGISTER_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_DEREGISTER_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_DEPLOY_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_CAPTURE_GUEST: _ClassVar[OperationKind]
    OPERATION_KIND_CREATE_NETWORK_INTERFACES: _ClassVar[OperationKind]
    OPERATION_KIND_DELETE_NETWORK_INTERFACES: _ClassVar[OperationKind]
    OPERATION_KIND_ATTACH_VOLUME: _ClassVar[OperationKind]
    OPERATION_KIND_DETACH_VOLUME: _ClassVar[OperationKind]

class OperationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_STATE_UNSPECIFIED: _ClassVar[OperationState]
    OPERATION_STATE_RUNNING: _ClassVar[OperationState]
    OPERATION_STATE_UNDOING: _ClassVar[OperationState]
    OPERATION_STATE_SUCCEEDED: _ClassVar[OperationState]
    OPERATION_STATE_FAILED: _ClassVar[OperationState]
    OPERATION_STATE_CANCELLED: _ClassVar[OperationState]

class StepState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STEP_STATE_UNSPECIFIED: _ClassVar[StepState]
    STEP_STATE_PENDING: _ClassVar[StepState]
    STEP_STATE_RUNNING: _ClassVar[StepState]
    STEP_STATE_SUCCEEDED: _ClassVar[StepState]
    STEP_STATE_FAILED: _ClassVar[StepState]
    STEP_STATE_UNDOING: _ClassVar[StepState]
    STEP_STATE_UNDONE: _ClassVar[StepState]
    STEP_STATE_UNDO_FAILED: _ClassVar[StepState]
    STEP_STATE_SKIPPED: _ClassVar[StepState]
OPERATION_KIND_UNSPECIFIED: OperationKind
OPERATION_KIND_SPAWN_GUEST: OperationKind
OPERATION_KIND_DESTROY_GUEST: OperationKind
OPERATION_KIND_REGISTER_GUEST: OperationKind
OPERATION_KIND_DEREGISTER_GUEST: OperationKind
OPERATION_KIND_DEPLOY_GUEST: OperationKind
OPERATION_KIND_CAPTURE_GUEST: OperationKind
OPERATION_KIND_CREATE_NETWORK_INTERFACES: OperationKind
OPERATION_KIND_DELETE_NETWORK_INTERFACES: OperationKind
OPERATION_KIND_ATTACH_VOLUME: OperationKind
OPERATION_KIND_DETACH_VOLUME: OperationKind
OPERATION_STATE_UNSPECIFIED: OperationState
OPERATION_STATE_RUNNING: OperationState
OPERATION_STATE_UNDOING: OperationState
OPERATION_STATE_SUCCEEDED: OperationState
OPERATION_STATE_FAILED: OperationState
OPERATION_STATE_CANCELLED: OperationState
STEP_STATE_UNSPECIFIED: StepState
STEP_STATE_PENDING: StepState
STEP_STATE_RUNNING: StepState
STEP_STATE_SUCCEEDED: StepState
STEP_STATE_FAILED: StepState
STEP_STATE_UNDOING: StepState
STEP_STATE_UNDONE: StepState
STEP_STATE_UNDO_FAILED: StepState
STEP_STATE_SKIPPED: StepState

class Operation(_message.Message):
    __slots__ = ("operation_id", "kind", "state", "user_id", "steps", "create_time", "end_time", "error", "spawn_guest", "request_id", "deploy_guest", "capture_guest")
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    SPAWN_GUEST_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DEPLOY_GUEST_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_GUEST_FIELD_NUMBER: _ClassVar[int]
    operation_id: str
    kind: OperationKind
    state: OperationState
    user_id: str
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    create_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    error: OperationError
    spawn_guest: SpawnGuestResult
    request_id: str
    deploy_guest: DeployGuestResult
    capture_guest: CaptureGuestResult
    def __init__(self, operation_id: _Optional[str] = ..., kind: _Optional[_Union[OperationKind, str]] = ..., state: _Optional[_Union[OperationState, str]] = ..., user_id: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., error: _Optional[_Union[OperationError, _Mapping]] = ..., spawn_guest: _Optional[_Union[SpawnGuestResult, _Mapping]] = ..., request_id: _Optional[str] = ..., deploy_guest: _Optional[_Union[DeployGuestResult, _Mapping]] = ..., capture_guest: _Optional[_Union[CaptureGuestResult, _Mapping]] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ("name", "state", "start_time", "duration", "done_bytes", "total_bytes", "after", "error")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    DONE_BYTES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    name: str
    state: StepState
    start_time: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    done_bytes: int
    total_bytes: int
    after: _containers.RepeatedScalarFieldContainer[str]
    error: OperationError
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[StepState, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., done_bytes: _Optional[int] = ..., total_bytes: _Optional[int] = ..., after: _Optional[_Iterable[str]] = ..., error: _Optional[_Union[OperationError, _Mapping]] = ...) -> None: ...

class OperationError(_message.Message):
    __slots__ = ("code", "message", "reason", "metadata", "field_violations")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class FieldViolationsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    FIELD_VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    reason: str
    metadata: _containers.ScalarMap[str, str]
    field_violations: _containers.ScalarMap[str, str]
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., reason: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ..., field_violations: _Optional[_Mapping[str, str]] = ...) -> None: ...

class SpawnGuestResult(_message.Message):
    __slots__ = ("guest", "disks", "nics", "duration")
    GUEST_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    guest: _guest_service_pb2.Guest
    disks: _containers.RepeatedCompositeFieldContainer[_storage_service_pb2.Disk]
    nics: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.Nic]
    duration: _duration_pb2.Duration
    def __init__(self, guest: _Optional[_Union[_guest_service_pb2.Guest, _Mapping]] = ..., disks: _Optional[_Iterable[_Union[_storage_service_pb2.Disk, _Mapping]]] = ..., nics: _Optional[_Iterable[_Union[_network_service_pb2.Nic, _Mapping]]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class SpawnGuestRequest(_message.Message):
    __slots__ = ("request_id", "guest", "disks", "nics", "files", "no_start", "validate_only")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    GUEST_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    NO_START_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    guest: _guest_service_pb2.GuestSpec
    disks: _containers.RepeatedCompositeFieldContainer[_storage_service_pb2.DiskSpec]
    nics: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.NicSpec]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.ReaderFile]
    no_start: bool
    validate_only: bool
    def __init__(self, request_id: _Optional[str] = ..., guest: _Optional[_Union[_guest_service_pb2.GuestSpec, _Mapping]] = ..., disks: _Optional[_Iterable[_Union[_storage_service_pb2.DiskSpec, _Mapping]]] = ..., nics: _Optional[_Iterable[_Union[_network_service_pb2.NicSpec, _Mapping]]] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.ReaderFile, _Mapping]]] = ..., no_start: _Optional[bool] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class SpawnGuestResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class DestroyGuestRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "allow_missing")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    allow_missing: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DestroyGuestResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class Guest(_message.Message):
    __slots__ = ("user_id", "guest", "disks", "nics", "operation_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    GUEST_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    guest: _guest_service_pb2.Guest
    disks: _containers.RepeatedCompositeFieldContainer[_storage_service_pb2.Disk]
    nics: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.Nic]
    operation_id: str
    def __init__(self, user_id: _Optional[str] = ..., guest: _Optional[_Union[_guest_service_pb2.Guest, _Mapping]] = ..., disks: _Optional[_Iterable[_Union[_storage_service_pb2.Disk, _Mapping]]] = ..., nics: _Optional[_Iterable[_Union[_network_service_pb2.Nic, _Mapping]]] = ..., operation_id: _Optional[str] = ...) -> None: ...

class MissingPart(_message.Message):
    __slots__ = ("service", "error")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    service: str
    error: OperationError
    def __init__(self, service: _Optional[str] = ..., error: _Optional[_Union[OperationError, _Mapping]] = ...) -> None: ...

class GetGuestRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class GetGuestResponse(_message.Message):
    __slots__ = ("guest", "missing")
    GUEST_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    guest: Guest
    missing: _containers.RepeatedCompositeFieldContainer[MissingPart]
    def __init__(self, guest: _Optional[_Union[Guest, _Mapping]] = ..., missing: _Optional[_Iterable[_Union[MissingPart, _Mapping]]] = ...) -> None: ...

class ListGuestsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "view", "user_id_prefix")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    USER_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    view: _guest_service_pb2.GuestView
    user_id_prefix: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., view: _Optional[_Union[_guest_service_pb2.GuestView, str]] = ..., user_id_prefix: _Optional[str] = ...) -> None: ...

class ListGuestsResponse(_message.Message):
    __slots__ = ("guests", "next_page_token", "total_size", "missing")
    GUESTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    guests: _containers.RepeatedCompositeFieldContainer[Guest]
    next_page_token: str
    total_size: int
    missing: _containers.RepeatedCompositeFieldContainer[MissingPart]
    def __init__(self, guests: _Optional[_Iterable[_Union[Guest, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ..., missing: _Optional[_Iterable[_Union[MissingPart, _Mapping]]] = ...) -> None: ...

class GetHostRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetHostResponse(_message.Message):
    __slots__ = ("host", "pools", "virtual_switches", "missing")
    HOST_FIELD_NUMBER: _ClassVar[int]
    POOLS_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_SWITCHES_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    host: _guest_service_pb2.Host
    pools: _containers.RepeatedCompositeFieldContainer[_storage_service_pb2.Pool]
    virtual_switches: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.VirtualSwitch]
    missing: _containers.RepeatedCompositeFieldContainer[MissingPart]
    def __init__(self, host: _Optional[_Union[_guest_service_pb2.Host, _Mapping]] = ..., pools: _Optional[_Iterable[_Union[_storage_service_pb2.Pool, _Mapping]]] = ..., virtual_switches: _Optional[_Iterable[_Union[_network_service_pb2.VirtualSwitch, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[MissingPart, _Mapping]]] = ...) -> None: ...

class RegisterGuestRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "os_version", "metadata", "network_configured", "nic_ids")
    class NicIdsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_CONFIGURED_FIELD_NUMBER: _ClassVar[int]
    NIC_IDS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    os_version: str
    metadata: str
    network_configured: bool
    nic_ids: _containers.ScalarMap[str, str]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., os_version: _Optional[str] = ..., metadata: _Optional[str] = ..., network_configured: _Optional[bool] = ..., nic_ids: _Optional[_Mapping[str, str]] = ...) -> None: ...

class RegisterGuestResponse(_message.Message):
    __slots__ = ("guest", "nics", "already_managed")
    GUEST_FIELD_NUMBER: _ClassVar[int]
    NICS_FIELD_NUMBER: _ClassVar[int]
    ALREADY_MANAGED_FIELD_NUMBER: _ClassVar[int]
    guest: _guest_service_pb2.ManagedGuest
    nics: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.Nic]
    already_managed: bool
    def __init__(self, guest: _Optional[_Union[_guest_service_pb2.ManagedGuest, _Mapping]] = ..., nics: _Optional[_Iterable[_Union[_network_service_pb2.Nic, _Mapping]]] = ..., already_managed: _Optional[bool] = ...) -> None: ...

class DeregisterGuestRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "allow_missing")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    allow_missing: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeregisterGuestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RemoteFile(_message.Message):
    __slots__ = ("path", "remote_host", "name", "type")
    PATH_FIELD_NUMBER: _ClassVar[int]
    REMOTE_HOST_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    path: str
    remote_host: str
    name: str
    type: str
    def __init__(self, path: _Optional[str] = ..., remote_host: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[str] = ...) -> None: ...

class DeployGuestRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "image", "device_number", "skip_disk_copy", "os_version", "hostname", "files", "remote_files")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SKIP_DISK_COPY_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    REMOTE_FILES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    image: str
    device_number: str
    skip_disk_copy: bool
    os_version: str
    hostname: str
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.ReaderFile]
    remote_files: _containers.RepeatedCompositeFieldContainer[RemoteFile]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., image: _Optional[str] = ..., device_number: _Optional[str] = ..., skip_disk_copy: _Optional[bool] = ..., os_version: _Optional[str] = ..., hostname: _Optional[str] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.ReaderFile, _Mapping]]] = ..., remote_files: _Optional[_Iterable[_Union[RemoteFile, _Mapping]]] = ...) -> None: ...

class DeployGuestResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class DeployGuestResult(_message.Message):
    __slots__ = ("disk", "files", "os_version", "duration", "volume")
    DISK_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    disk: _storage_service_pb2.Disk
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    os_version: str
    duration: _duration_pb2.Duration
    volume: _storage_service_pb2.ScsiVolume
    def __init__(self, disk: _Optional[_Union[_storage_service_pb2.Disk, _Mapping]] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., os_version: _Optional[str] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., volume: _Optional[_Union[_storage_service_pb2.ScsiVolume, _Mapping]] = ...) -> None: ...

class CaptureGuestRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "image", "device_number", "os_version", "compression_level", "stop_timeout", "force_stop")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_LEVEL_FIELD_NUMBER: _ClassVar[int]
    STOP_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    FORCE_STOP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    image: str
    device_number: str
    os_version: str
    compression_level: int
    stop_timeout: _duration_pb2.Duration
    force_stop: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., image: _Optional[str] = ..., device_number: _Optional[str] = ..., os_version: _Optional[str] = ..., compression_level: _Optional[int] = ..., stop_timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., force_stop: _Optional[bool] = ...) -> None: ...

class CaptureGuestResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class CaptureGuestResult(_message.Message):
    __slots__ = ("image", "device_number", "restarted", "duration")
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RESTARTED_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    image: _storage_service_pb2.Image
    device_number: str
    restarted: bool
    duration: _duration_pb2.Duration
    def __init__(self, image: _Optional[_Union[_storage_service_pb2.Image, _Mapping]] = ..., device_number: _Optional[str] = ..., restarted: _Optional[bool] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class NetworkInterfaceSpec(_message.Message):
    __slots__ = ("nic", "dhcp", "hostname")
    NIC_FIELD_NUMBER: _ClassVar[int]
    DHCP_FIELD_NUMBER: _ClassVar[int]
    HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    nic: _network_service_pb2.NicSpec
    dhcp: bool
    hostname: str
    def __init__(self, nic: _Optional[_Union[_network_service_pb2.NicSpec, _Mapping]] = ..., dhcp: _Optional[bool] = ..., hostname: _Optional[str] = ...) -> None: ...

class CreateNetworkInterfacesRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "interfaces", "os_version", "scope")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    INTERFACES_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    interfaces: _containers.RepeatedCompositeFieldContainer[NetworkInterfaceSpec]
    os_version: str
    scope: _network_service_pb2.ChangeScope
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., interfaces: _Optional[_Iterable[_Union[NetworkInterfaceSpec, _Mapping]]] = ..., os_version: _Optional[str] = ..., scope: _Optional[_Union[_network_service_pb2.ChangeScope, str]] = ...) -> None: ...

class CreateNetworkInterfacesResponse(_message.Message):
    __slots__ = ("nics", "files", "applied")
    NICS_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    nics: _containers.RepeatedCompositeFieldContainer[_network_service_pb2.Nic]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, nics: _Optional[_Iterable[_Union[_network_service_pb2.Nic, _Mapping]]] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...

class DeleteNetworkInterfacesRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_numbers", "os_version", "scope", "allow_missing")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    os_version: str
    scope: _network_service_pb2.ChangeScope
    allow_missing: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., os_version: _Optional[str] = ..., scope: _Optional[_Union[_network_service_pb2.ChangeScope, str]] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteNetworkInterfacesResponse(_message.Message):
    __slots__ = ("files", "applied")
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...

class GetVersionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetVersionResponse(_message.Message):
    __slots__ = ("version", "services")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    version: str
    services: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, version: _Optional[str] = ..., services: _Optional[_Iterable[str]] = ...) -> None: ...

class GetSmapiHealthRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSmapiHealthResponse(_message.Message):
    __slots__ = ("total", "services", "missing")
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    total: SmapiHealth
    services: _containers.RepeatedCompositeFieldContainer[ServiceSmapiHealth]
    missing: _containers.RepeatedCompositeFieldContainer[MissingPart]
    def __init__(self, total: _Optional[_Union[SmapiHealth, _Mapping]] = ..., services: _Optional[_Iterable[_Union[ServiceSmapiHealth, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[MissingPart, _Mapping]]] = ...) -> None: ...

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

class ServiceSmapiHealth(_message.Message):
    __slots__ = ("service", "health")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    service: str
    health: SmapiHealth
    def __init__(self, service: _Optional[str] = ..., health: _Optional[_Union[SmapiHealth, _Mapping]] = ...) -> None: ...

class GetOperationRequest(_message.Message):
    __slots__ = ("operation_id",)
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    operation_id: str
    def __init__(self, operation_id: _Optional[str] = ...) -> None: ...

class GetOperationResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class ListOperationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "user_id", "state")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    user_id: str
    state: OperationState
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., user_id: _Optional[str] = ..., state: _Optional[_Union[OperationState, str]] = ...) -> None: ...

class ListOperationsResponse(_message.Message):
    __slots__ = ("operations", "next_page_token")
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    operations: _containers.RepeatedCompositeFieldContainer[Operation]
    next_page_token: str
    def __init__(self, operations: _Optional[_Iterable[_Union[Operation, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WaitOperationRequest(_message.Message):
    __slots__ = ("operation_id", "timeout")
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    operation_id: str
    timeout: _duration_pb2.Duration
    def __init__(self, operation_id: _Optional[str] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class WaitOperationResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class WatchOperationRequest(_message.Message):
    __slots__ = ("operation_id", "cancel_on_disconnect")
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    CANCEL_ON_DISCONNECT_FIELD_NUMBER: _ClassVar[int]
    operation_id: str
    cancel_on_disconnect: bool
    def __init__(self, operation_id: _Optional[str] = ..., cancel_on_disconnect: _Optional[bool] = ...) -> None: ...

class WatchOperationResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class CancelOperationRequest(_message.Message):
    __slots__ = ("operation_id",)
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    operation_id: str
    def __init__(self, operation_id: _Optional[str] = ...) -> None: ...

class CancelOperationResponse(_message.Message):
    __slots__ = ("operation",)
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    operation: Operation
    def __init__(self, operation: _Optional[_Union[Operation, _Mapping]] = ...) -> None: ...

class VolumeConnection(_message.Message):
    __slots__ = ("fcp_devices", "target_wwpns", "lun", "multipath", "os_version", "mount_point", "root_volume")
    FCP_DEVICES_FIELD_NUMBER: _ClassVar[int]
    TARGET_WWPNS_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    MULTIPATH_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    MOUNT_POINT_FIELD_NUMBER: _ClassVar[int]
    ROOT_VOLUME_FIELD_NUMBER: _ClassVar[int]
    fcp_devices: _containers.RepeatedScalarFieldContainer[str]
    target_wwpns: _containers.RepeatedScalarFieldContainer[str]
    lun: str
    multipath: bool
    os_version: str
    mount_point: str
    root_volume: bool
    def __init__(self, fcp_devices: _Optional[_Iterable[str]] = ..., target_wwpns: _Optional[_Iterable[str]] = ..., lun: _Optional[str] = ..., multipath: _Optional[bool] = ..., os_version: _Optional[str] = ..., mount_point: _Optional[str] = ..., root_volume: _Optional[bool] = ...) -> None: ...

class AttachVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "connection", "template_id", "records_only", "keep_on_failure")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    RECORDS_ONLY_FIELD_NUMBER: _ClassVar[int]
    KEEP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    connection: VolumeConnection
    template_id: str
    records_only: bool
    keep_on_failure: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., connection: _Optional[_Union[VolumeConnection, _Mapping]] = ..., template_id: _Optional[str] = ..., records_only: _Optional[bool] = ..., keep_on_failure: _Optional[bool] = ...) -> None: ...

class AttachVolumeResponse(_message.Message):
    __slots__ = ("devices", "files", "applied")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[_volume_service_pb2.FcpDevice]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, devices: _Optional[_Iterable[_Union[_volume_service_pb2.FcpDevice, _Mapping]]] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...

class DetachVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "connection", "records_only", "keep_on_failure")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    RECORDS_ONLY_FIELD_NUMBER: _ClassVar[int]
    KEEP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    connection: VolumeConnection
    records_only: bool
    keep_on_failure: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., connection: _Optional[_Union[VolumeConnection, _Mapping]] = ..., records_only: _Optional[bool] = ..., keep_on_failure: _Optional[bool] = ...) -> None: ...

class DetachVolumeResponse(_message.Message):
    __slots__ = ("devices", "files", "applied")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[_volume_service_pb2.FcpDevice]
    files: _containers.RepeatedCompositeFieldContainer[_guest_service_pb2.SpoolFile]
    applied: bool
    def __init__(self, devices: _Optional[_Iterable[_Union[_volume_service_pb2.FcpDevice, _Mapping]]] = ..., files: _Optional[_Iterable[_Union[_guest_service_pb2.SpoolFile, _Mapping]]] = ..., applied: _Optional[bool] = ...) -> None: ...
