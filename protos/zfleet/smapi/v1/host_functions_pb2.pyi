from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AbendDump(_message.Message):
    __slots__ = ("abend_dump_loc", "abend_dump_id", "abend_dump_date", "abend_dump_dist")
    ABEND_DUMP_LOC_FIELD_NUMBER: _ClassVar[int]
    ABEND_DUMP_ID_FIELD_NUMBER: _ClassVar[int]
    ABEND_DUMP_DATE_FIELD_NUMBER: _ClassVar[int]
    ABEND_DUMP_DIST_FIELD_NUMBER: _ClassVar[int]
    abend_dump_loc: int
    abend_dump_id: str
    abend_dump_date: str
    abend_dump_dist: str
    def __init__(self, abend_dump_loc: _Optional[int] = ..., abend_dump_id: _Optional[str] = ..., abend_dump_date: _Optional[str] = ..., abend_dump_dist: _Optional[str] = ...) -> None: ...

class DirectoryEntry(_message.Message):
    __slots__ = ("directory_entry_type", "directory_entry_id", "directory_entry_record_array", "directory_entry_data")
    DIRECTORY_ENTRY_TYPE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_ENTRY_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_ENTRY_DATA_FIELD_NUMBER: _ClassVar[int]
    directory_entry_type: int
    directory_entry_id: str
    directory_entry_record_array: _containers.RepeatedScalarFieldContainer[str]
    directory_entry_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, directory_entry_type: _Optional[int] = ..., directory_entry_id: _Optional[str] = ..., directory_entry_record_array: _Optional[_Iterable[str]] = ..., directory_entry_data: _Optional[_Iterable[str]] = ...) -> None: ...

class EqidLine(_message.Message):
    __slots__ = ("eqid_rdev", "eqid_name")
    EQID_RDEV_FIELD_NUMBER: _ClassVar[int]
    EQID_NAME_FIELD_NUMBER: _ClassVar[int]
    eqid_rdev: str
    eqid_name: str
    def __init__(self, eqid_rdev: _Optional[str] = ..., eqid_name: _Optional[str] = ...) -> None: ...

class GuestPerformance(_message.Message):
    __slots__ = ("record_version", "guest_flags", "used_cpu_time", "elapsed_time", "min_memory", "max_memory", "shared_memory", "used_memory", "active_cpus_in_cec", "logical_cpus_in_vm", "guest_cpus", "min_cpu_count", "max_cpu_limit", "processor_share", "samples_cpu_in_use", "samples_cpu_delay", "samples_page_wait", "samples_idle", "samples_other", "samples_total", "guest_name")
    RECORD_VERSION_FIELD_NUMBER: _ClassVar[int]
    GUEST_FLAGS_FIELD_NUMBER: _ClassVar[int]
    USED_CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_TIME_FIELD_NUMBER: _ClassVar[int]
    MIN_MEMORY_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMORY_FIELD_NUMBER: _ClassVar[int]
    SHARED_MEMORY_FIELD_NUMBER: _ClassVar[int]
    USED_MEMORY_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_CPUS_IN_CEC_FIELD_NUMBER: _ClassVar[int]
    LOGICAL_CPUS_IN_VM_FIELD_NUMBER: _ClassVar[int]
    GUEST_CPUS_FIELD_NUMBER: _ClassVar[int]
    MIN_CPU_COUNT_FIELD_NUMBER: _ClassVar[int]
    MAX_CPU_LIMIT_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_SHARE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_CPU_IN_USE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_CPU_DELAY_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_PAGE_WAIT_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_IDLE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_OTHER_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_TOTAL_FIELD_NUMBER: _ClassVar[int]
    GUEST_NAME_FIELD_NUMBER: _ClassVar[int]
    record_version: int
    guest_flags: int
    used_cpu_time: int
    elapsed_time: int
    min_memory: int
    max_memory: int
    shared_memory: int
    used_memory: int
    active_cpus_in_cec: int
    logical_cpus_in_vm: int
    guest_cpus: int
    min_cpu_count: int
    max_cpu_limit: int
    processor_share: int
    samples_cpu_in_use: int
    samples_cpu_delay: int
    samples_page_wait: int
    samples_idle: int
    samples_other: int
    samples_total: int
    guest_name: str
    def __init__(self, record_version: _Optional[int] = ..., guest_flags: _Optional[int] = ..., used_cpu_time: _Optional[int] = ..., elapsed_time: _Optional[int] = ..., min_memory: _Optional[int] = ..., max_memory: _Optional[int] = ..., shared_memory: _Optional[int] = ..., used_memory: _Optional[int] = ..., active_cpus_in_cec: _Optional[int] = ..., logical_cpus_in_vm: _Optional[int] = ..., guest_cpus: _Optional[int] = ..., min_cpu_count: _Optional[int] = ..., max_cpu_limit: _Optional[int] = ..., processor_share: _Optional[int] = ..., samples_cpu_in_use: _Optional[int] = ..., samples_cpu_delay: _Optional[int] = ..., samples_page_wait: _Optional[int] = ..., samples_idle: _Optional[int] = ..., samples_other: _Optional[int] = ..., samples_total: _Optional[int] = ..., guest_name: _Optional[str] = ...) -> None: ...

class MemberLine(_message.Message):
    __slots__ = ("member_slot", "member_system_id", "member_state", "member_pdr_heartbeat", "member_received_heartbeat")
    MEMBER_SLOT_FIELD_NUMBER: _ClassVar[int]
    MEMBER_SYSTEM_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_STATE_FIELD_NUMBER: _ClassVar[int]
    MEMBER_PDR_HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    MEMBER_RECEIVED_HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    member_slot: str
    member_system_id: str
    member_state: str
    member_pdr_heartbeat: str
    member_received_heartbeat: str
    def __init__(self, member_slot: _Optional[str] = ..., member_system_id: _Optional[str] = ..., member_state: _Optional[str] = ..., member_pdr_heartbeat: _Optional[str] = ..., member_received_heartbeat: _Optional[str] = ...) -> None: ...

class MetadataEntry(_message.Message):
    __slots__ = ("metadata_entry_name", "metadata")
    METADATA_ENTRY_NAME_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    metadata_entry_name: str
    metadata: str
    def __init__(self, metadata_entry_name: _Optional[str] = ..., metadata: _Optional[str] = ...) -> None: ...

class MetadataNameLine(_message.Message):
    __slots__ = ("length_of_value", "metadata_entry_name")
    LENGTH_OF_VALUE_FIELD_NUMBER: _ClassVar[int]
    METADATA_ENTRY_NAME_FIELD_NUMBER: _ClassVar[int]
    length_of_value: str
    metadata_entry_name: str
    def __init__(self, length_of_value: _Optional[str] = ..., metadata_entry_name: _Optional[str] = ...) -> None: ...

class MetadataValue(_message.Message):
    __slots__ = ("metadata_entry_name", "metadata")
    METADATA_ENTRY_NAME_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    metadata_entry_name: str
    metadata: str
    def __init__(self, metadata_entry_name: _Optional[str] = ..., metadata: _Optional[str] = ...) -> None: ...

class PagingLine(_message.Message):
    __slots__ = ("total_paging_pages", "total_paging_pages_in_use", "total_paging_percent_used", "volid", "rdev", "total_pages", "pages_in_use", "percent_used", "drained")
    TOTAL_PAGING_PAGES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PAGING_PAGES_IN_USE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PAGING_PERCENT_USED_FIELD_NUMBER: _ClassVar[int]
    VOLID_FIELD_NUMBER: _ClassVar[int]
    RDEV_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PAGES_FIELD_NUMBER: _ClassVar[int]
    PAGES_IN_USE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_USED_FIELD_NUMBER: _ClassVar[int]
    DRAINED_FIELD_NUMBER: _ClassVar[int]
    total_paging_pages: str
    total_paging_pages_in_use: str
    total_paging_percent_used: str
    volid: str
    rdev: str
    total_pages: str
    pages_in_use: str
    percent_used: str
    drained: str
    def __init__(self, total_paging_pages: _Optional[str] = ..., total_paging_pages_in_use: _Optional[str] = ..., total_paging_percent_used: _Optional[str] = ..., volid: _Optional[str] = ..., rdev: _Optional[str] = ..., total_pages: _Optional[str] = ..., pages_in_use: _Optional[str] = ..., percent_used: _Optional[str] = ..., drained: _Optional[str] = ...) -> None: ...

class ProcessorLine(_message.Message):
    __slots__ = ("address", "status", "type", "core_id")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CORE_ID_FIELD_NUMBER: _ClassVar[int]
    address: str
    status: str
    type: str
    core_id: str
    def __init__(self, address: _Optional[str] = ..., status: _Optional[str] = ..., type: _Optional[str] = ..., core_id: _Optional[str] = ...) -> None: ...

class SpoolLine(_message.Message):
    __slots__ = ("total_spool_pages", "total_spool_pages_in_use", "total_spool_percent_used", "volid", "rdev", "total_pages", "pages_in_use", "percent_used", "dump", "drained")
    TOTAL_SPOOL_PAGES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SPOOL_PAGES_IN_USE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SPOOL_PERCENT_USED_FIELD_NUMBER: _ClassVar[int]
    VOLID_FIELD_NUMBER: _ClassVar[int]
    RDEV_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PAGES_FIELD_NUMBER: _ClassVar[int]
    PAGES_IN_USE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_USED_FIELD_NUMBER: _ClassVar[int]
    DUMP_FIELD_NUMBER: _ClassVar[int]
    DRAINED_FIELD_NUMBER: _ClassVar[int]
    total_spool_pages: str
    total_spool_pages_in_use: str
    total_spool_percent_used: str
    volid: str
    rdev: str
    total_pages: str
    pages_in_use: str
    percent_used: str
    dump: str
    drained: str
    def __init__(self, total_spool_pages: _Optional[str] = ..., total_spool_pages_in_use: _Optional[str] = ..., total_spool_percent_used: _Optional[str] = ..., volid: _Optional[str] = ..., rdev: _Optional[str] = ..., total_pages: _Optional[str] = ..., pages_in_use: _Optional[str] = ..., percent_used: _Optional[str] = ..., dump: _Optional[str] = ..., drained: _Optional[str] = ...) -> None: ...

class DeleteABENDDumpRequest(_message.Message):
    __slots__ = ("target", "id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    id: str
    def __init__(self, target: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class DeleteABENDDumpResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class EventStreamAddRequest(_message.Message):
    __slots__ = ("target", "event_id", "event_data")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_DATA_FIELD_NUMBER: _ClassVar[int]
    target: str
    event_id: int
    event_data: bytes
    def __init__(self, target: _Optional[str] = ..., event_id: _Optional[int] = ..., event_data: _Optional[bytes] = ...) -> None: ...

class EventStreamAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class EventSubscribeRequest(_message.Message):
    __slots__ = ("target", "match_key")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MATCH_KEY_FIELD_NUMBER: _ClassVar[int]
    target: str
    match_key: str
    def __init__(self, target: _Optional[str] = ..., match_key: _Optional[str] = ...) -> None: ...

class EventSubscribeResponse(_message.Message):
    __slots__ = ("event_type", "data")
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    event_type: int
    data: bytes
    def __init__(self, event_type: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class ImagePerformanceQueryRequest(_message.Message):
    __slots__ = ("target", "target_list")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_LIST_FIELD_NUMBER: _ClassVar[int]
    target: str
    target_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, target: _Optional[str] = ..., target_list: _Optional[_Iterable[str]] = ...) -> None: ...

class ImagePerformanceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "performance_records")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_RECORDS_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    performance_records: _containers.RepeatedCompositeFieldContainer[GuestPerformance]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., performance_records: _Optional[_Iterable[_Union[GuestPerformance, _Mapping]]] = ...) -> None: ...

class MetadataDeleteRequest(_message.Message):
    __slots__ = ("target", "metadata_names")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    METADATA_NAMES_FIELD_NUMBER: _ClassVar[int]
    target: str
    metadata_names: str
    def __init__(self, target: _Optional[str] = ..., metadata_names: _Optional[str] = ...) -> None: ...

class MetadataDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class MetadataGetRequest(_message.Message):
    __slots__ = ("target", "metadata_names")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    METADATA_NAMES_FIELD_NUMBER: _ClassVar[int]
    target: str
    metadata_names: str
    def __init__(self, target: _Optional[str] = ..., metadata_names: _Optional[str] = ...) -> None: ...

class MetadataGetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "metadata_entry_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    METADATA_ENTRY_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    metadata_entry_array: _containers.RepeatedCompositeFieldContainer[MetadataValue]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., metadata_entry_array: _Optional[_Iterable[_Union[MetadataValue, _Mapping]]] = ...) -> None: ...

class MetadataSetRequest(_message.Message):
    __slots__ = ("target", "metadata_entry_array")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    METADATA_ENTRY_ARRAY_FIELD_NUMBER: _ClassVar[int]
    target: str
    metadata_entry_array: _containers.RepeatedCompositeFieldContainer[MetadataEntry]
    def __init__(self, target: _Optional[str] = ..., metadata_entry_array: _Optional[_Iterable[_Union[MetadataEntry, _Mapping]]] = ...) -> None: ...

class MetadataSetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class MetadataSpaceQueryRequest(_message.Message):
    __slots__ = ("target", "searchkey")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SEARCHKEY_FIELD_NUMBER: _ClassVar[int]
    target: str
    searchkey: str
    def __init__(self, target: _Optional[str] = ..., searchkey: _Optional[str] = ...) -> None: ...

class MetadataSpaceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "output_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    output_data: _containers.RepeatedCompositeFieldContainer[MetadataNameLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., output_data: _Optional[_Iterable[_Union[MetadataNameLine, _Mapping]]] = ...) -> None: ...

class ProcessABENDDumpRequest(_message.Message):
    __slots__ = ("target", "spoolid")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SPOOLID_FIELD_NUMBER: _ClassVar[int]
    target: str
    spoolid: str
    def __init__(self, target: _Optional[str] = ..., spoolid: _Optional[str] = ...) -> None: ...

class ProcessABENDDumpResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class QueryABENDDumpRequest(_message.Message):
    __slots__ = ("target", "location")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    target: str
    location: str
    def __init__(self, target: _Optional[str] = ..., location: _Optional[str] = ...) -> None: ...

class QueryABENDDumpResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "abend_dump_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ABEND_DUMP_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    abend_dump_array: _containers.RepeatedCompositeFieldContainer[AbendDump]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., abend_dump_array: _Optional[_Iterable[_Union[AbendDump, _Mapping]]] = ...) -> None: ...

class QueryAPIFunctionalLevelRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class QueryAPIFunctionalLevelResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class QueryAllDMRequest(_message.Message):
    __slots__ = ("target", "format", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    format: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., format: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class QueryAllDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "directory_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    directory_array: _containers.RepeatedCompositeFieldContainer[DirectoryEntry]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., directory_array: _Optional[_Iterable[_Union[DirectoryEntry, _Mapping]]] = ...) -> None: ...

class QueryAsynchronousOperationDMRequest(_message.Message):
    __slots__ = ("target", "operation_id", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    operation_id: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., operation_id: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class QueryAsynchronousOperationDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class QueryDirectoryManagerLevelDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class QueryDirectoryManagerLevelDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "directory_manager_level")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_MANAGER_LEVEL_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    directory_manager_level: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., directory_manager_level: _Optional[str] = ...) -> None: ...

class SMAPIStatusCaptureRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SMAPIStatusCaptureResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SSIQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SSIQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "ssi_name", "ssi_mode", "cross_system_timeouts", "ssi_pdr", "ssi_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SSI_NAME_FIELD_NUMBER: _ClassVar[int]
    SSI_MODE_FIELD_NUMBER: _ClassVar[int]
    CROSS_SYSTEM_TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    SSI_PDR_FIELD_NUMBER: _ClassVar[int]
    SSI_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    ssi_name: str
    ssi_mode: str
    cross_system_timeouts: str
    ssi_pdr: str
    ssi_info_array: _containers.RepeatedCompositeFieldContainer[MemberLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., ssi_name: _Optional[str] = ..., ssi_mode: _Optional[str] = ..., cross_system_timeouts: _Optional[str] = ..., ssi_pdr: _Optional[str] = ..., ssi_info_array: _Optional[_Iterable[_Union[MemberLine, _Mapping]]] = ...) -> None: ...

class SystemConfigSyntaxCheckRequest(_message.Message):
    __slots__ = ("target", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    target: str
    system_config_name: str
    system_config_type: str
    parm_disk_owner: str
    parm_disk_number: str
    parm_disk_password: str
    def __init__(self, target: _Optional[str] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ...) -> None: ...

class SystemConfigSyntaxCheckResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemEQIDQueryRequest(_message.Message):
    __slots__ = ("target", "eqid_for", "eqid_target")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    EQID_FOR_FIELD_NUMBER: _ClassVar[int]
    EQID_TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    eqid_for: str
    eqid_target: str
    def __init__(self, target: _Optional[str] = ..., eqid_for: _Optional[str] = ..., eqid_target: _Optional[str] = ...) -> None: ...

class SystemEQIDQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "eqid_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    EQID_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    eqid_array: _containers.RepeatedCompositeFieldContainer[EqidLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., eqid_array: _Optional[_Iterable[_Union[EqidLine, _Mapping]]] = ...) -> None: ...

class SystemIOQueryRequest(_message.Message):
    __slots__ = ("real_device_address",)
    REAL_DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    real_device_address: str
    def __init__(self, real_device_address: _Optional[str] = ...) -> None: ...

class SystemIOQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "chpid_list")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CHPID_LIST_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    chpid_list: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., chpid_list: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemImagePerformanceQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemImagePerformanceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "image_performance_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_PERFORMANCE_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    image_performance_array: _containers.RepeatedCompositeFieldContainer[GuestPerformance]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., image_performance_array: _Optional[_Iterable[_Union[GuestPerformance, _Mapping]]] = ...) -> None: ...

class SystemInfoQueryRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SystemInfoQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "timezone", "time", "vm_version", "cp_generation_time", "cp_ipl_time", "real_storage")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    TIMEZONE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    VM_VERSION_FIELD_NUMBER: _ClassVar[int]
    CP_GENERATION_TIME_FIELD_NUMBER: _ClassVar[int]
    CP_IPL_TIME_FIELD_NUMBER: _ClassVar[int]
    REAL_STORAGE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    timezone: str
    time: str
    vm_version: str
    cp_generation_time: str
    cp_ipl_time: str
    real_storage: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., timezone: _Optional[str] = ..., time: _Optional[str] = ..., vm_version: _Optional[str] = ..., cp_generation_time: _Optional[str] = ..., cp_ipl_time: _Optional[str] = ..., real_storage: _Optional[str] = ...) -> None: ...

class SystemInformationQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemInformationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "system_information_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_INFORMATION_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    system_information_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., system_information_data: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemPageUtilizationQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemPageUtilizationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "paging_information_structure")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PAGING_INFORMATION_STRUCTURE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    paging_information_structure: _containers.RepeatedCompositeFieldContainer[PagingLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., paging_information_structure: _Optional[_Iterable[_Union[PagingLine, _Mapping]]] = ...) -> None: ...

class SystemPerformanceInfoQueryRequest(_message.Message):
    __slots__ = ("target", "monrate")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MONRATE_FIELD_NUMBER: _ClassVar[int]
    target: str
    monrate: str
    def __init__(self, target: _Optional[str] = ..., monrate: _Optional[str] = ...) -> None: ...

class SystemPerformanceInfoQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "performance_info")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_INFO_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    performance_info: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., performance_info: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemPerformanceInformationQueryRequest(_message.Message):
    __slots__ = ("target", "detailed_cpu", "monitor_event")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DETAILED_CPU_FIELD_NUMBER: _ClassVar[int]
    MONITOR_EVENT_FIELD_NUMBER: _ClassVar[int]
    target: str
    detailed_cpu: str
    monitor_event: str
    def __init__(self, target: _Optional[str] = ..., detailed_cpu: _Optional[str] = ..., monitor_event: _Optional[str] = ...) -> None: ...

class SystemPerformanceInformationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "system_performance_information_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_PERFORMANCE_INFORMATION_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    system_performance_information_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., system_performance_information_data: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemPerformanceThresholdDisableRequest(_message.Message):
    __slots__ = ("target", "event_type")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    target: str
    event_type: str
    def __init__(self, target: _Optional[str] = ..., event_type: _Optional[str] = ...) -> None: ...

class SystemPerformanceThresholdDisableResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemPerformanceThresholdEnableRequest(_message.Message):
    __slots__ = ("target", "event_type")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    target: str
    event_type: str
    def __init__(self, target: _Optional[str] = ..., event_type: _Optional[str] = ...) -> None: ...

class SystemPerformanceThresholdEnableResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemProcessorQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemProcessorQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "partition_mode", "system_processor_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PARTITION_MODE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_PROCESSOR_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    partition_mode: str
    system_processor_array: _containers.RepeatedCompositeFieldContainer[ProcessorLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., partition_mode: _Optional[str] = ..., system_processor_array: _Optional[_Iterable[_Union[ProcessorLine, _Mapping]]] = ...) -> None: ...

class SystemServiceQueryRequest(_message.Message):
    __slots__ = ("target", "component")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    COMPONENT_FIELD_NUMBER: _ClassVar[int]
    target: str
    component: str
    def __init__(self, target: _Optional[str] = ..., component: _Optional[str] = ...) -> None: ...

class SystemServiceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "system_service_query_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_SERVICE_QUERY_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    system_service_query_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., system_service_query_data: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemShutdownRequest(_message.Message):
    __slots__ = ("target", "within", "by", "immediate", "reipl", "cancel")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    WITHIN_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    IMMEDIATE_FIELD_NUMBER: _ClassVar[int]
    REIPL_FIELD_NUMBER: _ClassVar[int]
    CANCEL_FIELD_NUMBER: _ClassVar[int]
    target: str
    within: str
    by: str
    immediate: str
    reipl: str
    cancel: str
    def __init__(self, target: _Optional[str] = ..., within: _Optional[str] = ..., by: _Optional[str] = ..., immediate: _Optional[str] = ..., reipl: _Optional[str] = ..., cancel: _Optional[str] = ...) -> None: ...

class SystemShutdownResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemSpoolUtilizationQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemSpoolUtilizationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "spool_information_structure")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SPOOL_INFORMATION_STRUCTURE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    spool_information_structure: _containers.RepeatedCompositeFieldContainer[SpoolLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., spool_information_structure: _Optional[_Iterable[_Union[SpoolLine, _Mapping]]] = ...) -> None: ...

class VMRMConfigurationQueryRequest(_message.Message):
    __slots__ = ("target", "configuration_file_name", "configuration_file_type", "configuration_dir_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FILE_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_DIR_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    configuration_file_name: str
    configuration_file_type: str
    configuration_dir_name: str
    def __init__(self, target: _Optional[str] = ..., configuration_file_name: _Optional[str] = ..., configuration_file_type: _Optional[str] = ..., configuration_dir_name: _Optional[str] = ...) -> None: ...

class VMRMConfigurationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "configuration_file")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FILE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    configuration_file: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., configuration_file: _Optional[str] = ...) -> None: ...

class VMRMConfigurationUpdateRequest(_message.Message):
    __slots__ = ("target", "configuration_file_name", "configuration_file_type", "configuration_dir_name", "syncheck_only", "update_file")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FILE_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_DIR_NAME_FIELD_NUMBER: _ClassVar[int]
    SYNCHECK_ONLY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FILE_FIELD_NUMBER: _ClassVar[int]
    target: str
    configuration_file_name: str
    configuration_file_type: str
    configuration_dir_name: str
    syncheck_only: int
    update_file: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, target: _Optional[str] = ..., configuration_file_name: _Optional[str] = ..., configuration_file_type: _Optional[str] = ..., configuration_dir_name: _Optional[str] = ..., syncheck_only: _Optional[int] = ..., update_file: _Optional[_Iterable[str]] = ...) -> None: ...

class VMRMConfigurationUpdateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "log_record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LOG_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    log_record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., log_record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class VMRMMeasurementQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class VMRMMeasurementQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "query_timestamp", "file_spec", "file_timestamp", "workload_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    QUERY_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    FILE_SPEC_FIELD_NUMBER: _ClassVar[int]
    FILE_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    WORKLOAD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    query_timestamp: str
    file_spec: str
    file_timestamp: str
    workload_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., query_timestamp: _Optional[str] = ..., file_spec: _Optional[str] = ..., file_timestamp: _Optional[str] = ..., workload_array: _Optional[_Iterable[str]] = ...) -> None: ...
