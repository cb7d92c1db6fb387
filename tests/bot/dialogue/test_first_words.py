"""The first words of a frightened client, and what is plainly asked while something rests, in each script; and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.dialogue import applying
from bot.dialogue.case_asked import COUNTED, DEADLINE, MISSING, WHY
from bot.dialogue.first_words import (
    AGAIN,
    FAILED,
    OVERDUE,
    REGRET,
    SALE_DECIDED,
    UNTIL,
    WHO,
    WILL_SELL,
    asks,
)
from bot.dialogue.matters import matter
from bot.dialogue.state import Past, Pending, State
from bot.nlu.model import Request, Slots
from bot.nlu.normal import normalise, script

KNOWN = State(client_id="demo-call", role="client")


def asked(text: str, state: State = KNOWN, intent: str = "oos") -> tuple[str, str | None]:
    """The intent and aspect of a message that the model took for ``intent``."""
    gate = "act" if intent == "complaint" else "clarify"
    found = matter(Request(text, intent, 0.6, gate, (), Slots(), "model"), state)  # type: ignore[arg-type]
    return found.intent, found.slots.aspect


AT_ONCE = (
    ("你刚才说的截止时间是几号", DEADLINE, "deadline"),
    ("死線係邊日", DEADLINE, "deadline"),
    ("what's the deadline again?", DEADLINE, "deadline"),
    ("我的合约什么时候到期", "my_positions", "due"),
    ("我嘅合約幾時到期", "my_positions", "due"),
    ("when are my contracts due?", "my_positions", "due"),
    ("谁决定平仓", SALE_DECIDED, None),
    ("強平由邊個批", SALE_DECIDED, None),
    ("Who decides a sale?", SALE_DECIDED, None),
    ("我逾期了吗？", OVERDUE, None),
    ("我係咪過咗期", OVERDUE, None),
    ("我逾期了嗎", OVERDUE, None),
    ("Am I overdue?", OVERDUE, None),
    ("wtf is this text about a margin call", WHY, None),
    ("is this text about a margin call", WHY, None),
    ("why me?? i was fine yesterday", WHY, None),
    ("凭什么说我不够", WHY, None),
    ("憑什麼說我不夠", WHY, None),
    ("急死我了,钱到底差多少", MISSING, None),
    ("最少要過幾多錢", MISSING, None),
    ("what is the least i have to pay", MISSING, None),
    ("我的钱到了没", MISSING, COUNTED),
    ("你哋收到我嘅錢未", MISSING, COUNTED),
    ("did you get my money", MISSING, COUNTED),
    ("你们是不是后天就给我平了", WILL_SELL, None),
    ("你哋係咪聽日就平咗我", WILL_SELL, None),
    ("are you going to liquidate me tomorrow?", WILL_SELL, None),
)


@pytest.mark.parametrize(("text", "intent", "aspect"), AT_ONCE)
def test_the_first_words_are_told_by_themselves(text: str, intent: str, aspect: str | None) -> None:
    assert asked(text) == (intent, aspect)
    assert asked(normalise(text, script())) == (intent, aspect)


def test_a_frightened_question_opens_no_complaint() -> None:
    assert asked("你们是不是后天就给我平了", intent="complaint") == (WILL_SELL, None)
    assert asked("我要投诉,你们是不是后天就给我平了", intent="complaint") == ("complaint", None)


GOING_ON = (
    (applying.SHEET, "what happens if i fail it", applying.SHEET, FAILED),
    (applying.SHEET, "要是我没过呢", applying.SHEET, FAILED),
    (applying.SHEET, "要係我唔合格點算", applying.SHEET, FAILED),
    (applying.SHEET, "撤回申请", applying.APPLICATION, "withdraw"),
    (applying.SHEET, "撤回申請", applying.APPLICATION, "withdraw"),
    (applying.SHEET, "withdraw my application", applying.APPLICATION, "withdraw"),
    (applying.SHEET, "状态", applying.APPLICATION, "status"),
    (applying.SHEET, "狀態", applying.APPLICATION, "status"),
    (applying.SHEET, "status", applying.APPLICATION, "status"),
    (applying.APPLICATION, "我后悔了", applying.APPLICATION, REGRET),
    (applying.APPLICATION, "我後悔咗", applying.APPLICATION, REGRET),
    (applying.APPLICATION, "i changed my mind", applying.APPLICATION, REGRET),
    (applying.APPLICATION, "重新申请", applying.APPLICATION, AGAIN),
    (applying.APPLICATION, "重新申請", applying.APPLICATION, AGAIN),
    (applying.APPLICATION, "can i apply again?", applying.APPLICATION, AGAIN),
    (applying.EXTENSION, "谁批的", applying.EXTENSION, WHO),
    (applying.EXTENSION, "邊個批㗎", applying.EXTENSION, WHO),
    (applying.EXTENSION, "who approved it?", applying.EXTENSION, WHO),
    (applying.EXTENSION, "延到哪天", applying.EXTENSION, UNTIL),
    (applying.EXTENSION, "延到邊日", applying.EXTENSION, UNTIL),
    (applying.EXTENSION, "until when", applying.EXTENSION, UNTIL),
)


@pytest.mark.parametrize(("last", "text", "intent", "aspect"), GOING_ON)
def test_what_goes_on_means_the_matter_that_was_spoken_of(
    last: str, text: str, intent: str, aspect: str
) -> None:
    after = State(client_id="demo-applicant", role="client", last_intent=last)
    assert asked(text, after) == (intent, aspect)
    assert asks(normalise(text, script()), after), "it is no side of another matter"


def test_a_human_word_between_ends_no_matter() -> None:
    trail = (Past("撤回申请", applying.APPLICATION, "answer"), Past("是", "smalltalk", "ask"))
    after = State(client_id="demo-applicant", role="client", last_intent="smalltalk", trail=trail)
    assert asked("我后悔了", after) == (applying.APPLICATION, REGRET)


@pytest.mark.parametrize("text", ["取消", "算了", "唔要", "cancel", "never mind"])
def test_a_cancel_leaves_the_deed_that_waits_undone(text: str) -> None:
    waits = Pending(applying.PENDING, {"act": "application_withdraw"})
    state = State(client_id="demo-applicant", role="client", last_intent=applying.APPLICATION, pending=waits)
    assert asked(text, state) == ("deny", None)
    assert asked(text)[0] != "deny", "without a deed that waits it is none"


ELSE = (
    ("what does a margin call mean", KNOWN),
    ("合同的截止日期是哪天", KNOWN),
    ("状态", KNOWN),
    ("谁批的", KNOWN),
    ("最少要多少钱才能开户", KNOWN),
    ("我逾期了会怎样", KNOWN),
    ("我逾期了吗", State()),
    ("死线是哪天", State()),
)


@pytest.mark.parametrize(("text", "state"), ELSE)
def test_what_only_sounds_like_it_is_left_to_others(text: str, state: State) -> None:
    assert not asks(text, state)
