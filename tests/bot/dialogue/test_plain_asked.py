"""What is plainly asked of the account's services: each kind in several wordings, and what only sounds like it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.dialogue import applying
from bot.dialogue.case_asked import MISSING
from bot.dialogue.matters import matter
from bot.dialogue.plain_asked import LEFT, MOVED, RETAKE, STUCK, WILL_SELL, plainly
from bot.dialogue.state import State
from bot.nlu.model import Amount, DateRange, Request, Slots

KNOWN = State(client_id="demo-call", role="client")
AFTER_A_SUM = State(client_id="demo-call", role="client", last_intent="margin_call")
YESTERDAY = DateRange(date(2026, 11, 19), date(2026, 11, 19), "昨天")


def asked(text: str, state: State = KNOWN, slots: Slots | None = None) -> Request:
    request = Request(text, "oos", 0.4, "clarify", (), slots or Slots(), "model")
    return matter(request, state)


OPENS = (
    "Hi, I'd love to set up margin with you guys",
    "hello, how do i get started with a margin account here",
    "can you open a margin account for me please",
    "i want margin",
    "I'd like to start margin trading",
    "please sign me up for margin",
)
RETAKES = (
    "我的风险测评分太低了咋办",
    "测评没过能再做一次吗",
    "風評唔合格可唔可以再做",
    "my risk score was too low, can i try again",
    "i failed the questionnaire, what now",
)
ACCEPTS = (
    "同意新条款",
    "新条款我同意",
    "改合同那个，我同意了",
    "新条款我冇问题，同意",
    "补充协议我没意见，接受",
    "ok, i agree to the amendment",
)
LINE_LEFT = (
    "how much credit do i have left",
    "how much of my line is used",
    "how much of my credit line have i used",
)
EARLIEST = (
    "最早到期的那笔帮我展期",
    "把先到期的那张合约续上",
    "我有笔合约快到期了，想延长",
    "帮我延长期限最近的那张合约",
    "哪笔合约先到期就帮我展哪笔",
    "最先到期嗰张可以展期吗",
    "extend the contract that's due first",
    "roll over my earliest contract please",
)
EXTENDED = ("我那笔合约展到什么时候了", "展到几号", "until when is it extended to when")
SOLD_OUT = (
    "会不会强平我",
    "你们是不是要平我仓",
    "你们会平我仓吗",
    "几时会斩我仓",
    "我这样会不会爆仓",
    "are you going to liquidate me",
    "you going to sell me out?",
    "will i get liquidated",
)
STANDS = (
    "我的申请卡在哪了",
    "现在卡在谁那里",
    "我的申请现在谁在看",
    "who is sitting on my application",
    "申请到咩阶段，边个批",
    "where is my application stuck",
    "why is my application held up",
)
SIGNED = (
    "我哪天签了什么",
    "列一下我签过的文件和日期",
    "我几时签咗啲咩",
    "what did i sign and when",
    "which documents did i sign on which day",
)
ANNOUNCED = (
    "政策要变，对我有啥影响",
    "你们那个新公告跟我有关系吗",
    "公告的调整影响我多少",
    "下个月规则一改我的比例变多少",
    "what changes for me in the announced policy",
)
KINDS = (
    (OPENS, applying.APPLICATION, "open"),
    (RETAKES, applying.SHEET, RETAKE),
    (ACCEPTS, applying.AMENDMENT, "accept"),
    (LINE_LEFT, applying.LINE, LEFT),
    (EARLIEST, applying.EXTENSION, "ask"),
    (EXTENDED, applying.EXTENSION, "status"),
    (SOLD_OUT, WILL_SELL, None),
    (STANDS, applying.APPLICATION, STUCK),
    (("谁来决定我能不能开", "who decides on my application"), applying.APPLICATION, "who"),
    (SIGNED, applying.AGREEMENT, "signed"),
    (ANNOUNCED, applying.ANNOUNCED, None),
)


@pytest.mark.parametrize(
    ("text", "intent", "aspect"), [(text, *named) for texts, *named in KINDS for text in texts]
)
def test_a_kind_is_known_by_its_words(text: str, intent: str, aspect: str | None) -> None:
    found = asked(text)
    assert (found.intent, found.slots.aspect, found.gate) == (intent, aspect, "act")


@pytest.mark.parametrize(
    "text",
    (
        "那为什么和短信里的12万不一样",
        "为什么不是短信说的那个数",
        "通知写的是十二万，现在怎么不一样",
        "点解同短信唔同",
        "why is it not the same as the text message",
        "怎么比昨天多了",
        "昨晚不是七万吗",
        "怎么又变了",
        "why did it change",
    ),
)
def test_another_amount_than_before_is_asked_about_after_one_was_told(text: str) -> None:
    found = asked(text, AFTER_A_SUM)
    assert (found.intent, found.slots.aspect) == (MISSING, MOVED)


@pytest.mark.parametrize("text", ("怎么又变了", "怎么比昨天多了", "why did it change"))
def test_what_changed_means_no_amount_where_none_was_told(text: str) -> None:
    assert asked(text).intent != MISSING


@pytest.mark.parametrize(
    "text",
    ("昨天收盘我账户什么样", "昨天我账户啥情况", "昨晚收市我账户点样", "how did my account look yesterday"),
)
def test_the_account_of_a_day_is_shown_as_it_stood(text: str) -> None:
    found = asked(text, slots=Slots(dates=(YESTERDAY,)))
    assert (found.intent, found.gate) == ("my_figures", "act")


OTHERS = (
    "为什么三个办法的数不一样",
    "i want to open a margin position",
    "what are the conditions to open a margin account",
    "不同意新条款",
    "同意新条款会怎样",
    "新条款不回复算默认同意吗",
    "追保的期限快到期了能延期吗",
    "展期规则最早到期前几天",
    "再跌多少会强平我",
    "会强平我哪些股票",
    "不补会不会强平",
    "银行卡卡在机器里了",
    "提额申请到哪了",
    "展期申请卡在谁那里",
    "谁决定平仓线",
    "交易所的新规对我的老合约有影响吗",
)


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_sounds_like_a_kind_is_left_to_the_other_rules(text: str) -> None:
    found = asked(text, AFTER_A_SUM)
    known = {(intent, aspect) for _, intent, aspect in KINDS} | {(MISSING, MOVED), ("my_figures", None)}
    assert (found.intent, found.slots.aspect) not in known


def test_only_an_opening_is_a_kind_for_somebody_unknown() -> None:
    texts = [(text, intent) for texts, intent, _ in KINDS for text in texts]
    assert len(texts) > 40
    for text, intent in texts:
        request = Request(text, "oos", 0.4, "clarify", (), Slots(), "model")
        named = plainly(request, State(), text.lower())
        assert named is None or (intent == applying.APPLICATION and named[1] == "open"), text


def test_a_sum_in_the_words_is_something_to_work_out() -> None:
    amount = Amount(Decimal(60000), "yuan", "6万")
    assert asked("补6万会不会强平我", slots=Slots(amounts=(amount,))).intent != WILL_SELL
