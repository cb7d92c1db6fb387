"""What a complaint says: when, what is wanted, which rates and sums, on which evidence. Read from words, amended by corrections.

Slots are plain texts (a day ISO 8601, a rate or a sum as a decimal), so that a conversation keeps them as they are. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from bot.nlu.dates import find_dates
from bot.nlu.numbers import blank, find_numbers, read_han

NAMES = ("opened_on", "event_on", "agreed_rate", "charged_rate", "remedy", "amount", "evidence")
WORDING = "wording"
_WORDS = r"[^,，。;；!！?？\s是姓]{1,16}?"
_NEW_FIRST = re.compile(
    rf"(?:是|姓)(?P<new>{_WORDS})[,，\s]*(?:而)?(?:并)?不(?:是|姓)(?P<old>{_WORDS})(?=[,，。;；!！\s]|的|$)"
)
_OLD_FIRST = re.compile(
    rf"不(?:是|姓)(?P<old>{_WORDS})[,，\s]*(?:而)?(?:是|姓)(?P<new>{_WORDS})(?=[,，。;；!！\s]|的|$)"
)
REMEDIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words))
    for name, words in (
        (
            "refund",
            r"退(?:还|回|给)(?:给)?我|退(?:还|回)?.{0,6}(?:差额|差价|多收|佣金|手续费|费用|利息|钱)|(?:差额|多收的).{0,6}(?:退|还)|\brefund\b|(?:pay|give) (?:me )?back the difference",
        ),
        ("compensation", r"赔(?!率)|补偿|\bcompensat\w*|\bmake good\b"),
        ("apology", r"道歉|赔礼|\bapolog\w*"),
        (
            "explanation",
            r"(?:给|要|讨|求).{0,4}(?:解释|说法|说明|交代)|解释(?:清楚|一下)|\b(?:an )?explanation\b",
        ),
        (
            "restoration",
            r"恢复(?:原状|额度|权限|账户)?|买回来|撤销(?:平仓|强平|处理)|\b(?:restore|reinstate|undo)\b",
        ),
    )
)
_NO_REMEDY = re.compile(
    r"(?:不|别|没)(?:要|用|需要|想要|求)?(?:你们)?赔|不(?:给|肯|愿|想)?赔|\bno compensation\b"
)
_ONLY = re.compile(
    r"换|改|只要|只求|就行|就好|就可以|算了|不要.{0,8}了|instead|only want|just want|just (?:the )?refund"
)
_CORRECTS = re.compile(
    r"不对|不是|写错|说错|记错|弄错|更正|应该是|改成|换|号不|日不|\b(?:not|wrong|instead|actually|sorry|correction|i mean\w*)\b"
)
_OPENED = re.compile(r"开户|开的户|开立|opened")
_HAN_DIGIT = "一二两三四五六七八九十"
_RATE = re.compile(
    rf"(?<![\d{_HAN_DIGIT}百千.])(?P<of>[万千])(?:分之)?(?P<n>\d+(?:\.\d+)?|[{_HAN_DIGIT}](?:点[{_HAN_DIGIT}零]+)?)(?![\d万千元块]|[天年月])"
    r"|(?P<pct>\d+(?:\.\d+)?)\s*%"
)
_IN_CASE = "万一"  # in case, unless rates are spoken of
_OF_RATES = re.compile(r"佣金|费|率|说好|约定|收|按")
_CHARGED = re.compile(
    r"(?:收|扣|变成|实际|结果|却|按)(?:了|取|费|我|的)?.{0,6}$|\b(?:charged?|took|billed)\b.{0,16}$"
)
_AGREED = re.compile(
    r"我(?:是|都|一直)?按(?:的)?(?:是)?$|(?:应该?|本来)(?:是|按|收){1,2}$|(?:说好|约定|承诺|答应|谈好|谈的|讲好|当初|开户时|合同|签的).{0,12}$|\b(?:agreed|promised|told|contract)\b.{0,24}$"
)
_EVIDENCE = re.compile(
    r"(?:有|附|附上|保留了?|留了?|提供).{0,4}(?P<what>录音|截图|截屏|聊天记录|微信记录|通话记录|短信|邮件|对账单|交割单|录像|视频|照片|合同)"
    r"|\b(?:i have|attached|here (?:is|are)) (?:an? |the |my )?(?P<en>recordings?|screenshots?|chat (?:log|history)|e-?mails?|statements?|contract)\b"
)
_WANTED_SUM = re.compile(r"赔|退|还我|补偿|损失|多收|多扣|差额|要求|refund|compensat|loss|overcharg|pay")
_DAY_SAID = re.compile(r"\d{1,2}月\d{1,2}[日号]|\d{4}-\d{1,2}-\d{1,2}")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天1-6]|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_MONTH_AND_DAY = re.compile(
    r"\S+月\S+[日号]?|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9}"
)
_HAS_YEAR = re.compile(r"年|\d{4}")
_BARE_DAY = re.compile(r"\d{1,2}[号日]|[一二三四五六七八九十]{1,3}[号日]")


@dataclass(frozen=True, slots=True)
class Change:
    """A slot taken back: what it was and what it is."""

    name: str
    old: str
    new: str


def read(text: str, today: date, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The slots a normal-form text fills; ``known`` ones say what a bare 「6号」 or 「是50万」 is about."""
    days = tuple(_past_days(text, today, known))
    return {
        **({_which_day(text, known): days[-1].isoformat()} if days else {}),
        **_rates(text),
        **_remedy(text),
        **_sum(text, today, known),
        **_evidence(text),
    }


def amended(known: Mapping[str, str], text: str, today: date) -> tuple[dict[str, str], tuple[Change, ...]]:
    """``known`` slots after what ``text`` adds or takes back, and what was changed by it.

    A text may take back what it says itself, 「1月7号不，是6号」; then that is a change too.
    """
    text = _NEW_FIRST.sub(r"不是\g<old>,是\g<new>", text)
    corrects = bool(_CORRECTS.search(text))
    told = {**known, **_taken_back(text, today, known)} if corrects else dict(known)
    said = {**read(text, today, known), **(_rate_instead(text, known) if corrects else {})}
    after = dict(told)
    for name, value in said.items():
        after[name] = _joined(told.get(name), value, text) if name in ("remedy", "evidence") else value
    changes = tuple(
        Change(name, told[name], after[name])
        for name in NAMES
        if name in told and name in after and told[name] != after[name] and not _only_more(told, after, name)
    )
    return after, changes


def wording_instead(text: str) -> tuple[Change, ...]:
    """「是2000股不是1000股」, 「姓李不姓王」: words taken back that fill no slot, from what to what."""
    found = _NEW_FIRST.search(text) or _OLD_FIRST.search(text)
    return (Change(WORDING, found["old"], found["new"]),) if found else ()


def _only_more(told: Mapping[str, str], after: Mapping[str, str], name: str) -> bool:
    return name in ("remedy", "evidence") and after[name].startswith(f"{told[name]},")


def _joined(old: str | None, new: str, text: str) -> str:
    """Several remedies stand side by side, unless the text says that it wants this one instead."""
    if old is None or _ONLY.search(text):
        return new
    return ",".join(dict.fromkeys((*old.split(","), *new.split(","))))


def _taken_back(text: str, today: date, known: Mapping[str, str]) -> dict[str, str]:
    days = tuple(_past_days(text, today, known))
    return {_which_day(text, known): days[0].isoformat()} if len(set(days)) > 1 else {}


def _which_day(text: str, known: Mapping[str, str]) -> str:
    """The day of the opening where that is spoken of, or was the only day spoken of; else that of the event."""
    only_opened = "opened_on" in known and "event_on" not in known and bool(_CORRECTS.search(text))
    return "opened_on" if _OPENED.search(text) or only_opened else "event_on"


def _past_days(text: str, today: date, known: Mapping[str, str]) -> Iterator[date]:
    """Single days in order; what has happened lies behind, and tomorrow has not happened; a bare 6号 is of the month of the day before it."""
    anchor = known.get(_which_day(text, known))
    before = date.fromisoformat(anchor) if anchor else None
    for span, _, _ in find_dates(text, today):
        if span.start != span.end:
            continue
        day = span.start
        if before is not None and _BARE_DAY.fullmatch(span.text):
            day = _with_day(before, day.day)
        past = day if day <= today else _last_such_day(span.text, day)
        if past is not None:
            before = past
            yield past


def _last_such_day(said: str, day: date) -> date | None:
    """The last day of that name: the same a week, a month or a year before one that is yet to come.

    ``None`` for what names no other day: 明天, 下周三, a day with its year.
    """
    if _WEEKDAY.fullmatch(said):
        return day - timedelta(days=7)
    if _BARE_DAY.fullmatch(said):
        return _with_day(day.replace(day=1) - timedelta(days=1), day.day)
    yearless = _MONTH_AND_DAY.fullmatch(said) and not _HAS_YEAR.search(said)
    return _year_before(day) if yearless else None


def _with_day(month: date, day: int) -> date:
    try:
        return month.replace(day=day)
    except ValueError:
        return month


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _rates(text: str) -> dict[str, str]:
    """万三 and 千一点八 (or percentages): what was agreed and what was charged, told apart by the words before them."""
    found: dict[str, str] = {}
    for match in _RATE.finditer(text):
        value = _rate(match)
        if value is None:
            continue
        before = text[: match.start()]
        if _AGREED.search(before) and "agreed_rate" not in found:
            found["agreed_rate"] = value
        elif _CHARGED.search(before):
            found["charged_rate"] = value
    return found


def names_no_day(text: str, today: date) -> bool:
    """Whether a text names a day that no calendar has, 「2月30日」."""
    read_there = [(start, end) for _, start, end in find_dates(text, today)]
    return any(
        all(match.end() <= start or end <= match.start() for start, end in read_there)
        for match in _DAY_SAID.finditer(text)
    )


def rates_said(text: str) -> tuple[str, ...]:
    """Every rate a text names, as decimals, in order."""
    return tuple(value for match in _RATE.finditer(text) if (value := _rate(match)) is not None)


def _rate_instead(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """「不是万2.5，是万三」: the slot that holds the one takes the other."""
    rates = rates_said(text)
    slots = [name for name in ("agreed_rate", "charged_rate") if rates and known.get(name) == rates[0]]
    return {slots[0]: rates[-1]} if len(rates) > 1 and slots else {}


def _rate(match: re.Match[str]) -> str | None:
    if match.group() == _IN_CASE and not _OF_RATES.search(match.string[: match.start()][-8:]):
        return None
    if match["pct"]:
        value: Decimal | None = Decimal(match["pct"]) / 100
    else:
        number = _number(match["n"])
        value = None if number is None else number / (10_000 if match["of"] == "万" else 1_000)
    return None if value is None or not 0 < value < 1 else f"{value.normalize():f}"


def _number(said: str) -> Decimal | None:
    try:
        return Decimal(said)
    except InvalidOperation:
        return read_han(said)


def _remedy(text: str) -> dict[str, str]:
    asked = _NO_REMEDY.sub(" ", text)
    wanted = [name for name, words in REMEDIES if words.search(asked)]
    if "refund" in wanted and "compensation" in wanted and "赔" not in asked and "补偿" not in asked:
        wanted.remove("compensation")
    return {"remedy": ",".join(wanted)} if wanted else {}


def _sum(text: str, today: date, known: Mapping[str, str]) -> dict[str, str]:
    """The sum that is demanded or said to be lost, in yuan; also one that puts right the sum known."""
    if not _WANTED_SUM.search(text) and not ("amount" in known and _CORRECTS.search(text)):
        return {}
    hidden = [(start, end) for _, start, end in find_dates(text, today)]
    hidden += [match.span() for match in _RATE.finditer(text)]
    sums = [
        each.value for each in find_numbers(blank(text, hidden)) if each.unit == "yuan" and each.value > 0
    ]
    return {"amount": f"{sums[-1]:f}"} if sums else {}


def _evidence(text: str) -> dict[str, str]:
    kinds = [match["what"] or match["en"] for match in _EVIDENCE.finditer(text)]
    return {"evidence": ",".join(dict.fromkeys(kinds))} if kinds else {}
