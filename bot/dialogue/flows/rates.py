"""The firm's standard rates, where somebody asks for the rate and nothing more; one's own contract has its own."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answer import facts
from bot.dialogue.effects import Failed, FirmFacts, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.notices import kept_for_people, pinned, say_notices

_BARE = re.compile(
    r"(?:请问|你们|现在|目前|公司)*(?:的)?(?:融资融券|融资|融券|两融|信用)?(?:的)?(?:年)?(?:利率|费率|利息率)(?:现在|目前|大概|一般)?(?:是|有|要)?(?:多少|几个点|怎么收|多高|百分之几)?(?:啊|呢|呀|的)?[?!.。]*"
    r"|what(?:'s| is| are) (?:the|your) (?:standard |current |annual )?(?:financing |margin |margin loan |short |lending |interest )*(?:interest )?rates?(?: (?:now|for margin loans?|on margin loans?|for short selling|for shorting))?[?.]*"
    r"|how much interest do you charge(?: on margin loans?| for margin)?[?.]*"
)
_RATES = (
    ("standard_financing_rate", "firm_financing_rate", ("融资年利率", "financing rate")),
    ("standard_short_rate", "firm_short_rate", ("融券年费率", "short-selling rate")),
)
TOPIC = "interest"


def is_bare(text: str) -> bool:
    """Whether a text in normal form asks for the rate and nothing more."""
    return _BARE.fullmatch(text.strip()) is not None


def standard_rates(ask: Ask) -> FlowRun:
    """The standard rates as the firm has set them, and that the contract decides; where they come from below."""
    notices = yield from pinned(ask, TOPIC)
    held = kept_for_people(ask, notices)
    if held is not None:
        return held
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
    draft = ask.draft()
    say_notices(draft, notices)
    known = [(wording, names, firm[name]) for name, wording, names in _RATES if name in firm]
    for wording, names, row in known:
        given = {"name": wording, "value": str(row["value"]), "unit": "ratio"}
        draft.say(wording, value=replace(facts.of_given(given, draft.lang, names[0]), names=names))
    draft.say("rates_by_contract" if known else "rates_not_published")
    found = yield SearchKnowledge(ask.request.text, ask.message.rules_day, ask.lang)
    if not isinstance(found, Failed) and found.answerable:
        best = found.hits[0]
        draft.fold().quote(best).unfold() if best.passage.lang == draft.lang else draft.cite(best)
    return done(ask, draft.choose("choice_interest_rule"))
