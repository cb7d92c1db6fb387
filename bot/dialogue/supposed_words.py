"""The words of a step that was supposed, said again from its changes: in a list of the steps, and where another takes its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.supposing_terms import SAID as TERMS
from bot.dialogue.supposing_trades import SAID as TRADES

Json = Mapping[str, Any]
Words = Mapping[str, str]
_WORDS: Mapping[str, Words] = {
    lang: {**TERMS[lang], **TRADES[lang], **more}
    for lang, more in {
        "zh": {"*": "全部证券", "after": "天", "account": "另一个账户", "glue": "，"},
        "en": {
            "*": "all securities",
            "after": "days",
            "account": "another account",
            "glue": ", ",
        },
    }.items()
}


def step_in_words(step: str, names: Mapping[str, str], lang: str) -> str:
    """The changes of one step in words; ``names`` of the securities by code, those that are missing are said by their code."""
    words = _WORDS["en" if lang == "en" else "zh"]
    changes = (_said(change, {**names, "*": words["*"]}, words) for change in json.loads(step))
    return words["glue"].join(dict.fromkeys(changes))


def _said(change: Json, names: Mapping[str, str], words: Words) -> str:
    code = str(change.get("security", ""))
    name = names.get(code, code)
    match change["op"]:
        case "price" if "pct" in change:
            sign = "" if str(change["pct"]).startswith("-") else "+"
            return f"{name} {sign}{change['pct']}%"
        case "price":
            return f"{name} → {change['to']}"
        case "days":
            return f"+{change['n']} {words['after']}"
        case "cash":
            return f"{words['cash']} {Decimal(change['amount']):+,}"
        case "repay":
            return f"{words['repay']} {Decimal(change['amount']):,}"
        case "trade" | "transfer":
            return _moved(change, name, words)
        case "account":
            return f"{words['account']} {Decimal(change['assets']):,} / {Decimal(change['liabilities']):,}"
        case _:
            return _term(change, name, words)


def _moved(change: Json, name: str, words: Words) -> str:
    """Securities that are traded, come in or go out."""
    quantity = str(change.get("quantity", ""))
    side = change.get("side") or ("out" if quantity.startswith("-") else "in")
    size = words["shares"].format(n=quantity.removeprefix("-")) if quantity else _part(change["share"], words)
    price = f" @ {change['price']}" if "price" in change else ""
    return f"{words[side].format(size=size, name=name)}{price}"


def _part(share: str, words: Words) -> str:
    known = {Decimal("0.5"): words["half"], Decimal(1): words["all"]}
    return known.get(Decimal(share)) or _percent(share)


def _term(change: Json, name: str, words: Words) -> str:
    """What becomes of a rate, of a term of the contract or of the rules."""
    match change["op"]:
        case "haircut":
            return f"{name} {words['rate']} → {change['to']}"
        case "suspend" if "fair_value" in change:
            return f"{name} {words['halted']} {change['fair_value']}"
        case "suspend":
            return f"{name} {words['halted_last']}"
        case "remove":
            return f"{name} {words['excluded']}"
        case "line" if change["line"] == "credit_line":
            return f"{words['credit']} → {Decimal(change['to']):,}"
        case "line":
            return f"{words[change['line']]} → {_percent(change['to'])}"
        case "rules" if "day" in change:
            return words["rules"].format(day=change["day"])
        case "rules":
            return f"{words[str(change['param']).partition('_')[0]]} → {_percent(change['to'])}"
        case _:
            return words[str(change["fee_basis"])]


def _percent(ratio: str) -> str:
    return f"{(Decimal(ratio) * 100).normalize():f}%"
