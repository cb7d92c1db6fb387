"""The first words of a frightened client, and what is plainly asked while something rests: a table of words, each with its question.

They are short and hot, so that they are told by their words before anything else could be made of them; none of it opens a complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue import applying as asked
from bot.dialogue.assent import write_waits
from bot.dialogue.case_asked import COUNTED, DEADLINE, MISSING, WHY
from bot.dialogue.phrases import pattern
from bot.dialogue.state import PLEASANT, State

OVERDUE, WILL_SELL, SALE_DECIDED = "am_i_overdue", "own_sale", "sale_decided"
FAILED, REGRET, AGAIN, UNTIL, WHO = "failed", "regret", "open", "until", "who"
"""Which side of a matter is asked about."""
_COMPLAINS = pattern(r"投诉|举报|赔|起诉", r"\b(?:complain|compensat|sue)\w*")
_DAY_OF_PAPERS = pattern(
    r"合[约同]|展期|额度|测评|问卷|申请|公告", r"\b(?:contracts?|extension|application)\b"
)

_NO = pattern(
    r"[,，。.!！\s]*(?:取消|算了|不要|不要了|不用了?|唔要|唔使)(?:吧|啦|了)?[。.!！\s]*",
    r"cancel|never mind|no thanks?[.!\s]*",
)
"""What leaves undone a deed that waits for its yes, whatever else it could take back."""

Named = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Row:
    """Words and what they ask for; ``after``: only where that was spoken of last, ``never``: not with these words beside."""

    named: Named
    words: re.Pattern[str]
    after: tuple[str, ...] = ()
    never: re.Pattern[str] | None = None

    def fits(self, text: str, last: str | None) -> bool:
        """Whether it is what ``text`` asks for after an answer about ``last``."""
        if self.after and last not in self.after:
            return False
        return bool(self.words.search(text)) and not (self.never and self.never.search(text))


_LEAD = r"(?:请问|那|那么|喂|急死我?了?|天啊|我靠|[,，.!?？！\s])*"
_END = r"[吗嘛么呢呀啊㗎嘅的了\s?!？！。.]*$"
_CURSE = r"(?:(?:so|wtf|what the (?:hell|fuck|heck)|omg|oh no|hey|um|please|and)[,.!?\s]+)*"
_APPLIED = (asked.APPLICATION, asked.SHEET, "questionnaire_answer")
_TABLE = (
    _Row(
        (OVERDUE, None),
        pattern(
            rf"^{_LEAD}(?:我|我的(?:账户|追保|合约))?(?:到底|现在|已经|算不算|算|是不是|是否|系咪|系唔系|有没有|有冇)*(?:已经)?(?:逾期|过(?:咗|了)期|过期|超期)(?:了|咗)?(?:没有|没|未)?{_END}",
            rf"^{_CURSE}(?:am i|is my (?:account|call|margin call))\s*(?:already |now )?(?:over ?due|past due|late)[\s?!.]*$",
        ),
    ),
    _Row(
        (DEADLINE, "deadline"),
        pattern(
            r"死线",
            r"(?:刚才|刚刚|头先|啱啱|前面|上面).{0,6}(?:截止|期限|最后)",
            rf"^{_LEAD}(?:我的|我|嗰个|那个)?(?:追保的?|补仓的?)?(?:截止(?:时间|日期|日)?|最后期限)(?:是|系)?(?:几号|哪天|哪一天|边日|几时|什么时候|几点|多少)?{_END}",
            r"\b(?:deadline)\b.{0,12}\b(?:you (?:just )?(?:said|mentioned|told me))\b",
            r"^(?:what|when)(?:'s| is| was)? (?:the|my) deadline(?: again)?[\s?!.]*$",
        ),
        never=_DAY_OF_PAPERS,
    ),
    _Row(
        ("my_positions", "due"),
        pattern(
            rf"^{_LEAD}(?:我的|我嘅|我)?(?:那笔|嗰笔)?(?:融资|融券)?合约(?:是|系|都)?(?:什么时候|几时|哪天|哪一天|几号|边日|何时)(?:会|要)?(?:到期|届满){_END}",
            r"^when (?:is|are|do|does) (?:my|the) contracts?(?: fall)? due[\s?!.]*$",
        ),
    ),
    _Row(
        (WHY, None),
        pattern(
            r"^.{0,24}\b(?:wtf|what the (?:hell|fuck|heck)|what on earth|what)\b.{0,24}\b(?:text|sms|message|notice|email|this|that)\b.{0,16}\bmargin call\b(?!.{0,6}mean)[^?]{0,12}[?!. ]*$",
            r"^(?:what )?(?:is|'s) (?:this|that) (?:text|sms|message|notice|email) about (?:a |the |my )?margin call[\s?!.]*$",
            r"^(?:but )?why me\b.{0,40}$",
            r"\bwhy\b.{0,12}\b(?:yesterday|last week) (?:i|it|my account) was (?:fine|ok|okay)\b",
            r"\bi was (?:fine|ok|okay|safe) (?:yesterday|last week|before)\b",
            r"(?:凭什么|凭啥|为什么|点解|做咩|干嘛)(?:你们|你哋)?(?:要)?(?:说|话|讲)我(?:的)?(?:不够|唔够|不足|不达标|要补|低)",
            rf"^{_LEAD}(?:为什么|为啥|凭什么|点解)(?:偏偏)?(?:是|系)?我{_END}",
            r"(?:昨天|寻日|噚日|前天)(?:明明|我)?.{0,6}(?:还|仲)?(?:好好的?|没事|冇事|没问题|冇问题).{0,16}(?:今天|而家|现在|怎么|为什么|点解)?",
        ),
    ),
    _Row(
        (MISSING, None),
        pattern(
            r"(?:钱|数|款)?(?:到底|究竟|其实)(?:还|仲)?(?:差|争|欠|缺|要补)(?:你们|你哋)?(?:多少|几多|几钱)",
            r"(?:最少|至少|起码|最低)(?:要|得|需要)?(?:过|转|存|入|打|补|汇)(?:多少|几多|几)钱?",
            r"\b(?:least|minimum)\b.{0,16}\b(?:i have to|i must|do i|to) (?:pay|send|transfer|wire|put in|deposit|top up)\b",
        ),
        never=pattern(r"开户|开通|门槛", r"\bopen\b"),
    ),
    _Row(
        (MISSING, COUNTED),
        pattern(
            rf"^{_LEAD}(?:我|我嘅|我的)(?:补的|转的|打的|汇的|过嘅)?(?:钱|款|数)(?:到底|已经)?(?:到账|入账|到|收到)(?:了|咗)?(?:没有|没|未|吗){_END}",
            rf"^{_LEAD}(?:你们|你哋|公司)(?:到底)?(?:有没有|有冇)?(?:收到|收咗|收没收到|见到)(?:了)?(?:我)?(?:嘅|的)?(?:补的|转的)?(?:钱|款|数|转账)?(?:了|咗)?(?:没有|没|未|吗|冇)?{_END}",
            r"^(?:did|have|has) (?:you|my (?:money|payment|transfer|wire|cash)) (?:get|got|receive|received|arrived?|come in|land|landed|gone through)(?: my (?:money|payment|transfer|wire|cash))?(?: yet)?[\s?!.]*$",
        ),
    ),
    _Row(
        (WILL_SELL, None),
        pattern(
            rf"(?:你们|你哋|公司)(?:系咪|是不是|会不会|会唔会|就)+(?:打算|准备|要|会)?(?:今天|明天|后天|听日|后日|大后天|下周|周[一二三四五]|礼拜[一二三四五])(?:就)?(?:要|会)?(?:给|帮|将|把)?我?(?:的)?(?:仓|股票|票)?(?:强平|平|卖|斩|沽)(?:掉|仓)?(?:了|咗)?(?:我)?(?:的仓|嘅仓)?{_END}",
            r"^(?:so )?(?:are|will) you (?:going to |gonna )?(?:sell|liquidat\w+|close)\b.{0,20}\b(?:tomorrow|today|monday|in two days|the day after)\b[\s?!.]*$",
        ),
    ),
    _Row(
        (SALE_DECIDED, None),
        pattern(
            rf"^{_LEAD}(?:由|系|是)?(?:谁|边个|哪个|什么人)(?:来|嚟|有权)?(?:决定|批准|审批|批|拍板)(?:要不要|是否|要唔要)?(?:的)?(?:强平|强制平仓|平仓|处分|处置|卖|沽)(?:出|我的股票|我的仓|担保物)?{_END}",
            rf"^{_LEAD}(?:强平|强制平仓|平仓|处分|处置)(?:是|系)?(?:由)?(?:谁|边个|哪个|什么人)(?:来|嚟|有权)?(?:决定|定|批准|审批|批|拍板){_END}",
            r"^who (?:decides|approves|makes the decision|has the say)\b.{0,10}\b(?:sale|sell|sells|selling|liquidation|forced sale|liquidate)\b.{0,16}$",
        ),
    ),
    _Row(
        (asked.SHEET, FAILED),
        pattern(
            r"\b(?:what|and) (?:happens |if )*(?:if )?(?:i )?(?:fail|don'?t pass|do not pass|score too low)\b",
            r"(?:如果|要是|万一)?(?:我)?(?:没过|不过|过不了|不及格|不合格|唔合格|唔过|分数?(?:太|不够)低?).{0,4}(?:会怎样|会怎么样|怎么办|会点|点算|咋办|呢)",
        ),
        after=_APPLIED,
    ),
    _Row(
        (asked.APPLICATION, REGRET),
        pattern(
            rf"^{_LEAD}(?:我)?(?:又)?(?:后悔|反悔)(?:了|咗)?{_END}",
            r"^(?:sorry,? )?i(?:'ve| have)? (?:regret (?:it|that)|changed my mind)[\s.!]*$",
        ),
        after=(asked.APPLICATION,),
    ),
    _Row(
        (asked.APPLICATION, AGAIN),
        pattern(
            rf"^{_LEAD}(?:我)?(?:想|要|可以|能)?(?:重新|再)(?:次)?(?:申请|开户)(?:一次|过)?{_END}",
            r"^(?:can i |i want to |let me |please )?(?:re-?apply|apply again)(?: now)?[\s?!.]*$",
        ),
        after=_APPLIED,
    ),
    _Row(
        (asked.APPLICATION, "withdraw"),
        pattern(
            rf"^{_LEAD}(?:我)?(?:想|要)?(?:撤回|撤销|取消)(?:我的)?(?:开户)?申请{_END}",
            r"^withdraw (?:my|the) application[\s.!]*$",
        ),
        after=_APPLIED,
    ),
    _Row(
        (asked.APPLICATION, "status"),
        pattern(
            rf"^{_LEAD}(?:我的)?(?:申请|开户)?(?:的)?(?:状态|进度|进展){_END}",
            r"^(?:application )?status[\s?.!]*$",
        ),
        after=_APPLIED,
    ),
    _Row(
        (asked.EXTENSION, WHO),
        pattern(
            rf"^{_LEAD}(?:是|由|系)?(?:谁|边个|哪个|哪位|什么人)(?:给我)?(?:批|审批|批准|同意|决定|审)(?:的|嘅|㗎)?{_END}",
            r"^(?:who approved|who decided|who agreed to|who granted)(?: it| that| this| the extension)?[\s?!.]*$",
            r"^by who(?:m)?[\s?!.]*$",
        ),
        after=(asked.EXTENSION,),
    ),
    _Row(
        (asked.EXTENSION, UNTIL),
        pattern(
            rf"^{_LEAD}(?:延|展|展期|延期)(?:到|至)(?:了)?(?:哪天|哪一天|几号|几时|什么时候|边日|何时){_END}",
            r"^(?:and )?(?:extended )?(?:until|till|to) when[\s?!.]*$",
        ),
        after=(asked.EXTENSION,),
    ),
)


def named(text: str, state: State) -> Named | None:
    """The intent and the aspect that ``text`` (folded) asks for of a client's own; ``None`` where it is none of the table."""
    if state.client_id is None or _COMPLAINS.search(text):
        return None
    if write_waits(state) and _NO.fullmatch(text):
        return "deny", None
    spoken = (past.intent for past in reversed(state.trail) if past.intent not in PLEASANT)
    last = next(spoken, state.last_intent)
    return next((row.named for row in _TABLE if row.fits(text, last)), None)


def asks(text: str, state: State) -> bool:
    """Whether it is a question of its own, and no side of the matter spoken of last."""
    return named(text, state) is not None
