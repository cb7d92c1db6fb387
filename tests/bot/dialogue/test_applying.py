"""What is asked about applying, signing, asking for more, announced changes, the age of figures and events: by its words."""

from __future__ import annotations

import json

import pytest

from bot.dialogue import applying
from bot.dialogue.applying import applied
from bot.dialogue.applying_answers import pressed, spoken
from bot.dialogue.state import Pending, State
from bot.nlu.model import Request, Slots

KNOWN = State(client_id="demo-call", role="client")
SAID = (
    ("我要开两融", applying.APPLICATION, "open"),
    ("帮我开个信用账户吧", applying.APPLICATION, "open"),
    ("i want to open a margin account", applying.APPLICATION, "open"),
    ("我的开户申请进度", applying.APPLICATION, "status"),
    ("两融申请到哪一步了", applying.APPLICATION, "status"),
    ("审核怎么还没过 到底批了没", applying.APPLICATION, "why"),
    ("has my application been approved", applying.APPLICATION, "status"),
    ("凭什么不给我开通", applying.APPLICATION, "why"),
    ("我的申请为什么被拒", applying.APPLICATION, "why"),
    ("why was my application rejected", applying.APPLICATION, "why"),
    ("还差什么材料", applying.APPLICATION, "lacks"),
    ("谁来决定", applying.APPLICATION, "who"),
    ("who decides on my application", applying.APPLICATION, "who"),
    ("撤回申请", applying.APPLICATION, "withdraw"),
    ("不想开户了", applying.APPLICATION, "withdraw"),
    ("提交申请", applying.APPLICATION, "submit"),
    ("我要解释", applying.APPLICATION, "explain"),
    ("找个人来解释一下", applying.APPLICATION, "person"),
    ("我要做风险测评", applying.SHEET, "start"),
    ("继续测评", applying.SHEET, "start"),
    ("我的风险测评什么时候到期", applying.SHEET, "result"),
    ("我签的合同是哪版", applying.AGREEMENT, "signed"),
    ("合同是什么时候签的", applying.AGREEMENT, "signed"),
    ("which version of the agreement did i sign", applying.AGREEMENT, "signed"),
    ("平仓线在合同第几条", applying.AGREEMENT, "clause"),
    ("给我看风险揭示书", applying.AGREEMENT, "risks"),
    ("我要签合同", applying.AGREEMENT, "sign"),
    ("合同要改什么", applying.AMENDMENT, None),
    ("合同改了我会怎样", applying.AMENDMENT, "effect"),
    ("不同意合同变更", applying.AMENDMENT, "refuse"),
    ("同意这个变更", applying.AMENDMENT, "accept"),
    ("合同变更我不回复会默认同意吗", applying.AMENDMENT, "silence"),
    ("我的额度为什么是这么多", applying.LINE, "why"),
    ("额度咋被冻结了", applying.LINE, "why"),
    ("我想申请提额", applying.LINE, "ask"),
    ("我想把额度提高一点", applying.LINE, "ask"),
    ("提额申请到哪了", applying.LINE, "status"),
    ("撤回提额申请", applying.LINE, "withdraw"),
    ("我想展期", applying.EXTENSION, "ask"),
    ("帮我把那笔融资展期", applying.EXTENSION, "ask"),
    ("展期批了吗", applying.EXTENSION, "status"),
    ("为什么不给我展期", applying.EXTENSION, "why"),
    ("展期最晚哪天申请", applying.EXTENSION, "until"),
    ("i want to extend my contract", applying.EXTENSION, "ask"),
    ("我的茅台折算率要变吗", applying.ANNOUNCED, None),
    ("折算率为什么要下调", applying.ANNOUNCED, "why"),
    ("最近有什么变化", applying.ANNOUNCED, None),
    ("any changes lately", applying.ANNOUNCED, None),
    ("这个数是什么时候的", applying.WHEN, None),
    ("你这数据是不是实时的啊", applying.WHEN, None),
    ("多久没更新了", applying.WHEN, None),
    ("where do these numbers come from", applying.WHEN, None),
    ("我刚转的钱到账没", applying.EVENTS, "arrived"),
    ("送股到账了吗", applying.EVENTS, "entitled"),
    ("今天账户有什么变动", applying.EVENTS, None),
    ("这笔是什么", applying.EVENTS, "this"),
    ("did my money arrive", applying.EVENTS, "arrived"),
    ("我的申请都有哪些", applying.REQUESTS, None),
    ("what are my requests", applying.REQUESTS, None),
    ("展期和额度申请都怎么样了", applying.REQUESTS, None),
    ("我tm申请都交了三天了怎么还没动静", applying.APPLICATION, "status"),
    ("你们凭什么改我合同", applying.AMENDMENT, None),
    ("平仓线要变吗", applying.AMENDMENT, None),
    ("那个合同变更我要是装没看见呢", applying.AMENDMENT, "silence"),
    ("call-f2能展期不", applying.EXTENSION, "ask"),
    ("账户流水给我看看", applying.EVENTS, None),
    ("这数据多老了啊", applying.WHEN, None),
    ("兴业的折算率啥时候变", applying.ANNOUNCED, "when"),
)
NOT_THESE = (
    "开通融资融券要什么条件",
    "我能开通两融吗",
    "展期要什么条件",
    "怎么申请展期",
    "合约展期最长多久是什么规定",
    "我的合同改过什么",
    "茅台折算率多少",
    "如果折算率下调到0呢",
    "维持担保比例怎么算",
    "我要投诉你们不给我开户",
    "要补多少",
    "追保到哪一步了",
)


def asked(text: str, state: State = KNOWN, intent: str = "rule_question", gate: str = "clarify") -> Request:
    return applied(Request(text, intent, 0.5, gate, ((intent, 0.5),), Slots(), "model"), state)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "intent", "aspect"), SAID)
def test_each_wording_names_its_flow(text: str, intent: str, aspect: str | None) -> None:
    found = asked(text)
    assert (found.intent, found.slots.aspect) == (intent, aspect)


@pytest.mark.parametrize("text", NOT_THESE)
def test_a_rule_a_supposition_and_a_complaint_are_left_alone(text: str) -> None:
    assert asked(text).intent == "rule_question"


@pytest.mark.parametrize("intent", ["distress", "account_security", "injection", "privacy_other"])
def test_what_must_not_be_missed_goes_first(intent: str) -> None:
    assert asked("我的申请到哪一步了", intent=intent, gate="act").intent == intent


@pytest.mark.parametrize(
    ("last", "text", "expected"),
    [
        (applying.APPLICATION, "批了吗", (applying.APPLICATION, "status")),
        (applying.LINE, "为什么", (applying.LINE, "why")),
        (applying.EXTENSION, "到哪一步了", (applying.EXTENSION, "status")),
        (applying.AMENDMENT, "不同意", (applying.AMENDMENT, "refuse")),
        (applying.AMENDMENT, "同意", (applying.AMENDMENT, "accept")),
        (applying.AMENDMENT, "不回复会怎样", (applying.AMENDMENT, "silence")),
        (applying.ANNOUNCED, "什么时候生效", (applying.ANNOUNCED, "when")),
        (applying.ANNOUNCED, "对我有什么影响", (applying.ANNOUNCED, "effect")),
    ],
)
def test_a_short_question_goes_on_from_the_last_answer(
    last: str, text: str, expected: tuple[str, str]
) -> None:
    found = asked(text, State(client_id="demo-call", role="client", last_intent=last))
    assert (found.intent, found.slots.aspect) == expected
    assert asked(text).intent == "rule_question"


OPTIONS = json.dumps(
    [["never", "从未做过", "Never"], ["long", "八年以上", "More than eight years"]], ensure_ascii=False
)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("A", "never"),
        ("选b", "long"),
        ("2", "long"),
        ("第一个", "never"),
        ("8年以上", "long"),
        ("More than eight years", "long"),
    ],
)
def test_a_question_is_answered_by_letter_number_place_or_words(text: str, option: str) -> None:
    waiting = State(client_id="c", pending=Pending(applying.QUESTION, {"options": OPTIONS}))
    found = pressed(text, waiting)
    assert found is not None and (found.intent, found.slots.aspect) == (applying.ANSWER, option)


def test_what_is_no_option_is_no_answer() -> None:
    waiting = State(client_id="c", pending=Pending(applying.QUESTION, {"options": OPTIONS}))
    assert pressed("F", waiting) is None
    assert pressed("我的比例多少", waiting) is None
    assert pressed("A", KNOWN) is None
    assert asked("不知道啊", waiting).slots.aspect == "again"


def test_a_code_and_a_section_are_taken_only_where_they_are_waited_for() -> None:
    signing = State(client_id="c", pending=Pending(applying.SIGNING, {}))
    reading = State(client_id="c", pending=Pending(applying.READING, {}))
    code, read, stop = pressed("123456", signing), pressed("已阅读", reading), pressed("先停", reading)
    assert code is not None and code.slots.aspect == "123456"
    assert read is not None and read.intent == applying.READ_ON
    assert stop is not None and stop.intent == "deny"
    assert pressed("123456", KNOWN) is None and pressed("已阅读", KNOWN) is None


@pytest.mark.parametrize(
    ("text", "lang"), [("C", "zh-Hant"), ("CALL-F1", "zh-Hant"), ("what is my ratio", "en")]
)
def test_a_letter_has_the_language_of_its_question(text: str, lang: str) -> None:
    waiting = State(client_id="c", pending=Pending(applying.QUESTION, {"lang": "zh-Hant"}))
    assert spoken(text, waiting, "en") == lang
