"""A recorded turn comes out the same again from its record alone; whatever is altered is found; nothing altered is called the same."""

from __future__ import annotations

from collections.abc import Callable
from json import dumps, loads
from typing import Any

import orjson
import pytest

from bot.adapters.performer import Performer
from bot.dialogue.state import State
from bot.ports import UnknownSession
from bot.record.replay import replay, replayed
from bot.record.seal import seal
from bot.record.stored import StoredTurn
from bot.record.verify import verified
from bot.record.view import laid_open
from bot.wiring import Product

from .taken import alter, altered_record, talk, turns_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = (
    "我的维持担保比例是多少？",
    "怎么算的",
    "要补多少？",
    "如果再跌10%呢",
    "我的持仓",
    "我的账户情况",
    "融资利息怎么算？",
    "8月份的融资保证金比例最低是多少",
    "600519能融资买入吗",
    "资产120万，负债90万，维持担保比例多少？",
    "我要投诉，利息算错了",
    "不用了",
    "考考我",
    "帮我看看这段话对不对：您的维持担保比例是150%",
    "把过程发我,要能复核",
    "推荐一只股票",
    "转人工",
    "在吗",
)


@pytest.mark.parametrize(("persona", "lang"), [("demo-call", "zh"), ("demo-short", "zh-Hant"), (None, "en")])
async def test_every_kind_of_turn_replays_the_same_without_any_service(
    product: Product, monkeypatch: pytest.MonkeyPatch, persona: str | None, lang: str
) -> None:
    session = await talk(product, persona, *ASKED, lang=lang)

    async def refuse(_: Performer, effect: Any) -> Any:
        raise AssertionError(f"a replay asked a service for {effect}")

    monkeypatch.setattr(Performer, "perform", refuse)
    effects = 0
    for turn in turns_of(product, session, len(ASKED)):
        again = product.records.replay(turn)
        assert again.same, (turn.text, again.differences)
        assert again.changed == () and again.answer == turn.reply["answer"]
        assert [claim for claim in again.claims if claim["verdict"] != "ok"] == []
        effects += len(turn.complete["effects"])
    assert effects >= 15


async def test_a_member_of_staff_replays_too(product: Product) -> None:
    session = await talk(product, "demo-agent", "demo-call 的维持担保比例", "谁在追保")
    assert [product.records.replay(turn).same for turn in turns_of(product, session, 2)] == [True, True]


async def test_a_record_says_where_the_turn_began_what_was_understood_and_what_it_stands_on(
    product: Product,
) -> None:
    session = await talk(product, "demo-call", "我的维持担保比例是多少？", "怎么算的")
    first, second = turns_of(product, session, 2)
    record = first.complete
    assert State.from_json(record["state_before"]) == State(client_id="demo-call", role="client")
    (request,) = record["understanding"]["requests"]
    assert request["intent"] == "my_ratio" and request["gate"] == "act" and request["alternatives"]
    assert record["guard"]["verdict"] == "passed" and record["guard"]["issues"] == []
    assert record["guard"]["checked"] >= 5
    assert record["traces"] == [figure["trace_id"] for figure in first.reply["figures"]] != []
    assert set(record["versions"]) == {"rules", "corpus", "texts", "intents", "program"}
    assert all(record["versions"].values())
    assert second.record["state_before"]["last_intent"] == "my_ratio"
    assert second.record["previous"] == first.hash == first.chained


async def test_what_one_account_gave_is_stored_once_in_a_conversation(product: Product) -> None:
    session = await talk(product, "demo-call", *(["我的维持担保比例是多少？"] * 3))
    turns = turns_of(product, session, 3)
    assert len({name for turn in turns for name in turn.results}) == 2, "the figures, and the calls"
    assert all(len(orjson.dumps(turn.record)) < 4_000 for turn in turns)
    assert all(turn.complete["effects"][-2]["result"]["figures"]["maintenance_ratio"] for turn in turns)


Hand = Callable[[Product, StoredTurn], None]


def _one_digit_of_a_long_result(product: Product, turn: StoredTurn) -> None:
    name, text = next((name, text) for name, text in turn.results.items() if '"1.28"' in text)
    body = text.replace('"1.28"', '"1.38"', 1)
    alter(
        product,
        "UPDATE turn_results SET body = ? WHERE session = ? AND digest = ?",
        body,
        turn.session,
        name,
    )


def _a_long_result_gone(product: Product, turn: StoredTurn) -> None:
    name = next(iter(turn.results))
    alter(product, "DELETE FROM turn_results WHERE session = ? AND digest = ?", turn.session, name)


def _a_long_result_torn(product: Product, turn: StoredTurn) -> None:
    place = (turn.session, next(iter(turn.results)))
    torn = "UPDATE turn_results SET body = ? WHERE session = ? AND digest = ?"
    alter(product, torn, b'{"figures": \xff', *place)


def _a_short_result(product: Product, turn: StoredTurn) -> None:
    def change(record: dict[str, Any]) -> dict[str, Any]:
        row = next(row for row in record["effects"] if "result" in row)
        row["result"] = [{"kind": "person_only", "topic": None, "text": {"zh": "", "en": ""}}]
        return record

    altered_record(product, turn.session, turn.message_id, change)


def _the_answer(product: Product, turn: StoredTurn) -> None:
    reply = {**turn.reply, "answer": turn.reply["answer"].replace("128", "138")}
    place = (turn.session, turn.message_id)
    alter(
        product,
        "UPDATE turns SET reply = ? WHERE session = ? AND message_id = ?",
        orjson.dumps(reply),
        *place,
    )


def _the_words(product: Product, turn: StoredTurn) -> None:
    place = (turn.session, turn.message_id)
    alter(
        product, "UPDATE turns SET text = ? WHERE session = ? AND message_id = ?", "我的比例是多少？", *place
    )


def _the_moment(product: Product, turn: StoredTurn) -> None:
    place = (turn.session, turn.message_id)
    at = "2026-11-20T16:31:00+08:00"
    alter(product, "UPDATE turns SET said_at = ? WHERE session = ? AND message_id = ?", at, *place)


def _an_edition(product: Product, turn: StoredTurn) -> None:
    altered_record(
        product,
        turn.session,
        turn.message_id,
        lambda record: {**record, "versions": {**record["versions"], "rules": "other"}},
    )


def _the_chain(product: Product, turn: StoredTurn) -> None:
    alter(
        product, "UPDATE turn_seals SET hash = ? WHERE session = ? AND position = 0", "0" * 64, turn.session
    )


def _the_answer_with_a_seal_that_fits(product: Product, turn: StoredTurn) -> None:
    _the_answer(product, turn)
    now = product.records.turn(turn.session, turn.message_id)
    fitting = seal(now.as_json())
    altered_record(product, turn.session, turn.message_id, lambda record: {**record, "hash": fitting})


HANDS = (
    _one_digit_of_a_long_result,
    _a_long_result_gone,
    _a_long_result_torn,
    _a_short_result,
    _the_answer,
    _the_words,
    _the_moment,
    _an_edition,
    _the_chain,
    _the_answer_with_a_seal_that_fits,
)


@pytest.mark.parametrize("hand", HANDS)
async def test_whatever_is_altered_by_hand_is_reported_and_never_called_the_same(
    product: Product, hand: Hand
) -> None:
    session = await talk(product, "demo-call", "我的维持担保比例是多少？")
    turn = product.records.turn(session, "m0")
    assert product.records.replay(turn).same
    hand(product, turn)
    again = product.records.replay(product.records.turn(session, "m0"))
    assert not again.same and again.differences
    assert {row["what"] for row in again.differences} & {"hash", "chain", "result", "results"}


LEFT: tuple[tuple[str, bytes], ...] = (
    *(("record", left) for left in (b"{", b"[]", b"null", b'{"effects": 5}')),
    *(("reply", left) for left in (b"{", b"[]", b"{}")),
    ("said_at", b"x"),
)
PIECES = tuple(
    (name, value)
    for name in ("message", "effects", "versions", "state_before", "owner", "previous", "hash")
    for value in (None, 5, "x", [], {}, [{}])
)


async def test_of_what_a_hand_has_left_in_pieces_everything_can_still_be_asked(product: Product) -> None:
    session = await talk(product, "demo-call", "我的维持担保比例是多少？")
    turn = product.records.turn(session, "m0")
    pieces = [
        ("record", orjson.dumps({**turn.record, name: value}))
        for name, value in PIECES
        if turn.record[name] != value
    ]
    found = 0
    for column, left in (*LEFT, *pieces):
        was = orjson.dumps(turn.record if column == "record" else turn.reply)
        value = left.decode() if column == "said_at" else left
        put = f"UPDATE turns SET {column} = ? WHERE session = ? AND message_id = 'm0'"
        alter(product, put, value, session)
        altered = product.records.turn(session, "m0")
        assert not product.records.replay(altered).same, (column, left)
        assert laid_open(altered, product.library)["broken"], (column, left)
        found += bool(verified(loads(dumps(product.records.conversation(session))))[1])
        alter(product, put, turn.said_at if column == "said_at" else was, session)
    assert found == len(LEFT) + len(pieces) >= len(PIECES) and product.records.replay(turn).same


async def test_what_has_changed_since_is_named_and_the_answer_compared_all_the_same(
    product: Product,
) -> None:
    session = await talk(product, None, "现在融资保证金比例最低是多少？")
    turn = product.records.turn(session, "m0")
    versions = {**turn.record["versions"], "rules": "later", "texts": "later"}
    again = replay(turn, product.understand, product.library, versions)
    assert again.same and [row["what"] for row in again.changed] == ["rules", "texts"]
    assert again.changed[0] == {"what": "rules", "was": turn.record["versions"]["rules"], "now": "later"}


async def test_a_turn_from_before_records_were_whole_says_what_it_lacks(product: Product) -> None:
    session = await talk(product, None, "在吗")
    altered_record(
        product, session, "m0", lambda record: {"owner": None, "effects": record["effects"], "held_back": []}
    )
    turn = product.records.turn(session, "m0")
    again = product.records.replay(turn)
    assert not again.same and again.differences[0]["what"] == "record"
    assert "state_before" in again.differences[0]["now"]
    assert (await product.assistant.history(session))[0]["reply"]["answer"] == turn.reply["answer"]


async def test_a_replay_is_the_reply_itself(product: Product) -> None:
    from bot.record.replay import message_of

    session = await talk(product, "demo-call", "要补多少？")
    turn = product.records.turn(session, "m0")
    outcome = replayed(turn.complete, message_of(turn), product.understand, product.library)
    assert outcome.reply.text == turn.reply["answer"]
    assert [figure["trace_id"] for figure in outcome.reply.figures] == turn.record["traces"]


async def test_a_turn_is_found_by_its_place_and_by_a_figure_it_has_shown(product: Product) -> None:
    session = await talk(product, "demo-call", "如果我从银行转23456.78元还款会怎样？")
    turn = product.records.turn(session, "m0")
    assert product.records.named(f"{session}:m0") == turn
    only_here = turn.record["traces"][1]
    assert product.records.named(only_here).record["traces"] == turn.record["traces"]
    for unknown in (f"{session}:m9", "nobody:m0", "t000"):
        with pytest.raises(UnknownSession):
            product.records.named(unknown)
