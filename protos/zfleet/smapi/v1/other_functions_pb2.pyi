from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Authorization(_message.Message):
    __slots__ = ("requesting_userid", "requesting_list_indicator", "for_userid", "for_list_indicator", "function_name", "function_list_indicator")
    REQUESTING_USERID_FIELD_NUMBER: _ClassVar[int]
    REQUESTING_LIST_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    FOR_USERID_FIELD_NUMBER: _ClassVar[int]
    FOR_LIST_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_NAME_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_LIST_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    requesting_userid: str
    requesting_list_indicator: int
    for_userid: str
    for_list_indicator: int
    function_name: str
    function_list_indicator: int
    def __init__(self, requesting_userid: _Optional[str] = ..., requesting_list_indicator: _Optional[int] = ..., for_userid: _Optional[str] = ..., for_list_indicator: _Optional[int] = ..., function_name: _Optional[str] = ..., function_list_indicator: _Optional[int] = ...) -> None: ...

class AuthorizationListAddRequest(_message.Message):
    __slots__ = ("target", "for_id", "function_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FOR_ID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    for_id: str
    function_id: str
    def __init__(self, target: _Optional[str] = ..., for_id: _Optional[str] = ..., function_id: _Optional[str] = ...) -> None: ...

class AuthorizationListAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class AuthorizationListQueryRequest(_message.Message):
    __slots__ = ("target", "for_id", "function_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FOR_ID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    for_id: str
    function_id: str
    def __init__(self, target: _Optional[str] = ..., for_id: _Optional[str] = ..., function_id: _Optional[str] = ...) -> None: ...

class AuthorizationListQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "auth_record_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    AUTH_RECORD_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    auth_record_array: _containers.RepeatedCompositeFieldContainer[Authorization]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., auth_record_array: _Optional[_Iterable[_Union[Authorization, _Mapping]]] = ...) -> None: ...

class AuthorizationListRemoveRequest(_message.Message):
    __slots__ = ("target", "for_id", "function_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FOR_ID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    for_id: str
    function_id: str
    def __init__(self, target: _Optional[str] = ..., for_id: _Optional[str] = ..., function_id: _Optional[str] = ...) -> None: ...

class AuthorizationListRemoveResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class CheckAuthenticationRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CheckAuthenticationResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class NameListAddRequest(_message.Message):
    __slots__ = ("target", "name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    name: str
    def __init__(self, target: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class NameListAddResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class NameListDestroyRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class NameListDestroyResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class NameListQueryRequest(_message.Message):
    __slots__ = ("target",)
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target: str
    def __init__(self, target: _Optional[str] = ...) -> None: ...

class NameListQueryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "name_array")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_ARRAY_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    name_array: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., name_array: _Optional[_Iterable[str]] = ...) -> None: ...

class NameListRemoveRequest(_message.Message):
    __slots__ = ("target", "name")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    target: str
    name: str
    def __init__(self, target: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class NameListRemoveResponse(_message.Message):
    __slots__ = ("return_code", "reason_code")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ...) -> None: ...

class ResponseRecoveryRequest(_message.Message):
    __slots__ = ("target", "failed_request_id")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    target: str
    failed_request_id: int
    def __init__(self, target: _Optional[str] = ..., failed_request_id: _Optional[int] = ...) -> None: ...

class ResponseRecoveryResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "response_data")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_DATA_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    response_data: bytes
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., response_data: _Optional[bytes] = ...) -> None: ...

class XCATCommandsIUORequest(_message.Message):
    __slots__ = ("target", "command")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    target: str
    command: str
    def __init__(self, target: _Optional[str] = ..., command: _Optional[str] = ...) -> None: ...

class XCATCommandsIUOResponse(_message.Message):
    __slots__ = ("return_code", "reason_code", "command_output")
    RETURN_CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    COMMAND_OUTPUT_FIELD_NUMBER: _ClassVar[int]
    return_code: int
    reason_code: int
    command_output: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, return_code: _Optional[int] = ..., reason_code: _Optional[int] = ..., command_output: _Optional[_Iterable[str]] = ...) -> None: ...
