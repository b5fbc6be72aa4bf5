from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DiskLine(_message.Message):
    __slots__ = ("dev_id", "dev_type", "dev_status", "dev_volser", "dev_size")
    DEV_ID_FIELD_NUMBER: _ClassVar[int]
    DEV_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEV_STATUS_FIELD_NUMBER: _ClassVar[int]
    DEV_VOLSER_FIELD_NUMBER: _ClassVar[int]
    DEV_SIZE_FIELD_NUMBER: _ClassVar[int]
    dev_id: str
    dev_type: str
    dev_status: str
    dev_volser: str
    dev_size: str
    def __init__(self, dev_id: _Optional[str] = ..., dev_type: _Optional[str] = ..., dev_status: _Optional[str] = ..., dev_volser: _Optional[str] = ..., dev_size: _Optional[str] = ...) -> None: ...

class FcpLine(_message.Message):
    __slots__ = ("fcp_dev_id", "npiv_wwpn", "chpid", "perm_wwpn", "dev_status", "owner")
    FCP_DEV_ID_FIELD_NUMBER: _ClassVar[int]
    NPIV_WWPN_FIELD_NUMBER: _ClassVar[int]
    CHPID_FIELD_NUMBER: _ClassVar[int]
    PERM_WWPN_FIELD_NUMBER: _ClassVar[int]
    DEV_STATUS_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    fcp_dev_id: str
    npiv_wwpn: str
    chpid: str
    perm_wwpn: str
    dev_status: str
    owner: str
    def __init__(self, fcp_dev_id: _Optional[str] = ..., npiv_wwpn: _Optional[str] = ..., chpid: _Optional[str] = ..., perm_wwpn: _Optional[str] = ..., dev_status: _Optional[str] = ..., owner: _Optional[str] = ...) -> None: ...

class FreeLunLine(_message.Message):
    __slots__ = ("fcp_dev", "wwpn", "lun", "uuid", "vendor", "prod", "model", "serial", "code", "blk_size", "diskblks", "lun_size")
    FCP_DEV_FIELD_NUMBER: _ClassVar[int]
    WWPN_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    UUID_FIELD_NUMBER: _ClassVar[int]
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    PROD_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    BLK_SIZE_FIELD_NUMBER: _ClassVar[int]
    DISKBLKS_FIELD_NUMBER: _ClassVar[int]
    LUN_SIZE_FIELD_NUMBER: _ClassVar[int]
    fcp_dev: str
    wwpn: str
    lun: str
    uuid: str
    vendor: str
    prod: str
    model: str
    serial: str
    code: str
    blk_size: str
    diskblks: str
    lun_size: str
    def __init__(self, fcp_dev: _Optional[str] = ..., wwpn: _Optional[str] = ..., lun: _Optional[str] = ..., uuid: _Optional[str] = ..., vendor: _Optional[str] = ..., prod: _Optional[str] = ..., model: _Optional[str] = ..., serial: _Optional[str] = ..., code: _Optional[str] = ..., blk_size: _Optional[str] = ..., diskblks: _Optional[str] = ..., lun_size: _Optional[str] = ...) -> None: ...

class LinkLine(_message.Message):
    __slots__ = ("system_name", "user", "vaddr", "access_mode")
    SYSTEM_NAME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VADDR_FIELD_NUMBER: _ClassVar[int]
    ACCESS_MODE_FIELD_NUMBER: _ClassVar[int]
    system_name: str
    user: str
    vaddr: str
    access_mode: str
    def __init__(self, system_name: _Optional[str] = ..., user: _Optional[str] = ..., vaddr: _Optional[str] = ..., access_mode: _Optional[str] = ...) -> None: ...

class ScsiDiskLine(_message.Message):
    __slots__ = ("dev_id", "dev_type", "dev_attr", "dev_size", "fcp_paths")
    DEV_ID_FIELD_NUMBER: _ClassVar[int]
    DEV_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEV_ATTR_FIELD_NUMBER: _ClassVar[int]
    DEV_SIZE_FIELD_NUMBER: _ClassVar[int]
    FCP_PATHS_FIELD_NUMBER: _ClassVar[int]
    dev_id: str
    dev_type: str
    dev_attr: str
    dev_size: str
    fcp_paths: str
    def __init__(self, dev_id: _Optional[str] = ..., dev_type: _Optional[str] = ..., dev_attr: _Optional[str] = ..., dev_size: _Optional[str] = ..., fcp_paths: _Optional[str] = ...) -> None: ...

class VirtualDisk(_message.Message):
    __slots__ = ("vdasd_vdev", "vdasd_rdev", "vdasd_access_type", "vdasd_devtype", "vdasd_size", "vdasd_unit", "vdasd_volid")
    VDASD_VDEV_FIELD_NUMBER: _ClassVar[int]
    VDASD_RDEV_FIELD_NUMBER: _ClassVar[int]
    VDASD_ACCESS_TYPE_FIELD_NUMBER: _ClassVar[int]
    VDASD_DEVTYPE_FIELD_NUMBER: _ClassVar[int]
    VDASD_SIZE_FIELD_NUMBER: _ClassVar[int]
    VDASD_UNIT_FIELD_NUMBER: _ClassVar[int]
    VDASD_VOLID_FIELD_NUMBER: _ClassVar[int]
    vdasd_vdev: str
    vdasd_rdev: str
    vdasd_access_type: int
    vdasd_devtype: str
    vdasd_size: int
    vdasd_unit: int
    vdasd_volid: str
    def __init__(self, vdasd_vdev: _Optional[str] = ..., vdasd_rdev: _Optional[str] = ..., vdasd_access_type: _Optional[int] = ..., vdasd_devtype: _Optional[str] = ..., vdasd_size: _Optional[int] = ..., vdasd_unit: _Optional[int] = ..., vdasd_volid: _Optional[str] = ...) -> None: ...

class ImageDiskCopyRequest(_message.Message):
    __slots__ = ("target", "image_disk_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ...) -> None: ...

class ImageDiskCopyResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskCopyDMRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "source_image_name", "source_image_disk_number", "image_disk_allocation_type", "allocation_area_name", "image_disk_mode", "read_password", "write_password", "multi_password", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SOURCE_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_ALLOCATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALLOCATION_AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_MODE_FIELD_NUMBER: _ClassVar[int]
    READ_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    WRITE_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MULTI_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    source_image_name: str
    source_image_disk_number: str
    image_disk_allocation_type: str
    allocation_area_name: str
    image_disk_mode: str
    read_password: str
    write_password: str
    multi_password: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., source_image_name: _Optional[str] = ..., source_image_disk_number: _Optional[str] = ..., image_disk_allocation_type: _Optional[str] = ..., allocation_area_name: _Optional[str] = ..., image_disk_mode: _Optional[str] = ..., read_password: _Optional[str] = ..., write_password: _Optional[str] = ..., multi_password: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDiskCopyDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "operation_id")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    operation_id: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., operation_id: _Optional[int] = ...) -> None: ...

class ImageDiskCreateRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "image_disk_mode")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_MODE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    image_disk_mode: str
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., image_disk_mode: _Optional[str] = ...) -> None: ...

class ImageDiskCreateResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskCreateDMRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "image_disk_device_type", "image_disk_allocation_type", "allocation_area_name_or_volser", "allocation_unit_size", "image_disk_size", "image_disk_mode", "image_disk_formatting", "image_disk_label", "read_password", "write_password", "multi_password", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_ALLOCATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALLOCATION_AREA_NAME_OR_VOLSER_FIELD_NUMBER: _ClassVar[int]
    ALLOCATION_UNIT_SIZE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_SIZE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_MODE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_FORMATTING_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_LABEL_FIELD_NUMBER: _ClassVar[int]
    READ_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    WRITE_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MULTI_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    image_disk_device_type: str
    image_disk_allocation_type: str
    allocation_area_name_or_volser: str
    allocation_unit_size: int
    image_disk_size: int
    image_disk_mode: str
    image_disk_formatting: int
    image_disk_label: str
    read_password: str
    write_password: str
    multi_password: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., image_disk_device_type: _Optional[str] = ..., image_disk_allocation_type: _Optional[str] = ..., allocation_area_name_or_volser: _Optional[str] = ..., allocation_unit_size: _Optional[int] = ..., image_disk_size: _Optional[int] = ..., image_disk_mode: _Optional[str] = ..., image_disk_formatting: _Optional[int] = ..., image_disk_label: _Optional[str] = ..., read_password: _Optional[str] = ..., write_password: _Optional[str] = ..., multi_password: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDiskCreateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "operation_id")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    operation_id: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., operation_id: _Optional[int] = ...) -> None: ...

class ImageDiskDeleteRequest(_message.Message):
    __slots__ = ("target", "image_disk_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ...) -> None: ...

class ImageDiskDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskDeleteDMRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "data_security_erase", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DATA_SECURITY_ERASE_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    data_security_erase: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., data_security_erase: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDiskDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "operation_id")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    operation_id: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., operation_id: _Optional[int] = ...) -> None: ...

class ImageDiskQueryRequest(_message.Message):
    __slots__ = ("target", "vdasd_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    VDASD_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    vdasd_id: str
    def __init__(self, target: _Optional[str] = ..., vdasd_id: _Optional[str] = ...) -> None: ...

class ImageDiskQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "vdasd_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    VDASD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    vdasd_array: _containers.RepeatedCompositeFieldContainer[VirtualDisk]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., vdasd_array: _Optional[_Iterable[_Union[VirtualDisk, _Mapping]]] = ...) -> None: ...

class ImageDiskShareRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "target_image_name", "target_image_disk_number", "read_write_mode", "optional_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    READ_WRITE_MODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    target_image_name: str
    target_image_disk_number: str
    read_write_mode: str
    optional_password: str
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., target_image_name: _Optional[str] = ..., target_image_disk_number: _Optional[str] = ..., read_write_mode: _Optional[str] = ..., optional_password: _Optional[str] = ...) -> None: ...

class ImageDiskShareResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskShareDMRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "target_image_name", "target_image_disk_number", "read_write_mode", "optional_password", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    READ_WRITE_MODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    target_image_name: str
    target_image_disk_number: str
    read_write_mode: str
    optional_password: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., target_image_name: _Optional[str] = ..., target_image_disk_number: _Optional[str] = ..., read_write_mode: _Optional[str] = ..., optional_password: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDiskShareDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskUnshareRequest(_message.Message):
    __slots__ = ("target", "image_disk_number")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ...) -> None: ...

class ImageDiskUnshareResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageDiskUnshareDMRequest(_message.Message):
    __slots__ = ("target", "image_disk_number", "target_image_name", "target_image_disk_number", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    TARGET_IMAGE_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    image_disk_number: str
    target_image_name: str
    target_image_disk_number: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., image_disk_number: _Optional[str] = ..., target_image_name: _Optional[str] = ..., target_image_disk_number: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageDiskUnshareDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageMDISKLinkQueryRequest(_message.Message):
    __slots__ = ("target", "vdev")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    VDEV_FIELD_NUMBER: _ClassVar[int]
    target: str
    vdev: str
    def __init__(self, target: _Optional[str] = ..., vdev: _Optional[str] = ...) -> None: ...

class ImageMDISKLinkQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "link_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LINK_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    link_array: _containers.RepeatedCompositeFieldContainer[LinkLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., link_array: _Optional[_Iterable[_Union[LinkLine, _Mapping]]] = ...) -> None: ...

class ImageSCSICharacteristicsDefineDMRequest(_message.Message):
    __slots__ = ("target", "boot_program", "br_lba", "lun", "port_name", "scp_data_type", "scp_data", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    BOOT_PROGRAM_FIELD_NUMBER: _ClassVar[int]
    BR_LBA_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    SCP_DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SCP_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    boot_program: str
    br_lba: str
    lun: str
    port_name: str
    scp_data_type: int
    scp_data: bytes
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., boot_program: _Optional[str] = ..., br_lba: _Optional[str] = ..., lun: _Optional[str] = ..., port_name: _Optional[str] = ..., scp_data_type: _Optional[int] = ..., scp_data: _Optional[bytes] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageSCSICharacteristicsDefineDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageSCSICharacteristicsQueryDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageSCSICharacteristicsQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "boot_program", "br_lba", "lun", "port_name", "scp_data_type", "scp_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    BOOT_PROGRAM_FIELD_NUMBER: _ClassVar[int]
    BR_LBA_FIELD_NUMBER: _ClassVar[int]
    LUN_FIELD_NUMBER: _ClassVar[int]
    PORT_NAME_FIELD_NUMBER: _ClassVar[int]
    SCP_DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SCP_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    boot_program: str
    br_lba: str
    lun: str
    port_name: str
    scp_data_type: int
    scp_data: bytes
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., boot_program: _Optional[str] = ..., br_lba: _Optional[str] = ..., lun: _Optional[str] = ..., port_name: _Optional[str] = ..., scp_data_type: _Optional[int] = ..., scp_data: _Optional[bytes] = ...) -> None: ...

class ImageVolumeAddRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "image_vol_id", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password", "alt_system_config_name", "alt_system_config_type", "alt_parm_disk_owner", "alt_parm_disk_number", "alt_parm_disk_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_VOL_ID_FIELD_NUMBER: _ClassVar[int]
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
    image_device_number: str
    image_vol_id: str
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
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., image_vol_id: _Optional[str] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ..., alt_system_config_name: _Optional[str] = ..., alt_system_config_type: _Optional[str] = ..., alt_parm_disk_owner: _Optional[str] = ..., alt_parm_disk_number: _Optional[str] = ..., alt_parm_disk_password: _Optional[str] = ...) -> None: ...

class ImageVolumeAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageVolumeDeleteRequest(_message.Message):
    __slots__ = ("target", "image_device_number", "image_vol_id", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password", "alt_system_config_name", "alt_system_config_type", "alt_parm_disk_owner", "alt_parm_disk_number", "alt_parm_disk_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DEVICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IMAGE_VOL_ID_FIELD_NUMBER: _ClassVar[int]
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
    image_device_number: str
    image_vol_id: str
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
    def __init__(self, target: _Optional[str] = ..., image_device_number: _Optional[str] = ..., image_vol_id: _Optional[str] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ..., alt_system_config_name: _Optional[str] = ..., alt_system_config_type: _Optional[str] = ..., alt_parm_disk_owner: _Optional[str] = ..., alt_parm_disk_number: _Optional[str] = ..., alt_parm_disk_password: _Optional[str] = ...) -> None: ...

class ImageVolumeDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageVolumeShareRequest(_message.Message):
    __slots__ = ("target", "img_vol_addr", "share_enable")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    IMG_VOL_ADDR_FIELD_NUMBER: _ClassVar[int]
    SHARE_ENABLE_FIELD_NUMBER: _ClassVar[int]
    target: str
    img_vol_addr: str
    share_enable: str
    def __init__(self, target: _Optional[str] = ..., img_vol_addr: _Optional[str] = ..., share_enable: _Optional[str] = ...) -> None: ...

class ImageVolumeShareResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageVolumeSpaceDefineDMRequest(_message.Message):
    __slots__ = ("target", "function_type", "region_name", "image_vol_id", "start_cylinder", "size", "group_name", "device_type", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    REGION_NAME_FIELD_NUMBER: _ClassVar[int]
    IMAGE_VOL_ID_FIELD_NUMBER: _ClassVar[int]
    START_CYLINDER_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    GROUP_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    function_type: int
    region_name: str
    image_vol_id: str
    start_cylinder: int
    size: int
    group_name: str
    device_type: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., function_type: _Optional[int] = ..., region_name: _Optional[str] = ..., image_vol_id: _Optional[str] = ..., start_cylinder: _Optional[int] = ..., size: _Optional[int] = ..., group_name: _Optional[str] = ..., device_type: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageVolumeSpaceDefineDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageVolumeSpaceDefineExtendedDMRequest(_message.Message):
    __slots__ = ("target", "function_type", "region_name", "image_vol_id", "start_cylinder", "size", "group_name", "device_type", "alloc_method", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    REGION_NAME_FIELD_NUMBER: _ClassVar[int]
    IMAGE_VOL_ID_FIELD_NUMBER: _ClassVar[int]
    START_CYLINDER_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    GROUP_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALLOC_METHOD_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    function_type: str
    region_name: str
    image_vol_id: str
    start_cylinder: str
    size: str
    group_name: str
    device_type: str
    alloc_method: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., function_type: _Optional[str] = ..., region_name: _Optional[str] = ..., image_vol_id: _Optional[str] = ..., start_cylinder: _Optional[str] = ..., size: _Optional[str] = ..., group_name: _Optional[str] = ..., device_type: _Optional[str] = ..., alloc_method: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageVolumeSpaceDefineExtendedDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ImageVolumeSpaceQueryDMRequest(_message.Message):
    __slots__ = ("target", "query_type", "entry_type", "entry_names", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    QUERY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_NAMES_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    query_type: int
    entry_type: int
    entry_names: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., query_type: _Optional[int] = ..., entry_type: _Optional[int] = ..., entry_names: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageVolumeSpaceQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageVolumeSpaceQueryExtendedDMRequest(_message.Message):
    __slots__ = ("target", "query_type", "entry_type", "entry_names", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    QUERY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_NAMES_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    query_type: str
    entry_type: str
    entry_names: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., query_type: _Optional[str] = ..., entry_type: _Optional[str] = ..., entry_names: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageVolumeSpaceQueryExtendedDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    record_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., record_array: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageVolumeSpaceRemoveDMRequest(_message.Message):
    __slots__ = ("target", "function_type", "region_name", "image_vol_id", "group_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    REGION_NAME_FIELD_NUMBER: _ClassVar[int]
    IMAGE_VOL_ID_FIELD_NUMBER: _ClassVar[int]
    GROUP_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    function_type: int
    region_name: str
    image_vol_id: str
    group_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., function_type: _Optional[int] = ..., region_name: _Optional[str] = ..., image_vol_id: _Optional[str] = ..., group_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class ImageVolumeSpaceRemoveDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class PageorSpoolVolumeAddRequest(_message.Message):
    __slots__ = ("target", "vol_addr", "volume_label", "volume_use", "system_config_name", "system_config_type", "parm_disk_owner", "parm_disk_number", "parm_disk_password")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    VOL_ADDR_FIELD_NUMBER: _ClassVar[int]
    VOLUME_LABEL_FIELD_NUMBER: _ClassVar[int]
    VOLUME_USE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_NAME_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_CONFIG_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_OWNER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PARM_DISK_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    target: str
    vol_addr: str
    volume_label: str
    volume_use: str
    system_config_name: str
    system_config_type: str
    parm_disk_owner: str
    parm_disk_number: str
    parm_disk_password: str
    def __init__(self, target: _Optional[str] = ..., vol_addr: _Optional[str] = ..., volume_label: _Optional[str] = ..., volume_use: _Optional[str] = ..., system_config_name: _Optional[str] = ..., system_config_type: _Optional[str] = ..., parm_disk_owner: _Optional[str] = ..., parm_disk_number: _Optional[str] = ..., parm_disk_password: _Optional[str] = ...) -> None: ...

class PageorSpoolVolumeAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemDiskAccessibilityRequest(_message.Message):
    __slots__ = ("target", "dev_num")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ...) -> None: ...

class SystemDiskAccessibilityResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemDiskAddRequest(_message.Message):
    __slots__ = ("target", "dev_num")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ...) -> None: ...

class SystemDiskAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemDiskIOQueryRequest(_message.Message):
    __slots__ = ("target", "rdev")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RDEV_FIELD_NUMBER: _ClassVar[int]
    target: str
    rdev: str
    def __init__(self, target: _Optional[str] = ..., rdev: _Optional[str] = ...) -> None: ...

class SystemDiskIOQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "dasd_information_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DASD_INFORMATION_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    dasd_information_data: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., dasd_information_data: _Optional[_Iterable[str]] = ...) -> None: ...

class SystemDiskQueryRequest(_message.Message):
    __slots__ = ("target", "dev_num", "disk_size")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    DISK_SIZE_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    disk_size: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ..., disk_size: _Optional[str] = ...) -> None: ...

class SystemDiskQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "disk_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DISK_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    disk_info_array: _containers.RepeatedCompositeFieldContainer[DiskLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., disk_info_array: _Optional[_Iterable[_Union[DiskLine, _Mapping]]] = ...) -> None: ...

class SystemFCPFreeQueryRequest(_message.Message):
    __slots__ = ("target", "fcp_dev")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FCP_DEV_FIELD_NUMBER: _ClassVar[int]
    target: str
    fcp_dev: str
    def __init__(self, target: _Optional[str] = ..., fcp_dev: _Optional[str] = ...) -> None: ...

class SystemFCPFreeQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "fcp_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    FCP_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    fcp_array: _containers.RepeatedCompositeFieldContainer[FreeLunLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., fcp_array: _Optional[_Iterable[_Union[FreeLunLine, _Mapping]]] = ...) -> None: ...

class SystemSCSIDiskAddRequest(_message.Message):
    __slots__ = ("target", "dev_num", "dev_path_array", "option", "persist")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    DEV_PATH_ARRAY_FIELD_NUMBER: _ClassVar[int]
    OPTION_FIELD_NUMBER: _ClassVar[int]
    PERSIST_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    dev_path_array: str
    option: str
    persist: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ..., dev_path_array: _Optional[str] = ..., option: _Optional[str] = ..., persist: _Optional[str] = ...) -> None: ...

class SystemSCSIDiskAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemSCSIDiskDeleteRequest(_message.Message):
    __slots__ = ("target", "dev_num", "persist")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    PERSIST_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    persist: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ..., persist: _Optional[str] = ...) -> None: ...

class SystemSCSIDiskDeleteResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class SystemSCSIDiskQueryRequest(_message.Message):
    __slots__ = ("target", "dev_num")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    DEV_NUM_FIELD_NUMBER: _ClassVar[int]
    target: str
    dev_num: str
    def __init__(self, target: _Optional[str] = ..., dev_num: _Optional[str] = ...) -> None: ...

class SystemSCSIDiskQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "scsi_info_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    SCSI_INFO_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    scsi_info_array: _containers.RepeatedCompositeFieldContainer[ScsiDiskLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., scsi_info_array: _Optional[_Iterable[_Union[ScsiDiskLine, _Mapping]]] = ...) -> None: ...

class SystemWWPNQueryRequest(_message.Message):
    __slots__ = ("target", "owner")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    target: str
    owner: str
    def __init__(self, target: _Optional[str] = ..., owner: _Optional[str] = ...) -> None: ...

class SystemWWPNQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "wwpn_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    WWPN_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    wwpn_array: _containers.RepeatedCompositeFieldContainer[FcpLine]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., wwpn_array: _Optional[_Iterable[_Union[FcpLine, _Mapping]]] = ...) -> None: ...
