"""Look in the library before asking back, declining as out of scope or asking for a sign-in.

A question with the marks of a rule and none of one's own account is the library's to answer, whatever intent was guessed for it.
What is like nothing known here needs more: the section found must be about what was asked. Other markets' rules are not held.
"""

from __future__ import annotations

import re

from bot.answer.reading.compose import covered
from bot.dialogue.asked_day import asked_day, without_days
from bot.dialogue.context import ACCOUNT
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, Flow, FlowRun
from bot.dialogue.flows import rules
from bot.dialogue.scope import is_elsewhere, market_of
from bot.library_port import Found

SURE = 0.8  # of the library, where the intent was the question's own or nearly so
SURER = 0.85  # where the question is like nothing known here
ABOUT_IT = 2 / 3  # of what is asked must then stand in the section found

_OF_THE_LIBRARY = ("rule_question", "rule_value")
_KNOWN = (*ACCOUNT, "rule_question", "rule_value", "learn", "calculation", "what_if", "security_lookup")
_OWN = re.compile(r"我(?!国|國)|本人|\b(?:my|mine|am i|do i|should i)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"^(?:那|这)|呢[?!。]*$|^(?:and|what about)\b")
_OF_LAW = re.compile(
    r"(?:证券|公司|基金|期货|反洗钱|民|税|保护|管理)法(?!院|人|官|宝)|法律|法规|规定|条例|细则|指引|新规|第[一二三四五六七八九十百\d]+条|监管|哪[天年]|哪一[天年]|[天年]起|施行|书上|网上|听说|修订前|内地"
    r"|\b(?:laws?|rules?|regulations?|reg t|regulatory|statut\w*|guidelines?|take effect|took effect|in (?:19|20)\d\d|mainland|china|since when|when (?:did|was|were))\b"
)
_OF_RULES = re.compile(
    r"什么时候|何时|最[低高长短少多](?!还?能)|几年|多少年|规则|标准|期限|上限|下限|限制|(?:19|20)\d\d年|区别|不同|有什么办法"
    r"|\b(?:what (?:is|was|are|were|happens)|how (?:long|many|much) (?:is|was|are|were|did|does|do|must)|minimum|maximum|required?|difference)\b"
)


def concerns(ask: Ask) -> bool:
    """Whether a request that would not be answered from the library asks about a rule."""
    request, text = ask.request, ask.request.text
    if is_elsewhere(text) and request.intent in _KNOWN:
        return True
    if request.source != "model" or ask.state.pending is not None:
        return False
    if _OWN.search(ask.message.text) or _POINTS_BACK.search(text):
        return False
    if request.intent == "security_lookup" and (request.slots.securities or request.slots.unknown_codes):
        return False
    if request.gate == "act" and request.intent not in ACCOUNT:
        return False
    if _OF_LAW.search(text) or market_of(text) is not None:
        return True
    return _OF_RULES.search(text) is not None and (ask.client_id is None or request.gate != "act")


def first(ask: Ask, flow: Flow) -> FlowRun:
    """The library's answer where it is sure of one, else what ``flow`` says.

    What is surely a question about the rules, and not answered by them, is unknown: to ask back would not help.
    """
    if is_elsewhere(ask.request.text):
        return (yield from rules.other_market(ask))
    asked = asked_day(ask)
    found = yield rules.search_of(ask, asked, min(asked.day, ask.message.now.date()))
    if isinstance(found, Failed):
        return (yield from flow(ask))
    if _is_sure(ask, found) or _is_of_rules_only(ask):
        return (yield from rules.rule_question(rules.restated(ask, ask.request.text)))
    return (yield from flow(ask))


def _is_of_rules_only(ask: Ask) -> bool:
    request = ask.request
    return request.gate == "clarify" and request.intent in _OF_THE_LIBRARY and request.confidence >= SURE


def _is_sure(ask: Ask, found: Found) -> bool:
    if not found.answerable:
        return False
    request = ask.request
    abroad = market_of(request.text) in ("HK", "US")
    if request.gate != "oos" and (request.intent in _KNOWN or abroad):
        return found.confidence >= SURE
    asked = without_days(request.text, ask) or request.text
    return found.confidence >= SURER and covered(asked, found.hits[0]) >= ABOUT_IT
