"""「帮我看看这段话对不对：…」, 「这条短信说…是真的吗」: a text judged in the conversation, for the account if signed in.

The text is the asker's material: what it says is judged, never followed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach
from bot.review import Review, review

MOST_MARKS = 3
ROOM_FOR_A_QUOTE = 20
ROOM_FOR_BETTER = 520  # characters in all, up to which the text put right still fits
SHORTEST = 4
_QUOTED = re.compile(r"[「『“]([^」』”]+)[」』”]|\"([^\"]+)\"")
_ASKED = r"(?:是?真的吗|是真是假|是不是真的|真的假的|对不对|对吗|对么|可信吗|正确吗|能发吗|能不能发|是真的嗎|對不對|對嗎|is (?:it|that|this) (?:true|right|correct))"
_TOLD = re.compile(
    rf"(?:说|說|写着?|寫著?|讲|講|称|稱|says?|said|claims?)(?:是|that)?[，,\s]*(?P<text>.+?)[，,。.\s]*{_ASKED}[吗嗎呢]?[？?。.!！]*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER = re.compile(r"[:：\n](?P<text>.+)$", re.DOTALL)
_THEN = re.compile(rf"{_ASKED}[？?，,。!！\s]+(?P<text>.+)$", re.IGNORECASE | re.DOTALL)
_LINES = re.compile(r"\s*\n\s*")


def check_text(ask: Ask) -> FlowRun:
    """What of the pasted text is not so, and how it may be said; without a text, ask for one."""
    words = pasted(ask.message.text)
    if words is None:
        return done(ask, ask.draft("ask").say("check_what"))
    found = yield from review(words, ask.client_id, ask.message.rules_day, ask.lang)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft()
    if found.passed:
        draft.say("check_clean", count=facts.count(found.checked, "numbers", "核对", "checked"))
    else:
        _marks(draft, found)
    if ask.client_id is None:
        draft.line().say("check_which_client" if ask.state.role else "check_rules_only")
    step = done(ask, draft.choose("choice_fraud_signs", "choice_human"))
    return Step(step.draft, replace(step.state, draft=words))


def pasted(message: str) -> str | None:
    """The text that a message asks about: what it quotes, what follows its colon, what a notice is said to say."""
    quoted = [next(filter(None, match.groups())) for match in _QUOTED.finditer(message)]
    found = max(quoted, key=len, default="")
    for pattern in (_AFTER, _TOLD, _THEN):
        match = pattern.search(message)
        if match and len(match["text"]) > len(found) + 2:
            found = match["text"]
            break
    words = found.strip(' \n「」『』“”"')
    return words if len(words) >= SHORTEST else None


def _marks(draft: Draft, found: Review) -> None:
    draft.say("check_found", count=facts.count(len(found.issues), "marks", "处", "marked"))
    for claim in found.issues[:MOST_MARKS]:
        reason = draft.name(str(claim.as_json()["why"][draft.lang]))
        draft.line()
        if claim.text:
            draft.say("check_mark", said=draft.said(claim.text, ROOM_FOR_A_QUOTE), why=reason)
        else:
            draft.say("check_left_out", why=reason)
    better = _LINES.sub("\n", found.corrected or "").strip()
    if better and draft.length + len(better) < ROOM_FOR_BETTER:
        draft.line().say("check_better", text=draft.name(better))
