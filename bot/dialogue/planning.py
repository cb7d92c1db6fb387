"""Questions about what one could do: told by their words, whatever intent was guessed for them.
Only questions about one's own account count; with sums of money of one's own they are calculations.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answer.reading.applied import own_number
from bot.dialogue import decision_words as decided
from bot.dialogue import own_asked
from bot.dialogue import planning_words as words
from bot.dialogue.revising import is_revision
from bot.dialogue.state import State
from bot.dialogue.supposing import mentions_change, other_account, steps_of
from bot.nlu.model import Request

ORDER, LEAVING, TOUCH, BREAK_EVEN, INTEREST_TO_COME, WHAT_IF, TOUCH_SUPPOSED, WHY_NOT, NO_ORDERS = (
    "my_order",
    "my_leaving_securities",
    "my_touch_prices",
    "my_break_even",
    "my_interest_to_come",
    "my_what_if",
    "my_touch_supposed",
    "my_why_not",
    "no_orders",
)
UNDO, TARGET, DEBT_FIRST = "my_undo", "my_target", "my_debt_first"
SCREENSHOT, LINES_ASKED = "my_screenshot", "my_lines"
STRESS, PLAN, LIQUIDATION, CALL_STATE = "my_stress", "my_way_back", "my_liquidation", "my_call_state"
ADMISSION, CREDIT, SUITABILITY, PLAN_SAVE, PLAN_REVIEW = (
    "my_admission",
    "my_credit_line",
    "my_suitability",
    "my_own_plan",
    "my_plan_review",
)
_FIRST = ("distress", "complaint", "injection", "account_security")
NEVER_TAKEN = (
    *("distress", "complaint", "illegal", "injection", "advice", "promise", "human"),
    *("account_security", "privacy_other", "check_text"),
)
_WORDS = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        (BREAK_EVEN, r"保本价|回本价|盈亏平衡|成本价.{0,4}多少.{0,4}(?:不亏|回本)|break[- ]?even"),
        (TOUCH, words.TOUCH.pattern),
        (
            INTEREST_TO_COME,
            r"到.{1,8}(?:一共|总共|合计|累计)?.{0,4}(?:要|得|会)?(?:付|还|交|有)?.{0,4}(?:多少)?(?:利息|息费)|(?:到期|还清|还款时|展期前).{0,10}(?:付|还|交|要|有|是).{0,8}(?:利息|息)|利息.{0,6}(?:一共|总共|合计).{0,8}(?:到期|还清)|(?:到期|还清).{0,6}(?:一共|总共|合计)?.{0,4}(?:多少)?(?:利息|息费)"
            r"|利息(?:明细表|计划|安排|清单)|interest.{0,25}(?:by|until|at|on) (?:the )?(?:due|maturity|repayment)|interest schedule",
        ),
        (
            LEAVING,
            r"(?:股票|证券|股份|券|持仓).{0,10}(?:能|可以|可).{0,6}(?:转|划|提)(?:出|走)|(?:能|可以|可)(?:转|划|提)(?:出|走)?.{0,6}(?:多少股|几股|哪些(?:股票|证券)|什么股票)"
            r"|(?:withdraw|transfer out|move out|take out).{0,20}(?:shares|securities|stocks?)|(?:shares|securities|stocks?).{0,25}(?:withdraw|transfer out|move out|take out)",
        ),
        (
            ORDER,
            r"(?:buy|purchase).{0,15}(?:on margin|with margin)|(?:sell|go) short.{0,20}(?:how (?:many|much)|most)|how (?:many|much).{0,25}(?:(?<!am i )short|on margin)",
        ),
    )
)
_DECISIONS = (
    (SCREENSHOT, decided.SCREENSHOT),
    (PLAN_SAVE, decided.OWN_PLAN_SAVE),
    (PLAN_REVIEW, decided.OWN_PLAN_REVIEW),
    (SUITABILITY, decided.BEARABLE),
    (DEBT_FIRST, words.DEBT_FIRST),
    (DEBT_FIRST, words.DAILY),
    (LIQUIDATION, decided.LIQUIDATION),
    (LIQUIDATION, decided.NOT_TOPPED_UP),
    (CALL_STATE, decided.CALL_STATE),
    (ADMISSION, decided.ADMISSION),
    (ADMISSION, decided.THRESHOLD),
    (CREDIT, decided.CREDIT),
    (PLAN, decided.PLAN),
    (STRESS, decided.STRESS),
    (LINES_ASKED, decided.LINES_ASKED),
)
_COUNTED = (TARGET, LIQUIDATION, SUITABILITY, STRESS, DEBT_FIRST)
_EVEN_WITH_RULES = (SCREENSHOT, PLAN_SAVE, PLAN_REVIEW, ADMISSION, CREDIT)
_ORDERS = ("max_margin_purchase", "max_short_sale")
_SUPPOSING = (
    "what_if",
    "calculation",
    "my_ratio",
    "margin_call",
    "my_figures",
    "my_positions",
    "rule_question",
    "security_lookup",
)
_ORDERING = re.compile(
    r"(?:帮|替|给)我(?:把|将)?.{0,12}(?:买(?:入|进)?\d|卖(?:了|掉|出|光)|全卖|清仓|平掉|下单|撤单|融资买入)|(?:帮|替|给)我(?:买|卖|融)(?:入|出)?\s*\d"
    r"|\b(?:buy|sell) (?:me )?\d+ shares|place an order"
)
_CHANGING_TERMS = re.compile(
    r"(?:把|将)我?的?(?:平仓线|强平线|预警线|补足线|恢复线|利率|费率|折算率).{0,4}(?:改|调|降|提|设)(?:成|到|为|至|高)"
    r"|(?:change|set|lower|raise) my (?:liquidation line|warning line|rate)"
)
_NOT_ORDERS = ("distress", "complaint", "illegal", "injection", "what_if", "calculation")
_WHY_NOT = re.compile(
    r"(?:为什么|为啥|凭什么|怎么).{0,6}(?:不能|不让|没法|无法).{0,6}(?:融资|融券|买|开仓)|why (?:can't|can i not|am i not able to).{0,20}(?:buy|margin|short)"
)
_TERMS = re.compile(
    r"折算率|按市值|停牌|[跌涨]\d|调出|保证金比例|conversion rate|market value|suspended|(?:falls?|drops?|rises?) (?:by )?\d"
)
_STILL = re.compile(r"再|又|那|接着|继续|还要|刚才|在(?:此|这)|按这个|这个算|\bthen\b|further")
_HYPOTHESIS = re.compile(
    r"总资产(?!.{0,4}(?:缩水|跌|下跌|减少|少了?|涨|蒸发))|资产(?:是|为)?\d|负债(?:是|为)?\d|本金|assets of|debt of|借了?\d"
)
_CALLS = (
    "margin_call",
    "what_if",
    "my_ratio",
    "calculation",
    "my_figures",
    "rule_question",
    "rule_value",
    "help",
)
_ONLY_SO_MUCH = re.compile(
    r"(?:只有|只剩|手[里上头](?:只)?(?:有)?|(?:最多|也就|顶多|只)能?.{0,2}(?:有|拿|凑|出)).{0,16}(?:补|追保|够|回到|达标|到位|到多少|平仓|怎么办|咋办|怎么弄|行不行|行吗)|only (?:have|come up with).{0,40}(?:enough|reach|get|ratio|call)"
)
_ACCOUNT = re.compile(
    r"(?:按|照|当(?:作|成)?|假设|假如|假定)(?:我|我的|的)*(?:账户|有|总资产|资产)?|suppose|assume|pretend|as if"
)
_OWN = re.compile(r"我|本人|自己|\b(?:my|i|me)\b")


def planned(request: Request, state: State, whole: str) -> Request:
    """``request`` with the intent of a plan where its words, or those of the ``whole`` message, ask for one."""
    slots, text, known = request.slots, whole.lower(), state.client_id is not None
    if _orders(text) and not words.FACTS_ONLY.search(text) and not _surely(request, _NOT_ORDERS):
        return replace(request, intent=NO_ORDERS, gate="act")
    if _surely(request, NEVER_TAKEN) and not _supposition(state):
        return _counted_only(request, state, text) if known or mentions_change(text) else request
    if (own := own_asked.asked(request, state, text)) is not None:
        return own
    if known and decided.TOLD_A_SUM.search(text):
        nothing = replace(slots, amounts=(), labelled={})
        return replace(request, intent="margin_call", gate="act", slots=nothing)
    if known and _ACCOUNT.search(text) and other_account(text) is not None:
        return replace(request, intent=WHAT_IF, gate="act")
    if not known and words.REAL_ONE.search(text) and mentions_change(text):
        return replace(request, intent=WHAT_IF, gate="act")
    if known and (intent := _of_supposition(request, state, text)):
        return replace(request, intent=intent, gate="act")
    if known and request.intent in _CALLS and len(slots.amounts) == 1 and _ONLY_SO_MUCH.search(text):
        return replace(request, intent="margin_call", gate="act")
    if known and (intent := _decision(request, state, text)) and not _of_a_number(intent, text):
        return replace(request, intent=intent, gate="act")
    listed = words.POSITIONS.search(text) and not (words.FACTS_ONLY.search(text) or own_asked.may(text))
    if known and listed:
        return replace(request, intent="my_positions", gate="act", slots=replace(slots, aspect="contracts"))
    if known and _supposes(request, text, state):
        return replace(request, intent=WHAT_IF, gate="act")
    if known and words.RATIO_NOW.fullmatch(request.text.lower().strip(" ?!。？！")):
        return replace(request, intent="my_ratio", gate="act")
    if known and state.last_intent in ("my_ratio", "my_figures") and words.TODAY_THEN.fullmatch(text.strip()):
        return replace(request, intent="my_ratio", gate="act")
    if known and words.DOING_NOTHING.search(text):
        return replace(request, intent="margin_call", gate="act", slots=replace(slots, aspect="consequence"))
    if known and _WHY_NOT.search(text):
        return replace(request, intent=WHY_NOT, gate="act")
    if slots.amounts or words.FACTS_ONLY.search(text) or not (known or _OWN.search(text)):
        return request
    return _looked_up(request, state, text)


def _of_a_number(intent: str, text: str) -> bool:
    """Whether an admission is asked about for a number the asker says, not for what the firm knows of the asker."""
    return intent == ADMISSION and not decided.THE_BAR.search(text) and own_number(text) is not None


def _orders(text: str) -> bool:
    """Whether something is to be done here: a trade, or terms that are to be changed and not only supposed to be."""
    changes = _CHANGING_TERMS.search(text) and not decided.ONLY_SUPPOSED.search(text)
    return bool(_ORDERING.search(text) or changes)


def _counted_only(request: Request, state: State, text: str) -> Request:
    """A question that sounds like one for advice, and asks for nothing but a computation of the own account."""
    intent = _decision(request, state, text)
    if request.intent == "account_security" and intent == SCREENSHOT:
        return replace(request, intent=SCREENSHOT, gate="act")
    if not _only_counts(request, text):
        return request
    if intent in _COUNTED:
        return replace(request, intent=intent, gate="act")
    if mentions_change(text) and _about_me(request):
        return replace(request, intent=WHAT_IF, gate="act")
    return request


def _only_counts(request: Request, text: str) -> bool:
    """Whether what is taken for a wish for advice asks for none."""
    return request.intent == "advice" and not words.WISHES_ADVICE.search(text)


def _looked_up(request: Request, state: State, text: str) -> Request:
    """Orders, what may leave, prices at a line, break-even, interest to come."""
    slots = request.slots
    if request.intent == "my_figures" and any(name in _ORDERS for name in slots.measures):
        return replace(request, intent=ORDER, gate="act")
    if request.intent == "my_figures" and "withdrawable" in slots.measures and slots.securities:
        return replace(request, intent=LEAVING, gate="act")
    found = next((intent for intent, pattern in _WORDS if pattern.search(text)), None)
    if found == TOUCH and state.scenario and _STILL.search(text):
        found = TOUCH_SUPPOSED
    return request if found is None else replace(request, intent=found, gate="act")


def _surely(request: Request, intents: tuple[str, ...]) -> bool:
    return request.gate == "act" and request.intent in intents


def _supposition(state: State) -> bool:
    return bool(state.scenario or state.set_aside)


def _of_supposition(request: Request, state: State, text: str) -> str | None:
    """What a message does with something supposed before: takes a step back, leaves it, or asks for a ratio in it."""
    if not _supposition(state) or _surely(request, _FIRST):
        return None
    if state.pending is None and words.UNDO.search(text):
        return UNDO
    if state.scenario and state.pending is None and is_revision(text):
        return WHAT_IF
    if mentions_change(text):
        return None
    if state.scenario and words.WOULD_CALL.search(text):
        return TARGET
    leaves = words.REAL.search(text) and not decided.ASKS_TRUTH.search(text)
    return "my_ratio" if leaves and not request.slots.percents and not request.slots.amounts else None


def _decision(request: Request, state: State, text: str) -> str | None:
    """A question about what would come of the own account, or of its owner, by its words."""
    if state.last_intent in ("my_positions", "my_rate", DEBT_FIRST) and words.COSTS_DAILY.search(text):
        return DEBT_FIRST
    if state.last_intent == LIQUIDATION and decided.DIFFERENCE.search(text):
        return LIQUIDATION
    if state.last_intent == LIQUIDATION and decided.AFTER_SALE.search(text):
        return LIQUIDATION
    if state.last_intent == PLAN and decided.ANOTHER_PLAN.search(text):
        return PLAN
    for intent, pattern in _DECISIONS:
        if not pattern.search(text):
            continue
        if intent == SCREENSHOT and not decided.ASKS_TRUTH.search(text):
            continue
        if pattern is words.DAILY and (request.slots.amounts or request.slots.percents):
            continue
        if intent == STRESS and not _only_a_scenario(text):
            continue
        if intent == CREDIT and decided.ONLY_SUPPOSED.search(text) and mentions_change(text):
            continue
        if words.FACTS_ONLY.search(text) and intent not in _EVEN_WITH_RULES and not _OWN.search(text):
            continue
        return intent
    asked = words.TO_RATIO.search(text) and not words.TOUCH.search(text)
    return TARGET if asked and _about_me(request) and not mentions_change(text) else None


def _only_a_scenario(text: str) -> bool:
    """Whether nothing is supposed beside a packaged scenario: another size of it, or a second step, is a supposition of its own."""
    if not mentions_change(text):
        return True
    packaged = decided.PACKAGED.search(text) and not decided.LIMIT_DOWN.search(text)
    return bool(packaged) and len(steps_of(text)) == 1


def _supposes(request: Request, text: str, state: State) -> bool:
    """Whether something is supposed of one's own account; of a rule only where it is one's own terms that change.

    Where something has been supposed, whatever changes it goes on from there.
    """
    if not mentions_change(text) or not _about_me(request):
        return False
    pointed = (words.SUPPOSED_ONE, words.REAL_ONE, words.PRONOUN)
    if state.scenario or (state.set_aside and any(pattern.search(text) for pattern in pointed)):
        return not _surely(request, NEVER_TAKEN) or _only_counts(request, text)
    if request.intent not in _SUPPOSING:
        return False
    own = request.intent not in ("rule_question", "security_lookup") or decided.TRADE_ALONE.search(text)
    if words.OLD_CONTRACTS.search(text):
        return False
    terms = _TERMS.search(text) or (words.A_LINE.search(text) and words.SUPPOSES_LINE.search(text))
    return bool(own) or bool(terms and not words.FACTS_ONLY.search(text))


def _about_me(request: Request) -> bool:
    """Whether no account of the asker's own invention is described: that would be a calculation."""
    wanted = request.slots.calculation
    complete = wanted is not None and wanted.complete
    return not complete and not _HYPOTHESIS.search(request.text)
