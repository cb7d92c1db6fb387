"""Texts that speak to the assistant instead of the reader. A document is evidence, never an order: one that tells the
assistant what to forget, whom to play or what to say is set aside until a person has read it. A warning that quotes
such words is let through: quotation marks, a word of warning in the same sentence, and not many of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
"""Characters without a shape; they occur in honest files and are dropped."""
_TRICKS = re.compile(f"[\u202d\u202e\U000e0000-\U000e007f]|[{INVISIBLE}]{{8,}}")
"""Reversed writing, tag characters, and messages written in zero-width characters: no honest file needs them."""
_INVISIBLE = re.compile(f"[{INVISIBLE}\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]*[”’」』\"]?")
_QUOTED = re.compile(
    r"“[^”]{0,300}”|「[^」]{0,300}」|『[^』]{0,300}』|‘[^’]{0,300}’|\"[^\"]{0,300}\"|《[^》]{0,100}》"
)
_WARNS = re.compile(
    r"骗|诈|警惕|当心|小心|谨防|请勿|不要|切勿|不得|冒充|声称|话术|攻击|注入|例如|比如|例子|案例"
    r"|scam|fraud|beware|warn|phish|attack|inject|never|do not|don't|such as|for example"
)
QUOTED_AT_MOST = 3

_ORDERS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"(?:忽略|无视|忘记|忘掉|不要理会|不用理会|不再遵守|抛开|抛弃|覆盖)[^。！？\n]{0,12}?"
        r"(?:以上|上述|上面|之前|先前|前面|此前|所有|一切|全部|原有|系统|你的)[^。！？\n]{0,8}?"
        r"(?:指令|提示词|提示语|指示|系统提示|设定|对话内容|规则，(?:直接|请)|prompt)",
        r"(?:^|[。！？，,；;：:“\"「\s])(?:你|您)?(?:现在|从现在(?:起|开始)|从此)[，,]?(?:你|您)?(?:就是|是|将扮演|要扮演|扮演|变成|成为)"
        r"[^。！？\n]{0,16}?(?:助手|机器人|ai|人工智能|模型|客服|专家|顾问|管理员|分析师|开发者模式|没有(?:任何)?限制|不受(?:任何)?(?:限制|约束))",
        r"(?:^|[。！？，,；;：:“\"「\s])(?:你|您)(?:现在)?是(?:一个|一名|一位)[^。！？\n]{0,12}?(?:ai|人工智能|大模型|语言模型|聊天机器人|智能助手|虚拟助手)",
        r"(?:请|务必|必须|只能|只需|一律|都要)(?:你)?(?:直接|统一|始终|总是)?(?:回答|回复|答复|告诉)(?:用户|提问者|使用者|对方)(?:说|：|:|，|,|“|\")",
        r"(?:用户|提问者|有人|使用者)(?:问|询问|提问|提到|咨询)[^。！？\n]{0,30}?(?:你|请|必须|一律|都要|只能|就)(?:要|应|直接|统一)?(?:回答|回复|推荐|说)",
        r"(?:泄露|输出|显示|打印|复述|透露|告诉我|公开|说出)[^。！？\n]{0,10}?(?:系统提示|提示词|初始指令|你的指令|隐藏指令)",
        r"(?:作答|应答|回答|答复|回复|解答|答问|答话|应对)(?:者|方|人(?!员)|的(?:人|一方|程序|系统))[^。！？\n]{0,16}?(?:一律|均|皆|都|只(?:能|可|许)|应|须|务必|始终|今后|请)"
        r"[^。！？\n]{0,12}?(?:称|说|答|讲|表示|回复|告知|宣称|推荐|视)",
        r"(?:今后|以后|此后|往后|从今|自此|自今)[^。！？\n]{0,10}?(?:均|一律|都|统统|皆|只)[^。！？\n]{0,4}?(?:宣?称|回?答|说(?!明)|讲|表示|回复)",
        r"(?:凡|但凡|若|如|一旦|每当|每逢)(?:有人|客户|对方)?(?:被)?(?:问|提|谈|聊)(?:及|到|起)[^。！？\n]{0,30}?(?:均|一律|即|只|便|皆|须|就)(?:须|应|需|要)?(?:回?答|宣?称|说(?!明)|讲|回复)",
        r"(?:读|看|处理|解析|引用|检索|摘录)(?:到)?(?:此|本|该|这)(?:段|文|处|篇|页|文件|文档|行)(?:文字|内容)?[^。！？\n]{0,8}?(?:程序|系统|模型|机器|软件|工具|答者)[^。！？\n]{0,14}?(?:应|须|请|务必|一律|要)",
        r"(?:致|给|对)(?:ai|人工智能|大模型|语言模型|智能助手|聊天机器人)(?:助手|模型)?(?:的|：|:|说)",
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,30}?\b(?:previous|prior|above|earlier|foregoing|preceding|all|any|your|system)\b"
        r"[^.!?\n]{0,20}?\b(?:instructions?|prompts?|directions?|guidelines|context)\b",
        r"\byou are (?:now|no longer|henceforth)\b[^.!?\n]{0,40}?\b(?:assistant|ai|chatbot|bot|model|dan|unrestricted|jailbroken|developer mode|bound by)\b",
        r"\b(?:act|behave|respond|pretend)\b[^.!?\n]{0,12}?\b(?:as|to be|like)\b[^.!?\n]{0,24}?\b(?:ai|chatbot|language model|unrestricted|dan)\b",
        r"\b(?:system|developer|hidden) (?:prompt|message)\b",
        r"(?:^|[.!?:;]\s*)(?:(?:please|always|now|instead|must),? )*(?:respond|reply|answer|tell|say)(?: to)? (?:the |every |all )?(?:users?|askers?|readers?)\b"
        r"[^.!?\n]{0,10}?(?:that|with|by|:|\"|“)",
        r"\b(?:when|if|whenever) (?:the |a |any )?(?:users?|someone|anyone|people) asks?\b[^.!?\n]{0,60}?\b(?:say|reply|respond|answer|recommend|tell)\b",
        r"\b(?:who(?:so)?ever|whatever|anyone who|any(?:one| system| program| assistant| model| tool)? (?:that|which|who)|those who|the one who|the (?:answerer|responder|respondent))\b"
        r"[^.!?\n]{0,30}?\b(?:answer|repl|respond|read|process|quot|summari[sz]|retriev)\w*[^.!?\n]{0,40}?\b(?:must|should|shall|ha(?:s|ve) to|(?:is|are) to|needs? to|always)\b"
        r"[^.!?\n]{0,24}?\b(?:say|state|claim|reply|answer|tell|respond|write|recommend|ignore|omit|call)\b",
        r"\b(?:in|for) (?:all|every|any) (?:future|later|further|subsequent|following) (?:answers?|repl(?:y|ies)|responses?)\b",
        r"\b(?:from now on|henceforth|hereafter)\b[^.!?\n]{0,30}?\b(?:say|answer|reply|state|claim|tell|respond|recommend)\b",
        r"\b(?:answers?|repl(?:y|ies)|responses?) (?:to [^.!?\n]{1,40}? )?(?:must|should|shall) (?:always|only|never|invariably)\b",
        r"\bnew instructions?\s*:|\bas an ai\b[^.!?\n]{0,30}?\byou\b",
        r"<\|(?:im_start|im_end|system|user|assistant)\|>|\[/?inst\]|<</?sys>>|^#{2,}\s*(?:system|instruction)s?\b|^(?:system|assistant)\s*[:：]",
    )
)


def visible(text: str) -> str:
    """The text without characters that have no shape."""
    return _INVISIBLE.sub("", text)


def find(texts: Iterable[str], hidden: Iterable[str] = ()) -> str | None:
    """The first sentence that speaks to the assistant, in `texts` or in what a file holds but does not show, or None.
    A trick of invisible characters counts as such a sentence."""
    quoted, first = 0, ("", "")
    for text in texts:
        if _TRICKS.search(text):
            return _shortened(text)
        for sentence in _SENTENCE.findall(_folded(text)):
            if not _speaks(sentence):
                continue
            if _speaks(_QUOTED.sub(" … ", sentence)) or not _WARNS.search(_QUOTED.sub("", sentence)):
                return _as_written(sentence, text)
            quoted, first = quoted + 1, first if quoted else (sentence, text)
            if quoted > QUOTED_AT_MOST:
                return _as_written(*first)
    return next((_shortened(text) for text in hidden if _TRICKS.search(text) or _speaks(_folded(text))), None)


def _as_written(folded: str, text: str) -> str:
    """The sentence as it stands in the text; as it was understood where the text was broken up to hide it."""
    written = (sentence for sentence in _SENTENCE.findall(visible(text)) if _folded(sentence) == folded)
    return _shortened(next(written, folded))


def _speaks(folded: str) -> bool:
    return any(order.search(folded) for order in _ORDERS)


def _folded(text: str) -> str:
    """Full width, blanks between Chinese characters and invisible characters hide nothing."""
    return _BETWEEN_HAN.sub("", unicodedata.normalize("NFKC", visible(text)).lower())


def _shortened(sentence: str) -> str:
    text = " ".join(visible(sentence).split())
    return text if len(text) <= 120 else text[:119] + "…"
