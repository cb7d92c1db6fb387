"""A question made ready for search: folded, freed of words that say nothing about the topic (places, advertising),
cut into weighted terms, expanded by the glossary, and spelt in pinyin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.glossary import Concept, Glossary
from knowledge.normalise import fold, language
from knowledge.tokens import pinyin_terms, terms, typed_pinyin_terms

LONGEST = 200
EXPANSION_WEIGHT = 0.5
FILLER_WEIGHT = 0.4

_PLACES = (
    "北京 上海 天津 重庆 广州 深圳 杭州 南京 苏州 成都 武汉 西安 长沙 郑州 青岛 济南 厦门 福州 宁波 无锡 佛山 东莞 合肥 昆明 "
    "沈阳 大连 哈尔滨 长春 石家庄 太原 南昌 南宁 贵阳 海口 兰州 西宁 银川 乌鲁木齐 呼和浩特 拉萨 珠海 温州 常州 中山 惠州 "
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 广西"
)
_ADVERTISING = (
    "20\\d\\d年最新 最新版 知乎 百度知道 百度 贴吧 小红书 排行榜 前十名 十大 哪家好 哪家比较好 求推荐 在线等 急急急 "
    "请问一下 请问 麻烦问一下 麻烦问下 想问一下 想问下 我想知道 我想了解 你好 您好 谢谢 各位 大神 老师"
)
_NOISE = re.compile(
    "|".join(
        [
            rf"(?:{'|'.join(_PLACES.split())})(?:市|省)?(?:地区|本地|这边)?(?!证券交易所|证交所|交易所|清算所|票据|证监局|所)",
            *_ADVERTISING.split(),
        ]
    )
)
_FILLER = re.compile(
    "是什么意思|什么意思|意思|哪天|怎么样|怎么办|怎么回事|怎么|怎样|如何|为什么|为啥|是不是|有没有|能不能|可不可以|会不会|要不要|可以|是多少|多少|是什么|什么|"
    "有啥|啥|哪些|哪里|哪个|哪|多久|几|现在|目前|今天|今年|一下|我们|你们|他们|我|你|吗|呢|吧|啊|的|了|是|有|要|会|能|在|和|跟|与|"
    "还|都|就|把|被|给|到|这|那|个"
)
_OTHER_SUBJECTS = re.compile(
    "美股|美国|港股|香港|期货|期权|股指|原油|外汇|汇率|比特币|虚拟币|数字货币|加密货币|黄金|白银|贵金属|港股通|沪伦通|新三板|可转债|逆回购|质押式|约定购回|"
    "基金|信托|理财|保险|社保|医保|养老|公积金|房贷|车贷|消费贷|贷款|信用卡|花呗|借呗|银行卡|存款|彩票|房子|租房|离婚|工资|招聘|考试|"
    r"\b(?:crypto|bitcoin|forex|futures?|options?|mortgages?|insurance|mutual funds?|loans?|weather)\b"
)


@dataclass(frozen=True, slots=True)
class Query:
    """`weights`: own terms at 1 (words of asking at 0.4), expanded ones at 0.5, each once. `plain`: own terms that
    carry the topic and stand outside any concept. `typed_pinyin`: the question was typed in Latin syllables.
    `other_subjects`: products and matters beyond margin trading that it names; a passage that answers it must too."""

    text: str
    lang: str
    weights: Mapping[str, float]
    pinyin: Mapping[str, float]
    typed_pinyin: bool
    plain: frozenset[str]
    concepts: tuple[Concept, ...]
    other_subjects: frozenset[str]


def prepare(text: str, glossary: Glossary) -> Query:
    """The question as the index wants it; at most the first 200 characters count."""
    folded = fold(text[:LONGEST])
    cleaned = _NOISE.sub(" ", folded)
    if not terms(cleaned):
        cleaned = folded
    content = _FILLER.sub(" ", cleaned)
    if not terms(content):
        content = cleaned
    topic = frozenset(terms(content))
    concepts = glossary.concepts(cleaned)
    weights = {term: 1.0 if term in topic else FILLER_WEIGHT for term in terms(cleaned)}
    for concept in concepts:
        for term in (term for wording in concept.wordings for term in wording):
            weights.setdefault(term, EXPANSION_WEIGHT)
    typed = typed_pinyin_terms(cleaned)
    return Query(
        text=cleaned,
        lang="zh" if typed else language(folded),
        weights=weights,
        pinyin=dict.fromkeys([*pinyin_terms(cleaned), *typed], 1.0),
        typed_pinyin=bool(typed),
        plain=frozenset(terms(_outside(content, cleaned, concepts))),
        concepts=concepts,
        other_subjects=frozenset(_OTHER_SUBJECTS.findall(cleaned)),
    )


def _outside(text: str, folded: str, concepts: tuple[Concept, ...]) -> str:
    """`text`, made from `folded`, without the wordings of its concepts."""
    for concept in concepts:
        text = text.replace(folded[concept.start : concept.end], " ")
    return text
