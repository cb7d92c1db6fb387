"""Which measure a number of a text is said of, and whether any fact says that value of it.

The measure is the one named nearest before the number in its clause; one tied to it from behind, as in
「130% 是平仓线」, 「130% 的平仓线」 or 「130%（平仓线）」, goes first. A clause without a name goes on with what its
sentence speaks of, or means the amount of what is done in it (``bot.guard.naming``). Days and times are
``bot.guard.moments``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.guard.claim import Claim
from bot.guard.evidence import Fact
from bot.guard.index import Entry, Index
from bot.guard.naming import LINES, deed, unnamed_ratio
from bot.guard.numerals import Numeral, fold_name
from bot.guard.passages import Passages
from bot.guard.repair import as_written
from bot.guard.values import beside, decimal, distance, equal, may_be_ratio, units_agree, units_like

_TIED = re.compile(
    r"\s*(?:元|股|天|倍|块)?\s*(?:\(\s*(?:(?:即|约定的|合同约定的)\s*)?"
    r"|(?:就?是|即|为|is |are |was )\s*(?:您|你|我|the |your )?的?\s*|的\s*|(?:of )(?:your |the )?)"
)
_BESIDE = re.compile(r"\s*(?:元|块)?\s*")
_NUMBER_OF_ITS_OWN = re.compile(r"\s*(?:[是为:]|is|of|at)?\s*\d")
_IN_TURN = re.compile(r"分别|依次|respectively")
_THEN = re.compile(
    r"(?:由|从|原先?|此前|之前|以前|曾|过去|旧|历史上?|当时|那时|期间|至|previous(?:ly)?|formerly?|used to|was|were|from|until|before|old)[^,。;!?]{0,24}$"
)
_AFTERWARDS = re.compile(r"(?:补足|还款|追加|卖出|卖券|转入|处理|恢复|之)后|afterwards|\bafter ")
_BROUGHT_TO = re.compile(
    r"\b(?:restor|bring|rais|lift|get|back|return)\w*[^,.;]{0,30}\bto\s*(?:at least\s*)?$"
)
_OPERATED = re.compile(r"[÷×/=≈]\s*(?:cny|rmb|¥)?\s*\(?$")
_OPERATES = re.compile(r"\s*(?:元)?\s*\)?\s*[÷×=≈]")
_RESULT = re.compile(r"[=≈]\s*(?:cny|rmb|¥)?\s*$")
_REQUIRED = re.compile(r"要求|须|不得|至少|最低|must|require|at least")
_PER = re.compile(r"[一每][天日月年周]|per (?:day|month|year)|daily|a (?:day|month|year)")
_LINE_TALK = re.compile(r"规定|约定|要求|红线|法定|监管|合同|contract|\bset by\b|\brule|\brequire")
_MINUS = re.compile(r"-\s*(?:cny|rmb|¥)?\s*$|负(?!债)|倒欠|差|缺|不足|短|\bminus\b|\bnegative\b|\bshort\b")
FIGURES = "figures"
_LEAST = "at least"
"""To be restored to, where it is said of the ratio; said of anything else it names nothing."""
_DERIVED = ("ratio_after",)


class Binding:
    """The plain numbers of a folded text against what the facts of ``index`` allow.

    ``free``: it was written by anybody, so that a measure without a value here means only that nothing is known
    of it. ``composed``: each number also stands in the place that its sentence gives it.
    """

    def __init__(
        self, text: str, index: Index, passages: Passages, free: bool = False, composed: bool = False
    ) -> None:
        self.text, self.passages, self.free, self.composed = text, passages, free, composed
        self.entries, self.by_name, self.behind = index.entries, index.by_name, index.behind

    def judge(self, number: Numeral, others: Sequence[Numeral] = ()) -> Claim:
        """The claim a number makes; ``others`` are all plain numbers of the text, in order."""
        named = self._named(number, others)
        groups = [group for group in (self._allowed(name, number) for name in named) if group is not None]
        for group in groups:
            for entry in group:
                stands = not entry.fact.past or self._is_history(number)
                placed = not self.composed or self.passages.in_place(number, entry.fact)
                if equal(number, entry) and stands and placed and self._says_sign(number, entry.fact):
                    return self._claim(number, entry.fact)
        return self._wrong(number, groups[0] if groups else [], groups, named)

    def _wrong(
        self, number: Numeral, first: list[Entry], groups: list[list[Entry]], named: list[str]
    ) -> Claim:
        every = [entry for group in groups for entry in group]
        repealed = [e for e in every if e.fact.past and equal(number, e)]
        today = [e for e in first if not e.fact.past] or [e for e in every if not e.fact.past]
        if repealed and not today:
            claim = self._claim(number, repealed[0].fact, "wrong", "repealed_rule")
            return replace(claim, expected=None, fix=None, also=None)
        if not today:
            known = bool(named) and not self.free
            return self._claim(number, None, "unproved", "wrong_value" if known else "unbound_number")
        if self._is_rate(number, today):
            return self._claim(number, None, "unproved", "unbound_number")
        other_unit = [e for e in today if e.value == number.value and not units_agree(number, e)]
        code = "repealed_rule" if repealed else "wrong_unit" if other_unit else "wrong_value"
        nearest = min(today, key=lambda entry: distance(number, entry))
        crossed = self._crossed(today) if named[0] == "lines" else None
        return self._claim(number, (crossed or nearest).fact, "wrong", code)

    def _is_rate(self, number: Numeral, entries: list[Entry]) -> bool:
        """So much a day, of which only the sum is known."""
        start, end = self.passages.clause(number.start)
        money = all(entry.unit in ("cny", "hkd", "usd") for entry in entries)
        return money and bool(_PER.search(self.text, start, end))

    def _crossed(self, lines: list[Entry]) -> Entry | None:
        """The most serious line the account is under: the one that is meant where no name is said."""
        ratios = self.by_name.get("maintenance_ratio", ())
        above = [line for line in lines for ratio in ratios if decimal(line.value) > decimal(ratio.value)]
        return min(above, key=lambda line: decimal(line.value), default=None)

    def _claim(
        self, number: Numeral, fact: Fact | None, verdict: str = "ok", code: str | None = None
    ) -> Claim:
        said = self.text[number.start : number.end]
        if code is None and fact is not None:
            return Claim(
                "number",
                number.start,
                number.end,
                said,
                measure=fact.name,
                proof=fact.proof,
                called=fact.called,
            )
        if fact is None:
            return Claim("number", number.start, number.end, said, "unproved", code)
        also = self._also(number, fact.name)
        fix = as_written(fact.shown, self.text, number)
        return Claim(
            "number",
            number.start,
            number.end,
            said,
            "wrong",
            code,
            fact.name,
            fact.shown,
            fact.proof,
            fix,
            also=also,
            called=fact.called,
        )

    def _also(self, number: Numeral, name: str) -> str | None:
        """The measure whose value this number is, where it is not the one named; a cure before what equals it."""
        found = {
            other
            for other, entries in self.by_name.items()
            for entry in entries
            if other not in (name, *_DERIVED)
            and entry.fact.kind in ("figure", "line")
            and equal(number, entry)
        }
        return min(
            found,
            key=lambda other: (not other.startswith("cure_"), not other.endswith("_line"), other),
            default=None,
        )

    def _allowed(self, name: str, number: Numeral) -> list[Entry] | None:
        """The entries a number may be under a name; ``None`` where the name takes another sort of number."""
        if name == FIGURES:
            entries = [
                e for known in self.by_name.values() for e in known if e.fact.kind in ("figure", "line")
            ]
        elif name == "lines":
            above = [e for e in self.by_name.get("withdrawal_line", ()) if equal(number, e)]
            entries = [e for line in LINES[:4] for e in self.by_name.get(line, ())] + above
        else:
            entries = self.entries.get(name) or self.by_name.get(name) or []
        entries = self._of_subject(entries, number)
        fitting = [e for e in entries if units_agree(number, e) or e.value == number.value]
        return fitting if fitting or not entries else None

    def _of_subject(self, entries: list[Entry], number: Numeral) -> list[Entry]:
        """Those of the security, contract or class last named; without one those of the general case, else all."""
        named = self.passages.subjects(number)
        for subject in reversed(named):
            own = [e for e in entries if subject in {fold_name(s) for s in e.fact.subjects}]
            if own:
                return own
        general = [e for e in entries if not e.fact.subjects]
        return general or ([] if named else entries)

    def _says_sign(self, number: Numeral, fact: Fact) -> bool:
        """What is negative is said to be: by a minus, or in words."""
        start = self.passages.clause(number.start)[0]
        is_negative = any(form.startswith("-") for form in fact.forms)
        return not is_negative or bool(_MINUS.search(self.text[start : number.start]))

    def _is_history(self, number: Numeral) -> bool:
        start = self.passages.clause(number.start)[0]
        return bool(_THEN.search(self.text[start : number.start]))

    def _named(self, number: Numeral, others: Sequence[Numeral]) -> list[str]:
        """What a number may be said of, the likeliest first."""
        tied = self._tied(number) or self._in_formula(number, others)
        if tied:
            return [tied]
        start, end = self.passages.clause(number.start)
        before = self.passages.labels_in(start, number.start)
        if before[-1:] == [_LEAST] and len(before) > 1 and not self.passages.is_ratio(before[-2]):
            before = before[:-1]
        named = self._special(number, start, end)
        named += [before[-1]] if before else []
        named += self._in_turn(number, others)
        previous, following = beside(number, others)
        previous, following = max(previous, start), min(following, end)
        done = deed(self.text[previous : number.start], self.text[number.end : following])
        done = done or deed(self.text[start : number.start], "")
        if done and done in self.by_name:
            named.append(done)
        gap = _BESIDE.match(self.text, number.end)
        label = self._label_at(gap.end()) if gap else None
        named += [label] if label else []
        if not before:
            named += self._of_sentence(number, end)
        return list(dict.fromkeys(name for name in named if name))

    def _special(self, number: Numeral, start: int, end: int) -> list[str]:
        """A line right after 低于 and the like, the ratio that a cure leads to, a line whose maker is spoken of."""
        before = self.text[start : number.start]
        ratio = may_be_ratio(number)
        if ratio and unnamed_ratio(before) == "lines" and self.passages.of_ratio(start, number.start):
            return ["lines"]
        if ratio and _REQUIRED.search(before) and self.passages.of_ratio(start, number.start):
            return ["lines"]
        if ratio and _BROUGHT_TO.search(before):
            return ["restore_line"]
        if ratio and _AFTERWARDS.search(before):
            return ["ratio_after", "restore_line"]
        if ratio and _LINE_TALK.search(self.text, start, end) and not self.passages.labels_in(start, end):
            return ["lines"]
        unnamed = number.unit == "shares" and not self.passages.labels_in(start, number.start)
        return ["quantity"] if unnamed else []

    def _in_formula(self, number: Numeral, others: Sequence[Numeral]) -> str | None:
        """An input of 「资产 ÷ 负债 = 比例」 written out may be any figure; what follows its = is what it began with."""
        before, behind = self.text[max(0, number.start - 12) : number.start], self.text[number.end :][:12]
        calculated = _OPERATED.search(before) or _OPERATES.match(behind)
        start, (clause, _) = self.passages.sentence(number.start), self.passages.clause(number.start)
        own = self.passages.labels_in(max(clause, beside(number, others)[0]), number.start)
        if not self.free or not calculated or own:
            return None
        names = self.passages.labels_in(start, number.start)
        return names[0] if _RESULT.search(before) and names else FIGURES

    def _of_sentence(self, number: Numeral, end: int) -> list[str]:
        """What a clause without a name goes on with: its account, its sentence, what follows, the sentence before."""
        implied = unnamed_ratio(self.text[self.passages.sentence(number.start) : number.start])
        of_account = (
            [implied] if implied and "maintenance_ratio" in self.by_name and may_be_ratio(number) else []
        )
        if implied == "lines" and of_account:
            return of_account
        sentence = self.passages.sentence(number.start)
        spoken = self.passages.labels_in(sentence, number.start)
        after = self.passages.labels_in(number.end, end)[:1]
        named = [*spoken[-1:], *spoken[:1], *of_account, *after]
        return named or self.passages.labels_in(self.passages.sentence(sentence - 1), sentence)[:1]

    def _tied(self, number: Numeral) -> str | None:
        linked = _TIED.match(self.text, number.end)
        return self._label_at(linked.end()) if linked else None

    def _label_at(self, place: int) -> str | None:
        """The name that begins at a place, unless a number of its own follows it."""
        found = self.behind.match(self.text, place)
        if found is None or _NUMBER_OF_ITS_OWN.match(self.text, found.end()):
            return None
        return found.group()

    def _in_turn(self, number: Numeral, others: Sequence[Numeral]) -> list[str]:
        """「还款、追加、卖券分别为 A、B、C」: the name in the same place of its list."""
        start = self.passages.sentence(number.start)
        mark = _IN_TURN.search(self.text, start)
        if mark is None or mark.start() > self.passages.sentence_end(number.start):
            return []
        end = self.passages.sentence_end(number.start)
        listed = [n for n in others if start <= n.start < end and units_like(n, number)]
        names = self.passages.labels_in(start, listed[0].start) if listed else []
        at = listed.index(number) if number in listed else -1
        return [names[len(names) - len(listed) + at]] if at >= 0 and len(names) >= len(listed) else []
