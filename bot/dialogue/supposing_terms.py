"""Terms, rates and rules that a message supposes: 「折算率调成0」, 「停牌按公允价值」, 「按市值计费」, 「按2015年的规则」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bot.dialogue.held import Held, Supposition, named, sole, supposition

_NUMBER = r"(?P<n>\d+(?:\.\d+)?)"
_BECOMES = r"(?:调整?|降|变|改|归|弄|搞|下调|上调|提高?|升|设|换|按|为|是|to|becomes?|is|were|was|at|of)(?:低|高)?(?:成|为|到|至|做|to)?\s*(?:了)?"
_RATE = re.compile(
    rf"(?:折算率|conversion rate|haircut).{{0,6}}?{_BECOMES}\s*(?:{_NUMBER}(?P<pct>%)?|(?P<zero>零|zero))"
)
_EXCLUDED = re.compile(
    r"(?:调|移|剔|踢)出.{0,10}(?:担保|充抵)|(?:不再|不能)(?:是|作为|作|当|充)?.{0,4}(?:担保物|担保品|充抵保证金)|(?:removed|taken) (?:from|off|out of) (?:the )?(?:eligible )?collateral"
)
_SUSPENDED = re.compile(rf"(?:停牌|suspended)(?:.{{0,14}}?{_NUMBER}\s*(?:元|块|yuan)?(?![%天日]))?")
_BASIS = re.compile(
    r"按(?:照)?市值.{0,4}(?:计|算|收)|(?:计费|费基|融券费).{0,6}市值|(?:fee|interest).{0,12}market value|market value.{0,12}fee"
)
_ON_PROCEEDS = re.compile(r"按(?:照)?卖出金额.{0,4}(?:计|算|收)|fee.{0,12}proceeds")
_MARGIN = re.compile(
    rf"(?P<kind>融资|融券)?(?:的)?保证金比例.{{0,6}}?{_BECOMES}\s*{_NUMBER}(?P<pct>%)?|(?P<kind_en>financing|short)\w*(?:[- ]selling)? margin ratio.{{0,12}}?{_NUMBER.replace('?P<n>', '?P<n_en>')}%?"
)
_LINE = re.compile(
    rf"(?P<line>平仓线|强平线|预警线|警戒线|补足线|恢复线|追保线|最低线|提取线|liquidation line|warning line|restore line|minimum line|withdrawal line).{{0,6}}?{_BECOMES}\s*{_NUMBER}(?P<pct>%)?"
)
_CREDIT = re.compile(
    rf"(?:授信|额度|credit line|credit limit).{{0,8}}?{_BECOMES}\s*(?:cny )?{_NUMBER}\s*(?P<scale>万|亿)?(?:元)?(?![%\d.])"
)
_RULES = re.compile(
    r"按(?:照)?.{0,14}(?:规则|规定|规矩|细则|口径).{0,6}(?:算|来|呢|看|推|会|是|$|\?)|(?:旧|老|新|当时的?|那时的?|以前的?)(?:规则|规定|细则).{0,4}(?:算|呢|会)|under the .{0,20}\brules?\b|\brules? of \d{4}"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:年|\b)")
_LINES = {
    "平仓线": "liquidation_line",
    "强平线": "liquidation_line",
    "预警线": "warning_line",
    "警戒线": "warning_line",
    "补足线": "restore_line",
    "恢复线": "restore_line",
    "追保线": "restore_line",
    "最低线": "minimum_line",
    "提取线": "withdrawal_line",
}
Words = Mapping[str, str]
SAID: Mapping[str, Words] = {
    "zh": {
        "rate": "折算率",
        "halted": "停牌后按公允价值",
        "halted_last": "停牌，按最新价计",
        "excluded": "调出担保物范围，折算率按零",
        "market_value": "融券费按市值计",
        "proceeds": "融券费按卖出金额计",
        "financing": "融资保证金比例",
        "short": "融券保证金比例",
        "credit": "授信额度",
        "rules": "按 {day} 的规则",
        "liquidation_line": "平仓线",
        "warning_line": "预警线",
        "restore_line": "补足线",
        "minimum_line": "最低线",
        "withdrawal_line": "提取线",
    },
    "en": {
        "rate": "conversion rate",
        "halted": "suspended, at a fair value of",
        "halted_last": "suspended, at its last price",
        "excluded": "no longer collateral, counting for nothing",
        "market_value": "short fee on market value",
        "proceeds": "short fee on the sale proceeds",
        "financing": "margin ratio for financing",
        "short": "margin ratio for short sales",
        "credit": "credit line",
        "rules": "the rules of {day}",
        "liquidation_line": "liquidation line",
        "warning_line": "warning line",
        "restore_line": "restore line",
        "minimum_line": "minimum line",
        "withdrawal_line": "withdrawal line",
    },
}


def mentioned(text: str) -> bool:
    """Whether a text in digits supposes other terms, rates or rules."""
    return any(
        words.search(text)
        for words in (_RATE, _EXCLUDED, _SUSPENDED, _BASIS, _ON_PROCEEDS, _MARGIN, _LINE, _CREDIT, _RULES)
    )


def read(
    text: str, held: Sequence[Held], lang: str, day: str | None, last: Held | None = None
) -> Iterator[Supposition]:
    """What is supposed of one security, then of the contract, then of the rules. ``day`` is one that was said, ``last`` the
    security that was spoken of before.
    """
    words = SAID[lang]
    of = named(text, held) or last or sole(held)
    if of is not None:
        yield from _of_one(text, of, words)
    yield from _of_contract(text, words)
    when = day or _year_end(text)
    if _RULES.search(text) and when:
        yield supposition(words["rules"].format(day=when), op="rules", day=when)


def _of_one(text: str, of: Held, words: Words) -> Iterator[Supposition]:
    rate, halted, name = _RATE.search(text), _SUSPENDED.search(text), of.names[0]
    if _EXCLUDED.search(text):
        yield supposition(f"{name} {words['excluded']}", op="remove", security=of.code)
    if rate:
        value = _share(rate["n"] or "0", rate["pct"])
        yield supposition(f"{name} {words['rate']} → {value}", op="haircut", security=of.code, to=value)
    if halted and halted["n"]:
        worth = halted["n"]
        yield supposition(
            f"{name} {words['halted']} {worth}", op="suspend", security=of.code, fair_value=worth
        )
    elif halted:
        yield supposition(f"{name} {words['halted_last']}", op="suspend", security=of.code)


def _of_contract(text: str, words: Words) -> Iterator[Supposition]:
    margin, line, credit = _MARGIN.search(text), _LINE.search(text), _CREDIT.search(text)
    for basis, pattern in (("market_value", _BASIS), ("proceeds", _ON_PROCEEDS)):
        if pattern.search(text):
            yield supposition(words[basis], op="terms", fee_basis=basis)
            break
    if margin:
        kind = "short" if (margin["kind"] or margin["kind_en"]) in ("融券", "short") else "financing"
        value = _ratio(margin["n"] or margin["n_en"])
        yield supposition(
            f"{words[kind]} → {_percent(value)}", op="rules", param=f"{kind}_margin_ratio", to=value
        )
    if line:
        name = _LINES.get(line["line"]) or line["line"].replace(" ", "_")
        yield supposition(
            f"{words[name]} → {_percent(_ratio(line['n']))}", op="line", line=name, to=_ratio(line["n"])
        )
    if credit:
        amount = credit["n"]
        yield supposition(
            f"{words['credit']} → {Decimal(amount):,}", op="line", line="credit_line", to=amount
        )


def _year_end(text: str) -> str | None:
    found = _YEAR.search(text)
    return f"{found['year']}-12-31" if found else None


def _share(number: str, percent: str | None) -> str:
    """70 and 70% are 0.7; 5 alone is neither, and stays what it is."""
    return f"{Decimal(number) / (100 if percent or Decimal(number) >= 10 else 1):f}"


def _ratio(number: str) -> str:
    """130 and 130% are 1.30; 1.3 is itself."""
    value = Decimal(number)
    return f"{value / 100 if value > 10 else value:f}"


def _percent(ratio: str) -> str:
    return f"{(Decimal(ratio) * 100).normalize():f}%"
