"""What is answered to the first words: overdue or not, who decided and who decides, all that is lacking, and when one may apply anew."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue import applying
from bot.dialogue.first_words import OVERDUE, REGRET
from bot.dialogue.state import State
from bot.nlu.model import Slots
from tests.bot.dialogue.conversation import Conversation
from tests.bot.dialogue.test_applying_flows import APPLICATION, world
from tests.bot.dialogue.test_case_flows import CALLED

MINE = State(client_id="demo-call", role="client")
ROW: dict[str, Any] = {
    "contract": "F1",
    "kind": "financing",
    "security": "600036.SH",
    "name": "招商银行",
    "name_en": "China Merchants Bank",
    "amount": "600000",
    "annual_rate": "0.065",
}
AHEAD = {**ROW, "due": "2027-02-17", "days_to_due": 89}
PAST = {**ROW, "due": "2026-11-18", "days_to_due": -2}
LATE = {**CALLED, "state": "overdue"}


def book(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"holdings": [], "contracts": list(rows), "reference": None}


@pytest.mark.parametrize(
    ("cases", "rows", "lang", "begins", "names"),
    [
        ([CALLED], [AHEAD], "zh", "没有逾期。", "2027-02-17"),
        ([], [AHEAD], "en", "No, you are not overdue.", "2027-02-17"),
        ([LATE], [AHEAD], "zh", "是，已经逾期。", "追保已过期限"),
        ([], [PAST], "zh", "是，已经逾期。", "2026-11-18"),
        ([], [PAST], "en", "Yes, you are overdue.", "2026-11-18"),
        ([], [], "zh", "没有逾期。", "没有带到期日的合约"),
    ],
)
def test_overdue_or_not_with_the_days(
    cases: list[Any], rows: list[Any], lang: str, begins: str, names: str
) -> None:
    results = {"FetchCases": cases, "FetchPositions": book(*rows), "FetchCallProposals": []}
    outcome = Conversation(results, MINE).say("我逾期了吗", OVERDUE, lang=lang)
    assert outcome.issues == ()
    assert outcome.reply.text.startswith(begins) and names in outcome.reply.text


@pytest.mark.parametrize(
    ("by_rule", "lang", "said"),
    [
        (True, "zh", "按规则提出，自 2026-11-23 15:30 起等一名风控人员审批"),
        (False, "zh", "自 2026-11-23 15:30 起等另一名风控人员审批"),
        (True, "en", "was proposed by rule; it has waited for a risk officer since 2026-11-23 15:30"),
    ],
)
def test_a_sale_that_waits_is_told_since_when(by_rule: bool, lang: str, said: str) -> None:
    case = {**LATE, "sale_proposed": {"at": "2026-11-23T15:30:00+08:00", "by_rule": by_rule}}
    results = {"FetchCases": [case], "FetchCallProposals": []}
    outcome = Conversation(results, MINE).say("谁决定平仓", "sale_decided", lang=lang)
    assert outcome.issues == ()
    assert said in outcome.reply.text


def gap(by: str, number: int) -> dict[str, Any]:
    words = {"text": f"{by} fact {number}", "text_zh": f"{by}事项{number}"}
    return {"code": "fact_missing", "by": by, "closes": "fill it in", "closes_zh": "补充填写", **words}


GAPS = [*(gap("client", each) for each in range(7)), *(gap("desk", each) for each in range(4))]


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("zh", ("共缺 11 项，其中要您完成的有 7 项", "由公司办理的有 4 项")),
        ("en", ("Open 11 in all; of these, for you to do 7", "For the firm to do, 4")),
    ],
)
def test_all_that_is_lacking_is_listed_with_both_numbers(lang: str, counts: tuple[str, str]) -> None:
    results = world(FetchApplication={**APPLICATION, "gaps": GAPS})
    said = Conversation(results, MINE).say("还缺什么", applying.APPLICATION, Slots(aspect="lacks"), lang=lang)
    assert said.issues == ()
    names = [each["text" if lang == "en" else "text_zh"] for each in GAPS]
    assert len(names) == 11 and all(name in said.reply.text for name in names)
    assert all(count in said.reply.text for count in counts)


def test_where_it_stands_tells_the_same_numbers_and_how_to_see_the_rest() -> None:
    results = world(FetchApplication={**APPLICATION, "gaps": GAPS})
    said = Conversation(results, MINE).say("状态", applying.APPLICATION, Slots(aspect="status"))
    assert said.issues == ()
    assert "共缺 11 项，其中要您完成的有 7 项" in said.reply.text and "另有 3 项" in said.reply.text


REFUSED = {
    **APPLICATION,
    "state": "refused",
    "decided_at": "2026-11-20T10:00:00+08:00",
    "reason": "收入不足",
    "again_from": "2026-12-20",
    "next": {
        "by": "client",
        "act": "open",
        "zh": "可再次申请",
        "en": "apply again",
        "earliest": "2026-12-20",
    },
    "may": [],
}


@pytest.mark.parametrize("aspect", ["status", "open", REGRET])
def test_after_a_refusal_one_sentence_says_from_when(aspect: str) -> None:
    said = Conversation(world(FetchApplication=REFUSED), MINE).say(
        "重新申请", applying.APPLICATION, Slots(aspect=aspect)
    )
    assert said.issues == () and said.reply.action == "answer"
    assert said.reply.text.count("2026-12-20") == 1 and "2026-12-20 起可以重新申请" in said.reply.text
    assert "下一步" not in said.reply.text


@pytest.mark.parametrize(
    ("state", "text"), [("withdrawn", "您要申请开通融资融券信用账户"), ("draft", "您要撤回申请")]
)
def test_a_regret_turns_back_what_was_done_last(state: str, text: str) -> None:
    results = world(FetchApplication={**APPLICATION, "state": state})
    said = Conversation(results, MINE).say("我后悔了", applying.APPLICATION, Slots(aspect=REGRET))
    assert said.issues == () and said.reply.action == "confirm"
    assert said.reply.text.startswith(text)


OFFICE = {"zh": "风控人员", "en": "a risk officer"}
ASKED: dict[str, Any] = {
    "id": "P20261119-0002",
    "contract": "F2",
    "state": "approved",
    "says": {"zh": "已展期至2027-09-19", "en": "Extended to 2027-09-19"},
    "explanation": {"summary": {"zh": "合约F2展期", "en": "Extend F2"}, "points": [], "figures": []},
    "reason": None,
    "decided_at": "2026-11-20T11:00:00+08:00",
    "decided_by": OFFICE,
}


@pytest.mark.parametrize(
    ("aspect", "lang", "said"),
    [
        ("who", "zh", "由风控人员于 2026-11-20 11:00 作出决定"),
        ("who", "en", "decided by a risk officer at 2026-11-20 11:00"),
        ("until", "zh", "已展期至2027-09-19"),
        ("status", "en", "Extended to 2027-09-19"),
    ],
)
def test_the_last_request_is_the_one_that_is_meant(aspect: str, lang: str, said: str) -> None:
    outcome = Conversation(world(FetchExtensions=[ASKED]), MINE).say(
        "?", applying.EXTENSION, Slots(aspect=aspect), lang=lang
    )
    assert outcome.issues == ()
    assert said in outcome.reply.text and "F1" not in outcome.reply.text


def test_before_anybody_has_decided_it_is_said_who_does() -> None:
    waits = {**ASKED, "state": "proposed", "decided_at": None, "decided_by": None}
    outcome = Conversation(world(FetchExtensions=[waits]), MINE).say(
        "?", applying.EXTENSION, Slots(aspect="who")
    )
    assert outcome.issues == ()
    assert "还没有人审批；由客服主管或风控人员决定" in outcome.reply.text
