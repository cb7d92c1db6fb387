"""A short question about the matter spoken of last that no flow answers: a sentence about that matter, never one about another.

Where even that is not known, it is said that it is not on record here; where it is not clear what is asked, its questions are offered.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answer.draft import Draft
from bot.dialogue.facet_table import Topic
from bot.dialogue.facets import said_of
from bot.dialogue.flow import Ask, FlowRun, Step, done

ANYWHERE = ("choice_overview", "choice_human")
OFFERED = 4


def of_topic(ask: Ask) -> FlowRun:
    """What is known of this side of the matter; the matter stays the one that is spoken of."""
    topic, side, question = said_of(ask.request.slots.aspect or "")
    draft = ask.draft(intent=ask.state.last_intent if topic else None)
    if question is not None and question.say:
        draft.say(question.say)
        draft.choose(*(question.choose or (topic.more if topic else ANYWHERE)))
    elif topic is not None and side is not None:
        draft.say("topic_unknown", topic=topic.name[draft.lang], side=side[draft.lang]).choose(*topic.more)
    if topic is None:
        return done(ask, draft)
    if side is None:
        return _which(ask, draft, topic)
    return Step(draft, replace(ask.state, misses=0))
    yield  # a flow is a generator, this one asks nothing


def _which(ask: Ask, draft: Draft, topic: Topic) -> Step:
    """The first questions of the matter, to be chosen from."""
    draft.action = "ask"
    draft.say("topic_which", topic=topic.name[draft.lang])
    asked = dict.fromkeys(each.words[draft.lang] for each in topic.asks.values() if each.words)
    for words in tuple(asked)[:OFFERED]:
        draft.offer(words, words)
    return Step(draft.choose("choice_human"), ask.state.missed())
