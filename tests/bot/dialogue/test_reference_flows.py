"""What a client booked in Hong Kong or the United States hears: that place's ratio, direction and currency only."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.nlu.model import Slots
from risk.jurisdictions import evaluate_any, read, reference_cures
from risk.rulebook import PACKAGED
from tests.bot.dialogue.conversation import Conversation

MINE = State(client_id="demo-hk", role="client")
MAINLAND = ("维持担保比例", "平仓线", "预警线", "补足线", "折算率", "融资融券负债", "追加担保物")
LINES = {"call_line": "1.05", "target_line": "1.00", "forced_sale_line": "1.15"}


def _hk(
    loan: str = "66000", price: str | None = "100", terms: dict[str, str] | None = None, **keys: Any
) -> Any:
    row = {"security": "00005.HK", "quantity": 1000, "price": price, "lending_ratio": "0.60", "lot": 400}
    agreed = LINES if terms is None else terms
    return {
        "jurisdiction": "HK",
        "as_of": "2026-11-20",
        "loan": loan,
        "terms": agreed,
        "collateral": [row],
        **keys,
    }


def _us(debit: str = "5500", **keys: Any) -> Any:
    rows = [{"security": "XYZ", "quantity": 200, "price": "35"}]
    terms = {"intraday_cutover": "2026-09-01"}
    return {"jurisdiction": "US", "as_of": "2026-11-20", "debit": debit, "terms": terms, "long": rows, **keys}


def _talk(book: Any, taken: str | None = "2026-11-20T16:20:00+08:00") -> Conversation:
    account = read(book)
    found: dict[str, Any] = evaluate_any(account, PACKAGED).as_json()
    place = str(found["jurisdiction"])
    lines = book["terms"] if place == "HK" else {}
    about = {
        "snapshot_time": taken,
        "reference": {"jurisdiction": place, "measure": found["measure"], "lines": lines},
    }
    remedy = reference_cures(account, PACKAGED).as_json()  # type: ignore[arg-type]
    holdings = [
        {"security": "00005.HK", "quantity": 1000, "market_value": "100000"},
        {"security": "00700.HK", "quantity": 5, "market_value": None},
    ]
    results = {
        "FetchFigures": found | about,
        "FetchCures": remedy | about,
        "FetchPositions": about | {"holdings": holdings},
    }
    return Conversation(results, MINE)


def _heard(book: Any, text: str, intent: str, lang: str = "zh", slots: Slots | None = None) -> str:
    outcome = _talk(book).say(text, intent, slots, lang=lang)
    assert outcome.issues == ()
    assert not [word for word in MAINLAND if word in outcome.reply.text]
    assert ("仅供参考" if lang == "zh" else "for reference and education") in outcome.reply.text
    return str(outcome.reply.text)


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (_hk("50000"), "您的孖展比率是 83.34%，没有超过目标线 100%；这个比率越低越安全。"),
        (_hk("62000"), "您的孖展比率是 103.34%，已高于目标线 100%，尚未触发追收"),
        (_hk("66000"), "您的孖展比率是 110.00%，已高于追收线 105%，触发追收"),
        (_hk("72000"), "您的孖展比率是 120.00%，已高于斩仓线 115%"),
        (_hk("50000", credit_limit="40000"), "但孖展贷款高于信贷限额，因此触发追收"),
        (_hk("50000", terms={"call_line": "1.05"}), "合约里没有可比对的线"),
        (_hk("0"), "您的账户目前没有借款，也没有卖空，孖展比率不构成风险。"),
        (_hk(price=None), "暂时无法算出孖展比率：缺少 00005.HK 的价格。"),
        (_us("3000"), "您的权益比率是 57.14%，账户权益 4,000.00 美元 高于维持保证金要求 1,750.00 美元"),
        (_us("4000"), "（受限账户）；这个比率越高越安全。"),
        (_us("5500"), "低于维持保证金要求 1,750.00 美元，触发追缴"),
        (_us("0"), "您的账户目前没有借款"),
    ],
)
def test_the_ratio_of_the_place_is_said_with_its_direction(book: Any, said: str) -> None:
    assert said in _heard(book, "我的比率是多少", "my_ratio")
    assert said in _heard(book, "我的比率是多少", "my_figures")


@pytest.mark.parametrize(
    ("book", "said"),
    [(_hk(), "110.00%, above the call line of 105%"), (_us(), "account equity of USD 1,500.00 is below")],
)
def test_the_same_in_english(book: Any, said: str) -> None:
    assert said in _heard(book, "What is my ratio?", "my_ratio", "en")


def test_the_formula_is_that_of_the_place_with_its_numbers() -> None:
    text = _heard(_hk(), "怎么算的", "how_computed")
    assert "孖展比率 = 孖展贷款 66,000.00 港元 ÷ 可按揭价值 60,000.00 港元" in text


def test_the_overview_has_the_names_and_the_currency_of_the_place() -> None:
    text = _heard(_us(), "看看我的账户主要数字", "my_figures", slots=Slots(measures=("total_assets",)))
    assert "权益比率 21.42%；账户权益 1,500.00 美元；维持保证金要求 1,750.00 美元" in text
    missing = _heard(_hk(price=None), "看看我的账户主要数字", "my_figures")
    assert "暂时无法算出可按揭价值：缺少 00005.HK 的价格" in missing


@pytest.mark.parametrize(
    ("book", "parts"),
    [
        (_hk(), ("追收金额 6,000.00 港元", "存入现金 6,000.00 港元", "00005.HK 约 400 股")),
        (
            _us(),
            ("维持保证金追缴 250.00 美元", "存入证券 333.34 美元", "卖出证券 1,000.00 美元（XYZ 约 29 股）"),
        ),
    ],
)
def test_a_call_is_met_in_several_ways_and_by_when_is_not_known(book: Any, parts: tuple[str, ...]) -> None:
    text = _heard(book, "要补多少？", "margin_call")
    assert all(part in text for part in (*parts, "补足期限由您的机构在合约中订明"))


def test_a_short_is_bought_back() -> None:
    short = [{"security": "KO", "quantity": 100, "price": "50"}]
    text = _heard(_us("0", credit="6000", long=[], short=short), "要补多少？", "margin_call")
    assert "买回空头 1,666.67 美元（KO 约 34 股）" in text


def test_where_nothing_is_called_or_known_that_is_said() -> None:
    assert "目前没有触发追收" in _heard(_hk("50000"), "要补多少？", "margin_call")
    assert "缺少 00005.HK 的价格" in _heard(_hk(price=None), "要补多少？", "margin_call")
    called = _hk("66000", terms={"call_line": "1.05"})
    assert "暂时无法算出追收金额：缺少 terms.target_line" in _heard(called, "要补多少？", "margin_call")


def test_a_service_that_does_not_answer_is_not_made_up_for() -> None:
    talk = _talk(_hk())
    talk.results = {**talk.results, "FetchCures": Failed(0)}
    assert "暂时没有应答" in talk.say("要补多少？", "margin_call").reply.text


def test_holdings_are_in_the_currency_of_the_place_and_no_contracts_are_invented() -> None:
    text = _heard(_hk(), "我的持仓", "my_positions", slots=Slots(aspect="holdings"))
    assert "00005.HK 数量 1,000，市值 100,000.00 港元" in text and "没有逐笔合约" not in text
    assert "没有逐笔合约" in _heard(_hk(), "我的合约哪天到期", "my_positions", slots=Slots(aspect="due"))
    interest = _heard(_hk(), "我的利息", "my_positions", slots=Slots(aspect="interest"))
    assert "孖展比率 110.00%" in interest


def test_before_the_first_book_the_missing_record_is_named() -> None:
    talk = _talk(_hk(price=None), taken=None)
    figures = talk.results["FetchFigures"]["figures"]
    figures["loan_to_marginable_value"]["missing"] = ["account_day<=2026-11-02"]
    zh = talk.say("我的比率", "my_ratio").reply.text
    assert "缺少 2026-11-02 及以前的账户记录" in zh and "快照" not in zh
    en = talk.say("my ratio", "my_ratio", lang="en").reply.text
    assert "any record of the account by 2026-11-02" in en
    figures["loan_to_marginable_value"]["missing"] = ["00005.HK.price"]
    assert "the price of 00005.HK" in talk.say("my ratio", "my_ratio", lang="en").reply.text
