# SPDX-License-Identifier: Apache-2.0
"""Subscriptions to directory changes, told by a connection from z/VM."""

from __future__ import annotations

from typing import Annotated

from ..declaration import Background, Call, Reply, Struct
from ..kinds import CHAR10, CHAR42, ArrayOf, Framing, Int1, Int4, Text


class AsynchronousNotificationDisableDM(
    Call[Reply],
    function="Asynchronous_Notification_Disable_DM",
    group="directory",
    target="user id that was watched, or ALL",
    background=Background.ID_IN_REASON_CODE,
):
    """End a subscription to directory changes.

    428/8: no such subscription.
    """

    entity_type: Annotated[int, Int1({1: "directory"})]
    communication_type: Annotated[int, Int1({1: "TCP", 2: "UDP"})]
    port_number: Annotated[int, Int4(0, 65535), "port that was receiving"]
    ip_address: Annotated[str, Text(7, 15, CHAR10.plus(".")), "dotted IPv4 address"]
    encoding: Annotated[int, Int1({0: "unspecified", 1: "ASCII", 2: "EBCDIC"})] = 0
    subscriber_data: Annotated[str, Text(0, 64), "free text that comes back with each notice; '*' stands for any"] = ""


class AsynchronousNotificationEnableDM(
    Call[Reply],
    function="Asynchronous_Notification_Enable_DM",
    group="directory",
    target="user id to be watched, or ALL",
    background=Background.ID_IN_REASON_CODE,
):
    """Subscribe to directory changes of an image, or of all.

    For each change z/VM connects to the given address and port and sends three counted texts: user id, what was done
    (ADD, PURGE, UPDATE, ...), subscriber data. 428/4: subscribed already.
    """

    entity_type: Annotated[int, Int1({1: "directory"})]
    subscription_type: Annotated[int, Int1({1: "include this target", 2: "exclude this target"})]
    communication_type: Annotated[int, Int1({1: "TCP", 2: "UDP"})]
    port_number: Annotated[int, Int4(0, 65535), "port on the subscriber that listens"]
    ip_address: Annotated[str, Text(7, 15, CHAR10.plus(".")), "dotted IPv4 address"]
    encoding: Annotated[int, Int1({0: "unspecified", 1: "ASCII", 2: "EBCDIC"})] = 0
    subscriber_data: Annotated[str, Text(0, 64), "free text that comes back with each notice; '*' stands for any"] = ""


class Subscription(Struct):
    """One subscription."""

    userid: Annotated[str, Text(1, 8, CHAR42)]
    subscription_type: Annotated[int, Int1({1: "include", 2: "exclude"})]
    communication_type: Annotated[int, Int1({1: "TCP", 2: "UDP"})]
    port_number: Annotated[int, Int4()]
    ip_address: Annotated[str, Text(7, 15, CHAR10.plus("."))]
    encoding: Annotated[int, Int1({0: "unspecified", 1: "ASCII", 2: "EBCDIC"})]
    subscriber_data: Annotated[str, Text(0, 64)]


class AsynchronousNotificationQueryDMReply(Reply):
    """The answer of Asynchronous_Notification_Query_DM."""

    notification_array: Annotated[
        tuple[Subscription, ...], ArrayOf(Subscription, Framing.BYTE_LENGTH, Framing.BYTE_LENGTH)
    ] = ()


class AsynchronousNotificationQueryDM(
    Call[AsynchronousNotificationQueryDMReply],
    function="Asynchronous_Notification_Query_DM",
    group="directory",
    target="user id that is watched, or ALL",
    background=Background.ID_IN_REASON_CODE,
):
    """List subscriptions to directory changes.

    0/28: none fits. With EBCDIC encoding a real system sent 66 bytes of subscriber data: the text between two
    question marks, filled up with blanks, all in EBCDIC.
    """

    entity_type: Annotated[int, Int1({1: "directory"})]
    communication_type: Annotated[int, Int1({0: "any", 1: "TCP", 2: "UDP"})] = 0
    port_number: Annotated[int, Int4(0, 65535)]
    ip_address: Annotated[str, Text(0, 15, CHAR10.plus("."))] = ""
    encoding: Annotated[int, Int1({0: "unspecified", 1: "ASCII", 2: "EBCDIC"})] = 0
    subscriber_data: Annotated[str, Text(0, 64), "free text that comes back with each notice; '*' stands for any"] = ""
