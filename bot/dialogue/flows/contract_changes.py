"""What changed in one's contract, and what it said on a day: names, values, days and clauses as the account service has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import BY_NAME, label_of
from bot.answer.texts import text
from bot.dialogue.applying_effects import FetchAmendments
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import rules
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.notice_check import clause_of
from bot.dialogue.flows.own_terms import lines_named
from bot.dialogue.service_effects import FetchContractChanges
from bot.guard.evidence import Fact

Json = Mapping[str, Any]
_MINE = re.compile(r"我|合同|合约|协议|约定|\b(?:my|contract|agree\w*)\b")
SHOWN = 5
LINES = ("warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line")
RATES = ("financing_rate", "short_rate", "annual_rate", "penalty_rate", "fee_rate")
_NAMES = {
    "financing_rate": ("融资年利率", "financing rate"),
    "short_rate": ("融券年费率", "short-selling fee rate"),
    "fee_basis": ("融券费用的计费基础", "basis of the short-selling fee"),
    "call_deadline": ("追保期限", "time to restore"),
    "day_basis": ("计息基数", "day basis"),
    "age_limit": ("年龄限额", "age limit"),
}


def contract_changes(ask: Ask) -> FlowRun:
    """Every change since the day asked for (ever, where none is): what, from, to, since when, by which clause."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    said = [span.start for span in ask.request.slots.dates]
    found = yield FetchContractChanges(ask.client_id, min(said, default=None))
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft()
    changes = sorted(found["changes"], key=lambda row: str(row["valid_from"]), reverse=True)
    named = [row for row in changes if row["name"] in lines_named(ask.said)]
    offered = yield FetchAmendments(ask.client_id)
    waiting = [] if isinstance(offered, Failed) else offered
    if not changes:
        say_offered(draft.say("contract_no_changes"), waiting)
        return done(ask, draft.choose("choice_contract_now", "choice_human"))
    if not named:
        draft.say("contract_changes", count=facts.count(len(changes), "changes", "共", "in all"))
    for row in (named or changes)[:SHOWN]:
        _say_change(draft.line(), row)
    if not named and len(changes) > SHOWN:
        draft.line().say("contract_more")
    say_offered(draft, waiting)
    return done(ask, draft.choose("choice_contract_now", "choice_human"))


def say_offered(draft: Draft, amendments: Sequence[Json]) -> None:
    """That another change waits for the client's answer, and is not in force."""
    for row in [each for each in amendments if each["state"] == "open"][:1]:
        by = facts.day(row["answer_by"], "answer_by", "答复", "answer by")
        draft.line().say("contract_change_offered", number=draft.name(str(row["id"])), by=by)
        draft.choose("choice_amendment")


def contract_then(ask: Ask) -> FlowRun:
    """The lines of the contract in force on the day asked for, with their clauses."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    day = ask.account_day
    sheet = yield FetchFigures(ask.client_id, day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft()
    terms = sheet["terms"]
    on = day or ask.message.now.date()
    if terms is None and not _MINE.search(ask.said):
        return (yield from rules.rule_question(rules.restated(ask, ask.request.text)))
    if terms is None:
        return done(ask, draft.say("contract_none_then", day=facts.day(on, "asked_day", "在", "on")))
    draft.say("contract_then", day=facts.day(on, "asked_day", "在", "on"))
    draft.items(*(_line(draft, terms, name) for name in LINES if terms.get(name) is not None))
    return done(ask, draft.choose("choice_contract_changes", "choice_ratio"))


def _line(draft: Draft, terms: Json, name: str) -> Sentence:
    """「平仓线 130%（合同第 12.3 条）」, without the clause where none is recorded."""
    clause = terms.get("clauses", {}).get(name)
    said: dict[str, Fact | str] = {
        "measure": label_of(name, draft.lang),
        "value": facts.of_line(name, str(terms[name])),
    }
    if clause is None:
        return "contract_line", said
    return "contract_line_clause", {**said, "clause": clause_of(draft, clause)}


def _say_change(draft: Draft, row: Json) -> None:
    name = str(row["name"])
    draft.say(
        "contract_change",
        day=facts.day(str(row["valid_from"])[:10], "changed_on", "起", "from"),
        what=_label(name, draft.lang),
        before=_shown(draft, name, row["before"]),
        after=_shown(draft, name, row["after"]),
    )
    if row.get("clause"):
        draft.say("notice_clause", clause=clause_of(draft, row["clause"]))


def _label(name: str, lang: str) -> str:
    if name in _NAMES:
        return _NAMES[name][lang == "en"]
    return BY_NAME[name].label(lang) if name in BY_NAME else name.replace("_", " ")


def _shown(draft: Draft, name: str, value: Any) -> Fact | str:
    """A value of the contract as it is said: a line or a rate as a percentage, anything else as it is agreed."""
    if value is None:
        return text("contract_nothing", draft.lang)
    if name in LINES:
        return facts.of_line(name, str(value))
    if name in RATES or name.endswith("_rate"):
        label = _label(name, draft.lang)
        return facts.of_given({"name": name, "value": str(value), "unit": "ratio"}, draft.lang, label)
    if name == "call_deadline" and isinstance(value, Mapping):
        agreed = f"T+{value['trading_days']} {value['time']}"
        return Fact("code", name, agreed, names=_NAMES[name])
    return draft.name(_plain(value, draft.lang))


def _plain(value: Any, lang: str) -> str:
    words = {"sale_amount": ("卖出金额", "sale amount"), "market_value": ("市值", "market value")}
    said = words.get(str(value))
    return said[lang == "en"] if said else str(value)
