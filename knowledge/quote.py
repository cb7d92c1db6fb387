"""The exact piece of a passage that answers a question. In a text of our own it is the lead paragraph, which was
written to answer; in a statute it is the sentence that shares most with the question, together with the sentence
before it when it only refers back (上述, 前款 …)."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.chunking import article_label
from knowledge.model import Passage, Span
from knowledge.normalise import fold
from knowledge.query import Query
from knowledge.tokens import terms

LONGEST = 220
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_REFERS_BACK = re.compile(r"^(?:上述|前述|前款|前项|该|其|违反前款|有前款)")
_LISTED = re.compile(r"^[（(][一二三四五六七八九十]+[)）]")
_WANTED = (
    (
        re.compile(
            r"多少|多久|多长|几[年月日天个倍次]|何时|期限|比例|how (?:much|many|long)|what (?:ratio|rate)"
        ),
        re.compile(
            r"\d|[一二三四五六七八九十百千万两半][年月日天倍万元个]|百分之|[一二三四五六七八九十]+(?:个工作日|个月)"
        ),
    ),
    (
        re.compile(r"什么意思|是什么|指什么|定义|含义|\bwhat (?:is|are)\b|\bmeaning\b"),
        re.compile(r"是指|所称|，指"),
    ),
)
"""Who asks how much or how long wants the sentence with the figure; who asks what it is, the definition."""


def best_span(passage: Passage, query: Query, rarity: Callable[[str], float]) -> Span:
    """The span to quote; `rarity` is the idf of a term. Never empty, always inside the text."""
    if passage.kind != "statute":
        start = passage.text.find(passage.lead)
        return Span(start, start + len(passage.lead))
    sentences = _sentences(passage.text)
    scores = [_overlap(passage.text[span.start : span.end], query, rarity) for span in sentences]
    best = max(range(len(sentences)), key=lambda i: (scores[i], -i))
    for asks, states in _WANTED:
        if asks.search(query.text):
            best = _best_stating(passage.text, sentences, scores, best, states)
    return _with_context(passage.text, sentences, best)


def _best_stating(
    text: str, sentences: list[Span], scores: list[float], best: int, states: re.Pattern[str]
) -> int:
    """The best of the sentences of the wanted kind that have to do with the question, else `best`."""
    stating = [
        i
        for i, span in enumerate(sentences)
        if scores[i] >= 0.25 * scores[best] and states.search(text[span.start : span.end])
    ]
    return max(stating, key=lambda i: (scores[i], -i), default=best)


def _sentences(text: str) -> list[Span]:
    """Sentences and list items without the article's label and the blanks around them."""
    label = article_label(text) or ""
    spans: list[Span] = []
    for match in _SENTENCE.finditer(text, len(label)):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if start < end:
            spans.append(Span(start, end))
    return spans or [Span(0, len(text))]


def _overlap(sentence: str, query: Query, rarity: Callable[[str], float]) -> float:
    present = set(terms(fold(sentence)))
    score = sum(query.weights[term] * rarity(term) for term in sorted(present & query.weights.keys()))
    return score / (1 + 0.002 * len(sentence))


def _with_context(text: str, sentences: list[Span], best: int) -> Span:
    """Widen the sentence to what it leans on: what it refers back to, or the items it announces."""
    first = last = best
    while first > 0 and _REFERS_BACK.match(text[sentences[first].start :]):
        first -= 1
    if text[sentences[last].end - 1] in "：:":
        while last + 1 < len(sentences) and _may_follow(text, sentences[first], sentences[last + 1]):
            last += 1
    if _LISTED.match(text[sentences[first].start :]):
        opening = next((i for i in range(first, -1, -1) if text[sentences[i].end - 1] in "：:"), first)
        if sentences[last].end - sentences[opening].start <= LONGEST:
            first = opening
    return Span(sentences[first].start, sentences[last].end)


def _may_follow(text: str, first: Span, item: Span) -> bool:
    """Whether the next sentence is an item of the list that was announced, and the quote stays short."""
    return _LISTED.match(text[item.start :]) is not None and item.end - first.start <= LONGEST
