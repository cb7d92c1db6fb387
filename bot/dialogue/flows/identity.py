"""Nothing before identity: account questions of anonymous askers, and services that are out."""

from __future__ import annotations

from bot.answer.texts import all_texts, text
from bot.dialogue.effects import Failed, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done

_RULE_BEHIND = {"my_ratio": "choice_ratio_formula"}
STALE = "/problems/stale"
_BARE = 8  # characters; so short a question names no rule by itself
_RULE_BEHIND_BARE = {**_RULE_BEHIND, "margin_call": "choice_what_is_call"}


def sign_in_first(ask: Ask) -> FlowRun:
    """Ask for a sign-in, and give the general rule where the library has one. No account is touched.

    Whoever is signed in without being a client (an agent, say) has no account to look at, and hears so.
    """
    if ask.state.role is not None:
        return done(ask, ask.draft("refuse").say("staff_account").choose("choice_ratio_formula"))
    draft = ask.draft("ask").say("sign_in_first", what=text(f"asked_{_asked(ask)}", ask.draft().lang))
    query = _general_question(ask)
    found = yield SearchKnowledge(query, ask.message.rules_day, ask.lang, k=1)
    if not isinstance(found, Failed) and found.answerable:
        draft.line().quote(found.hits[0], prefix="general_rule")
    draft.choose("choice_sign_in", "choice_ratio_formula", "choice_open_account")
    return done(ask, draft)


def _general_question(ask: Ask) -> str:
    """What the library is asked beside the sign-in: a bare wish to see a figure has a rule of its own."""
    short = len(ask.request.text) <= _BARE
    choice = (_RULE_BEHIND_BARE if short else _RULE_BEHIND).get(ask.request.intent)
    return text(choice, ask.lang) if choice else ask.request.text


def how_to_sign_in(ask: Ask) -> FlowRun:
    """Where one signs in; the page opens its dialog by itself."""
    return done(ask, ask.draft().say("signed_in_already" if ask.client_id else "how_to_sign_in"))
    yield  # a flow is a generator, this one asks nothing


def code_in_chat(ask: Ask) -> FlowRun:
    """A code or a claim to be somebody, typed into the chat: it verifies nobody, and is best not sent at all."""
    return done(ask, ask.draft("ask", "sign_in").say("code_in_chat").choose("choice_sign_in"))
    yield  # a flow is a generator, this one asks nothing


def _asked(ask: Ask) -> str:
    """What the asker wants to see, as the sentence that names it."""
    request = ask.request
    detail = f"{request.intent}_{request.slots.measure or request.slots.aspect}"
    known = [name for name in (detail, request.intent) if f"asked_{name}" in all_texts()]
    return known[0] if known else "my_figures"


def out_of_reach(ask: Ask, failed: Failed) -> Step:
    """Say that the sign-in has expired, that there is no such account for the asker, that its data are too old to be shown
    or that a service is out.

    What the conversation was waiting for is kept: after the next sign-in, or a little later, it goes on.
    """
    if failed.problem.get("type") == STALE:
        draft = ask.draft("unknown").say("stale_refused")
        detail = str(failed.problem["detail" if draft.lang == "en" else "detail_zh"]).rstrip("。.")
        draft.line().say("sentence_end", text=draft.name(detail)).choose("choice_human")
    elif failed.status == 401:
        draft = ask.draft("ask").say("session_expired").choose("choice_sign_in")
    elif failed.status in (403, 404):
        draft = ask.draft("answer").say("no_account").choose("choice_open_account", "choice_human")
    else:
        draft = ask.draft("handoff").say("service_out").choose("choice_human")
    return Step(draft, ask.state)
