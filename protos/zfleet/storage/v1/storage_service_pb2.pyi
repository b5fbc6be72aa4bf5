import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DiskType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISK_TYPE_UNSPECIFIED: _ClassVar[DiskType]
    DISK_TYPE_ECKD: _ClassVar[DiskType]
    DISK_TYPE_FBA: _ClassVar[DiskType]

class FileSystem(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FILE_SYSTEM_UNSPECIFIED: _ClassVar[FileSystem]
    FILE_SYSTEM_EXT2: _ClassVar[FileSystem]
    FILE_SYSTEM_EXT3: _ClassVar[FileSystem]
    FILE_SYSTEM_EXT4: _ClassVar[FileSystem]
    FILE_SYSTEM_XFS: _ClassVar[FileSystem]
    FILE_SYSTEM_SWAP: _ClassVar[FileSystem]

class SizeUnit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIZE_UNIT_UNSPECIFIED: _ClassVar[SizeUnit]
    SIZE_UNIT_CYLINDERS: _ClassVar[SizeUnit]
    SIZE_UNIT_BLOCKS: _ClassVar[SizeUnit]

class ImageDiskType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMAGE_DISK_TYPE_UNSPECIFIED: _ClassVar[ImageDiskType]
    IMAGE_DISK_TYPE_DASD: _ClassVar[ImageDiskType]
    IMAGE_DISK_TYPE_SCSI: _ClassVar[ImageDiskType]

class ImagePacking(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMAGE_PACKING_UNSPECIFIED: _ClassVar[ImagePacking]
    IMAGE_PACKING_RAW: _ClassVar[ImagePacking]
    IMAGE_PACKING_CKD: _ClassVar[ImagePacking]
    IMAGE_PACKING_CKD_GZIP: _ClassVar[ImagePacking]
    IMAGE_PACKING_FBA: _ClassVar[ImagePacking]
    IMAGE_PACKING_FBA_GZIP: _ClassVar[ImagePacking]

class DiskState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISK_STATE_UNSPECIFIED: _ClassVar[DiskState]
    DISK_STATE_PLANNED: _ClassVar[DiskState]
    DISK_STATE_CREATED: _ClassVar[DiskState]
DISK_TYPE_UNSPECIFIED: DiskType
DISK_TYPE_ECKD: DiskType
DISK_TYPE_FBA: DiskType
FILE_SYSTEM_UNSPECIFIED: FileSystem
FILE_SYSTEM_EXT2: FileSystem
FILE_SYSTEM_EXT3: FileSystem
FILE_SYSTEM_EXT4: FileSystem
FILE_SYSTEM_XFS: FileSystem
FILE_SYSTEM_SWAP: FileSystem
SIZE_UNIT_UNSPECIFIED: SizeUnit
SIZE_UNIT_CYLINDERS: SizeUnit
SIZE_UNIT_BLOCKS: SizeUnit
IMAGE_DISK_TYPE_UNSPECIFIED: ImageDiskType
IMAGE_DISK_TYPE_DASD: ImageDiskType
IMAGE_DISK_TYPE_SCSI: ImageDiskType
IMAGE_PACKING_UNSPECIFIED: ImagePacking
IMAGE_PACKING_RAW: ImagePacking
IMAGE_PACKING_CKD: ImagePacking
IMAGE_PACKING_CKD_GZIP: ImagePacking
IMAGE_PACKING_FBA: ImagePacking
IMAGE_PACKING_FBA_GZIP: ImagePacking
DISK_STATE_UNSPECIFIED: DiskState
DISK_STATE_PLANNED: DiskState
DISK_STATE_CREATED: DiskState

class Pool(_message.Message):
    __slots__ = ("name", "type", "size_bytes", "used_bytes", "free_bytes", "reserved_bytes", "largest_free_bytes", "volumes", "free_extents")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    USED_BYTES_FIELD_NUMBER: _ClassVar[int]
    FREE_BYTES_FIELD_NUMBER: _ClassVar[int]
    RESERVED_BYTES_FIELD_NUMBER: _ClassVar[int]
    LARGEST_FREE_BYTES_FIELD_NUMBER: _ClassVar[int]
    VOLUMES_FIELD_NUMBER: _ClassVar[int]
    FREE_EXTENTS_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: DiskType
    size_bytes: int
    used_bytes: int
    free_bytes: int
    reserved_bytes: int
    largest_free_bytes: int
    volumes: _containers.RepeatedCompositeFieldContainer[Volume]
    free_extents: _containers.RepeatedCompositeFieldContainer[FreeExtent]
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[DiskType, str]] = ..., size_bytes: _Optional[int] = ..., used_bytes: _Optional[int] = ..., free_bytes: _Optional[int] = ..., reserved_bytes: _Optional[int] = ..., largest_free_bytes: _Optional[int] = ..., volumes: _Optional[_Iterable[_Union[Volume, _Mapping]]] = ..., free_extents: _Optional[_Iterable[_Union[FreeExtent, _Mapping]]] = ...) -> None: ...

class FreeExtent(_message.Message):
    __slots__ = ("volume", "device_type", "start", "size", "size_bytes", "group", "region")
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    volume: str
    device_type: str
    start: int
    size: int
    size_bytes: int
    group: str
    region: str
    def __init__(self, volume: _Optional[str] = ..., device_type: _Optional[str] = ..., start: _Optional[int] = ..., size: _Optional[int] = ..., size_bytes: _Optional[int] = ..., group: _Optional[str] = ..., region: _Optional[str] = ...) -> None: ...

class Volume(_message.Message):
    __slots__ = ("label", "device_type", "size", "free")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    FREE_FIELD_NUMBER: _ClassVar[int]
    label: str
    device_type: str
    size: int
    free: int
    def __init__(self, label: _Optional[str] = ..., device_type: _Optional[str] = ..., size: _Optional[int] = ..., free: _Optional[int] = ...) -> None: ...

class DiskSpec(_message.Message):
    __slots__ = ("device_number", "size_bytes", "pool", "boot", "image", "file_system", "mode", "virtual_disk", "size", "pool_type")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    BOOT_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    FILE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_DISK_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    POOL_TYPE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    size_bytes: int
    pool: str
    boot: bool
    image: str
    file_system: FileSystem
    mode: str
    virtual_disk: bool
    size: int
    pool_type: DiskType
    def __init__(self, device_number: _Optional[str] = ..., size_bytes: _Optional[int] = ..., pool: _Optional[str] = ..., boot: _Optional[bool] = ..., image: _Optional[str] = ..., file_system: _Optional[_Union[FileSystem, str]] = ..., mode: _Optional[str] = ..., virtual_disk: _Optional[bool] = ..., size: _Optional[int] = ..., pool_type: _Optional[_Union[DiskType, str]] = ...) -> None: ...

class Disk(_message.Message):
    __slots__ = ("user_id", "device_number", "pool", "type", "device_type", "size", "size_bytes", "volume", "start", "mode", "boot", "image", "file_system", "state", "virtual_disk")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    BOOT_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    FILE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VIRTUAL_DISK_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    pool: str
    type: DiskType
    device_type: str
    size: int
    size_bytes: int
    volume: str
    start: int
    mode: str
    boot: bool
    image: str
    file_system: FileSystem
    state: DiskState
    virtual_disk: bool
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., pool: _Optional[str] = ..., type: _Optional[_Union[DiskType, str]] = ..., device_type: _Optional[str] = ..., size: _Optional[int] = ..., size_bytes: _Optional[int] = ..., volume: _Optional[str] = ..., start: _Optional[int] = ..., mode: _Optional[str] = ..., boot: _Optional[bool] = ..., image: _Optional[str] = ..., file_system: _Optional[_Union[FileSystem, str]] = ..., state: _Optional[_Union[DiskState, str]] = ..., virtual_disk: _Optional[bool] = ...) -> None: ...

class DiskPlacement(_message.Message):
    __slots__ = ("device_number", "volume", "start", "size")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    volume: str
    start: int
    size: int
    def __init__(self, device_number: _Optional[str] = ..., volume: _Optional[str] = ..., start: _Optional[int] = ..., size: _Optional[int] = ...) -> None: ...

class Image(_message.Message):
    __slots__ = ("name", "os_version", "size_bytes", "sha256", "import_time", "md5", "disk_type", "disk_size", "size_unit", "disk_size_bytes", "packing", "last_use_time", "path")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    IMPORT_TIME_FIELD_NUMBER: _ClassVar[int]
    MD5_FIELD_NUMBER: _ClassVar[int]
    DISK_TYPE_FIELD_NUMBER: _ClassVar[int]
    DISK_SIZE_FIELD_NUMBER: _ClassVar[int]
    SIZE_UNIT_FIELD_NUMBER: _ClassVar[int]
    DISK_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    PACKING_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    name: str
    os_version: str
    size_bytes: int
    sha256: str
    import_time: _timestamp_pb2.Timestamp
    md5: str
    disk_type: ImageDiskType
    disk_size: int
    size_unit: SizeUnit
    disk_size_bytes: int
    packing: ImagePacking
    last_use_time: _timestamp_pb2.Timestamp
    path: str
    def __init__(self, name: _Optional[str] = ..., os_version: _Optional[str] = ..., size_bytes: _Optional[int] = ..., sha256: _Optional[str] = ..., import_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., md5: _Optional[str] = ..., disk_type: _Optional[_Union[ImageDiskType, str]] = ..., disk_size: _Optional[int] = ..., size_unit: _Optional[_Union[SizeUnit, str]] = ..., disk_size_bytes: _Optional[int] = ..., packing: _Optional[_Union[ImagePacking, str]] = ..., last_use_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., path: _Optional[str] = ...) -> None: ...

class ActiveDisk(_message.Message):
    __slots__ = ("device_number", "real_device", "read_only", "device_type", "size", "size_unit", "volume")
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REAL_DEVICE_FIELD_NUMBER: _ClassVar[int]
    READ_ONLY_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SIZE_UNIT_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    device_number: str
    real_device: str
    read_only: bool
    device_type: str
    size: int
    size_unit: SizeUnit
    volume: str
    def __init__(self, device_number: _Optional[str] = ..., real_device: _Optional[str] = ..., read_only: _Optional[bool] = ..., device_type: _Optional[str] = ..., size: _Optional[int] = ..., size_unit: _Optional[_Union[SizeUnit, str]] = ..., volume: _Optional[str] = ...) -> None: ...

class StoredFile(_message.Message):
    __slots__ = ("id", "path", "url", "size_bytes", "md5", "sha256", "expire_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MD5_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    path: str
    url: str
    size_bytes: int
    md5: str
    sha256: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., path: _Optional[str] = ..., url: _Optional[str] = ..., size_bytes: _Optional[int] = ..., md5: _Optional[str] = ..., sha256: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

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

class Progress(_message.Message):
    __slots__ = ("done_bytes", "total_bytes")
    DONE_BYTES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_FIELD_NUMBER: _ClassVar[int]
    done_bytes: int
    total_bytes: int
    def __init__(self, done_bytes: _Optional[int] = ..., total_bytes: _Optional[int] = ...) -> None: ...

class ListPoolsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPoolsResponse(_message.Message):
    __slots__ = ("pools", "next_page_token")
    POOLS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    pools: _containers.RepeatedCompositeFieldContainer[Pool]
    next_page_token: str
    def __init__(self, pools: _Optional[_Iterable[_Union[Pool, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetPoolRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetPoolResponse(_message.Message):
    __slots__ = ("pool",)
    POOL_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ...) -> None: ...

class GetVolumeRequest(_message.Message):
    __slots__ = ("label",)
    LABEL_FIELD_NUMBER: _ClassVar[int]
    label: str
    def __init__(self, label: _Optional[str] = ...) -> None: ...

class GetVolumeResponse(_message.Message):
    __slots__ = ("label", "device_type", "size", "size_unit", "regions")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SIZE_UNIT_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    label: str
    device_type: str
    size: int
    size_unit: SizeUnit
    regions: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, label: _Optional[str] = ..., device_type: _Optional[str] = ..., size: _Optional[int] = ..., size_unit: _Optional[_Union[SizeUnit, str]] = ..., regions: _Optional[_Iterable[str]] = ...) -> None: ...

class PlanDisksRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "disks")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    disks: _containers.RepeatedCompositeFieldContainer[DiskSpec]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., disks: _Optional[_Iterable[_Union[DiskSpec, _Mapping]]] = ...) -> None: ...

class PlanDisksResponse(_message.Message):
    __slots__ = ("disks", "create_after_entry")
    DISKS_FIELD_NUMBER: _ClassVar[int]
    CREATE_AFTER_ENTRY_FIELD_NUMBER: _ClassVar[int]
    disks: _containers.RepeatedCompositeFieldContainer[Disk]
    create_after_entry: bool
    def __init__(self, disks: _Optional[_Iterable[_Union[Disk, _Mapping]]] = ..., create_after_entry: _Optional[bool] = ...) -> None: ...

class ReleaseDisksRequest(_message.Message):
    __slots__ = ("request_id", "user_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class ReleaseDisksResponse(_message.Message):
    __slots__ = ("released_count",)
    RELEASED_COUNT_FIELD_NUMBER: _ClassVar[int]
    released_count: int
    def __init__(self, released_count: _Optional[int] = ...) -> None: ...

class ConfirmDisksRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "placements")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PLACEMENTS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    placements: _containers.RepeatedCompositeFieldContainer[DiskPlacement]
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., placements: _Optional[_Iterable[_Union[DiskPlacement, _Mapping]]] = ...) -> None: ...

class ConfirmDisksResponse(_message.Message):
    __slots__ = ("disks",)
    DISKS_FIELD_NUMBER: _ClassVar[int]
    disks: _containers.RepeatedCompositeFieldContainer[Disk]
    def __init__(self, disks: _Optional[_Iterable[_Union[Disk, _Mapping]]] = ...) -> None: ...

class CreateDisksRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "disks", "planned_request_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DISKS_FIELD_NUMBER: _ClassVar[int]
    PLANNED_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    disks: _containers.RepeatedCompositeFieldContainer[DiskSpec]
    planned_request_id: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., disks: _Optional[_Iterable[_Union[DiskSpec, _Mapping]]] = ..., planned_request_id: _Optional[str] = ...) -> None: ...

class CreateDisksResponse(_message.Message):
    __slots__ = ("disks",)
    DISKS_FIELD_NUMBER: _ClassVar[int]
    disks: _containers.RepeatedCompositeFieldContainer[Disk]
    def __init__(self, disks: _Optional[_Iterable[_Union[Disk, _Mapping]]] = ...) -> None: ...

class DeleteDisksRequest(_message.Message):
    __slots__ = ("user_id", "device_numbers", "allow_missing")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_numbers: _containers.RepeatedScalarFieldContainer[str]
    allow_missing: bool
    def __init__(self, user_id: _Optional[str] = ..., device_numbers: _Optional[_Iterable[str]] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteDisksResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListDisksRequest(_message.Message):
    __slots__ = ("user_id", "page_size", "page_token")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    page_size: int
    page_token: str
    def __init__(self, user_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDisksResponse(_message.Message):
    __slots__ = ("disks", "next_page_token")
    DISKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    disks: _containers.RepeatedCompositeFieldContainer[Disk]
    next_page_token: str
    def __init__(self, disks: _Optional[_Iterable[_Union[Disk, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListActiveDisksRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ListActiveDisksResponse(_message.Message):
    __slots__ = ("disks",)
    DISKS_FIELD_NUMBER: _ClassVar[int]
    disks: _containers.RepeatedCompositeFieldContainer[ActiveDisk]
    def __init__(self, disks: _Optional[_Iterable[_Union[ActiveDisk, _Mapping]]] = ...) -> None: ...

class ForgetDisksRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ForgetDisksResponse(_message.Message):
    __slots__ = ("forgotten_count",)
    FORGOTTEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    forgotten_count: int
    def __init__(self, forgotten_count: _Optional[int] = ...) -> None: ...

class FormatDiskRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_number", "file_system")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FILE_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_number: str
    file_system: FileSystem
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., file_system: _Optional[_Union[FileSystem, str]] = ...) -> None: ...

class FormatDiskResponse(_message.Message):
    __slots__ = ("progress", "disk")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    DISK_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    disk: Disk
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., disk: _Optional[_Union[Disk, _Mapping]] = ...) -> None: ...

class ImportImageRequest(_message.Message):
    __slots__ = ("request_id", "name", "path", "os_version", "sha256", "url", "remote_host", "md5", "disk_type")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    REMOTE_HOST_FIELD_NUMBER: _ClassVar[int]
    MD5_FIELD_NUMBER: _ClassVar[int]
    DISK_TYPE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    path: str
    os_version: str
    sha256: str
    url: str
    remote_host: str
    md5: str
    disk_type: ImageDiskType
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., path: _Optional[str] = ..., os_version: _Optional[str] = ..., sha256: _Optional[str] = ..., url: _Optional[str] = ..., remote_host: _Optional[str] = ..., md5: _Optional[str] = ..., disk_type: _Optional[_Union[ImageDiskType, str]] = ...) -> None: ...

class ImportImageResponse(_message.Message):
    __slots__ = ("progress", "image")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    image: Image
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class ExportImageRequest(_message.Message):
    __slots__ = ("request_id", "name", "url", "remote_host")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    REMOTE_HOST_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    url: str
    remote_host: str
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., url: _Optional[str] = ..., remote_host: _Optional[str] = ...) -> None: ...

class ExportImageResponse(_message.Message):
    __slots__ = ("progress", "image")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    image: Image
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class CaptureImageRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_number", "name", "os_version", "compress_level")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    COMPRESS_LEVEL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_number: str
    name: str
    os_version: str
    compress_level: int
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., name: _Optional[str] = ..., os_version: _Optional[str] = ..., compress_level: _Optional[int] = ...) -> None: ...

class CaptureImageResponse(_message.Message):
    __slots__ = ("progress", "image")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    image: Image
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class UploadImageRequest(_message.Message):
    __slots__ = ("header", "content")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    header: UploadHeader
    content: bytes
    def __init__(self, header: _Optional[_Union[UploadHeader, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class UploadHeader(_message.Message):
    __slots__ = ("request_id", "name", "os_version", "sha256", "size_bytes", "md5", "disk_type")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MD5_FIELD_NUMBER: _ClassVar[int]
    DISK_TYPE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    os_version: str
    sha256: str
    size_bytes: int
    md5: str
    disk_type: ImageDiskType
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., os_version: _Optional[str] = ..., sha256: _Optional[str] = ..., size_bytes: _Optional[int] = ..., md5: _Optional[str] = ..., disk_type: _Optional[_Union[ImageDiskType, str]] = ...) -> None: ...

class UploadImageResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: Image
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class GetImageRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetImageResponse(_message.Message):
    __slots__ = ("image",)
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: Image
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class ListImagesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListImagesResponse(_message.Message):
    __slots__ = ("images", "next_page_token")
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[Image]
    next_page_token: str
    def __init__(self, images: _Optional[_Iterable[_Union[Image, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteImageRequest(_message.Message):
    __slots__ = ("name", "allow_missing")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    name: str
    allow_missing: bool
    def __init__(self, name: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteImageResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WriteImageRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "device_number", "image")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    device_number: str
    image: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., image: _Optional[str] = ...) -> None: ...

class WriteImageResponse(_message.Message):
    __slots__ = ("progress", "disk")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    DISK_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    disk: Disk
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., disk: _Optional[_Union[Disk, _Mapping]] = ...) -> None: ...

class ScsiVolume(_message.Message):
    __slots__ = ("fcp_device", "wwpn", "lun")
    FCP_DEVICE_FIELD_NUMBER: _ClassVar[int]
    WWPN_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    fcp_device: str
    wwpn: str
    lun: str
    def __init__(self, fcp_device: _Optional[str] = ..., wwpn: _Optional[str] = ..., lun: _Optional[str] = ...) -> None: ...

class WriteCoreosImageRequest(_message.Message):
    __slots__ = ("request_id", "user_id", "image", "device_number", "volume", "ignition", "network_parameter")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    IGNITION_FIELD_NUMBER: _ClassVar[int]
    NETWORK_PARAMETER_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    user_id: str
    image: str
    device_number: str
    volume: ScsiVolume
    ignition: bytes
    network_parameter: str
    def __init__(self, request_id: _Optional[str] = ..., user_id: _Optional[str] = ..., image: _Optional[str] = ..., device_number: _Optional[str] = ..., volume: _Optional[_Union[ScsiVolume, _Mapping]] = ..., ignition: _Optional[bytes] = ..., network_parameter: _Optional[str] = ...) -> None: ...

class WriteCoreosImageResponse(_message.Message):
    __slots__ = ("progress", "disk", "volume")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    DISK_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    progress: Progress
    disk: Disk
    volume: ScsiVolume
    def __init__(self, progress: _Optional[_Union[Progress, _Mapping]] = ..., disk: _Optional[_Union[Disk, _Mapping]] = ..., volume: _Optional[_Union[ScsiVolume, _Mapping]] = ...) -> None: ...

class ReadDiskRequest(_message.Message):
    __slots__ = ("user_id", "device_number", "offset", "length")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    device_number: str
    offset: int
    length: int
    def __init__(self, user_id: _Optional[str] = ..., device_number: _Optional[str] = ..., offset: _Optional[int] = ..., length: _Optional[int] = ...) -> None: ...

class ReadDiskResponse(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    def __init__(self, content: _Optional[bytes] = ...) -> None: ...

class UploadFileRequest(_message.Message):
    __slots__ = ("header", "content")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    header: FileHeader
    content: bytes
    def __init__(self, header: _Optional[_Union[FileHeader, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class FileHeader(_message.Message):
    __slots__ = ("request_id", "size_bytes", "md5", "sha256")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MD5_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    size_bytes: int
    md5: str
    sha256: str
    def __init__(self, request_id: _Optional[str] = ..., size_bytes: _Optional[int] = ..., md5: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class UploadFileResponse(_message.Message):
    __slots__ = ("file",)
    FILE_FIELD_NUMBER: _ClassVar[int]
    file: StoredFile
    def __init__(self, file: _Optional[_Union[StoredFile, _Mapping]] = ...) -> None: ...

class DownloadFileRequest(_message.Message):
    __slots__ = ("id", "path")
    ID_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    id: str
    path: str
    def __init__(self, id: _Optional[str] = ..., path: _Optional[str] = ...) -> None: ...

class DownloadFileResponse(_message.Message):
    __slots__ = ("content", "size_bytes")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    size_bytes: int
    def __init__(self, content: _Optional[bytes] = ..., size_bytes: _Optional[int] = ...) -> None: ...

class FetchFileRequest(_message.Message):
    __slots__ = ("path", "remote_host")
    PATH_FIELD_NUMBER: _ClassVar[int]
    REMOTE_HOST_FIELD_NUMBER: _ClassVar[int]
    path: str
    remote_host: str
    def __init__(self, path: _Optional[str] = ..., remote_host: _Optional[str] = ...) -> None: ...

class FetchFileResponse(_message.Message):
    __slots__ = ("content", "size_bytes")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    size_bytes: int
    def __init__(self, content: _Optional[bytes] = ..., size_bytes: _Optional[int] = ...) -> None: ...

class DeleteFileRequest(_message.Message):
    __slots__ = ("id", "allow_missing")
    ID_FIELD_NUMBER: _ClassVar[int]
    ALLOW_MISSING_FIELD_NUMBER: _ClassVar[int]
    id: str
    allow_missing: bool
    def __init__(self, id: _Optional[str] = ..., allow_missing: _Optional[bool] = ...) -> None: ...

class DeleteFileResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSmapiHealthRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSmapiHealthResponse(_message.Message):
    __slots__ = ("health",)
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    health: SmapiHealth
    def __init__(self, health: _Optional[_Union[SmapiHealth, _Mapping]] = ...) -> None: ...
