"""A change of the agreement that the firm has offered: what it changes, what that means in figures, and the client's yes or no.

Silence is never consent, and neither is a yes with anything beside it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import AMENDMENT
from bot.dialogue.applying_effects import AnswerAmendment, FetchAmendment, FetchAmendments
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.contract_changes import contract_changes
from bot.dialogue.flows.notice_check import clause_of
from bot.dialogue.flows.yes_first import bilingual, label, said_no, waits, who_first
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

MOST_TERMS, MOST_CLAUSES = 5, 4
_SHOWN = ("maintenance_ratio", "shortfall_to_restore")


def amendment(ask: Ask) -> FlowRun:
    """What is offered, what it would mean, what comes of silence, or the question whether yes or no is meant."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    aspect = ask.request.slots.aspect
    whole = yield from (_newest_one(ask) if aspect == "marked" else _open_one(ask))
    if whole is None:
        return (yield from contract_changes(ask))
    if isinstance(whole, Step):
        return whole
    if aspect == "marked" and whole["state"] != "open":
        return _answered_before(ask, whole)
    if aspect in ("accept", "refuse"):
        return _heard(ask, whole, aspect == "accept")
    draft = ask.draft(intent=AMENDMENT)
    if aspect == "silence":
        draft.say("amendment_silence").say("sentence_end", text=bilingual(draft, whole["follows"]))
    elif aspect == "effect":
        _say_meaning(draft, whole)
        draft.line().say("amendment_effect_from", **_days(whole))
    else:
        _say_offer(draft, whole)
        _say_meaning(draft.line(), whole)
    return done(
        ask, draft.choose("choice_accept_change", "choice_refuse_change", "choice_no_answer", "choice_human")
    )


def _newest_one(ask: Ask) -> Generator[Effect, Any, Json | Step | None]:
    """The amendment that waits for an answer, else the newest there was; ``None`` where there was none."""
    assert ask.client_id is not None
    rows = yield FetchAmendments(ask.client_id)
    if isinstance(rows, Failed):
        return said_no(ask, rows, AMENDMENT)
    if not rows:
        return None
    row = next((each for each in rows if each["state"] == "open"), rows[0])
    whole = yield FetchAmendment(ask.client_id, str(row["id"]))
    return said_no(ask, whole, AMENDMENT) if isinstance(whole, Failed) else dict(whole)


def _answered_before(ask: Ask, whole: Json) -> Step:
    """An amendment that is answered, with each term before and after, and what followed."""
    draft = ask.draft(intent=AMENDMENT).say("amendment_last")
    draft.say("sentence_end", text=bilingual(draft, whole["reason"]))
    _say_terms(draft, whole)
    draft.line().say("sentence_end", text=bilingual(draft, whole["follows"]))
    return done(ask, draft.choose("choice_signed", "choice_contract_changes", "choice_human"))


def _open_one(ask: Ask) -> Generator[Effect, Any, Json | Step]:
    """The amendment that waits for an answer, whole; else what became of the newest one."""
    assert ask.client_id is not None
    rows = yield FetchAmendments(ask.client_id)
    if isinstance(rows, Failed):
        return said_no(ask, rows, AMENDMENT)
    row = next((each for each in rows if each["state"] == "open"), None)
    if row is None:
        draft = ask.draft(intent=AMENDMENT).say("amendment_none")
        if rows:
            draft.say("amendment_last").say("sentence_end", text=bilingual(draft, rows[0]["follows"]))
        return done(ask, draft.choose("choice_signed", "choice_contract_changes"))
    whole = yield FetchAmendment(ask.client_id, str(row["id"]))
    return said_no(ask, whole, AMENDMENT) if isinstance(whole, Failed) else dict(whole)


def _say_offer(draft: Draft, whole: Json) -> None:
    """Why, by when to answer, from when; then what changes."""
    draft.say(
        "amendment_offered",
        number=draft.name(str(whole["id"])),
        reason=bilingual(draft, whole["reason"]),
        **_days(whole),
    )
    _say_terms(draft, whole)


def _days(whole: Json) -> dict[str, Fact]:
    """By when to answer, and from when the new terms hold."""
    return {
        "by": facts.day(whole["answer_by"], "answer_by", "答复", "answer by"),
        "since": facts.day(whole["effective_from"], "effective_from", "起", "from"),
    }


def _say_terms(draft: Draft, whole: Json) -> None:
    """Each term before and after; the clauses word for word unfold."""
    for term in whole["terms"][:MOST_TERMS]:
        draft.line().say(
            f"amendment_{term['effect']}",
            label=label(draft, term["label"]),
            before=bilingual(draft, term["before_words"]),
            after=bilingual(draft, term["after_words"]),
        )
        if term["clause"]:
            draft.say("notice_clause", clause=clause_of(draft, term["clause"]))
    draft.fold()
    for clause in whole["clauses"][:MOST_CLAUSES]:
        for side in ("before", "after"):
            if clause[side] is not None:
                words = draft.name(f"{clause['no']} {clause[side]['en' if draft.lang == 'en' else 'zh']}")
                draft.line().say(f"amendment_clause_{side}", text=words)
    draft.unfold()


def _say_meaning(draft: Draft, whole: Json) -> None:
    """The account under the present terms, and supposed under the new ones."""
    meaning = whole["meaning"]
    if meaning is None:
        draft.say("amendment_no_position")
        return
    before, after = meaning["before"], meaning["after"]
    at = facts.moment(meaning["snapshot_time"], "snapshot")
    draft.say("account_mark", time=at)
    for name in _SHOWN:
        if before[name]["value"] is not None:
            draft.say(f"change_now_{name}", value=draft.figure(before[name]))
    moved = [name for name in _SHOWN if after[name]["value"] != before[name]["value"]]
    draft.line()
    for name in moved:
        if after[name]["value"] is not None:
            draft.say(f"change_then_{name}", value=draft.figure(after[name]))
    if not moved:
        draft.say("change_no_figure")
    for line in meaning["lines"]:
        if line["state_before"] != line["state_after"] and line["state_after"]:
            draft.say(f"amendment_line_{line['state_after']}", label=label(draft, line["label"]))


def _heard(ask: Ask, whole: Json, accept: bool) -> Step:
    """What is about to be answered, with what follows from it."""
    draft = ask.draft("confirm", AMENDMENT)
    draft.say(
        "amendment_accept_heard" if accept else "amendment_refuse_heard",
        number=draft.name(str(whole["id"])),
        reason=bilingual(draft, whole["reason"]),
        since=facts.day(whole["effective_from"], "effective_from", "起", "from"),
    )
    draft.line().say("applying_confirm")
    return waits(
        ask,
        draft,
        "amendment_accept" if accept else "amendment_refuse",
        amendment=str(whole["id"]),
        sha256=str(whole["sha256"]),
    )


def accept_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes to accepting."""
    return (yield from _answered(ask, slots, True))


def refuse_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes to refusing."""
    return (yield from _answered(ask, slots, False))


def _answered(ask: Ask, slots: Mapping[str, str], accept: bool) -> FlowRun:
    key = ask.key("amendment")
    found = yield AnswerAmendment(key, slots["by"], slots["amendment"], accept, slots["sha256"])
    if isinstance(found, Failed):
        return said_no(ask, found, AMENDMENT)
    draft = ask.draft(intent=AMENDMENT).say("amendment_accepted" if accept else "amendment_refused")
    draft.say("sentence_end", text=bilingual(draft, found["follows"]))
    return done(ask, draft.choose("choice_signed", "choice_contract_changes"))
