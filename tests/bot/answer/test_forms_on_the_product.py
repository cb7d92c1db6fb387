"""Questions of every form, asked as clients ask: the first sentence answers, what it depends on unfolds, then where it stands."""

from __future__ import annotations

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask, chip, details, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEEN_FIRST = 260  # characters of the first line with its verdict; the sentence itself has at most 200
VERDICTS = (
    "不",
    "当天不能",
    "可以",
    "能",
    "会",
    "要",
    "有",
    "周末",
    "只",
    "看",
    "是",
    "No",
    "Yes",
    "Not",
    "With",
)

YES_NO = (
    ("折算率影响维持担保比例吗？", "不影响", "maintenance-ratio"),
    ("周末要算利息吗？", "都计息", "interest"),
    ("150%能提现吗？", "不可以", "withdrawal"),
    ("今天融资买的股票今天能卖吗？", "不能", "trading-orders"),
    ("Does interest run on weekends?", "Yes", "interest"),
    ("Does the conversion rate affect the maintenance ratio?", "No", "maintenance-ratio"),
)
NUMBERS = (
    ("现在融资保证金比例最低是多少？", ("100%", "2026-01-19"), "financing-margin-ratio"),
    ("私募融券保证金比例是多少？", ("私募", "120%"), "short-margin-ratio"),
    ("融资合约最长多久？", ("6", "月"), "contract-term"),
    ("卖股票的印花税是多少？", ("0.05%",), "taxes-fees"),
    ("What is the minimum short margin ratio now?", ("100%", "2024-07-22"), "short-margin-ratio"),
)
CONDITIONS = (
    ("开户要什么条件？", ("半年", "50万"), "eligibility"),
    ("展期要什么条件？", ("到期前", "同意"), "contract-term"),
    ("什么情况会被强制平仓？", ("到期",), "forced-liquidation"),
    ("开户要带哪些材料？", ("身份",), "account-opening"),
)
STEPS = (
    ("担保物怎么转入？", ("划入",), "transfers"),
    ("怎么注销信用账户？", ("了结",), "closing-account"),
    ("怎么申请展期？", ("到期前",), "contract-term"),
    ("How do I transfer shares into the credit account?", ("ordinary account",), "transfers"),
)
COMPARISONS = (
    ("维持担保比例和保证金比例有什么区别？", ("开仓",), "maintenance-ratio-reading"),
    ("融资和融券有什么区别？", ("借钱", "借证券"), "margin-trading-basics"),
    ("预警线和平仓线的区别", ("预警线", "平仓线"), "maintenance-lines"),
    (
        "What is the difference between the warning line and the liquidation line?",
        ("warning line",),
        "maintenance-lines",
    ),
)
DEFINITIONS = (
    ("什么是维持担保比例？", ("÷",), "maintenance-ratio"),
    ("什么是转融通？", ("证券金融公司",), "short-supply"),
    ("折算率是什么意思？", ("市值",), "conversion-rate"),
    ("What is a conversion rate?", ("margin",), "conversion-rate"),
)
DECIDERS = (
    ("谁决定平仓线？", ("合同",), "maintenance-lines"),
    ("融资保证金比例由谁规定？", ("交易所",), None),
    ("强平由谁来决定？", ("公司",), "forced-liquidation"),
    ("Who sets the liquidation line?", ("contract",), "maintenance-lines"),
)


@pytest.mark.parametrize(("text", "verdict", "document"), YES_NO)
async def test_a_yes_or_no_is_answered_with_the_verdict_of_the_text(
    product: Product, text: str, verdict: str, document: str
) -> None:
    reply = await ask(product, text)
    assert head(reply).startswith(VERDICTS) and verdict in head(reply)
    assert document in {c["document"] for c in reply["citations"]}


@pytest.mark.parametrize(
    ("text", "parts", "document"), [*NUMBERS, *CONDITIONS, *STEPS, *COMPARISONS, *DEFINITIONS, *DECIDERS]
)
async def test_the_first_sentence_answers_and_the_source_is_named(
    product: Product, text: str, parts: tuple[str, ...], document: str | None
) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and len(head(reply)) <= SEEN_FIRST
    assert all(part in head(reply) for part in parts), head(reply)
    assert len(reply["answer"]) <= 600
    assert document is None or document in {c["document"] for c in reply["citations"]}


async def test_conditions_unfold_and_nothing_is_lost_of_them_in_the_plain_answer(product: Product) -> None:
    reply = await ask(product, "开户要什么条件？")
    assert [block["kind"] for block in reply["blocks"]][:3] == ["text", "details", "text"]
    assert details(reply) and all(line in reply["answer"] for line in details(reply).split("\n"))
    assert details(reply) not in head(reply)


async def test_where_it_stands_names_validity_layer_and_confidence(product: Product) -> None:
    reply = await ask(product, "开户要什么条件？")
    (citation, *_) = reply["citations"]
    assert "2015-07-01 起有效" in reply["answer"] and "法律法规" in reply["answer"]
    assert citation["validity"].startswith("2015-07-01") and citation["confidence"]
    english = await ask(product, "How long can a contract last?")
    assert "set by the exchanges" in english["answer"] and "since" in english["citations"][0]["validity"]


async def test_two_sections_come_next_in_the_language_of_the_reader(product: Product) -> None:
    for text in ("什么是维持担保比例？", "What is a conversion rate?"):
        reply = await ask(product, text)
        following = [c["label"] for c in reply["choices"] if c["label"] == c["send"]]
        assert len(following) == 2
        assert all(label.isascii() == text.isascii() for label in following)


async def test_what_is_not_verified_says_so(product: Product) -> None:
    reply = await ask(product, "科创板一手多少股？")
    assert "200 股" in head(reply) and head(reply).startswith("未经核实") and "科创板" in head(reply)
    assert "尚未经核实" in reply["answer"]


async def test_a_rule_for_directors_is_not_told_as_one_for_their_spouses(product: Product) -> None:
    own = await ask(product, "董事可以融资买自己公司的股票吗？")
    assert "不得" in head(own) and "没有专门写到" not in head(own)
    spouse = await ask(product, "董事的配偶可以融券卖出他公司的股票吗？")
    assert not head(spouse).startswith(("不可以", "可以", "不能"))
    assert "配偶" in head(spouse)


async def test_a_question_in_english_on_a_text_that_is_only_chinese_says_so(product: Product) -> None:
    reply = await ask(product, "证券公司要保存资料多少年", lang="en")
    assert reply["lang"] == "en" and (
        reply["answer"].isascii() or "Chinese" in head(reply) or "years" in head(reply)
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("谁决定平仓线？", ("平仓线 130%", "合同 12.3 条")),
        ("什么时候可以提取现金？", ("提取线 300%", "合同 9.4 条")),
        ("Who sets the liquidation line?", ("liquidation line 130%", "clause 12.3")),
        ("130%是法律规定吧", ("已过时", "无统一最低线")),
    ],
)
async def test_a_client_reads_the_own_contract_beside_the_rule(
    product: Product, text: str, parts: tuple[str, ...]
) -> None:
    reply = await ask(product, text, client="demo-call")
    assert all(part in reply["answer"] for part in parts)
    nobody = await ask(product, text)
    assert "12.3" not in nobody["answer"] and "9.4" not in nobody["answer"]


@pytest.mark.parametrize("text", ["利率多少", "融资利率是多少？", "现在两融利率多少啊", "利率現在多少"])
async def test_the_rate_by_itself_is_the_firms_standard_rate(product: Product, text: str) -> None:
    reply = await ask(product, text)
    assert "6.5%" in head(reply) and any(word in head(reply) for word in ("合同", "合約"))


async def test_the_rate_in_english(product: Product) -> None:
    assert "6.5%" in head(await ask(product, "What is your interest rate?"))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("现在比例多少", "my_ratio"),
        ("現在比例多少", "my_ratio"),
        ("还差多少", "margin_call"),
        ("還差多少", "margin_call"),
        ("how much am I short?", "margin_call"),
        ("资金可以转出来吗", "my_figures"),
        ("資金可以轉出來嗎", "my_figures"),
        ("can my funds be transferred out?", "my_figures"),
    ],
)
async def test_a_few_words_about_ones_own_account_ask_for_a_sign_in(
    product: Product, text: str, intent: str
) -> None:
    reply = await ask(product, text)
    assert (reply["action"], reply["intent"]) == ("ask", intent)
    assert chip(reply, "登录", "登錄", "Log in")


@pytest.mark.parametrize(
    "text", ["我能用融资买债券ETF吗？", "债券ETF可以做担保物吗", "can I buy bond ETFs on margin?"]
)
async def test_bond_funds_are_no_foreign_matter(product: Product, text: str) -> None:
    assert (await ask(product, text))["action"] != "refuse"
