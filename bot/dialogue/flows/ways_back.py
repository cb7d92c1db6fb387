"""Two questions about the ways out of a margin call: how far a limited sum goes, and which way still counts in time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.flow import Ask
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_ONLY_SO_MUCH = re.compile(
    r"只有|只能|只剩|手[里上头]|(?:最多|也就|顶多).{0,4}(?:有|拿|凑|出)|(?:拿|凑|掏)(?:得)?(?:出|到)|我有|\b(?:only have|i have|can only|have only|come up with)\b"
)
_NOT_AT_HAND = re.compile(
    r"(?:负债|欠|借|利息|资产|市值)[^,，。;；]{0,4}(?:只有|只剩|我有)|\b(?:debt|assets?)\b[^,.]{0,8}\bonly\b"
)
_IN_TIME = re.compile(
    r"来得及|来不及|赶得上|赶不上|还(?:能)?算数|哪(?:种|个|一种)[^划合]{0,8}(?:还)?(?:算|行|可以|能)|still (?:count|in time|make it)|in time\b"
)
_WAYS = ("repay_outside_cash", "add_cash", "add_security", "sell_to_repay")


def limited_sum(ask: Ask) -> str | None:
    """The sum the asker says is all there is, as decimal text; ``None`` where none is said."""
    amounts = ask.request.slots.amounts
    text = ask.request.text
    at_hand = _ONLY_SO_MUCH.search(text) and not _NOT_AT_HAND.search(text)
    return f"{amounts[0].value:f}" if len(amounts) == 1 and at_hand else None


def asks_in_time(ask: Ask) -> bool:
    """Whether it is asked which way still counts before the deadline."""
    return bool(_IN_TIME.search(ask.request.text.lower()))


def say_limited(draft: Draft, remedy: Json) -> None:
    """The best ratio the sum reaches, how it is used, and what is still missing then."""
    best = remedy["limited"]
    given = Fact("given", "sum", _money(best["sum"], draft.lang), (str(best["sum"]),), ("资金", "with"))
    draft.say("sum_lead", sum=given, after=draft.figure(best["after"]))
    for name in ("repay_outside_cash", "add_cash"):
        if best[name]["value"] not in (None, "0"):
            draft.say(f"sum_{name}", amount=draft.figure(best[name]))
    target = facts.of_line("target", remedy["target"])
    if best["reached"]:
        draft.say("sum_reached", target=target, left=draft.figure(best["left"]))
        return
    rest = best["remaining"]
    draft.line().say("sum_remaining_lead", target=target)
    draft.items(
        *(
            (f"sum_remaining_{name}", {"amount": draft.figure(rest[name])})
            for name in ("repay_outside_cash", "add_collateral", "sell_to_repay")
            if rest[name]["value"] is not None
        )
    )


def say_in_time(draft: Draft, remedy: Json) -> None:
    """Of each way: from when it counts and the last moment to begin, or that it is too late."""
    rows = _plain(remedy["cures"])
    draft.say("in_time_lead")
    for row in rows:
        text_id, values = _timed(row)
        draft.line().say(text_id, **values)


def _plain(rows: Sequence[Json]) -> list[Json]:
    """Each way once, without a security named."""
    return [row for kind in _WAYS for row in rows if row["kind"] == kind and row["security"] is None]


def _timed(row: Json) -> Sentence:
    counts = (
        facts.day(row["counts_from"][:10], "counts_from", "计入", "counts from")
        if row["counts_from"]
        else None
    )
    if not row["feasible"] or counts is None or not row["last_start"]:
        values = {} if counts is None else {"day": counts}
        return f"late_{row['kind']}" if counts else f"impossible_{row['kind']}", values
    last = facts.moment(row["last_start"], "last_start", "最晚", "at the latest", "begin by")
    opens = facts.moment(row["opens_at"], "opens_at", "可自", "可从", "opens")
    return f"timely_{row['kind']}", {"day": counts, "last": last, "opens": opens}


def _money(value: str, lang: str) -> str:
    grouped = f"{Decimal(value):,.2f}"
    return f"CNY {grouped}" if lang == "en" else f"{grouped} 元"
