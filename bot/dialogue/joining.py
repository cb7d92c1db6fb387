"""Several answers in one message: each once, in order, as many as the limit of length allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.draft import Reply
from bot.guard.evidence import Evidence
from bot.nlu.model import Request

MAX_ANSWER = 600
ROOM_FOR_THE_REST = 60
URGENT = ("handoff", "confirm")


def fitting(answers: Sequence[tuple[Request, Reply]]) -> tuple[list[Reply], tuple[Request, ...]]:
    """The replies that fit, none said twice, and the requests whose replies did not.

    What was understood comes first, what has to be asked back after it.
    """
    answers = sorted(answers, key=lambda answer: answer[0].gate == "clarify" and answer[1].action == "ask")
    kept, unfit = [answers[0][1]], []
    length = len(kept[0].text)
    for request, reply in answers[1:]:
        if reply.text in [known.text for known in kept]:
            continue
        if length + len(reply.text) + 1 > MAX_ANSWER - ROOM_FOR_THE_REST:
            unfit.append(request)
            continue
        kept.append(reply)
        length += len(reply.text) + 1
    return kept, tuple(unfit)


def joined(replies: Sequence[Reply]) -> Reply:
    """One reply out of several. Its intent is the first one's; a hand-off or a question for a yes shows in its action."""
    if len(replies) == 1:
        return replies[0]
    evidence = Evidence()
    for reply in replies:
        evidence = evidence + reply.evidence
    return replace(
        replies[0],
        text="\n".join(reply.text for reply in replies),
        action=next((reply.action for reply in replies if reply.action in URGENT), replies[0].action),
        confidence=min(reply.confidence for reply in replies),
        citations=tuple(c for reply in replies for c in reply.citations),
        figures=_once(replies),
        choices=tuple(dict.fromkeys(c for reply in replies for c in reply.choices)),
        charts=tuple(c for reply in replies for c in reply.charts),
        details=tuple(line for reply in replies for line in reply.details),
        evidence=evidence,
    )


def with_rest(reply: Reply, rest: Reply) -> Reply:
    """A reply with the word on what it leaves open; what is left is what can be chosen next."""
    both = joined([reply, rest])
    return replace(both, action=reply.action, choices=rest.choices or reply.choices)


def _once(replies: Sequence[Reply]) -> tuple[dict[str, object], ...]:
    """Every figure once, by its trace id."""
    figures = {figure["trace_id"]: dict(figure) for reply in replies for figure in reply.figures}
    return tuple(figures.values())
