"""Another security right after one was looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.dialogue.looked_up import another
from bot.dialogue.state import State
from bot.nlu.model import SecurityMention

AFTER = State(client_id="demo-watch", role="client", last_intent="security_lookup", security="中国平安")
NAMES = {"兴业": "兴业银行", "茅台": "贵州茅台", "五粮液": "五粮液", "moutai": "贵州茅台"}


def read(text: str) -> Sequence[SecurityMention]:
    return [
        SecurityMention("000001.SZ", name, "name", said, 0, len(said))
        for said, name in NAMES.items()
        if said in text
    ]


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("不是平安,兴业,折多少", "兴业银行折算率多少"),
        ("不是平安,是五粮液", "五粮液折算率多少"),
        ("唔系平安,系兴业,能融资吗", "兴业银行能融资吗"),
        ("换成茅台呢", "贵州茅台折算率多少"),
        ("不对,改查五粮液吧", "五粮液折算率多少"),
    ],
)
def test_the_other_one_is_asked_about_in_full(said: str, whole: str) -> None:
    assert another(said, AFTER, english=False, securities=read) == whole


def test_in_english_too() -> None:
    assert another("not ping an, moutai", AFTER, english=True, securities=read) == (
        "贵州茅台 what is its conversion rate"
    )


@pytest.mark.parametrize(
    "said", ["换成还款呢", "不是平安", "兴业的股价", "换成茅台和五粮液呢", "不是我,是他"]
)
def test_what_names_no_other_one_is_left_alone(said: str) -> None:
    assert another(said, AFTER, english=False, securities=read) is None


def test_nothing_is_another_one_where_none_was_looked_up() -> None:
    assert another("换成茅台呢", replace(AFTER, security=None), english=False, securities=read) is None
