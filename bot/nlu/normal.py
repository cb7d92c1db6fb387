"""One normal form for matching (NFKC, simplified, lower case, Cantonese words and variant characters in standard ones) and the language to answer in.

The OpenCC converter costs 60 ms to build and converts phrase by phrase; here it is asked once for every Han character, so
that afterwards a conversion is one `str.translate` which keeps offsets.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.nlu.model import Lang

HAN_SHARE: Final = 0.15
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SPOKEN_HAN = re.compile(r"[咩啲唔嘅喺冇佢咗嚟嗰哋乜咁喇嘢睇畀俾仲]")
WHOLE: Final = (
    4,
    2,
    3,
)  # Han characters of a whole sentence, simplified ones among them, English words of one
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
# Written Cantonese and what it says, in simplified characters; only words that mean nothing else in standard Chinese. At the end words
# that are written with another character.
_CANTONESE: Final = {
    "几多": "多少", "几时": "什么时候", "几钱": "多少钱", "点样": "怎么", "点解": "为什么", "点算": "怎么办", "点计": "怎么算", "系咪": "是不是",
    "边只": "哪只", "边个": "哪个", "边度": "哪里", "乜嘢": "什么", "咩嘢": "什么", "做咩": "为什么", "唔知点": "不知道怎么", "唔识": "不懂",
    "唔该": "请问", "唔使": "不用", "唔好": "不要", "唔会": "不会", "唔想": "不想", "唔够": "不够", "唔补": "不补", "唔还": "不还", "唔系": "不是",
    "可唔可以": "可不可以", "要唔要": "要不要", "会唔会": "会不会", "得唔得": "行不行", "够唔够": "够不够", "应唔应该": "应不应该", "顶唔顺": "撑不住",
    "顶唔住": "撑不住", "唔": "不", "冇": "没有", "嘅": "的", "咗": "了", "喺": "在", "睇": "看", "攞": "取", "俾人": "被人", "畀人": "被人", "俾": "给", "畀": "给", "佢": "他", "哋": "们",
    "而家": "现在", "依家": "现在", "喇": "了", "仲": "还", "乜": "什么", "咩": "什么", "嚟": "来", "斩仓": "强平", "止蚀": "止损", "蚀": "亏", "孭": "背",
    "系多少": "是多少", "系什么": "是什么", "系哪": "是哪", "系佢": "是他", "系呀": "是呀", "唔通": "难道", "咁多": "这么多", "咁": "这么",
    "噉": "这样", "嗰": "那", "𠮶": "那", "呢啲": "这些", "啲": "的", "搵": "找", "倾偈": "聊天", "听日": "明天", "寻日": "昨天", "琴日": "昨天", "噚日": "昨天",
    "今朝": "今天早上", "定系": "还是", "收市": "收盘", "搞掂": "搞定", "揾": "找", "嘢": "东西", "揸住": "持有", "落去": "下去", "冧": "倒", "呃我": "骗我",
    "先可以": "才可以", "先够": "才够", "先得": "才行", "先至": "才", "去到边": "到哪里", "返到": "回到",
    "劵": "券", "帐户": "账户", "帐号": "账号", "俩融": "两融",
}  # fmt: skip
_SPOKEN = re.compile("|".join(sorted(_CANTONESE, key=len, reverse=True)))
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Script:
    """Character tables between traditional and simplified Chinese."""

    simplify: Mapping[int, str]
    simplified_only: frozenset[str]


def script() -> Script:
    """Read both tables from OpenCC; call once, about 0.15 s."""
    from opencc import OpenCC

    han = [chr(code) for code in range(0x4E00, 0xA000)]
    to_simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    to_traditional = OpenCC("s2t").convert("\n".join(han)).split("\n")
    simplify = {ord(a): b for a, b in zip(han, to_simplified, strict=True) if a != b and len(b) == 1}
    simplified_only = frozenset(a for a, b in zip(han, to_traditional, strict=True) if a != b)
    return Script(simplify, simplified_only)


def normalise(text: str, tables: Script) -> str:
    """NFKC, no control or zero-width characters, simplified, standard words, lower case, single blanks; line ends are kept."""
    folded = unicodedata.normalize("NFKC", text.replace("\r", "\n").replace("\t", " "))
    visible = "".join(c for c in folded if c == "\n" or unicodedata.category(c) not in _DROPPED_CATEGORIES)
    simple = visible.translate(tables.simplify).lower()
    for _ in range(2):  # 系几多 becomes 系多少, which is one of the words itself
        simple = _SPOKEN.sub(lambda match: _CANTONESE[match[0]], simple)
    return _LINES.sub("\n", _BLANKS.sub(" ", simple)).strip()


def language(text: str, tables: Script) -> Lang:
    """`en` below 15 % Han characters; `zh-Hant` where characters only traditional writing has outweigh the others."""
    letters = sum(c.isalpha() for c in text)
    han = _HAN.findall(text)
    if not letters:
        return "zh"
    if len(han) / letters < HAN_SHARE:
        return "en"
    traditional = sum(ord(c) in tables.simplify for c in han)
    simplified = sum(c in tables.simplified_only for c in han)
    return "zh-Hant" if traditional and traditional >= simplified else "zh"


def unmistakable(text: str, tables: Script) -> bool:
    """Whether a text is a whole sentence of `language(text)`: of simplified characters several that traditional writing has
    not, and no word of spoken Cantonese; of English words a few. Traditional characters are unmistakable by themselves.
    """
    least, simple, words = WHOLE
    said_in = language(text, tables)
    if said_in == "en":
        return len(_WORD.findall(text)) >= words
    han = _HAN.findall(text)
    only = sum(c in tables.simplified_only for c in han)
    return said_in == "zh-Hant" or (len(han) >= least and only >= simple and not _SPOKEN_HAN.search(text))
