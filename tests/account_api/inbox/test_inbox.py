"""The inbox: one's own, opened once, copied to one's own chat."""

from typing import Any

import pytest
from sqlmodel import select

from account_api.client import AccountError, NotAllowed, NotFound
from account_api.delivery import deliver, handlers_of
from account_api.inbox.tables import TelegramChat
from account_api.relay import NotSent
from tests.account_api.campaigns.making import ran, relayed


async def test_a_message_is_opened_once(firm: Any) -> None:
    await ran(firm)
    relayed(firm)
    me = await firm.signed_in("demo-watch")
    (message,) = await me.inbox()
    assert message["opened_at"] is None
    assert (await me.open_inbox(message["id"]))["opened_at"] == "2026-11-20T16:30:00+08:00"
    assert await me.open_inbox(message["id"]) == (await me.inbox())[0]
    assert firm.audit_actions().count("inbox.opened") == 1


async def test_somebody_elses_message_is_answered_like_an_unknown_one(firm: Any) -> None:
    await ran(firm)
    relayed(firm)
    (message,) = await (await firm.signed_in("demo-watch")).inbox()
    other = await firm.signed_in("demo-call")
    problems = []
    for message_id in (message["id"], "no-such-message"):
        with pytest.raises(NotFound) as caught:
            await other.open_inbox(message_id)
        problems.append(caught.value.problem)
    assert problems[0] == problems[1]
    assert await other.inbox() == []
    assert (await (await firm.signed_in("demo-watch")).inbox())[0]["opened_at"] is None


async def test_staff_have_no_inbox(firm: Any) -> None:
    for user in ("demo-agent", "demo-educator"):
        with pytest.raises(NotAllowed):
            await (await firm.signed_in(user)).inbox()


async def test_a_copy_goes_to_the_chat_in_its_language_once(firm: Any) -> None:
    await (await firm.signed_in("demo-watch")).set_telegram(4711, "en")
    await ran(firm)
    sent: list[Any] = []
    for _ in range(3):
        deliver(firm.context, handlers_of(firm.context, sent.append))
    (copy,) = sent
    assert (copy["chat"], copy["title"], copy["link"]) == (
        4711,
        "Read your ratio",
        "/learn/surviving-a-fall/reading-the-ratio",
    )


async def test_without_a_chat_or_without_a_bot_nothing_is_copied(firm: Any) -> None:
    await ran(firm)
    sent: list[Any] = []
    handlers = handlers_of(firm.context, sent.append)
    assert (deliver(firm.context, handlers), deliver(firm.context, handlers), sent) == (1, 0, [])
    assert set(handlers) - set(handlers_of(firm.context)) == {"telegram_copy", "notice_telegram"}


async def test_a_copy_that_was_refused_is_tried_again_and_one_in_doubt_never(firm: Any) -> None:
    await (await firm.signed_in("demo-watch")).set_telegram(4711)
    await ran(firm)
    calls: list[type[Exception]] = []

    def send(_copy: Any) -> None:
        calls.append(NotSent if not calls else TimeoutError)
        raise calls[-1]

    handlers = handlers_of(firm.context, send)
    deliver(firm.context, handlers)
    assert [deliver(firm.context, handlers) for _ in range(2)] == [0, 0]
    firm.wall += firm.settings.lock_out
    deliver(firm.context, handlers)
    firm.wall += firm.settings.lock_out * 100
    deliver(firm.context, handlers)
    assert calls == [NotSent, TimeoutError]


@pytest.mark.parametrize("since", ["another client signs in there", "signs out", "opts out"])
async def test_a_queued_copy_does_not_go_to_a_chat_that_is_its_clients_no_more(
    either: Any, since: str
) -> None:
    first, second = await either.signed_in("demo-watch"), await either.signed_in("demo-call")
    await first.set_telegram(4711)
    await ran(either)
    sent: list[Any] = []
    assert relayed(either) == 1  # the letter is in the inbox, its copy is queued
    if since == "another client signs in there":
        await second.set_telegram(4711)
    elif since == "signs out":
        await first.set_telegram(None)
    else:
        await first.set_consents(False)
    handlers = handlers_of(either.context, sent.append)
    assert (deliver(either.context, handlers), deliver(either.context, handlers), sent) == (1, 0, [])


async def test_a_chat_belongs_to_whoever_signed_in_last(either: Any) -> None:
    first, second = await either.signed_in("demo-watch"), await either.signed_in("demo-call")
    assert (await first.set_telegram(4711, "zh-Hant"))["chat"] == 4711
    assert (await second.set_telegram(4711))["since"] == "2026-11-20T16:30:00+08:00"

    def owners() -> dict[str, int]:
        with either.context.transaction(writes=False) as session:
            return {chat.client_id: chat.chat for chat in session.exec(select(TelegramChat))}

    assert owners() == {"demo-call": 4711}
    assert (await second.set_telegram(None)) == {"chat": None, "lang": None, "since": None}
    assert owners() == {}
    with pytest.raises(AccountError):
        await second.set_telegram(-100, "zh")
