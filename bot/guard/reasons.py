"""Why a piece of a text may not go out, in both languages, for whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answer.measures import label_of
from bot.guard.evidence import Proof

_WHY: Mapping[str, tuple[str, str]] = {
    "wrong_value": (
        "{measure}应为 {expected}，不是「{text}」{also}{where}。",
        "{measure} is {expected}, not “{text}”{also}{where}.",
    ),
    "wrong_unit": (
        "「{text}」的单位不对，{measure}应为 {expected}{where}。",
        "“{text}” has the wrong unit; {measure} is {expected}{where}.",
    ),
    "wrong_kind": (
        "「{text}」不是这里所说的时间{where}。",
        "“{text}” is not the time spoken of here{where}.",
    ),
    "unbound_number": (
        "「{text}」没有依据：找不到它说的是哪一项，或手头没有这一项的数据。",
        "“{text}” has no proof: it names no measure, or none whose value is known here.",
    ),
    "repealed_rule": (
        "「{text}」是已失效的规定；现行{measure}是 {expected}{where}。",
        "“{text}” is no longer in force; today {measure} is {expected}{where}.",
    ),
    "repealed_only": (
        "「{text}」是已失效的规定，现在没有这样的统一规定{where}。",
        "“{text}” is no longer in force, and no rule of that kind is{where}.",
    ),
    "wrong_comparison": (
        "「{text}」不成立{fact}。",
        "“{text}” does not hold{fact}.",
    ),
    "wrong_state": (
        "「{text}」与账户状态不符{fact}。",
        "“{text}” does not agree with the account{fact}.",
    ),
    "wrong_source": (
        "{measure}是合同约定的，不是监管或交易所规定的{where}。",
        "{measure} is agreed in the contract, not set by a regulator or an exchange{where}.",
    ),
    "repealed_quote": (
        "这段文字引自当天已不生效的规定{where}。",
        "This is quoted from a text that is not in force on that day{where}.",
    ),
    "unknown_quote": (
        "资料库里没有这句原文，不能加引号当作规定。",
        "No text in the library says this; it cannot stand in quotation marks as a rule.",
    ),
    "wrong_clause": (
        "「{text}」不是约定这件事的条款，应为合同 {expected} 条。",
        "Clause “{text}” does not agree this; clause {expected} of the contract does.",
    ),
    "unknown_wording": (
        "「{text}」不是核定过的说法。",
        "“{text}” is not among the sentences that may be said.",
    ),
    "promise": (
        "不能作任何承诺或保证：结果取决于行情和合同，法律也禁止承诺收益。",
        "No promise may be made: the outcome depends on prices and the contract, and the law forbids promising returns.",
    ),
    "forecast": ("不能预测涨跌。", "Prices may not be forecast."),
    "advice": (
        "不能建议买卖或替客户选择；列出各种办法，由客户自己决定。",
        "No advice to buy, sell or choose: name the ways and leave the choice to the client.",
    ),
    "admission": (
        "责任和赔付不能由客服判断或承诺。",
        "Fault and compensation are not for customer service to judge or promise.",
    ),
    "liquidation_notice": (
        "强制平仓是合同约定的权利，不能说成某时一定发生{deadline}。",
        "Forced liquidation is a right under the contract; it may not be announced as certain for some hour{deadline}.",
    ),
    "loose_time": (
        "「{text}」不是准确的截止时间{deadline}。",
        "“{text}” is not the exact deadline{deadline}.",
    ),
    "personal_data": ("含有可识别个人的号码。", "It holds a number that identifies a person."),
    "other_client": ("涉及另一位客户。", "It names another client."),
    "missing_risk_statement": (
        "说了追保、低于线或融资，却没有说明不处理的后果或风险。",
        "It speaks of a call, a line or borrowing without saying what can happen otherwise.",
    ),
}
CODES = tuple(code for code in _WHY if code != "repealed_only")
"""Every code a claim may be held back with."""

CONTRACT = "融资融券合同"
_OK = {
    "number": ("与{measure}一致{where}。", "Agrees with {measure}{where}."),
    "moment": ("与记录一致{where}。", "Agrees with the record{where}."),
}


def why(
    code: str | None,
    called: tuple[str, str] | None,
    text: str,
    expected: str | None,
    also: str | None,
    proof: Proof | None,
) -> Mapping[str, str]:
    """The reason as ``{"zh", "en"}``; for a right one, what it agrees with."""
    code = "unbound_number" if code in ("wrong_value", "wrong_kind") and expected is None else code
    code = "repealed_only" if code == "repealed_rule" and expected is None else code
    wording = _WHY[code] if code else _OK["number" if called else "moment"]
    return {lang: _filled(wording, lang, called, text, expected, also, proof) for lang in ("zh", "en")}


def _filled(
    wording: tuple[str, str],
    lang: str,
    called: tuple[str, str] | None,
    text: str,
    expected: str | None,
    also: str | None,
    proof: Proof | None,
) -> str:
    english = lang == "en"
    named = called[english] if called else ("this" if english else "这个数字")
    fact = expected and (f": {expected}" if english else f"：{expected}")
    due = expected and (f"; the deadline is {expected}" if english else f"，截止时间是 {expected}")
    said = also and (f", which is {label_of(also, lang)}" if english else f"（那是{label_of(also, lang)}）")
    filled = wording[english].format(
        measure=named,
        text=text,
        expected=expected or "—",
        also=said or "",
        fact=fact or "",
        deadline=due or "",
        where=_where(proof, english),
    )
    return filled[:1].upper() + filled[1:]


def _where(proof: Proof | None, english: bool) -> str:
    """「（融资融券合同 12.3）」: the source a reader can look up; figures have their trace id beside them."""
    if proof is None or not proof.source:
        return ""
    source = "contract, clause" if english and proof.source == CONTRACT else proof.source
    place = " ".join(part for part in (source, proof.article) if part)
    if proof.valid_from and proof.valid_to:
        place += (
            f", {proof.valid_from} to {proof.valid_to}"
            if english
            else f"，{proof.valid_from} 至 {proof.valid_to}"
        )
    elif proof.valid_from:
        place += f", from {proof.valid_from}" if english else f"，{proof.valid_from} 起"
    return f" ({place})" if english else f"（{place}）"
