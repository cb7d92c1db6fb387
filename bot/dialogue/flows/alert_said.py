"""Own alerts in words: those that are to be set, and those that are, each with its level, its channel and its quiet hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.measures import labels_of
from bot.answer.texts import text
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 8


def say_wishes(draft: Draft, rows: Sequence[Json], quiet: Mapping[str, str] | None) -> None:
    """The alerts that wait for a yes."""
    for row in rows:
        draft.line()
        _say_condition(draft, row, row.get("name"))
        _say_by(draft, str(row.get("channel") or "app"), quiet)


def say_alerts(draft: Draft, rows: Sequence[Json], numbered: bool = False, now: bool = False) -> None:
    """Alerts that are set, a line each; ``numbered`` as 「第二个」 counts them, ``now`` with what each looks at."""
    for number, row in enumerate(rows[:SHOWN], 1):
        draft.line()
        if numbered:
            draft.say("alert_number", number=draft.name(f"{number}."))
        english = draft.lang == "en" and row["name_en"]
        _say_condition(draft, row, row["name_en"] if english else row["name"])
        _say_by(draft, str(row["channel"]), row["quiet"])
        if now:
            _say_now(draft, row)
    if len(rows) > SHOWN:
        draft.line().say("sale_more", count=facts.count(len(rows) - SHOWN, "left", "另有", "more"))


def hours(quiet: Mapping[str, str]) -> dict[str, Fact]:
    """Quiet hours as they are said: from one time of the day to another."""
    names = ("免打扰", "至", "quiet hours", "to")
    return {
        slot: Fact("time", f"quiet_{name}", quiet[name], (), names)
        for slot, name in (("since", "from"), ("until", "until"))
    }


def in_words(row: Json, lang: str) -> str:
    """An alert as its owner would ask for it: what sets it again."""
    english = lang == "en"
    level = facts.percent(str(row["level"])) if row["what"] == "ratio_below" else str(row["level"])
    name = str((row["name_en"] if english and row["name_en"] else row["name"]) or "")
    words = text(f"alert_again_{row['what']}", lang).format(level=level, name=name)
    if row["quiet"]:
        words += text("alert_again_quiet", lang).format(
            since=row["quiet"]["from"], until=row["quiet"]["until"]
        )
    return words


def _say_condition(draft: Draft, row: Json, name: object) -> None:
    what, level = str(row["what"]), str(row["level"])
    if what == "ratio_below":
        draft.say("alert_row_ratio_below", level=facts.of_line("alert_line", level))
    elif what == "days_to_due":
        draft.say("alert_row_days_to_due", days=facts.count(level, "alert_days", "提前", "ahead"))
    else:
        draft.say(
            f"alert_row_{what}", name=draft.name(str(name or row["security"])), level=_price(draft, level)
        )


def _say_by(draft: Draft, channel: str, quiet: Mapping[str, str] | None) -> None:
    """By which channel beside the inbox, and when not."""
    if channel == "app":
        draft.say("alert_by_inbox")
    else:
        draft.say("alert_by", channel=text(f"notice_channel_{channel}", draft.lang))
    if quiet:
        draft.say("alert_quiet", **hours(quiet))
    draft.say("delivery_stop")


def _say_now(draft: Draft, row: Json) -> None:
    if row["figure"] is not None and row["figure"]["value"] is not None:
        draft.say("call_ratio_now", ratio=draft.figure(row["figure"]))
    elif row["price"] is not None:
        draft.say("alert_price_now", price=_price(draft, str(row["price"]["price"]), "last_price"))
    elif row["due"] is not None:
        draft.say("alert_due_now", day=facts.day(str(row["due"]["day"]), "due", "到期", "due"))
    if row["crossed"]:
        draft.say("alert_crossed_row")


def _price(draft: Draft, value: str, name: str = "alert_price") -> Fact:
    shown = f"CNY {value}" if draft.lang == "en" else f"{value} 元"
    return Fact("given", name, shown, (value,), labels_of(name))
