"""What is taken from the passages by the form of the question: always exact pieces of them."""

from __future__ import annotations

import pytest

from bot.answer.reading.compose import about_both, asked_first, compared_terms, composed
from bot.answer.reading.form import Form
from tests.bot.dialogue.test_other_flows import Hit, Passage


def _passage(text: str, section: str = "标题", **more: object) -> Passage:
    return Passage(text=text, section=section, **more)  # type: ignore[arg-type]


STEPS = _passage(
    "分三步：选类型、填数量、确认。第二步最多填100股。由公司规定办理时间。其中第三步自2024年7月起暂停。",
    "怎么转入",
)


@pytest.mark.parametrize(
    ("form", "question", "head"),
    [
        ("steps", "怎么转入", "分三步：选类型、填数量、确认。"),
        ("number", "转入第二步最多填多少股", "第二步最多填100股。"),
        ("who", "办理时间谁规定", "由公司规定办理时间。"),
        ("open", "第三步什么时候暂停的", "第三步自2024年7月起暂停。"),
    ],
)
def test_the_head_is_the_sentence_that_holds_what_was_asked_for(form: Form, question: str, head: str) -> None:
    reading = composed(form, question, (Hit(STEPS),))
    assert reading.head.text == head and head in STEPS.text
    assert all(piece.text in STEPS.text for piece in reading.rest)


def test_a_statute_is_quoted_as_it_was_found() -> None:
    statute = _passage("甲条规定如下。保存二十年。", kind="statute")
    reading = composed("number", "保存几年", (Hit(statute),))
    assert reading.head.text == "甲条规定如下。"


def test_a_verdict_on_another_question_is_not_carried_over() -> None:
    hit = Hit(_passage("不能：自有资金只能买名单内的证券。", "信用账户能买所有股票吗"))
    assert composed("yes_no", "信用账户能买所有股票吗", (hit,)).head.text.startswith("不能")
    other = composed("yes_no", "融资买的可以转到普通账户吗", (hit,))
    assert other.head.text == "自有资金只能买名单内的证券。" and other.verdict is None
    assert all("不能" not in piece.text for piece in other.rest)


def test_a_second_section_follows_unless_it_is_a_bare_yes_or_no() -> None:
    best = Hit(_passage("先答一句。", "甲"))
    plain, verdict = (
        Hit(_passage("再说一句。", "乙", id="p2"), 0.9),
        Hit(_passage("不影响：它不算。", "丙", id="p3"), 0.9),
    )
    assert [piece.text for piece in composed("open", "问", (best, verdict, plain)).rest] == ["再说一句。"]
    assert composed("open", "问", (best, verdict)).rest == ()


def test_a_section_that_answers_this_very_question_comes_first_where_it_scores_about_the_same() -> None:
    best, asked = (
        Hit(_passage("甲。", "别的题目"), 1.0),
        Hit(_passage("乙。", "乙", asks=("展期最多几次",)), 0.9),
    )
    assert asked_first("展期最多几次", [best, asked])[0] is asked
    far = Hit(_passage("乙。", "展期最多几次"), 0.5)
    assert asked_first("展期最多几次", [best, far])[0] is best


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("融资和融券有什么区别", ("融资", "融券")),
        ("预警线与平仓线的不同", ("预警线", "平仓线")),
        (
            "what is the difference between a warning line and the liquidation line?",
            ("warning line", "liquidation line"),
        ),
        ("哪里不同", None),
    ],
)
def test_the_two_things_of_a_comparison_are_read(question: str, terms: tuple[str, str] | None) -> None:
    assert compared_terms(question) == terms


def test_a_passage_is_about_both_where_it_names_both() -> None:
    hit = Hit(_passage("预警线用于提醒，平仓线触发追保。"))
    assert about_both(("预警线", "平仓线"), hit) and not about_both(("预警线", "提取线"), hit)
