"""How a question is put: spoken wordings become written ones, words of asking carry no topic, forms are told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.glossary import Glossary
from knowledge.library import Library
from knowledge.normalise import fold
from knowledge.phrasing import phrasing
from knowledge.query import FRAME_WEIGHT, prepare

from .conftest import TODAY


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("融資利息點計㗎", "融资利息怎么算的"),
        ("幾時可以攞返啲錢", "什么时候可以拿回些钱"),
        ("點解會係負數", "为什么会是负数"),
        ("使唔使俾利息", "要不要给利息"),
        ("信用戶口要咩條件", "信用账户要什么条件"),
        ("爆了仓咋整", "爆了仓怎么办"),
        ("关系和系统", "关系和系统"),
        ("下午两点收盘", "下午两点收盘"),
        ("暴仓了警界线是多少", "爆仓了警戒线是多少"),
        ("融资保正金比列最底多少", "融资保证金比例最低多少"),
        ("创业版停盘能冲抵吗", "创业板停牌能充抵吗"),
        ("受信额度和标地证券", "授信额度和标的证券"),
        ("金融卷烟受信任", "金融卷烟受信任"),
        ("Hi, could you please tell me what the warning line is", " ,   what the warning line is"),
        ("Somebody told me 130% is the law", "  130% is the law"),
        ("whats the maint ratio on 500k", "what is the maintenance ratio on 500000"),
        ("this shift is high", "this shift is high"),
    ],
)
def test_the_spoken_is_read_as_the_written_standard(spoken: str, written: str) -> None:
    assert phrasing().standard(fold(spoken)) == written


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("麻烦详细说明一下到期日怎么规定的", "到期日"),
        ("请问在杭州这边自有资金是什么意思", "自有资金"),
        ("我想了解清楚要求有哪些", "要求"),
        ("集中度的计算公式是什么", "集中度"),
    ],
)
def test_places_and_words_of_asking_are_no_subject(question: str, subject: str) -> None:
    assert "".join(phrasing().subject(question).split()) == subject


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("维持担保比例有计算公式吗", "formula"),
        ("什么叫追保", "define"),
        ("最多几倍", "amount"),
        ("可以提前还吗", "may"),
        ("负数怎么办", "how"),
        ("怎么突然取不出来，是什么原因", "why"),
        ("最晚哪天", "when"),
        ("两者有什么区别", "difference"),
        ("哪些不能当担保物", "deny"),
        ("how is it calculated", "formula"),
    ],
)
def test_the_wanted_kind_of_answer_is_recognised(question: str, form: str) -> None:
    assert form in phrasing().forms(question)


def test_can_or_cannot_is_no_denial() -> None:
    assert "deny" not in phrasing().forms("能不能当担保物")


def test_a_framing_term_counts_half_beside_another() -> None:
    glossary = Glossary((("信用账户",), ("集中度",)))
    framed = prepare("信用账户的集中度", glossary)
    assert [concept.weight for concept in framed.concepts] == [FRAME_WEIGHT, 1.0]
    assert [concept.weight for concept in prepare("信用账户", glossary).concepts] == [1.0]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("国债期货的保证金", {"国债期货"}),
        ("股票质押利率多少", {"股票质押"}),
        ("公司债和可转债", {"公司债", "可转债"}),
        ("以太坊合约怎么爆仓", {"以太坊"}),
        ("中信证券的平仓线是多少", {"中信证券"}),
        ("how do options work", {"options"}),
        ("bitcoin and gold", {"bitcoin", "gold"}),
        ("what does robinhood charge", {"robinhood"}),
        ("国债当担保品折算率多少", set()),
        ("银行转账几点截止", set()),
        ("质押折扣是几折", set()),
        ("账户中金额", set()),
        ("想从华泰转到你们这里", set()),
        ("在中信证券炒股半年算经验吗", set()),
        ("what are my options", set()),
        ("moving from robinhood to you", set()),
        ("两融考试难吗", set()),
        ("黄金周收利息吗", set()),
        ("黄金ETF能当担保品吗", set()),
        ("为了更保险，要留多少余量", set()),
        ("保证金理财怎么买", set()),
        ("中信证券这只股票折算率多少", set()),
    ],
)
def test_other_products_and_firms_are_told_from_the_business_itself(question: str, named: set[str]) -> None:
    assert set(phrasing().other_subjects.findall(phrasing().standard(fold(question)))) == named


PLACES = ("CN", "HK", "US")
CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("other_subjects.yaml").read_text(encoding="utf-8")
)


def _named(question: str) -> frozenset[str]:
    return prepare(question, Glossary(())).other_subjects


def test_questions_of_every_other_matter_name_it() -> None:
    foreign = [(what, question) for what, questions in CASES["foreign"].items() for question in questions]
    assert len(foreign) >= 120 and len(CASES["foreign"]) >= 15
    assert [case for case in foreign if not _named(case[1])] == []


def test_questions_of_the_business_itself_are_never_foreign(library: Library) -> None:
    """Whatever they name stands in the passage found for them: Hong Kong in the one on Hong Kong."""
    assert len(CASES["own"]) >= 120
    assert [question for question in CASES["own"] if _is_foreign(library, question)] == []


def test_no_ask_of_a_document_in_force_is_foreign(library: Library) -> None:
    documents = {each.meta.document for each in library.documents() if each.is_in_force(TODAY)}
    asks = {
        ask
        for lang in ("zh", "en")
        for name in documents
        for passage in library.document(name, TODAY, lang)
        for ask in passage.asks
    }
    naming = sorted(ask for ask in asks if _named(ask))
    print(f"{len(asks)} asks, {len(naming)} of which name another matter that their passage names too")
    assert len(asks) >= 3000 and len(naming) >= 50
    assert [ask for ask in naming if _is_foreign(library, ask)] == []


def _is_foreign(library: Library, question: str) -> bool:
    """Judged in the market whose rules it asks for: the first one whose passage is no stranger to it."""
    return bool(_named(question)) and all(_found_foreign(library, question, place) for place in PLACES)


def _found_foreign(library: Library, question: str, jurisdiction: str) -> bool:
    signals = library.explain(question, as_of=TODAY, jurisdiction=jurisdiction, k=1).signals
    return not signals or signals["foreign"] > 0
