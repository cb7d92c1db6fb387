"""What an educator asks in the chat about campaigns: a draft for an audience, the version with the client's own account as
the example, and what was learned.

A draft is written only after a yes; it is sent by nobody before another person has approved it in the console.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, ListCampaigns
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.learning_effects import DraftCampaign, FetchResults
from bot.education.papers import Paper
from bot.guard.numerals import fold
from bot.nlu.numbers import read_han
from knowledge.education.curriculum import curriculum

CAMPAIGN = "educator_campaign"
MEASURED = ("done", "running")
_N = r"(\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_OPENED = re.compile(
    rf"(?:开户|开通)[^,，。]{{0,4}}?{_N}\s*[天日](?:内|以内|之内)?|opened (?:with)?in (?:the last )?(\d{{1,4}}) days"
)
_EVERY = re.compile(
    rf"(?:每)?{_N}\s*天(?:发|推)?(?:一|1)(?:题|次|条|封)|(?:one|once)[^.]{{0,16}}every (\d{{1,2}}) days"
)
_BELOW = re.compile(r"(?:低于|不足|小于|below|under)\s*(\d{3})\s*%")
_USUAL_DAYS = 3


def audience(ask: Ask) -> FlowRun:
    """The draft restated with its conditions; written after a yes."""
    return _offered(ask, "plain")
    yield


def own_account(ask: Ask) -> FlowRun:
    """The letter that takes the client's own account as its example: who gets it, and how its numbers come in."""
    return _offered(ask, "own")
    yield


def confirmed(ask: Ask) -> FlowRun:
    """The yes: the draft is written once, and how many it would reach is told."""
    pending = ask.state.pending
    assert pending is not None
    body = json.loads(pending.slots["body"])
    made = yield DraftCampaign(ask.key(CAMPAIGN), json.dumps(body, ensure_ascii=False, sort_keys=True))
    draft = ask.draft(intent=CAMPAIGN)
    if isinstance(made, Failed):
        draft.action = "refuse"
        return done(ask, draft.say("educator_not_written"))
    draft.say("educator_written", number=draft.name(str(made["campaign"])))
    draft.say(
        "educator_reach",
        selected=facts.count(made["selected"], "selected", "现有", "reaches"),
        of=facts.count(made["of"], "of", "共", "of"),
    )
    if made["excluded"].get("no_consent"):
        draft.say(
            "educator_no_consent",
            count=facts.count(made["excluded"]["no_consent"], "no_consent", "其中", "without consent"),
        )
    return done(ask, draft.say("educator_four_eyes"))


def declined(ask: Ask) -> FlowRun:
    """The no: nothing is written."""
    return done(ask, ask.draft(intent=CAMPAIGN).say("educator_dropped_campaign"))
    yield


def learned(ask: Ask) -> FlowRun:
    """The gain of the newest campaign that was sent: the same people before and after, with its interval."""
    rows = yield ListCampaigns()
    if isinstance(rows, Failed):
        return done(ask, ask.draft("refuse", CAMPAIGN).say("staff_not_yours"))
    sent = [row for row in rows if row["state"] in MEASURED]
    draft = ask.draft(intent=CAMPAIGN)
    for row in sorted(sent, key=lambda each: str(each["created_at"]), reverse=True):
        found = yield FetchResults(str(row["id"]))
        if not isinstance(found, Failed) and found["gain"]["n"]:
            return done(ask, _say_gain(draft, row, found))
    draft.action = "unknown"
    return done(ask, draft.say("educator_no_gain"))


def _say_gain(draft: Draft, row: Mapping[str, Any], found: Mapping[str, Any]) -> Draft:
    gain = found["gain"]
    draft.say(
        "educator_gain",
        title=draft.name(f"「{row['title'][draft.lang]}」"),
        points=facts.count(str(gain["points"]), "points", "提高", "by"),
        people=facts.count(gain["n"], "people", "共", "people"),
    )
    if gain["low"] is not None:
        draft.say(
            "educator_interval",
            low=facts.count(str(gain["low"]), "low", "从", "from"),
            high=facts.count(str(gain["high"]), "high", "到", "to"),
        )
    return draft.say("educator_method")


def _offered(ask: Ask, letter: str) -> Step:
    words = fold(ask.message.text)
    conditions = _conditions(words, ask)
    every = _number(_EVERY, words) or _USUAL_DAYS
    draft = ask.draft("confirm", CAMPAIGN).say(f"educator_offer_{letter}")
    opened = conditions.get("opened_within_days")
    if opened:
        draft.say("educator_opened", days=facts.count(opened, "days", "开户", "opened within"))
    if "ratio_below" in conditions:
        draft.say("educator_below", line=facts.of_line("ratio", conditions["ratio_below"]))
    draft.say("educator_cap", days=facts.count(every, "days", "每", "every")).say("educator_consent")
    body = {
        **_letter(letter),
        **_grounds(ask),
        "audience": conditions,
        "max_per_days": {"count": 1, "days": every},
    }
    draft.choose("choice_confirm", "choice_cancel")
    state = done(ask, draft).state
    waiting = state.waiting(CAMPAIGN, body=json.dumps(body, ensure_ascii=False, sort_keys=True))
    return Step(draft, replace(waiting, paper=ask.state.paper))


def _conditions(words: str, ask: Ask) -> dict[str, Any]:
    found: dict[str, Any] = {}
    opened = _number(_OPENED, words)
    if opened:
        found["opened_within_days"] = opened
    below = _BELOW.search(words)
    if below:
        found["ratio_below"] = f"{int(below[1]) // 100}.{int(below[1]) % 100:02d}"
    if not found:
        found["course_not_done"] = _course(ask)
    return found


def _grounds(ask: Ask) -> dict[str, Any]:
    """The course of the paper that was dealt last, and the rules its items rest on."""
    course = _course(ask)
    known = curriculum()
    paper = Paper.of(ask.state.paper)
    items = [known.items[name] for name in paper.items] if paper else known.items_of(course, "practice")
    params = Counter(cite.param for item in items for cite in item.cites if cite.param)
    return {
        "course": course,
        "course_title": dict(known.courses[course].title),
        "cites": [{"param": param} for param, _ in params.most_common(5)],
    }


def _course(ask: Ask) -> str:
    known, paper = curriculum(), Paper.of(ask.state.paper)
    if paper is None or not paper.items:
        return next(iter(known.courses))
    return Counter(known.items[name].course for name in paper.items).most_common(1)[0][0]


def _number(pattern: re.Pattern[str], words: str) -> int | None:
    match = pattern.search(words)
    said = next(filter(None, match.groups()), None) if match else None
    if said is None:
        return None
    return int(said) if said.isdigit() else int(read_han(said) or 0) or None


@lru_cache(maxsize=1)
def _letters() -> Mapping[str, Any]:
    import yaml

    loaded: Mapping[str, Any] = yaml.safe_load(
        files("bot.education").joinpath("letters.yaml").read_text("utf-8")
    )
    return loaded


def _letter(name: str) -> dict[str, Any]:
    return dict(_letters()[name])
