"""Numbers that somebody typed into a text, in whatever script: a campaign may have none of its own.

Any digit counts (full-width, circled, Roman), and so do number words where they say how much: a Chinese numeral before a
unit (百分之五十, 三成, 五万元, 两天), a half or a double, an English number word before a unit (fifty percent) or one from ten
upwards. 一起, 一定 and "one of" are words, not numbers.
"""

import re
import unicodedata

_ZH_UNIT = "成倍折元块塊角万亿萬億千百十%天日年月周週号號時时分秒股手份期点點"
_ZH_LONG_UNIT = "百分点|百分點|小时|小時|分钟|分鐘|交易日|工作日|星期"
_ZH_HALF = "百分之|百分百|千分之|万分之|萬分之|半数|半數|一半|对半|對半|双倍|雙倍|翻倍|翻番|翻一番"
_SMALL = "one two three four five six seven eight nine"
_LARGE = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred thousand million billion dozen half halve halved double doubled twice "
    "triple tripled threefold tenfold"
)
_EN_UNIT = (
    r"per\s?cent|percentage|points?|times|fold|days?|hours?|minutes?|weeks?|months?|years?|sessions?|yuan|rmb|cny|"
    r"shares?|lots?|quarters?|thirds?|hundredths?|basis"
)
_EN = re.compile(
    rf"(?<![a-z])(?:(?:{'|'.join(_LARGE.split())})s?(?![a-z])"
    rf"|(?:{'|'.join(_SMALL.split())})[\s-]+(?:{_EN_UNIT})(?![a-z]))"
)
_ORDINARY = "一点 一點 十分 一份 千万 千萬 万一 萬一 一号 百年 一手 一时 一時 一期 一日三餐"
"""Words with a numeral in them that say nothing of how much."""


def free_numbers(text: str) -> tuple[str, ...]:
    """What stands for a number in `text`, as written: digits first, then words."""
    plain = "".join(char for char in text if unicodedata.category(char) != "Cf")
    signs = [char for char in plain if unicodedata.category(char) in ("Nl", "No")]
    folded = unicodedata.normalize("NFKC", plain)
    english = [match.group() for match in _EN.finditer(folded.lower())]
    return tuple(dict.fromkeys([*signs, *_digits(folded), *_chinese(folded), *english]))


def _digits(text: str) -> list[str]:
    """Runs of characters that are digits in any script, with what joins them."""
    marked = "".join("0" if unicodedata.category(char) == "Nd" else char for char in text)
    return [text[run.start() : run.end()] for run in re.finditer(r"0(?:[0.,:/-]*0)*%?", marked)]


def _chinese(text: str) -> list[str]:
    """Numerals before a unit, two or more numerals together, and words that are a share of something."""
    ordinary = text
    for words in _ORDINARY.split():
        ordinary = ordinary.replace(words, "\u3000" * len(words))
    marked = _with_marks(ordinary)
    return [text[run.start() : run.end()] for run in _QUANTITY.finditer(marked)]


def _with_marks(text: str) -> str:
    """The text with an N for every Chinese numeral."""
    return "".join("N" if _is_numeral(char) else char.replace("N", "n") for char in text)


def _is_numeral(char: str) -> bool:
    is_ideograph = "\u3007" <= char <= "\u9fff"
    return char in "两兩俩" or (is_ideograph and unicodedata.numeric(char, None) is not None)


_QUANTITY = re.compile(
    _with_marks(_ZH_HALF)
    + "|第N+[条條款章]"
    + f"|N+[个個]?(?:{_with_marks(_ZH_LONG_UNIT)}|[{_with_marks(_ZH_UNIT)}])|NN+"
)
