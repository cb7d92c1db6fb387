"""What kind of answer a question wants."""

from __future__ import annotations

import pytest

from bot.answer.reading.form import form_of

QUESTIONS = {
    "yes_no": (
        "能用融资买债券etf吗", "130%是法律规定吧", "融资保证金比例不是50%吗", "平仓前是否必须通知我", "这样行不行",
        "can i withdraw at 140%?", "is it true that 130% is the law?", "the haircut matters, right?",
    ),
    "number": (
        "现在融资保证金比例最低是多少?", "可以展期几次", "期限多久", "50万够吗还是要多少", "how long can a contract last?",
        "what was the margin ratio in 2014?", "how often can i extend?",
    ),
    "conditions": ("开户要什么条件", "有哪些情况会被强平", "要带哪些材料", "what are the conditions to open an account?", "which documents do i need?"),
    "steps": ("担保物怎么转入", "如何申请展期", "销户流程", "how do i transfer shares?", "how to close an account"),
    "comparison": ("融资和融券有什么区别", "预警线和平仓线的不同", "what is the difference between a and b?", "sell to repay vs cash repayment"),
    "then_now": ("融资保证金比例有什么变化", "以前和现在的规定", "融券保证金比例历次变化", "how has the ratio changed?", "what changed in 2026?"),
    "definition": ("什么是维持担保比例", "什么叫穿仓", "折算率是什么意思", "what is a margin call?", "what does haircut mean?"),
    "who": ("谁决定平仓线", "保证金比例由谁规定", "听谁的", "who sets the liquidation line?", "which authority sets it?"),
    "open": ("维持担保比例怎么算", "不补会怎么样", "st股票怎么办", "tell me about interest"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text"), [(form, text) for form, texts in QUESTIONS.items() for text in texts]
)
def test_the_form_of_a_question_is_read_from_its_words(form: str, text: str) -> None:
    assert form_of(text) == form


def test_every_form_is_tried_with_at_least_four_questions() -> None:
    assert len(QUESTIONS) == 9 and min(map(len, QUESTIONS.values())) >= 4
