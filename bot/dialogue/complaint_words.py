"""What a message says of a complaint that is being taken down, or was: taken back, wanted after all, about something else.

Only whole messages count: 「退差额就算了」 takes nothing back. Pure: words and the conversation in, an intent or words out.
"""

from __future__ import annotations

import re

from bot.dialogue.state import State
from bot.guard.numerals import fold

COMPLAINT = "complaint"
_GLUE = r"[\s,.!。！，、~～]*"


def _made_of(core: str, around: str) -> re.Pattern[str]:
    """A whole message of these words and what is said around them."""
    return re.compile(
        rf"{_GLUE}(?:(?:{around}){_GLUE})*(?:(?:{core}){_GLUE})+(?:(?:{core}|{around}){_GLUE})*",
        re.IGNORECASE,
    )


_AROUND = (
    r"还是|都[是系]|[那我]|就|唉|哎|嗯+|好(?:了|的|吧|啦)?|请|麻烦|谢谢|不好意思|对不起|想了想|想想|真的?|吧|了|啦|喇|啊|呀|"
    r"(?:oh|ok(?:ay)?|well|actually|no|please|sorry|then|just|wait|it'?s fine|i|after all|any ?more|anyway|now|thanks?(?: you)?|you know what|on second thoughts?|hmm+|i think|i'?ll|let'?s)\b"
)
_TAKEN_BACK = _made_of(
    r"[不唔](?:想|要|用|再|打算|搞|去)*(?:投诉|举报|提交|登记|追究|计较|告)(?:你们|他们|他|这个|这件事|了|啦|喇|吧|算)*"
    r"|别(?:提交|登记|投诉|记|报)(?:了|啦|喇|吧)*|算(?:了|啦|喇|数)|撤(?:了|回|销|诉|掉)+(?:投诉|这个|它)?|取消(?:投诉|提交|掉)*|作罢|没事了|[不唔](?:用|要)(?:了|啦|喇)"
    r"|(?:把|将)?(?:这个|那个|这份|我的)?投诉(?:撤|取消|[不唔]要|作废)(?:了|掉|销|回)*|当我没(?:说|讲|提)过?"
    r"|never ?mind|(?:forget|drop|cancel|scrap|withdraw|retract|bin|take back|leave) (?:about )?(?:it|that|the (?:whole thing|complaint)|my complaint)"
    r"|(?:don'?t|do not|no need to) (?:file|submit|send|lodge|register|log)(?: (?:it|that|the complaint|my complaint|anything))?"
    r"|(?:i )?(?:don'?t|do not|no longer) want to (?:complain|file(?: it)?|submit it|go through with it)|(?:i(?:'ve| have)? )?changed my mind|(?:not|no) complain(?:ing|t)|(?:i )?take (?:it|that) back",
    _AROUND,
)
_WANTED_AGAIN = _made_of(
    r"(?:还是|都[是系]|依然|仍然|仍|仲系)(?:要|得|想|决定|去|继续)*(?:投诉|提交|登记|举报|交上去|报上去|立案)(?:你们|它|那个|一下|上去)?"
    r"|(?:继续|恢复)(?:刚才|之前|那个|的)*投诉|刚才(?:的|那个|那份)*投诉(?:还是)?(?:要|继续|提交|登记)+"
    r"|(?:do |go ahead and |i (?:do )?want to |please )*(?:file|submit|lodge|send|register) (?:it|that|the complaint|my complaint|that complaint)"
    r"|(?:i (?:do )?want to )?complain after all|(?:bring|put) (?:it|my complaint|the complaint) back",
    r"算了|[不唔]行|[不唔]对|反悔了|改主意了|(?:i(?:'ve| have)? )?changed my mind|" + _AROUND,
)
_MATTERS = (
    r"(?:利息|佣金|手续费|费用?|收费|利率|费率|强平|平仓|斩仓|追保|通知|短信|电话|服务|态度|客户经理|系统|下单|折算率|额度|开户|展期|合同|泄露|个人信息|息)"
    r"|\b(?:interest|commission|fees?|rates?|liquidation|forced sale|margin call|notices?|sms|text|phone|service|attitude|manager|system|orders?|haircut|credit line|contract|privacy)\b"
)
_INSTEAD = re.compile(
    r"(?:不|不是|不对|错了|说错了|搞错了|弄错了|讲错了)(?:这个|那个|这件|的|了|啦|[,，。.\s])+(?:我(?:要|想)?(?:说|讲|投诉)的|投诉的|应该|其实|而)*(?:是|系|关于)+(?P<zh>[^,，。\d?？]{1,20})"
    r"|(?:no|actually|sorry|wait|not that|i mean|,|\s)+(?:it'?s|it is|it was|that'?s|this is|i meant?|i'?m complaining|make it|my complaint is)(?: all)?(?: (?:about|over))?(?P<en> [^,.\d?]{1,40})"
)

TAKES_BACK_TICKET = re.compile(
    r"撤(?:销|回|诉|掉|了)|(?:取消|[不唔](?:想|要|再)*)(?:那个|这个|我的|的|上次|之前)*(?:投诉|工单|举报)|(?:投诉|工单|举报)(?:[^,?]{0,4})(?:取消|撤|作废|[不唔]要了)"
    r"|\b(?:withdraw|cancel|retract|take back|drop|pull|revoke)\b.{0,16}\b(?:complaint|ticket|case)\b"
)
"""A complaint that was filed is to be taken back."""


def of_complaint(text: str, state: State) -> str | None:
    """The intent of a whole message that takes a complaint back, wants it after all or says what it is about instead."""
    waits = state.pending is not None and state.pending.flow == COMPLAINT
    if waits:
        return "deny" if takes_back(text) else COMPLAINT if content_instead(text) else None
    return COMPLAINT if wants_again(text, state) else None


def takes_back(text: str) -> bool:
    """Whether a whole message only takes back what was to be filed."""
    return bool(_TAKEN_BACK.fullmatch(fold(text).strip()))


def wants_again(text: str, state: State) -> bool:
    """Whether the complaint that was dropped in this conversation is wanted after all."""
    dropped = state.dropped is not None and state.pending is None
    return dropped and bool(_WANTED_AGAIN.fullmatch(fold(text).strip()))


def content_instead(text: str) -> str | None:
    """「不是，是利息」, "actually it's about the interest": what the complaint is about instead; ``None`` where it names no matter."""
    found = _INSTEAD.fullmatch(fold(text).strip().rstrip(" .。!！"))
    if found is None:
        return None
    what = str(found["zh"] or found["en"]).strip()
    return what if re.search(_MATTERS, what) else None
