"""One's own application for a margin account: where it stands and who is next, why, what is open, and the acts of the client."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import APPLICATION
from bot.dialogue.applying_effects import (
    AskAdmissionPerson,
    ExplainApplication,
    FetchApplication,
    OpenApplication,
    SubmitApplication,
    WithdrawApplication,
)
from bot.dialogue.effects import Effect, Failed, FetchFigures
from bot.dialogue.first_words import REGRET
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.gaps_said import say_all_gaps, say_gaps, say_next_gaps
from bot.dialogue.flows.handoff import say_when
from bot.dialogue.flows.yes_first import bilingual, said_no, waits, who_first

Json = Mapping[str, Any]

MOST_POINTS = 3
_CLIENT_GAPS = ("fact_missing", "questionnaire")
_NOT_OPEN = ("none", "withdrawn", "refused")
_UNDECIDED = ("draft", "submitted", "in_review")
_FINE = ("admit", "shown")
_OFFERED = {
    "facts": "choice_lacks",
    "questionnaire": "choice_questionnaire",
    "submit": "choice_submit",
    "open": "choice_apply",
    "sign": "choice_sign_agreement",
}


def application(ask: Ask) -> FlowRun:
    """The side of the application that is asked about."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    aspect = ask.request.slots.aspect or "status"
    found = yield FetchApplication(ask.client_id)
    if isinstance(found, Failed):
        return said_no(ask, found, APPLICATION)
    if aspect == REGRET:
        aspect = "open" if found["state"] in _NOT_OPEN else "withdraw"
    if aspect == "open":
        return (yield from _opened(ask, found))
    if found["id"] is None and (aspect not in ("who", "lacks") or (yield from _has_account(ask))):
        return (yield from _none(ask))
    if aspect == "why" and found["state"] in _UNDECIDED:
        return _stuck(ask, found)
    if aspect in ("explain", "why"):
        return (yield from _explained(ask, found))
    if aspect == "person":
        return (yield from _person(ask))
    acts = {
        "withdraw": _withdrawn,
        "submit": _submitted,
        "who": _who,
        "lacks": _lacks,
        "status": _status,
        "stuck": _stuck,
        "when": _when,
    }
    return acts[aspect](ask, found)


def _status(ask: Ask, found: Json) -> Step:
    draft = ask.draft(intent=APPLICATION)
    _say_standing(draft, found)
    say_next_gaps(draft, found)
    return done(ask, _offer(draft, found, *_more(found)))


def _when(ask: Ask, found: Json) -> Step:
    """That no time is promised, and where it stands."""
    draft = ask.draft(intent=APPLICATION).say("application_no_time").line()
    _say_standing(draft, found)
    return done(ask, _offer(draft, found, "choice_application", "choice_lacks"))


def _stuck(ask: Ask, found: Json) -> Step:
    """Where it waits and for whom, who decides in the end, and what is open."""
    draft = ask.draft(intent=APPLICATION)
    _say_standing(draft, found)
    draft.line().say("application_who")
    say_next_gaps(draft, found)
    return done(ask, _offer(draft, found, *_more(found)))


def _say_standing(draft: Draft, found: Json) -> None:
    number = draft.name(str(found["id"]))
    draft.say("application_stands", number=number, state=bilingual(draft, found["state_text"]))
    if found["state"] in ("refused", "withdrawn", "approved"):
        if found["decided_at"]:
            draft.say(
                "application_decided", at=facts.moment(found["decided_at"], "decided_at", "决定", "decided")
            )
        if found["reason"]:
            draft.say("application_reason", reason=draft.name(str(found["reason"])))
    if found["again_from"] and found["next"]["act"] == "open":
        day = facts.day(found["again_from"], "again_from", "起", "from")
        draft.say("application_again_from", day=day)
    else:
        draft.say("application_next", next=bilingual(draft, found["next"]))


def _more(found: Json) -> tuple[str, ...]:
    """What one may want to know next: why it was refused, or what an open one lacks."""
    if found["state"] == "refused":
        return ("choice_why_application",)
    return ("choice_lacks",) if found["gaps"] else ()


def _offer(draft: Draft, found: Json, *more: str) -> Draft:
    act = _OFFERED.get(str(found["next"]["act"])) if found["next"]["by"] == "client" else None
    return draft.choose(*dict.fromkeys(each for each in (act, *more, "choice_human") if each))


def _lacks(ask: Ask, found: Json) -> Step:
    """All that is open: what the client has to bring first, then what others have to do, each with its number."""
    draft = ask.draft(intent=APPLICATION)
    own = [gap for gap in found["gaps"] if gap["by"] == "client"]
    theirs = [gap for gap in found["gaps"] if gap["by"] != "client"]
    if not found["gaps"]:
        draft.say("application_complete").say("application_next", next=bilingual(draft, found["next"]))
        return done(ask, _offer(draft, found))
    say_all_gaps(draft, own, theirs)
    if any(gap["code"] == "fact_missing" for gap in own):
        draft.line().say("application_where")
    sheet = any(gap["code"] == "questionnaire" for gap in own)
    return done(
        ask, draft.choose(*(("choice_questionnaire",) if sheet else ()), "choice_application", "choice_human")
    )


def _who(ask: Ask, found: Json) -> Step:
    draft = ask.draft(intent=APPLICATION).say("application_who")
    if found["id"] is not None:
        draft.say("application_next", next=bilingual(draft, found["next"]))
    return done(ask, _offer(draft, found, "choice_application", "choice_explain_person"))


def _none(ask: Ask) -> FlowRun:
    assert ask.client_id is not None
    draft = ask.draft(intent=APPLICATION)
    if (yield from _has_account(ask)):
        return done(ask, draft.say("application_has_account").choose("choice_signed", "choice_requests"))
    return done(ask, draft.say("application_none").choose("choice_apply", "choice_admission", "choice_human"))


def _has_account(ask: Ask) -> Generator[Effect, Any, bool]:
    """Whether there is a margin account already, whichever way it came about."""
    assert ask.client_id is not None
    known = yield FetchFigures(ask.client_id, None)
    return not isinstance(known, Failed)


def _opened(ask: Ask, found: Json) -> FlowRun:
    """Restate and ask for a yes where nothing is under way; else where it stands."""
    if found["state"] not in _NOT_OPEN and found["next"]["act"] != "open":
        return _status(ask, found)
    if found["again_from"] and str(found["again_from"]) > ask.message.now.date().isoformat():
        return _status(ask, found)
    draft = ask.draft("confirm", APPLICATION)
    if (yield from _has_account(ask)):
        held = ask.draft(intent=APPLICATION).say("application_has_account")
        return done(ask, held.choose("choice_signed", "choice_ratio"))
    draft.say("application_open_heard").line().say("application_course")
    return waits(ask, draft.say("applying_confirm"), "application_open")


def _withdrawn(ask: Ask, found: Json) -> Step:
    if "withdraw" not in found["may"]:
        return _not_now(ask, found)
    draft = ask.draft("confirm", APPLICATION)
    draft.say("application_withdraw_heard", number=draft.name(str(found["id"])))
    return waits(ask, draft.say("applying_confirm"), "application_withdraw")


def _submitted(ask: Ask, found: Json) -> Step:
    if "submit" not in found["may"]:
        return _not_now(ask, found)
    own = [gap for gap in found["gaps"] if gap["code"] in _CLIENT_GAPS and gap["by"] == "client"]
    if own:
        draft = ask.draft(intent=APPLICATION).say("application_not_complete")
        say_gaps(draft, own)
        return done(ask, _offer(draft, found, "choice_questionnaire"))
    draft = ask.draft("confirm", APPLICATION)
    draft.say("application_submit_heard", number=draft.name(str(found["id"])))
    return waits(ask, draft.say("applying_confirm"), "application_submit")


def _not_now(ask: Ask, found: Json) -> Step:
    draft = ask.draft(intent=APPLICATION).say("application_not_now")
    _say_standing(draft, found)
    return done(ask, _offer(draft, found, *_more(found)))


def _explained(ask: Ask, found: Json) -> FlowRun:
    """The outcome in a sentence, what stands against it with its rule, and the right to a person."""
    assert ask.client_id is not None
    why = yield ExplainApplication(ask.client_id)
    if isinstance(why, Failed):
        return said_no(ask, why, APPLICATION)
    draft = ask.draft(intent=APPLICATION)
    draft.say("sentence", text=bilingual(draft, why["summary"]))
    points = [point for point in why["points"] if point["outcome"] not in _FINE]
    for point in points[:MOST_POINTS]:
        draft.line().say("sentence", text=bilingual(draft, point))
        draft.show(*(why["figures"][name] for name in point["figures"] if name in why["figures"]))
    if not points:
        say_gaps(draft, found["gaps"])
    draft.line().say("sentence", text=bilingual(draft, why["person"]))
    sources = dict.fromkeys(
        f"{row['source']} {row['article'] or ''}".strip() for p in points for row in p["rule"]
    )
    for source in tuple(sources)[:MOST_POINTS]:
        draft.fold().say("application_rule", source=draft.name(source))
    draft.unfold()
    return done(ask, _offer(draft, found, "choice_lacks", "choice_explain_person"))


def _person(ask: Ask) -> FlowRun:
    assert ask.client_id is not None
    case = yield AskAdmissionPerson(ask.key("admission_person"), ask.client_id, ask.message.text[:400])
    if isinstance(case, Failed):
        return said_no(ask, case, APPLICATION)
    draft = ask.draft("handoff", APPLICATION)
    draft.say("application_person", handoff=facts.code(str(case["id"]), "编号"))
    say_when(draft, case)
    return done(ask, draft.choose("choice_application"))


def open_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: a draft of an application, and what comes next."""
    return (
        yield from _done(ask, OpenApplication(ask.key("application_open"), slots["by"]), "application_opened")
    )


def submit_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: handed in."""
    act = SubmitApplication(ask.key("application_submit"), slots["by"])
    return (yield from _done(ask, act, "application_handed_in"))


def withdraw_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: taken back."""
    act = WithdrawApplication(ask.key("application_withdraw"), slots["by"])
    return (yield from _done(ask, act, "application_taken_back"))


def _done(ask: Ask, act: OpenApplication | SubmitApplication | WithdrawApplication, lead: str) -> FlowRun:
    found = yield act
    if isinstance(found, Failed):
        return said_no(ask, found, APPLICATION)
    draft = ask.draft(intent=APPLICATION)
    draft.say(lead, number=draft.name(str(found["id"])))
    draft.say("application_next", next=bilingual(draft, found["next"]))
    return done(ask, _offer(draft, found, "choice_application", "choice_lacks"))
