# SPDX-License-Identifier: Apache-2.0
"""The queue of one who watches: filtered, bounded, and honest about what it left out."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zfleet_guest.guest_events import GuestEvent, Kind
from zfleet_guest.watchers import Gap, GapReason, News, Started, Told, Wanted, Watcher

AWAY, UNREADABLE = Gap(GapReason.ZVM_AWAY), Gap(GapReason.UNREADABLE)


def event(number: int, kind: Kind = Kind.LOGGED_ON) -> GuestEvent:
    """An event of a guest of its own."""
    return GuestEvent(f"LINUX{number}", kind)


def told(watcher: Watcher, *news: News) -> list[bool]:
    """Whether each of the news found room."""
    return [watcher.tell(Told(each, float(at))) for at, each in enumerate(news)]


async def heard(watcher: Watcher) -> list[News]:
    """All that is there to be heard."""
    news: list[News] = []
    while True:
        try:
            async with asyncio.timeout(0):
                news.append((await watcher.hear()).news)
        except TimeoutError:
            return news


async def test_only_what_is_wanted_is_heard() -> None:
    """Prefix and kinds choose events; nothing keeps `started` and gaps away."""
    watcher = Watcher(Wanted("LINUX1", frozenset({Kind.LOGGED_ON})), 10)
    assert all(told(watcher, Started(), event(1), event(2), event(11), event(1, Kind.LOGGED_OFF), AWAY))
    assert await heard(watcher) == [Started(), event(1), event(11), AWAY]


async def test_records_without_a_name_of_ours_come_only_when_asked_for() -> None:
    """Nobody wants each change of state that CP tells of."""
    for wanted, expected in ((Wanted(), []), (Wanted(kinds=frozenset(Kind)), [event(1, Kind.OTHER)])):
        watcher = Watcher(wanted, 10)
        told(watcher, event(1, Kind.OTHER))
        assert await heard(watcher) == expected


async def test_what_a_full_queue_leaves_out_is_counted_in_its_place() -> None:
    """Nothing more is taken until all has been heard: so the gap stands where the events would have stood."""
    watcher = Watcher(Wanted(), 2)
    assert told(watcher, event(1), event(2), event(3), event(4)) == [True, True, False, False]
    assert (await watcher.hear()).news == event(1)
    assert told(watcher, event(5)) == [False]
    assert await heard(watcher) == [event(2), Gap(GapReason.SLOW_READER, 3)]
    assert told(watcher, event(6)) == [True]
    assert await heard(watcher) == [event(6)]


async def test_a_gap_has_the_time_of_the_first_event_that_it_stands_for() -> None:
    """When the watcher began to miss something."""
    watcher = Watcher(Wanted(), 1)
    told(watcher, event(1), event(2), event(3))
    await watcher.hear()
    assert await watcher.hear() == Told(Gap(GapReason.SLOW_READER, 2), 1.0)


@pytest.mark.parametrize("news", [(AWAY,), (AWAY, Started()), (AWAY, Started(), AWAY, Started())])
async def test_how_the_subscription_stands_is_never_left_out(news: tuple[News, ...]) -> None:
    """The last word on it is heard after the gap, however full the queue was."""
    watcher = Watcher(Wanted(), 1)
    told(watcher, event(1), event(2), *news)
    assert await heard(watcher) == [event(1), Gap(GapReason.SLOW_READER, 1), news[-1]]


async def test_an_unreadable_event_does_not_hide_how_the_subscription_stands() -> None:
    """It is left out like an event."""
    watcher = Watcher(Wanted(), 1)
    told(watcher, event(1), AWAY, UNREADABLE)
    assert await heard(watcher) == [event(1), AWAY]


async def test_the_end_comes_after_what_was_told_before_it() -> None:
    """And each time with an exception of its own."""
    watcher = Watcher(Wanted(), 10)
    told(watcher, event(1))
    watcher.end(lambda: ValueError("the end"))
    assert (await watcher.hear()).news == event(1)
    raised = []
    for _ in range(2):
        with pytest.raises(ValueError, match="the end") as caught:
            await watcher.hear()
        raised.append(caught.value)
    assert raised[0] is not raised[1]


async def test_one_who_waits_is_woken() -> None:
    """By news and by the end."""
    watcher = Watcher(Wanted(), 1)
    waiting = asyncio.create_task(watcher.hear())
    await asyncio.sleep(0)
    told(watcher, event(1))
    assert (await waiting).news == event(1)
    waiting = asyncio.create_task(watcher.hear())
    await asyncio.sleep(0)
    watcher.end(lambda: ValueError("the end"))
    with pytest.raises(ValueError, match="the end"):
        await waiting


NEWS = st.one_of(st.integers(1, 99).map(event), st.just(Started()), st.just(AWAY))


@given(steps=st.lists(st.one_of(NEWS, st.none()), max_size=60), most=st.integers(1, 4))
def test_events_are_heard_or_counted_and_never_out_of_order(steps: list[News | None], most: int) -> None:
    """None hears one piece of news; in the end everything is accounted for, and the last `started` or gap is heard."""

    async def play() -> tuple[list[GuestEvent], list[News]]:
        watcher, sent, got = Watcher(Wanted(), most), [], []
        for step in steps:
            if step is None:
                try:
                    async with asyncio.timeout(0):
                        got.append((await watcher.hear()).news)
                except TimeoutError:
                    pass
            else:
                watcher.tell(Told(step, 0.0))
                if isinstance(step, GuestEvent):
                    sent.append(step)
        return sent, got + await heard(watcher)

    sent, got = asyncio.run(play())
    at = 0
    for news in got:
        if isinstance(news, GuestEvent):
            assert news == sent[at]
            at += 1
        elif isinstance(news, Gap):
            at += news.dropped
    assert at == len(sent)
    standing = [step for step in steps if isinstance(step, Started) or step == AWAY]
    assert [news for news in got if isinstance(news, Started) or news == AWAY][-1:] == standing[-1:]
