"""Messages typed in pinyin without characters: `rong zi li xi zen me suan` -> 融资利息怎么算.

The characters are those of the sentences the reader was given (its own examples, names of securities, terms): of all ways to read the
letters the one whose neighbouring characters are commonest there is taken. A message is left as it is unless every word of it can be
read as syllables and most neighbours are known ones, so English stays English.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_WORDS = re.compile(r"[a-z]+|[^a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_RUNS = re.compile(r"[\u4e00-\u9fff]+")
_LEFT_ALONE: Final = frozenset({"etf", "st", "app", "a", "w", "k", "vip", "t"})
_LONGEST_SYLLABLE: Final = 6
_LONGEST_MESSAGE: Final = 300
_LEAST_SYLLABLES: Final = 3
_KNOWN_SHARE: Final = 0.6
_EDGE: Final = "^"
_BACKOFF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sounds:
    """Characters by syllable, and how often characters and pairs of neighbours occur."""

    characters: Mapping[str, frozenset[str]]
    singles: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    total: int


@dataclass(frozen=True, slots=True)
class _Path:
    """The best reading up to a place: its cost, its characters, how many of its pairs are known."""

    cost: float
    text: str
    known: int


def pinyin_reader(sentences: Callable[[], Iterable[str]]) -> Callable[[str], str | None]:
    """A function that turns a pinyin message into characters, None for any other; it learns at the first that may be one."""
    learnt: list[Sounds] = []

    def read(text: str) -> str | None:
        if (
            len(text) > _LONGEST_MESSAGE
            or _HAN.search(text)
            or len(re.findall("[a-z]", text)) < 2 * _LEAST_SYLLABLES
        ):
            return None
        if not _may_be_pinyin(text):
            return None
        if not learnt:
            learnt.append(sounds(sentences()))
        return converted(text, learnt[0])

    return read


def sounds(sentences: Iterable[str]) -> Sounds:
    """What the sentences teach; about 0.1 ms each."""
    from pypinyin import lazy_pinyin

    characters: dict[str, set[str]] = defaultdict(set)
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        for run in _RUNS.findall(sentence):
            before = _EDGE
            singles[_EDGE] += 1
            for character, syllable in zip(run, lazy_pinyin(run), strict=True):
                characters[syllable].add(character)
                characters[syllable.replace("v", "u")].add(character)  # many type lu for lü
                singles[character] += 1
                pairs[before, character] += 1
                before = character
    frozen = {syllable: frozenset(found) for syllable, found in characters.items()}
    return Sounds(frozen, singles, pairs, sum(singles.values()))


def converted(text: str, known: Sounds) -> str | None:
    """The characters of a normal-form text in pinyin, with its numbers and signs; None if it does not read as pinyin."""
    paths = {_EDGE: _Path(0.0, "", 0)}
    syllables = 0
    for match in _WORDS.finditer(text):
        word = match[0]
        if word in _LEFT_ALONE or not word[0].isalpha():
            kept = "" if not word.strip() else word.strip(" ")
            best = min(paths.values(), key=lambda path: path.cost)
            paths = paths if not kept else {_EDGE: _Path(best.cost, best.text + kept, best.known)}
            continue
        paths = _read_word(word, paths, known)
        if not paths:
            return None
    best = min(paths.values(), key=lambda path: path.cost)
    syllables = len(_HAN.findall(best.text))
    if syllables < _LEAST_SYLLABLES or best.known < _KNOWN_SHARE * syllables:
        return None
    return best.text


def _read_word(word: str, paths: Mapping[str, _Path], known: Sounds) -> dict[str, _Path]:
    """Every last character with its best path, after all syllables of one word; empty where it is no pinyin."""
    at: list[dict[str, _Path]] = [dict(paths), *({} for _ in word)]
    for start in range(len(word)):
        if not at[start]:
            continue
        for end in range(start + 1, min(len(word), start + _LONGEST_SYLLABLE) + 1):
            for character in known.characters.get(word[start:end], ()):
                path = min(
                    (_step(path, last, character, known) for last, path in at[start].items()),
                    key=lambda p: p.cost,
                )
                held = at[end].get(character)
                if held is None or path.cost < held.cost:
                    at[end][character] = path
    return at[-1]


def _step(path: _Path, last: str, character: str, known: Sounds) -> _Path:
    seen = known.pairs.get((last, character), 0)
    share = known.singles[character] / known.total
    chance = (seen + _BACKOFF * share) / (known.singles.get(last, 0) + _BACKOFF)
    return _Path(path.cost - math.log(chance), path.text + character, path.known + bool(seen))


_INITIALS = "(?:[bpmfdtnlgkhjqxrwy]|[zcs]h?)?"
_FINALS = "(?:i?ang|i?ong|uang|iao|ian|uai|uan|ing|eng|ang|ong|ai|ei|ao|ou|an|en|in|un|er|ia|ie|iu|ua|uo|ui|ue|ve|[aoeiuv])"
_SYLLABLES = re.compile(f"(?:{_INITIALS}{_FINALS})+")


def _may_be_pinyin(text: str) -> bool:
    """Whether every word is made of syllables that look Chinese."""
    return all(word in _LEFT_ALONE or _SYLLABLES.fullmatch(word) for word in re.findall("[a-z]+", text))
