"""The order of what is found: who speaks, what is verified, what a person has verified; and that it depends on the
passages and the question alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.confidence import FALLBACK
from knowledge.eligibility import Eligibility, Scope
from knowledge.embedding import embed_passage, embed_query
from knowledge.evaluation import passage_of
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.lexical import Bm25
from knowledge.library import Library
from knowledge.model import Passage
from knowledge.query import prepare
from knowledge.retrieve import Retriever
from knowledge.store import ExactStore

from .conftest import TODAY

WORDS = Glossary((("追保", "追加担保物", "margin call"), ("利息", "interest"), ("平仓", "liquidation")))


def text(name: str, body: str, **more: object) -> Passage:
    made = passage_of(name, "", body)
    return replace(made, effective_from=date(2020, 1, 1), **{"tier": "firm", **more})  # type: ignore[arg-type]


def found(passages: list[Passage], question: str, **scope: str) -> list[str]:
    store = ExactStore()
    store.sync(passages)
    retriever = Retriever(Index(passages), WORDS, store, FALLBACK)
    return [hit.passage.id for hit in retriever.search(question, Scope(TODAY, **scope), 10).hits]


@pytest.mark.parametrize("tier", ["official", "firm", "education"])
def test_anybodys_text_never_comes_before_one_of_ours_that_says_the_same(tier: str) -> None:
    same = "追加担保物的期限是两个交易日。"
    for names in (("a", "b"), ("b", "a")):
        passages = [text(names[0], same, tier="other"), text(names[1], same, tier=tier)]
        assert found(passages, "追加担保物的期限") == [names[1], names[0]]


def test_anybodys_text_is_still_found_where_ours_say_little() -> None:
    passages = [
        text("ours", "银行转账在营业时间办理。"),
        text("anybody", "追加担保物的期限是两个交易日，追加担保物可以用现金。", tier="other"),
    ]
    assert found(passages, "追加担保物的期限")[0] == "anybody"


def test_what_is_unverified_comes_after_what_is_verified() -> None:
    same = "融券的利息按天计算。"
    passages = [text("a", same, confidence="unverified"), text("b", same, confidence="verified")]
    assert found(passages, "融券利息怎么算") == ["b", "a"]


# --- verified answers

ANSWER = text("z", "可以，当天有效。", kind="answer", asks=("追保通知可以用微信收吗",))
RULES = [
    text(
        "a",
        "追保通知以短信发出，追保通知也可以用微信收，追保通知还可以用电话。追保通知可以用微信收吗？可以。",
    ),
    text("b", "利息按天计算。"),
]


@pytest.mark.parametrize(
    "question", ["追保通知可以用微信收吗", "追加担保物通知可以用微信收吗？", "請問追保通知可以用微信收嗎"]
)
def test_a_verified_answer_to_nearly_this_question_comes_first(question: str) -> None:
    assert found([*RULES, ANSWER], question)[0] == "z"


@pytest.mark.parametrize(
    "question", ["追保通知不可以用微信收吗", "追保通知几点发", "130%的追保通知可以用微信收吗"]
)
def test_a_verified_answer_to_another_question_does_not(question: str) -> None:
    assert found([*RULES, ANSWER], question)[0] == "a"


def test_a_verified_answer_no_longer_in_force_is_not_given() -> None:
    ended = replace(ANSWER, effective_to=TODAY)
    assert "z" not in found([*RULES, ended], "追保通知可以用微信收吗")


# --- who may read what, in which language


def test_what_is_for_staff_is_not_shown_to_clients() -> None:
    passages = [text("a", "平仓的内部流程。", audience="staff"), text("b", "平仓的流程。")]
    assert found(passages, "平仓流程") == ["b"]
    assert sorted(found(passages, "平仓流程", audience="agent")) == ["a", "b"]


def test_an_english_question_finds_a_text_that_is_there_in_chinese_only() -> None:
    passages = [text("a", "追加担保物可以用现金。"), text("b", "利息按天计算。")]
    assert found(passages, "what is a margin call")[0] == "a"


def test_a_document_is_shown_in_the_language_of_the_question_where_it_has_it() -> None:
    passages = [
        text("a", "追加担保物可以用现金。", document_id="call"),
        text("b", "A margin call can be met in cash.", document_id="call", lang="en"),
    ]
    assert found(passages, "margin call") == ["b"]
    assert found(passages, "追保") == ["a"]


def test_every_passage_turned_away_is_counted_once() -> None:
    passages = [
        text("a", "甲"),
        text("b", "乙", effective_to=TODAY),
        text("c", "丙", jurisdiction="HK"),
        text("d", "丁", audience="staff"),
        text("e", "A", document_id="a", lang="en"),
    ]
    counts = Eligibility(passages).excluded(Scope(TODAY), "zh")
    assert counts == {"not_in_force": 1, "jurisdiction": 1, "audience": 1, "language": 1}
    assert Eligibility(passages).mask(Scope(TODAY), "zh").tolist() == [True, False, False, False, False]


# --- always the same

QUESTIONS = ("追保期限", "利息怎么算", "what is a margin call", "zhuibao qixian", "平倉通知")
pieces = st.lists(
    st.tuples(
        st.sampled_from(
            ["追加担保物的期限", "利息按天计算", "平仓通知以短信发出", "保证金不足", "A margin call"]
        ),
        st.sampled_from(["firm", "other"]),
        st.sampled_from(["zh", "en"]),
    ),
    min_size=2,
    max_size=8,
)


@settings(deadline=None, max_examples=30)
@given(pieces, st.randoms(use_true_random=False), st.sampled_from(QUESTIONS))
def test_the_order_of_ingestion_does_not_matter(
    made: list[tuple[str, str, str]], chance: st.DataObject, question: str
) -> None:
    passages = [text(f"p{i}", body, tier=tier, lang=lang) for i, (body, tier, lang) in enumerate(made)]
    shuffled = list(passages)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled, question) == found(passages, question)


def test_twenty_repeats_give_one_answer(library: Library) -> None:
    for question in (
        "追保期限多久",
        "how is interest calculated",
        "pingcangxian shi duoshao",
        "客户资料保存几年",
    ):
        results = {library.search(question, as_of=TODAY) for _ in range(20)}
        assert len(results) == 1
        assert next(iter(results)).hits


# --- what makes it quick changes nothing


@pytest.fixture(scope="module")
def index(library: Library) -> Index:
    return Index(list(library._passages())[:200])


def test_the_vectors_of_the_index_are_those_of_the_passages(index: Index) -> None:
    vector = embed_query(prepare("追保期限多久", WORDS).weights.items(), index.text.rarity)
    alone = [float(embed_passage(passage) @ vector) for passage in index.passages]
    assert index.vectors.likeness(vector) == pytest.approx(alone, abs=1e-5)
    assert max(alone) > 0.1


def test_a_score_is_the_sum_of_its_fields_times_its_factors(index: Index) -> None:
    for question in ("追保期限多久", "融资利息怎么计算", "how do I repay", "weichi danbao bili"):
        query = prepare(question, WORDS)
        evidence, fields = index.evidence(query), index.fields(query)
        total = np.sum(fields, axis=0) * evidence.coverage * evidence.form
        assert evidence.total == pytest.approx(total)
        assert evidence.total.max() > 0


def test_two_fields_searched_as_one_score_as_two() -> None:
    texts = [["甲", "乙", "乙"], ["乙", "丙", "丁"], ["丁"]]
    titles = [["甲"], ["丙", "丁"], []]
    both, text_field, title_field = Bm25(texts), Bm25(texts), Bm25(titles)
    scale = np.array([1.0, 0.5, 1.0])
    query = {"甲": 1.0, "乙": 0.5, "丁": 1.0}
    joined = both.plus(scale, title_field, 0.5).scores(query)
    assert joined == pytest.approx(scale * text_field.scores(query) + 0.5 * title_field.scores(query))


def test_the_glossary_finds_every_wording_wherever_it_stands() -> None:
    starts = [(each.start, each.group) for each in WORDS.concepts("追保和平仓以后追加担保物的利息")]
    assert starts == [(0, 0), (3, 2), (7, 0), (13, 1)]


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home") as empty:
        assert empty.search("追保期限", as_of=TODAY).hits == ()
