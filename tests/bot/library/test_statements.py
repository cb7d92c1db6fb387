"""The words around a right figure can be wrong: since when, at least or at most, whether at all, and who set it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.library.claims import stated
from bot.library.statements import misstated
from bot.library.tables import of_tables
from bot.library.wording import of_wording
from tests.bot.library.shelves import rulebooks, saying

NOW = {"effective_from": date(2026, 1, 19)}


def codes(text: str, heading: str = "一节", **meta: object) -> list[str]:
    document = saying(text, heading, **(NOW | meta))
    claims = tuple(stated(document, rulebooks()))
    found = misstated(document, claims, rulebooks(), frozenset())
    return [each.code for each in found if each] + [each.code for each in of_wording(document)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("自2026年3月19日起新开融资合约的融资保证金比例不得低于100%。", "wrong_date"),
        ("2015年11月23日至2023年10月9日，新开融资合约不得低于100%。", "wrong_date"),
        ("The financing margin ratio is at least 100 % since 19 March 2026.", "wrong_date"),
        ("融资保证金比例不得高于100%。", "wrong_bound"),
        ("维持担保比例低于300%才可以提取。", "wrong_bound"),
        ("有负债时，不到300%也可以提取。", "wrong_bound"),
        ("有负债的转出，须维持担保比例低于300%。", "wrong_bound"),
        ("折算率：ETF最低90%。", "wrong_bound"),
        ("A contract lasts at least six months.", "wrong_bound"),
        ("With debt you can withdraw only below 300 %.", "wrong_bound"),
        ("统一的130%最低线没有在2019年8月取消。", "denied_fact"),
        ("融资保证金比例并非自2026年1月19日起不得低于100%。", "denied_fact"),
        ("有负债的转出，不受300%提取线限制。", "denied_fact"),
        ("融资保证金比例不得低于100%，由法律规定。", "wrong_layer"),
        ("融资保证金比例不得低于100%，由公司规定。", "wrong_layer"),
        ("融资保证金比例法律规定为100%。", "wrong_layer"),
        ("The financing margin ratio is at least 100 %, set by the law.", "wrong_layer"),
        ("合约最长半年，只能展期一次。", "false_claim"),
        ("合约期限最长不超过6个月，不能展期。", "false_claim"),
        ("130%是法定平仓线。", "false_claim"),
        ("统一的平仓线为130%。", "false_claim"),
        ("平仓后就两清。", "false_claim"),
    ],
)
def test_a_right_figure_in_a_wrong_sentence_is_found(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "自2026年1月19日起新开融资合约的融资保证金比例不得低于100%，由交易所规定。",
        "2015年11月23日至2023年9月10日，新开融资合约不得低于100%。",
        "2023年9月8日收市后融资保证金比例降到80%。",
        "统一的130%最低线已在2019年8月取消，改由合同约定。",
        "维持担保比例低于300%的不能提取。",
        "维持担保比例超过300%才可以提取，提取后不得低于300%。",
        "没有负债的，不受300%提取线限制。",
        "合约最长不超过6个月，展期次数由公司规定。",
        "“只能展期一次”的说法是错的。",
        "网上说130%是法定平仓线，这个说法已经过时。",
        "截至2026年11月，融资保证金比例不得低于100%。",
        "A contract lasts at most six months; the exchanges set this.",
    ],
)
def test_a_true_sentence_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_a_firm_may_have_days_of_its_own_and_our_own_teaching_only_known_ones() -> None:
    text = "自2026年3月2日起按新的流程办理。"
    assert codes(text, tier="firm") == []
    assert codes(text, tier="education") == ["wrong_date"]


def test_a_claim_that_is_false_today_may_stand_in_a_text_of_its_time() -> None:
    then = {"effective_from": date(2010, 1, 1), "declared_to": date(2015, 7, 1)}
    assert codes("统一的平仓线为130%。", **then) == []


@pytest.mark.parametrize(
    ("first", "codes_of_it"),
    [("300%及以上", []), ("240%及以上", ["broken_steps"]), ("320%及以上", ["broken_steps"])],
)
def test_the_steps_of_a_table_meet(first: str, codes_of_it: list[str]) -> None:
    rows = (
        "| 比例 | 上限 |",
        "|---|---|",
        f"| {first} | 不限 |",
        "| 240%至300% | 70% |",
        "| 240%以下 | 50% |",
    )
    found = list(of_tables(saying("表如下。\n\n" + "\n".join(rows))))
    assert len(found) == 2 and [each.code for each in found if each] == codes_of_it
