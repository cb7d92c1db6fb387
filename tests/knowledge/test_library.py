"""What the rest of the product relies on: dated answers, exact quotes, honest ignorance, the same answer always."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.confidence import calibration_set
from knowledge.errors import BadRequest, NotFound
from knowledge.library import Library

from .conftest import TODAY, document, now

KEEP = "示例档案要保存多少年？"


def test_the_version_in_force_answers_with_article_and_quote(library: Library) -> None:
    hit = library.search(KEEP, as_of=TODAY).hits[0]
    assert (hit.passage.title, hit.passage.article) == ("示例档案保存条例", "第二条")
    assert hit.passage.path == ("第二章 保存", "第一节 期限")
    assert hit.quote == "保管人应当妥善保存示例档案，任何人不得毁损。上述档案的保存期限不得少于十二年。"


@pytest.mark.parametrize(
    ("day", "years"), [("2024-06-01", "五"), ("2024-12-31", "五"), ("2025-01-01", "十二")]
)
def test_the_answer_changes_on_the_day_the_law_does(library: Library, day: str, years: str) -> None:
    hit = library.search(KEEP, as_of=date.fromisoformat(day)).hits[0]
    assert f"不得少于{years}年" in hit.quote


def test_before_the_first_version_there_is_no_such_passage(library: Library) -> None:
    hits = library.search(KEEP, as_of=date(2009, 12, 31)).hits
    assert all(hit.passage.title != "示例档案保存条例" for hit in hits)


def test_a_repealed_version_is_never_retrieved(library: Library) -> None:
    questions = [question for question, _ in calibration_set().answerable]
    looked_at = 0
    for question in [*questions[::2], KEEP, "示例档案保存五年"]:
        for hit in library.search(question, as_of=TODAY, k=10).hits:
            looked_at += 1
            assert hit.passage.is_in_force(TODAY)
    assert looked_at > 1000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 9000),
    st.sampled_from([KEEP, "融资保证金比例最低多少", "平仓线谁定的", "融券保证金比例", "客户资料保存几年"]),
)
def test_on_any_day_only_what_was_in_force_is_retrieved(library: Library, days: int, question: str) -> None:
    day = date(2003, 1, 1) + timedelta(days=days)
    assert all(hit.passage.is_in_force(day) for hit in library.search(question, as_of=day, k=10).hits)


def test_every_quote_is_an_exact_piece_of_its_passage_and_found_again(library: Library) -> None:
    looked_at = 0
    for question, _ in calibration_set().answerable[::2]:
        for hit in library.search(question, as_of=TODAY).hits:
            looked_at += 1
            assert hit.quote
            assert hit.passage.text[hit.span.start : hit.span.end] == hit.quote
            assert library.in_force(hit.quote, TODAY) is not None
    assert looked_at > 300


def test_our_own_text_is_quoted_by_its_lead(library: Library) -> None:
    hit = library.search("现在融资保证金比例最低是多少", as_of=TODAY).hits[0]
    assert hit.quote == hit.passage.lead
    assert "100%" in hit.quote


def test_the_margin_ratio_of_a_past_day_is_that_days(library: Library) -> None:
    hit = library.search("现在融资保证金比例最低是多少", as_of=date(2025, 6, 1)).hits[0]
    assert "80%" in hit.quote


@pytest.mark.parametrize(
    "question",
    ["今天天气怎么样", "期货的保证金比例是多少", "红烧肉怎么做", "", "？？？", "😀😀", "比特币合约怎么玩"],
)
def test_what_the_texts_do_not_hold_is_not_answered(library: Library, question: str) -> None:
    result = library.search(question, as_of=TODAY)
    assert not result.answerable


def test_most_answerable_questions_find_their_document_and_most_others_are_declined(library: Library) -> None:
    questions = calibration_set()
    found = kept = 0
    for question, document_id in questions.answerable:
        result = library.search(question, as_of=TODAY)
        kept += result.answerable
        found += document_id in [hit.passage.document_id for hit in result.hits]
    declined = sum(
        not library.search(question, as_of=TODAY).answerable for question in questions.unanswerable
    )
    assert len(questions.unanswerable) / (len(questions.answerable) + len(questions.unanswerable)) >= 0.3
    assert kept / len(questions.answerable) >= 0.93
    assert found / len(questions.answerable) >= 0.9
    assert declined / len(questions.unanswerable) >= 0.78


@pytest.mark.parametrize(
    "noisy",
    [
        "北京融资融券开户条件",
        "2026年最新融资融券开户条件 知乎",
        "请问一下杭州融资融券开户条件，谢谢",
        "融资融券开户条件（深圳本地）",
        "融資融券開戶條件",
    ],
)
def test_places_and_advertising_do_not_change_the_answer(library: Library, noisy: str) -> None:
    plain = library.search("融资融券开户条件", as_of=TODAY).hits[0]
    assert library.search(noisy, as_of=TODAY).hits[0].passage == plain.passage


@pytest.mark.parametrize(
    "question", ["pingcangxian shi duoshao", "平仓线是多少", "平倉線是多少", "平苍线是多少"]
)
def test_pinyin_traditional_and_homophones_reach_the_same_topic(library: Library, question: str) -> None:
    titles = [hit.passage.title for hit in library.search(question, as_of=TODAY).hits]
    assert any("平仓线" in title for title in titles)


def test_an_english_question_gets_the_english_text_and_falls_back_to_chinese(library: Library) -> None:
    english = library.search("what is the minimum margin ratio for margin purchases", as_of=TODAY).hits[0]
    assert english.passage.lang == "en"
    chinese = library.search(
        "what is the minimum margin ratio for margin purchases", as_of=TODAY, lang="zh"
    ).hits[0]
    assert chinese.passage.lang == "zh"


def test_a_region_counts_as_its_language(library: Library) -> None:
    wanted = library.search("維持擔保比例怎麼算", as_of=TODAY, lang="zh")
    assert library.search("維持擔保比例怎麼算", as_of=TODAY, lang="zh-Hant") == wanted


def test_a_hundred_kilobytes_or_binary_are_a_question_like_any_other(library: Library) -> None:
    assert library.search("平仓线是多少" + "啊" * 100_000, as_of=TODAY).hits
    assert not library.search("\x00\x01\ufffd\x7f" * 50, as_of=TODAY).answerable


def test_jurisdictions_do_not_mix(library: Library) -> None:
    hits = library.search("margin requirement", as_of=TODAY, jurisdiction="US", k=10).hits
    assert {hit.passage.jurisdiction for hit in hits} == {"US"}


def test_internal_texts_are_not_shown_to_clients(empty: Library, tmp_path: Path) -> None:
    text = document("desk", "# 内部口径\n## 沟通口径\n示例口径仅供坐席使用。", audience="staff")
    (tmp_path / "desk.md").write_text(text, encoding="utf-8")
    empty.ingest([tmp_path / "desk.md"])
    assert empty.search("沟通口径", as_of=TODAY).hits == ()
    assert empty.search("沟通口径", as_of=TODAY, audience="agent").hits[0].passage.document_id == "desk"


def test_hits_come_from_different_sections(library: Library) -> None:
    for question in ("维持担保比例", "融资利息怎么算", "强制平仓"):
        passages = [hit.passage for hit in library.search(question, as_of=TODAY, k=10).hits]
        assert len({(passage.document_id, passage.group) for passage in passages}) == len(passages) == 10


def test_twenty_repeats_in_four_threads_and_a_new_process_state_give_one_answer(
    home: Path, library: Library
) -> None:
    questions = [KEEP, "追保怎么补", "融资买股票最少要交几成保证金", "怎样做才不会被强平"]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: [library.search(q, as_of=TODAY) for q in questions], range(20)))
    with Library.open(home, clock=now) as again:
        runs.append([again.search(q, as_of=TODAY) for q in questions])
    assert len(runs) == 21
    assert all(run == runs[0] for run in runs)


def test_in_force_ignores_layout_and_width_but_not_a_digit(library: Library) -> None:
    assert library.in_force("上述档案的保存期限\n 不得少于十二年", TODAY) is not None
    assert library.in_force("上述檔案的保存期限不得少於十二年", TODAY) is not None
    assert library.in_force("上述档案的保存期限不得少于十三年", TODAY) is None
    assert library.in_force("上述档案的保存期限不得少于五年", TODAY) is None
    assert library.in_force("上述档案的保存期限不得少于五年", date(2024, 1, 1)) is not None
    assert library.in_force("十二年", TODAY) is None


def test_a_document_is_read_as_of_a_day(library: Library) -> None:
    articles = [passage.article for passage in library.document("示例档案保存条例", TODAY)]
    assert articles == [None, "第一条", "第二条", "第三条", "第三条之一"]
    with pytest.raises(NotFound):
        library.document("示例档案保存条例", date(2000, 1, 1))


def test_a_permalink_that_never_was_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        library.passage("p0")


def test_what_is_unverified_yields_to_what_is_verified(empty: Library, tmp_path: Path) -> None:
    text = "# {0}\n## 示例品\n<!-- asks: 示例品能做担保吗 -->\n示例品可以做担保。"
    for name, confidence in (("a-doubtful", "unverified"), ("b-seen", "seen-2nd")):
        written = document(name, text.format("示例"), confidence=confidence)
        (tmp_path / f"{name}.md").write_text(written, encoding="utf-8")
    empty.ingest([tmp_path / "a-doubtful.md", tmp_path / "b-seen.md"])
    hits = empty.search("示例品能做担保吗", as_of=TODAY).hits
    assert [hit.passage.document_id for hit in hits] == ["b-seen", "a-doubtful"]
    assert hits[1].score < 0.75 * hits[0].score


def test_k_below_one_is_refused(library: Library) -> None:
    with pytest.raises(BadRequest):
        library.search("x", as_of=TODAY, k=0)


def test_gaps_are_counted(empty: Library) -> None:
    for _ in range(3):
        empty.log_gap("没有答案的问题", TODAY, "no_passage")
    assert empty.gaps() == ({"query": "没有答案的问题", "as_of": TODAY, "reason": "no_passage", "times": 3},)


def test_what_another_process_ingests_is_found_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(document("a", "# 甲\n## 期限\n甲的期限为三日整。"), encoding="utf-8")
    with Library.open(tmp_path / "h", clock=now) as reader, Library.open(tmp_path / "h", clock=now) as writer:
        assert reader.search("甲的期限", as_of=TODAY).hits == ()
        writer.ingest([tmp_path / "a.md"])
        reader.refresh()
        assert reader.search("甲的期限", as_of=TODAY).hits[0].quote == "甲的期限为三日整。"


def test_our_restatement_yields_to_the_article_it_cites(empty: Library, tmp_path: Path, laws: Path) -> None:
    own = document(
        "keeping",
        "# 档案保存多久\n## 示例档案要保存多少年\n<!-- asks: 示例档案保存多少年 -->\n"
        "示例档案的保存期限不得少于十二年（示例档案保存条例第二条）。",
        "2025-01-01",
        layer="law",
    )
    (tmp_path / "own.md").write_text(own, encoding="utf-8")
    empty.ingest([tmp_path / "own.md"])
    assert empty.search(KEEP, as_of=TODAY).hits[0].passage.document_id == "keeping"
    empty.ingest([laws])
    first, second = empty.search(KEEP, as_of=TODAY, k=2).hits
    assert (first.passage.kind, first.passage.article) == ("statute", "第二条")
    assert second.passage.document_id == "keeping"


def test_the_clock_of_the_home_says_what_today_is(library: Library) -> None:
    assert library.today() == TODAY
