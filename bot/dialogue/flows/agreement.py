"""The agreement that a client has signed: version, day and hash, the clause of a term, the risk disclosures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import AGREEMENT
from bot.dialogue.applying_effects import FetchAgreement, FetchAgreements, FetchAmendments
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.clause_text import quoted
from bot.dialogue.flows.contract_changes import say_offered
from bot.dialogue.flows.notice_check import clause_of
from bot.dialogue.flows.signing import sign
from bot.dialogue.flows.yes_first import bilingual, label, said_no, who_first

Json = Mapping[str, Any]

MOST_TERMS = 6
_TERMS = (
    ("warning_line", re.compile(r"预警|警戒|warning")),
    ("liquidation_line", re.compile(r"平仓线|强平线|爆仓线|liquidation line")),
    ("restore_line", re.compile(r"恢复线|补足线|restore")),
    ("minimum_line", re.compile(r"最低线|minimum")),
    ("withdrawal_line", re.compile(r"提取线|提取|withdraw")),
    ("call_deadline", re.compile(r"追保|补足期限|补仓|deadline|margin call")),
    ("penalty_rate", re.compile(r"逾期|罚息|违约金|penalty|overdue")),
    (
        "financing_rate",
        re.compile(r"融资(?:年)?(?:利率|利息)|^(?!.*融券).*(?:利率|利息)|financing rate|interest"),
    ),
    ("short_rate", re.compile(r"融券(?:年)?(?:费率|利率|费用)|short rate")),
    ("extension_months", re.compile(r"展期|exten")),
    ("liquidation_order", re.compile(r"处分|强平顺序|次序|顺序|先卖|order")),
    ("collateral", re.compile(r"担保物|折算率|collateral|haircut")),
    ("financing_margin_ratio", re.compile(r"保证金比例|margin ratio")),
    ("delivery", re.compile(r"通知|送达|notice|deliver")),
)


def agreement(ask: Ask) -> FlowRun:
    """The side of the agreement that is asked about."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    found = yield FetchAgreements(ask.client_id)
    if isinstance(found, Failed):
        return said_no(ask, found, AGREEMENT)
    aspect = ask.request.slots.aspect
    if aspect == "sign":
        return (yield from sign(ask, found))
    if found["in_force"] is None:
        return _none(ask, found)
    if aspect == "clause":
        return (yield from _clause(ask, found))
    if aspect == "quote":
        return (yield from quoted(ask, str(found["in_force"])))
    return (yield from _risks(ask, found) if aspect == "risks" else _signed(ask, found))


def _none(ask: Ask, found: Json) -> Step:
    draft = ask.draft(intent=AGREEMENT).say("agreement_none")
    ready = found["admitted"] and found["offered"] is not None
    draft.say("agreement_may_sign" if ready else "agreement_not_admitted")
    return done(ask, draft.choose("choice_sign_agreement" if ready else "choice_application", "choice_human"))


def _signed(ask: Ask, found: Json) -> FlowRun:
    """Version, day of the signature and first day, and whether it is the newest; hash and earlier versions unfold."""
    rows: Sequence[Json] = found["agreements"]
    row = next(each for each in rows if each["id"] == found["in_force"])
    draft = ask.draft(intent=AGREEMENT)
    _say_signature(draft, row)
    signature = row["signature"]
    draft.say("agreement_intact" if signature["intact"] else "agreement_broken")
    draft.say("agreement_newest" if found["offered"] is None else "agreement_newer_offered")
    offered = yield FetchAmendments(str(ask.client_id))
    say_offered(draft, [] if isinstance(offered, Failed) else offered)
    draft.fold().say(
        "agreement_hash", number=draft.name(str(row["id"])), hash=draft.name(signature["sha256"])
    )
    for earlier in rows:
        if earlier["signature"] and earlier["id"] != row["id"]:
            draft.line().say("agreement_earlier")
            _say_signature(draft, earlier)
    draft.unfold()
    return done(ask, draft.choose("choice_contract_now", "choice_amendment", "choice_risks"))


def _say_signature(draft: Draft, row: Json) -> None:
    draft.say(
        "agreement_signed",
        title=draft.name(str(row["title"]["en" if draft.lang == "en" else "zh"])),
        version=facts.count(row["version"], "version", "第", "version"),
        at=facts.moment(row["signature"]["at"], "signed_at", "签署", "signed"),
        since=facts.day(row["effective_from"], "effective_from", "生效日", "in force from"),
    )


def _clause(ask: Ask, found: Json) -> FlowRun:
    """The clause of each term that is named; the lines where none is."""
    assert ask.client_id is not None
    whole = yield FetchAgreement(ask.client_id, found["in_force"])
    if isinstance(whole, Failed):
        return said_no(ask, whole, AGREEMENT)
    wanted = [name for name, pattern in _TERMS if pattern.search(ask.said)]
    known = [term for term in whole["named_terms"] if term["clause"]]
    rows = [term for term in known if term["name"] in wanted]
    rows = rows or [term for term in known if str(term["name"]).endswith("_line")]
    draft = ask.draft(intent=AGREEMENT)
    for term in rows[:MOST_TERMS]:
        draft.say(
            "agreement_term",
            label=label(draft, term["label"]),
            words=bilingual(draft, term["words"]),
            clause=clause_of(draft, term["clause"]),
        ).line()
    draft.say("agreement_version", number=draft.name(str(whole["id"])))
    return done(ask, draft.choose("choice_signed", "choice_amendment", "choice_contract_now"))


def _risks(ask: Ask, found: Json) -> FlowRun:
    """The disclosures as they were read before the signature; what came by an amendment has those of the first one."""
    assert ask.client_id is not None
    draft = ask.draft(intent=AGREEMENT)
    for row in found["agreements"]:
        if row["signature"] is None or not row["steps_of"]:
            continue
        whole = yield FetchAgreement(ask.client_id, row["id"])
        if isinstance(whole, Failed):
            return said_no(ask, whole, AGREEMENT)
        steps = [step for step in whole["steps"] if step["kind"] != "section"]
        draft.say("agreement_risks", count=facts.count(len(steps), "disclosures", "共", "in all"))
        for step in steps:
            draft.line()
            say_texts(draft, step)
        return done(ask, draft.choose("choice_signed", "choice_risk_lessons", "choice_human"))
    return done(ask, draft.say("agreement_no_risks").choose("choice_human"))


def say_texts(draft: Draft, step: Json) -> None:
    """A section or disclosure: its title and its clauses word for word."""
    english = draft.lang == "en"
    words = " ".join(f"{each['no']} {each['en' if english else 'zh']}" for each in step["texts"])
    draft.say("agreement_step", title=label(draft, step["title"]), text=draft.name(words))
