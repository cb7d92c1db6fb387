"""One message, several requests: cut where a new question begins, never inside the facts that belong to one.

Sentence ends and connectives cut; commas and blanks cut only between two parts that each ask something. A part that asks nothing is
context and stays with its neighbour.
"""

import re
from collections.abc import Callable
from typing import Final

MOST_REQUESTS: Final = 10

_STRONG = re.compile(
    r"(?<=[?!。;\n])\s*|(?:^|(?<=[\n,;。?! ]))(?:\(?\d{1,2}[.、)]|[①-⑩]|[一二三四五六七八九十]、)(?!\d)\s*"
    r"|[,;。]?\s*(?:另外|同埋|还有一?个?问题|还有[,:]|再问(?:一下|下|个)?|顺便(?:问一?下?|说一?下?)?|以及请问|第[二三四五]个问题)[,:]?\s*"
    r"|(?<=[,;。?! ])还有(?=我|你们|融|两融|维|负债|利[息率]|想问|请问|能不能|怎么|什么时候)"
    r"|(?<=\.)\s+(?=(?:you (?:just |already )*(?:said|told me)|my [a-z ]{4,24}(?:is|are) (?:only |just )?[^?;.]*\d[^?;]*(?:right|correct)\?))"
    r"|[,;.]?\s+(?:and also|also,?|by the way,?|one more (?:thing|question)[,:]?)\s+"
)
_WEAK = re.compile(
    r"[,、/]\s*|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])|,?\s+and (?=what|how|when|why|is|can|do)|\.\s+(?=[a-z])"
)
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s,;。?!]))(?P<n>\d{1,2})\s?(?=[\u3400-\u9fff])(?![个元块万亿千百年月日号天股手倍成点次只笔位名家条张档分周期折套人支种])"
)
_CLAUSES = re.compile(r"(?:(?<!\d),|,(?!\d)|[;。!\n])+|\?(?=.)")
_ASKS = re.compile(
    r"\?|多少|吗|么$|怎么|怎样|如何|什么|啥|几[天次倍成个点折时号月年股手]|哪|能不能|可不可以|是不是|有没有|要不要|会不会|是否|多久|何时|呢|为何|凭啥|多大|多高|"
    r"(?:查|看)(?:一下|下|查)?我|告诉我|帮我|我要|我想|给我|转人工|"
    r"\b(?:what|how|when|why|which|who|where|show|tell|give|explain|please)\b|"
    r"(?:^|[,;.!?]\s*|\b(?:and|but|so|or|also)\s+)(?:is|are|am|can|could|do|does|did|will|would|should|may|must|shall|was|were)\b"
)
_RECALLS = re.compile(
    r"^(?:你|你们|您|客服|经理|上次客服)(?:们|上次|之前|刚才|刚刚|刚|才|不是)*(?:说过?|告诉(?:过)?(?:我|你)?)[^,?。;]*(?:比例|维保|[仓戒取]线|负债|资产|可取)[^,?。;]*\d"
    r"|^(?:那?我的?)?(?:维持担保比例|维保|担保比例|平仓线|警戒线|总?负债|总?资产|可取(?:金额)?|截止时间)(?:只有|是|为|有)?[^,?。;]*\d[^,?。;]{0,4},?(?:没错吧|对吧|对不对|是吧|是吗|吧)"
    r"|^you (?:just |already |have |'ve )*(?:said|told me)\b[^?;]*\b(?:ratio|line|debt|assets)\b[^?;]*\d|^my [a-z ]{4,24}(?:is|are) (?:only |just )?[^?;]*\d[^?;]*(?:right|correct)\?"
)
_POLITE_HEAD = re.compile(
    r"^(?:(?:(?:老师|大佬|各位|亲爱的|客服)?(?:你好(?!吗)|您好)|在吗|在不在|请问(?:一下|下)?|麻烦(?:问一?下?|您|你)?|不好意思|"
    r"打扰(?:一下|了|您了)?|哈喽|嗨|亲|小助手|客服(?=[,.!?~ ])|(?:我)?(?:想|要)?(?:咨询|请教|问)(?:一?下|个问题|您一下)(?=[,:\u3400-\u9fff])|"
    r"(?:我)?(?:是|作为)(?:一[个名枚])?(?:刚入门的?|刚接触两融的?)?(?:新手|小白|散户|股民|萌新|普通投资者)(?:一[个名枚])?(?=,)|"
    r"(?:hello|hi|hey|excuse me|please|sorry to bother you)\b)(?:[啊呀哈呢吧]*)[,.!?。~:\s]*)+"
)
_RUDE_HEAD = re.compile(
    r"^(?:(?:(?:他?妈的|尼玛|我?靠|卧槽|我去|艹)(?=[,.!?~\s啊]|又|我|这|你|怎么)|tmd|nnd|特么的?|日了狗了?|气死(?:我|人)?了?|烦死(?:我|人)?了?|无语(?:了|死了)?|真是服了|救命(?:啊)?|"
    r"(?:你们)?(?:这|什么|的|个)*(?:破|烂|垃圾|傻逼?|狗屁|辣鸡)(?:系统|软件|app|机器人|平台|玩意儿?)(?:又|老是?|半天|一直|总)*(?:卡(?:死|住)?|刷不出来|打不开|转圈圈?|登不上|不显示)?|"
    r"(?:your )?(?:damn|stupid|bloody|fucking|useless|broken|crappy) (?:app|system|bot|platform|site)(?: is (?:down|broken|useless))?|(?:damn|wtf|ffs|omg))(?:了|啊|呀)?[,.!?。~\s]*)+"
)
_POLITE_TAIL = re.compile(
    r"(?:[,.!?。~\s]*(?:谢谢(?:你|您|了|啦)?|多谢|感谢|麻烦(?:你|您)?了|辛苦(?:你|您)?了|拜托了?|在线等|急急?急?|求(?:解答?|助|教|指点)|"
    r"(?:请|麻烦|烦请)?(?:详细|具体|仔细)(?:地)?(?:说明|解释|讲|介绍)(?:一下|下)?|(?:请|麻烦)(?:说明|解释)(?:一下|下)|"
    r"我?想(?:了解|弄|搞|问)(?:得?(?:清楚|明白))(?:一?点)?|"
    r"(?:感觉|真的?|实在)?(?:好|太|有点|挺)(?:复杂|难懂|晕|乱|头疼|懵)(?:了|啊|呀)?|(?:看|搞|弄|听)不(?:太)?(?:懂|明白)(?:了|啊)?|"
    r"thanks?(?: you)?(?: very much| in advance)?|please)(?=[,.!?。~\s]|$))+[!.。~\s]*$"
)


def split(
    text: str, stands_alone: Callable[[str], bool], asks_something: Callable[[str], bool]
) -> tuple[str, ...]:
    """The requests of a normal-form text in order, at least one.

    `stands_alone` tells parts that mean something unasked, `asks_something` those that ask and say about what: only such parts are cut
    apart at a comma.
    """
    parts = [part for part in _STRONG.split(_dotted(text)) if part and part.strip(" ,.?!。;、")]
    if len(parts) > 1:
        parts = _join(parts, " ", lambda part: asks(part) or stands_alone(part) or recalls(part))
    requests = [
        piece
        for part in parts
        for piece in _weakly(part, lambda piece: asks_something(piece) or stands_alone(piece))
    ]
    if len(requests) > MOST_REQUESTS:
        requests = [*requests[: MOST_REQUESTS - 1], " ".join(requests[MOST_REQUESTS - 1 :])]
    return tuple(request.strip() for request in requests) or (text,)


def _dotted(text: str) -> str:
    """A list numbered 1, 2, 3 without a dot or a bracket, with dots."""
    found = list(_NUMBERED.finditer(text))
    if len(found) < 2 or [int(each["n"]) for each in found] != list(range(1, len(found) + 1)):
        return text
    for each in reversed(found):
        text = f"{text[: each.start()]}\n{each['n']}. {text[each.end() :]}"
    return text.lstrip("\n")


def without_politeness(text: str) -> str:
    """The text without greetings or curses before and thanks after, unless nothing else is left."""
    bare = _POLITE_TAIL.sub("", _POLITE_HEAD.sub("", _RUDE_HEAD.sub("", text)))
    return bare if bare.strip(" ,.?!。~") else text


def asks(text: str) -> bool:
    """Whether a piece of text asks or demands something."""
    return bool(_ASKS.search(text))


def recalls(text: str) -> bool:
    """Whether a piece of text puts a number forward as told or known before: what is to be checked, never reckoned with."""
    return bool(_RECALLS.search(text.strip()))


def clauses_of(text: str) -> tuple[str, ...]:
    """The pieces between commas and sentence ends."""
    return tuple(piece.strip() for piece in _CLAUSES.split(text) if piece.strip())


def _weakly(part: str, is_own: Callable[[str], bool]) -> list[str]:
    pieces: list[str] = []
    last = 0
    for match in _WEAK.finditer(part):
        if part[: match.start()][-1:].isdigit() and part[match.end() :][:1].isdigit():
            continue
        pieces.append(part[last : match.end()])
        last = match.end()
    pieces.append(part[last:])
    return _join([p for p in pieces if p], "", is_own)


def _join(parts: list[str], glue: str, is_own: Callable[[str], bool]) -> list[str]:
    """Merge parts that are no request of their own into the one that follows them, or at the end into the one before."""
    joined: list[str] = []
    context = ""
    for part in parts:
        context = context + glue + part if context else part
        if is_own(part):
            joined.append(context)
            context = ""
    if context:
        if joined:
            joined[-1] += glue + context
        else:
            joined.append(context)
    return joined
