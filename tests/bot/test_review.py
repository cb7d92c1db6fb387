"""A text by anybody: true and careful ones pass, wrong ones are marked with why, proof and repair."""

from __future__ import annotations

import time
from datetime import date
from functools import partial

import pytest
import pytest_asyncio

from bot.answer.script import traditional
from bot.guard.claim import Claim
from bot.guard.correction import corrected
from bot.guard.evidence import Evidence
from bot.review import Review, judged, quotable
from bot.reviewer import NotToBeSeen, Reviewer
from bot.wiring import Product
from tests.bot.drafts import CALL, NOBODY, TRUE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="session")
TODAY = date(2026, 11, 20)
HASTY = "您低于135了，今晚不补明早一定平，放心补了就没事。"


async def token_of(product: Product, user: str) -> str | None:
    return (await product.accounts.demo_sign_in(user)).token


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def known(product: Product) -> dict[tuple[str | None, str], Evidence]:
    """What is known of the client and of nobody, gathered once for each language."""
    reviewer, token = product.reviewer(), await token_of(product, CALL)
    gathered = {}
    for client in (CALL, NOBODY):
        for lang, text in (("zh", "您好"), ("en", "Good morning")):
            gathered[client, lang] = (await reviewer.review(text, token, client, TODAY)).evidence
    return gathered


def evidence_for(known: dict[tuple[str | None, str], Evidence], client: str | None, text: str) -> Evidence:
    return known[client, "en" if text.isascii() or ("–" in text and text.startswith("Please")) else "zh"]


def codes(known: dict[tuple[str | None, str], Evidence], client: str | None, text: str) -> list[str | None]:
    _, claims = judged(text, evidence_for(known, client, text), TODAY)
    return [claim.code for claim in claims if claim.held]


def found_in(evidence: Evidence, text: str) -> tuple[Claim, ...]:
    return judged(text, evidence, TODAY)[1]


@pytest.mark.parametrize(("client", "text"), TRUE)
async def test_a_true_and_careful_draft_may_go_out(
    known: dict[tuple[str | None, str], Evidence], client: str | None, text: str
) -> None:
    assert codes(known, client, text) == []


@pytest.mark.parametrize(("client", "text", "code"), WRONG)
async def test_a_wrong_draft_is_marked_with_what_is_wrong(
    known: dict[tuple[str | None, str], Evidence], client: str | None, text: str, code: str
) -> None:
    assert code in codes(known, client, text)


async def test_there_are_enough_drafts_of_both_kinds_and_languages() -> None:
    assert len(TRUE) >= 40 and len(WRONG) >= 60
    assert sum(text.isascii() for _, text in TRUE) >= 9
    assert sum(text.isascii() for _, text, _ in WRONG) >= 12


async def test_what_is_marked_says_why_in_both_languages_and_a_corrected_text_passes(
    known: dict[tuple[str | None, str], Evidence],
) -> None:
    corrections = 0
    for client, text, _ in WRONG:
        evidence = evidence_for(known, client, text)
        lang = "en" if text.isascii() else "zh"
        _, claims = judged(text, evidence, TODAY)
        for issue in (claim.as_json() for claim in claims if claim.held):
            assert issue["why"]["zh"] and issue["why"]["en"], text
            assert text[issue["start"] : issue["end"]] == issue["text"] or "…" in issue["text"], text
        better = corrected(text, claims, partial(found_in, evidence), lang)
        if better is not None:
            corrections += 1
            left = [claim.code for claim in judged(better, evidence, TODAY)[1] if claim.held]
            assert left == [], (text, better)
    assert corrections >= 50


async def test_the_hasty_message_comes_out_right(product: Product) -> None:
    found = await product.reviewer().review(HASTY, await token_of(product, CALL), CALL, TODAY)
    line = next(claim for claim in found.issues if claim.code == "wrong_value")
    assert (line.text, line.fix, line.proof and line.proof.article) == ("135", "130%", "12.3")
    threat = next(claim for claim in found.issues if claim.code == "liquidation_notice")
    assert threat.expected == "2026-11-23 15:00" and threat.proof and threat.proof.article == "13.1"
    assert found.corrected is not None
    assert found.corrected.startswith("您低于130%了，请在 2026-11-23 15:00 前补足")
    assert "没事" not in found.corrected and "强制平仓" in found.corrected


@pytest.mark.parametrize("lang", [None, "zh", "zh-Hant"])
@pytest.mark.parametrize(
    "text",
    [
        "你嘅比例係135%，聽朝一定斬你倉。",
        "您低於135%了，不補就一定強平，請於11月25日15:00前補足。",
        "聽日補錢就得，唔使擔心。",
    ],
)
async def test_a_draft_in_traditional_characters_is_put_right_in_them(
    product: Product, text: str, lang: str | None
) -> None:
    found = await product.reviewer().review(text, await token_of(product, CALL), CALL, TODAY, lang)
    told = found.as_json()
    assert not found.passed and told["corrected"]
    for words in (told["corrected"], *(issue["fix"] for issue in told["issues"] if issue["fix"])):
        assert words == traditional(words), words


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("请在 11 月 25 日 15:00 前补足", "请在 2026-11-23 15:00 前补足"),
        ("请于 25 号 15 : 00 前补足", "请于 2026-11-23 15 : 00 前补足"),
        ("请在 11 月 23 日 15 : 30 前补足", "请在 11 月 23 日 15:00 前补足"),
        ("请在11月25日（周三）15:00前补足", "请在2026-11-23（周一）15:00前补足"),
        ("请在11月23日（星期二）15:00前补足", "请在11月23日（星期一）15:00前补足"),
        ("您有 3 笔融资合约", "您有 2 笔融资合约"),
    ],
)
async def test_a_wrong_day_or_count_is_put_right_in_its_own_place(
    known: dict[tuple[str | None, str], Evidence], wrong: str, right: str
) -> None:
    otherwise = "，逾期未补足的，公司有权强制平仓。"
    claims = found_in(known[CALL, "zh"], wrong + otherwise)
    assert any(claim.held for claim in claims)
    assert (
        corrected(wrong + otherwise, claims, partial(found_in, known[CALL, "zh"]), "zh") == right + otherwise
    )


@pytest.mark.parametrize(
    "text", ["请在 11 月 23 日 15:00 前补足", "请于 15 点 前补足", "请在 2026 年 11 月 23 日前补足"]
)
async def test_room_around_the_signs_of_a_true_day_changes_nothing(
    known: dict[tuple[str | None, str], Evidence], text: str
) -> None:
    assert codes(known, CALL, f"{text}，逾期未补足的，公司有权强制平仓。") == []


@pytest.mark.parametrize("text", ["补足期限是 3 天", "补足需要 12 个月", "维持担保比例 1 2 9 %"])
async def test_no_figure_is_put_before_a_word_that_counts_something_else_or_into_a_torn_number(
    known: dict[tuple[str | None, str], Evidence], text: str
) -> None:
    held = [claim for claim in found_in(known[CALL, "zh"], text) if claim.kind == "number" and claim.held]
    assert held and [claim.fix for claim in held] == [None] * len(held)


PROMISED = (
    "公司不会强制平仓您的账户。",
    "平仓前公司一定会再给您打电话。",
    "强平后剩余债务公司会承担，您不用再还。",
    "强平后就不欠公司钱了。",
    "融资的亏损不会超过本金。",
    "利息我们可以给您免掉。",
    "We will not liquidate your account.",
    "Your loss cannot exceed your own money.",
    "After liquidation you owe nothing more.",
)
MISCOUNTED = (
    "补足期限是三个交易日",
    "您有两天时间补足",
    "您还有一周的时间来补足",
    "您有三笔合约",
    "您的维持担保比例＝壹佰叁拾捌％",
    "您的维持担保比例是128.00%，在130%的平仓线之上",
    "您的保证金可用余额是778,083.32元，还能买入",
    "Your available margin is CNY 778,083.32",
    "You have three days to restore your ratio",
)


@pytest.mark.parametrize("text", PROMISED)
async def test_what_the_firm_does_not_owe_is_not_promised(
    known: dict[tuple[str | None, str], Evidence], text: str
) -> None:
    assert "promise" in codes(known, CALL, text)


@pytest.mark.parametrize("text", MISCOUNTED)
async def test_a_number_in_small_words_capitals_or_without_its_minus_is_still_a_number(
    known: dict[tuple[str | None, str], Evidence], text: str
) -> None:
    assert set(codes(known, CALL, text)) & {
        "wrong_value",
        "unbound_number",
        "wrong_comparison",
        "repealed_rule",
    }


@pytest.mark.parametrize(
    "text",
    [
        "您有两笔融资合约。",
        "您的保证金可用余额为负778,083.32元。",
        "Your available margin is -CNY 778,083.32.",
        "这两天行情波动较大，请留意。",
        "我们会在五个工作日内答复您的投诉。",
        "亏损可能超过本金，强平后仍不足的部分由您继续偿还。",
    ],
)
async def test_what_is_true_in_the_same_words_goes_out(
    known: dict[tuple[str | None, str], Evidence], text: str
) -> None:
    assert codes(known, CALL, text) == []


async def test_what_is_right_is_said_with_its_proof(product: Product) -> None:
    text = "您的维持担保比例128.00%，低于平仓线130%，逾期公司有权强制平仓。"
    found = (await product.reviewer().review(text, await token_of(product, CALL), CALL, TODAY)).as_json()
    right = {claim["measure"]: claim for claim in found["claims"] if claim["kind"] == "number"}
    assert found["passed"] and found["checked"] == 2 and found["corrected"] == text
    assert right["maintenance_ratio"]["evidence"]["figure"].startswith("t")
    assert right["liquidation_line"]["evidence"]["article"] == "12.3"


async def test_a_right_number_under_a_wrong_name_says_what_it_is(product: Product) -> None:
    found = await product.reviewer().review("平仓线是128.00%。", await token_of(product, CALL), CALL, TODAY)
    (issue,) = found.as_json()["issues"]
    assert "维持担保比例" in issue["why"]["zh"] and "maintenance ratio" in issue["why"]["en"]


async def test_another_client_is_not_to_be_seen_and_does_not_show_whether_it_exists(product: Product) -> None:
    reviewer, token = product.reviewer(), await token_of(product, CALL)
    for client in ("demo-watch", "demo-nobody"):
        with pytest.raises(NotToBeSeen):
            await reviewer.review("您好", token, client, TODAY)
    with pytest.raises(NotToBeSeen):
        await reviewer.review("您好", None, CALL, TODAY)


async def test_an_agent_checks_for_a_client_of_the_own_group_only(product: Product) -> None:
    reviewer, token = product.reviewer(), await token_of(product, "demo-agent")
    assert not (await reviewer.review(HASTY, token, CALL, TODAY)).passed
    with pytest.raises(NotToBeSeen):
        await reviewer.review(HASTY, token, "demo-short", TODAY)


async def test_a_rule_is_judged_on_the_day_it_is_said(product: Product) -> None:
    text = "融资保证金比例最低80%。"
    reviewer: Reviewer = product.reviewer()
    then: Review = await reviewer.review(text, None, None, date(2025, 6, 2))
    now: Review = await reviewer.review(text, None, None, TODAY)
    assert then.passed and [issue.code for issue in now.issues] == ["repealed_rule"]


async def test_a_sentence_of_the_library_is_a_proof_and_a_repealed_one_is_not(product: Product) -> None:
    now = product.library.document("maintenance-lines", TODAY)[0].lead
    then = product.library.document("maintenance-lines", date(2018, 1, 2))[0].lead
    standing = await product.reviewer().review(f"「{now}」", None, None, TODAY)
    repealed = await product.reviewer().review(f"「{then}」", None, None, TODAY)
    assert now != then and any(claim.kind == "quote" and not claim.held for claim in standing.claims)
    assert [claim.code for claim in repealed.issues][:1] == ["repealed_quote"]


async def test_the_same_review_has_the_same_trace_and_another_text_another(product: Product) -> None:
    reviewer = product.reviewer()
    traces = [
        (await reviewer.review(text, None, None, TODAY)).as_json()["trace_id"]
        for text in ("您好", "您好", "你好")
    ]
    assert traces[0] == traces[1] != traces[2]


async def test_marks_stand_where_the_reader_sees_them(product: Product) -> None:
    text = "①…您的比例是\u200b１３８％，ﬁne。"
    found = await product.reviewer().review(text, await token_of(product, CALL), CALL, TODAY)
    (issue,) = [claim for claim in found.issues if claim.code == "wrong_value"]
    assert text[issue.start : issue.end] == "１３８％"


async def test_a_reader_of_traditional_characters_gets_reasons_in_them(product: Product) -> None:
    found = await product.reviewer().review(
        "平倉線是135%", await token_of(product, CALL), CALL, TODAY, "zh-Hant"
    )
    assert found.as_json()["issues"][0]["why"]["zh"].startswith("平倉線應為")


async def test_a_review_is_quick_enough_to_be_made_while_somebody_types(product: Product) -> None:
    reviewer, token = product.reviewer(), await token_of(product, CALL)
    took = []
    for _ in range(5):
        began = time.process_time()  # what it costs, however busy the machine is
        await reviewer.review(HASTY, token, CALL, TODAY)
        took.append(time.process_time() - began)
    assert min(took) < 0.15


async def test_only_what_may_come_from_the_library_is_looked_up() -> None:
    assert quotable("您好。依据「客户的资料应当保存不少于二十年」，请知悉。") == (
        "客户的资料应当保存不少于二十年",
        "依据「客户的资料应当保存不少于二十年」，请知悉。",
    )
