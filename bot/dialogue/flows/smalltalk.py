"""Greetings, thanks, help, and what to say when there is nothing to say yes to."""

from __future__ import annotations

from bot.dialogue.flow import Ask, FlowRun, Step, done

KINDS = ("hello", "thanks", "bye", "praise", "insult", "who")
_START = ("choice_ratio", "choice_how_much", "choice_margin_ratio_now", "choice_open_account")


def smalltalk(ask: Ask) -> FlowRun:
    """A short human word, then what can be asked."""
    kind = ask.request.slots.kind if ask.request.slots.kind in KINDS else "hello"
    draft = ask.draft().say(f"smalltalk_{kind}")
    if kind in ("hello", "who"):
        draft.choose(*_START)
    if kind == "insult":
        draft.choose("choice_complain", "choice_human")
    return done(ask, draft)
    yield


def help_(ask: Ask) -> FlowRun:
    """What this assistant does and does not do."""
    return done(ask, ask.draft().say("help").choose(*_START, "choice_human"))
    yield


def nothing_pending(ask: Ask) -> FlowRun:
    """A yes or a no to no question."""
    return done(ask, ask.draft("ask", "smalltalk").say("nothing_pending").choose(*_START))
    yield


def which_one(ask: Ask) -> FlowRun:
    """「那个」 where several things were offered, 「第五个」 where there were three: they are offered again."""
    draft = ask.draft("ask", "smalltalk").say("which_one")
    for choice in ask.state.offered:
        draft.offer(choice, choice)
    return Step(draft, ask.state)
    yield
