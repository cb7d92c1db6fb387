"""Look in the library before asking back, declining as out of scope or asking for a sign-in.

A question with the marks of a rule and none of one's own account is the library's to answer, whatever intent was guessed for it.
What is like nothing known here needs more: the section found must be about what was asked. Other markets' rules are not held.
"""

from __future__ import annotations

import re

from bot.answer.reading.compose import covered, likest
from bot.answer.reading.form import form_of
from bot.answer.texts import text
from bot.dialogue.asked_day import asked_day, without_days
from bot.dialogue.context import ACCOUNT
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, Flow, FlowRun
from bot.dialogue.flows import rules
from bot.dialogue.planning import ADMISSION, CREDIT
from bot.dialogue.scope import is_elsewhere, market_of
from bot.library_port import Found

SURE = 0.8  # of the library, where the intent was the question's own or nearly so
SURER = 0.85  # where the question is like nothing known here
LIKE_IT = 0.4  # of the question must be in the heading of that section, or in one of the questions it answers
HARDLY_LIKE_IT = 0.2
VERY_LIKE_IT = (
    0.6  # where the question is like nothing known here, or seemed to ask for help with what is forbidden
)
ABOUT_IT = 2 / 3  # of what is asked must then stand in the section found

ILLEGAL = "illegal"
FRAGMENT = 3  # characters; so short a message names nothing to look for
_DECIDED = (ADMISSION, CREDIT)
"""What is held against the asker's own file, whatever numbers the question names."""
_OF_THE_LIBRARY = ("rule_question", "rule_value")
_KNOWN = (*ACCOUNT, "rule_question", "rule_value", "learn", "calculation", "what_if", "security_lookup")
_OWN = re.compile(r"我(?!国|國)|本人|\b(?:my|mine|am i|do i|should i)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"我(?:的|们|自己|账户|账号|户口|这|那|现在|目前|今天|还|能|可以|最多|剩|有|欠|要|得|该|需要|应该)*.{0,12}(?:多少|几(?!次|成)|哪[天一些]|什么时候|何时|安全|危险)|(?:查|看)(?:一?下|询)?我|我.{0,10}(?:会|要|被|到).{0,6}(?:平仓|强平|追保|爆仓|补)"
    r"|\b(?:show|check|tell) me\b.{0,12}\bmy\b|\bhow (?:much|many|far|long)\b.{0,24}\b(?:i|my)\b|\bwhat(?:'s| is| are) my\b|\bam i\b|\bwill i\b"
)
_OF_A_RULE = re.compile(
    r"(?:跌|降|低)(?:到)?(?:多少|几).{0,6}(?:强制平仓|强平|平仓|追保|爆仓)|公式|算式|计算方法|(?:怎么|如何|怎样)(?:计?算|规定)|规定|合规|违规|合法|违法|允许|最长|展期.{0,4}几次|几次|出错|错误|正常|怎么回事|(?:通常|一般)"
    r"|\bformula\b|\bhow (?:is|are)\b.{0,40}\b(?:calculated|computed|worked out)\b|\b(?:allowed|legal|bug|error|a mistake|maximum|rule)\b"
)
_OF_LIMITS = re.compile(
    r"涨跌幅|涨跌停(?:板)?(?:限制|幅度|是)|折算率|\bprice limits?\b|\bthresholds?\b|\bshare of (?:the )?float\b|\bsuspended\b"
)
_OF_STATISTICS = re.compile(
    r"(?:融资|融券|两融)余额.{0,14}(?:说明|意味|代表|表示|是不是|会不会|会涨|会跌|好事|利好|利空)|\b(?:margin|financing) (?:debt|balance)\b.{0,20}\b(?:means?|indicate|predict|signal|say)\b|\b(?:means?|mean by)\b.{0,20}\b(?:margin|financing) (?:debt|balance)\b"
)
_TO_COME = re.compile(
    r"明天|后天|下周|会不会|能不能(?:买|涨)|该|要不要|值得|推荐|\b(?:should|tomorrow|will|buy now)\b"
)
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
    request, said = ask.request, ask.request.text
    if is_elsewhere(said) and request.intent in _KNOWN:
        return True
    if ask.state.pending is not None or (ask.client_id is not None and request.intent in _DECIDED):
        return False
    if request.intent == ILLEGAL and request.gate == "act":
        return form_of(said) == "yes_no"
    if request.intent == "advice" and _OF_STATISTICS.search(said):
        return True
    if request.source != "model" or _POINTS_BACK.search(said) or len(said.strip()) <= FRAGMENT:
        return False
    if request.intent == "advice":
        return _OF_LIMITS.search(said) is not None and _TO_COME.search(said) is None
    if rules.own_number_of(ask) is not None:
        return request.intent not in _OF_THE_LIBRARY or request.gate != "act"
    if request.intent == "security_lookup" and (request.slots.securities or request.slots.unknown_codes):
        return False
    if request.gate == "act" and request.intent not in ACCOUNT:
        return False
    if _OWN.search(ask.said):
        return _is_of_a_rule_though_own(ask)
    if _OF_LAW.search(said) or market_of(said) is not None:
        return True
    if request.gate != "act":
        return (
            request.intent not in ACCOUNT or form_of(said) != "number" or _OF_A_RULE.search(said) is not None
        )
    return ask.client_id is None and any(marks.search(said) for marks in (_OF_RULES, _OF_A_RULE))


def _is_of_a_rule_though_own(ask: Ask) -> bool:
    """Whether a question in the first person asks for the rule, not for the state of one's account: its marks say so; where the
    intent is open and nobody is signed in, it is enough that it asks for no figure."""
    said = ask.request.text
    if _OF_A_RULE.search(said):
        return True
    return ask.client_id is None and ask.request.gate != "act" and not _FIGURE.search(said)


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
    if rules.own_number_of(ask) is None and not (_is_sure(ask, found) or _is_of_rules_only(ask)):
        return (yield from flow(ask))
    step = yield from rules.rule_question(rules.restated(ask, ask.request.text))
    if ask.request.intent in ACCOUNT and ask.client_id is None and step.draft.action == "answer":
        what = text(f"asked_{ask.request.intent}", ask.draft().lang)
        step.draft.line().say("sign_in_for_own", what=what).choose("choice_sign_in")
    return step


def _is_of_rules_only(ask: Ask) -> bool:
    request = ask.request
    return request.gate == "clarify" and request.intent in _OF_THE_LIBRARY and request.confidence >= SURE


def _is_sure(ask: Ask, found: Found) -> bool:
    """Whether the section found answers: the less the question is like what is asked here, the more of it must stand there."""
    if not found.answerable:
        return False
    request, best = ask.request, found.hits[0]
    asked = without_days(request.text, ask) or request.text
    alike, share = likest(asked, best), covered(asked, best)
    if request.intent == ILLEGAL:
        return found.confidence >= SURE and alike >= LIKE_IT
    if request.gate == "oos":
        return found.confidence >= SURER and share >= ABOUT_IT and alike >= VERY_LIKE_IT
    if request.intent in _KNOWN or market_of(request.text) in ("HK", "US"):
        return found.confidence >= SURE and (
            alike >= LIKE_IT or (share >= ABOUT_IT and alike > HARDLY_LIKE_IT)
        )
    return found.confidence >= SURER and share >= ABOUT_IT and alike >= LIKE_IT
