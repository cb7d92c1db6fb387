"""The sentence that answers, with what it leans on, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.glossary import Glossary
from knowledge.model import Passage
from knowledge.query import prepare
from knowledge.quote import best_span

from .conftest import TODAY

ARTICLE = Passage(
    id="p",
    document_id="d",
    version="v",
    title="示例条例",
    kind="statute",
    path=(),
    section="",
    article="第九条",
    text=(
        "第九条 保管人应当建立查询制度。保管人应当妥善保存档案。上述档案的保存期限不得少于二十年。\n"
        "有下列情形之一的，可以销毁：\n（一）期限届满；\n（二）已经移交。\n违反规定的，处以十万元罚款。\n本条例所称档案，是指已经归档的资料。"
    ),
    lead="",
    lang="zh",
    jurisdiction="CN",
    layer="law",
    audience="client",
    tier="official",
    source="",
    effective_from=TODAY,
    effective_to=None,
    confidence="",
)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("档案要保存多少年", "保管人应当妥善保存档案。上述档案的保存期限不得少于二十年。"),
        ("谁建立查询制度", "保管人应当建立查询制度。"),
        (
            "什么情形可以销毁",
            "有下列情形之一的，可以销毁：\n（一）期限届满；\n（二）已经移交。",
        ),
        (
            "已经移交的能销毁吗",
            "有下列情形之一的，可以销毁：\n（一）期限届满；\n（二）已经移交。",
        ),
        ("罚款多少钱", "违反规定的，处以十万元罚款。"),
        ("档案是什么意思", "本条例所称档案，是指已经归档的资料。"),
    ],
)
def test_the_sentence_that_answers_is_quoted(question: str, quote: str) -> None:
    span = best_span(ARTICLE, prepare(question, Glossary()), lambda term: float(len(term)))
    assert ARTICLE.text[span.start : span.end] == quote


def test_our_own_text_is_quoted_by_its_lead() -> None:
    own = replace(ARTICLE, kind="faq", text="首段在此。\n其余在后。", lead="首段在此。")
    span = best_span(own, prepare("其余", Glossary()), lambda _: 1.0)
    assert own.text[span.start : span.end] == "首段在此。"
