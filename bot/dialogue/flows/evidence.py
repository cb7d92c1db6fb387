"""「把过程发我，要能复核」: what the last answer rested on, each by its number, and how anybody can check it."""

from __future__ import annotations

from bot.dialogue.flow import Ask, FlowRun, Step

EVIDENCE = "evidence"
ROOM = 40
"""Characters of the question that are repeated."""
_SAID = {"figure": "evidence_figure", "passage": "evidence_passage"}


def evidence(ask: Ask) -> FlowRun:
    """The figures and passages of the last answer that had any, and the way to its record.

    Nothing is looked up for it, and what the conversation waits for stays.
    """
    draft = ask.draft(intent=EVIDENCE)
    last = next((past for past in reversed(ask.state.trail) if past.proofs), None)
    if last is None:
        return Step(draft.say("evidence_none").choose("choice_ratio", "choice_ratio_formula"), ask.state)
    draft.say("evidence_of", asked=draft.said(last.asked, ROOM)).line()
    for kind, title, detail in last.proofs:
        draft.say(_SAID[kind], title=draft.name(title), number=draft.name(detail)).line()
    draft.say("evidence_recompute").line().say("evidence_record")
    return Step(draft, ask.state)
    yield
