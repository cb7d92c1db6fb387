"""What staff ask in the same chat: who must be called, who waits, what happened to a campaign; and what no chat may do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, ListCalls, ListCampaigns, ListHandoffs, ListTickets
from bot.dialogue.flow import Ask, Flow, FlowRun, Step, done
from bot.guard.numerals import fold
from bot.review import review

Row = Mapping[str, Any]
SHOWN = 4
"""How many lines of a list are said; the console has the rest."""
_UNREACHED = re.compile(
    r"没(?:有)?(?:联系|通知)(?:上|到)|未联系|联系不上|没打通|not (?:yet )?reached|unreached"
)

_WORDS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(words))
    for name, words in (
        (
            "everybody",
            r"群发|批量(?:发|通知|短信)|(?:发|通知)给(?:所有|全部|这\s*\d+)|给(?:所有|全部|这\s*\d+).{0,6}(?:发|通知)"
            r"|\b(?:send|message|text)\b.{0,20}\b(?:all|every|everyone|them all|\d+ clients)\b|mass (?:send|message)",
        ),
        (
            "rewritten",
            r"^(?:那|请|麻烦|帮我|给我|你)*(?:改|修改|重写|改写|纠正|换个说法)(?:一下|下|一改|好|过来)?(?:吧|呢|给我)?[.。!?]*$|^(?:please |then )*(?:correct|rewrite|fix) (?:it|that|the draft)[.!?]*$",
        ),
        (
            "elsewhere",
            r"(?:隔壁|其他|其它|别的|另一个|另外)(?:的)?组|(?:第)?[一二三四五六七八九十b-z\d]组的?(?:客户|名单)|(?:东|西)(?:区)?组的|全(?:部|公司)(?:的)?客户"
            r"|\b(?:other|another) (?:group|team)|all (?:the )?clients of",
        ),
        (
            "book",
            r"(?:异常交易|可疑交易|交易).{0,4}(?:监控|监测).{0,6}(?:汇总|情况|结果|名单|怎么)|(?:全部?|整个|公司|账户).{0,8}(?:信用风险|压力测试)|(?:信用风险|压力测试).{0,8}(?:全部?|整个|公司|账本|汇总|情况)"
            r"|\bsurveillance\b|\bcredit risk of\b|\bstress (?:of |test )?(?:the )?(?:whole )?book\b",
        ),
        (
            "calls",
            r"(?:哪些|哪几个|哪个|什么|有多少|谁)(?:客户|人)?.{0,8}(?:低于|跌破|跌穿|破|触及|触发)(?:了)?.{0,3}(?:平仓|预警|警戒|补足|追保)|(?:which|what) clients? (?:are|is|have).{0,16}(?:below|under|call)|(?:追保|预警|强平|低于|跌破|跌穿|破线).{0,16}(?:名单|列表|客户|排)|(?:按|依).{0,4}截止.{0,6}(?:排|列)|(?:还)?没(?:有)?(?:联系|打通|通知)(?:上|到)|该(?:给谁|先)打电话|打谁的电话"
            r"|call list|who (?:must|should) (?:i|we) call|margin calls? by deadline",
        ),
        (
            "queue",
            r"(?:谁|哪些|几个|多少)(?:人|客户)?(?:在|还)?(?:等|排队)|排队(?:列表|情况|名单)|等候(?:列表|名单)|转人工(?:列表|队列)"
            r"|\b(?:queue|who is waiting|waiting list)\b",
        ),
        (
            "tickets",
            r"(?:我组|本组|组里|待办|逾期|到期|全部|有哪些|哪些).{0,4}工单|工单(?:列表|有哪些|情况)|\b(?:open |our )?tickets\b",
        ),
        (
            "campaigns",
            r"(?:哪些|什么|几个|多少).{0,4}(?:投教|推送|营销)?活动|(?:活动|推送|营销|投教).{0,8}(?:效果|结果|多少人|发了|情况|怎么样|进展|列表)|哪些(?:题|课|活动|推送).{0,6}(?:失效|暂停|过期)|\bcampaigns?\b",
        ),
    )
)


def desk_flow(folded: str) -> Flow | None:
    """The flow for a question of the desk itself; ``None`` for anything else."""
    return next((FLOWS[name] for name, words in _WORDS if words.search(folded)), None)


def calls(ask: Ask) -> FlowRun:
    """The clients of the agent's group who must be called, by deadline; the first is whom 「话术」 then speaks of."""
    rows = yield ListCalls()
    if isinstance(rows, Failed):
        return _not_for_this_role(ask)
    if _UNREACHED.search(fold(ask.message.text)):
        rows = [row for row in rows if not _reached(row)]
    draft = ask.draft(intent="desk_calls")
    if not rows:
        return done(ask, draft.say("desk_calls_none"))
    draft.say("desk_calls", count=facts.count(len(rows), "clients", "共", "in all"))
    for row in rows[:SHOWN]:
        _say_call(draft.line(), row)
    step = done(ask, draft.line().say("desk_console"))
    ids = tuple(str(row["client_id"]) for row in rows)
    return Step(step.draft, replace(step.state, subject=ids[0], listed=ids))


def queue(ask: Ask) -> FlowRun:
    """Who waits for a person, in the order of the desk, with its reason."""
    rows = yield ListHandoffs("waiting")
    if isinstance(rows, Failed):
        return _not_for_this_role(ask)
    draft = ask.draft(intent="desk_queue")
    if not rows:
        return done(ask, draft.say("desk_queue_none"))
    draft.say("desk_queue", count=facts.count(len(rows), "people", "共", "in all"))
    for row in rows[:SHOWN]:
        who = draft.name(f"{row['name_masked'] or row['id']}")
        draft.line().say("desk_queue_line", who=who, why=draft.name(str(row["why"][draft.lang])))
    return done(ask, draft.line().say("desk_console"))


def tickets(ask: Ask) -> FlowRun:
    """The tickets of the group that still wait for an answer, the most urgent first."""
    rows = yield ListTickets()
    if isinstance(rows, Failed):
        return _not_for_this_role(ask)
    waiting = sorted(
        (row for row in rows if row["sla"]["state"] != "answered"), key=lambda row: row["due_on"]
    )
    draft = ask.draft(intent="desk_tickets")
    if not waiting:
        return done(ask, draft.say("desk_tickets_none"))
    draft.say("desk_tickets", count=facts.count(len(waiting), "tickets", "共", "in all"))
    for row in waiting[:SHOWN]:
        number, due = facts.code(row["number"], "工单"), facts.day(row["due_on"], "due_on", "答复", "reply")
        draft.line().say(f"desk_ticket_{row['sla']['state']}", number=number, due=due)
    return done(ask, draft.line().say("desk_console"))


def campaigns(ask: Ask) -> FlowRun:
    """The campaigns of the firm: which run, which are held because a rule has changed."""
    rows = yield ListCampaigns()
    if isinstance(rows, Failed):
        return _not_for_this_role(ask)
    draft = ask.draft(intent="desk_campaigns")
    if not rows:
        return done(ask, draft.say("desk_campaigns_none"))
    draft.say("desk_campaigns", count=facts.count(len(rows), "campaigns", "共", "in all"))
    for row in rows[:SHOWN]:
        title = draft.name(f"「{row['title'][draft.lang]}」")
        draft.line().say(f"desk_campaign_{row['state']}", title=title)
    return done(ask, draft.line().say("desk_campaign_console"))


def everybody(ask: Ask) -> FlowRun:
    """A message to many people goes through a campaign: preview, consent, quiet hours, a second approval."""
    return done(ask, ask.draft("refuse", "desk_everybody").say("desk_everybody"))
    yield  # a flow is a generator, this one asks nothing


def book(ask: Ask) -> FlowRun:
    """The whole book is not for a chat: where its surveillance, its credit risk and its stress are asked for, and by whom."""
    return done(ask, ask.draft("answer", "desk_book").say("desk_book"))
    yield  # a flow is a generator, this one asks nothing


def elsewhere(ask: Ask) -> FlowRun:
    """Another group's clients: asked of the service, so that the refusal is the service's and is on record."""
    rows = yield ListCalls("other")
    draft = ask.draft("refuse", "desk_elsewhere")
    return done(ask, draft.say("desk_elsewhere" if isinstance(rows, Failed) else "desk_elsewhere_own"))


def rewritten(ask: Ask) -> FlowRun:
    """The draft that was checked last, put right as far as that can be done."""
    words = ask.state.draft
    draft = ask.draft(intent="check_text")
    if words is None:
        draft.action = "ask"
        return done(ask, draft.say("desk_which_draft"))
    found = yield from review(words, ask.state.subject, ask.message.rules_day, ask.lang)
    if isinstance(found, Failed):
        return _not_for_this_role(ask)
    if not found.corrected:
        return done(ask, draft.say("desk_not_rewritten"))
    return done(
        ask, draft.say("check_better", text=draft.name(found.corrected)).line().say("desk_check_again")
    )


FLOWS: Mapping[str, Flow] = {
    "rewritten": rewritten,
    "everybody": everybody,
    "elsewhere": elsewhere,
    "book": book,
    "calls": calls,
    "queue": queue,
    "tickets": tickets,
    "campaigns": campaigns,
}


def _reached(row: Row) -> bool:
    """Whether somebody has spoken to the client; a call that nobody answered has reached nobody."""
    return row["last_contact"] is not None and row["last_contact"]["result"] in ("reached", "refused")


def _say_call(draft: Draft, row: Row) -> None:
    who = draft.name(f"{row['name_masked']}（{row['client_id']}）")
    ratio, short = row["figures"]["maintenance_ratio"], row["figures"]["shortfall_to_restore"]
    draft.say("desk_call_who", who=who)
    if ratio["value"] is not None:
        draft.say("desk_call_ratio", ratio=draft.figure(ratio))
    if short["value"] is not None:
        draft.say("desk_call_short", short=draft.figure(short))
    draft.say("desk_call_by", by=facts.moment(row["call"]["deadline"], "deadline", "截止", "deadline", "by"))
    draft.say("desk_call_reached" if _reached(row) else "desk_call_not_reached")


def _not_for_this_role(ask: Ask) -> Step:
    return done(ask, ask.draft("refuse", "desk").say("desk_not_allowed"))
