from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FcpDeviceState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FCP_DEVICE_STATE_UNSPECIFIED: _ClassVar[FcpDeviceState]
    FCP_DEVICE_STATE_FREE: _ClassVar[FcpDeviceState]
    FCP_DEVICE_STATE_ACTIVE: _ClassVar[FcpDeviceState]
    FCP_DEVICE_STATE_OFFLINE: _ClassVar[FcpDeviceState]
    FCP_DEVICE_STATE_NOT_FOUND: _ClassVar[FcpDeviceState]

class VolumeStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VOLUME_STAGE_UNSPECIFIED: _ClassVar[VolumeStage]
    VOLUME_STAGE_COUNT: _ClassVar[VolumeStage]
    VOLUME_STAGE_DEDICATE: _ClassVar[VolumeStage]
FCP_DEVICE_STATE_UNSPECIFIED: FcpDeviceState
FCP_DEVICE_STATE_FREE: FcpDeviceState
FCP_DEVICE_STATE_ACTIVE: FcpDeviceState
FCP_DEVICE_STATE_OFFLINE: FcpDeviceState
FCP_DEVICE_STATE_NOT_FOUND: FcpDeviceState
VOLUME_STAGE_UNSPECIFIED: VolumeStage
VOLUME_STAGE_COUNT: VolumeStage
VOLUME_STAGE_DEDICATE: VolumeStage

class FcpDevice(_message.Message):
    __slots__ = ("device_number", "state", "owner", "npiv_wwpn", "physical_wwpn", "chpid", "pchid", "assigner", "reserved", "connection_count", "template_id")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    NPIV_WWPN_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_WWPN_FIELD_NUMBER: _ClassVar[int]
    CHPID_FIELD_NUMBER: _ClassVar[int]
    PCHID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNER_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_COUNT_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    state: FcpDeviceState
    owner: str
    npiv_wwpn: str
    physical_wwpn: str
    chpid: str
    pchid: str
    assigner: str
    reserved: bool
    connection_count: int
    template_id: str
    def __init__(self, device_number: _Optional[str] = ..., state: _Optional[_Union[FcpDeviceState, str]] = ..., owner: _Optional[str] = ..., npiv_wwpn: _Optional[str] = ..., physical_wwpn: _Optional[str] = ..., chpid: _Optional[str] = ..., pchid: _Optional[str] = ..., assigner: _Optional[str] = ..., reserved: _Optional[bool] = ..., connection_count: _Optional[int] = ..., template_id: _Optional[str] = ...) -> None: ...

class FcpDeviceSet(_message.Message):
    __slots__ = ("device_numbers", "text")
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    text: str
    def __init__(self, device_numbers: _Optional[_Iterable[str]] = ..., text: _Optional[str] = ...) -> None: ...

class FcpChannelDevices(_message.Message):
    __slots__ = ("channel", "devices", "available")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    channel: str
    devices: FcpDeviceSet
    available: FcpDeviceSet
    def __init__(self, channel: _Optional[str] = ..., devices: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., available: _Optional[_Union[FcpDeviceSet, _Mapping]] = ...) -> None: ...

class FcpPathStatistics(_message.Message):
    __slots__ = ("total", "available", "allocated", "reserve_only", "connection_only", "allocated_but_free", "not_found", "offline", "unallocated_but_active", "chpids", "pchids")
    class UnallocatedButActiveEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_FIELD_NUMBER: _ClassVar[int]
    RESERVE_ONLY_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_ONLY_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_BUT_FREE_FIELD_NUMBER: _ClassVar[int]
    NOT_FOUND_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    UNALLOCATED_BUT_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    CHPIDS_FIELD_NUMBER: _ClassVar[int]
    PCHIDS_FIELD_NUMBER: _ClassVar[int]
    total: FcpDeviceSet
    available: FcpDeviceSet
    allocated: FcpDeviceSet
    reserve_only: FcpDeviceSet
    connection_only: FcpDeviceSet
    allocated_but_free: FcpDeviceSet
    not_found: FcpDeviceSet
    offline: FcpDeviceSet
    unallocated_but_active: _containers.ScalarMap[str, str]
    chpids: _containers.RepeatedCompositeFieldContainer[FcpChannelDevices]
    pchids: _containers.RepeatedCompositeFieldContainer[FcpChannelDevices]
    def __init__(self, total: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., available: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., allocated: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., reserve_only: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., connection_only: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., allocated_but_free: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., not_found: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., offline: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., unallocated_but_active: _Optional[_Mapping[str, str]] = ..., chpids: _Optional[_Iterable[_Union[FcpChannelDevices, _Mapping]]] = ..., pchids: _Optional[_Iterable[_Union[FcpChannelDevices, _Mapping]]] = ...) -> None: ...

class FcpPath(_message.Message):
    __slots__ = ("number", "devices", "statistics", "inventory")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    INVENTORY_FIELD_NUMBER: _ClassVar[int]
    number: int
    devices: FcpDeviceSet
    statistics: FcpPathStatistics
    inventory: _containers.RepeatedCompositeFieldContainer[FcpDevice]
    def __init__(self, number: _Optional[int] = ..., devices: _Optional[_Union[FcpDeviceSet, _Mapping]] = ..., statistics: _Optional[_Union[FcpPathStatistics, _Mapping]] = ..., inventory: _Optional[_Iterable[_Union[FcpDevice, _Mapping]]] = ...) -> None: ...

class FcpTemplate(_message.Message):
    __slots__ = ("template_id", "name", "description", "host_default", "storage_providers", "min_path_count", "devices", "paths", "pchids")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    HOST_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    MIN_PATH_COUNT_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    PATHS_FIELD_NUMBER: _ClassVar[int]
    PCHIDS_FIELD_NUMBER: _ClassVar[int]
    template_id: str
    name: str
    description: str
    host_default: bool
    storage_providers: _containers.RepeatedScalarFieldContainer[str]
    min_path_count: int
    devices: str
    paths: _containers.RepeatedCompositeFieldContainer[FcpPath]
    pchids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, template_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., host_default: _Optional[bool] = ..., storage_providers: _Optional[_Iterable[str]] = ..., min_path_count: _Optional[int] = ..., devices: _Optional[str] = ..., paths: _Optional[_Iterable[_Union[FcpPath, _Mapping]]] = ..., pchids: _Optional[_Iterable[str]] = ...) -> None: ...

class HostIdentity(_message.Message):
    __slots__ = ("cpc_serial_number", "cpc_name", "lpar", "hypervisor_hostname")
    CPC_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CPC_NAME_FIELD_NUMBER: _ClassVar[int]
    LPAR_FIELD_NUMBER: _ClassVar[int]
    HYPERVISOR_HOSTNAME_FIELD_NUMBER: _ClassVar[int]
    cpc_serial_number: str
    cpc_name: str
    lpar: str
    hypervisor_hostname: str
    def __init__(self, cpc_serial_number: _Optional[str] = ..., cpc_name: _Optional[str] = ..., lpar: _Optional[str] = ..., hypervisor_hostname: _Optional[str] = ...) -> None: ...

class PchidCapacity(_message.Message):
    __slots__ = ("pchid", "allocated", "max")
    PCHID_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    pchid: str
    allocated: int
    max: int
    def __init__(self, pchid: _Optional[str] = ..., allocated: _Optional[int] = ..., max: _Optional[int] = ...) -> None: ...

class Connector(_message.Message):
    __slots__ = ("devices", "host", "template_id", "host_identity", "reservation_changed", "empty_reason")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    HOST_IDENTITY_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_CHANGED_FIELD_NUMBER: _ClassVar[int]
    EMPTY_REASON_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[FcpDevice]
    host: str
    template_id: str
    host_identity: HostIdentity
    reservation_changed: bool
    empty_reason: str
    def __init__(self, devices: _Optional[_Iterable[_Union[FcpDevice, _Mapping]]] = ..., host: _Optional[str] = ..., template_id: _Optional[str] = ..., host_identity: _Optional[_Union[HostIdentity, _Mapping]] = ..., reservation_changed: _Optional[bool] = ..., empty_reason: _Optional[str] = ...) -> None: ...

class ListFcpDevicesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "assigner", "template_id", "state", "sync")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ASSIGNER_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SYNC_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    assigner: str
    template_id: str
    state: FcpDeviceState
    sync: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., assigner: _Optional[str] = ..., template_id: _Optional[str] = ..., state: _Optional[_Union[FcpDeviceState, str]] = ..., sync: _Optional[bool] = ...) -> None: ...

class ListFcpDevicesResponse(_message.Message):
    __slots__ = ("devices", "next_page_token")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[FcpDevice]
    next_page_token: str
    def __init__(self, devices: _Optional[_Iterable[_Union[FcpDevice, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetFcpDeviceRequest(_message.Message):
    __slots__ = ("device_number",)
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    def __init__(self, device_number: _Optional[str] = ...) -> None: ...

class GetFcpDeviceResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: FcpDevice
    def __init__(self, device: _Optional[_Union[FcpDevice, _Mapping]] = ...) -> None: ...

class UpdateFcpDeviceRequest(_message.Message):
    __slots__ = ("device_number", "assigner", "reserved", "connection_count", "template_id")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNER_FIELD_NUMBER: _ClassVar[int]
    RESERVED_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_COUNT_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    assigner: str
    reserved: bool
    connection_count: int
    template_id: str
    def __init__(self, device_number: _Optional[str] = ..., assigner: _Optional[str] = ..., reserved: _Optional[bool] = ..., connection_count: _Optional[int] = ..., template_id: _Optional[str] = ...) -> None: ...

class UpdateFcpDeviceResponse(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: FcpDevice
    def __init__(self, device: _Optional[_Union[FcpDevice, _Mapping]] = ...) -> None: ...

class CreateFcpTemplateRequest(_message.Message):
    __slots__ = ("request_id", "name", "description", "devices", "host_default", "storage_providers", "min_path_count", "template_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    HOST_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    MIN_PATH_COUNT_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    description: str
    devices: str
    host_default: bool
    storage_providers: _containers.RepeatedScalarFieldContainer[str]
    min_path_count: int
    template_id: str
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., devices: _Optional[str] = ..., host_default: _Optional[bool] = ..., storage_providers: _Optional[_Iterable[str]] = ..., min_path_count: _Optional[int] = ..., template_id: _Optional[str] = ...) -> None: ...

class CreateFcpTemplateResponse(_message.Message):
    __slots__ = ("template", "first_used_pchids", "host_identity")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    FIRST_USED_PCHIDS_FIELD_NUMBER: _ClassVar[int]
    HOST_IDENTITY_FIELD_NUMBER: _ClassVar[int]
    template: FcpTemplate
    first_used_pchids: _containers.RepeatedScalarFieldContainer[str]
    host_identity: HostIdentity
    def __init__(self, template: _Optional[_Union[FcpTemplate, _Mapping]] = ..., first_used_pchids: _Optional[_Iterable[str]] = ..., host_identity: _Optional[_Union[HostIdentity, _Mapping]] = ...) -> None: ...

class StorageProviders(_message.Message):
    __slots__ = ("names",)
    NAMES_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, names: _Optional[_Iterable[str]] = ...) -> None: ...

class UpdateFcpTemplateRequest(_message.Message):
    __slots__ = ("template_id", "name", "description", "devices", "host_default", "storage_providers", "min_path_count")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    HOST_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    MIN_PATH_COUNT_FIELD_NUMBER: _ClassVar[int]
    template_id: str
    name: str
    description: str
    devices: str
    host_default: bool
    storage_providers: StorageProviders
    min_path_count: int
    def __init__(self, template_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., devices: _Optional[str] = ..., host_default: _Optional[bool] = ..., storage_providers: _Optional[_Union[StorageProviders, _Mapping]] = ..., min_path_count: _Optional[int] = ...) -> None: ...

class UpdateFcpTemplateResponse(_message.Message):
    __slots__ = ("template", "added_pchids", "first_used_pchids", "removed_pchids", "unused_pchids", "host_identity")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    ADDED_PCHIDS_FIELD_NUMBER: _ClassVar[int]
    FIRST_USED_PCHIDS_FIELD_NUMBER: _ClassVar[int]
    REMOVED_PCHIDS_FIELD_NUMBER: _ClassVar[int]
    UNUSED_PCHIDS_FIELD_NUMBER: _ClassVar[int]
    HOST_IDENTITY_FIELD_NUMBER: _ClassVar[int]
    template: FcpTemplate
    added_pchids: _containers.RepeatedScalarFieldContainer[str]
    first_used_pchids: _containers.RepeatedScalarFieldContainer[str]
    removed_pchids: _containers.RepeatedScalarFieldContainer[str]
    unused_pchids: _containers.RepeatedScalarFieldContainer[str]
    host_identity: HostIdentity
    def __init__(self, template: _Optional[_Union[FcpTemplate, _Mapping]] = ..., added_pchids: _Optional[_Iterable[str]] = ..., first_used_pchids: _Optional[_Iterable[str]] = ..., removed_pchids: _Optional[_Iterable[str]] = ..., unused_pchids: _Optional[_Iterable[str]] = ..., host_identity: _Optional[_Union[HostIdentity, _Mapping]] = ...) -> None: ...

class DeleteFcpTemplateRequest(_message.Message):
    __slots__ = ("template_id", "allow_missing")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    template_id: str
    allow_missing: bool
    def __init__(self, template_id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteFcpTemplateResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListFcpTemplatesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "template_ids", "assigner", "storage_providers", "host_default", "with_statistics", "with_inventory", "sync")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_IDS_FIELD_NUMBER: _ClassVar[int]
    ASSIGNER_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    HOST_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    WITH_STATISTICS_FIELD_NUMBER: _ClassVar[int]
    WITH_INVENTORY_FIELD_NUMBER: _ClassVar[int]
    SYNC_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    template_ids: _containers.RepeatedScalarFieldContainer[str]
    assigner: str
    storage_providers: _containers.RepeatedScalarFieldContainer[str]
    host_default: bool
    with_statistics: bool
    with_inventory: bool
    sync: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., template_ids: _Optional[_Iterable[str]] = ..., assigner: _Optional[str] = ..., storage_providers: _Optional[_Iterable[str]] = ..., host_default: _Optional[bool] = ..., with_statistics: _Optional[bool] = ..., with_inventory: _Optional[bool] = ..., sync: _Optional[bool] = ...) -> None: ...

class ListFcpTemplatesResponse(_message.Message):
    __slots__ = ("templates", "next_page_token", "host_identity")
    TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    HOST_IDENTITY_FIELD_NUMBER: _ClassVar[int]
    templates: _containers.RepeatedCompositeFieldContainer[FcpTemplate]
    next_page_token: str
    host_identity: HostIdentity
    def __init__(self, templates: _Optional[_Iterable[_Union[FcpTemplate, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., host_identity: _Optional[_Union[HostIdentity, _Mapping]] = ...) -> None: ...

class ReserveConnectorRequest(_message.Message):
    __slots__ = ("user_id", "template_id", "storage_provider", "pchids")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PCHIDS_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    template_id: str
    storage_provider: str
    pchids: _containers.RepeatedCompositeFieldContainer[PchidCapacity]
    def __init__(self, user_id: _Optional[str] = ..., template_id: _Optional[str] = ..., storage_provider: _Optional[str] = ..., pchids: _Optional[_Iterable[_Union[PchidCapacity, _Mapping]]] = ...) -> None: ...

class ReserveConnectorResponse(_message.Message):
    __slots__ = ("connector",)
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    connector: Connector
    def __init__(self, connector: _Optional[_Union[Connector, _Mapping]] = ...) -> None: ...

class ReleaseConnectorRequest(_message.Message):
    __slots__ = ("user_id", "template_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    template_id: str
    def __init__(self, user_id: _Optional[str] = ..., template_id: _Optional[str] = ...) -> None: ...

class ReleaseConnectorResponse(_message.Message):
    __slots__ = ("connector",)
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    connector: Connector
    def __init__(self, connector: _Optional[_Union[Connector, _Mapping]] = ...) -> None: ...

class AttachVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_numbers", "template_id", "stage", "keep_on_failure")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    KEEP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    template_id: str
    stage: VolumeStage
    keep_on_failure: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., template_id: _Optional[str] = ..., stage: _Optional[_Union[VolumeStage, str]] = ..., keep_on_failure: _Optional[bool] = ...) -> None: ...

class AttachVolumeResponse(_message.Message):
    __slots__ = ("devices", "dedicated_device_numbers")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    DEDICATED_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[FcpDevice]
    dedicated_device_numbers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, devices: _Optional[_Iterable[_Union[FcpDevice, _Mapping]]] = ..., dedicated_device_numbers: _Optional[_Iterable[str]] = ...) -> None: ...

class DetachVolumeRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_numbers", "stage", "keep_on_failure")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    KEEP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    stage: VolumeStage
    keep_on_failure: bool
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., stage: _Optional[_Union[VolumeStage, str]] = ..., keep_on_failure: _Optional[bool] = ...) -> None: ...

class DetachVolumeResponse(_message.Message):
    __slots__ = ("devices", "undedicated_device_numbers", "guest_missing")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    UNDEDICATED_DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    GUEST_MISSING_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[FcpDevice]
    undedicated_device_numbers: _containers.RepeatedScalarFieldContainer[str]
    guest_missing: bool
    def __init__(self, devices: _Optional[_Iterable[_Union[FcpDevice, _Mapping]]] = ..., undedicated_device_numbers: _Optional[_Iterable[str]] = ..., guest_missing: _Optional[bool] = ...) -> None: ...

class UndoVolumeChangeRequest(_message.Message):
    __slots__ = ("request_id", "user_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class UndoVolumeChangeResponse(_message.Message):
    __slots__ = ("undone",)
    UNDONE_FIELD_NUMBER: _ClassVar[int]
    undone: bool
    def __init__(self, undone: _Optional[bool] = ...) -> None: ...

class RefreshBootMapRequest(_message.Message):
    __slots__ = ("device_numbers", "wwpns", "lun", "wwid", "template_id", "ignition_url", "nic_id", "ip_config")
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    WWPNS_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    WWID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    IGNITION_URL_FIELD_NUMBER: _ClassVar[int]
    NIC_ID_FIELD_NUMBER: _ClassVar[int]
    IP_CONFIG_FIELD_NUMBER: _ClassVar[int]
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    wwpns: _containers.RepeatedScalarFieldContainer[str]
    lun: str
    wwid: str
    template_id: str
    ignition_url: str
    nic_id: str
    ip_config: str
    def __init__(self, device_numbers: _Optional[_Iterable[str]] = ..., wwpns: _Optional[_Iterable[str]] = ..., lun: _Optional[str] = ..., wwid: _Optional[str] = ..., template_id: _Optional[str] = ..., ignition_url: _Optional[str] = ..., nic_id: _Optional[str] = ..., ip_config: _Optional[str] = ...) -> None: ...

class BootMapPath(_message.Message):
    __slots__ = ("device_number", "wwpns")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    WWPNS_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    wwpns: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, device_number: _Optional[str] = ..., wwpns: _Optional[_Iterable[str]] = ...) -> None: ...

class RefreshBootMapResponse(_message.Message):
    __slots__ = ("paths",)
    PATHS_FIELD_NUMBER: _ClassVar[int]
    paths: _containers.RepeatedCompositeFieldContainer[BootMapPath]
    def __init__(self, paths: _Optional[_Iterable[_Union[BootMapPath, _Mapping]]] = ...) -> None: ...
