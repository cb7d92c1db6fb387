"""The sentences and clauses of a folded text, and what is named in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.guard.evidence import Fact
from bot.guard.numerals import Numeral, fold_name, numerals_of

SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d)|[。!?;\n、]|\.(?=\s|$)")

REACH = 300  # characters within which words can belong to each other
REACH_OF_PLACE = 140  # characters that hold a fact as it is shown, and the words of its place
MOST_SUBJECTS = 20  # that are looked back to
_OTHERS = re.compile(r"其他|其余|其它|一般(?:投资者|客户)|普通投资者|\bothers?\b")


class Passages:
    """Where sentences and clauses begin and end, and which labels and subjects stand in them.

    ``text`` is folded, proved spans blanked; ``whole`` the same before blanking, of equal length; ``ratio`` are
    the labels of the maintenance ratio.
    """

    def __init__(
        self, text: str, whole: str, labels: re.Pattern[str], subjects: re.Pattern[str], ratio: frozenset[str]
    ) -> None:
        self.text, self.whole = text, whole
        self.labels, self._subjects, self._ratio = labels, subjects, ratio
        self._sentences = (0, *(match.end() for match in SENTENCE_END.finditer(text)))
        self._clauses = (0, *(match.end() for match in CLAUSE_END.finditer(text)))
        self._label_at = dict(_every(labels, text))
        self._label_starts = tuple(self._label_at)
        self._words = {match.start(): match.group() for match in subjects.finditer(whole)}
        self._named = tuple(self._words)
        self._others = tuple(match.end() for match in _OTHERS.finditer(whole))

    def sentence(self, place: int) -> int:
        """Where the sentence around ``place`` begins, or how far back is looked in an endless one."""
        begin = self._sentences[max(bisect_right(self._sentences, place) - 1, 0)]
        return max(begin, place - REACH)

    def sentence_end(self, place: int) -> int:
        """Where it ends, or how far ahead is looked."""
        following = bisect_right(self._sentences, place)
        end = self._sentences[following] if following < len(self._sentences) else len(self.text)
        return min(end, place + REACH)

    def clause(self, place: int) -> tuple[int, int]:
        """Begin and end of the clause around ``place``, within the same reach."""
        following = bisect_right(self._clauses, place)
        last = self._clauses[following] - 1 if following < len(self._clauses) else len(self.text)
        return max(self._clauses[max(following - 1, 0)], place - REACH), min(last, place + REACH)

    def labels_in(self, start: int, end: int) -> list[str]:
        """The names in a piece of the text, in order, none inside another."""
        named: list[str] = []
        place = bisect_left(self._label_starts, start)
        while place < len(self._label_starts) and self._label_starts[place] < end:
            begin = self._label_starts[place]
            found = (
                self._label_at[begin] if begin + len(self._label_at[begin]) <= end else self._cut(begin, end)
            )
            if found:
                named.append(found)
            place = bisect_left(self._label_starts, begin + max(len(found), 1))
        return named

    def _cut(self, begin: int, end: int) -> str:
        """A shorter name that ends in time, where a longer one would reach beyond ``end``."""
        found = self.labels.match(self.text, begin, end)
        return found.group() if found else ""

    def in_place(self, number: Numeral, fact: Fact) -> bool:
        """Whether a number stands in the text as ``fact`` is shown, between the words of its place."""
        before = _close(self.whole[max(0, number.start - REACH_OF_PLACE) : number.start])
        behind = _close(self.whole[number.end : number.end + REACH_OF_PLACE])
        return any(
            number.kind == kind
            and number.value == value
            and before.endswith(lead)
            and behind.startswith(trail)
            for kind, value, lead, trail in _place(fact.lead, fact.shown, fact.trail)
        )

    def of_ratio(self, start: int, end: int) -> bool:
        """Whether a piece of the text names the ratio last, or nothing."""
        named = self.labels_in(start, end)
        return not named or self.is_ratio(named[-1])

    def is_ratio(self, label: str) -> bool:
        """Whether a name is one of the account's ratio."""
        return label in self._ratio

    def subjects(self, number: Numeral) -> list[str]:
        """The securities, contracts or classes of clients named before a number in its sentence, else right after.

        「其他」 begins anew: what was named before it is not meant any more.
        """
        start, (_, end) = self.sentence(number.start), self.clause(number.start)
        anew = bisect_left(self._others, number.start) - 1
        again = anew >= 0 and self._others[anew] > start
        start = self._others[anew] if again else start
        first, behind = bisect_left(self._named, start), bisect_left(self._named, number.start)
        before = [self._words[place] for place in self._named[max(first, behind - MOST_SUBJECTS) : behind]]
        after = None if before or again else self._subjects.search(self.whole, number.end, end)
        return [after.group()] if after else before


def _close(text: str) -> str:
    return "".join(text.split())


@lru_cache(maxsize=16_384)
def _place(lead: str, shown: str, trail: str) -> tuple[tuple[str, str, str, str], ...]:
    """Kind and value of each number of a fact, with what stands close before and behind it."""
    seen, before, behind = fold_name(shown), _close(fold_name(lead)), _close(fold_name(trail))
    return tuple(
        (each.kind, each.value, before + _close(seen[: each.start]), _close(seen[each.end :]) + behind)
        for each in numerals_of(shown)
    )


def _every(labels: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The longest label at each place where one begins, also inside another; found once for the whole text."""
    found = labels.search(text)
    while found is not None:
        yield found.start(), found.group()
        found = labels.search(text, found.start() + 1)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words, longer ones first, English ones whole; for none, one that never matches."""
    return _any_of(frozenset(words))


@lru_cache(maxsize=256)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    """By first character, so that where none of them begins nothing is tried."""
    by_first: dict[str, list[str]] = {}
    for word in sorted((word for word in words if word), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(_rest(word))
    groups = (f"{re.escape(first)}{_begins(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile("|".join(groups) or "(?!)")


def _begins(first: str) -> str:
    """That the character just read begins an English word, where it is a letter of one."""
    return f"(?<![a-z]{re.escape(first)})" if first.isascii() and first.isalpha() else ""


def _rest(word: str) -> str:
    """A word behind its first character; an English one ends there or in a plural."""
    after = "(?=(?:e?s)?(?![a-z]))" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.escape(word[1:]) + after
