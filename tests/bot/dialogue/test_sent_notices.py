"""A text beside the ledger of notices: ours, altered in which particular, or none of ours; what signs of fraud it bears."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.sent_notices import compared, fraud_signs, particulars

CALL = "【两融示例证券】您的信用账户维持担保比例为128.00%，低于平仓线130%。请于2026-11-23 15:00前补足，至补足线140%差额120,000.00元（合同第13.1条）。"
DUE = "【两融示例证券】您的融资合约F1将于2026-11-18到期，请按时偿还或提前申请展期。客服400-000-0000。"
OLDER = CALL.replace("128.00", "127.00").replace("2026-11-23", "2026-10-12").replace("120,000", "130,000")


def row(text: str) -> dict[str, Any]:
    return {"text": text, "kind": "margin_call", "channel": "sms"}


LEDGER = [row(CALL), row(DUE), row(OLDER)]


@pytest.mark.parametrize("text", [CALL, DUE, CALL.replace("，", ","), CALL[8:60], f" {CALL} "])
def test_a_notice_or_a_part_of_it_as_it_was_sent_is_ours(text: str) -> None:
    assert compared(text, LEDGER).verdict == "ours"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("120,000.00", "12,000.00", "amount"),
        ("2026-11-23", "2026-11-21", "moment"),
        ("15:00", "09:00", "moment"),
        ("128.00%", "108.00%", "amount"),
        ("（合同", "，详情 http://lr-vip.top/pay（合同", "link"),
        ("（合同", "，请拨打 13800138000（合同", "phone"),
    ],
)
def test_one_changed_particular_is_an_alteration_and_is_named(old: str, new: str, kind: str) -> None:
    match = compared(CALL.replace(old, new), LEDGER)
    assert match.verdict == "altered" and match.notice == LEDGER[0]
    assert kind in [difference.kind for difference in match.differences]


def test_a_changed_telephone_number_is_told_from_the_one_that_was_sent() -> None:
    match = compared(DUE.replace("400-000-0000", "400-999-0000"), LEDGER)
    (difference,) = match.differences
    assert (difference.kind, difference.said, difference.sent) == (
        "phone",
        ("400-999-0000",),
        ("400-000-0000",),
    )


@pytest.mark.parametrize("text", ["恭喜您获得两融补偿名额，点击领取", "您的账户异常，请马上处理", ""])
def test_a_text_like_none_of_ours_is_unknown(text: str) -> None:
    assert compared(text, LEDGER).verdict == "unknown"


def test_without_any_notice_everything_is_unknown() -> None:
    assert compared(CALL, []).verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("请点击 http://abc.top 补款", ("link",)),
        ("请致电 13800138000", ("phone",)),
        ("请致电 400-000-0000", ()),
        ("请回复验证码", ("secret",)),
        ("转账到6222020000001234解冻", ("transfer",)),
        ("加老师微信进群，稳赚不赔", ("group", "gain")),
        ("请共享屏幕", ("screen",)),
        ("您的合约将于明天到期", ()),
    ],
)
def test_signs_of_fraud_are_named(text: str, signs: tuple[str, ...]) -> None:
    assert fraud_signs(text, "400-000-0000") == signs


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(particulars(CALL)["amount"]) - 1), st.integers(1, 9))
def test_whatever_digit_of_an_amount_is_changed_it_is_never_ours(place: int, shift: int) -> None:
    written = particulars(CALL)["amount"][place]
    digit = next(char for char in written if char.isdigit())
    other = written.replace(digit, str((int(digit) + shift) % 10), 1)
    assert compared(CALL.replace(written, other, 1), LEDGER).verdict == "altered"


@pytest.mark.parametrize(
    "text",
    [
        CALL + "请把款项转给王经理。",
        CALL + "请告知您的密码",
        CALL.replace("低于", "高于"),
        CALL.replace("补足", "汇给王经理"),
        CALL.replace("130%", "140%").replace("线140%差额", "线130%差额"),
        CALL[CALL.index("28.00%") :],
        "请加微信。" + DUE,
    ],
)
def test_anything_added_or_changed_in_words_is_an_alteration_that_is_named(text: str) -> None:
    match = compared(text, LEDGER)
    assert match.verdict == "altered" and match.differences


@pytest.mark.parametrize("text", ["差额120,000.00元", "请于2026-11-23 15:00前补足", "低于平仓线130%"])
def test_a_few_words_of_a_notice_tell_nothing_of_the_rest(text: str) -> None:
    assert compared(text, LEDGER).verdict == "fragment"


def test_money_for_a_person_is_a_sign_of_fraud() -> None:
    assert "transfer" in fraud_signs(CALL + "请把款项转给王经理。", None)
