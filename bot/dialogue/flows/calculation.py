"""A hypothetical with the asker's own numbers, computed by the risk engine and marked 【假设】."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer.draft import Draft
from bot.answer.measures import BY_NAME
from bot.dialogue.effects import Calculate, Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.rules import restated, rule_question

Json = Mapping[str, Any]

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
    "total_assets": ("总资产", "total assets"),
}


def calculation(ask: Ask) -> FlowRun:
    """Compute what was given; ask for what is missing; without any number it is a rule question."""
    wanted = ask.request.slots.calculation
    if wanted is None:
        return (yield from rule_question(restated(ask, ask.request.text)))
    if wanted.missing:
        return _ask_for(ask, wanted.missing)
    result = yield Calculate(wanted.kind, tuple(sorted(wanted.inputs.items())), ask.message.rules_day)
    if isinstance(result, Failed):
        return _refused(ask, result)
    draft = ask.draft()
    _say_result(draft, result)
    return done(ask, draft)


def _ask_for(ask: Ask, missing: tuple[str, ...]) -> Step:
    lang = ask.draft().lang
    names = [INPUTS.get(name, (name, name))[lang == "en"] for name in missing]
    glue = ", " if lang == "en" else "、"
    return done(ask, ask.draft("ask").say("calculation_missing", missing=glue.join(names)))


def _refused(ask: Ask, failed: Failed) -> Step:
    draft = ask.draft("ask")
    detail = str(failed.problem.get("detail" if draft.lang == "en" else "detail_zh", ""))
    return done(ask, draft.say("calculation_wrong", detail=draft.name(detail)))


def _say_result(draft: Draft, result: Json) -> None:
    draft.say("calculation_note")
    for name, figure in result["figures"].items():
        if figure["value"] is None:
            continue
        draft.say("calculation_result", measure=_label(name, draft.lang), value=draft.figure(figure))
    for name, figure in result["figures"].items():
        if figure["value"] is not None and name == next(iter(result["figures"])):
            draft.formula(figure)
    for assumption in result["assumptions"]:
        draft.say("rule_note", note=draft.name(str(assumption["text" if draft.lang == "en" else "text_zh"])))
    draft.say("calculation_caveat")


def _label(name: str, lang: str) -> str:
    measure = BY_NAME.get(name)
    return measure.label(lang) if measure else name
