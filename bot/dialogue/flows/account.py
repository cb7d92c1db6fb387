"""My figures: the ratio against my lines, and every other figure of the account, with formula and time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import BY_NAME
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

LINES = ("withdrawal_line", "warning_line", "liquidation_line", "minimum_line")
_OVERVIEW = ("total_assets", "total_liabilities", "maintenance_ratio", "available_margin")


def my_ratio(ask: Ask) -> FlowRun:
    """The maintenance ratio, where it stands among the lines, what it is made of, and when."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft()
    if say_unless_known(draft, sheet, "maintenance_ratio"):
        say_ratio(draft, sheet)
    return done(ask, draft.choose(*_next_questions(str(sheet["band"]))))


def my_figures(ask: Ask) -> FlowRun:
    """One figure by its name, or an overview where none was named."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    measure = ask.request.slots.measure
    if measure == "other":
        return done(
            ask, ask.draft("handoff").say("not_a_margin_figure").choose("choice_human", "choice_overview")
        )
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft()
    if measure in sheet["figures"]:
        _say_one(draft, sheet, str(measure))
    else:
        _say_overview(draft, sheet)
    return done(ask, draft.choose(*_next_questions(str(sheet["band"]))))


def say_ratio(draft: Draft, sheet: Json) -> None:
    """Say the ratio, its band against the nearest line, its two terms and the snapshot's time."""
    figures, lines = sheet["figures"], sheet["terms"]
    ratio = draft.figure(figures["maintenance_ratio"])
    line = _line_to_name(str(sheet["band"]), lines)
    draft.say(f"ratio_{sheet['band']}", ratio=ratio, line=facts.of_line(line, lines[line]))
    draft.line().say(
        "ratio_terms",
        assets=draft.figure(figures["total_assets"]),
        debt=draft.figure(figures["total_liabilities"]),
    )
    say_time(draft, sheet)
    draft.chart(gauge(sheet, draft.lang))


def say_time(draft: Draft, sheet: Json) -> None:
    """When the snapshot was taken and the prices are from."""
    draft.say("snapshot_time", time=facts.moment(sheet["snapshot_time"], "snapshot"))


def say_unless_known(draft: Draft, sheet: Json, name: str) -> bool:
    """Say why a figure has no value; True where it has one."""
    figure = sheet["figures"][name]
    if figure["value"] is not None:
        return True
    draft.show(figure)
    if figure["missing"]:
        missing = "、".join(draft.name(_missing(str(item), draft.lang)) for item in figure["missing"])
        draft.say("indeterminate", measure=_label(name, draft.lang), missing=missing)
    else:
        draft.say("no_debt", measure=_label(name, draft.lang))
    return False


def gauge(sheet: Json, lang: str) -> Json:
    """The ratio against the client's own lines, as data for a chart."""
    lines = [
        {"name": name, "label": BY_NAME[name].label(lang), "value": sheet["terms"][name]}
        for name in LINES
        if sheet["terms"].get(name)
    ]
    ratio = sheet["figures"]["maintenance_ratio"]
    return {"type": "gauge", "ratio": ratio["value"], "display": ratio["display"], "lines": lines}


def _say_one(draft: Draft, sheet: Json, name: str) -> None:
    figure = sheet["figures"][name]
    if name == "maintenance_ratio":
        if say_unless_known(draft, sheet, name):
            say_ratio(draft, sheet)
        return
    if not say_unless_known(draft, sheet, name):
        return
    draft.say("one_figure", measure=_label(name, draft.lang), value=draft.figure(figure))
    draft.line().formula(figure)
    say_time(draft, sheet)


def _say_overview(draft: Draft, sheet: Json) -> None:
    known = [name for name in _OVERVIEW if sheet["figures"][name]["value"] is not None]
    draft.say("overview")
    for name in known:
        draft.say(
            "overview_item", measure=_label(name, draft.lang), value=draft.figure(sheet["figures"][name])
        )
    for name in _OVERVIEW:
        if name not in known:
            say_unless_known(draft, sheet, name)
    draft.line()
    say_time(draft, sheet)


def _missing(item: str, lang: str) -> str:
    """``301236.SZ.price`` as words."""
    code, _, what = item.rpartition(".")
    if what != "price" or not code:
        return item
    return f"the price of {code}" if lang == "en" else f"{code} 的价格"


def _label(name: str, lang: str) -> str:
    measure = BY_NAME.get(name) or BY_NAME.get(name.split(".", 1)[0])
    return measure.label(lang) if measure else name


def _line_to_name(band: str, terms: Json) -> str:
    if band == "safe":
        return "warning_line"
    return "liquidation_line" if terms.get("liquidation_line") else "warning_line"


def _next_questions(band: str) -> tuple[str, ...]:
    if band == "call":
        return ("choice_how_much", "choice_deadline", "choice_ratio_formula")
    return ("choice_ratio_formula", "choice_due_dates", "choice_overview")
