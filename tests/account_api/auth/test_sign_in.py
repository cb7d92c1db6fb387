"""Signing in with two factors, and everything that must not let anybody in."""

import asyncio
import dataclasses
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import text

from account_api.auth import tokens
from account_api.client import AccountError, NotAllowed, NotFound, TooManyAttempts
from account_api.delivery import deliver
from account_api.schema import METADATA


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value.problem


async def test_a_password_and_a_code_open_the_door(firm: Any) -> None:
    first = await firm.client.sign_in("demo-call", firm.password)
    assert (first.status, first.token) == ("code_required", None)
    second = await firm.client.verify_code(first.challenge, first.demo_code)
    assert second.status == "ok"
    me = await firm.client.as_token(second.token).me()
    assert (me["user"], me["role"], me["client_id"], me["group"]) == (
        "demo-call",
        "client",
        "demo-call",
        "east",
    )
    assert "account:read" in me["scopes"]
    assert firm.audit_actions()[-3:] == ["sign_in.code_sent", "sign_in.code_tried", "sign_in.succeeded"]


async def test_the_code_goes_out_through_the_outbox_and_is_stored_nowhere(firm: Any) -> None:
    first = await firm.client.sign_in("demo-call", firm.password)
    sent: list[Any] = []
    assert deliver(firm.context, {"sign_in_code": sent.append}) == 1
    assert sent == [{"challenge": first.challenge, "username": "demo-call"}]
    key = firm.context.home.secrets.code_key
    assert tokens.six_digits(sent[0]["challenge"], key) == first.demo_code
    with firm.context.transaction(writes=False) as session:
        dump = repr([session.execute(table.select()).all() for table in METADATA.sorted_tables])
    assert first.challenge in dump
    assert f"'{first.demo_code}'" not in dump and f'"{first.demo_code}"' not in dump


@pytest.mark.parametrize("username", ["demo-call", "nobody-at-all"])
async def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(firm: Any, username: str) -> None:
    known = await refused(firm.client.sign_in("demo-safe", "wrong"))
    assert await refused(firm.client.sign_in(username, "wrong")) == known
    assert known["status"] == 401
    assert known["title_zh"] == "验证未通过"


async def test_a_wrong_password_and_an_unknown_user_take_the_same_time(firm: Any) -> None:
    async def seconds(username: str) -> float:
        began = time.perf_counter()
        await refused(firm.client.sign_in(username, "wrong"))
        return time.perf_counter() - began

    await seconds("warm-up")
    known = min([await seconds("demo-call") for _ in range(4)])
    unknown = min([await seconds(f"nobody-{n}") for n in range(4)])
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize("username", ["demo-call", "nobody-at-all"])
async def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(firm: Any, username: str) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed):
            await firm.client.sign_in(username, "wrong")
    with pytest.raises(TooManyAttempts) as caught:
        await firm.client.sign_in(username, firm.password)
    assert caught.value.problem["detail_zh"] == "请在 15 分钟后再试。"
    assert firm.audit_actions()[-2:] == ["sign_in.password_tried", "sign_in.locked"]


async def test_guesses_made_at_once_are_all_counted(either: Any) -> None:
    async def guess() -> int:
        with pytest.raises(AccountError) as caught:
            await either.client.sign_in("demo-call", "wrong")
        return caught.value.status

    answers = await asyncio.gather(*(guess() for _ in range(12)))
    assert (answers.count(401), answers.count(429)) == (5, 7)


def limited(firm: Any, attempts_a_minute: int) -> None:
    """Lowers what an address may try: the default of thirty only takes longer."""
    assert firm.settings.attempts_a_minute == 30
    settings = firm.settings.model_copy(update={"attempts_a_minute": attempts_a_minute})
    firm.app.state.context = dataclasses.replace(firm.context, settings=settings)


async def test_an_address_may_try_so_often_a_minute_whoever_it_names(either: Any) -> None:
    limited(either, 6)
    stranger = either.asking_from("203.0.113.7")

    async def guess(number: int) -> int:
        with pytest.raises(AccountError) as caught:
            if number % 2:
                await stranger.sign_in(f"user-{number}", "wrong")
            else:
                await stranger.verify_code(f"challenge-{number}", "000000")
        return caught.value.status

    answers = await asyncio.gather(*(guess(number) for number in range(8)))
    assert (answers.count(401), answers.count(429)) == (6, 2)
    tried = len(either.audit_actions())
    with pytest.raises(TooManyAttempts) as caught:
        await stranger.sign_in("demo-call", either.password)
    assert caught.value.problem["detail"] == "Try again in 1 minute."
    assert len(either.audit_actions()) == tried  # a flood does not fill the trail
    with pytest.raises(NotAllowed):
        await either.asking_from("203.0.113.8").sign_in("demo-call", "wrong")
    either.wall += timedelta(minutes=1)
    assert (await stranger.sign_in("demo-call", either.password)).status == "code_required"


async def test_attempts_on_a_locked_user_count_for_the_address_too(firm: Any) -> None:
    limited(firm, 7)
    stranger = firm.asking_from("203.0.113.7")
    for _ in range(7):
        await refused(stranger.sign_in("demo-call", "wrong"))
    with pytest.raises(TooManyAttempts):
        await stranger.sign_in("demo-safe", firm.password)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("a proxy's word", "a proxy's word", True),
    ],
)
async def test_an_ipv6_site_is_one_address(firm: Any, first: str, second: str, same: bool) -> None:
    limited(firm, 1)
    with pytest.raises(NotAllowed):
        await firm.asking_from(first).sign_in("one", "wrong")
    with pytest.raises(TooManyAttempts if same else NotAllowed):
        await firm.asking_from(second).sign_in("another", "wrong")


async def test_a_channel_in_this_process_names_its_visitor_and_nobody_else_can(firm: Any) -> None:
    limited(firm, 1)
    for number in range(3):
        with pytest.raises(NotAllowed):
            await firm.client.sign_in(f"user-{number}", "wrong")  # the channel itself has no limit
    with pytest.raises(NotAllowed):
        await firm.client.sign_in("visitor", "wrong", "203.0.113.7")
    with pytest.raises(TooManyAttempts):
        await firm.client.verify_code("challenge", "000000", "203.0.113.7")
    with pytest.raises(TooManyAttempts):
        await firm.asking_from("203.0.113.7").sign_in("one more", "wrong", "203.0.113.99")


async def test_old_attempts_are_forgotten(firm: Any) -> None:
    for user in ("demo-call", "nobody"):
        await refused(firm.asking_from("203.0.113.7").sign_in(user, "wrong"))
    firm.wall += timedelta(minutes=15)
    await refused(firm.client.sign_in("demo-safe", "wrong"))
    with firm.context.transaction(writes=False) as session:
        assert session.execute(text("SELECT count(*) FROM sign_in_attempts")).scalar() == 1


async def test_the_lock_opens_by_itself_and_a_success_clears_the_count(firm: Any) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed):
            await firm.client.sign_in("demo-call", "wrong")
    firm.wall += timedelta(minutes=15, seconds=1)
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(NotAllowed):
                await firm.client.sign_in("demo-call", "wrong")
        assert (await firm.client.sign_in("demo-call", firm.password)).challenge


async def test_five_wrong_codes_lock_the_second_factor_whatever_the_challenge(firm: Any) -> None:
    for _ in range(5):
        first = await firm.client.sign_in("demo-call", firm.password)
        wrong = "000000" if first.demo_code != "000000" else "000001"
        with pytest.raises(NotAllowed):
            await firm.client.verify_code(first.challenge, wrong)
    with pytest.raises(TooManyAttempts):
        await firm.client.verify_code(first.challenge, first.demo_code)


async def test_a_code_counts_once(firm: Any) -> None:
    first = await firm.client.sign_in("demo-call", firm.password)
    await firm.client.verify_code(first.challenge, first.demo_code)
    again = await refused(firm.client.verify_code(first.challenge, first.demo_code))
    unknown = await refused(firm.client.verify_code("no such challenge", "123456"))
    assert again == unknown


async def test_a_code_expires_after_five_minutes_of_real_time(firm: Any) -> None:
    first = await firm.client.sign_in("demo-call", firm.password)
    firm.wall += timedelta(minutes=5)
    with pytest.raises(NotAllowed):
        await firm.client.verify_code(first.challenge, first.demo_code)


async def test_an_expired_token_is_refused(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    firm.wall += timedelta(hours=8, seconds=-1)
    assert (await me.me())["user"] == "demo-call"
    firm.wall += timedelta(seconds=1)
    assert (await refused(me.me()))["type"] == "/problems/not-signed-in"


async def test_forged_tokens_are_refused(firm: Any) -> None:
    claims = {"sub": "demo-supervisor", "exp": 4_000_000_000}
    forged = [
        jwt.encode(claims, bytes(32), "HS256"),
        jwt.encode(claims, None, "none"),
        (await firm.signed_in("demo-call")).token[:-2] + "xx",
        "not a token",
    ]
    for token in forged:
        assert (await refused(firm.client.as_token(token).me()))["status"] == 401


async def test_a_token_of_a_blocked_user_is_refused_at_once(firm: Any) -> None:
    from account_api.auth.tables import User

    me = await firm.signed_in("demo-call")
    with firm.context.transaction() as session:
        session.get_one(User, "demo-call").active = False
    assert (await refused(me.me()))["status"] == 401


async def test_a_real_home_shows_no_code_and_has_no_personas(firm: Any) -> None:
    real = dataclasses.replace(firm.context.home, demo=False)
    firm.app.state.context = dataclasses.replace(firm.context, home=real)
    first = await firm.client.sign_in("demo-call", firm.password)
    assert first.challenge is not None
    assert first.demo_code is None
    with pytest.raises(NotFound):
        await firm.client.demo_sign_in("demo-call")


async def test_an_unknown_persona_is_not_found(firm: Any) -> None:
    with pytest.raises(NotFound):
        await firm.client.demo_sign_in("demo-nobody")


async def test_a_password_is_not_echoed_in_an_error(firm: Any) -> None:
    problem = await refused(firm.client.sign_in("demo-call", "s" * 300))
    assert problem["status"] == 422
    assert problem["errors"][0]["field"] == "body.password"
    assert problem["errors"][0]["value"] is None
    assert problem["errors"][0]["text_zh"] == "内容过长"


async def test_the_assistant_reads_no_account(firm: Any) -> None:
    from account_api.app import assistant_token

    assistant = firm.client.as_token(assistant_token(firm.app))
    assert (await assistant.me())["scopes"] == [
        "handoffs:follow",
        "handoffs:raise",
        "learning:read",
        "learning:write",
        "profile",
    ]
    assert (await refused(assistant.figures("demo-call")))["status"] == 403
    assert (await refused(assistant.figures("nobody")))["status"] == 403


async def test_nobody_signs_in_as_the_assistant(firm: Any) -> None:
    with pytest.raises(NotAllowed):
        await firm.client.sign_in("assistant", firm.password)
