"""Questions about the interest of one's own contracts, told by their words: the rate, what comes up to a day, what is overdue.

Only where the asker is known, and only about the account: what the rules say of interest is a question about the rules.
Pure: a request in, the one that it is out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dialogue.phrases import pattern
from bot.dialogue.planning import DEBT_FIRST, INTEREST_TO_COME
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

RATE, DEAREST, OVERDUE, RATE_AHEAD, CHARGED, FIRST_DUE = (
    "my_rate",
    "my_dearest_debt",
    "my_overdue_interest",
    "my_rate_ahead",
    "my_interest_charged",
    "my_first_due",
)
REPAYMENT = "repayment"
"""The aspect of interest to come that asks for the amount with it."""
_LEFT_ALONE = ("distress", "account_security", "injection", "illegal", "complaint", "check_text")
_AFTER = (RATE, DEAREST, OVERDUE, RATE_AHEAD, CHARGED, INTEREST_TO_COME, DEBT_FIRST)
_AFTER_CONTRACTS = (*_AFTER, "my_positions", FIRST_DUE)
_MARKS = " ,.!?。、~"
_GENERAL = pattern(
    r"一般|通常|规则|规定|法规|监管|上限|标准|怎么(?:算|计|收|定)|如何(?:算|计|收|定)|点(?:样)?(?:计|算)|公式|(?:你们|公司)(?:的)?(?:融资|融券|两融)?(?:利率|费率)|如果|假如|假设|要是|能不能|申请|展期|提前|借\d|\d+(?:万|块|元)",
    r"\b(?:generally|usually|rules?|regulation|standard|maximum|how (?:is|are) .{0,20}(?:calculated|computed|worked out)|formula|if|suppose|extension|apply)\b",
)
_RATE_MINE = pattern(
    r"(?:我|那笔|这笔|那个合约|这个合约|本人)[^,?]{0,8}(?:融资|融券|两融|借券|信用)?(?:的)?(?:合约)?(?:的)?(?:年|年化)?(?:利率|费率|息率|年息)(?:现在|目前)?(?:是|系|有|到底)*(?:多少|几|百分之几|怎么样|多高|什么)",
    r"(?:那笔|这笔)[^,?]{0,6}(?:利率|费率|息率)(?:呢)?$",
    r"\bwhat (?:interest |annual |fee )?rate (?:am i paying|do i pay|am i charged|applies to me|do you charge me)\b",
    r"\b(?:what(?:'s| is| are)|tell me|show me|how high (?:is|are)) (?:my|the (?:interest |annual )?rates? (?:on|of|for) my)\b[^?]{0,30}(?:\brates?\b|\bloans?$|\bcontracts?$|\bshorts?$|\bborrow fee\b|\bfee rate\b)?",
)
_RATE_WORD = pattern(r"利率|费率|息率|年息", r"\brates?\b|\bborrow fee\b")
_RATE_MOVES = pattern(
    r"(?:利率|费率|息率|利息)[^,?]{0,12}(?:会不会|会|将会|可能|有没有可能)[^,?]{0,6}(?:降|涨|升|调|变|加|减|跌|低|高)",
    r"(?:明年|下个?月|下半年|以后|今后|将来|年底)[^,?]{0,6}(?:利率|费率|息率)[^,?]{0,4}(?:会|怎么|多少|降|涨|变)",
    r"\b(?:will|would|might|could|is|are)\b[^?]{0,30}\b(?:rates?|interest)\b[^?]{0,24}\b(?:fall|drop|decline|go(?:ing)? (?:up|down)|rise|chang\w+|come down|be (?:cut|lower|higher|raised)|increase|decrease)\b",
)
_IT_MOVES = pattern(
    r"^(?:那)?(?:它)?(?:明年|下个?月|下半年|以后|今后|年底|将来)?(?:还)?(?:会不会|会)(?:再)?(?:降|涨|升|变|调|加|低|高)(?:低|高|点|息|一点|下来|上去|整)*(?:吗|么|不|呢)*$",
    r"^(?:and )?will (?:it|they|that) (?:fall|drop|go (?:up|down)|rise|change|come down|be (?:cut|lower|higher))(?: (?:next year|soon|later))?$",
)
_WHEN_TAKEN = pattern(
    r"(?:利息|息费|利钱|费用)[^,?]{0,4}(?:什么时候|几时|何时|哪天|几号|哪一天|多久)(?:会|要|才)?(?:一次)?(?:扣|收|付|交|结|还|给)",
    r"(?:什么时候|几时|何时|哪天|几号|多久)(?:会|要|才)?(?:一次)?(?:扣|收|结|付|交)(?:一次)?(?:我)?(?:的)?(?:利息|息)",
    r"(?:利息|息费)(?:是|系)?(?:不是)?(?:按|每)(?:个)?(?:月|季|天|日)(?:扣|收|结|付)",
    r"\bwhen (?:is|are|do you|will you|do i|will)\b[^?]{0,24}\b(?:charg|tak|deduct|collect|pay|settl|debit)\w*\b[^?]{0,24}\binterest\b|\bwhen (?:is|will) (?:my |the )?interest (?:be )?(?:charged|taken|due|deducted|collected|settled|debited|paid)\b|\bhow often is (?:my |the )?interest\b",
)
_LATE = r"(?:逾期|过期|超期|到期没还|overdue|past[- ]due|late)"
_PENALTY = pattern(
    r"罚息|违约金|逾期(?:的)?(?:利息|利率|息|费率)",
    rf"{_LATE}[^,?]{{0,14}}(?:计息|计(?:着)?利息|算利息|利息|息|多收|多付|多交|收多少)",
    r"\bpenalty (?:interest|rate)\b|\b(?:overdue|past[- ]due|late)\b[^?]{0,40}\b(?:interest|accru\w+|rate|penalty|charg\w+|cost\w*)\b|\binterest\b[^?]{0,24}\b(?:overdue|past[- ]due)\b",
)
_MORE_THAN = pattern(
    r"比(?:正常|平时|原来|没逾期|合同|原利率|不逾期)[^,?]{0,8}(?:多|贵|高)(?:收|付|交|算|出|了)*(?:多少|几)?|多(?:收|付|交|算)(?:了)?(?:我)?(?:多少|几)",
    r"\bhow much (?:more|extra)\b|\bmore than (?:normal|usual|the normal)\b|\bstill (?:accruing|running|charging)\b",
)
_WITH_PRINCIPAL = pattern(
    r"(?:到期|到时候?|到时|届时|到期日|最后)(?:的时候|那天|时|日)?(?:我)?(?:一共|总共|合计|总计|连本带利|本息)*(?:我)?(?:要|得|该|应|需要|需)(?:还|付|交|归还)(?:给你们)?(?:多少|几)(?!.{0,4}息)",
    r"连本带利|本息(?:合计|一共|总共|总额|和)?|本金(?:加|和|跟|连|同)(?:利息|息)",
    r"\bprincipal (?:and|plus|with) interest\b|\bhow much (?:do|will|would|must) i (?:have to )?(?:owe|repay|pay back|pay)\b(?: in (?:all|total))?[^?]{0,20}\b(?:due|maturity|end|then)\b|\btotal (?:to repay|repayment|amount due)\b",
)
_UP_TO = pattern(
    r"(?:到|至)(?:了)?(?:这个|本|今)?(?:月底|年底|月末|年末|下个?月|\d|到期|期满|最后|那天|明年|春节|元旦)",
    r"\b(?:until|till|up to|to|by|through|at) (?:the )?(?:due|maturity|end|month[- ]?end|year[- ]?end|next month|\d|it'?s due|it is due|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)",
)
_INTEREST_WORD = pattern(r"利息|息费|(?<![利年罚])息(?!率)", r"\binterest\b")
_HOW_MUCH = pattern(r"多少|几|一共|总共|合计|呢$", r"\bhow much\b|\btotal\b|\bwhat\b|\ball\b")
_DEARER = pattern(
    r"[哪边](?:一)?(?:笔|份|个合约|张)(?:合约|融资)?(?:每天|一天|一日)?(?:的)?(?:利息|息|费用|成本)?(?:更|最|比较|收得|收)*(?:的)?(?:贵|高|多|重)",
    r"(?:边|哪)(?:一)?(?:笔)(?:贵|高|多)(?:啲|的|些|点)?",
    r"\bwhich (?:one|loan|contract|debt|of (?:them|the two|these))\b[^?]{0,16}\b(?:costs?|charges?|accrues?|is)\b[^?]{0,10}\b(?:more|most|dearer|dearest|higher|highest)\b(?! risk)",
)
_A_DAY = pattern(
    r"^(?:那|即是|即系|也就是|就是|合)*(?:每|一)(?:天|日)(?:即系|即是|是|就是|要|大概|就)*(?:多少|几多|几)?(?:钱|利息|息)?(?:呢)?$",
    r"^(?:and )?(?:how much (?:is that |is it )?)?(?:is that |that is )?(?:per|a|each|every) day$|^(?:and )?daily$",
)
_EARLIEST = pattern(
    r"最(?:早|先|近)(?:到期)?(?:的)?(?:那|一|个)*(?:只|笔|张|份)?(?:合约)?[^,?]{0,4}(?:哪天|几时|什么时候|何时|几号|哪一天|边日)[^,?]{0,4}(?:还|到期|到|归还)?$",
    r"最(?:早|先|快)(?:要)?(?:到期|还|归还)(?:的)?(?:融券|融资)?(?:合约)?(?:那|一)?(?:只|笔|张)?(?:是|系)?(?:哪|边)",
    r"哪(?:一)?(?:只|笔|个|张)(?:合约)?(?:是)?最(?:早|先)(?:要)?(?:还|到期|到)",
    r"\b(?:when (?:is|does) the (?:earliest|first|soonest|next)(?: one| contract| short| loan)?[^?]{0,10}(?:due|return\w*|back|mature)?|which (?:one )?is due (?:first|soonest|earliest))\b",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words, after which answer, and whether they name sums or days."""

    text: str
    last: str | None
    numbers: bool
    dates: bool

    @property
    def goes_on(self) -> bool:
        return self.last in _AFTER


def about_interest(request: Request, state: State) -> Request | None:
    """``request`` as the question about one's own interest that its words are; ``None`` for any other."""
    known = state.client_id is not None and state.role in (None, "client")
    free = state.pending is None or state.pending.flow == "complaint"
    if not known or not free or (request.gate == "act" and request.intent in _LEFT_ALONE):
        return None
    text = fold(request.text).lower().strip(_MARKS)
    slots = request.slots
    said = _Said(text, state.last_intent, bool(slots.amounts or slots.percents), bool(slots.dates))
    if _GENERAL.search(text) or said.numbers:
        return None
    named = next((named for named, asks in _KINDS if asks(said)), None)
    if named is None:
        return None
    told = replace(slots, aspect=named[1], calculation=None)
    return replace(request, intent=named[0], gate="act", source="rule", confidence=1.0, slots=told)


def asks_repayment(text: str, state: State) -> bool:
    """Whether a known client asks what is to be repaid in all, the amount with its interest."""
    return state.client_id is not None and bool(_WITH_PRINCIPAL.search(text.lower().strip(_MARKS)))


def _overdue(said: _Said) -> bool:
    return bool(_PENALTY.search(said.text)) or (said.last == OVERDUE and bool(_MORE_THAN.search(said.text)))


def _repays(said: _Said) -> bool:
    return bool(_WITH_PRINCIPAL.search(said.text))


def _comes(said: _Said) -> bool:
    """Interest up to a day or the due day; what is only 「到月底要付多少」 after an answer about interest."""
    about = _INTEREST_WORD.search(said.text) or said.goes_on or said.last == "my_positions"
    return bool(about and _UP_TO.search(said.text) and _HOW_MUCH.search(said.text))


def _rate(said: _Said) -> bool:
    return bool(_RATE_MINE.search(said.text) and _RATE_WORD.search(said.text)) and not said.dates


def _ahead(said: _Said) -> bool:
    return bool(_RATE_MOVES.search(said.text)) or (said.goes_on and bool(_IT_MOVES.search(said.text)))


def _dearer(said: _Said) -> bool:
    return bool(_DEARER.search(said.text)) or (said.goes_on and bool(_A_DAY.search(said.text)))


_KINDS: tuple[tuple[tuple[str, str | None], Callable[[_Said], bool]], ...] = (
    ((OVERDUE, None), _overdue),
    ((RATE_AHEAD, None), _ahead),
    ((CHARGED, None), lambda said: bool(_WHEN_TAKEN.search(said.text))),
    ((INTEREST_TO_COME, REPAYMENT), _repays),
    ((INTEREST_TO_COME, None), _comes),
    ((DEAREST, None), _dearer),
    ((FIRST_DUE, None), lambda said: bool(_EARLIEST.search(said.text))),
    ((RATE, None), _rate),
)
