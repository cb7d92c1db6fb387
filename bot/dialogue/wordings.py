"""Which side of a matter a short message asks for: by a whole wording, or by words in any order that leave nothing over.

A wording is put together from lists of words (``data/facets.yaml``); a message matches only as a whole. In any order, one word of each
list that is named must be there, and whatever else is said must be a word of that side, or one that says nothing by itself: a message
that names anything else, a security or a contract, is none. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Lists = Mapping[str, Sequence[str]]

LONGEST_LOOSE = 24  # characters of a message in Chinese that is read by its words in any order
LONGEST_LOOSE_EN = 48
_PIECE = re.compile(r"<(\w+)>|\[(\w+)\]|([\[\]()|])|( +)|([^<>\[\]()| ]+)")
_NEED = re.compile(r"<(\w+)>|\(([^()]*)\)")
_GAPS = " ,.?!。，、"
_MARKS = re.compile(r"[,.?!]")


@dataclass(frozen=True, slots=True)
class Loose:
    """Words in any order: one of each of ``needs`` has to be there, none of ``never``, and nothing but ``known`` words."""

    needs: tuple[frozenset[str], ...]
    known: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a matter, its name in both languages, and the messages that ask for it; ``stands``: also by themselves,
    ``names``: also where a security is named."""

    name: str
    title: Mapping[str, str]
    said: re.Pattern[str]
    loose: tuple[Loose, ...]
    stands: bool = False
    names: bool = False


def facet(name: str, row: Json, lists: Lists) -> Facet:
    """A row of the packaged table. KeyError for a list that it does not hold."""
    whole = "|".join(_pattern(each, lists) for each in (*row["zh"], *row["en"]))
    before, behind = (_one_of(lists[each]) for each in ("so", "end"))
    said = re.compile(rf"(?:{before}[\s,]*)*(?:{whole})(?:[\s,]*{behind})*")
    needs = [_needs(each, lists) for each in row.get("of", ())]
    known = frozenset(
        (*lists["filler"], *row.get("may", ()), *(w for each in needs for one in each for w in one))
    )
    never = frozenset(row.get("not", ()))
    loose = tuple(Loose(each, known, never) for each in needs)
    return Facet(name, row["name"], said, loose, bool(row.get("stands")), bool(row.get("names")))


def names_of(forms: Iterable[str], facets: Sequence[Facet]) -> list[str]:
    """The sides that any form of a message asks for, those by a whole wording first, then those that need most of it."""
    said = [form for form in forms if form]
    exact = [each.name for each in facets if any(map(each.said.fullmatch, said))]
    loose = sorted(
        (
            (-_weight(form, one), each.name)
            for each in facets
            for one in each.loose
            for form in said
            if _fits(form, one)
        ),
        key=lambda found: found[0],
    )
    return list(dict.fromkeys((*exact, *(name for _, name in loose))))


def near(forms: Iterable[str], facets: Sequence[Facet]) -> list[str]:
    """The sides whose words a short message has, whatever else it says; those that need most of it first."""
    said = [form for form in forms if form and len(form) <= _room(form)]
    found = [
        (_weight(form, one), each.name)
        for each in facets
        for one in each.loose
        for form in said
        if all(_found(_rest(form, one), need) for need in one.needs) and not _found(form, one.never)
    ]
    return list(
        dict.fromkeys(name for weight, name in sorted(found, key=lambda each: -each[0]) if weight > 1)
    )


def only(text: str, words: frozenset[str]) -> bool:
    """Whether ``text`` is a row of these words and nothing else."""
    return bool(text) and _covered(text, Loose((), words, frozenset()))


def mentions(text: str, words: frozenset[str]) -> bool:
    """Whether any of these words is in ``text``."""
    return bool(_found(text, words))


def _fits(text: str, loose: Loose) -> bool:
    """Whether ``text`` is a row of known words and nothing else, with one of each that is needed among them."""
    if len(text) > _room(text) or not all(_found(text, need) for need in loose.needs):
        return False
    return not _found(text, loose.never) and _covered(text, loose)


def _room(text: str) -> int:
    return LONGEST_LOOSE_EN if text.isascii() else LONGEST_LOOSE


def _weight(text: str, loose: Loose) -> int:
    """How much of the message is what is needed."""
    return sum(max(map(len, _found(text, need))) for need in loose.needs)


def _found(text: str, words: Iterable[str]) -> list[str]:
    padded = f" {_MARKS.sub(' ', text)} "
    return [word for word in words if (f" {word} " in padded if word.isascii() else word in text)]


def _rest(text: str, loose: Loose) -> str:
    """``text`` without the longer words that are known and not needed: in 「比例」 nothing is compared."""
    needed = frozenset().union(*loose.needs)
    for word in loose.known - needed:
        if len(word) > 1 and not word.isascii():
            text = text.replace(word, " ")
    return text


def _covered(text: str, loose: Loose) -> bool:
    """Whether words stand side by side from the first character to the last, among them one of each that is needed."""
    longest, whole = max(map(len, loose.known)), frozenset(range(len(loose.needs)))
    reached: list[set[frozenset[int]]] = [{frozenset()}, *(set() for _ in text)]
    for start in range(len(text)):
        if not reached[start]:
            continue
        if text[start] in _GAPS:
            reached[start + 1] |= reached[start]
        for end in range(start + 1, min(len(text), start + longest) + 1):
            word = text[start:end]
            if word in loose.known and _stands_apart(text, start, end):
                met = frozenset(place for place, need in enumerate(loose.needs) if word in need)
                reached[end] |= {known | met for known in reached[start]}
    return whole in reached[-1]


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters is a whole one."""
    if not text[start:end].isascii():
        return True
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _needs(entry: str, lists: Lists) -> tuple[frozenset[str], ...]:
    """``"<when> (a|b)"``: one of the list, and one of these."""
    return tuple(frozenset(lists[name] if name else words.split("|")) for name, words in _NEED.findall(entry))


def _pattern(wording: str, lists: Lists) -> str:
    """A wording as a regular expression: ``<list>`` one of its words, ``[list]`` or ``[a|b]`` one or none, ``(a|b)`` one of these."""
    parts: list[str] = []
    for needed, maybe, mark, gap, plain in _PIECE.findall(wording):
        if needed:
            parts.append(_one_of(lists[needed]))
        elif maybe:
            parts.append(f"{_one_of(lists[maybe])}?" if maybe in lists else f"(?:{re.escape(maybe)})?")
        elif mark:
            parts.append({"[": "(?:", "(": "(?:", "]": ")?"}.get(mark, mark))
        else:
            parts.append(r"\s*" if gap else re.escape(plain))
    return "".join(parts)


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(each) for each in sorted(words, key=len, reverse=True))})"
