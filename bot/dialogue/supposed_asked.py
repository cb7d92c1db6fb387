"""What a short message asks of everything that was supposed: which steps there are, to drop them all, what waiting comes to.

Only read where something was supposed; what waiting comes to also after an answer about a margin call. The words are those of a whole
message, which supposes nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialogue.facet_table import EDGES, Question
from bot.dialogue.facets import topic_of
from bot.dialogue.planning import UNDO
from bot.dialogue.state import State
from bot.dialogue.supposing import mentions_change

STEPS, WAITING = "my_supposed_steps", "my_waiting"
LONGEST = 64  # characters
_CALLS = ("call", "more_time")
_SO = r"(?:那么?|咁|噉|好了?|行了?|嗯|哦|算了|算啦|罢了|还是|不如|我|先|就|请|唔该|麻烦|[,，\s])*"
_NOW = r"(?:现在|而家|依家|目前|眼下|到现在(?:为止)?|到目前(?:为止)?|当前)"
_OF_IT = r"(?:的|嘅|那个|嗰个|账户|情况|数字?|比例|样子|就好|就行|吧|啦|喇|啊|[,，\s])*"
_DROPS = re.compile(
    rf"{_SO}(?:全部|全|都|通通|统统|一律)*(?:不|唔|别|毋须|唔使)(?:再)?(?:算|计|假设|推演|模拟|玩|试|估)(?:下去)?(?:了|喇|啦|咯|嘞|吧|它|咁多|那些|这些|这个)*[^\d]{{0,16}}"
    rf"|{_SO}(?:把)?(?:假设|推演|刚才的?|前面的?|上面的?|这些|那些|全部|所有|都)*(?:全部|全|都)*(?:取消|撤(?:销|掉|回)|清(?:空|掉|除|零)|作废|忘(?:了|掉)|丢开|放下|去掉|不要|唔要)(?:了|掉|吧|喇)*(?:全部|所有|这些|那些)?(?:的)?(?:假设|推演|它)?(?:了|吧|喇)*[^\d]{{0,16}}"
    rf"|{_SO}(?:看|睇|讲|说|回到|返到|回|返)(?:回|返|番|一下|下|看)?(?:{_NOW}|真[实正]|实际|现实){_OF_IT}"
    rf"|{_SO}当(?:我)?(?:冇|没|没有)(?:问|说|提|讲)(?:过)?[^\d]{{0,16}}"
    r"|(?:ok(?:ay)?|well|right|no|so|and|[,.\s])*(?:never ?mind|forget|scrap|drop|clear|reset|cancel|discard|undo|stop|enough of)(?: about)?(?: (?:it|that|this|them|those|all|everything|of|the|my|these|what[- ]ifs?|scenarios?|suppositions?|assumptions?|supposing|assuming|steps?))+[^\d]{0,46}"
    r"|(?:ok(?:ay)?|well|right|so|and|[,.\s])*(?:(?:go |let'?s go |take me )?back to|show me|what about|just) (?:the |my )?(?:real(?:ity)?|actual|current|present|true)(?: (?:one|account|ratio|figures?|numbers?|thing|state))?(?: now| again)*"
)
_KINDS_NAMED = re.compile(
    r"第.|[步笔条]|还款|转|补|卖|跌|涨|存|利息|\b(?:step|first|second|third|fourth|last|repay\w*|deposit|sale|transfer|cash|fall|rise)\b"
)
_LISTS = re.compile(
    r"(?=.*(?:假设|推演|假定|模拟))(?=.*(?:什么|啥|咩|乜|哪些|哪几|边啲|几步|几个|几多步|列|清单|总结|归纳|回顾|复述|重复|说一[遍下]))(?!.*(?:会怎|会点|什么是|是什么意思|意思)).{2,24}"
    rf"|{_SO}{_NOW}?(?:一共|总共|都|已经|到底|我)*(?:加|设|有|走|算|包括|包含)(?:了|咗|过|的|是)*(?:哪|几|什么|边)(?:几|些|多)?(?:个)?(?:步骤?|条件|项)(?:了|呢|啊|来着)*|{_SO}{_NOW}?(?:一共|总共|都|共)?(?:有)?(?:了)?(?:几|多少)步(?:了|呢|啊)*"
    r"|(?:so |and |ok(?:ay)?,? )*(?:(?:what|which|list|recap|show|repeat|sum up|summari[sz]e|remind)\b.*\b(?:scenario|suppos\w*|assum\w*|hypothe\w*|what[- ]ifs?|steps?)\b.{0,24})"
)
_DAY = r"(?:下?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|明[天日早]|听日|后[天日]|下周|下星期|下个?礼拜|周末|截止|期限|最后(?:一天|一刻|关头)?|到期)"
_WAITS = re.compile(
    rf"{_SO}(?:要是|如果|假如|万一|若)?(?:我|再|先|继续|只|光)*(?:等|拖|留待|留|捱|挨|熬|撑|放|搁|押后|推迟|延)(?:多|到|至|上|埋)*{_DAY}(?:那天|当天|开盘|收盘|早上|上午|下午|卖|买|之前|前|之后|后|的时候|的话|再|先|才|至|补|还|办|处理|说|讲|打|转|钱|款|又|会|怎么?样?|点样?|如何|行|得|可以|不|唔|吗|呢|啊|先至|来得及|赶得上|晚|迟|太|有|什么|后果|[?？,，\s])*"
    rf"|{_SO}{_DAY}(?:那天|开盘|收盘|早上|上午|下午)?(?:再|先|才|至)(?:补|还|办|处理|打|转|说|存|入|卖)(?:钱|款|仓|进来)?(?:的话|会|怎么?样?|点样?|行|得|可以|不|唔|吗|呢|啊|来得及|赶得上|晚|迟|太|了|[?？,，\s])*"
    r"|(?:ok(?:ay)?|well|so|and|but|[,.\s])*(?:what (?:if|happens if)|if|can|could|may|suppose|say|is it (?:ok|okay|too late) (?:if|to)|what about)?(?: (?:i|we|it))?(?: (?:just|only|do))?\s*(?:wait(?:ing)?|hold(?:ing)? off|leav(?:e|ing) it|delay(?:ing)?(?: it)?|sit(?:ting)? tight|put(?:ting)? it off|do(?:ing)? (?:it|that|nothing)|pay(?:ing)?)(?: (?:till?|until|to|on|by|for|over))+ (?:next |the )*(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|week|tomorrow|deadline|last (?:day|minute|moment))(?: (?:instead|then|morning|afternoon|first))*"
)
_ENOUGH = re.compile(
    rf"{_SO}(?:这样|咁样|这么样?|现在|如此|到时|之后|就|算|能|可以|会)*(?:达标|够数|够线|合格|过关|安全|脱险|解除(?:追保)?|不用补|唔使补|回到(?:补足)?线(?:上)?)(?:了|咗|喇)*(?:没有?|未|吗|么|不|冇|嘛|[?？\s])*"
    rf"|{_SO}(?:离|距|距离|同|跟)(?:补足线?|恢复线?|追保线?|\d{{3}}%?)(?:线)?(?:还|仲)?(?:有|差|争|爭)?(?:多远|多少|几多|几远)(?:了|呢|啊|[?？\s])*"
    r"|(?:so |and |ok(?:ay)?,? )*(?:does|will|would|is|did) (?:that|this|it)(?: be)? (?:get me out|clear|cover|do (?:it|the job)|fix|meet|satisf|solve|settle|end|suffic|lift|enough)\w*\b.{0,30}"
    r"|(?:so |and |ok(?:ay)?,? )*how (?:far|much) (?:am i |would i be |is it )?(?:off|short|away|more|still|left|missing|below)\b.{0,30}"
)
_MISSED = Question(
    "supposed_missing",
    words={"zh": "按刚才的假设我还差多少？", "en": "With what was supposed how much would be missing?"},
)
_DROPPED = Question(UNDO, words={"zh": "撤销全部假设", "en": "Undo everything that was supposed"})
_LISTED = Question(STEPS, words={"zh": "现在假设里有什么？", "en": "What is supposed now?"})
_WAITED = Question(
    WAITING, words={"zh": "等到截止前再补会怎样？", "en": "What if I wait until the deadline?"}
)


def asked(forms: Iterable[str], state: State) -> Question | None:
    """The whole question that a message asks of what was supposed; ``forms`` as with ``bot.dialogue.facets.asked``."""
    said = [form.strip(EDGES + "？！。，") for form in forms]
    known = state.client_id is not None and state.pending is None
    if not known or max(map(len, said)) > LONGEST or any(map(mentions_change, said)):
        return None
    supposing = bool(state.scenario or state.set_aside)
    if any(map(_WAITS.fullmatch, said)) and (state.scenario or topic_of(state) in _CALLS):
        return _WAITED
    if (supposing or state.last_intent == UNDO) and any(map(_LISTS.fullmatch, said)):
        return _LISTED
    if state.scenario and any(map(_ENOUGH.fullmatch, said)):
        return _MISSED
    return _DROPPED if state.scenario and any(map(_drops, said)) else None


def _drops(said: str) -> bool:
    """Whether everything that was supposed is to be left, not one step of it."""
    found = _DROPS.fullmatch(said)
    return found is not None and not _KINDS_NAMED.search(said)
