"""Days, times, tickets, codes and articles of a text against those that are known, each by its own kind.

A day or time that is given as the last one to act must be the deadline of the open margin call; another known
day will not do there. 「三点前」 is the afternoon's.
"""

from __future__ import annotations

import re

from bot.guard.claim import Claim
from bot.guard.evidence import Fact, Standing
from bot.guard.index import Index, Row
from bot.guard.numerals import Numeral, fold_name, numerals
from bot.guard.passages import Passages

_UNTIL_AFTER = re.compile(
    r"(?:\s*[,(]?\s*(?:下?周[一二三四五日]|星期[一二三四五日]|\d{1,2}:\d{2}|(?:上午|下午)?[\d一二三四五六七八九十]{1,3}[点时](?:半|整|钟)?|at|\)))*"
    r"\s*(?:收盘)?(?:之前|以前|前(?!收|一|期|次|后)|截止|为止|之后|以后|后(?!续|期)|未|不)"
)
_UNTIL_BEFORE = re.compile(
    r"(?:最晚|最迟|截止|不晚于|不迟于|期限|限期|务必(?:在|于)|请(?:在|于|您在)|\bby|\bbefore|\buntil|no later than|\bdeadline)"
    r"[^,。;!?]{0,18}$"
)
_OTHER_TERMS = re.compile(
    r"到期|合约|展期|答复|回复|工单|投诉|银证|转账时间|服务时间|营业|生效|起|修订|发布|公告|快照|开户|reply|ticket|matur|expir|due (?:on|date)|effective|opened|from"
)
_CALL = re.compile(
    r"补|追|还款|担保|卖券|平仓|强平|处置|比例|截止|最晚|最迟|期限|top|add|restore|repay|collateral|liquidat|deadline|margin call"
)

_BEHIND = ("到期", "开仓", "开立", "登记", "提交", "计入")


class Moments:
    """What the facts allow of every kind that is not a plain number."""

    def __init__(
        self,
        text: str,
        index: Index,
        passages: Passages,
        standing: Standing | None,
        composed: bool = False,
    ) -> None:
        self.text, self.passages, self.standing, self.composed = text, passages, standing, composed
        self.known, self._labels = index.rows, index.row_labels

    def judge(self, found: Numeral) -> Claim:
        """The claim a date, time, ticket or the like makes."""
        rows = self.known.get(found.kind, [])
        last = self._is_last_moment(found)
        if last:
            rows = [row for row in rows if row[2].name == "deadline"] or rows
        match = [
            row for row in rows if _same(found, row[0], self._text(found)) and self._in_place(found, row)
        ]
        said = self._said(found)
        meant = self._of_subject(found, [row for row in rows if said in row[1]])
        if not match:
            unknown = not rows and found.kind in ("date", "time")
            return self._claim(found, "unbound_number" if unknown else "wrong_value", rows if last else meant)
        if said and not any(row in meant for row in match):
            return self._claim(found, "wrong_kind", meant)
        fact = match[0][2]
        measure = _measure(fact)
        return Claim(
            found.kind, found.start, found.end, self._text(found), measure=measure, proof=fact.proof,
            called=fact.called if measure else None,
        )  # fmt: skip

    def _in_place(self, found: Numeral, row: Row) -> bool:
        return not self.composed or self.passages.in_place(found, row[2])

    def _of_subject(self, found: Numeral, rows: list[Row]) -> list[Row]:
        """Those of the contract or security last named, where any is of one."""
        for subject in reversed(self.passages.subjects(found)):
            own = [row for row in rows if subject in {fold_name(each) for each in row[2].subjects}]
            if own:
                return own
        return rows

    def _said(self, found: Numeral) -> str | None:
        """The name right behind, as in 「2027-02-17 到期」, or the last one before in the clause."""
        labels = self._labels.get(found.kind)
        if labels is None:
            return None
        gap = len(self.text[found.end :]) - len(self.text[found.end :].lstrip())
        behind = labels.match(self.text, found.end + gap)
        if behind and behind.group() in _BEHIND:
            return behind.group()
        start, _ = self.passages.clause(found.start)
        named = [m.group() for m in labels.finditer(self.text, start, found.start)]
        return named[-1] if named else None

    def _is_last_moment(self, found: Numeral) -> bool:
        """Whether a day or time is given as the last one to restore the ratio."""
        if self.standing is None or self.standing.deadline is None or found.kind not in ("date", "time"):
            return False
        start, end = self.passages.sentence(found.start), self.passages.sentence_end(found.start)
        clause, _ = self.passages.clause(found.start)
        before = self.text[clause : found.start]
        last = _UNTIL_AFTER.match(self.text, found.end) or _UNTIL_BEFORE.search(before)
        near = self.text[max(clause, found.start - 16) : found.end + 12]
        return bool(last) and bool(_CALL.search(self.text, start, end)) and not _OTHER_TERMS.search(near)

    def _claim(self, found: Numeral, code: str, rows: list[Row]) -> Claim:
        known = list({row[2].shown: row[2] for row in rows}.values())
        fact = next(
            (each for each in known if each.name == "deadline"), known[0] if len(known) == 1 else None
        )
        expected = next((row[2].shown for row in rows if row[2] is fact), None)
        parts = (
            {each.kind: fact.shown[each.start : each.end] for each in numerals(fact.shown)} if fact else {}
        )
        verdict = "unproved" if fact is None else "wrong"
        return Claim(
            found.kind,
            found.start,
            found.end,
            self._text(found),
            "wrong" if code == "wrong_kind" else verdict,  # type: ignore[arg-type]
            code,
            _measure(fact) if fact else None,
            expected,
            fact.proof if fact else None,
            parts.get(found.kind),
            called=fact.called if fact else None,
        )

    def _text(self, found: Numeral) -> str:
        return self.text[found.start : found.end]


def _measure(fact: Fact) -> str | None:
    return "deadline" if fact.name == "deadline" else None


def _same(found: Numeral, known: str, said: str) -> bool:
    """Equal; a date said without its year or day that is the end or start of a known one; 3:00 for 15:00, but not 03:00."""
    value = found.value
    if found.kind == "date":
        return value == known or known.endswith("-" + value) or known.startswith(value + "-")
    if found.kind == "time" and known[:2] > "12" and value[:2] < "12" and not said.startswith("0"):
        return f"{int(value[:2]) + 12:02d}{value[2:]}" == known
    return value == known
