# SPDX-License-Identifier: Apache-2.0
"""Subscriptions to directory changes."""

from __future__ import annotations

from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.directory_manager import Subscription
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    AsynchronousNotificationDisableDM,
    AsynchronousNotificationEnableDM,
    AsynchronousNotificationQueryDM,
)
from zfleet_smapi.calls.notification import AsynchronousNotificationQueryDMReply
from zfleet_smapi.calls.notification import Subscription as SubscriptionRecord
from zfleet_smapi.declaration import Reply

_INCLUDE, _TCP, _ANY = 1, 1, "*"


def _target(here: Context, target: str) -> str:
    name = upper_case(target)
    return name if name == "ALL" else here.parts.directory.image(name).name


def _key(one: Subscription) -> str:
    return f"{one.target} {one.include} {one.tcp} {one.ip_address} {one.port} {one.encoding} {one.data}"


@serves(AsynchronousNotificationEnableDM)
def asynchronous_notification_enable_dm(here: Context, call: AsynchronousNotificationEnableDM) -> Reply:
    """A new subscription."""
    one = Subscription(
        _target(here, call.target),
        call.subscription_type == _INCLUDE,
        call.communication_type == _TCP,
        call.ip_address,
        call.port_number,
        call.encoding,
        call.subscriber_data,
    )
    subscriptions = here.parts.directory.subscriptions
    if any(_key(replace(known, include=one.include)) == _key(one) for known in subscriptions.values()):
        raise Refusal(428, 4)
    subscriptions.put(_key(one), one)
    return done()


@serves(AsynchronousNotificationDisableDM)
def asynchronous_notification_disable_dm(here: Context, call: AsynchronousNotificationDisableDM) -> Reply:
    """Subscriptions end."""
    target = _target(here, call.target)
    found = [one for one in here.parts.directory.subscriptions.values() if _fits(one, target, call)]
    if not found:
        raise Refusal(428, 8)
    for one in found:
        here.parts.directory.subscriptions.drop(_key(one))
    return done()


@serves(AsynchronousNotificationQueryDM)
def asynchronous_notification_query_dm(
    here: Context, call: AsynchronousNotificationQueryDM
) -> AsynchronousNotificationQueryDMReply:
    """Which subscriptions there are."""
    target = _target(here, call.target)
    found = tuple(one for one in here.parts.directory.subscriptions.values() if _fits(one, target, call))
    if not found:
        return AsynchronousNotificationQueryDMReply(reason_code=28, bare=True)
    records = tuple(
        SubscriptionRecord(
            userid=one.target,
            subscription_type=1 if one.include else 2,
            communication_type=1 if one.tcp else 2,
            port_number=one.port,
            ip_address=one.ip_address,
            encoding=one.encoding,
            subscriber_data=one.data,
        )
        for one in found
    )
    return AsynchronousNotificationQueryDMReply(notification_array=records)


def _fits(
    one: Subscription, target: str, call: AsynchronousNotificationDisableDM | AsynchronousNotificationQueryDM
) -> bool:
    """Zero, an empty text and * stand for anything in a query; a removal names everything but the data."""
    return (
        (target in (one.target, "ALL") if isinstance(call, AsynchronousNotificationQueryDM) else one.target == target)
        and (not call.communication_type or (call.communication_type == _TCP) == one.tcp)
        and (not call.port_number or call.port_number == one.port)
        and (not call.ip_address or call.ip_address == one.ip_address)
        and (not call.encoding or call.encoding == one.encoding)
        and (call.subscriber_data in ("", _ANY, one.data))
    )
