"""My figures: the ratio against my lines, and every other figure of the account, with formula and time."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import BY_NAME, label_of
from bot.dialogue.effects import Calculate, Effect, Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.case_said import cases_of, current
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.own_asked import PARTS

Json = Mapping[str, Any]

LINES = ("withdrawal_line", "warning_line", "liquidation_line", "minimum_line")
_NOT_HERE = {
    "credit_line": ("授信额度", "credit line"),
    "cash": ("现金", "cash"),
    "max_margin_purchase": ("最多可融资买入", "largest margin purchase"),
    "max_short_sale": ("最多可融券卖出", "largest short sale"),
}
_DEBT_KINDS = (
    (".amount", ("融资金额", "amount financed")),
    (".market_value", ("融券市值", "market value sold short")),
    (".interest", ("利息", "interest")),
    ("fees", ("费用", "fees")),
)
_NOTHING_BY = re.compile(r"\w+<=(\d{4}-\d{2}-\d{2})")
_OVERVIEW = ("total_assets", "total_liabilities", "maintenance_ratio", "available_margin")


def my_ratio(ask: Ask) -> FlowRun:
    """The maintenance ratio, where it stands among the lines, what it is made of, and when."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.account_day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.ratio(ask, sheet)
    draft = ask.draft()
    if (ask.state.scenario or ask.state.set_aside) and sheet["snapshot_time"]:
        draft.say("account_mark", time=facts.moment(as_of(sheet), "snapshot"))
    if say_unless_known(draft, "maintenance_ratio", sheet["figures"]["maintenance_ratio"]):
        say_ratio(draft, sheet)
        yield from _say_whether_called(ask, draft, sheet)
        yield from say_distance(ask, draft, sheet)
    return done(ask, draft.choose(*next_questions(str(sheet["band"]))))


def my_figures(ask: Ask) -> FlowRun:
    """The figures named, in that order; an overview where none was named or none of them is kept here."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    wanted = tuple(dict.fromkeys(ask.request.slots.measures))
    if wanted == ("other",):
        return done(
            ask, ask.draft("handoff").say("not_a_margin_figure").choose("choice_human", "choice_overview")
        )
    sheet = yield FetchFigures(ask.client_id, ask.account_day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.overview(ask, sheet)
    draft = ask.draft()
    known = [name for name in wanted if name in sheet["figures"]]
    for name in wanted:
        if name not in known:
            _say_elsewhere(draft, sheet, name)
    if len(known) == 1:
        _say_one(draft, sheet, known[0], ask.request.slots.aspect)
    else:
        _say_several(draft, sheet, known)
    return done(ask, draft.choose(*next_questions(str(sheet["band"]))))


def _say_whether_called(ask: Ask, draft: Draft, sheet: Json) -> Generator[Effect, Any, None]:
    """Below the liquidation line as it is now: whether a call was made, which is so where there is a case and not otherwise."""
    if sheet["band"] != "call" or ask.account_day is not None:
        return
    cases = yield from cases_of(ask)
    if not isinstance(cases, Failed):
        draft.line().say("call_not_made" if current(cases) is None else "call_was_made")


def say_distance(ask: Ask, draft: Draft, sheet: Json) -> Generator[Effect, Any, None]:
    """Between the lines: how far the securities may fall, all else equal, until the liquidation line."""
    if sheet["band"] != "warning":
        return
    figures, line = sheet["figures"], str(sheet["terms"]["liquidation_line"])
    cash = {
        name: str(row["value"])
        for row in figures["total_assets"].get("inputs", ())
        for name, source in (("cash", "cash"), ("cash_2", "other_collateral"))
        if row["name"] == source
    }
    account = {
        "assets": str(figures["total_assets"]["value"]),
        "liabilities": str(figures["total_liabilities"]["value"]),
    }
    inputs = tuple(sorted({**account, **cash, "line": line}.items()))
    result = yield Calculate("drop_to_line", inputs, ask.message.rules_day)
    drop = None if isinstance(result, Failed) else result["figures"].get("drop")
    if drop and drop["value"] is not None:
        draft.line().say(
            "ratio_distance", drop=draft.figure(drop), line=facts.of_line("liquidation_line", line)
        )


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


def as_of(sheet: Json) -> str:
    """The newest instant that went into the figures: that of the account, or of a price where that is of later."""
    known = [str(at) for at in (sheet["snapshot_time"], sheet.get("newest_price_time")) if at]
    return max(known, key=datetime.fromisoformat)


def say_time(draft: Draft, sheet: Json) -> None:
    """When the snapshot was taken, and the newest price that went into the figures where that is of later."""
    taken, newest_at = str(sheet["snapshot_time"]), as_of(sheet)
    time = facts.moment(taken, "snapshot")
    if datetime.fromisoformat(newest_at) == datetime.fromisoformat(taken):
        draft.say("snapshot_time", time=time)
    else:
        newest = facts.moment(newest_at, "newest_price_time", "价格", "prices")
        draft.say("snapshot_and_prices", time=time, prices=newest)


def say_unless_known(draft: Draft, name: str, figure: Json) -> bool:
    """Say why a figure has no value; True where it has one."""
    if figure["value"] is not None:
        return True
    draft.show(figure)
    if figure["missing"]:
        missing = "、".join(draft.name(_missing(str(item), draft.lang)) for item in figure["missing"])
        draft.say("indeterminate", measure=label_of(name, draft.lang), missing=missing)
    else:
        draft.say("no_debt", measure=label_of(name, draft.lang))
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


def _say_one(draft: Draft, sheet: Json, name: str, asked: str | None) -> None:
    figure = sheet["figures"][name]
    if name == "maintenance_ratio":
        if say_unless_known(draft, name, sheet["figures"][name]):
            say_ratio(draft, sheet)
        return
    if not say_unless_known(draft, name, sheet["figures"][name]):
        return
    draft.say("one_figure", measure=label_of(name, draft.lang), value=draft.figure(figure))
    if name == "withdrawable" and _say_why_nothing(draft, sheet):
        say_time(draft, sheet)
        return
    if name == "total_liabilities" and asked == PARTS:
        draft.line().say("debt_parts_lead").items(*_parts(draft, figure)).line()
    draft.line().formula(figure, numbers=True)
    say_time(draft, sheet)


def _parts(draft: Draft, figure: Json) -> list[Sentence]:
    """The inputs of the debt in the order of its formula: amounts financed, market value sold short, interest, fees."""
    rows = [row for row in figure["inputs"] if row["value"] is not None]
    parts: list[Sentence] = []
    for row in sorted(rows, key=_kind_of_debt):
        kind = _kind_of_debt(row)
        label = _DEBT_KINDS[kind][1][draft.lang == "en"]
        of = "" if row["name"] == "fees" else draft.name(f"（{str(row['source']).split()[0]}）")
        parts.append(
            ("debt_part", {"kind": label, "of": of, "value": facts.of_given(row, draft.lang, label)})
        )
    return parts


def _kind_of_debt(row: Json) -> int:
    name = str(row["name"])
    return next(
        (place for place, (ending, _) in enumerate(_DEBT_KINDS) if name.endswith(ending)),
        len(_DEBT_KINDS) - 1,
    )


def _say_elsewhere(draft: Draft, sheet: Json, name: str) -> None:
    """What is no figure of the sheet: the cash that went into the assets, else where to look it up."""
    row = next((each for each in sheet["figures"]["total_assets"]["inputs"] if each["name"] == name), None)
    if row is not None and row["value"] is not None:
        label, fact = facts.of_input(row, draft.lang)
        draft.say("one_figure", measure=label, value=fact).line()
    elif name in _NOT_HERE:
        draft.say("figure_not_here", measure=_NOT_HERE[name][draft.lang == "en"]).line()


def _say_why_nothing(draft: Draft, sheet: Json) -> bool:
    """Why no cash can be withdrawn, where the ratio is the reason."""
    figures, line = sheet["figures"], sheet["terms"].get("withdrawal_line")
    ratio = figures["maintenance_ratio"]
    if Decimal(figures["withdrawable"]["value"]) or not line or ratio["value"] is None:
        return False
    if Decimal(ratio["value"]) > Decimal(line):
        return False
    shown, needed = draft.figure(ratio), facts.of_line("withdrawal_line", line)
    draft.say("withdrawable_none", ratio=shown, line=needed)
    return True


def _say_several(draft: Draft, sheet: Json, wanted: list[str]) -> None:
    """Several figures in a row; without any named, the main ones."""
    names = wanted or list(_OVERVIEW)
    draft.say("overview_named" if wanted else "overview")
    known = [name for name in names if sheet["figures"][name]["value"] is not None]
    draft.items(*(_named(draft, name, sheet["figures"][name]) for name in known))
    for name in names:
        if name not in known:
            say_unless_known(draft, name, sheet["figures"][name])
    draft.line()
    if "withdrawable" in known:
        _say_why_nothing(draft, sheet)
    say_time(draft, sheet)


def _named(draft: Draft, name: str, figure: Json) -> Sentence:
    return "overview_item", {"measure": label_of(name, draft.lang), "value": draft.figure(figure)}


def _missing(item: str, lang: str) -> str:
    """``301236.SZ.price`` or ``contract_terms<=1990-01-01`` as words."""
    early = _NOTHING_BY.fullmatch(item)
    if early:
        return f"any record of the account by {early[1]}" if lang == "en" else f"{early[1]} 及以前的账户记录"
    code, _, what = item.rpartition(".")
    if what != "price" or not code:
        return item
    return f"the price of {code}" if lang == "en" else f"{code} 的价格"


def _line_to_name(band: str, terms: Json) -> str:
    if band == "safe":
        return "warning_line"
    return "liquidation_line" if terms.get("liquidation_line") else "warning_line"


def next_questions(band: str) -> tuple[str, ...]:
    """What is likely to be asked after a figure of an account in this band."""
    if band == "call":
        return ("choice_how_much", "choice_deadline", "choice_ratio_formula")
    return ("choice_ratio_formula", "choice_due_dates", "choice_overview")
