"""What a choice means when it is pressed: its label comes back as a message and must never be misread.

The labels stand in ``bot/answer/texts.yaml``; here is what each of them asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.answer.draft import Reply
from bot.answer.texts import all_texts
from bot.dialogue import applying
from bot.dialogue.case_asked import ACKNOWLEDGE, SOLD
from bot.dialogue.flows.evidence import EVIDENCE
from bot.dialogue.of_that_day import BESIDE, RULE_THEN
from bot.dialogue.planning import ADMISSION, LIQUIDATION, PLAN, PLAN_REVIEW, PLAN_SAVE, SUITABILITY, TOUCH
from bot.dialogue.serving import CHANGES, DELIVERY, THEN
from bot.dialogue.state import Message, State
from bot.dialogue.watching import LIST, REMOVE
from bot.guard.numerals import fold
from bot.nlu.model import Request, Slots, Understanding

_MEANT: Mapping[str, tuple[str, Slots]] = {
    "choice_ratio": ("my_ratio", Slots()),
    "choice_overview": ("my_figures", Slots()),
    "choice_how_much": ("margin_call", Slots(aspect="amount")),
    "choice_deadline": ("margin_call", Slots(aspect="deadline")),
    "choice_if_nothing": ("margin_call", Slots(aspect="consequence")),
    "choice_why_differ": ("margin_call", Slots(aspect="compare")),
    "choice_due_dates": ("my_positions", Slots(aspect="due")),
    "choice_margin_ratio_now": ("rule_value", Slots(param="financing_margin_ratio")),
    "choice_undo": ("my_undo", Slots()),
    "choice_sign_in": ("sign_in", Slots()),
    "choice_complain": ("complaint", Slots()),
    "choice_ticket_status": ("complaint_status", Slots()),
    "choice_human": ("human", Slots()),
    "choice_delivery": (DELIVERY, Slots()),
    "choice_proof": (DELIVERY, Slots()),
    "choice_sold": (SOLD, Slots()),
    "choice_to_restore": ("margin_call", Slots(aspect="amount")),
    "choice_acknowledge": (ACKNOWLEDGE, Slots()),
    "choice_alert_list": (LIST, Slots()),
    "choice_alert_undo": (REMOVE, Slots()),
    "choice_alert_remove_all": (REMOVE, Slots()),
    "choice_contract_changes": (CHANGES, Slots()),
    "choice_contract_now": (THEN, Slots()),
    "choice_drop": ("deny", Slots()),
    "choice_own_fall": (TOUCH, Slots()),
    "choice_way_back": (PLAN, Slots()),
    "choice_fewest_steps": (PLAN, Slots()),
    "choice_least_sold": (PLAN, Slots()),
    "choice_bearable": (SUITABILITY, Slots()),
    "choice_which_sold": (LIQUIDATION, Slots()),
    "choice_admission": (ADMISSION, Slots()),
    "choice_own_plan": (PLAN_SAVE, Slots()),
    "choice_plan_review": (PLAN_REVIEW, Slots()),
    "choice_rules_today": (RULE_THEN, Slots()),
    "choice_rules_beside": (BESIDE, Slots()),
    "choice_subscribe": ("subscription", Slots()),
    "choice_unsubscribe": ("subscription", Slots()),
    "choice_apply": (applying.APPLICATION, Slots(aspect="open")),
    "choice_application": (applying.APPLICATION, Slots(aspect="status")),
    "choice_why_application": (applying.APPLICATION, Slots(aspect="why")),
    "choice_lacks": (applying.APPLICATION, Slots(aspect="lacks")),
    "choice_submit": (applying.APPLICATION, Slots(aspect="submit")),
    "choice_explain_person": (applying.APPLICATION, Slots(aspect="person")),
    "choice_questionnaire": (applying.SHEET, Slots(aspect="start")),
    "choice_questionnaire_on": (applying.SHEET, Slots(aspect="start")),
    "choice_sign_agreement": (applying.AGREEMENT, Slots(aspect="sign")),
    "choice_signed": (applying.AGREEMENT, Slots(aspect="signed")),
    "choice_risks": (applying.AGREEMENT, Slots(aspect="risks")),
    "choice_amendment": (applying.AMENDMENT, Slots()),
    "choice_accept_change": (applying.AMENDMENT, Slots(aspect="accept")),
    "choice_refuse_change": (applying.AMENDMENT, Slots(aspect="refuse")),
    "choice_no_answer": (applying.AMENDMENT, Slots(aspect="silence")),
    "choice_line_ask": (applying.LINE, Slots(aspect="ask")),
    "choice_line_why": (applying.LINE, Slots(aspect="why")),
    "choice_line_status": (applying.LINE, Slots(aspect="status")),
    "choice_extend": (applying.EXTENSION, Slots(aspect="ask")),
    "choice_extension_status": (applying.EXTENSION, Slots(aspect="status")),
    "choice_change_effect": (applying.ANNOUNCED, Slots(aspect="effect")),
    "choice_change_why": (applying.ANNOUNCED, Slots(aspect="why")),
    "choice_snapshot_time": (applying.WHEN, Slots()),
    "choice_events": (applying.EVENTS, Slots()),
    "choice_requests": (applying.REQUESTS, Slots()),
    "choice_confirm": ("affirm", Slots()),
    "choice_cancel": ("deny", Slots()),
    "choice_yes": ("affirm", Slots()),
    "choice_no": ("deny", Slots()),
}
_TOPICS = (
    "choice_what_is_call",
    "choice_ratio_formula",
    "choice_open_account",
    "choice_extension_rule",
    "choice_interest_rule",
    "choice_conversion_rule",
    "choice_eligible_rule",
    "choice_fraud_signs",
    "choice_forbidden_conduct",
    "choice_risk_lessons",
    "choice_what_if_falls",
)
_LIBRARY = ("rule_question", "rule_value", "security_lookup")
_IN_FULL: Mapping[str, Mapping[str, str]] = {
    "choice_way_back": {"zh": "追加担保物有哪几种方式", "en": "How can a margin call be met"},
    "choice_risk_lessons": {
        "zh": "融资融券交易的风险种类",
        "en": "What are the main risks of margin trading",
    },
}
"""What a label is looked up by where its own words are those of narrower questions too."""

_PROOF_OF_FIGURES = re.compile(
    r"^(?:那|你的?|有)?(?:(?:上一?(?:条|个|次)|刚才|刚刚|上面|这(?:个|条|次)?|你(?:的|刚才)?)的?(?:回答|答案|数字?|结果|数据)?的?)?(?:证据|依据|凭据|证明)(?:呢|在哪里?|是什么|给我|吗|有吗)?[?!.。]*$"
    r"|^(?:请|麻烦)?(?:给|让|发)我(?:看|看看|看一下|一下|出示)?(?:你的|这个)?(?:证据|依据|凭据|证明)(?:吧|呢)?[?!.。]*$"
    r"|^(?:你|你们)?(?:怎么|如何|怎样|拿什么|咋)(?:才能)?(?:证明|保证|知道|确认)(?:这|那|上面|刚才)(?:个|些)?(?:的)?(?:数字?|结果|答案|金额|比例)(?:是|都)?(?:没错|没有错|对的?|准的?|正确的?|没问题|真的)?[?!.。]*$"
    r"|^(?:what(?:'s| is) (?:the|your) )?(?:evidence|proof)(?: (?:for|of) (?:that|this|it|your answer))?[?!.]*$|^(?:prove it|how do (?:i|you) know (?:that|this|it)(?: number| figure)? is (?:right|correct))[?!.]*$"
)
"""What asks for the proof after an answer with figures; a rule is told again with its own source."""
_PROOF = re.compile(
    r"(?:把|将|请|能|可以|麻烦)?(?:刚才|上面|以上|这次|本次|整个|完整|全部|这个|那个|你的|的|计算|推算|回答|答案|数字|对话)*(?:过程|依据|证据|记录)"
    r"(?:都|全部|一起|完整)?(?:发|导|下载|给|提供|出示)(?:出来|给|一份|一下)*我?(?:[^。?!]{0,6}(?:复核|覆核|核对|核验|验算|查证|存证|留底|留证))"
    r"|(?:要|能|可以?|便于|方便|用来|用于|拿去|怎么|如何)(?:自己)?(?:复核|覆核|核验|验算|查证|存证)(?:的)?(?:过程|依据|证据|记录|这个数|这些数|结果|吗|呢)?[?!.。]*$"
    r"|(?:导出|下载|发我|给我)(?:一份)?(?:刚才|上面|这次|本次|完整)?的?(?:对话|计算|回答)?(?:的)?(?:过程|证据|记录)[?!.。]*$"
    r"|\b(?:send|give|export|download|show)\b.{0,24}\b(?:evidence|audit trail|proof|workings|record of (?:this|that))\b"
    r"|\b(?:evidence|audit trail|workings)\b.{0,30}\b(?:verify|check|recompute|re-?check)"
)


def meant(text: str, state: State) -> Request | None:
    """The request behind a choice's label, in any language, or behind a wish for the proof; ``None`` for anything else."""
    folded = _label(text)
    found = _by_label().get(folded)
    if found is None and (
        _PROOF.search(folded) or (_shows_figures(state) and _PROOF_OF_FIGURES.search(folded))
    ):
        found = (EVIDENCE, Slots())
    if found is None:
        return None
    intent, slots = found
    if intent == "affirm" and "?" in fold(text):
        return None
    return Request(_in_full().get(folded, text), intent, 1.0, "act", ((intent, 1.0),), slots, "rule")


def _shows_figures(state: State) -> bool:
    """Whether the last answer that rested on anything rested on figures."""
    last = next((past for past in reversed(state.trail) if past.proofs), None)
    return last is not None and any(kind == "figure" for kind, _, _ in last.proofs)


def section(message: Message, state: State, understanding: Understanding) -> tuple[Message, Request] | None:
    """A section of the library that was offered below the last answer: looked up as of the day that answer was about.

    It is never taken for a wish, an alarm or a refusal, whatever its heading sounds like; ``None`` for anything else.
    """
    if message.text not in state.sections:
        return None
    first = understanding.requests[0]
    asked = replace(
        first, text=message.text, intent="rule_question", gate="act", source="rule", confidence=1.0
    )
    day = date.fromisoformat(state.sections_day) if state.sections_day else None
    return replace(message, as_of=message.as_of or day), asked


def offering(state: State, replies: Sequence[Reply], today: date) -> State:
    """The memory with the sections that the answers from the library offered, and the day of the last such answer where it is past."""
    found = [
        (send, reply.rules_day)
        for reply in replies
        if reply.intent in _LIBRARY
        for label, send in reply.choices
        if label == send and _label(send) not in _by_label()
    ]
    if not found:
        return state
    day = found[-1][1]
    past = day.isoformat() if day < today else None
    return replace(state, sections=tuple(send for send, _ in found), sections_day=past)


def _label(words: str) -> str:
    """Words as labels are compared: whether or not they end in a question mark."""
    return fold(words).strip(" ?!.。")


@lru_cache(maxsize=1)
def _in_full() -> Mapping[str, str]:
    texts = all_texts()
    return {_label(label): _IN_FULL[name][lang] for name in _IN_FULL for lang, label in texts[name].items()}


@lru_cache(maxsize=1)
def _by_label() -> Mapping[str, tuple[str, Slots]]:
    texts = all_texts()
    known = {**_MEANT, **dict.fromkeys(_TOPICS, ("rule_question", Slots()))}
    return {_label(label): known[name] for name in known for label in texts[name].values()}
