"""Which flow answers which intent, and which one takes the yes or no that another waits for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import planning, serving
from bot.dialogue.context import HOW_COMPUTED
from bot.dialogue.flow import Flow
from bot.dialogue.flows import (
    account,
    attachments,
    calculation,
    check_text,
    commission,
    complaint,
    contract_changes,
    debts,
    delivery,
    handoff,
    how_computed,
    inbox,
    learning,
    lines,
    liquidated,
    margin_call,
    notice_check,
    orders,
    positions,
    quiz,
    refusal,
    rules,
    said_ratio,
    security,
    smalltalk,
    tickets,
    to_ratio,
    what_if,
)
from bot.dialogue.flows.evidence import EVIDENCE, evidence
from bot.dialogue.flows.identity import code_in_chat, how_to_sign_in
from bot.dialogue.hearing import WHICH_ONE

FLOWS: Mapping[str, Flow] = {
    "my_ratio": account.my_ratio,
    "my_figures": account.my_figures,
    "margin_call": margin_call.margin_call,
    "my_positions": positions.my_positions,
    HOW_COMPUTED: how_computed.how_computed,
    planning.ORDER: orders.largest_order,
    planning.LEAVING: orders.withdrawable_securities,
    planning.TOUCH: lines.touch,
    planning.TOUCH_SUPPOSED: what_if.touch_supposed,
    planning.NO_ORDERS: refusal.no_orders,
    planning.WHY_NOT: orders.why_not,
    planning.WHAT_IF: what_if.my_what_if,
    planning.UNDO: what_if.undo,
    planning.TARGET: to_ratio.to_ratio,
    planning.DEBT_FIRST: debts.which_first,
    planning.SCREENSHOT: said_ratio.screenshot,
    planning.LINES_ASKED: said_ratio.my_lines,
    planning.BREAK_EVEN: lines.break_even,
    planning.INTEREST_TO_COME: lines.interest_to_come,
    "rule_question": rules.rule_question,
    "rule_value": rules.rule_value,
    "learn": learning.learn,
    quiz.ANSWER: quiz.answered,
    EVIDENCE: evidence,
    "inbox": inbox.inbox,
    "subscription": inbox.subscription,
    "calculation": calculation.calculation,
    "what_if": calculation.calculation,
    "security_lookup": security.security_lookup,
    "check_text": check_text.check_text,
    "complaint": complaint.complaint,
    "complaint_status": tickets.complaint_status,
    serving.NOTICE: notice_check.notice_check,
    serving.DELIVERY: delivery.delivery,
    serving.CHANGES: contract_changes.contract_changes,
    serving.THEN: contract_changes.contract_then,
    serving.WHY_SOLD: liquidated.why_liquidated,
    serving.FILES: attachments.attachments,
    serving.CODE: code_in_chat,
    serving.COMMISSION: commission.commission_difference,
    "human": handoff.human,
    "distress": handoff.distress,
    "account_security": handoff.account_security,
    "sign_in": how_to_sign_in,
    "smalltalk": smalltalk.smalltalk,
    "help": smalltalk.help_,
    WHICH_ONE: smalltalk.which_one,
    "affirm": refusal.yes_or_no,
    "deny": refusal.yes_or_no,
    **{
        kind: refusal.refusal(kind)
        for kind in ("advice", "promise", "injection", "illegal", "privacy_other", "oos")
    },
}
RESUMES: Mapping[tuple[str, str], Flow] = {
    ("complaint", "affirm"): complaint.confirmed,
    ("complaint", "deny"): complaint.declined,
    (quiz.QUIZ, "deny"): quiz.stopped,
    ("security", "affirm"): security.chosen,
    ("security", "deny"): security.not_meant,
}
