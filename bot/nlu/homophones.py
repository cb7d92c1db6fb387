"""Words of margin lending typed with a wrong character of the same sound: 唯宝 -> 维保, 荣资 -> 融资, 保正金 -> 保证金.

Input methods choose by sound, so that a slip keeps it. Only words of the field are put right, never names of securities (those are
proposed and confirmed elsewhere), and each with as many characters as it had, so that offsets stay.
"""

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
_OTHER_WORDS: Final = frozenset(
    {
        *(
            "微保",
            "微报",
            "为保",
            "为报",
            "未保",
            "未报",
            "喂报",
            "卫报",
            "和约",
            "平仓先",
            "追保先",
            "抢评",
            "平常",
            "平昌",
            "收信",
            "手信",
        ),
        *("受信", "投宿", "密麻", "负载", "溶质", "溶脂", "融脂", "荣志", "容质"),
    }
)
_SAME: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"))  # told apart by few speakers of the south


def repaired(text: str) -> str:
    """A normal-form text with the field's words in their own characters; as long as before."""
    words = _words()
    found = list(text)
    start = 0
    while start < len(text):
        right = next((word for size in _sizes() if (word := _meant(text[start : start + size], words))), None)
        if right:
            found[start : start + len(right)] = right
        start += len(right) if right else 1
    return "".join(found)


def _meant(window: str, words: Mapping[tuple[str, ...], str]) -> str | None:
    """The word a window of Han characters stands for, itself included."""
    if not all("\u4e00" <= character <= "\u9fff" for character in window):
        return None
    word = words.get(tuple(map(sound, window)))
    if word is None or window == word or word in _ALONE:
        return word if window not in _OTHER_WORDS else None
    kept = sum(a == b for a, b in zip(window, word, strict=True))
    return word if kept and window not in _OTHER_WORDS else None


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
