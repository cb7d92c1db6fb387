"""From folded text to index terms: Han runs give characters and adjacent pairs, everything else gives words. A
second view spells Han in toneless pinyin pairs, which forgives homophones and lets pinyin typed in Latin letters
find Chinese text. No segmenter and no dictionary: the terms depend on the text alone."""

from __future__ import annotations

import itertools
import re
from functools import cache

from knowledge.normalise import HAN

_RUNS = re.compile(rf"[{HAN}]+|\d+(?:\.\d+)?%?|[a-z]+(?:[+]\d+)?")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_LATIN = re.compile(r"[a-z]{2,}")
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "for",
        "at",
        "by",
        "and",
        "or",
        "is",
        "are",
        "was",
        "be",
        "been",
        "do",
        "does",
        "did",
        "i",
        "my",
        "me",
        "you",
        "your",
        "it",
        "its",
        "this",
        "that",
        "these",
        "what",
        "when",
        "which",
        "who",
        "whom",
        "whose",
        "how",
        "why",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "must",
        "have",
        "has",
        "had",
        "if",
        "then",
        "there",
        "with",
        "from",
        "as",
        "not",
        "no",
        "so",
        "than",
        "we",
        "our",
        "they",
        "their",
        "about",
        "any",
        "some",
        "tell",
        "please",
        "am",
        "into",
    ]
)


def terms(folded: str) -> list[str]:
    """Characters and character pairs of Han runs, Latin words (plural `s` dropped, function words left out),
    numbers with their per cent sign."""
    found: list[str] = []
    for run in _RUNS.findall(folded):
        if _HAN_RUN.match(run):
            found.extend(run)
            found.extend(map("".join, itertools.pairwise(run)))
        elif run not in _STOP:
            found.append(_stem(run))
    return found


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def _syllable(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # 0.2 s to import: only where text is indexed or searched

    return lazy_pinyin(character, style=Style.NORMAL)[0]


def pinyin_terms(folded: str) -> list[str]:
    """Pairs of toneless syllables, written `ping-cang`, of every Han run."""
    found: list[str] = []
    for run in _HAN_RUN.findall(folded):
        spelt = [_syllable(character) for character in run]
        found.extend(f"{first}-{second}" for first, second in itertools.pairwise(spelt))
    return found


_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v"
_SPELLING = re.compile(rf"(?:{_INITIAL})(?:{_FINAL})|er|ai|an|ao|ou|en|ang|a|e|o")


def typed_pinyin_terms(folded: str) -> list[str]:
    """The same pairs from Latin words that spell Chinese, such as `pingcangxian` or `ping cang xian`. English
    yields nothing: four fifths of the letters must stand in words that can be cut into syllables."""
    words = _LATIN.findall(folded)
    cuts = [_cut(word) for word in words]
    spelt = sum(len(word) for word, cut in zip(words, cuts, strict=True) if cut)
    if spelt < 0.8 * sum(map(len, words)):
        return []
    syllables = [syllable for cut in cuts for syllable in cut or ("",)]
    pairs = itertools.pairwise(syllables)
    return [f"{first}-{second}" for first, second in pairs if first and second]


@cache
def _cut(word: str) -> tuple[str, ...]:
    """The word as syllables, longest first with backtracking, or () if it is not pinyin."""
    if not word:
        return ()
    for length in range(min(6, len(word)), 0, -1):
        head, rest = word[:length], word[length:]
        if _SPELLING.fullmatch(head) and (not rest or _cut(rest)):
            return (head, *_cut(rest))
    return ()
