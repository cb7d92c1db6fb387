"""An extension asked for: which contract, whether a request would stand condition by condition, a yes, a number; what became of it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.applying import EXTENSION, WHICH
from bot.dialogue.applying_effects import AskExtension, CheckExtension, FetchExtensions, WithdrawExtension
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.first_words import UNTIL, WHO
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.flows.positions import contract_said
from bot.dialogue.flows.yes_first import bilingual, said_no, waits, who_first
from bot.dialogue.plain_words import EARLIEST

Json = Mapping[str, Any]

MOST = 4
_FIRST = ("in_time", "length")
_OF_RATIO = ("ratio", "call_open")
_OF_NUMBER = ("count", "length")
_LASTING = ("proposed", "approved")
_ABOUT_ONE = ("until", "who", "why", "status", "count")
"""What is answered for the contract of the newest request, else the one due first, where none is named; any of it is where that one is meant."""


def extension_request(ask: Ask) -> FlowRun:
    """What became of a request, or the pre-check of the contract that is meant."""
    if ask.client_id is None:
        return (yield from who_first(ask))
    aspect = ask.request.slots.aspect
    made = yield FetchExtensions(ask.client_id)
    if isinstance(made, Failed):
        return said_no(ask, made, EXTENSION)
    if aspect == "withdraw":
        return _withdrawn(ask, made)
    if aspect == WHO and made:
        return _who(ask, made[0])
    if made and (aspect == "status" or (aspect == UNTIL and made[0]["state"] in _LASTING)):
        return (yield from _stands(ask, made))
    if aspect == "why" and made and made[0]["state"] == "refused":
        return _status(ask, made[0])
    book = yield FetchPositions(ask.client_id, None)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if aspect == "refused":
        return _refused(ask, made, book["contracts"])
    meant = _meant(ask, book["contracts"])
    if aspect in _ABOUT_ONE and made and len(meant) > 1:
        meant = [row for row in meant if row["contract"] == made[0]["contract"]] or meant
    if aspect in _ABOUT_ONE or EARLIEST.search(ask.request.text.lower()):
        meant = sorted(meant, key=lambda row: str(row["due"] or "9"))[:1]
    if not meant:
        return done(ask, ask.draft(intent=EXTENSION).say("extension_no_contract").choose("choice_due_dates"))
    if len(meant) > 1:
        return _which(ask, meant)
    check = yield CheckExtension(ask.client_id, str(meant[0]["contract"]))
    if isinstance(check, Failed):
        return said_no(ask, check, EXTENSION)
    if check["waiting"] and aspect != "count":
        return (yield from _waiting(ask, check, book["contracts"]))
    return _checked(ask, check, aspect)


def _refused(ask: Ask, made: Sequence[Json], contracts: Sequence[Json]) -> Step:
    """That the due date stays as it is, with the date: of the contract of the newest request, else of every one."""
    asked = [row for row in contracts if made and row["contract"] == made[0]["contract"]]
    draft = ask.draft(intent=EXTENSION).say("extension_date_stays")
    draft.line().items(*(contract_said(draft, row) for row in (asked or contracts)[:MOST])).line()
    return done(ask, draft.say("topic_due_if_nothing").choose("choice_extension_status", "choice_due_dates"))


def _waiting(ask: Ask, check: Json, contracts: Sequence[Json]) -> FlowRun:
    """That a request waits already, and which other contracts a request would stand for."""
    draft = ask.draft(intent=EXTENSION)
    contract = draft.name(str(check["contract"]))
    draft.say("extension_waiting", number=draft.name(str(check["waiting"])), contract=contract)
    yield from _say_others(ask, draft, contracts, str(check["contract"]))
    return done(ask, draft.choose("choice_extension_status", "choice_human"))


def _stands(ask: Ask, made: Sequence[Json]) -> FlowRun:
    """The newest request; while it waits, also which other contracts a request would stand for."""
    step = _status(ask, made[0])
    if made[0]["state"] != "proposed":
        return step
    book = yield FetchPositions(str(ask.client_id), None)
    if not isinstance(book, Failed):
        yield from _say_others(ask, step.draft, book["contracts"], str(made[0]["contract"]))
    return step


def _say_others(
    ask: Ask, draft: Draft, contracts: Sequence[Json], meant: str
) -> Generator[Effect, Any, None]:
    for number in [str(row["contract"]) for row in contracts if row["contract"] != meant][:MOST]:
        other = yield CheckExtension(str(ask.client_id), number)
        if isinstance(other, Failed) or other["waiting"] or other["decision"]["gaps"]:
            continue
        words = f"extend {number}" if draft.lang == "en" else f"展期 {number}"
        draft.line().say("extension_another", contract=draft.name(number)).offer(words, words)


def _withdrawn(ask: Ask, made: Sequence[Json]) -> Step:
    """The request that waits, to be taken back after a yes."""
    row = next((each for each in made if each["state"] == "proposed"), None)
    if row is None:
        draft = ask.draft(intent=EXTENSION).say("extension_no_request")
        return done(ask, draft.choose("choice_requests", "choice_human"))
    draft = ask.draft("confirm", EXTENSION)
    draft.say("extension_withdraw_heard", number=draft.name(str(row["id"])))
    return waits(ask, draft.say("applying_confirm"), "extension_withdraw", request=str(row["id"]))


def _meant(ask: Ask, contracts: Sequence[Json]) -> Sequence[Json]:
    """The contracts that the words name by number, security or kind; all of them where they name none."""
    said = ask.said
    named = [row for row in contracts if str(row["contract"]).lower() in said]
    codes = {mention.code for mention in ask.request.slots.securities}
    named = named or [row for row in contracts if row["security"] in codes or str(row["name"]) in said]
    if not named and ("融券" in said or "short" in said) and "融资" not in said:
        named = [row for row in contracts if row["kind"] == "short"]
    return named or contracts


def _which(ask: Ask, contracts: Sequence[Json]) -> Step:
    """Which of several contracts is meant; each is offered."""
    draft = ask.draft("ask", EXTENSION).say("extension_which")
    for row in contracts[:MOST]:
        number = str(row["contract"])
        draft.line().say(
            "extension_contract",
            contract=draft.name(number),
            name=draft.name(str(row["name_en" if draft.lang == "en" else "name"])),
            due=facts.day(row["due"], "due", "到期", "due") if row["due"] else draft.name("—"),
        )
        words = f"extend {number}" if draft.lang == "en" else f"展期 {number}"
        draft.offer(words, words)
    codes = ",".join(f"'{row['contract']}'" for row in contracts)
    return Step(
        draft,
        replace(ask.state, last_intent=EXTENSION).waiting(
            WHICH, of=EXTENSION, lang=ask.lang, contracts=codes
        ),
    )


def _checked(ask: Ask, check: Json, aspect: str | None) -> Step:
    """The outcome first, then what is not met and what closes it; a yes is asked for only where a request would stand."""
    decision, draft = check["decision"], ask.draft(intent=EXTENSION)
    contract = draft.name(str(check["contract"]))
    gaps = decision["gaps"]
    if aspect == "count":
        draft.say("extension_count", contract=contract)
        _say_reasons(draft, [row for row in decision["reasons"] if row["code"] in _OF_NUMBER])
        return done(ask, draft.choose("choice_extend", "choice_extension_rule"))
    if aspect == "until":
        draft.say("extension_until", contract=contract)
        _say_reasons(draft, [row for row in decision["reasons"] if row["code"] in _FIRST])
        _say_due(draft.line(), check, "extension_decided_before")
        return done(ask, draft.choose("choice_extend", "choice_extension_rule"))
    if aspect == "status":
        draft.say("extension_no_request").line()
    if gaps or check["due_after"] is None:
        draft.say("extension_not_now", contract=contract)
        _say_gaps(draft, gaps)
        draft.show(*(each for each in decision["figures"].values() if each["value"] is not None))
        _say_due(draft.line(), check, "extension_due")
        of_ratio = any(gap["code"] in _OF_RATIO for gap in gaps)
        more = ("choice_way_back",) if of_ratio else ()
        return done(ask, draft.choose("choice_extension_rule", *more, "choice_human"))
    draft.action = "confirm"
    draft.say("extension_stands", contract=contract)
    _say_due(draft, check, "extension_from_to")
    draft.fold()
    _say_reasons(draft, decision["reasons"][:MOST])
    draft.unfold().say("applying_confirm")
    draft.show(*(each for each in decision["figures"].values() if each["value"] is not None))
    return waits(ask, draft, "extension_ask", contract=str(check["contract"]))


def _say_due(draft: Draft, check: Json, text_id: str) -> None:
    if check["due"] is None:
        return
    values = {"due": facts.day(check["due"], "due", "到期", "due")}
    if text_id == "extension_from_to":
        values["after"] = facts.day(check["due_after"], "due_after", "改为", "becomes")
    draft.say(text_id, **values)


def _say_reasons(draft: Draft, rows: Sequence[Json]) -> None:
    for row in rows:
        text = draft.name(str(row["text" if draft.lang == "en" else "text_zh"]))
        draft.line().say("sentence", text=text)


def _say_gaps(draft: Draft, gaps: Sequence[Json]) -> None:
    english = draft.lang == "en"
    for gap in gaps[:MOST]:
        draft.line().say(
            "gap_row",
            text=draft.name(str(gap["text" if english else "text_zh"])),
            closes=draft.name(str(gap["closes" if english else "closes_zh"])),
        )


def _status(ask: Ask, row: Json) -> Step:
    """The newest request, in the words of the service, with why it was refused."""
    draft = ask.draft(intent=EXTENSION)
    draft.say("request_stands", number=draft.name(str(row["id"])), says=bilingual(draft, row["says"]))
    draft.say("sentence_end", text=bilingual(draft, row["explanation"]["summary"]))
    if row["reason"]:
        draft.say("application_reason", reason=draft.name(str(row["reason"])))
    draft.fold()
    for point in row["explanation"]["points"][:MOST]:
        draft.line().say("sentence", text=bilingual(draft, point))
    draft.unfold().show(*row["explanation"]["figures"])
    return done(ask, draft.choose("choice_requests", "choice_due_dates", "choice_human"))


def _who(ask: Ask, row: Json) -> Step:
    """Who decided the newest request, by office and time as it is on record; else who decides it."""
    draft, office = ask.draft(intent=EXTENSION), row.get("decided_by")
    number = draft.name(str(row["id"]))
    if office and row["decided_at"]:
        at = facts.moment(row["decided_at"], "decided_at", "决定", "decided")
        draft.say("extension_by", number=number, office=bilingual(draft, office), at=at)
    elif row["state"] == "proposed":
        draft.say("extension_by_nobody", number=number)
    else:
        return _status(ask, row)
    draft.line().say("request_stands", number=number, says=bilingual(draft, row["says"]))
    return done(ask, draft.choose("choice_extension_status", "choice_due_dates", "choice_human"))


def withdraw_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: taken back."""
    found = yield WithdrawExtension(slots["by"], slots["request"], "client")
    if isinstance(found, Failed):
        return said_no(ask, found, EXTENSION)
    draft = ask.draft(intent=EXTENSION)
    draft.say("request_stands", number=draft.name(str(found["id"])), says=bilingual(draft, found["says"]))
    return done(ask, draft.choose("choice_requests", "choice_human"))


def ask_now(ask: Ask, slots: Mapping[str, str]) -> FlowRun:
    """After the yes: asked for, with its number."""
    found = yield AskExtension(ask.key("extension"), slots["by"], slots["contract"])
    if isinstance(found, Failed):
        return said_no(ask, found, EXTENSION)
    draft = ask.draft(intent=EXTENSION)
    draft.say("request_stands", number=draft.name(str(found["id"])), says=bilingual(draft, found["says"]))
    draft.say("request_two_people")
    return done(ask, draft.choose("choice_extension_status", "choice_requests"))
