"""Questions about the own account that a model takes for another: told by their words, each with what of it is asked.

Cash that may leave, the debt taken apart, interest up to now, what a short contract is, the sale that repays, a deadline missed. Only
where the asker is known; a question about the rules is none of them, and why a credit line is in use is one about the rules. Pure: normal-form text in, a request out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.state import State
from bot.nlu.model import Request

PARTS = "parts"
_RULES = re.compile(
    r"规则|规定|条件|公式|怎么(?:算|转|办|取)|什么时候|为什么|一般|通常|\b(?:rules?|when|why|how (?:do|is|are)|condition|generally)\b"
)
_LEAVES = re.compile(
    r"(?:(?<!才)能|(?<!才)可以|能不能|可不可以|想|要|可否).{0,6}(?:转|取|提|划|拿)(?:一?点|一?些|的|几个|走|出)?.{0,2}(?:现金|钱|资金)(?:出来|出去|走|出|回银行|吗|么|不|\?|,|$)"
    r"|(?:现金|钱|资金).{0,3}(?:转|取|提|划|拿)(?:得)?(?:出来|出去|走|出|回银行)"
    r"|(?:can|could|may|able to|want to|like to|possible to)\b.{0,10}(?:withdraw (?:some |any |my )?(?:cash|money|funds)|(?:take|transfer|move|pull|get) (?:out )(?:some |any |my )?(?:cash|money|funds)|(?:take|transfer|move|pull|get) (?:some |any |my )?(?:cash|money|funds) out)"
)
_NOT_LEAVING = re.compile(
    r"进来|转入|转进|还款|还债|还钱|卖|融资|融到|借|别人|短信|骗|\b(?:sell|sold|borrow\w*|loan|repay|proceeds)\b"
)
_OWED = r"(?:负债|欠款|债务|欠(?:了|的)?(?:多少|几))"
_APART = r"(?:拆开|拆分|拆解|分开|分别|明细|构成|组成|分类|由什么|包括(?:什么|哪些)|按.{0,4}(?:类|种))"
_TAKEN_APART = re.compile(
    rf"(?:总|一共|全部|合计).{{0,4}}{_OWED}.{{0,8}}{_APART}|{_APART}.{{0,8}}(?:总|一共|全部).{{0,4}}(?:负债|欠款|债务|欠)"
    r"|(?:break|split|take|taking)\b.{0,16}\b(?:debts?|liabilit\w+|what i owe)\b.{0,14}\b(?:down|apart|up|by)\b|(?:breakdown|composition|components?|parts) of (?:my )?(?:total )?(?:debts?|liabilit\w+)"
    r"|(?:total )?(?:debts?|liabilit\w+)\b.{0,14}\b(?:broken down|taken apart|by kind|by type|made up of|consists? of)"
)
_INTEREST_NOW = re.compile(
    r"(?:到|截至|截止到?)(?:现在|目前|今天|此刻|今日)(?:为止)?.{0,10}(?:利息|息费|多少息|几多息)|(?:目前|至今|现在).{0,4}(?:已经?|累计|一共|总共|欠).{0,8}(?:利息|息费|多少息)|(?:欠|争)(?:了|我)?(?:多少|几)(?:的)?(?:利息|息)(?!.{0,6}(?:到期|还清))"
    r"|interest\b.{0,24}\b(?:so far|up to now|until now|to date|accrued (?:now|today))|(?:accrued|owe in) interest\b.{0,12}\b(?:so far|now|today|to date)"
)
_TO_COME = re.compile(r"到期|还清|展期前|月底|年底|\b(?:due|maturity|will)\b")
_SHORT = re.compile(r"(?<!融资)融券|做空|卖空|沽(?:空|了)|\bshort(?:s|ed|ing)?\b|sold short")
_OF_SHORT = re.compile(
    r"(?:费率|利率|年利|年化|多少股|几股|数量|多少数量|什么价|多少钱(?:卖|沽|一股)?|价格|哪天到期)|(?:卖|沽)(?:空)?(?:了)?(?:多少|几)|how many|at what price|\brates?\b|what price|quantity"
)
_MINE = re.compile(r"我|这笔|那笔|\b(?:my|i|i'm|me)\b")
_MAY = re.compile(
    r"(?:能|可以|可不可以|最多|还能|可)(?:再)?.{0,4}(?:融券|做空|卖空|沽)|\b(?:can|could|may|most|maximum|if)\b|保证金比例|margin ratio"
)
_SALE_REPAYS = re.compile(
    r"(?:只能|只好|只有|只想|只得|靠|唯有).{0,6}(?:卖|割肉|减仓|抛|沽|平).{0,12}(?:还|偿|补).{0,10}(?:多少|几)|(?:卖|抛|减仓|沽).{0,6}(?:还款|还钱|还债|偿还).{0,8}(?:要|得|需要|该)?(?:卖|抛)(?:掉|出)?(?:多少|几)"
    r"|(?:only|have to|forced to) (?:sell|selling)\b.{0,20}\b(?:repay|pay)\b.{0,30}\bhow (?:much|many)|how (?:much|many)\b.{0,24}\bsell\b.{0,16}\bto (?:repay|pay back|cure)"
)
_MISSED = re.compile(
    r"(?:过了|超过|错过|逾过|赶不上|没赶上).{0,4}(?:截止|期限|最后期限|时间|时限|deadline).{0,16}(?:会|怎|如何|后果|点|呢|$)|(?:截止|期限)(?:时间)?(?:过了|到了).{0,10}(?:没|不|未)(?:有)?补"
    r"|(?:if|when|after|once|what happens).{0,12}\b(?:i )?(?:miss(?:ed)?|pass(?:ed)?)\b.{0,8}\b(?:the |my )?deadline|deadline (?:passes|is missed|has passed|passed)"
)
_MISSED_IT = re.compile(
    r"^(?:and |so )?(?:what )?(?:happens )?(?:if|when) i (?:miss|don't meet|do not meet) (?:it|that)\b|^(?:那|要是|如果)?.{0,4}(?:错过|赶不上|过了)(?:了)?(?:会|呢|怎)"
)
_BORROWS_TO_BUY = re.compile(
    r"(?:借|融)(?:入|资|多)?\s*[\d一二两三四五六七八九十百千].{0,8}(?:来|去)?买|\bborrow\b.{0,30}\bto buy\b"
)
_POSSIBLE = re.compile(
    r"行不行|行吗|可以吗|可不可以|能不能|能吗|够不够|够吗|得不得|\bcan i\b|\bmay i\b|\bable to\b|\bpossible\b"
)
_ADVICE = re.compile(r"该|要不要|值得|推荐|好不好|划算|\b(?:should|worth|better|recommend)\b")
_WHEN_DUE = re.compile(
    r"\b(?:when|what)(?:'s| is) (?:my|the) (?:margin[- ]call |top[- ]up )?deadline|by when (?:do|must|should) i (?:top|add|pay|cure)"
)
_LINE_USED = re.compile(
    r"(?:为什么|为啥|怎么|什么).{0,10}(?:授信|额度).{0,8}(?:占用|占了|被占|占去)|(?:授信|额度).{0,4}(?:为什么|为啥|怎么|被什么).{0,6}(?:占用|占了|被占|占去)"
    r"|\bwhy\b.{0,20}\bcredit (?:line|limit)\b.{0,16}\b(?:occupied|used|taken|in use)\b|what (?:uses up|takes up|occupies) (?:my |the )?credit (?:line|limit)"
)
_KEEPS_IT = re.compile(
    r"(?:好的?|行|嗯|可以|那就?|就这样|对|是的|请|帮我|给我|[,，])*(?:保存|存(?:一?下|起来|了|上|吧)?|记(?:一?下|住|上|了|着|吧)?|确认保存)(?:来|它|这个|这些|吧|了|一下)*|(?:yes,? |please |ok,? )*(?:save|keep|note|remember)(?: it| them| that| this)*(?: down)?(?: please)?"
)
_A_LIMIT = re.compile(
    r"(?:单票|单只|单一|个股|杠杆|现金|底线|下限|上限|比例|leverage|cash|floor|single stock).{0,12}\d|不碰|不动|\bavoid\b"
)
_ASKS = re.compile(r"[?？吗么]|多少|怎么|什么|为什么|\b(?:what|how|why)\b")
_OF_CALLS = ("margin_call", "my_target", "my_call_state")
_THEY_TOLD = ("complaint", "illegal", "injection", "distress", "account_security", "human", "privacy_other")


def asked(request: Request, state: State, text: str) -> Request | None:
    """``request`` as the question about the own account that ``text`` asks; ``None`` where it asks for none of them."""
    if _LINE_USED.search(text) and not (request.gate == "act" and request.intent in _THEY_TOLD):
        return _as(request, "rule_question", None)
    if state.client_id is None or (request.gate == "act" and request.intent in _THEY_TOLD):
        return None
    return next((found for each in _ASKED if (found := each(request, state, text))), None)


def _leaving(request: Request, _state: State, text: str) -> Request | None:
    slots = request.slots
    if (
        slots.amounts
        or slots.percents
        or slots.securities
        or _NOT_LEAVING.search(text)
        or _RULES.search(text)
    ):
        return None
    return _figures(request, "withdrawable") if _LEAVES.search(text) else None


def _taken_apart(request: Request, _state: State, text: str) -> Request | None:
    if not taken_apart(text) or _RULES.search(text):
        return None
    figures = _figures(request, "total_liabilities")
    return replace(figures, slots=replace(figures.slots, aspect=PARTS))


def taken_apart(text: str) -> bool:
    """Whether the whole debt is to be told by its kinds."""
    return bool(_TAKEN_APART.search(text))


def _interest_now(request: Request, _state: State, text: str) -> Request | None:
    numbers = request.slots.amounts or request.slots.percents
    if numbers or _TO_COME.search(text) or _RULES.search(text) or not _INTEREST_NOW.search(text):
        return None
    return _figures(request, "accrued_interest")


def may(text: str) -> bool:
    """Whether it is asked how much more might be sold short, not what has been."""
    return bool(_MAY.search(text))


def _of_short(request: Request, _state: State, text: str) -> Request | None:
    """The contract rows of what was sold short: how many shares, at which rate. A largest order is none of it."""
    numbers = request.slots.amounts or request.slots.percents or request.slots.quantities
    own = _MINE.search(text) and _SHORT.search(text) and _OF_SHORT.search(text)
    if not own or numbers or may(text) or _RULES.search(text) or _DAY.search(text):
        return None
    return _as(request, "my_positions", "contracts")


_DAY = re.compile(r"(?:一|每)[天日]|per day|a day|daily")


def _sale_repays(request: Request, _state: State, text: str) -> Request | None:
    sold = _SALE_REPAYS.search(text) and not request.slots.quantities and not _RULES.search(text)
    return _as(request, "margin_call", "sell_to_repay") if sold else None


def _deadline(request: Request, _state: State, text: str) -> Request | None:
    return _as(request, "margin_call", "deadline") if _WHEN_DUE.search(text) else None


def _missed(request: Request, state: State, text: str) -> Request | None:
    pointed = state.last_intent in _OF_CALLS and _MISSED_IT.search(text)
    if _MISSED.search(text) or pointed:
        return _as(request, "margin_call", "consequence")
    return None


def _borrows_to_buy(request: Request, _state: State, text: str) -> Request | None:
    """How much may be bought on margin, where a sum is to be borrowed for a security; whether one should is advice."""
    possible = request.slots.securities and _BORROWS_TO_BUY.search(text) and _POSSIBLE.search(text)
    return _as(request, "my_order", None) if possible and not _ADVICE.search(text) else None


def _keeps_it(request: Request, state: State, text: str) -> Request | None:
    """「保存」 while limits of one's own wait for a yes, or one limit more."""
    if state.pending is None or state.pending.flow != "own_plan":
        return None
    if _KEEPS_IT.fullmatch(text.strip(" ,.!。！，")):
        return _as(request, "affirm", None)
    return _as(request, "my_own_plan", None) if _A_LIMIT.search(text) and not _ASKS.search(text) else None


_ASKED: tuple[Callable[[Request, State, str], Request | None], ...] = (
    _keeps_it,
    _missed,
    _deadline,
    _sale_repays,
    _taken_apart,
    _interest_now,
    _of_short,
    _borrows_to_buy,
    _leaving,
)


def _figures(request: Request, measure: str) -> Request:
    return replace(
        _as(request, "my_figures", None), slots=replace(request.slots, measures=(measure,), calculation=None)
    )


def _as(request: Request, intent: str, aspect: str | None) -> Request:
    slots = replace(request.slots, aspect=aspect, calculation=None)
    return replace(request, intent=intent, gate="act", source="rule", slots=slots)
