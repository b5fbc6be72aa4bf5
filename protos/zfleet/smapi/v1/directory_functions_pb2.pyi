from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FoundStatement(_message.Message):
    __slots__ = ("target_id", "statement")
    TARGET_ID_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    target_id: str
    statement: str
    def __init__(self, target_id: _Optional[str] = ..., statement: _Optional[str] = ...) -> None: ...

class Subscription(_message.Message):
    __slots__ = ("userid", "subscription_type", "communication_type", "port_number", "ip_address", "encoding", "subscriber_data")
    USERID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMMUNICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_DATA_FIELD_NUMBER: _ClassVar[int]
    userid: str
    subscription_type: int
    communication_type: int
    port_number: int
    ip_address: str
    encoding: int
    subscriber_data: str
    def __init__(self, userid: _Optional[str] = ..., subscription_type: _Optional[int] = ..., communication_type: _Optional[int] = ..., port_number: _Optional[int] = ..., ip_address: _Optional[str] = ..., encoding: _Optional[int] = ..., subscriber_data: _Optional[str] = ...) -> None: ...

class AsynchronousNotificationDisableDMRequest(_message.Message):
    __slots__ = ("target", "entity_type", "communication_type", "port_number", "ip_address", "encoding", "subscriber_data", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMMUNICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    entity_type: int
    communication_type: int
    port_number: int
    ip_address: str
    encoding: int
    subscriber_data: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., entity_type: _Optional[int] = ..., communication_type: _Optional[int] = ..., port_number: _Optional[int] = ..., ip_address: _Optional[str] = ..., encoding: _Optional[int] = ..., subscriber_data: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class AsynchronousNotificationDisableDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class AsynchronousNotificationEnableDMRequest(_message.Message):
    __slots__ = ("target", "entity_type", "subscription_type", "communication_type", "port_number", "ip_address", "encoding", "subscriber_data", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMMUNICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    entity_type: int
    subscription_type: int
    communication_type: int
    port_number: int
    ip_address: str
    encoding: int
    subscriber_data: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., entity_type: _Optional[int] = ..., subscription_type: _Optional[int] = ..., communication_type: _Optional[int] = ..., port_number: _Optional[int] = ..., ip_address: _Optional[str] = ..., encoding: _Optional[int] = ..., subscriber_data: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class AsynchronousNotificationEnableDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class AsynchronousNotificationQueryDMRequest(_message.Message):
    __slots__ = ("target", "entity_type", "communication_type", "port_number", "ip_address", "encoding", "subscriber_data", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMMUNICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    PORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    entity_type: int
    communication_type: int
    port_number: int
    ip_address: str
    encoding: int
    subscriber_data: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., entity_type: _Optional[int] = ..., communication_type: _Optional[int] = ..., port_number: _Optional[int] = ..., ip_address: _Optional[str] = ..., encoding: _Optional[int] = ..., subscriber_data: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class AsynchronousNotificationQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "notification_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    notification_array: _containers.RepeatedCompositeFieldContainer[Subscription]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., notification_array: _Optional[_Iterable[_Union[Subscription, _Mapping]]] = ...) -> None: ...

class DirectoryManagerLocalTagDefineDMRequest(_message.Message):
    __slots__ = ("target", "tag_name", "tag_ordinal", "define_action", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TAG_NAME_FIELD_NUMBER: _ClassVar[int]
    TAG_ORDINAL_FIELD_NUMBER: _ClassVar[int]
    DEFINE_ACTION_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    tag_name: str
    tag_ordinal: int
    define_action: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., tag_name: _Optional[str] = ..., tag_ordinal: _Optional[int] = ..., define_action: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerLocalTagDefineDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class DirectoryManagerLocalTagDeleteDMRequest(_message.Message):
    __slots__ = ("target", "tag_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TAG_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    tag_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., tag_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerLocalTagDeleteDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class DirectoryManagerLocalTagQueryDMRequest(_message.Message):
    __slots__ = ("target", "tag_name", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TAG_NAME_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    tag_name: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., tag_name: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerLocalTagQueryDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "tag_value")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    TAG_VALUE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    tag_value: str
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., tag_value: _Optional[str] = ...) -> None: ...

class DirectoryManagerLocalTagSetDMRequest(_message.Message):
    __slots__ = ("target", "tag_name", "tag_value", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TAG_NAME_FIELD_NUMBER: _ClassVar[int]
    TAG_VALUE_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    tag_name: str
    tag_value: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., tag_name: _Optional[str] = ..., tag_value: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerLocalTagSetDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class DirectoryManagerSearchDMRequest(_message.Message):
    __slots__ = ("target", "search_pattern", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SEARCH_PATTERN_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    search_pattern: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., search_pattern: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerSearchDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "statement_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    statement_array: _containers.RepeatedCompositeFieldContainer[FoundStatement]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., statement_array: _Optional[_Iterable[_Union[FoundStatement, _Mapping]]] = ...) -> None: ...

class DirectoryManagerTaskCancelDMRequest(_message.Message):
    __slots__ = ("target", "operation_id", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    operation_id: int
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., operation_id: _Optional[int] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class DirectoryManagerTaskCancelDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class StaticImageChangesActivateDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class StaticImageChangesActivateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class StaticImageChangesDeactivateDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class StaticImageChangesDeactivateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class StaticImageChangesImmediateDMRequest(_message.Message):
    __slots__ = ("target", "return_at_once")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RETURN_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    target: str
    return_at_once: bool
    def __init__(self, target: _Optional[str] = ..., return_at_once: _Optional[bool] = ...) -> None: ...

class StaticImageChangesImmediateDMResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...
