"""Words of margin lending typed with a wrong character of the same sound: 唯宝 -> 维保, 荣资 -> 融资, 保正金 -> 保证金.

Input methods choose by sound, so that a slip keeps it. Only words of the field are put right, never names of securities (those are
proposed and confirmed elsewhere), and each with as many characters as it had, so that offsets stay. Sound alone proves nothing (能保证今天 is no 保证金): a character
is changed only where input methods often write it for the right one, and no ordinary word holds it.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_LONG: Final = (
    *(
        "维持担保比例",
        "担保比例",
        "维保比例",
        "保证金比例",
        "可用保证金",
        "保证金",
        "融资融券",
        "信用账户",
        "强制平仓",
        "平仓线",
    ),
    *(
        "警戒线",
        "预警线",
        "追保线",
        "折算率",
        "集中度",
        "净资产",
        "总资产",
        "总负债",
        "担保物",
        "担保品",
        "验证码",
        "授信额度",
    ),
)
_ALONE: Final = ("维保", "追保", "融资", "融券", "两融", "强平")  # nothing else sounds like them
_HALF: Final = (
    "展期",
    "负债",
    "授信",
    "利息",
    "合约",
    "杠杆",
    "券商",
    "投诉",
    "密码",
    "爆仓",
    "平仓",
    "持仓",
    "维持",
    "追加",
    "人工",
)
_WRITTEN_FOR: Final[Mapping[str, str]] = {
    **{"维": "唯惟", "保": "宝堡饱", "持": "迟驰", "担": "单但丹", "比": "笔彼", "例": "利力列历"},
    **{"证": "正政症郑", "金": "斤巾", "融": "荣容溶熔绒", "资": "姿滋", "券": "圈劝卷", "强": "墙抢"},
    **{"制": "治智置致", "平": "评坪苹", "仓": "苍舱沧", "线": "县限", "警": "惊井", "戒": "界届介"},
    **{"预": "玉遇", "追": "锥坠", "加": "佳嘉", "折": "哲浙", "算": "蒜酸", "率": "律绿虑", "集": "积级"},
    **{
        "中": "种钟",
        "度": "渡肚",
        "净": "静镜",
        "总": "综",
        "产": "铲",
        "负": "富副",
        "债": "宅",
        "物": "雾",
    },
    **{
        "验": "燕艳",
        "码": "马玛",
        "密": "秘蜜",
        "信": "心芯",
        "额": "鹅俄",
        "展": "斩盏",
        "期": "旗棋",
        "利": "栗",
    },
    **{
        "息": "西夕熄",
        "合": "盒",
        "约": "月",
        "杠": "钢刚岗",
        "杆": "干甘",
        "商": "伤",
        "投": "头",
        "诉": "素述",
    },
    **{"爆": "暴", "账": "帐胀仗", "户": "护沪", "用": "佣"},
}
"""The characters that input methods often put in the place of one: never a particle, a number or the beginning of a common word."""
_OTHER_WORDS: Final = (
    *("平仓先", "追保先", "抢评", "平常", "平昌", "和约", "溶质", "容质", "溶脂", "荣志", "内容", "容易"),
    *(
        "限制",
        "限额",
        "限价",
        "限期",
        "限定",
        "限度",
        "限于",
        "马上",
        "朋友圈",
        "商圈",
        "圈子",
        "大宗",
        "安静",
    ),
    *("宝贝", "月底", "月初", "月份", "月末", "月报", "教授", "西部", "老头", "评测", "评级", "评价", "评估"),
    *("正好", "正在", "正常", "单保险", "力度"),
)
_SAME: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"))  # told apart by few speakers of the south


def repaired(text: str) -> str:
    """A normal-form text with the field's words in their own characters; as long as before."""
    words, own = _words(), _places_of_other_words(text)
    found = list(text)
    start = 0
    while start < len(text):
        windows = (text[start : start + size] for size in _sizes())
        right = next((word for window in windows if (word := _meant(window, words, start, own))), None)
        if right:
            found[start : start + len(right)] = right
        start += len(right) if right else 1
    return "".join(found)


def _meant(window: str, words: Mapping[tuple[str, ...], str], start: int, own: frozenset[int]) -> str | None:
    """The word a window of Han characters stands for, itself included; every other character in it is a frequent slip."""
    if not all("\u4e00" <= character <= "\u9fff" for character in window):
        return None
    word = words.get(tuple(map(sound, window)))
    if word is None or window == word:
        return word
    wrong = [place for place, (a, b) in enumerate(zip(window, word, strict=True)) if a != b]
    frequent = all(window[place] in _WRITTEN_FOR.get(word[place], "") for place in wrong)
    kept = word in _ALONE or len(wrong) < len(word)
    return word if frequent and kept and own.isdisjoint(start + place for place in wrong) else None


def _places_of_other_words(text: str) -> frozenset[int]:
    """Where ordinary words stand that hold a character of a slip: these are meant as they are."""
    return frozenset(
        place for found in _other_words().finditer(text) for place in range(found.start(), found.end())
    )


@cache
def _other_words() -> re.Pattern[str]:
    return re.compile("|".join(_OTHER_WORDS))


@cache
def sound(character: str) -> str:
    """The commonest reading of a character without its tone; retroflex and dental initials count as one."""
    from pypinyin import lazy_pinyin

    return folded(str(lazy_pinyin(character)[0]))


def folded(syllable: str) -> str:
    """A syllable as it is heard."""
    for long, short in _SAME:
        syllable = syllable.replace(long, short)
    return syllable


@cache
def _words() -> Mapping[tuple[str, ...], str]:
    return {tuple(map(sound, word)): word for word in (*_LONG, *_ALONE, *_HALF)}


@cache
def _sizes() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _words().values()}, reverse=True))
