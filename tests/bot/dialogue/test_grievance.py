"""What is read from a complaint's words, and what a correction does to it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.grievance import WORDING, Change, amended, names_no_day, rates_said, read, wording_instead

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("说好万三,收我千一点八", {"agreed_rate": "0.0003", "charged_rate": "0.0018"}),
        ("合同约定万分之二点五,实际收了万8", {"agreed_rate": "0.00025", "charged_rate": "0.0008"}),
        ("agreed 0.03%, charged me 0.18%", {"agreed_rate": "0.0003", "charged_rate": "0.0018"}),
        ("赔我五万", {"remedy": "compensation", "amount": "50000"}),
        ("退差额就行", {"remedy": "refund"}),
        ("要求道歉并给个说法", {"remedy": "apology,explanation"}),
        ("i want a refund and an apology", {"remedy": "refund,apology"}),
        ("11月18日平了我的仓", {"event_on": "2026-11-18"}),
        ("12月3号扣的", {"event_on": "2025-12-03"}),
        ("25号扣的", {"event_on": "2026-10-25"}),
        ("周日强平的", {"event_on": "2026-11-15"}),
        ("明天茅台会涨吗", {}),
        ("下周三再不处理就举报", {}),
        ("2026年12月15日扣的", {}),
        ("开户是1月6号", {"opened_on": "2026-01-06"}),
        ("有录音,也附上截图", {"evidence": "录音,截图"}),
        ("多收了我1200元手续费", {"amount": "1200"}),
        ("不要赔了", {}),
        ("态度太差", {}),
    ],
)
def test_slots_are_read_from_the_words(text: str, slots: dict[str, str]) -> None:
    assert read(text, TODAY) == slots


@pytest.mark.parametrize(
    ("known", "text", "change"),
    [
        ({}, "开户是1月7号不,是6号", Change("opened_on", "2026-01-07", "2026-01-06")),
        ({"opened_on": "2026-01-07"}, "不是7号,是6号", Change("opened_on", "2026-01-07", "2026-01-06")),
        ({"event_on": "2026-03-31"}, "应该是30号", Change("event_on", "2026-03-31", "2026-03-30")),
        ({"amount": "30000"}, "写错了,是50万", Change("amount", "30000", "500000")),
        ({"remedy": "compensation"}, "我换个诉求:退差额就行", Change("remedy", "compensation", "refund")),
        ({"remedy": "compensation"}, "不要赔了,道歉就行", Change("remedy", "compensation", "apology")),
        ({"agreed_rate": "0.0003"}, "说好万二五,不是万三", None),
    ],
)
def test_a_correction_changes_a_slot_and_says_from_what_to_what(
    known: dict[str, str], text: str, change: Change | None
) -> None:
    after, changes = amended(known, text, TODAY)
    assert changes == ((change,) if change else changes)
    if change is not None:
        assert after[change.name] == change.new


def test_another_wish_stands_beside_the_first_unless_it_replaces_it() -> None:
    after, changes = amended({"remedy": "refund"}, "还要道歉", TODAY)
    assert after["remedy"] == "refund,apology" and changes == ()


def test_a_slot_that_is_not_spoken_of_stays() -> None:
    after, changes = amended({"opened_on": "2026-01-06", "amount": "5"}, "客户经理姓王", TODAY)
    assert after == {"opened_on": "2026-01-06", "amount": "5"} and changes == ()


@pytest.mark.parametrize(
    ("text", "strange"),
    [("2月30日平的", True), ("13月1日", True), ("2月28日平的", False), ("没有日子", False)],
)
def test_a_day_that_no_calendar_has_is_noticed(text: str, strange: bool) -> None:
    assert names_no_day(text, TODAY) is strange
    assert read("2月30日平的", TODAY) == {}


def test_every_rate_of_a_text_is_read_in_order() -> None:
    assert rates_said("跟万三比,千一点八差多少,0.5%呢") == ("0.0003", "0.0018", "0.005")
    assert rates_said("万一赔了五万块") == ()


@pytest.mark.parametrize("text", ["是万2.5不是万三", "不是万三,是万2.5"])
def test_what_is_taken_back_may_stand_behind(text: str) -> None:
    slots, changes = amended({"agreed_rate": "0.0003"}, text, TODAY)
    assert slots["agreed_rate"] == "0.00025" and changes == (Change("agreed_rate", "0.0003", "0.00025"),)


def test_the_rate_one_reckons_with_is_the_agreed_one() -> None:
    assert read("佣金是不是多收了我按万三算的", TODAY) == {"agreed_rate": "0.0003"}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("平的是2000股不是1000股", "1000股", "2000股"),
        ("姓李不姓王", "王", "李"),
        ("不是中信证券,是招商银行", "中信证券", "招商银行"),
    ],
)
def test_words_that_fill_no_slot_are_put_right_too(text: str, old: str, new: str) -> None:
    assert wording_instead(text) == (Change(WORDING, old, new),)


def test_a_message_that_takes_nothing_back_changes_no_words() -> None:
    assert wording_instead("客户经理态度不好") == ()
