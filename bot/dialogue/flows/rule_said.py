"""A dated parameter in words: what is in force, what was then, what changed since, who set it, and the way to the other day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.reading.applied import Outcome, OwnNumber
from bot.answer.reading.claims import UNPROVED, Judged, of_the_same_kind
from bot.answer.texts import text
from bot.dialogue.scope import whose
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_OF_A_DAY = ("起", "since")
_IS_THERE = re.compile(
    r"有没有|是否有|还有.{0,12}(?:吗|么)|有.{1,12}(?:吗|么)|\b(?:is|are) there\b|\bstill\b"
)
_SPANS = ("months", "days", "trading_days", "years", "shares", "CNY")


def label_of_rule(rule: Json, lang: str) -> str:
    """What a parameter is called, with whom or what its row in force is for."""
    label = str(rule["label_en" if lang == "en" else "label_zh"])
    subject = whose(rule["in_force"], lang)
    if not subject:
        return label
    return f"{label} for {subject}" if lang == "en" else f"{subject}的{label}"


def is_proved(row: Json | None) -> bool:
    """Whether a row is there and verified."""
    return row is not None and row["confidence"] not in UNPROVED


def say_row(draft: Draft, rule: Json, today: date) -> None:
    """The row in force that day: since when, and until when where it has ended; what is announced to follow it."""
    row, ahead = rule["in_force"], rule["next"]
    if not is_proved(row):
        draft.say("rule_unverified")
    over = row["valid_to"] is not None and str(row["valid_to"]) <= today.isoformat()
    wording, slots = ("rule_then", {"until": until_of(row)}) if over else ("rule_now", {})
    draft.say(
        _worded(wording, row),
        label=label_of_rule(rule, draft.lang),
        limit=_limit(row, draft.lang),
        value=value_of(draft, rule, row),
        since=since_of(row),
        **slots,
    )
    if not over and is_proved(ahead):
        draft.say(
            "rule_announced",
            label=label_of_rule(rule, draft.lang),
            value=value_of(draft, rule, ahead),
            since=since_of(ahead),
        )


def say_asked(draft: Draft, rule: Json, question: str, today: date) -> None:
    """The row; to the question whether there is such a limit, where there was one, that there is no longer."""
    gone = rule["in_force"]["unit"] == "text" and is_proved(rule["previous"])
    if gone and rule["previous"]["unit"] != "text" and _IS_THERE.search(question):
        draft.say("rule_no_longer")
    say_row(draft, rule, today)


def say_first(draft: Draft, rule: Json) -> None:
    """Of a day before the first rule on record nothing is known but that rule."""
    row = rule["in_force"]
    draft.say(
        "rule_none_then",
        label=label_of_rule(rule, draft.lang),
        value=value_of(draft, rule, row),
        since=since_of(row),
    )


def say_claim(draft: Draft, rule: Json, found: Judged, today: date) -> None:
    """The verdict on what the asker took for granted, then the rule; an old value says until when it held."""
    row = rule["in_force"]
    if found.then is None:
        wrong_words = found.judgement == "wrong" and row["unit"] == "text"
        draft.say("claim_wrong_words" if wrong_words else f"claim_{found.judgement}")
        return say_row(draft, rule, today)
    draft.say(
        _worded("claim_outdated", row),
        label=label_of_rule(rule, draft.lang),
        old=value_of(draft, rule, found.then),
        until=until_of(found.then),
        value=value_of(draft, rule, row),
        since=since_of(row),
    )
    return None


def say_own(draft: Draft, rule: Json, own: OwnNumber, found: Outcome, today: date) -> None:
    """How the number that the asker gives stands to the rule, then the rule."""
    called = own.called(draft.lang)
    if found == "may_not":
        draft.say("own_may_not")
    else:
        limit = value_of(draft, rule, rule["in_force"])
        draft.say(
            f"own_{found}",
            called=called,
            value=own.fact(draft.lang),
            label=label_of_rule(rule, draft.lang),
            limit=limit,
        )
    say_row(draft, rule, today)


def say_more(draft: Draft, rule: Json) -> None:
    """The note of the row, and what applied before it."""
    row, before = rule["in_force"], rule["previous"]
    note = _note(row, draft.lang)
    if note and not _is_told(row, draft.lang):
        draft.say("rule_note", note=draft.name(note))
    if is_proved(before):
        draft.say(
            _worded("rule_before", before),
            label=label_of_rule(rule, draft.lang),
            value=value_of(draft, rule, before),
        )


def say_source(draft: Draft, row: Json) -> None:
    """Which layer set the rule, and in which document."""
    layer = (
        "exchange_exact"
        if row["layer"] == "exchange" and row["force"] not in ("floor", "cap")
        else str(row["layer"])
    )
    draft.say("rule_source", layer=text(f"layer_{layer}", draft.lang), source=draft.name(str(row["source"])))
    if not is_proved(row):
        draft.say("source_unverified")


def say_today(draft: Draft, then: Json, now: Json) -> None:
    """After a rule of the past: what it is today, since when, by which document; or that nothing has changed."""
    row = now["in_force"]
    if not is_proved(row):
        return
    if row["value"] == then["in_force"]["value"] and row["valid_from"] == then["in_force"]["valid_from"]:
        draft.say("rule_same")
        return
    draft.say(
        _worded("rule_since_then", row),
        label=label_of_rule(now, draft.lang),
        value=value_of(draft, now, row),
        since=since_of(row),
        source=draft.name(str(row["source"])),
    )


def say_change(draft: Draft, rule: Json) -> None:
    """Then and now of one parameter: the row in force and the one before it, and every change where there were more."""
    row, before = rule["in_force"], rule["previous"]
    draft.say(
        "rule_difference",
        label=label_of_rule(rule, draft.lang),
        then=_beside_its_day(value_of(draft, rule, before)),
        then_since=since_of(before),
        value=_beside_its_day(value_of(draft, rule, row)),
        since=since_of(row),
    )
    rows = history_of(rule)
    if len(rows) > 2:
        draft.fold().say("rule_history", label=label_of_rule(rule, draft.lang))
        draft.items(*(_changed(draft, rule, each) for each in rows))
        draft.unfold()


def _changed(draft: Draft, rule: Json, row: Json) -> Sentence:
    """One change of several: the parameter is named before them all, here only its day stands beside the value."""
    value, since = value_of(draft, rule, row), since_of(row)
    named = value if isinstance(value, str) else replace(value, names=_OF_A_DAY)
    return "rule_history_row", {"since": since, "value": named}


def _beside_its_day(value: Fact | str) -> Fact | str:
    """A value that stands right behind or before the day it holds from."""
    return value if isinstance(value, str) else replace(value, names=(*value.names, *_OF_A_DAY))


def history_of(rule: Json) -> Sequence[Json]:
    """The verified rows of the same clients and things up to the one in force, oldest first, one a day."""
    row = rule["in_force"]
    rows = [
        old
        for old in rule["history"]
        if of_the_same_kind(old, row) and is_proved(old) and old["valid_from"] <= row["valid_from"]
    ]
    return tuple({old["valid_from"]: old for old in reversed(rows)}.values())[::-1]


def offer_other_day(draft: Draft, rule: Json, today: date) -> None:
    """The date chip of a parameter: the day before the change, or today."""
    row, label = rule["in_force"], label_of_rule(rule, draft.lang)
    if draft.rules_day < today and row["valid_to"] is not None:
        question = text("chip_rule", draft.lang).format(label=label)
        draft.offer(text("chip_now", draft.lang), text("chip_now_send", draft.lang).format(question=question))
    elif is_proved(rule["previous"]):
        question = text("chip_rule_was", draft.lang).format(label=label)
        offer_before(draft, str(row["valid_from"]), question)


def offer_before(draft: Draft, day: str, question: str) -> None:
    """The choice that asks the question of the day before ``day``."""
    send = text("chip_before_send", draft.lang).format(day=day, question=question.rstrip("?？。. "))
    draft.offer(text("chip_before", draft.lang).format(day=day), send + ("" if draft.lang == "en" else "？"))


def value_of(draft: Draft, rule: Json, row: Json) -> Fact | str:
    """The value of a row as it is said; an English rule in words is said by its note."""
    if _is_told(row, draft.lang):
        return draft.name(_note(row, draft.lang).rstrip("."))
    return facts.of_rule(row, draft.lang, (str(rule["label_zh"]), str(rule["label_en"])))


def since_of(row: Json) -> Fact:
    """The first day of a row."""
    return facts.day(str(row["valid_from"]), "valid_from", "起", "since", "from")


def until_of(row: Json) -> Fact:
    """The first day on which a row no longer held."""
    return facts.day(str(row["valid_to"]), "valid_to", "至", "以前", "until", "ended on")


def eve(row: Json) -> date:
    """The last day before a row came into force."""
    return date.fromisoformat(str(row["valid_from"])) - timedelta(days=1)


def _note(row: Json, lang: str) -> str:
    return str(row["note" if lang == "en" else "note_zh"] or "")


def _is_told(row: Json, lang: str) -> bool:
    """Whether the note of a row stands for its value: the rulebook has no English words for it."""
    return lang == "en" and row["unit"] == "text" and bool(_note(row, lang))


def _limit(row: Json, lang: str) -> str:
    """「最长」, 「至少」: what kind of limit a value is, where its label does not say so."""
    limit = {"cap": "limit_cap", "floor": "limit_floor"}.get(str(row["force"]))
    return text(limit, lang) + " " * (lang == "en") if limit and row["unit"] in _SPANS else ""


def _worded(wording: str, row: Json) -> str:
    """A rule in words takes a colon where a number takes a verb."""
    return f"{wording}_words" if row["unit"] == "text" else wording
