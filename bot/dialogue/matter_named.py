"""A short message that is not understood by itself, read once more with the matter before it that was spoken of.

「哪天答复」 says nothing; after an amendment of the contract it is 「合同变更哪天答复」. What is read so counts only if it is
understood for certain, and as a question about that matter or about the account: nothing is guessed. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.dialogue.requests import Selection
from bot.dialogue.state import State
from bot.nlu.model import Understanding

LONGEST_ZH, LONGEST_EN = 18, 48  # characters of a message that may lack its matter
BEHIND = 2  # messages that may stand between: a thank you, a question that was asked back


@dataclass(frozen=True, slots=True)
class Matter:
    """``zh``, ``en``: what it is called; ``after``: the intents whose answers speak of it; ``also``: what else may be asked of it."""

    zh: str
    en: str
    after: tuple[str, ...]
    also: tuple[str, ...] = ()


_FIGURES = ("my_ratio", "my_figures", "my_positions", "margin_call", "my_what_if", "my_lines")
_CALL = (
    "margin_call",
    "call_happened",
    "call_missing",
    "call_more_time",
    "call_prices_back",
    "call_sale_plan",
    "call_sold",
    "call_time_asked",
    "call_why",
    "my_call_state",
    "my_liquidation",
)
MATTERS = (
    Matter("追保", "margin call", _CALL, ("notice_check", "notice_delivery", "my_ratio", "my_what_if")),
    Matter(
        "我的合同变更", "amendment of my contract", ("my_amendment",), ("contract_changes", "contract_then")
    ),
    Matter(
        "我的合同", "my contract", ("contract_changes", "contract_then"), ("my_amendment", "my_agreement")
    ),
    Matter("公告的调整", "the announced change", ("my_announced_change",)),
    Matter("我的开户申请", "my application", ("my_application", "my_admission", "my_requests")),
    Matter("风险测评问卷", "the risk questionnaire", ("my_questionnaire",)),
    Matter("我签的合同", "the agreement I signed", ("my_agreement",)),
    Matter("我的授信额度", "my credit line", ("my_line_request", "my_credit_line")),
    Matter("我的展期申请", "my extension request", ("my_extension",), ("my_positions",)),
    Matter(
        "我的通知",
        "my notices",
        ("inbox", "my_notices", "notice_check", "notice_delivery"),
        (*_CALL, "my_amendment"),
    ),
    Matter("提醒", "alert", ("alert_set", "alert_list", "alert_remove", "alert_quiet")),
    Matter("投诉", "complaint", ("complaint", "complaint_status"), ("rule_question",)),
    Matter("强制平仓", "liquidation", ("call_sold", "why_liquidated"), _CALL),
)
_SAID = (
    (re.compile(r"利息|利率|费率|\binterest\b|\brate\b"), "我的利息", "my interest"),
    (re.compile(r"展期|\bextension|\broll ?over"), "我的展期", "my extension"),
    (re.compile(r"融券|做空|\bshort"), "我的融券", "my short position"),
    (re.compile(r"逾期|到期|合约|合約|\bdue\b|\bcontracts?\b|\boverdue\b"), "我的合约", "my contract"),
    (re.compile(r"授信|额度|\bcredit line"), "我的授信额度", "my credit line"),
    (re.compile(r"折算率|\bhaircut"), "折算率公告", "the announced haircut change"),
    (re.compile(r"比例|\bratio\b"), "我的维持担保比例", "my maintenance ratio"),
)
"""What a question about the account in general spoke of, by its words."""
_RULES = ("rule_question", "rule_value", "rule_then", "learn")
_ABOUT: Mapping[str, Matter] = MappingProxyType(
    {intent: matter for matter in reversed(MATTERS) for intent in matter.after}
)


def spoken_of(state: State) -> tuple[str, str, tuple[str, ...]] | None:
    """The matter of the last answer: its name in both languages and the intents that may be meant; ``None`` without one."""
    past = next(
        (one for one in reversed(state.trail[-1 - BEHIND :]) if one.action in ("answer", "confirm")), None
    )
    if past is None:
        return None
    matter = _ABOUT.get(past.intent)
    if matter is not None:
        return matter.zh, matter.en, (*matter.after, *matter.also)
    asked = past.asked.lower()
    if past.intent in _RULES and state.topic:
        return state.topic.rstrip("?!.。 "), state.topic.rstrip("?!.。 "), _RULES
    named = next(((zh, en) for words, zh, en in _SAID if words.search(asked)), None)
    return (*named, (*_FIGURES, *(each for m in MATTERS for each in m.after))) if named else None


def with_its_matter(
    text: str, state: State, lang: str, read: Callable[[str], tuple[Understanding, Selection]]
) -> tuple[Understanding, Selection] | None:
    """``text`` (normal form) understood with its matter named before it, in English behind it; ``None`` where it stays unclear.

    ``read`` understands a text and selects what is answered.
    """
    found = spoken_of(state)
    english = lang == "en"
    if found is None or len(text) > (LONGEST_EN if english else LONGEST_ZH):
        return None
    zh, en, fitting = found
    said = text.strip(" ?!.。,")
    understanding, selection = read(f"{said} {en}" if english else f"{zh}{said}")
    first = selection.now[0]
    return (understanding, selection) if first.gate == "act" and first.intent in fitting else None
