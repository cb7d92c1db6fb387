"""A step of a supposition put right or taken out by its words: 「把卖的改成5000股」, 「还款改成8万」, 「去掉转钱那步」, 「撤销第二步」.

Nothing is computed here: a step put right is written anew as a sentence and read again; what points at no step for certain gives nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.dialogue.spoken_numbers import in_digits
from bot.guard.numerals import fold

_TO = r"(?:改|换|调|变)(?:成|为|到)(?:了)?"
_REVISED = re.compile(
    rf"^(?:不对|错了|等等|那|请|[,， ])*(?:把|将)?(?P<kind>[^,，\d]{{1,8}}?)(?:的|那(?:一)?[步笔个]|数量|金额|幅度)*\s*{_TO}\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>股|元|%|天)?[吧呢?？。!]*$"
    r"|^(?:no, )?(?:make|change) the (?P<kind_en>[a-z]+) (?:to )?(?:cny )?(?P<n_en>\d+(?:\.\d+)?)\s*(?P<unit_en>股|元|%|天|shares|days)?[.?]*$"
)
_ONLY_A_NUMBER = re.compile(
    r"(?:那么?|这么|这样|或者?|还是|定[是系]|只|咁|噉|好|再?(?:换|改|试|算)(?:成|做|为|一下|下)?|要是|如果|假如|或者|就|那|ok|[,，\s])*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>股|元|%|天)?(?:的话|块|又|会|怎么?样|点样?|如何|呢|先|够|吗|啊|[?？。.!\s])*"
    r"|(?:ok(?:ay)?|and|so|but|or|then|what|how|about|if|it'?s|it (?:is|were|was)|make (?:it|that)|say|try|with|only|just|instead|[,\s])+(?:cny )?(?P<n_en>\d+(?:\.\d+)?)\s*(?P<unit_en>股|元|%|天|shares|days)?(?: (?:instead|then|rather))?[?.!\s]*"
)
_OF_TERMS = re.compile(r"线|率|比例|额度|授信|规则|\b(?:line|rate|ratio|limit)\b")
_KINDS = (
    ("sell", re.compile(r"卖|抛|减仓|\bs(?:ell|ale)")),
    ("buy", re.compile(r"买|融|\bbuy|purchase")),
    ("repay", re.compile(r"还|偿|repay")),
    ("cash", re.compile(r"转|存|补|打|入金|现金|钱|deposit|cash|transfer")),
    ("price", re.compile(r"跌|涨|大盘|行情|fall|rise|drop|move")),
    ("days", re.compile(r"天|日|days")),
)
_NUMBERED = re.compile(
    r"第\s*(?P<n>[一二三四五六七八九1-9])\s*(?:步|个|条|笔|项)|\bstep (?P<m>[1-9])\b|\b(?P<word>first|second|third|fourth)(?: (?:step|one|repayment|deposit|sale|transfer))?\b"
)
_PLACES = {name: place for place, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")) for name in names}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")
_EVERY = re.compile(r"还原|复原|全部|所有|都(?:不算|撤|去)|清空|\b(?:everything|all|reset)\b")
_LAST = re.compile(
    r"上|刚|最后|前|\b(?:last|it)\b|\bthat\b(?! (?:repay|deposit|sale|transfer|cash|fall|price))"
)
_VERBS = {
    "sell": "卖{n}{unit}{of}",
    "sell_to_repay": "卖{n}{unit}{of}还款",
    "buy": "买{n}{unit}{of}",
    "margin_buy": "融资买{n}{unit}{of}",
    "short": "融券卖出{n}{unit}{of}",
    "buy_to_return": "买券还券{n}{unit}{of}",
}
Json = Mapping[str, Any]


def is_revision(text: str) -> bool:
    """Whether a message gives a step that was supposed another number, whichever step it is."""
    return _revision(text) is not None or _only_a_number(text) is not None


def revised(text: str, steps: Sequence[str]) -> tuple[int, str] | None:
    """The place of the step that ``text`` puts right, and the step as a sentence with the new number; ``None`` where it is not certain."""
    told = _revision(text) or _only_a_number(text)
    if told is None:
        return None
    kind, number, unit = told
    for place in reversed(range(len(steps))):
        changes = json.loads(steps[place])
        if kind in (None, "sell") and unit == "元" and _is_spread(changes):
            return place, f"卖{number}元股票还债"
        if len(changes) != 1 or not (kind is None or _is(changes[0], kind)):
            continue
        sentence = _sentence(changes[0], number, unit)
        if sentence is not None or kind is not None:
            return None if sentence is None else (place, sentence)
    return None


def without(text: str, steps: Sequence[str], codes: Collection[str] = ()) -> tuple[str, ...] | None:
    """The steps without the one that ``text`` takes out: by its number, by the security (``codes`` of those it names), by what it
    did, else the last; ``None`` where there is no such one.
    """
    said = fold(text)
    if _EVERY.search(said):
        return ()
    numbered = _NUMBERED.search(said)
    if numbered:
        place = _place(numbered)
        return None if place >= len(steps) else (*steps[:place], *steps[place + 1 :])
    of_them = [at for at, step in enumerate(steps) if any(code in step for code in codes)]
    if codes:
        return (*steps[: of_them[-1]], *steps[of_them[-1] + 1 :]) if of_them else None
    kinds = [name for name, words in _KINDS if words.search(said)]
    if kinds and not _LAST.search(said):
        places = [
            at for at, step in enumerate(steps) if any(_is(each, kinds[0]) for each in json.loads(step))
        ]
        return (*steps[: places[-1]], *steps[places[-1] + 1 :]) if places else None
    return tuple(steps[:-1])


def _place(found: re.Match[str]) -> int:
    return _ORDINALS.index(found["word"]) if found["word"] else _PLACES[found["n"] or found["m"]]


def _revision(text: str) -> tuple[str, str, str] | None:
    """What kind of step, the new number and its unit."""
    found = _REVISED.match(in_digits(fold(text)).strip())
    if found is None:
        return None
    said = found["kind"] or found["kind_en"]
    kind = next((name for name, words in _KINDS if words.search(said)), None)
    if kind is None or _OF_TERMS.search(said):
        return None
    unit = found["unit"] or found["unit_en"] or ""
    return kind, found["n"] or found["n_en"], {"shares": "股", "days": "天"}.get(unit, unit)


def _only_a_number(text: str) -> tuple[None, str, str] | None:
    """「那8万呢」: a number with its unit and nothing that says whose; a number without a unit only where it is asked about."""
    found = _ONLY_A_NUMBER.fullmatch(in_digits(fold(text)).strip())
    if found is None:
        return None
    unit = found["unit"] or found["unit_en"] or ""
    return None, found["n"] or found["n_en"], {"shares": "股", "days": "天"}.get(unit, unit or "元")


def _is_spread(changes: Sequence[Json]) -> bool:
    """Whether a step sells of several securities to repay, so that nobody said which."""
    return len(changes) > 1 and all(change.get("side") == "sell_to_repay" for change in changes)


def _is(change: Json, kind: str) -> bool:
    op, side = change["op"], str(change.get("side", ""))
    if op == "trade":
        return side.startswith("sell") if kind == "sell" else kind == "buy" and "buy" in side
    return bool(op == kind)


def _sentence(change: Json, number: str, unit: str) -> str | None:
    """A change in words that are read again, with another number of the kind that it takes."""
    of = str(change.get("security", "")).split(".", 1)[0]
    match change["op"], unit:
        case "trade", "股" | "元" | "":
            return _VERBS[change["side"]].format(n=number, unit=unit or "股", of=of)
        case "repay", "元" | "":
            return f"还款{number}元"
        case "cash", "元" | "":
            return f"{'取出' if str(change['amount']).startswith('-') else '转入'}{number}元"
        case "price", "%" | "" if "pct" in change:
            way = "跌" if str(change["pct"]).startswith("-") else "涨"
            return f"{'大盘' if of == '*' else of}{way}{number}%"
        case "days", "天" | "":
            return f"过{number}天"
        case _:
            return None
