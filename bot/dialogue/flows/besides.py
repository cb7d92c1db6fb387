"""Where else one may complain, what tomorrow brings (nobody knows), and all that was sold short moving by one percentage."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.asked_besides import move_of
from bot.dialogue.effects import Failed, FetchFigures, FetchPositions, FirmFacts
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_distance, say_ratio, say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.tickets import say_channels
from bot.dialogue.flows.what_if import my_what_if


def channels(ask: Ask) -> FlowRun:
    """The firm's telephone, the hotline, mediation; a complaint that waits for its yes goes on waiting."""
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return out_of_reach(ask, firm)
    draft = ask.draft()
    yield from say_channels(ask, draft, firm)
    if ask.state.pending is None:
        draft.choose("choice_complain", "choice_ticket_status", "choice_human")
    return done(ask, draft)


def ratio_ahead(ask: Ask) -> FlowRun:
    """No forecast: the ratio as it is, how far from its lines, and that a move can be supposed."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.ratio(ask, sheet)
    draft = ask.draft().say("ratio_no_forecast")
    if say_unless_known(draft, "maintenance_ratio", sheet["figures"]["maintenance_ratio"]):
        say_ratio(draft, sheet)
        yield from say_distance(ask, draft, sheet)
    draft.line().say("ratio_suppose")
    return done(ask, draft.choose("choice_own_fall", "choice_what_if_five", "choice_how_much"))


def shorts_move(ask: Ask) -> FlowRun:
    """Every security that is owed moved by the percentage that is said, as a supposition of the account."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    names = dict.fromkeys(str(row["name"]) for row in book["contracts"] if row["kind"] == "short")
    move = move_of(ask.message.text)
    if not names or move is None:
        return done(ask, ask.draft().say("no_contracts_short").choose("choice_overview"))
    rises, percent = move
    words = "，".join(f"{name}{'涨' if rises else '跌'}{percent}%" for name in names)
    return (yield from my_what_if(replace(ask, message=replace(ask.message, text=f"如果{words}"))))
