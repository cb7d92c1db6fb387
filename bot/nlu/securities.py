"""Securities named in a text: by code, name, nickname, pinyin, or - to be confirmed - by a slip of one character.

Every lookup is a dictionary probe on windows of the text, so the cost does not grow with the list: near misses are found by keys in
which one character is left out, homophones by toneless pinyin. What may be used silently is exact; the rest is only proposed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.nlu.homophones import folded, sound
from bot.nlu.model import How, SecurityEntry, SecurityMention
from bot.nlu.normal import Script, normalise

_PREFIX = re.compile(r"^(?:\*?st|s\*?st|xd|xr|dr|n(?=[\u3400-\u9fff])|c(?=[\u3400-\u9fff]))")
_SUFFIX = re.compile(r"(?:-?[ab]股?|-[uwvd]+)$")
_CODE = re.compile(
    r"(?<![\d.a-z])(?:(sh|sz|bj|hk)\.?)?(\d{6}|\d{5}(?=\.hk))(?:\.?(sh|sz|bj|hk|ss))?(?![\da-z]|[.,]\d)"
)
_MONEY_AFTER = re.compile(r"\s?(?:元|块|万|亿|股|手|yuan|rmb|shares?)")
_LEVEL_AFTER = re.compile(r"(?:的)?(?:股价|价格)?(?:低于|低过|低到|高于|高过|跌穿|升穿|少于|小于|大于)\s*\d")
_SUM_AFTER = re.compile(r"\s?(?:市值)?\s?[\d.,]+\s?(?:万|w|亿|股|手|k)")
_LABEL_BEFORE = re.compile(r"(?:市值|资产|负债|现金|金额|成本|余额|本金|借了?|欠了?|额度)[\s:是为=有]*$")
_A_SHARE = re.compile(r"(?:60|68|00|30|15|51|56|58|43|83|87|92|11|12)\d{4}")
_LATIN = re.compile(r"[a-z]+(?: [a-z]+)*")
_TRADING = re.compile(
    r"买|卖|融|空|[转划提]出|持仓|股|跌|涨|折算|标的|担保|两融|仓|代码|停牌|市值|(?:buy|sell|short|margin|stock|share|eligible|collateral)"
)
_ASKED_OF = re.compile(
    r"(?:还|现在|今天|到底)?(?:能不能|可不可以|可以|能|可)?(?:融|做空|两融|当担保|做担保)|的?折算|(?:是|还是)(?:不是)?(?:两融)?标的|的?保证金比例"
)
_EVERYDAY: Final = frozenset({"太阳能", "好想你", "全新好", "机器人", "三六零", "新希望", "老百姓", "大悦城"})
_NEAR: Final = 8
_SHORT: Final = 2
_MIN_PINYIN: Final = 6
_MIN_INITIALS: Final = 4


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Lookup tables from codes, names, pinyin and one-character slips to securities."""

    codes: Mapping[str, SecurityEntry]
    names: Mapping[str, tuple[SecurityEntry, ...]]
    pinyin: Mapping[str, tuple[SecurityEntry, ...]]
    initials: Mapping[str, tuple[SecurityEntry, ...]]
    homophones: Mapping[str, tuple[SecurityEntry, ...]]
    slips: Mapping[str, tuple[SecurityEntry, ...]]
    longest: int


@dataclass(frozen=True, slots=True)
class Found:
    """Mentions that may be used, mentions to ask about, and codes of the exchanges' form that the list does not hold."""

    used: tuple[SecurityMention, ...] = ()
    to_confirm: tuple[SecurityMention, ...] = ()
    unknown_codes: tuple[str, ...] = ()


def gazetteer(entries: Sequence[SecurityEntry], tables: Script) -> Gazetteer:
    """Build the tables; about 0.1 ms a security."""
    codes = {entry.code.partition(".")[0]: entry for entry in entries}
    names: dict[str, list[SecurityEntry]] = defaultdict(list)
    sounds: dict[str, list[SecurityEntry]] = defaultdict(list)
    initials: dict[str, list[SecurityEntry]] = defaultdict(list)
    homophones: dict[str, list[SecurityEntry]] = defaultdict(list)
    slips: dict[str, list[SecurityEntry]] = defaultdict(list)
    for entry in entries:
        for key in _keys(entry, tables):
            _append(names, key, entry)
            syllables = _syllables(key) if _is_han(key) else []
            for heard in {"".join(map(sound, key)), "".join(map(folded, syllables))} if syllables else ():
                _append(homophones, heard, entry)
            if not syllables or len(key) <= _SHORT:
                continue
            _append(sounds, "".join(syllables), entry)
            _append(initials, "".join(s[0] for s in syllables), entry)
            for slip in _slips(key) if len(key) > 3 else ():
                _append(slips, slip, entry)
    longest = max((len(key) for key in names), default=0)
    return Gazetteer(
        codes,
        _frozen(names),
        _frozen(sounds),
        _frozen(initials),
        _frozen(homophones),
        _frozen(slips),
        longest,
    )


def find_securities(text: str, list_: Gazetteer) -> Found:
    """Securities of a normal-form text. Blanks inside a name (五 粮 液) do not matter."""
    by_code, unknown = _by_code(text, list_)
    if not list_.names:
        return Found((), (), unknown)
    taken = [(m.start, m.end) for m in by_code]
    typed = list(_by_latin(text, list_))
    named = [
        m
        for m in _by_name(text, list_, bool(by_code))
        if _free(m, taken) and not any(_within(m, x) for x in typed)
    ]
    taken += [(m.start, m.end) for m in named]
    exact = [m for m in named if len({x.code for x in named if x.start == m.start}) == 1]
    latin = [m for m in typed if _free(m, taken)]
    pinyin = [
        m for m in latin if m.how == "pinyin" and len({x.code for x in latin if x.start == m.start}) == 1
    ]
    used = sorted([*by_code, *exact, *pinyin], key=lambda m: m.start)
    doubtful = [m for m in (*named, *latin) if m not in used]
    if not used:
        doubtful += [m for m in _by_slip(text, list_) if _free(m, taken)]
    return Found(_distinct(used), _distinct(doubtful), unknown)


def _append(index: dict[str, list[SecurityEntry]], key: str, entry: SecurityEntry) -> None:
    if entry not in index[key]:
        index[key].append(entry)


def _frozen(index: Mapping[str, list[SecurityEntry]]) -> dict[str, tuple[SecurityEntry, ...]]:
    return {key: tuple(entries) for key, entries in index.items()}


def _keys(entry: SecurityEntry, tables: Script) -> Iterator[str]:
    for name in (entry.name, entry.name_en, *entry.aliases):
        full = normalise(name, tables)
        key = full.replace(" ", "") if _is_han(full) else full
        bare = _SUFFIX.sub("", _PREFIX.sub("", key)) if _is_han(key) else key
        yield from {k for k in (key, bare) if k}


def _is_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" for c in text)


def _syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [s for s in lazy_pinyin(text) if s]


def _slips(name: str) -> Iterator[str]:
    """The name with each character in turn replaced by a wildcard."""
    return (name[:i] + "?" + name[i + 1 :] for i in range(len(name)))


def _by_code(text: str, list_: Gazetteer) -> tuple[list[SecurityMention], tuple[str, ...]]:
    found: list[SecurityMention] = []
    unknown: list[str] = []
    for match in _CODE.finditer(text):
        marked = bool(match[1] or match[3])
        entry = list_.codes.get(match[2])
        if not marked and (
            _MONEY_AFTER.match(text, match.end()) or _LABEL_BEFORE.search(text[: match.start()])
        ):
            continue
        if entry:
            found.append(SecurityMention(entry.code, entry.name, "code", match[0], *match.span()))
        elif marked or (_A_SHARE.fullmatch(match[2]) and not match[2].endswith("0000")):
            unknown.append(match[2])
    return found, tuple(dict.fromkeys(unknown))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks between Han characters, and where each remaining character stood."""
    kept = [
        i
        for i, c in enumerate(text)
        if c != " " or not (_is_han(text[i - 1 : i]) and _is_han(text[i + 1 : i + 2]))
    ]
    return "".join(text[i] for i in kept), kept


def _by_name(text: str, list_: Gazetteer, coded: bool) -> Iterator[SecurityMention]:
    squeezed, places = _squeezed(text)
    position = 0
    while position < len(squeezed):
        for length in range(min(list_.longest, len(squeezed) - position), 0, -1):
            window = squeezed[position : position + length]
            entries = list_.names.get(window)
            if entries and _stands(squeezed, position, window, coded):
                start, end = places[position], places[position + length - 1] + 1
                for entry in entries:
                    yield SecurityMention(entry.code, entry.name, "name", text[start:end], start, end)
                position += length - 1
                break
        position += 1


def _stands(text: str, start: int, name: str, coded: bool) -> bool:
    """Latin names need word borders; short and everyday ones a trading word (or a code) nearby."""
    end = start + len(name)
    if not _is_han(name):
        around = text[start - 1 : start] + text[end : end + 1]
        return len(name) > _SHORT and not re.search("[a-z0-9]", around)
    if len(name) > _SHORT and name not in _EVERYDAY:
        return True
    around = text[max(0, start - _NEAR) : start] + text[end : end + _NEAR]
    if (_SUM_AFTER.match(text, end) or _LEVEL_AFTER.match(text, end)) and name not in _EVERYDAY:
        return True
    return coded or text.strip(" ?!。,") == name or bool(_TRADING.search(around))


def _by_latin(text: str, list_: Gazetteer) -> Iterator[SecurityMention]:
    for match in _LATIN.finditer(text):
        words = [(match.start() + m.start(), m[0]) for m in re.finditer(r"[a-z]+", match[0])]
        for first in range(len(words)):
            yield from _latin_from(text, words[first:], list_)


def _latin_from(text: str, words: list[tuple[int, str]], list_: Gazetteer) -> Iterator[SecurityMention]:
    """Names that begin with the first of these words, blanks between syllables allowed."""
    start = words[0][0]
    joined = ""
    for place, word in words[:8]:
        joined += word
        end = place + len(word)
        if len(joined) >= _MIN_PINYIN:
            yield from _mentions(list_.pinyin.get(joined, ()), "pinyin", text, start, end)
    first = words[0][1]
    if len(first) >= _MIN_INITIALS:
        yield from _mentions(list_.initials.get(first, ()), "initials", text, start, start + len(first))


def _by_slip(text: str, list_: Gazetteer) -> Iterator[SecurityMention]:
    """Homophones of a whole name, and names with one other character where trading is spoken of."""
    squeezed, places = _squeezed(text)
    trading = bool(_TRADING.search(squeezed))
    han = [_is_han(c) for c in squeezed]
    sounds = [sound(c) if of_han else c for c, of_han in zip(squeezed, han, strict=True)]
    for length in range(min(list_.longest, len(squeezed)), 1, -1):
        for position in range(len(squeezed) - length + 1):
            if not (han[position] and han[position + length - 1]):
                continue
            window = squeezed[position : position + length]
            start, end = places[position], places[position + length - 1] + 1
            if window in list_.names:
                continue
            heard = list_.homophones.get("".join(sounds[position : position + length]), ())
            if length > _SHORT or (heard and _likely(window, squeezed[position + length :], heard)):
                yield from _mentions(heard, "homophone", text, start, end)
            if trading and length > 3:
                for slip in _slips(window):
                    yield from _mentions(list_.slips.get(slip, ()), "fuzzy", text, start, end)


def _likely(window: str, after: str, heard: Sequence[SecurityEntry]) -> bool:
    """Whether two characters that sound like a nickname are one: a character of it is right, and trading is spoken of at once."""
    names = [name for entry in heard for name in (entry.name, *entry.aliases) if len(name) == _SHORT]
    kept = any(a == b for name in names for a, b in zip(name, window, strict=True))
    return kept and _ASKED_OF.match(after) is not None


def _mentions(
    entries: Sequence[SecurityEntry], how: How, text: str, start: int, end: int
) -> Iterator[SecurityMention]:
    return (SecurityMention(entry.code, entry.name, how, text[start:end], start, end) for entry in entries)


def _within(name: SecurityMention, longer: SecurityMention) -> bool:
    """Whether a name is but the beginning of a longer one typed in pinyin: `ping an` of `ping an yin hang`."""
    return longer.how == "pinyin" and longer.start == name.start and longer.end > name.end


def _free(mention: SecurityMention, taken: Sequence[tuple[int, int]]) -> bool:
    return all(mention.end <= start or end <= mention.start for start, end in taken)


def _distinct(mentions: Sequence[SecurityMention]) -> tuple[SecurityMention, ...]:
    return tuple({m.code: m for m in reversed(mentions)}.values())[::-1]
