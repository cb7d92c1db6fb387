"""Whoever tells a client of a call, a line or borrowing also says what can happen otherwise.

Telling a ratio under a line, or how to cure it, without its consequence is half the truth; so is inviting to
borrow without the risk.
"""

from __future__ import annotations

import re

from bot.guard.claim import Claim
from bot.guard.evidence import Standing

_LINE = r"(?:平仓线|强平线|预警线|警戒线|补足线|恢复线|追保线|警示线|关注线)"
_TELLS = re.compile(
    r"追加担保物|追保(?!线|期限)|补足(?!后|线|期限)|补仓|补保证金|卖券还款|margin call|top(?:ping)? up|add(?:ing)? collateral"
    r"|restore (?:it|your|the)|sell(?:ing)? to repay|repay(?:ing)? with|(?:sell|repay|add)(?:ing)? (?:cny|rmb|¥)"
    r"|(?:还款|追加|卖出|转入|卖券|补)\s*\d[\d,.]*\s*万?元?"
)
_UNDER = re.compile(
    rf"(?<!不)(?<!不得)(?:低于|跌破|不足|跌穿|击穿)[^。,;!?]{{0,10}}(?:{_LINE}|1\d\d)|{_LINE}[^。,;!?]{{0,6}}(?:以下|之下|下方)"
    r"|(?:below|under|beneath)[^.,;!?]{0,16}(?:line|level|threshold|1\d\d)|触发(?:了)?(?:平仓线|预警线)"
)
_INVITES = re.compile(
    r"(?:欢迎|邀请|快来|现在就|马上|赶快|可以|推荐|鼓励)[^。;!?]{0,8}(?:开通|开户|办理|申请|参与|使用)[^。;!?]{0,6}(?:两融|融资融券|融资|信用账户)"
    r"|(?:放大|加倍|翻倍|提高)[^。;!?]{0,4}(?:收益|盈利|资金|本金)|(?:优惠|低至|专享)[^。;!?]{0,10}(?:利率|费率|融资)"
    r"|(?:open|apply for|try|enjoy)[^.;!?]{0,12}(?:margin (?:account|trading|financing))|(?:amplify|boost|multiply|magnify)[^.;!?]{0,12}(?:return|gain|profit|buying power)"
)
_SAYS_SO = re.compile(
    r"(?:逾期|未补足|没有补足|不补足|未(?:能)?(?:按时|及时|在)|不处理|不补|否则|到期未|如果不|若不|届时)[^。!?]{0,40}(?:处分|处置|强制平仓|强平|平仓|卖出|偿还|承担)"
    r"|(?:有权|可以|可能|将|会)(?:被)?[^。;!?]{0,14}(?:处分|处置|强制平仓|强平|平仓)|(?:剩余|仍不足|不足)[^。;!?]{0,10}(?:偿还|追偿|承担)"
    r"|(?:亏损|损失)[^。;!?]{0,10}(?:放大|超过|加倍|扩大|全部|本金)|放大(?:收益|盈利)?[^。;!?]{0,6}(?:亏损|风险|损失)|风险[^。;!?]{0,8}(?:较高|自担|谨慎|放大)|审慎|谨慎"
    r"|(?:may|can|could|might|entitled to|right to)[^.;!?]{0,40}(?:dispos\w+|liquidat\w+|sell|sold|close)|otherwise[^.;!?]{0,50}(?:dispos|liquidat|sell|sold)"
    r"|(?:remain\w*|still)[^.;!?]{0,16}ow\w+|losses? (?:can|may|could)|magnif\w+[^.;!?]{0,12}loss|you (?:can|may|could) lose"
)
_TO_SOMEBODY = re.compile(r"[您你]|\byour?\b")
_DEMANDS = ("warning", "call", "indeterminate", None)
STATEMENT = {
    "zh": "逾期未补足的，公司有权按合同约定处分担保物（强制平仓），仍不足的部分由您继续偿还。",
    "en": "If it is not restored in time, the firm may dispose of your collateral as the contract agrees (forced liquidation); what remains unpaid stays owed by you.",
}
INVITATION_RISK = {
    "zh": "融资融券会放大亏损，亏损可能超过本金，请谨慎参与。",
    "en": "Margin trading magnifies losses, which can exceed your own money.",
}


def missing_risk(text: str, standing: Standing) -> Claim | None:
    """The claim that something is left out, at the end of the folded text, with the sentence to add."""
    if _SAYS_SO.search(text):
        return None
    told = _told(_TELLS, text) or (
        _told(_UNDER, text) and (standing.band is not None or _TO_SOMEBODY.search(text))
    )
    if told and standing.band in _DEMANDS:
        return _missing(text, STATEMENT[standing.lang])
    return _missing(text, INVITATION_RISK[standing.lang]) if _INVITES.search(text) else None


def _told(pattern: re.Pattern[str], text: str) -> bool:
    return any(_is_told(text, found) for found in pattern.finditer(text))


def _is_told(text: str, found: re.Match[str]) -> bool:
    """A definition or a question is not told to anybody: 「维持担保比例低于平仓线是指…」 still is; 「什么是追保」 not."""
    before = text[max(0, found.start() - 6) : found.start()]
    return not re.search(r"什么(?:是|叫)|没有|无需|不用|未触发|no $", before)


def _missing(text: str, sentence: str) -> Claim:
    end = len(text)
    return Claim("missing", end, end, "", "wrong", "missing_risk_statement", fix=sentence, reach=(end, end))
