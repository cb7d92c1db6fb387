"""A composed text: each number in its place, no word beside the sentences, and what is recorded of the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import facts
from bot.answer.draft import Draft
from bot.guard.check import Verdict, check
from bot.guard.evidence import Fact
from bot.guard.personal import masked

TODAY = date(2026, 11, 20)
BEFORE = Fact("figure", "maintenance_ratio", "128.00%", ("1.28", "128.00%"))
AFTER = Fact("figure", "maintenance_ratio", "120.00%", ("1.2", "120.00%"))


def verdict(draft: Draft, change: tuple[str, str] = ("", "")) -> Verdict:
    reply = draft.finish()
    assert change[0] in reply.text
    return check(reply.text.replace(*change, 1), reply.evidence, TODAY)


def supposed() -> Draft:
    draft = Draft("zh", TODAY, "my_what_if")
    return draft.say("what_if_maintenance_ratio", before=BEFORE, after=AFTER).line().say(
        "what_if_below_liquidation_line", line=facts.of_line("liquidation_line", "1.30")
    )  # fmt: skip


def test_a_composed_text_goes_out() -> None:
    assert verdict(supposed()).as_json() == {"verdict": "passed", "checked": 3, "issues": []}


@pytest.mark.parametrize(
    ("said", "instead", "code"),
    [
        ("由 128.00% 变为 120.00%", "由 120.00% 变为 128.00%", "wrong_value"),
        ("128.00%", "128.00", "wrong_value"),
        ("128.00%", "128.00个百分点", "wrong_unit"),
        ("会触发", "不会触发", "wrong_value"),
        ("低于平仓线", "不低于平仓线", "wrong_comparison"),
        ("可被强制平仓", "不可被强制平仓", "unknown_wording"),
    ],
)
def test_what_is_turned_round_stays(said: str, instead: str, code: str) -> None:
    assert code in [issue.code for issue in verdict(supposed(), (said, instead)).issues]


def test_figures_of_two_securities_do_not_change_places() -> None:
    draft = Draft("zh", TODAY, "my_positions")
    for name, number in (("贵州茅台", "100"), ("五粮液", "400")):
        value = Fact("figure", "amount", f"{number},000.00 元", (), ("市值",))
        draft.say(
            "holding", name=draft.name(name), quantity=facts.count(number, "quantity", "数量"), value=value
        )
    assert verdict(draft).passed
    text = draft.finish().text
    swapped = text.replace("100,000.00", "#").replace("400,000.00", "100,000.00").replace("#", "400,000.00")
    assert not check(swapped, draft.finish().evidence, TODAY).passed


def test_the_same_text_by_somebody_else_may_use_its_own_words() -> None:
    reply = supposed().finish()
    free = replace(reply.evidence, composed=False)
    assert check("维持担保比例目前是 128.00%。", free, TODAY).passed
    assert not check("维持担保比例目前是 128.00%。", reply.evidence, TODAY).passed


def test_what_is_recorded_of_a_held_text_names_each_reason() -> None:
    recorded = verdict(supposed(), ("130%", "131%")).as_json()
    assert recorded["verdict"] == "held"
    why = recorded["issues"][0].pop("why")
    assert "131%" in why["zh"] and "130%" in why["en"]
    assert recorded["issues"][0] == {
        "code": "wrong_value", "kind": "number", "text": "131%", "measure": "liquidation_line", "expected": "130%",
    }  # fmt: skip


@pytest.mark.parametrize(
    "number",
    ["13800138000", "138 0013 8000", "138-0013-8000", "11010519491231002X", "110105 19491231 002X", "6222 0212 3456 7890 123", "6222021234567890123"],
)  # fmt: skip
def test_a_number_that_identifies_somebody_is_masked(number: str) -> None:
    assert masked(f"我的号码是{number}，谢谢") == f"我的号码是{number[:3]}***，谢谢"


def test_an_amount_is_not_masked() -> None:
    assert (
        masked("总资产 1,280,000.00 元，2026-11-23 15:00 前") == "总资产 1,280,000.00 元，2026-11-23 15:00 前"
    )
