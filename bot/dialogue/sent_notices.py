"""A text said to come from the firm, beside the notices that the firm has sent: which one it is, and where it differs.

Texts are compared without their numbers and links first, to find the notice that is meant; then number by number and word by word.
Ours is only what stands in a notice as it was sent, whole or in a long excerpt, with nothing added. Pure: words in, words out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.guard.numerals import fold, numerals

Row = Mapping[str, Any]
Particulars = Mapping[str, tuple[str, ...]]
"""What a text names, by kind (``link phone moment amount``), as written."""

ALIKE = 0.72  # of two texts without their numbers: above it, one is the other rewritten
EXCERPT, PART = (
    30,
    0.6,
)  # characters, and share of a notice, of which either makes an excerpt long enough to be told apart
RUN = 4  # characters that stand together in both
SHORTEST = (
    12  # characters, without numbers, from which a text that holds a notice, or stands in one, is like it
)
KINDS = ("amount", "moment", "phone", "link")
WORDS = "words"
_LINK = re.compile(
    r"(?:https?://|www\.)[\w./?=&%#:-]+|\b[a-z0-9-]+\.(?:com|cn|net|top|xyz|cc|vip|info|link|app)\b[\w./?=&%#-]*"
)
_PHONE = re.compile(
    r"(?<![\d.,])(?:400[- ]?\d{3,4}[- ]?\d{3,4}|0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|9[56]\d{3}(?![\d.,]|元))(?!\d)"
)
_BARE = re.compile(r"[\s,.;:!?、。，；：！？()（）\[\]【】「」“”\"'·-]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words))
    for name, words in (
        (
            "secret",
            r"密码|验证码|校验码|身份证(?:号|照)|银行卡号|\b(?:password|passcode|one-time code|verification code|pin)\b",
        ),
        (
            "transfer",
            r"(?:转账|汇款|转|汇|打款|付款|缴纳|交).{0,14}(?:个人|指定|以下|此|安全|对公)?(?:账户|账号|卡号|银行卡)|(?:转账?|汇款?|打款|付款).{0,6}(?:\d{10,}|解冻|激活|验资)|(?:汇|转|打|存|付|交|充)(?:款|账|钱)?(?:到|至|入|进|给).{0,16}(?:个人|账户|账号|卡|经理|先生|女士|老师|专员|客服|本人|微信|支付宝)|(?:收款人|户名|开户行|对公账户|收款账[户号])|款项?.{0,4}(?:转|汇|打|交|存)(?:给|到|至)|(?<![\d.,])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4,7}(?!\d)|\b(?:transfer|wire|pay)\b.{0,30}\b(?:account|card)\b",
        ),
        (
            "screen",
            r"共享屏幕|屏幕共享|远程(?:控制|协助)|下载.{0,10}(?:软件|app|客户端)|安装.{0,8}(?:软件|app)|\b(?:share your screen|remote control|install)\b",
        ),
        (
            "group",
            r"加(?:我|群|微信|qq|老师)|进群|微信群|qq群|telegram|\b(?:join (?:our|the) group|add me)\b",
        ),
        (
            "gain",
            r"稳赚|保本|包赔|必涨|内幕|翻倍|退还.{0,4}损失|补偿.{0,6}名额|\b(?:guaranteed (?:profit|return)|insider)\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A kind of particular that is not as it was sent; ``said`` and ``sent`` as each text writes it, maybe nothing."""

    kind: str
    said: tuple[str, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """``ours``: as it was sent; ``altered``: one of ours with ``differences``; ``fragment``: stands in one of ours, but is too
    short to tell; ``unknown``: like none of ours.
    """

    verdict: Literal["ours", "altered", "fragment", "unknown"]
    notice: Row | None = None
    differences: tuple[Difference, ...] = ()


def compared(words: str, notices: Sequence[Row]) -> Match:
    """Which of the firm's ``notices`` (newest first) ``words`` are, in either language they were sent in, and what of them is not
    as it was sent.
    """
    english = [{**row, "text": row["text_en"]} for row in notices if row.get("text_en")]
    notices, exact = [*notices, *english], _bare(words)
    row = next((each for each in notices if _stands_in(exact, _bare(str(each["text"])))), None)
    if row is not None:
        long = len(exact) >= min(EXCERPT, PART * len(_bare(str(row["text"]))))
        return Match("ours" if long else "fragment", row)
    said = _skeleton(words)
    rated = [(_likeness(said, _skeleton(str(each["text"]))), -place) for place, each in enumerate(notices)]
    if not rated or max(rated)[0] < ALIKE:
        return Match("unknown")
    row = min(
        (notices[-place] for likeness, place in rated if likeness >= max(rated)[0] - 0.02),
        key=lambda each: len(_differences(words, str(each["text"]))),
    )
    sent = str(row["text"])
    found = (*_differences(words, sent), *_reworded(words, sent))
    return Match("altered", row, found or (Difference(WORDS, (words,), (sent,)),))


def _stands_in(said: str, sent: str) -> bool:
    """Whether a text stands in a notice without a number of it cut in two: 「20,000元」 is no part of 「120,000元」."""
    return bool(said) and bool(re.search(rf"(?<![\d.](?=\d)){re.escape(said)}(?!(?<=\d)[\d.])", sent))


def fraud_signs(words: str, firm_phone: str | None) -> tuple[str, ...]:
    """What in a text no notice of the firm would say: ``link phone secret transfer screen group gain``."""
    text, known = fold(words), re.sub(r"\D", "", firm_phone or "")
    named = particulars(words)
    signs = ["link"] if named["link"] else []
    if any(re.sub(r"\D", "", phone) != known for phone in named["phone"]):
        signs.append("phone")
    return (*signs, *(name for name, pattern in _SIGNS if pattern.search(text)))


def particulars(words: str) -> Particulars:
    """What a text names, as it writes it: links, telephone numbers, days and times, amounts and other numbers."""
    return {kind: tuple(written.values()) for kind, written in _written(words).items()}


def _written(words: str) -> dict[str, dict[str, str]]:
    text = fold(words)
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for kind, pattern in (("link", _LINK), ("phone", _PHONE)):
        for match in pattern.finditer(text):
            key = re.sub(r"\D", "", match.group()) if kind == "phone" else match.group()
            found[kind][key] = match.group()
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    for number in numerals(text):
        kind = "moment" if number.kind in ("date", "time") else "amount"
        found[kind][number.value] = text[number.start : number.end].strip()
    return found


def _differences(words: str, sent: str) -> tuple[Difference, ...]:
    """Kind by kind. A part of a notice may leave out what the notice says, but adds nothing."""
    ours, theirs = _written(sent), _written(words)
    whole = len(_skeleton(words)) >= 0.8 * len(_skeleton(sent))
    found = []
    for kind in KINDS:
        added = [raw for key, raw in theirs[kind].items() if not _known(key, ours[kind])]
        left_out = [raw for key, raw in ours[kind].items() if not _known(key, theirs[kind])] if whole else []
        if added or left_out:
            found.append(Difference(kind, tuple(added), tuple(left_out)))
    return tuple(found)


def _known(value: str, among: Mapping[str, str]) -> bool:
    """Whether a value stands there; 11-23 is the end of 2026-11-23."""
    return any(
        value == each or value.endswith(f"-{each}") or each.endswith(f"-{value}")
        for each in among
        if value and each
    )


def _skeleton(words: str) -> str:
    text = _PHONE.sub("", _LINK.sub("", fold(words)))
    for number in reversed(numerals(text)):
        text = text[: number.start] + text[number.end :]
    return _BARE.sub("", text)


def _likeness(said: str, sent: str) -> float:
    """Of two texts without their numbers; one that holds a notice, or stands in one, is like it whatever is added around it."""
    held = sum(
        block.size
        for block in SequenceMatcher(None, said, sent, autojunk=False).get_matching_blocks()
        if block.size >= RUN
    )
    return max(
        SequenceMatcher(None, said, sent, autojunk=False).ratio(),
        held / len(sent) if len(sent) >= SHORTEST else 0.0,
        held / len(said) if len(said) >= SHORTEST else 0.0,
    )


def _reworded(words: str, sent: str) -> tuple[Difference, ...]:
    """The words, apart from numbers, links and telephones, that are in one text and not in the other."""
    said, ours = _skeleton(words), _skeleton(sent)
    steps = SequenceMatcher(None, ours, said, autojunk=False).get_opcodes()
    whole = len(said) >= 0.8 * len(ours)
    changed = [(ours[a:b], said[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
    added = tuple(there for _, there in changed if there)
    left_out = tuple(here for here, there in changed if here and (there or whole))
    return (Difference(WORDS, added, left_out),) if added or left_out else ()


def _bare(words: str) -> str:
    """A text as it is held against a notice: NFKC, without spaces and punctuation between words; points within numbers stay."""
    return _BARE.sub("", _POINT.sub("\0", unicodedata.normalize("NFKC", fold(words)))).replace("\0", ".")
