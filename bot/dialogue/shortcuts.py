"""What a choice means when it is pressed: its label comes back as a message and must never be misread.

The labels stand in ``bot/answer/texts.yaml``; here is what each of them asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.answer.texts import all_texts
from bot.dialogue.flows.evidence import EVIDENCE
from bot.dialogue.planning import TOUCH
from bot.dialogue.serving import CHANGES, DELIVERY, THEN
from bot.guard.numerals import fold
from bot.nlu.model import Request, Slots

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
    "choice_contract_changes": (CHANGES, Slots()),
    "choice_contract_now": (THEN, Slots()),
    "choice_drop": ("deny", Slots()),
    "choice_own_fall": (TOUCH, Slots()),
    "choice_subscribe": ("subscription", Slots()),
    "choice_unsubscribe": ("subscription", Slots()),
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

_PROOF = re.compile(
    r"(?:把|将|请|能|可以|麻烦)?(?:刚才|上面|以上|这次|本次|整个|完整|全部|这个|那个|你的|的|计算|推算|回答|答案|数字|对话)*(?:过程|依据|证据|记录)"
    r"(?:都|全部|一起|完整)?(?:发|导|下载|给|提供|出示)(?:出来|给|一份|一下)*我?(?:[^。?!]{0,6}(?:复核|覆核|核对|核验|验算|查证|存证|留底|留证))"
    r"|(?:要|能|可以?|便于|方便|用来|用于|拿去|怎么|如何)(?:自己)?(?:复核|覆核|核验|验算|查证|存证)(?:的)?(?:过程|依据|证据|记录|这个数|这些数|结果|吗|呢)?[?!.。]*$"
    r"|(?:导出|下载|发我|给我)(?:一份)?(?:刚才|上面|这次|本次|完整)?的?(?:对话|计算|回答)?(?:的)?(?:过程|证据|记录)[?!.。]*$"
    r"|\b(?:send|give|export|download|show)\b.{0,24}\b(?:evidence|audit trail|proof|workings|record of (?:this|that))\b"
    r"|\b(?:evidence|audit trail|workings)\b.{0,30}\b(?:verify|check|recompute|re-?check)"
)


def meant(text: str) -> Request | None:
    """The request behind a choice's label, in any language, or behind a wish for the proof; ``None`` for anything else."""
    folded = fold(text).strip()
    found = _by_label().get(folded)
    if found is None and _PROOF.search(folded):
        found = (EVIDENCE, Slots())
    if found is None:
        return None
    intent, slots = found
    return Request(text, intent, 1.0, "act", ((intent, 1.0),), slots, "rule")


@lru_cache(maxsize=1)
def _by_label() -> Mapping[str, tuple[str, Slots]]:
    texts = all_texts()
    known = {**_MEANT, **dict.fromkeys(_TOPICS, ("rule_question", Slots()))}
    return {fold(label).strip(): known[name] for name in known for label in texts[name].values()}
