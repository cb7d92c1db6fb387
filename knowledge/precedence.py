"""Who comes first whatever the scores: a verified answer to nearly this question, and the law speaking for itself
where the question is about the law or our own restatement at the top cites it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from knowledge.glossary import Glossary
from knowledge.index import DENY, Index
from knowledge.query import Query, prepare
from knowledge.ranking import Ranking, is_about_law
from knowledge.references import STATUTE

Reason = Literal["verified answer", "statute"]

COVERS = 0.6
RESTATES = 0.35
COMPARABLE = 0.7
NEARLY = 0.75
TELLING = 0.6
PENALTY = "penalty"
STATED_KINDS = (PENALTY, "define")
_SIDE_WORD = 0.3
_GENERIC = "条例"
_ANY_LAW = re.compile(r"法律(?!责任)|法规|法条|哪[一部]?[条部]法|\b(?:law|statute)\b")
_BROKEN = re.compile(r"违反了?(?:哪|什么)|\bwhich (?:law|rule|article)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


class Lift(NamedTuple):
    """The position that is put first, and why."""

    position: int
    reason: Reason


def lifted(index: Index, glossary: Glossary, ranking: Ranking) -> Lift | None:
    """What goes before the ranking's own first, or None."""
    return _verified(index, glossary, ranking) or _statute(index, ranking)


def _verified(index: Index, glossary: Glossary, ranking: Ranking) -> Lift | None:
    """The verified answer among the candidates whose question is most nearly this one."""
    answers = [place for place in ranking.order if index.passages[place].kind == "answer"]
    likeness = {
        place: max(
            (_nearness(index, ranking.query, ask, glossary) for ask in index.passages[place].asks),
            default=0.0,
        )
        for place in answers
    }
    near = [place for place in answers if likeness[place] >= NEARLY]
    if not near:
        return None
    return Lift(min(near, key=lambda i: (-round(likeness[i], 9), index.passages[i].id)), "verified answer")


def _nearness(index: Index, query: Query, ask: str, glossary: Glossary) -> float:
    """0..1 how nearly two questions are one: the share of their words, by rarity, that they have in common, a term
    of the trade in any wording being one word. Other figures, another matter or a denial make another question."""
    asked = _prepared(ask, glossary)
    if (DENY in query.forms) != (DENY in asked.forms) or query.other_subjects != asked.other_subjects:
        return 0.0
    if set(_NUMBER.findall(query.text)) != set(_NUMBER.findall(asked.text)):
        return 0.0
    ours, theirs = (dict(_words(index, each)) for each in (query, asked))
    common = sum(weight for word, weight in sorted(ours.items()) if word in theirs)
    return 2 * common / max(sum(ours.values()) + sum(theirs.values()), 1e-9)


def _words(index: Index, query: Query) -> Iterator[tuple[str, float]]:
    """Words of the subject and what is asked about it, by weight; concepts by number."""
    for concept in query.concepts:
        spelt = query.text[concept.start : concept.end]
        yield f"concept {concept.group}", concept.weight * max(map(index.text.rarity, spelt), default=0.0)
    for term in query.plain:
        yield term, index.text.rarity(term)
    for form in query.forms:
        yield f"form {form}", _SIDE_WORD * index.text.highest_rarity


@lru_cache(maxsize=4_096)
def _prepared(ask: str, glossary: Glossary) -> Query:
    return prepare(ask, glossary)


def _statute(index: Index, ranking: Ranking) -> Lift | None:
    """The article that answers best among those of a law that the question names or means, those that say the
    penalty where one is asked for, those that our own text at the top cites, and those of the law it draws on that
    hold a rare word of the question on which it is silent. The article must cover most of the subject, or some of it
    where our text cites it and the question is about the law, or restates this very article, which scores nearly as
    high or whose own words are closer to the question."""
    own = index.passages[ranking.order[0]]
    statutes = np.flatnonzero(index.statute & np.isfinite(ranking.scores)).tolist()
    if not statutes:
        return None
    if own.kind == STATUTE:
        behind = _rule_behind(index, ranking, ranking.order[0], statutes)
        return None if behind is None else Lift(behind, "statute")
    cited = set(index.articles_held.pointers(own, f"{own.text}\n{own.source}"))
    fined = PENALTY in ranking.query.forms
    about_law = fined or is_about_law(ranking.query.text)
    meant = _meant(index, ranking.query, ranking.order[0])
    covered, scores = ranking.evidence.covered, np.round(ranking.scores, 9)
    words = np.round(index.text.scores(ranking.query.weights), 9)
    closer = words >= words[ranking.order[0]]

    def fits(place: int) -> bool:
        statute = index.passages[place]
        names = (statute.short_title, statute.article) in cited
        if covered[place] < COVERS:
            comparable = scores[place] >= COMPARABLE * scores[ranking.order[0]]
            restated = own.article == statute.article and (comparable or closer[place])
            return names and bool(covered[place] >= RESTATES and (about_law or restated))
        spoken = names and (own.layer == "law" or closer[place])
        return bool(meant[place] or spoken or _silent(index, ranking, place))

    fitting = [place for place in statutes if fits(place)]
    if DENY in ranking.query.forms and index.is_about(ranking.order[0], DENY):
        fitting = [place for place in fitting if index.is_about(place, DENY)]
    if not fined:  # what is forbidden goes before what happens to those who do it
        fitting = [place for place in fitting if not index.is_about(place, PENALTY)] or fitting
    if not fitting:
        return None
    best = min(fitting, key=lambda i: (-scores[i], index.passages[i].id))
    behind = _rule_behind(index, ranking, best, statutes)
    return Lift(best if behind is None else behind, "statute")


def _rule_behind(index: Index, ranking: Ranking, article: int, statutes: Sequence[int]) -> int | None:
    """The article that a penalty is for, where the question asks for what is broken and not for what follows."""
    if not _BROKEN.search(ranking.query.text) or not index.is_about(article, PENALTY):
        return None
    penalty = index.passages[article]
    cited = set(index.articles_held.pointers(penalty, penalty.text))
    behind = [i for i in statutes if (index.passages[i].short_title, index.passages[i].article) in cited]
    return max(behind, key=lambda i: (ranking.scores[i], index.passages[i].id), default=None)


def _silent(index: Index, ranking: Ranking, statute: int) -> bool:
    """Whether the text at the top names the article's law as its source but lacks a rare word of the subject that the
    article holds, whatever the questions beside it promise."""
    own, text = ranking.order[0], index.text
    covered = ranking.evidence.covered
    draws = index.passages[statute].short_title in index.passages[own].source
    if not draws or covered[statute] < covered[own]:
        return False
    rare = TELLING * text.highest_rarity
    return any(
        len(term) > 1
        and text.rarity(term) >= rare
        and text.holds(term, statute)
        and not text.holds(term, own)
        for term in sorted(ranking.query.plain)
    )


def _meant(index: Index, query: Query, own: int) -> np.ndarray:
    """Passages of the laws a question is about: named, called by the kind of law, or any at all; and those that state
    the definition or the penalty it asks for, where the text at the top is about something else."""
    if _ANY_LAW.search(query.text):
        return index.statute
    meant = index.of_statutes(index.names_in(query.text))
    if _GENERIC in query.text:
        meant |= index.of_generic(_GENERIC)
    for kind in STATED_KINDS:
        if kind in query.forms and not index.is_about(own, kind):
            meant |= index.stating(kind)
    return meant


def first(order: Sequence[int], lift: Lift | None) -> Sequence[int]:
    """The order with what is lifted before the rest."""
    if lift is None:
        return order
    return [lift.position, *(place for place in order if place != lift.position)]
