"""A hypothetical with the asker's own numbers, computed by the risk engine and marked 【假设】."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import labels_of
from bot.dialogue.effects import Calculate, Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.rules import restated, rule_question
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

# What is asked for by name; a numbered input shares the name of its first.
INPUTS: Mapping[str, tuple[str, str]] = {
    "assets": ("总资产", "total assets"),
    "securities": ("证券市值", "market value of the securities"),
    "cash": ("现金", "cash"),
    "liabilities": ("负债", "debt"),
    "line": ("平仓线", "the liquidation line"),
    "target": ("要补到的比例", "the target ratio"),
    "principal": ("本金", "principal"),
    "annual_rate": ("年利率", "annual rate"),
    "days": ("天数", "number of days"),
    "available_margin": ("保证金可用余额", "available margin"),
    "conversion_rate": ("折算率", "conversion rate"),
    "margin_ratio": ("保证金比例", "margin ratio"),
    "quantity": ("数量", "quantity"),
    "price": ("价格", "price"),
    "amount": ("融资买入金额", "amount financed"),
    "market_value": ("现在市值", "market value now"),
    "security_value": ("该证券市值", "value of that security"),
    "months": ("期限", "length of time"),
    "short_price": ("融券股票的现价", "current price of the shares sold short"),
    "short_value": ("融券市值", "market value sold short"),
    "fall": ("涨跌幅", "how far prices move"),
}

_OWN_SENTENCE = ("max_margin_purchase.floor", "max_margin_shares.floor")
_NAMED = ("day_basis", "margin_ratio", "line", "target")
_ALTERNATIVES = ("topup",)
_TEN_THOUSAND = 10_000


def calculation(ask: Ask) -> FlowRun:
    """Compute what was given; ask for what is missing or has no place; without any number it is a rule question."""
    wanted = ask.request.slots.calculation
    slots = ask.request.slots
    if wanted is None and ask.client_id is not None and (slots.percents or slots.amounts):
        return done(ask, ask.draft("ask").say("what_if_needs_numbers"))
    if wanted is None:
        return (yield from rule_question(restated(ask, ask.request.text)))
    if any(amount.unit != "yuan" for amount in ask.request.slots.amounts):
        return done(ask, ask.draft("ask").say("calculation_currency"))
    if wanted.unused:
        return _kept(ask, _ask_about(ask, wanted.unused))
    if wanted.missing:
        return _kept(ask, _ask_for(ask, wanted.missing), wanted.missing)
    result = yield Calculate(wanted.kind, tuple(sorted(wanted.inputs.items())), ask.message.rules_day)
    if isinstance(result, Failed):
        return _refused(ask, result)
    draft = ask.draft()
    _say_result(draft, result, wanted.first)
    return _kept(ask, done(ask, draft))


def _kept(ask: Ask, step: Step, lacking: tuple[str, ...] = ()) -> Step:
    """The step with the question remembered, so that the next message may put it right or bring what is missing."""
    return Step(step.draft, replace(step.state, sum=ask.request.text, lacking=lacking))


def _ask_for(ask: Ask, missing: tuple[str, ...]) -> Step:
    lang = ask.draft().lang
    names = [INPUTS.get(name, INPUTS["assets"])[lang == "en"] for name in missing]
    glue = ", " if lang == "en" else "、"
    return done(ask, ask.draft("ask").say("calculation_missing", missing=glue.join(names)))


def _ask_about(ask: Ask, unused: tuple[str, ...]) -> Step:
    """A number that found no place might change the answer, so nothing is computed until it is explained."""
    draft = ask.draft("ask")
    glue = ", " if draft.lang == "en" else "、"
    return done(ask, draft.say("calculation_unused", numbers=glue.join(draft.name(each) for each in unused)))


def _refused(ask: Ask, failed: Failed) -> Step:
    draft = ask.draft("ask")
    detail = str(failed.problem.get("detail" if draft.lang == "en" else "detail_zh", ""))
    return done(ask, draft.say("calculation_wrong", detail=draft.name(detail)))


def _say_result(draft: Draft, result: Json, first: str | None) -> None:
    """The figures, the one asked for in front, then what was noticed, the formula and what was assumed."""
    draft.say("calculation_note")
    known = [figure for figure in result["figures"].values() if figure["value"] is not None]
    known.sort(key=lambda figure: figure["name"] != first)
    alternatives = result["kind"] in _ALTERNATIVES
    if alternatives:
        draft.say("calculated_lead", **_given(known[0]))
    for place, figure in enumerate(known):
        if alternatives and place:
            draft.say("calculated_or")
        draft.show(figure)
        draft.say(_sentence(figure, place), value=_value(figure, draft.lang), **_given(figure))
    _say_notes(draft, result["findings"])
    draft.line()
    for figure in known[:1]:
        draft.formula(figure, numbers=True, result=figure["unit"] == "ratio" and figure["name"] != "leverage")
    _say_notes(draft, result["assumptions"])
    draft.say("calculation_caveat")


def _say_notes(draft: Draft, notes: Any) -> None:
    for note in notes:
        draft.say(
            "calculation_remark", note=draft.name(str(note["text" if draft.lang == "en" else "text_zh"]))
        )


def _sentence(figure: Json, place: int) -> str:
    """The sentence that says a calculator's figure; ``interest.360`` shares that of ``interest``."""
    name = str(figure["name"])
    if name == "maintenance_ratio" and place:
        return "calculated_ratio_before"
    if name in _OWN_SENTENCE:
        return f"calculated_{name.replace('.', '_')}"
    return f"calculated_{name.partition('.')[0]}"


def _value(figure: Json, lang: str) -> Fact:
    """The figure as a fact; whole percentages and sums in ten thousands, as people say them."""
    fact = facts.of_figure(figure, lang)
    amount = Decimal(str(figure["value"]))
    if (
        figure["unit"] == "ratio"
        and figure["name"] != "leverage"
        and amount * 100 == (amount * 100).to_integral_value()
    ):
        return replace(fact, shown=f"{(amount * 100).to_integral_value()}%")
    if lang == "en" or figure["unit"] != "CNY" or amount < _TEN_THOUSAND or amount % 100:
        return fact
    return replace(fact, shown=f"{fact.shown}（{(amount / _TEN_THOUSAND).normalize():f}万元）")


def _given(figure: Json) -> dict[str, Fact]:
    """The inputs that a sentence may name: ratios as percentages, days and bases as they are."""
    given = {}
    for row in figure["inputs"]:
        name, value = str(row["name"]), row["value"]
        if name in _NAMED and value is not None:
            shown = facts.percent(value) if row["unit"] == "ratio" else str(value)
            given[name] = Fact("given", name, shown, (shown, value), labels_of(name))
    return given
