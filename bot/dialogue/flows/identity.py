"""Nothing before identity: account questions of anonymous askers, and services that are out."""

from __future__ import annotations

from bot.answer.texts import all_texts, text
from bot.dialogue.effects import Failed, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done


def sign_in_first(ask: Ask) -> FlowRun:
    """Ask for a sign-in, and give the general rule where the library has one. No account is touched."""
    draft = ask.draft("ask").say("sign_in_first", what=text(f"asked_{_asked(ask)}", ask.draft().lang))
    found = yield SearchKnowledge(ask.request.text, ask.message.rules_day, ask.lang, k=1)
    if not isinstance(found, Failed) and found.answerable:
        draft.line().quote(found.hits[0], prefix="general_rule")
    draft.choose("choice_sign_in", "choice_ratio_formula", "choice_open_account")
    return done(ask, draft)


def _asked(ask: Ask) -> str:
    """What the asker wants to see, as the sentence that names it."""
    request = ask.request
    detail = f"{request.intent}_{request.slots.measure or request.slots.aspect}"
    return detail if f"asked_{detail}" in all_texts() else request.intent


def out_of_reach(ask: Ask, failed: Failed) -> Step:
    """Say that a service did not answer, or that there is no such account for the asker."""
    if failed.status == 404:
        return done(ask, ask.draft("answer").say("no_account").choose("choice_open_account", "choice_human"))
    return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
