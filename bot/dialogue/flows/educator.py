"""What an educator asks in the chat about quizzes: a paper by course, level and day; what a rule change has touched; the
items that take its place; the same paper in other languages.

Answers of calculations come from the engine, grounds from the rulebook and the library; nothing is written down here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.script import in_script
from bot.dialogue.effects import Effect, Failed, LookUpRule
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.education.cites import cited
from bot.education.impact import Held, held
from bot.education.papers import Level, Paper, dealt, exchanged, level_of
from bot.education.quiz import LETTERS, Question, question
from bot.guard.numerals import fold
from bot.nlu.numbers import read_han
from knowledge.education.curriculum import curriculum
from knowledge.education.model import said

PAPER = "educator_paper"
AFFECTED = "educator_affected"
MOST, USUAL = 20, 10
SHOWN_TWICE = 3
"""How many questions of a paper are shown in each language."""
NAMED = 5
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = re.compile(
    rf"(?P<n>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}|{'|'.join(_WORDS)})\s*(?:道|(?:道|个)?(?:题|questions?|items?))"
)
_YEAR = re.compile(r"(?P<year>20\d{2})\s*(?:年|版|rules?|edition|version)|(?:rules? of|in) (?P<en>20\d{2})")
_MARKS = tuple(chr(0x2460 + place) for place in range(MOST))
"""A number of a list that is no number of the text: ① to ⑳."""
_MATTERS = tuple(
    re.compile(words)
    for words in (
        r"追保|追加担保|补足|margin calls?|top(?:ped|ping)? up",
        r"折算率|conversion rates?|haircut",
        r"利息|利率|\binterest\b",
        r"融券|做空|\bshort(?:s|ing|[- ]sell\w*)?\b",
        r"展期|期限|到期|\bexten(?:d|sion)\w*|\bexpir\w+",
        r"平仓|强平|liquidat\w+",
        r"开户|开通|门槛|open(?:ing)? (?:a |an )?(?:margin )?account",
        r"保证金比例|margin ratio",
        r"可用余额|available margin",
        r"维持担保比例|maintenance ratio",
        r"集中度|concentration",
    )
)
"""The matters a paper may be asked about, by their words in the question and in the items."""
_SLOT = re.compile(r"\{\w+\}")
_LEVELS: Sequence[tuple[Level, re.Pattern[str]]] = (
    ("easy", re.compile(r"(?:难度)?(?:简单|容易|低|入门)|easy")),
    ("hard", re.compile(r"(?:难度)?(?:难(?!度)|高|困难)|\bhard\b|difficult")),
    ("medium", re.compile(r"难度?中|中等|适中|medium")),
)
Lookup = Generator[Effect, Any, tuple[Held, ...] | Failed]


def paper(ask: Ask) -> FlowRun:
    """Deal a paper and show every question with its right answer and its clause."""
    words = fold(ask.message.text)
    day = _day_of(words, ask.message.rules_day)
    stale = yield from held(curriculum(), day)
    if isinstance(stale, Failed):
        return _out_of_reach(ask)
    seed = int(hashlib.sha256(ask.key(PAPER).encode()).hexdigest()[:8], 16)
    level = next((name for name, cue in _LEVELS if cue.search(words)), None)
    gone, about = {each.id for each in stale}, _about(words)
    found = dealt(curriculum(), seed, day, _count(words), level, gone, about)
    draft = ask.draft(intent=PAPER)
    draft.say(
        "educator_paper",
        day=facts.day(day, "rules_day", "规则", "rules"),
        count=facts.count(len(found.items), "items", "共", "in all"),
    )
    computed = sum(curriculum().items[name].key is not None for name in found.items)
    draft.say("educator_computed", count=facts.count(computed, "computed", "其中", "of them"))
    if level is not None and any(level_of(curriculum().items[name]) != level for name in found.items):
        draft.say("educator_level_filled")
    if stale:
        draft.say("educator_left_out", count=facts.count(len(stale), "left", "另有", "left out"))
    failed = yield from _say_questions(draft.fold(), found, found.items, ask.lang)
    if failed:
        return _out_of_reach(ask)
    draft.unfold().say("educator_next").choose("choice_affected", "choice_languages")
    return _kept(ask, draft, found)


def affected(ask: Ask) -> FlowRun:
    """The items and lessons that what is in force, or comes into force, no longer bears out, each with what changed."""
    today = ask.message.now.date()
    first = yield from _touched(today)
    if isinstance(first, Failed):
        return _out_of_reach(ask)
    draft = ask.draft(intent=AFFECTED)
    if not any(gone for _, gone in first):
        return _kept(ask, draft.say("educator_none_affected"), Paper.of(ask.state.paper))
    for day, gone in first:
        if not gone:
            continue
        draft.say(
            "educator_affected" if day <= today else "educator_will_be_affected",
            day=facts.day(day, "valid_from", "自", "from"),
            count=facts.count(len(gone), "held", "失效", "touched", "sent"),
        ).line()
        for each in gone[:NAMED]:
            draft.say("educator_held", title=draft.name(_title(each, ask.lang))).line()
        yield from _say_changes(draft, gone, day, ask.lang)
    draft.say("educator_held_door").choose("choice_replace")
    return _kept(ask, draft, Paper.of(ask.state.paper))


def replaced(ask: Ask) -> FlowRun:
    """The paper with other items in the place of those that a change touches, and what changed."""
    known = Paper.of(ask.state.paper)
    if known is None:
        return done(ask, ask.draft("ask", PAPER).say("educator_no_paper"))
    touched = yield from _touched(ask.message.now.date())
    if isinstance(touched, Failed):
        return _out_of_reach(ask)
    day, gone = next(((day, gone) for day, gone in reversed(touched) if gone), (known.day, ()))
    new, swaps = exchanged(known, curriculum(), {each.id for each in gone}, day)
    draft = ask.draft(intent=PAPER)
    if not swaps:
        return _kept(ask, draft.say("educator_nothing_to_replace"), known)
    draft.say("educator_replaced", count=facts.count(len(swaps), "items", "共", "in all")).line()
    for old, other in swaps.items():
        was = draft.name(_stem(old, ask.lang))
        if other is None:
            draft.say("educator_dropped", was=was).line()
        else:
            draft.say("educator_swapped", was=was, now=draft.name(_stem(other, ask.lang))).line()
    yield from _say_changes(draft, [each for each in gone if each.id in swaps], day, ask.lang)
    if (yield from _say_questions(draft.fold(), new, [name for name in swaps.values() if name], ask.lang)):
        return _out_of_reach(ask)
    return _kept(ask, draft.unfold().choose("choice_languages"), new)


def languages(ask: Ask) -> FlowRun:
    """The paper in English and in traditional characters: the same seed, so the same numbers."""
    known = Paper.of(ask.state.paper)
    if known is None:
        return done(ask, ask.draft("ask", PAPER).say("educator_no_paper"))
    draft = ask.draft(intent=PAPER)
    draft.say("educator_languages", count=facts.count(len(known.items), "items", "共", "in all"))
    draft.fold()
    for lang in ("en", "zh-Hant"):
        draft.say(f"educator_in_{lang}").line()
        if (yield from _say_questions(draft, known, known.items[:SHOWN_TWICE], lang)):
            return _out_of_reach(ask)
    return _kept(ask, draft.unfold().say("educator_languages_rest"), known)


def _say_questions(draft: Draft, of: Paper, names: Sequence[str], lang: str) -> Generator[Effect, Any, bool]:
    """Each question with its right answer and its ground; whether the engine was out of reach."""
    for mark, name in zip(_MARKS, names, strict=False):
        item = curriculum().items[name]
        asked = yield from question(item, of.seed, lang, of.day)
        if isinstance(asked, Failed):
            return True
        grounds = yield from cited(item, lang, of.day)
        _say_question(draft, asked, mark, grounds, lang)
    return False


def _say_question(
    draft: Draft, asked: Question, mark: str, grounds: Sequence[Mapping[str, Any]], lang: str
) -> None:
    right = f"{LETTERS[asked.key]}. {asked.options[asked.key].text}"
    draft.show(*asked.figures)
    draft.say(
        "educator_question",
        mark=mark,
        stem=draft.name(in_script(asked.stem, lang)),
        right=draft.name(in_script(right, lang)),
    )
    for letter, option in zip(LETTERS, asked.options, strict=True):
        draft.line().say("quiz_option", option=draft.name(in_script(f"{letter}. {option.text}", lang)))
    draft.line()
    for ground in grounds:
        if ground["kind"] == "section":
            draft.citation({**ground, "kind": ground["document_kind"]})
    for ground in grounds[:1]:
        title = ground["title"] if ground["kind"] == "section" else ground["source"]
        since = facts.day(ground["effective_from"], "valid_from", "起", "since", "from")
        draft.say("quiz_cite", title=draft.name(in_script(str(title), lang)), since=since)
    draft.line()


def _touched(today: date) -> Generator[Effect, Any, tuple[tuple[date, tuple[Held, ...]], ...] | Failed]:
    """What is held today, and what will be from each day on which a rule it rests on changes."""
    days, found, seen = [today], [], set[str]()
    for param in sorted(
        {cite.param for item in curriculum().items.values() for cite in item.cites if cite.param}
    ):
        rule = yield LookUpRule(param, today)
        if isinstance(rule, Failed):
            return rule
        if rule["next"] is not None:
            days.append(date.fromisoformat(str(rule["next"]["valid_from"])))
    for day in sorted(set(days)):
        gone = yield from held(curriculum(), day)
        if isinstance(gone, Failed):
            return gone
        found.append((day, tuple(each for each in gone if each.id not in seen)))
        seen |= {each.id for each in gone}
    return tuple(found)


def _say_changes(draft: Draft, gone: Sequence[Held], day: date, lang: str) -> Generator[Effect, Any, None]:
    """What changed under them: a parameter from value to value, or a section by its name."""
    grounds = {ground: each.written for each in gone for ground in each.changed}
    for ground, written in grounds.items():
        if ":" in ground:
            draft.say(
                "educator_section_changed", name=draft.name(in_script(ground.partition(":")[2], lang))
            ).line()
            continue
        then, now = (yield LookUpRule(ground, written)), (yield LookUpRule(ground, day))
        if isinstance(then, Failed) or isinstance(now, Failed) or not (then["in_force"] and now["in_force"]):
            continue
        label = str(now["label_en" if draft.lang == "en" else "label_zh"])
        draft.say(
            "educator_rule_changed",
            label=label,
            old=facts.of_rule(then["in_force"], draft.lang, (label,)),
            new=facts.of_rule(now["in_force"], draft.lang, (label,)),
            since=facts.day(now["in_force"]["valid_from"], "valid_from", "自", "from"),
            source=draft.name(str(now["in_force"]["source"])),
        ).line()


def _title(each: Held, lang: str) -> str:
    if each.kind == "item":
        return _stem(each.id, lang)
    return in_script(said(curriculum().lessons[each.id].title, lang), lang)


def _stem(name: str, lang: str) -> str:
    """What an item asks, before its numbers are drawn."""
    text = curriculum().items[name].stem
    return in_script(_SLOT.sub("…", said(text, lang)), lang)


def _about(words: str) -> set[str]:
    """The items that ask about a matter named; none where none is named."""
    matters = [cue for cue in _MATTERS if cue.search(words)]
    return {
        item.id
        for item in curriculum().items.values()
        if any(cue.search(fold(f"{said(item.stem, 'zh')} {said(item.stem, 'en')}")) for cue in matters)
    }


def _count(words: str) -> int:
    match = _COUNT.search(words)
    if match is None:
        return USUAL
    said_as = match["n"]
    if said_as in _WORDS:
        return _WORDS.index(said_as) + 1
    number = int(said_as) if said_as.isdigit() else int(read_han(said_as) or USUAL)
    return max(1, min(number, MOST))


def _day_of(words: str, today: date) -> date:
    """The last day of the year that is named, or today: a year's edition is what held when it ended."""
    match = _YEAR.search(words)
    if match is None:
        return today
    return min(date(int(match["year"] or match["en"]), 12, 31), today)


def _kept(ask: Ask, draft: Draft, known: Paper | None) -> Step:
    step = done(ask, draft)
    return Step(step.draft, replace(step.state, paper=known.kept() if known else ()))


def _out_of_reach(ask: Ask) -> Step:
    return Step(ask.draft("handoff", PAPER).say("service_out"), ask.state)
