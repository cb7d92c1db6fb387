"""A short question about the matter spoken of last that no flow answers: a sentence about that matter, never one about another.

Where even that is not known, it is said that it is not on record here.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facets import said_of
from bot.dialogue.flow import Ask, FlowRun, Step, done

ANYWHERE = ("choice_overview", "choice_human")


def of_topic(ask: Ask) -> FlowRun:
    """What is known of this side of the matter; the matter stays the one that is spoken of."""
    topic, facet, question = said_of(ask.request.slots.aspect or "")
    draft = ask.draft(intent=ask.state.last_intent if topic else None)
    english = draft.lang == "en"
    if question is not None and question.say:
        draft.say(question.say)
        draft.choose(*(question.choose or (topic.more if topic else ANYWHERE)))
    elif topic is not None:
        name, side = (words["en" if english else "zh"] for words in (topic.name, facet))
        draft.say("topic_unknown", topic=name, side=side).choose(*topic.more)
    if topic is None:
        return done(ask, draft)
    return Step(draft, replace(ask.state, misses=0))
    yield  # a flow is a generator, this one asks nothing
