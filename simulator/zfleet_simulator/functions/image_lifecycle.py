# SPDX-License-Identifier: Apache-2.0
"""Images running or not: start, stop, restart, pause, and who is active."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zfleet_simulator.context import Context, done, serves
from zfleet_simulator.refusal import Refusal
from zfleet_simulator.upper_case import upper_case
from zfleet_smapi.calls import (
    ImageActivate,
    ImageDeactivate,
    ImagePause,
    ImageQueryActivateTime,
    ImageRecycle,
    ImageStatusQuery,
)
from zfleet_smapi.calls.image_lifecycle import (
    FailingImage,
    ImageActivateReply,
    ImageDeactivateReply,
    ImageQueryActivateTimeReply,
    ImageRecycleReply,
    ImageStatusQueryReply,
)
from zfleet_smapi.declaration import Reply

_MAX_WITHIN = 65_535
_DATE_FORMATS = {1: "%m/%d/%y", 2: "%m/%d/%Y", 3: "%y-%m-%d", 4: "%Y-%m-%d", 5: "%d/%m/%y", 6: "%d/%m/%Y"}


@serves(ImageActivate)
def image_activate(here: Context, call: ImageActivate) -> ImageActivateReply:
    """Log an image on, or every image of a list."""
    tried = _each(here, call.target, lambda user_id: _log_on(here, user_id))
    if tried is None:
        return ImageActivateReply(bare=True)
    good, bad = tried
    code, reason = (200, 28) if bad else (0, 0)
    return ImageActivateReply(
        return_code=code, reason_code=reason, activated=good, not_activated=len(bad), failing_array=bad
    )


def _log_on(here: Context, user_id: str) -> None:
    here.parts.cp.log_on(user_id)


def _each(here: Context, target: str, action: Callable[[str], object]) -> tuple[int, tuple[FailingImage, ...]] | None:
    """Act on one image (None: done) or on the images of a list: how many went well, and the others."""
    target = upper_case(target)
    members = here.parts.authorities.lists.get(target)
    if members is None or target in here.parts.directory.entries:
        action(target)
        return None
    good, bad = 0, []
    for name in members.names:
        try:
            action(upper_case(name))
            good += 1
        except Refusal as refusal:
            code, reason = refusal.return_code, refusal.reason_code
            bad.append(FailingImage(image_name=name[:8], return_code=code, reason_code=reason))
    return good, tuple(bad)


@serves(ImageDeactivate)
def image_deactivate(here: Context, call: ImageDeactivate) -> ImageDeactivateReply:
    """Log an image off at once, or signal it and log it off when its time is up."""
    seconds = _grace_seconds(here, call.force_time)
    tried = _each(here, call.target, lambda user_id: _stop(here, user_id, seconds))
    if tried is None:
        return ImageDeactivateReply(bare=True)
    good, bad = tried
    code, reason = (200, 32) if bad else (0, 0)
    return ImageDeactivateReply(
        return_code=code, reason_code=reason, deactivated=good, not_deactivated=len(bad), failing_array=bad
    )


def _grace_seconds(here: Context, force_time: str) -> float:
    """How long the guest may take: 0 for IMMED, else at most what WITHIN or BY says."""
    words = upper_case(force_time).split()
    if words == ["IMMED"]:
        return 0.0
    needed = here.parts.config.shutdown_seconds
    if not words:
        return needed
    try:
        if words[0] == "WITHIN":
            limit = int(words[1])
            if not 1 <= limit <= _MAX_WITHIN:
                raise Refusal(200, 36)
            return min(needed, float(limit))
        if words[0] == "BY":
            return min(needed, _seconds_until(here, words[1]))
    except (IndexError, ValueError):
        pass
    raise Refusal(24, 119)


def _seconds_until(here: Context, time_of_day: str) -> float:
    parts = [int(part) for part in time_of_day.split(":")]
    hours, minutes, seconds = (*parts, 0)[:3]
    now = here.parts.configuration.moment(here.now)
    wanted = now.replace(hour=hours, minute=minutes, second=seconds)
    return (wanted - now).total_seconds() % 86_400


def _stop(here: Context, user_id: str, seconds: float) -> None:
    cp = here.parts.cp
    guest = cp.guests.get(user_id)
    if guest is None:
        raise Refusal(200, 12)
    if guest.stopping_until is not None and seconds:
        raise Refusal(200, 16)
    if not seconds:
        cp.log_off(user_id)
        return
    until = here.now + seconds
    cp.guests.put(user_id, replace(guest, stopping_until=until))

    def finish() -> None:
        stopping = cp.guests.get(user_id)
        if stopping is not None and stopping.stopping_until == until:
            with here.parts.state.change():
                cp.log_off(user_id)

    here.parts.state.afterwards(lambda: here.parts.later(seconds, finish))


@serves(ImageRecycle)
def image_recycle(here: Context, call: ImageRecycle) -> ImageRecycleReply:
    """Log an image off and on again."""
    tried = _each(here, call.target, lambda user_id: _recycle(here, user_id))
    if tried is None:
        return ImageRecycleReply(bare=True)
    good, bad = tried
    code, reason = (200, 36) if bad else (0, 0)
    return ImageRecycleReply(
        return_code=code, reason_code=reason, recycled=good, not_recycled=len(bad), failing_array=bad
    )


def _recycle(here: Context, user_id: str) -> None:
    if here.parts.cp.active(user_id).stopping_until is not None:
        raise Refusal(200, 16)
    here.parts.cp.log_off(user_id)
    here.parts.cp.log_on(user_id)


@serves(ImagePause)
def image_pause(here: Context, call: ImagePause) -> Reply:
    """Stop the virtual CPUs or let them go on."""
    key, equals, value = call.action.strip("\0 ").partition("=")
    word = upper_case(value)
    if not equals or upper_case(key) not in ("PAUSE", "ACTION"):
        raise Refusal(8, 3002)
    if word not in ("YES", "NO", "PAUSE", "BEGIN", "UNPAUSE"):
        raise Refusal(8, 3003)
    user_id = upper_case(call.target)
    if user_id not in here.parts.cp.guests:
        return done(12)
    here.parts.cp.pause(user_id, word in ("YES", "PAUSE"))
    return done()


@serves(ImageStatusQuery)
def image_status_query(here: Context, call: ImageStatusQuery) -> ImageStatusQueryReply:
    """Who is active: one image, the images of a list, or all."""
    target, guests = upper_case(call.target), here.parts.cp.guests
    if target in guests:
        return ImageStatusQueryReply(image_name_array=(target,))
    if target == "*":
        return ImageStatusQueryReply(image_name_array=tuple(sorted(guests)))
    members = here.parts.authorities.lists.get(target)
    if members is None:
        return ImageStatusQueryReply(reason_code=12, bare=True)
    active = tuple(name for name in (upper_case(one) for one in members.names) if name in guests)
    return ImageStatusQueryReply(image_name_array=active)


@serves(ImageQueryActivateTime)
def image_query_activate_time(here: Context, call: ImageQueryActivateTime) -> ImageQueryActivateTimeReply:
    """When an image was logged on."""
    guest = here.parts.cp.guests.get(upper_case(call.target))
    if guest is None:
        raise Refusal(200, 12)
    moment = here.parts.configuration.moment(guest.logged_on_at)
    return ImageQueryActivateTimeReply(
        image_name=guest.user_id,
        activation_date=moment.strftime(_DATE_FORMATS[call.date_format_indicator]),
        activation_time=moment.strftime("%H:%M:%S"),
    )
