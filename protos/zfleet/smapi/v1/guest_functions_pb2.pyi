from zfleet.smapi.v1 import assignment_pb2 as _assignment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ActiveCpu(_message.Message):
    __slots__ = ("cpu_number", "cpu_id", "cpu_status")
    CPU_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CPU_ID_FIELD_NUMBER: _ClassVar[int]
    CPU_STATUS_FIELD_NUMBER: _ClassVar[int]
    cpu_number: int
    cpu_id: str
    cpu_status: int
    def __init__(self, cpu_number: _Optional[int] = ..., cpu_id: _Optional[str] = ..., cpu_status: _Optional[int] = ...) -> None: ...

class ActiveDevice(_message.Message):
    __slots__ = ("device_type", "device_address")
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    device_type: int
    device_address: str
    def __init__(self, device_type: _Optional[int] = ..., device_address: _Optional[str] = ...) -> None: ...

class Cpu(_message.Message):
    __slots__ = ("cpu_number", "cpu_id", "cpu_base", "cpu_status", "cpu_type")
    CPU_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CPU_ID_FIELD_NUMBER: _ClassVar[int]
    CPU_BASE_FIELD_NUMBER: _ClassVar[int]
    CPU_STATUS_FIELD_NUMBER: _ClassVar[int]
    CPU_TYPE_FIELD_NUMBER: _ClassVar[int]
    cpu_number: int
    cpu_id: str
    cpu_base: int
    cpu_status: int
    cpu_type: int
    def __init__(self, cpu_number: _Optional[int] = ..., cpu_id: _Optional[str] = ..., cpu_base: _Optional[int] = ..., cpu_status: _Optional[int] = ..., cpu_type: _Optional[int] = ...) -> None: ...

class FailingImage(_message.Message):
    __slots__ = ("image_name", "return_code", "reason_code")
    IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    image_name: str
    return_code: int
    reason_code: int
    def __init__(self, image_name: _Optional[str] = ..., return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageLockLine(_message.Message):
    __slots__ = ("locked_type", "image_locked_by")
    LOCKED_TYPE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_LOCKED_BY_FIELD_NUMBER: _ClassVar[int]
    locked_type: str
    image_locked_by: str
    def __init__(self, locked_type: _Optional[str] = ..., image_locked_by: _Optional[str] = ...) -> None: ...

class LockedDeviceLine(_message.Message):
    __slots__ = ("dev_address", "dev_locked_by")
    DEV_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DEV_LOCKED_BY_FIELD_NUMBER: _ClassVar[int]
    dev_address: str
    dev_locked_by: str
    def __init__(self, dev_address: _Optional[str] = ..., dev_locked_by: _Optional[str] = ...) -> None: ...

class MemorySegment(_message.Message):
    __slots__ = ("memory_segment_name", "memory_segment_status", "page_range_array")
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_STATUS_FIELD_NUMBER: _ClassVar[int]
    PAGE_RANGE_ARRAY_FIELD_NUMBER: _ClassVar[int]
    memory_segment_name: str
    memory_segment_status: int
    page_range_array: _containers.RepeatedCompositeFieldContainer[PageRange]
    def __init__(self, memory_segment_name: _Optional[str] = ..., memory_segment_status: _Optional[int] = ..., page_range_array: _Optional[_Iterable[_Union[PageRange, _Mapping]]] = ...) -> None: ...

class PageRange(_message.Message):
    __slots__ = ("begin_page", "end_page", "page_access_descriptor")
    BEGIN_PAGE_FIELD_NUMBER: _ClassVar[int]
    END_PAGE_FIELD_NUMBER: _ClassVar[int]
    PAGE_ACCESS_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    begin_page: int
    end_page: int
    page_access_descriptor: int
    def __init__(self, begin_page: _Optional[int] = ..., end_page: _Optional[int] = ..., page_access_descriptor: _Optional[int] = ...) -> None: ...

class ProfileLockLine(_message.Message):
    __slots__ = ("locked_type", "profile_locked_by")
    LOCKED_TYPE_FIELD_NUMBER: _ClassVar[int]
    PROFILE_LOCKED_BY_FIELD_NUMBER: _ClassVar[int]
    locked_type: str
    profile_locked_by: str
    def __init__(self, locked_type: _Optional[str] = ..., profile_locked_by: _Optional[str] = ...) -> None: ...

class ProfileLockedDeviceLine(_message.Message):
    __slots__ = ("dev_address", "dev_locked_by")
    DEV_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DEV_LOCKED_BY_FIELD_NUMBER: _ClassVar[int]
    dev_address: str
    dev_locked_by: str
    def __init__(self, dev_address: _Optional[str] = ..., dev_locked_by: _Optional[str] = ...) -> None: ...

class RelocationLine(_message.Message):
    __slots__ = ("vmrelocate_image", "vmrelocate_source_system", "vmrelocate_destination_system", "vmrelocate_by", "vmrelocate_elapsed", "vmrelocate_status")
    VMRELOCATE_IMAGE_FIELD_NUMBER: _ClassVar[int]
    VMRELOCATE_SOURCE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    VMRELOCATE_DESTINATION_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    VMRELOCATE_BY_FIELD_NUMBER: _ClassVar[int]
    VMRELOCATE_ELAPSED_FIELD_NUMBER: _ClassVar[int]
    VMRELOCATE_STATUS_FIELD_NUMBER: _ClassVar[int]
    vmrelocate_image: str
    vmrelocate_source_system: str
    vmrelocate_destination_system: str
    vmrelocate_by: str
    vmrelocate_elapsed: str
    vmrelocate_status: str
    def __init__(self, vmrelocate_image: _Optional[str] = ..., vmrelocate_source_system: _Optional[str] = ..., vmrelocate_destination_system: _Optional[str] = ..., vmrelocate_by: _Optional[str] = ..., vmrelocate_elapsed: _Optional[str] = ..., vmrelocate_status: _Optional[str] = ...) -> None: ...

class ImageActivateRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageActivateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "activated", "not_activated", "failing_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ACTIVATED_FIELD_NUMBER: _ClassVar[int]
    NOT_ACTIVATED_FIELD_NUMBER: _ClassVar[int]
    FAILING_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    activated: int
    not_activated: int
    failing_array: _containers.RepeatedCompositeFieldContainer[FailingImage]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., activated: _Optional[int] = ..., not_activated: _Optional[int] = ..., failing_array: _Optional[_Iterable[_Union[FailingImage, _Mapping]]] = ...) -> None: ...

class ImageActiveConfigurationQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageActiveConfigurationQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "memory_size", "memory_unit", "share_type", "share_value", "number_cpus", "cpu_info_array", "device_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SIZE_FIELD_NUMBER: _ClassVar[int]
    MEMORY_UNIT_FIELD_NUMBER: _ClassVar[int]
    SHARE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SHARE_VALUE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_CPUS_FIELD_NUMBER: _ClassVar[int]
    CPU_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    DEVICE_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    memory_size: int
    memory_unit: int
    share_type: int
    share_value: str
    number_cpus: int
    cpu_info_array: _containers.RepeatedCompositeFieldContainer[ActiveCpu]
    device_info_array: _containers.RepeatedCompositeFieldContainer[ActiveDevice]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., memory_size: _Optional[int] = ..., memory_unit: _Optional[int] = ..., share_type: _Optional[int] = ..., share_value: _Optional[str] = ..., number_cpus: _Optional[int] = ..., cpu_info_array: _Optional[_Iterable[_Union[ActiveCpu, _Mapping]]] = ..., device_info_array: _Optional[_Iterable[_Union[ActiveDevice, _Mapping]]] = ...) -> None: ...

class ImageCPUDefineRequest(_message.Message):
    __slots__ = ("target", "cpu_address", "cpu_type")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CPU_TYPE_FIELD_NUMBER: _ClassVar[int]
    target: str
    cpu_address: str
    cpu_type: int
    def __init__(self, target: _Optional[str] = ..., cpu_address: _Optional[str] = ..., cpu_type: _Optional[int] = ...) -> None: ...

class ImageCPUDefineResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageCPUDefineDMRequest(_message.Message):
    __slots__ = ("target", "cpu_address", "base_cpu", "cpuid", "dedicate_cpu", "crypto", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BASE_CPU_FIELD_NUMBER: _ClassVar[int]
    CPUID_FIELD_NUMBER: _ClassVar[int]
    DEDICATE_CPU_FIELD_NUMBER: _ClassVar[int]
    CRYPTO_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    cpu_address: str
    base_cpu: int
    cpuid: str
    dedicate_cpu: int
    crypto: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., cpu_address: _Optional[str] = ..., base_cpu: _Optional[int] = ..., cpuid: _Optional[str] = ..., dedicate_cpu: _Optional[int] = ..., crypto: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageCPUDefineDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageCPUDeleteRequest(_message.Message):
    __slots__ = ("target", "cpu_address")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    target: str
    cpu_address: str
    def __init__(self, target: _Optional[str] = ..., cpu_address: _Optional[str] = ...) -> None: ...

class ImageCPUDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageCPUDeleteDMRequest(_message.Message):
    __slots__ = ("target", "cpu_address", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    cpu_address: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., cpu_address: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageCPUDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageCPUQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageCPUQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "number_cpus", "cpu_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_CPUS_FIELD_NUMBER: _ClassVar[int]
    CPU_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    number_cpus: int
    cpu_info_array: _containers.RepeatedCompositeFieldContainer[Cpu]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., number_cpus: _Optional[int] = ..., cpu_info_array: _Optional[_Iterable[_Union[Cpu, _Mapping]]] = ...) -> None: ...

class ImageCPUQueryDMRequest(_message.Message):
    __slots__ = ("target", "cpu_address", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    cpu_address: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., cpu_address: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageCPUQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "cpu_address", "base_cpu", "cpuid", "dedicate_cpu", "crypto")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CPU_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BASE_CPU_FIELD_NUMBER: _ClassVar[int]
    CPUID_FIELD_NUMBER: _ClassVar[int]
    DEDICATE_CPU_FIELD_NUMBER: _ClassVar[int]
    CRYPTO_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    cpu_address: str
    base_cpu: int
    cpuid: str
    dedicate_cpu: int
    crypto: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., cpu_address: _Optional[str] = ..., base_cpu: _Optional[int] = ..., cpuid: _Optional[str] = ..., dedicate_cpu: _Optional[int] = ..., crypto: _Optional[int] = ...) -> None: ...

class ImageCPUSetMaximumDMRequest(_message.Message):
    __slots__ = ("target", "max_cpu", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MAX_CPU_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    max_cpu: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., max_cpu: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageCPUSetMaximumDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageConsoleGetRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageConsoleGetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageCreateDMRequest(_message.Message):
    __slots__ = ("target", "prototype_name", "initial_password", "initial_account_number", "image_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_NAME_FIELD_NUMBER: _ClassVar[int]
    INITIAL_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    INITIAL_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    prototype_name: str
    initial_password: str
    initial_account_number: str
    image_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., prototype_name: _Optional[str] = ..., initial_password: _Optional[str] = ..., initial_account_number: _Optional[str] = ..., image_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "operation_id")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    operation_id: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., operation_id: _Optional[int] = ...) -> None: ...

class ImageDeactivateRequest(_message.Message):
    __slots__ = ("target", "force_time")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FORCE_TIME_FIELD_NUMBER: _ClassVar[int]
    target: str
    force_time: str
    def __init__(self, target: _Optional[str] = ..., force_time: _Optional[str] = ...) -> None: ...

class ImageDeactivateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "deactivated", "not_deactivated", "failing_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DEACTIVATED_FIELD_NUMBER: _ClassVar[int]
    NOT_DEACTIVATED_FIELD_NUMBER: _ClassVar[int]
    FAILING_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    deactivated: int
    not_deactivated: int
    failing_array: _containers.RepeatedCompositeFieldContainer[FailingImage]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., deactivated: _Optional[int] = ..., not_deactivated: _Optional[int] = ..., failing_array: _Optional[_Iterable[_Union[FailingImage, _Mapping]]] = ...) -> None: ...

class ImageDefinitionAsyncUpdatesRequest(_message.Message):
    __slots__ = ("target", "enabled")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    target: str
    enabled: str
    def __init__(self, target: _Optional[str] = ..., enabled: _Optional[str] = ...) -> None: ...

class ImageDefinitionAsyncUpdatesResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDefinitionCreateDMRequest(_message.Message):
    __slots__ = ("target", "definition_create_directory_keyword_parameter_list", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_CREATE_DIRECTORY_KEYWORD_PARAMETER_LIST_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    definition_create_directory_keyword_parameter_list: _containers.RepeatedCompositeFieldContainer[_assignment_pb2.Assignment]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., definition_create_directory_keyword_parameter_list: _Optional[_Iterable[_Union[_assignment_pb2.Assignment, _Mapping]]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDefinitionCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "asynch_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ASYNCH_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    asynch_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., asynch_data: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageDefinitionDeleteDMRequest(_message.Message):
    __slots__ = ("target", "definition_delete_directory_keyword_parameter_list", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_DELETE_DIRECTORY_KEYWORD_PARAMETER_LIST_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    definition_delete_directory_keyword_parameter_list: _containers.RepeatedCompositeFieldContainer[_assignment_pb2.Assignment]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., definition_delete_directory_keyword_parameter_list: _Optional[_Iterable[_Union[_assignment_pb2.Assignment, _Mapping]]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDefinitionDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "asynch_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ASYNCH_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    asynch_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., asynch_data: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageDefinitionQueryDMRequest(_message.Message):
    __slots__ = ("target", "definition_query_directory_keyword_parameter_list", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_QUERY_DIRECTORY_KEYWORD_PARAMETER_LIST_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    definition_query_directory_keyword_parameter_list: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., definition_query_directory_keyword_parameter_list: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDefinitionQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "directory_information_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_INFORMATION_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    directory_information_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., directory_information_data: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageDefinitionUpdateDMRequest(_message.Message):
    __slots__ = ("target", "definition_update_directory_keyword_parameter_list", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_UPDATE_DIRECTORY_KEYWORD_PARAMETER_LIST_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    definition_update_directory_keyword_parameter_list: _containers.RepeatedCompositeFieldContainer[_assignment_pb2.Assignment]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., definition_update_directory_keyword_parameter_list: _Optional[_Iterable[_Union[_assignment_pb2.Assignment, _Mapping]]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDefinitionUpdateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "asynch_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ASYNCH_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    asynch_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., asynch_data: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageDeleteDMRequest(_message.Message):
    __slots__ = ("target", "data_security_erase", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DATA_SECURITY_ERASE_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    data_security_erase: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., data_security_erase: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "operation_id")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    operation_id: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., operation_id: _Optional[int] = ...) -> None: ...

class ImageDeviceDedicateRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "real_device_number", "readonly")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    READONLY_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    real_device_number: str
    readonly: int
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., real_device_number: _Optional[str] = ..., readonly: _Optional[int] = ...) -> None: ...

class ImageDeviceDedicateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDeviceDedicateDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "real_device_number", "readonly", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    READONLY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    real_device_number: str
    readonly: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., real_device_number: _Optional[str] = ..., readonly: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDeviceDedicateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDeviceResetRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class ImageDeviceResetResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDeviceUndedicateRequest(_message.Message):
    __slots__ = ("target", "image_device_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ...) -> None: ...

class ImageDeviceUndedicateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDeviceUndedicateDMRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_device_number: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDeviceUndedicateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageIPLDeleteDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageIPLDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageIPLDeviceQueryRequest(_message.Message):
    __slots__ = ("userid",)
    USERID_FIELD_NUMBER: _ClassVar[int]
    userid: str
    def __init__(self, userid: _Optional[str] = ...) -> None: ...

class ImageIPLDeviceQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "ipl_device")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IPL_DEVICE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    ipl_device: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., ipl_device: _Optional[str] = ...) -> None: ...

class ImageIPLQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageIPLQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "saved_system", "load_parameter", "parameter_string")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SAVED_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    LOAD_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_STRING_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    saved_system: str
    load_parameter: str
    parameter_string: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., saved_system: _Optional[str] = ..., load_parameter: _Optional[str] = ..., parameter_string: _Optional[str] = ...) -> None: ...

class ImageIPLSetDMRequest(_message.Message):
    __slots__ = ("target", "saved_system", "load_parameter", "parameter_string", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SAVED_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    LOAD_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_STRING_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    saved_system: str
    load_parameter: str
    parameter_string: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., saved_system: _Optional[str] = ..., load_parameter: _Optional[str] = ..., parameter_string: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageIPLSetDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageLockDMRequest(_message.Message):
    __slots__ = ("target", "device_address", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    device_address: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., device_address: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageLockDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageLockQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageLockQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "lock_info", "locked_dev_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LOCK_INFO_FIELD_NUMBER: _ClassVar[int]
    LOCKED_DEV_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    lock_info: ImageLockLine
    locked_dev_array: _containers.RepeatedCompositeFieldContainer[LockedDeviceLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., lock_info: _Optional[_Union[ImageLockLine, _Mapping]] = ..., locked_dev_array: _Optional[_Iterable[_Union[LockedDeviceLine, _Mapping]]] = ...) -> None: ...

class ImageNameQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageNameQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "image_name_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_NAME_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    image_name_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., image_name_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ImagePasswordSetDMRequest(_message.Message):
    __slots__ = ("target", "image_password", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_password: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_password: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImagePasswordSetDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImagePauseRequest(_message.Message):
    __slots__ = ("target", "action")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    target: str
    action: str
    def __init__(self, target: _Optional[str] = ..., action: _Optional[str] = ...) -> None: ...

class ImagePauseResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageQueryActivateTimeRequest(_message.Message):
    __slots__ = ("target", "date_format_indicator")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DATE_FORMAT_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    target: str
    date_format_indicator: int
    def __init__(self, target: _Optional[str] = ..., date_format_indicator: _Optional[int] = ...) -> None: ...

class ImageQueryActivateTimeResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "image_name", "activation_date", "activation_time")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    ACTIVATION_DATE_FIELD_NUMBER: _ClassVar[int]
    ACTIVATION_TIME_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    image_name: str
    activation_date: str
    activation_time: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., image_name: _Optional[str] = ..., activation_date: _Optional[str] = ..., activation_time: _Optional[str] = ...) -> None: ...

class ImageQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "image_record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    image_record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., image_record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageRecycleRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageRecycleResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "recycled", "not_recycled", "failing_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RECYCLED_FIELD_NUMBER: _ClassVar[int]
    NOT_RECYCLED_FIELD_NUMBER: _ClassVar[int]
    FAILING_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    recycled: int
    not_recycled: int
    failing_array: _containers.RepeatedCompositeFieldContainer[FailingImage]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., recycled: _Optional[int] = ..., not_recycled: _Optional[int] = ..., failing_array: _Optional[_Iterable[_Union[FailingImage, _Mapping]]] = ...) -> None: ...

class ImageReplaceDMRequest(_message.Message):
    __slots__ = ("target", "image_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageReplaceDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageStatusQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class ImageStatusQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "image_name_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_NAME_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    image_name_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., image_name_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageUnlockDMRequest(_message.Message):
    __slots__ = ("target", "device_address", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    device_address: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., device_address: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageUnlockDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ProfileCreateDMRequest(_message.Message):
    __slots__ = ("target", "profile_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PROFILE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    profile_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., profile_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ProfileDeleteDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ProfileLockDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileLockDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ProfileLockQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileLockQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "lock_info", "locked_dev_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LOCK_INFO_FIELD_NUMBER: _ClassVar[int]
    LOCKED_DEV_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    lock_info: ProfileLockLine
    locked_dev_array: _containers.RepeatedCompositeFieldContainer[ProfileLockedDeviceLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., lock_info: _Optional[_Union[ProfileLockLine, _Mapping]] = ..., locked_dev_array: _Optional[_Iterable[_Union[ProfileLockedDeviceLine, _Mapping]]] = ...) -> None: ...

class ProfileQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "profile_record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PROFILE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    profile_record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., profile_record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ProfileReplaceDMRequest(_message.Message):
    __slots__ = ("target", "profile_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PROFILE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    profile_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., profile_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileReplaceDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ProfileUnlockDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ProfileUnlockDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class PrototypeCreateDMRequest(_message.Message):
    __slots__ = ("target", "prototype_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    prototype_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., prototype_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class PrototypeCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class PrototypeDeleteDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class PrototypeDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class PrototypeNameQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class PrototypeNameQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "prototype_name_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_NAME_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    prototype_name_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., prototype_name_array: _Optional[_Iterable[str]] = ...) -> None: ...

class PrototypeQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class PrototypeQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "prototype_record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    prototype_record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., prototype_record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class PrototypeReplaceDMRequest(_message.Message):
    __slots__ = ("target", "prototype_record_array", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    PROTOTYPE_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    prototype_record_array: _containers.RepeatedScalarFieldContainer[str]
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., prototype_record_array: _Optional[_Iterable[str]] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class PrototypeReplaceDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SharedMemoryAccessAddDMRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryAccessAddDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SharedMemoryAccessQueryDMRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryAccessQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "name_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    name_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., name_array: _Optional[_Iterable[str]] = ...) -> None: ...

class SharedMemoryAccessRemoveDMRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryAccessRemoveDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SharedMemoryCreateRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "begin_page", "end_page", "page_access_descriptor", "memory_attributes", "memory_access_identifier", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    BEGIN_PAGE_FIELD_NUMBER: _ClassVar[int]
    END_PAGE_FIELD_NUMBER: _ClassVar[int]
    PAGE_ACCESS_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    MEMORY_ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    MEMORY_ACCESS_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    begin_page: int
    end_page: int
    page_access_descriptor: int
    memory_attributes: int
    memory_access_identifier: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., begin_page: _Optional[int] = ..., end_page: _Optional[int] = ..., page_access_descriptor: _Optional[int] = ..., memory_attributes: _Optional[int] = ..., memory_access_identifier: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SharedMemoryDeleteRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SharedMemoryQueryRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ...) -> None: ...

class SharedMemoryQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "memory_segment_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    memory_segment_info_array: _containers.RepeatedCompositeFieldContainer[MemorySegment]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., memory_segment_info_array: _Optional[_Iterable[_Union[MemorySegment, _Mapping]]] = ...) -> None: ...

class SharedMemoryReplaceRequest(_message.Message):
    __slots__ = ("target", "memory_segment_name", "memory_access_identifier", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MEMORY_SEGMENT_NAME_FIELD_NUMBER: _ClassVar[int]
    MEMORY_ACCESS_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    memory_segment_name: str
    memory_access_identifier: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., memory_segment_name: _Optional[str] = ..., memory_access_identifier: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class SharedMemoryReplaceResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemRDRFileManageRequest(_message.Message):
    __slots__ = ("target", "spoolids", "action")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SPOOLIDS_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    target: str
    spoolids: str
    action: str
    def __init__(self, target: _Optional[str] = ..., spoolids: _Optional[str] = ..., action: _Optional[str] = ...) -> None: ...

class SystemRDRFileManageResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemRDRFileQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class SystemRDRFileQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "rdr_file_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RDR_FILE_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    rdr_file_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., rdr_file_array: _Optional[_Iterable[str]] = ...) -> None: ...

class VMRELOCATERequest(_message.Message):
    __slots__ = ("target", "destination", "action", "force", "immediate", "max_total", "max_quiesce")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    IMMEDIATE_FIELD_NUMBER: _ClassVar[int]
    MAX_TOTAL_FIELD_NUMBER: _ClassVar[int]
    MAX_QUIESCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    destination: str
    action: str
    force: str
    immediate: str
    max_total: str
    max_quiesce: str
    def __init__(self, target: _Optional[str] = ..., destination: _Optional[str] = ..., action: _Optional[str] = ..., force: _Optional[str] = ..., immediate: _Optional[str] = ..., max_total: _Optional[str] = ..., max_quiesce: _Optional[str] = ...) -> None: ...

class VMRELOCATEResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VMRELOCATEImageAttributesRequest(_message.Message):
    __slots__ = ("target", "relocation_setting", "domain_name", "archforce")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RELOCATION_SETTING_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_NAME_FIELD_NUMBER: _ClassVar[int]
    ARCHFORCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    relocation_setting: str
    domain_name: str
    archforce: str
    def __init__(self, target: _Optional[str] = ..., relocation_setting: _Optional[str] = ..., domain_name: _Optional[str] = ..., archforce: _Optional[str] = ...) -> None: ...

class VMRELOCATEImageAttributesResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VMRELOCATEModifyRequest(_message.Message):
    __slots__ = ("target", "max_total", "max_quiesce")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MAX_TOTAL_FIELD_NUMBER: _ClassVar[int]
    MAX_QUIESCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    max_total: str
    max_quiesce: str
    def __init__(self, target: _Optional[str] = ..., max_total: _Optional[str] = ..., max_quiesce: _Optional[str] = ...) -> None: ...

class VMRELOCATEModifyResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class VMRELOCATEStatusRequest(_message.Message):
    __slots__ = ("target", "status_target")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    STATUS_TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    status_target: str
    def __init__(self, target: _Optional[str] = ..., status_target: _Optional[str] = ...) -> None: ...

class VMRELOCATEStatusResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "status_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    STATUS_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    status_array: _containers.RepeatedCompositeFieldContainer[RelocationLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., status_array: _Optional[_Iterable[_Union[RelocationLine, _Mapping]]] = ...) -> None: ...
