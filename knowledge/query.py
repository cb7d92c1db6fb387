"""A question made ready for search: folded, put into the written standard, freed of words that say nothing about the
topic, cut into weighted terms, expanded by the glossary, and spelt in pinyin. Its subject (what it is about) and its
form (what it wants to hear about it) are kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.glossary import Concept, Glossary, topic
from knowledge.normalise import fold, language
from knowledge.phrasing import phrasing
from knowledge.tokens import pinyin_terms, terms, typed_pinyin_terms

LONGEST = 200
EXPANSION_WEIGHT = 0.5
FILLER_WEIGHT = 0.5
FRAME_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """`weights`: terms of the subject at 1, of a concept that only frames it at 0.5, words of asking at 0.3, terms
    the glossary adds at half the weight of their concept, each once. `plain`: terms of the subject outside any concept. `typed_pinyin`: the question
    was typed in Latin syllables. `forms`: the kinds of answer it wants. `other_subjects`: products and matters
    beyond margin trading that it names; a passage that answers it must too."""

    text: str
    lang: str
    weights: Mapping[str, float]
    pinyin: Mapping[str, float]
    typed_pinyin: bool
    plain: frozenset[str]
    concepts: tuple[Concept, ...]
    forms: frozenset[str]
    other_subjects: frozenset[str]


def prepare(text: str, glossary: Glossary) -> Query:
    """The question as the index wants it; at most the first 200 characters count."""
    words = phrasing()
    folded = words.standard(fold(text[:LONGEST]))
    cleaned = words.without_advertising(folded)
    if not terms(cleaned):
        cleaned = folded
    concepts = _framed(glossary.concepts(cleaned), glossary)
    outside = _outside(cleaned, concepts)
    subject = words.subject(outside)
    if not concepts and not terms(subject):
        subject = outside
    plain = frozenset(terms(subject))
    typed = typed_pinyin_terms(cleaned)
    return Query(
        text=cleaned,
        lang="zh" if typed else language(folded),
        weights=_weights(cleaned, plain, concepts),
        pinyin=dict.fromkeys([*pinyin_terms(cleaned), *typed], 1.0),
        typed_pinyin=bool(typed),
        plain=plain,
        concepts=concepts,
        forms=words.forms(folded),
        other_subjects=frozenset(words.other_subjects.findall(cleaned)),
    )


def _framed(concepts: tuple[Concept, ...], glossary: Glossary) -> tuple[Concept, ...]:
    """Concepts that only frame the question count half where another one names its subject."""
    frame = phrasing().frame
    heads = [glossary.groups[concept.group][0] for concept in concepts]
    if all(head in frame for head in heads):
        return concepts
    return tuple(
        replace(concept, weight=FRAME_WEIGHT) if head in frame else concept
        for concept, head in zip(concepts, heads, strict=True)
    )


def _outside(text: str, concepts: tuple[Concept, ...]) -> str:
    """The text with the wordings of its concepts blanked out."""
    for concept in concepts:
        text = text[: concept.start] + " " * (concept.end - concept.start) + text[concept.end :]
    return text


def _weights(text: str, plain: frozenset[str], concepts: tuple[Concept, ...]) -> dict[str, float]:
    weights = {term: 1.0 if term in plain else FILLER_WEIGHT for term in terms(text)}
    for concept in concepts:
        for term in topic(text[concept.start : concept.end]):
            weights[term] = max(weights.get(term, 0.0), concept.weight)
    for concept in concepts:
        for term in (term for wording in concept.wordings for term in wording):
            weights.setdefault(term, EXPANSION_WEIGHT * concept.weight)
    return weights
