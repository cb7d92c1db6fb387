"""What a message says of an alert to be set: the kind, the level, the security, the channel, the quiet hours. Pure: words in, wishes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.dialogue.alert_meant import meant_in, new_level_in
from bot.dialogue.spoken_numbers import in_digits
from bot.guard.numerals import fold
from bot.nlu.model import SecurityMention, Understanding
from bot.nlu.numbers import read_han

CONDITION = re.compile(
    r"低于|低过|高过|跌破|跌穿|跌到|跌至|掉到|降到|破(?=\d)|下破|高于|涨到|涨过|涨破|升到|到(?=\d+(?:\.\d+)?(?:块|元|%))|突破|超过|到期|小于|不到|以下|以上|低了|太低|低的时候|低时|涨停|跌停|[跌涨]\s?\d|\bgets? (?:too )?low\b|\b(?:below|under|falls?|drops?|above|over|rises?|reach\w*|hits?|due|matur\w+|expir\w+|less than|more than)\b|[<>≤≥]"
)
_RATIO = re.compile(
    r"(?:维(?:持担保|保)?(?:比例|比率)?|担保比例|比例|比率|平仓线|ratio)[^\d?,。;]{0,14}(?<!\d)(?P<n>\d{1,4}(?:\.\d+)?)(?![\d.])\s*(?P<unit>%|倍)?(?!\s*(?:元|块|天|日))"
    r"|(?:低于|跌破|跌到|掉到|below|under)\s*(?P<m>[1-9]\d{2}(?:\.\d+)?)\s*%"
)
_RATIO_NAMED = re.compile(r"维(?:持担保|保)|担保比例|比例|比率|\bratio\b|\bmaintenance\b")
_ABOVE = re.compile(
    r"高于|高过|涨到|涨过|涨破|升到|升破|突破|超过|以上|站上|\b(?:above|over|rises?|reach\w*|hits?|more than|exceeds?)\b|[>≥]"
)
_BELOW = re.compile(
    r"低于|低过|跌破|跌穿|跌到|跌至|掉到|降到|下破|小于|不到|以下|破|\b(?:below|under|falls?|drops?|less than)\b|[<≤]"
)
_NUMBER = re.compile(r"(?<![\d.])(?P<n>\d{1,6}(?:\.\d{1,4})?)(?![\d.]|\s*(?:%|天|日|倍|点钟|号|:))")
_DAYS = re.compile(
    r"(?:到期|合约|合同|maturity|due|expir\w*)[^\d?。;]{0,10}(?P<n>\d{1,3})\s*(?:个)?(?:天|日|days?)|(?P<m>\d{1,3})\s*(?:个)?(?:天|日|days?)[^?。;]{0,12}(?:到期|due|matur\w+|expir\w+)|提前\s*(?P<k>\d{1,3})\s*(?:天|日)"
)
_DUE = re.compile(r"到期|还款日|\b(?:due|matur\w+|expir\w+)\b")
_HOURS = re.compile(
    r"(?P<a>\d{1,2})\s*(?:[:点时](?P<am>\d{2}|半)?分?)?\s*(?:钟|之?后|以后)?\s*(?:到|至|-|~|—|–|to|until|till|and)\s*(?:第二天|次日|明早|早上|早晨|凌晨|上午|the )?\s*(?P<b>\d{1,2})\s*(?:[:点时](?P<bm>\d{2}|半)?)?\s*(?P<bp>am|pm)?"
)
_LATE = re.compile(r"晚|夜|睡|\b(?:pm|night|evening)\b")
_CANNOT = re.compile(
    r"[跌涨](?:幅|了)?(?:超过|超|到)?\s?\d+(?:\.\d+)?\s*%|成交量|换手|北向|涨停|跌停|利好|消息面|公告|新闻|盈利|亏损|赚|亏|利息|负债|可用|余额|\b(?:volume|news|profit|loss|gain|interest|debt|balance)\b|(?:falls?|drops?|rises?) (?:by )?\d+(?:\.\d+)?\s*%"
)
_CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words))
    for name, words in (
        ("sms", r"短信|\bsms\b|\btext\b"),
        ("email", r"邮件|邮箱|\be-?mail\b"),
        ("telegram", r"telegram|电报"),
    )
)
_CLAUSES = re.compile(
    r"[，,。;；\n]+|另外|还有|以及|并且|\band\b(?=[^,.]*\b(?:alert|notify|remind|tell|when|if|below|above|falls?)\b)"
)
_TIES = re.compile(r"[和跟及、]|以及|同埋|或者?|\b(?:and|or)\b")
_BARE_RATIO = re.compile(
    r"(?:低于|低过|跌破|跌穿|跌到|掉到|降到|小于|不到|below|under)\s*(?:了)?\s*(?P<n>1\d{2}(?:\.\d+)?)(?![\d.]|\s*(?:元|块|点|股|天|日))"
)
_ONE_MORE = re.compile(
    r"(?:个|条|another (?:one )?(?:at|for)?)\s*(?P<n>1\d{2}(?:\.\d+)?)\s*%?(?:的|吧|啦)*[.。!！]?$"
)
"""A number that no unit and no security stands beside: a hundred and something is a maintenance ratio."""
_SPOKEN_DIGITS = re.compile(r"[一二两三四五六七八九十百千万零]{2,}")


LEVELS: Mapping[str, tuple[Decimal, Decimal]] = {
    "ratio_below": (Decimal(1), Decimal(10)),
    "price_above": (Decimal("0.01"), Decimal(100_000)),
    "price_below": (Decimal("0.01"), Decimal(100_000)),
    "days_to_due": (Decimal(1), Decimal(90)),
}
"""The lowest and the highest level of each kind that the service takes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An alert as far as it was said; ``None`` where it was not."""

    what: str | None = None
    level: str | None = None
    security: str | None = None
    name: str | None = None
    channel: str | None = None

    @property
    def lacking(self) -> str | None:
        """What is still to be asked: ``what security level``."""
        if self.what is None:
            return "what"
        if self.what.startswith("price") and self.security is None:
            return "security"
        return "level" if self.level is None else None


def said_slots(understanding: Understanding, text: str) -> tuple[str, ...]:
    """Which slots of an alert a short answer fills."""
    spoken, found = in_digits(text), []
    if _RATIO_NAMED.search(text) or _DUE.search(text) or re.search(r"价|price", text):
        found.append("what")
    if any(each.slots.securities for each in understanding.requests):
        found += ["what", "security"]
    if re.search(r"\d", spoken) or _SPOKEN_DIGITS.search(text):
        found.append("level")
    return tuple(found)


def wishes_in(text: str, securities: Sequence[SecurityMention]) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """Every alert that a folded message asks for, clause by clause, and the clauses of what no alert can watch."""
    found: list[Wish] = []
    unable: list[str] = []
    for clause in _clauses(text, securities):
        draft = _draft(clause, securities)
        if draft is None:
            continue
        if draft.what is None and _CANNOT.search(clause):
            unable.append(clause.strip())
        else:
            found.append(draft)
    if not found and not unable:
        found.append(_draft(text, securities) or Wish())
    return tuple(found), tuple(unable)


def _clauses(text: str, securities: Sequence[SecurityMention]) -> list[str]:
    parts = [half for each in _CLAUSES.split(text) if each and each.strip() for half in _tied(each)]
    named = tuple(each.text.lower() for each in securities)
    return [each for each in parts if _watches(each, named)] or [text]


def _watches(clause: str, named: Sequence[str]) -> bool:
    """Whether a clause says something to watch: a condition, the ratio, or a security with a number beside it."""
    if CONDITION.search(clause) or _RATIO_NAMED.search(clause):
        return True
    return any(name in clause and re.search(r"\d", clause.replace(name, "")) for name in named)


def _tied(clause: str) -> list[str]:
    """Two conditions that only a word ties together, 「维保低于140和到期前5天」, each by itself."""
    for found in _TIES.finditer(clause):
        halves = [clause[: found.start()], clause[found.end() :]]
        if all(re.search(r"\d", in_digits(half)) for half in halves) and _apart(found[0], halves):
            return [halves[0], *_tied(halves[1])]
    return [clause]


def _apart(tie: str, halves: Sequence[str]) -> bool:
    """Whether each half is a condition; 「、」 also stands between a name with its number and another."""
    return tie == "、" or all(CONDITION.search(half) for half in halves)


def _draft(clause: str, securities: Sequence[SecurityMention]) -> Wish | None:
    mention = next((each for each in securities if each.text.lower() in clause), None)
    if mention is None and len(securities) == 1 and len(_CLAUSES.split(clause)) == 1:
        mention = securities[0] if securities[0].text.lower() in clause else None
    channel = channel_in(clause)
    if mention is not None and not _RATIO_NAMED.search(clause):
        bare = in_digits(clause.replace(mention.text.lower(), " "))
        if _CANNOT.search(bare):
            return Wish(channel=channel)
        price = level_in(bare, "price_below") or _spoken_level(
            clause.replace(mention.text.lower(), " "), "price_below"
        )
        side = "price_above" if _ABOVE.search(clause) and not _BELOW.search(clause) else "price_below"
        return Wish(side, price, mention.code, mention.name, channel)
    spoken = in_digits(clause)
    if _DUE.search(clause):
        return Wish("days_to_due", level_in(spoken, "days_to_due"), channel=channel)
    if _RATIO_NAMED.search(clause) or _RATIO.search(spoken):
        if _ABOVE.search(clause) and not _BELOW.search(clause):
            return Wish(channel=channel)
        level = level_in(spoken, "ratio_below") or _spoken_level(clause, "ratio_below")
        return Wish("ratio_below", level, channel=channel)
    bare_ratio = _BARE_RATIO.search(spoken)
    if bare_ratio is not None and not re.search(r"股价|价格|\bprice\b", clause):
        return Wish("ratio_below", plain(Decimal(bare_ratio["n"]) / 100), channel=channel)
    if re.search(r"股价|价格|跌破|涨到|\bprice\b", clause) and not _CANNOT.search(spoken):
        side = "price_above" if _ABOVE.search(clause) and not _BELOW.search(clause) else "price_below"
        return Wish(side, level_in(spoken, "price_below"), channel=channel)
    more = _ONE_MORE.search(spoken)
    if more is not None:
        return Wish("ratio_below", plain(Decimal(more["n"]) / 100), channel=channel)
    return Wish(channel=channel)


def level_in(text: str, what: str) -> str | None:
    """The level that a text in digits says for an alert of this kind, as the service writes it: 1.5, 1400, 5."""
    if what == "days_to_due":
        found = _DAYS.search(text) or re.search(r"(?P<n>\d{1,3})", text)
        return next((group for group in found.groups() if group), None) if found else None
    if what.startswith("price"):
        prices = [match["n"] for match in _NUMBER.finditer(re.sub(r"\d{6}(?:\.(?:sh|sz|bj))?", " ", text))]
        return plain(Decimal(prices[-1])) if prices else None
    found = _RATIO.search(text) or re.search(
        r"(?<!\d)(?P<n>\d{1,4}(?:\.\d+)?)(?![\d.])\s*(?P<unit>%|倍)?", text
    )
    if found is None:
        return None
    number = next(group for group in found.groups() if group and group[0].isdigit())
    value = Decimal(number)
    return plain(value / 100 if value > 10 else value)


def channel_in(text: str) -> str | None:
    """The channel that a text names, ``None`` where it names none."""
    return next((name for name, words in _CHANNELS if words.search(text)), None)


def hours_in(text: str) -> Mapping[str, str] | None:
    """Quiet hours as times of the day, 晚上10点到早上8点 as 22:00 and 08:00; ``None`` where none are said."""
    spoken = _in_digits_of_day(fold(text).lower())
    found = _HOURS.search(spoken)
    if found is None:
        return None
    begin, end = int(found["a"]), int(found["b"])
    late = _LATE.search(spoken[: found.end("a")]) or re.search(r"^\s*pm", spoken[found.end("a") :])
    begin += 12 if begin < 12 and begin >= 6 and late else 0
    end += 12 if found["bp"] == "pm" and end < 12 else 0
    if begin > 24 or end > 24:
        return None
    return {"from": _time(begin, found["am"]), "until": _time(end, found["bm"])}


def _in_digits_of_day(text: str) -> str:
    """Hours in digits: 十点 as 10点."""
    return re.sub(
        r"([一二两三四五六七八九十]{1,3})(?=点|时(?!段|间))",
        lambda found: str(read_han(found[1])) if read_han(found[1]) is not None else found[1],
        text,
    )


def _time(hour: int, minutes: str | None) -> str:
    return f"{hour % 24:02d}:{'30' if minutes == '半' else minutes or '00'}"


def plain(value: Decimal) -> str:
    """A decimal as the service writes it: no exponent, no zeros at the end."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def as_row(wish: Wish) -> dict[str, Any]:
    """What a conversation remembers of a draft."""
    fields = ("what", "level", "security", "name", "channel")
    return {name: getattr(wish, name) for name in fields if getattr(wish, name) is not None}


def filled(row: Mapping[str, Any], text: str, securities: Sequence[SecurityMention]) -> dict[str, Any] | None:
    """An alert that waits, with what a short message adds to it or puts right; ``None`` where it says nothing about it."""
    said = new_level_in(text.lower())
    spoken, kept = in_digits(said), dict(row)
    for mention in securities:
        kept |= {"security": mention.code, "name": mention.name}
        spoken = spoken.replace(mention.text.lower(), " ")
    if "what" not in kept and securities:
        kept["what"] = "price_above" if _ABOVE.search(text) and not _BELOW.search(text) else "price_below"
    if "what" not in kept:
        kept["what"] = (
            "days_to_due" if _DUE.search(text) else "ratio_below" if _RATIO_NAMED.search(text) else None
        )
    if kept["what"] is None:
        return None
    if str(kept["what"]).startswith("price") and (_ABOVE.search(text) or _BELOW.search(text)):
        kept["what"] = "price_below" if _BELOW.search(text) else "price_above"
    level = level_in(spoken, str(kept["what"])) or _spoken_level(said, str(kept["what"]))
    if level is not None:
        low, high = LEVELS[str(kept["what"])]
        kept |= {"level": level} if low <= Decimal(level) <= high else {}
    channel = channel_in(text.lower())
    kept |= {"channel": channel} if channel else {}
    return None if kept == dict(row) else kept


def _spoken_level(text: str, what: str) -> str | None:
    """A level in Chinese numerals without a unit: 一千四 as 1400, 一百五 as 1.5."""
    found = _SPOKEN_DIGITS.search(text)
    value = read_han(found.group()) if found else None
    if value is None:
        return None
    return plain(value / 100 if what == "ratio_below" and value > 10 else value)


def meant_row(rows: Sequence[Mapping[str, Any]], text: str) -> int:
    """Which of several alerts a correction speaks of, by its place, its security, its unit or its words; else the last one."""
    spoken = in_digits(text.lower())
    named = meant_in(rows, text.lower(), (), anew=True) or ()
    if len(named) == 1:
        return named[0]
    kinds: tuple[str, ...] = ()
    if _DUE.search(text) or re.search(r"\d\s*(?:天|日|days?)", spoken):
        kinds = ("days_to_due",)
    elif _RATIO_NAMED.search(text) or "%" in spoken:
        kinds = ("ratio_below",)
    elif re.search(r"元|块|价|price|cny", spoken):
        kinds = ("price_below", "price_above")
    return next((i for i, row in enumerate(rows) if row.get("what") in kinds), len(rows) - 1)
