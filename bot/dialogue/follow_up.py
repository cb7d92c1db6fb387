"""A question that goes on from the last one about the rules: 「融券的呢」, 「那去年呢」, "and for shorting?".

Only a fragment that narrows the last question is completed, with whom, what or when it names; anything else stands by itself.
"""

from __future__ import annotations

import re

LONGEST = 36  # characters of a fragment
_FRAME = re.compile(
    r"^(?:那么?|咁|这么|那要是|如果是?|换成|要是)?(?P<what>.{1,14}?)(?:的话|嗰啲|𠮶[的啲]|个啲|那些|那种|的?时候|那?时|那会儿?|的)?(?:呢|怎么样|又如何|又是多少|又点)[?!.。]*$"
)
_FRAME_EN = re.compile(
    r"^(?:and|what about|how about|but)\s+(?:what about |how about )?(?P<what>.{2,28}?)\s*\?*$"
)
_SWAPS = (
    ("融券", "融资", re.compile(r"融资(?!融券)"), re.compile(r"(?<!融资)融券|做空|卖空")),
    (
        "short",
        "financing",
        re.compile(r"\bfinancing\b"),
        re.compile(r"\bshort(?:ing|[- ]sell\w*|[- ]sale\w*)?\b"),
    ),
)
_SECURITIES = r"科创板|创业板|北交所|主板|\*?st股?票?|国债|债券|可转债|etf|(?<!私募)基金|成份股|a股"
_KINDS = tuple(
    (re.compile(rf"^(?:{words})$"), re.compile(inside), named)
    for words, inside, named in (
        (r"私募(?:基金|产品)?|产品户?", "私募(?:基金)?|专业(?:机构|投资者)|机构客户|个人客户", "私募基金"),
        (r"专业(?:机构|投资者)(?:投资者)?", "私募(?:基金)?|机构客户|个人客户", "专业机构投资者"),
        (r"机构(?:客户|投资者|户)?|公司户", "私募(?:基金)?|专业(?:机构|投资者)|个人客户", "机构客户"),
        (
            r"(?:我们?|普通|一般)?(?:散户|个人(?:客户|投资者)?|普通(?:人|客户|投资者)|一般人|自然人)",
            "私募(?:基金|产品)?|专业(?:机构|投资者)(?:投资者)?|机构客户",
            "个人客户",
        ),
        *(
            (rf"(?:{words})(?:股票?|的股票|股)?", _SECURITIES, named)
            for words, named in (
                ("科创板?", "科创板"),
                ("创业板?", "创业板"),
                ("北交所|北证", "北交所"),
                ("主板", "主板"),
                (r"\*?st", "ST股票"),
            )
        ),
        *(
            (words, _SECURITIES, named)
            for words, named in (
                ("etf(?:基金)?", "ETF"),
                ("国债", "国债"),
                ("债券", "债券"),
                ("基金", "基金"),
                ("可?转债", "可转债"),
                ("成[份分]股", "成份股"),
                ("a股", "A股"),
            )
        ),
    )
)
"""What a fragment names, what of the last question it takes the place of, and what it is called."""
_SIDE = re.compile(r"^(?:融资|融券|做空|卖空)(?:卖出|买入|合约)?$")
_OPENED = re.compile(
    r"^(?:今天|今日|今时|现在|目前|如今|以后)?(?:新开的?(?:合约|仓)?|(?:老|旧|存量|以前的?|之前的?)的?(?:合约|仓)|展期的?(?:合约)?|已开的?(?:合约)?)$"
)
_NEWLY = re.compile(r"新开")
_WHY = re.compile(
    r"^(?:这是|那|咁)?(?:为什么|为啥|为何|点解|凭什么|why|why so|why is that|how come)(?:呢|啊|这样|会这样|要这样|规定)*[?!.。]*$"
)
_SOURCE = re.compile(
    r"^(?:有|那|给我|请|能)?(?:什么|没有|哪条|看看)?(?:法规|法律|规则)?(?:依据|根据|出处|原文|条文|来源)(?:呢|在哪里?|是什么|是哪条?|係咩|系咩|是咩|给我看看|看看|发我|有吗|吗|给我)*[?!.。]*$"
    r"|^(?:依据|根据)(?:什么|哪条|哪个).{0,6}[?!.。]*$|^(?:show me |what(?:'s| is) |give me )?(?:the |your )?(?:source|basis|original(?: text)?|legal basis|rule text)[?!.]*$|^(?:says who|according to what|where does it say (?:so|that))[?!.]*$"
)
_QUALIFIERS_EN = re.compile(
    r"^(?:for |on |with |the )*(?P<whom>private funds?|professional\w*(?: investors?)?|institution\w*|individuals?|retail(?: investors?| clients?)?|ordinary (?:investors?|people)|star(?: market| board)?(?: shares)?|chinext(?: shares)?|etfs?|bonds?|treasur\w+(?: bonds?)?|funds?|st shares|short(?:ing|[- ]sell\w*|[- ]sales?)?|financing|margin purchases?|new contracts?|old contracts?)$"
)
_FOR_WHOM = re.compile(
    r" for (?:private funds?|professional\w*(?: investors?)?|institution\w*|individuals?|retail\w*(?: investors?)?|etfs?|bonds?|funds?|star shares|chinext shares|new contracts?|old contracts?)$"
)
_WHEN = re.compile(
    r"^(?:(?:19|20)?\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?(?:[底初末])?(?:[以之]?前)?|\d{4}-\d{1,2}-\d{1,2}(?:[以之]?前)?|去年|前年|今年|明年|上个月|以前|之前|过去|原来|从前|新规前|新规之前|改之前|调整前|现在|目前|如今|今天)$"
)
_WHEN_EN = re.compile(
    r"^(?:in |on |before |as of |back in )*(?:(?:[a-z]{3,9} )?(?:\d{1,2},? )?(?:19|20)\d{2}|last year|next year|two years ago|before(?: that)?|previously|now|today|the past)$"
)
_OLD_WHEN = re.compile(
    r"现在|目前|如今|今天|现行|去年|前年|今年|明年|以前|过去|原来|新开的?合约的?|老合约的?|(?<!\d)\d{2}年(?:那会儿|那时候?|那阵子?|当时|的?时候|[以之]前)的?|(?:(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?(?:[以之]前|那会儿|那时候?|那阵子?|当时|的?时候)?(?:新?开的?|借的?)?的?)"
)
_OLD_WHEN_EN = re.compile(
    r"\s*\b(?:now|today|currently|(?:in|before|as of|on) (?:[a-z]{3,9} )?(?:\d{1,2},? )?(?:19|20)\d{2}|last year)\b"
)
_CONTRACTS = ("融资合约", "融券合约", "合约")
_NEWLY_EN = re.compile(
    r"^(?:for |on |with |the )*(?:contracts? |ones? )?(?:(?:newly )?opened (?:today|now|this week|from now on)|new (?:contracts?|ones?)(?: (?:today|now))?|opened today)$"
)
_WAS = re.compile(r"^what (?:was|were)\b")
_CLASS_EN = re.compile(
    r"\b(?:an? |the )?(?:private funds?|professional\w*(?: investors?)?|institution\w*(?: clients?| investors?)?|individuals?)\b"
)
_TO_WHOM = re.compile(r" (?:for|to|on) $")
_PERSON_EN = re.compile(
    r"^(?:for |an? |the )*(?:(?:ordinary|normal|regular|average) (?:retail )?(?:investors?|clients?|people|persons?)|retail (?:investors?|clients?)|individuals?(?: investors?)?)$"
)
_WHAT_IS = re.compile(r"^what(?:'s| is| are| was| were) ")
_AMOUNT = re.compile(r"(?:现在)?(?:是|有)?(?:最低|最高)?(?:多少|几成|几多|几何)[?!。.]*$")


_LATIN = ("etf", "etfs")
"""What is written in Latin letters in either language."""


def carried(text: str, topic: str | None) -> str | None:
    """``text`` completed from ``topic``, the last question about the rules, both in normal form; ``None`` where it stands by itself.

    Whoever asks for the source is told the rule again: its source stands beside it.
    """
    said = text.strip()
    if topic is None or len(said) > LONGEST:
        return None
    if _SOURCE.match(said):
        return topic
    if _WHY.match(said):
        if said.isascii() != topic.isascii():
            return None
        bare = topic.rstrip("?!.。 ")
        return (
            f"why is {_WHAT_IS.sub('', bare)} set like that?"
            if topic.isascii()
            else f"为什么{_AMOUNT.sub('这样规定', bare)}"
        )
    match = _FRAME.match(said) or _FRAME_EN.match(said)
    what = (match["what"] if match else said.rstrip("?!.。 ")).strip()
    if (
        what.isascii() != topic.isascii()
        and re.search(r"[a-z]{4}|[\u4e00-\u9fff]", what)
        and what not in _LATIN
    ):
        return None
    return _in_english(what, topic) if topic.isascii() else _in_chinese(what, topic)


def _in_chinese(what: str, topic: str) -> str | None:
    if _WHEN.match(what):
        return f"{what}{_OLD_WHEN.sub('', topic)}"
    bare = what.removesuffix("的")
    if _OPENED.match(what):
        now = _NEWLY.search(what) or what.startswith(("今天", "今日", "现在"))
        rest = _OLD_WHEN.sub("", topic)
        if now:
            return f"现在新开的{rest}" if rest.startswith(_CONTRACTS) else f"现在新开的合约{rest}"
        return f"{bare if '合约' in bare else f'{bare}合约'}{_AMOUNT.sub('按哪个规定', rest)}"
    if _SIDE.match(bare):
        there, here, of_here, of_there = _SWAPS[0]
        if of_there.search(bare):
            return of_here.sub(there, topic) if of_here.search(topic) else f"{bare}{topic}"
        return of_there.sub(here, topic) if of_there.search(topic) else f"{bare}{topic}"
    for words, inside, named in _KINDS:
        if words.match(bare):
            return inside.sub(named, topic, count=1) if inside.search(topic) else f"{named}{topic}"
    return None


def _in_english(what: str, topic: str) -> str | None:
    bare = topic.rstrip("?. ")
    if _WHEN_EN.match(what):
        return f"{_OLD_WHEN_EN.sub('', bare)} {what if re.match('in|on|before|as', what) or not what[-4:].isdigit() else f'in {what}'}?"
    if _NEWLY_EN.match(what):
        return f"{_WAS.sub('what is', _OLD_WHEN_EN.sub('', bare))} for new contracts?"
    told = _CLASS_EN.search(bare) if _PERSON_EN.match(what) else None
    if told is not None:
        before, after = bare[: told.start()], bare[told.end() :]
        if _TO_WHOM.search(before):
            whom = "individuals" if before.endswith(" for ") else "everybody"
            return f"{_TO_WHOM.sub('', before)}{after} for {whom}?"
        return f"{before}{'an individual' if told[0].startswith('a') else 'individuals'}{after}?"
    qualifier = _QUALIFIERS_EN.match(what)
    if not qualifier:
        return None
    there, here, of_here, of_there = _SWAPS[1]
    if of_there.search(what):
        return of_here.sub(there, topic) if of_here.search(topic) else f"{bare} for short selling?"
    if here in what and of_there.search(topic):
        return of_there.sub(here, topic)
    return f"{_FOR_WHOM.sub('', bare)} for {qualifier['whom']}?"
