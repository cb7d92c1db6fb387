"""Likeness is the share of shingles in common: exact for short texts, close for long ones, and always the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Chunk
from knowledge.similarity import NEAR, SHINGLE, Signature, nearest, share, signature

ALPHABET = "融资券担保比例维持平仓追加客户账户证券公司应当不得日内办理信用交易合同期限展费率利息"


def text_of(length: int, seed: int) -> str:
    source = random.Random(seed)
    return "".join(source.choice(ALPHABET) for _ in range(length))


def signed(text: str, title: str = "标题", path: tuple[str, ...] = ()) -> Signature:
    return signature(title, [Chunk(path, None, text, text, (), 0)])


def jaccard(one: str, other: str) -> float:
    first, second = ({text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)} for text in (one, other))
    return len(first & second) / len(first | second)


def test_the_same_text_in_another_layout_is_the_same() -> None:
    text = text_of(900, 1)
    again = signed(f"{text[:300]}\n\n  {text[300:]}")
    assert share(signed(text), again) == 1.0
    assert signed(text).content == again.content


@pytest.mark.parametrize("title", ["甲", "乙"])
def test_the_title_of_a_long_text_does_not_make_it_another(title: str) -> None:
    assert signed(text_of(100, 1), title).content == signed(text_of(100, 1)).content
    assert signed("期限三日。", title).content != signed("期限三日。").content


@pytest.mark.parametrize("length", [60, 300, 3000, 20000])
@pytest.mark.parametrize("changed", [0.0, 0.01, 0.05, 0.3])
def test_the_estimate_is_close_to_the_exact_share(length: int, changed: float) -> None:
    source = random.Random(length)
    text = text_of(length, 2)
    other = "".join(source.choice(ALPHABET) if source.random() < changed else letter for letter in text)
    assert share(signed(text), signed(other)) == pytest.approx(jaccard(text, other), abs=0.07)


def test_unrelated_texts_and_texts_too_short_to_tell_are_not_alike() -> None:
    assert share(signed(text_of(3000, 3)), signed(text_of(3000, 4))) < 0.05
    assert share(signed("期限三日。"), signed("期限三日。")) == 0.0
    assert share(signed(""), signed("")) == 0.0


def test_the_nearest_is_found_among_many() -> None:
    others = [signed(text_of(800, seed)) for seed in range(100)]
    wanted = text_of(800, 57)[:760] + text_of(40, 999)
    position, found = nearest(signed(wanted), others)
    assert position == 57
    assert found > NEAR
    assert nearest(signed(text_of(800, 500)), others)[1] < NEAR
    assert nearest(signed(wanted), []) == (-1, 0.0)
    assert nearest(signed(""), others) == (-1, 0.0)


@given(st.text(min_size=0, max_size=300), st.text(min_size=0, max_size=300))
def test_likeness_is_symmetric_within_bounds_and_deterministic(one: str, other: str) -> None:
    first, second = signed(one), signed(other)
    assert 0.0 <= share(first, second) <= 1.0
    assert share(first, second) == share(second, first)
    assert signed(one) == first
