"""A reply as JSON: the plain answer of ``ask`` and the blocks a page renders, in the reader's script."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bot.answer.draft import Reply
from bot.answer.script import in_script
from bot.dialogue.state import Message
from bot.dialogue.turn import Outcome

Json = dict[str, Any]


def rendered(outcome: Outcome, message: Message, latency_ms: int) -> Json:
    """One output turn of ``ask``, with ``lang``, ``clock``, ``rules_as_of`` and ``blocks`` added.

    ``delivered_to`` names the person who has the conversation; then there is nothing to show.
    """
    reply, lang = outcome.reply, outcome.lang
    choices = [
        {"label": in_script(label, lang), "send": in_script(send, lang)} for label, send in reply.choices
    ]
    answer = in_script(reply.text, lang)
    return {
        "answer": answer,
        "action": reply.action,
        "intent": reply.intent,
        "confidence": round(reply.confidence, 3),
        "citations": [dict(citation) for citation in reply.citations],
        "figures": [dict(figure) for figure in reply.figures],
        "choices": choices,
        "latency_ms": latency_ms,
        "lang": lang,
        "clock": message.now.isoformat(),
        "rules_as_of": reply.rules_day.isoformat(),
        "blocks": [] if outcome.delivered_to else _blocks(reply, answer, choices, lang),
        "delivered_to": outcome.delivered_to,
    }


def _blocks(reply: Reply, answer: str, choices: list[Json], lang: str) -> list[Json]:
    details = {in_script(line, lang) for line in reply.details}
    blocks: list[Json] = []
    for folded, lines in groupby((line for line in answer.split("\n") if line), details.__contains__):
        if folded:
            blocks.append({"kind": "details", "data": {"text": "\n".join(lines)}})
        else:
            blocks += [{"kind": "text", "data": {"text": line}} for line in lines]
    blocks += [{"kind": "chart", "data": _drawn(chart, lang)} for chart in reply.charts]
    blocks += [{"kind": "figure", "data": dict(figure)} for figure in reply.figures]
    blocks += [{"kind": "citation", "data": dict(citation)} for citation in reply.citations]
    if choices:
        blocks.append({"kind": "choices", "data": choices})
    return blocks


def _drawn(chart: Mapping[str, Any], lang: str) -> Json:
    from bot.channels.gauge import gauge_svg

    lines = [(line["name"], in_script(line["label"], lang), line["value"]) for line in chart["lines"]]
    svg = gauge_svg(chart["ratio"], lines, lang, display=chart["display"])
    return {"type": chart["type"], "svg": svg}
