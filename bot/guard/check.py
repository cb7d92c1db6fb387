"""The guard: no text goes out with a number, a quote or a claim that its evidence does not carry.

A number passes only when the measure it is said of is the measure of a fact with this value and unit
(``bot.guard.binding``); dates, times, tickets and codes are matched by their own kind (``bot.guard.moments``).
What stands inside a quoted passage in force, or inside a formula shown verbatim, has been proved already.
There is no list of numbers that are harmless; only the marks of a numbered list are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.guard.approved import unapproved
from bot.guard.attribution import misattributed
from bot.guard.binding import Binding
from bot.guard.claim import Claim
from bot.guard.comparison import compared
from bot.guard.deadline import loose_times
from bot.guard.evidence import Evidence, Proof, Standing
from bot.guard.folding import Folded, folded
from bot.guard.index import index_of
from bot.guard.moments import Moments
from bot.guard.numerals import Numeral, fold, numerals
from bot.guard.passages import Passages
from bot.guard.personal import CLIENT_ID, PERSONAL, SOMEBODY_ELSE
from bot.guard.position import positions
from bot.guard.reasons import CONTRACT
from bot.guard.repair import without_list_marks
from bot.guard.statements import denied, false_statements
from bot.guard.wording import banned, instead_of

_HOLE = "\0"
_RATIOS = ("maintenance_ratio", "ratio_after")
_AS_GIVEN = ("person", "quote")  # masked or cut already
_QUOTED = re.compile(r"[“「『]([^”」』]{7,})[”」』]|\"([^\"\n]{7,})\"")
_BESIDE_QUOTE = re.compile(r"[\0\s,.。;:!?、…()]*")
_CITES = re.compile(
    r"(?:规定|约定|写明|条款?|合同|法|办法|细则|通知|原文|明确|according to|rules?|states?|says?|provides?|clause|article|contract|law)"
    r"[^。;!?]{0,6}[:,]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every claim of a text, judged, in order; ``checked`` counts the numbers that were looked at."""

    claims: tuple[Claim, ...]
    checked: int

    @property
    def issues(self) -> tuple[Claim, ...]:
        """The claims that may not go out."""
        return tuple(claim for claim in self.claims if claim.held)

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.issues

    def as_json(self) -> dict[str, Any]:
        """What is recorded of a check: the verdict, how many numbers it looked at, and why each issue was held."""
        issues = [
            {
                "code": each.code,
                "kind": each.kind,
                "text": each.text,
                "measure": each.measure,
                "expected": each.expected,
                "why": each.as_json()["why"],
            }
            for each in self.issues
        ]
        return {"verdict": "passed" if self.passed else "held", "checked": self.checked, "issues": issues}


UNCHECKED = Verdict((), 0)
"""Of what was never looked at: a message passed on to a person."""


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a text made of several that were checked one by one."""
    return Verdict(
        tuple(claim for each in verdicts for claim in each.claims), sum(each.checked for each in verdicts)
    )


def check(text: str, evidence: Evidence, as_of: date) -> Verdict:
    """Check ``text`` against ``evidence``; quotes must be in force on ``as_of``.

    Issue codes: ``unbound_number wrong_value wrong_unit wrong_kind wrong_comparison repealed_rule repealed_quote
    unknown_quote unknown_wording wrong_clause promise forecast advice admission liquidation_notice loose_time personal_data other_client``, and
    with a ``standing`` also ``wrong_state wrong_source``. Places are those of ``text`` as given.
    """
    seen = folded(text)
    proved = (*(fold(quote.text) for quote in evidence.quotes), *(fold(span) for span in evidence.spans))
    own_words = without_list_marks(_without(seen.text, proved))
    found = numerals(own_words)
    index = index_of(evidence.facts)
    passages = Passages(own_words, seen.text, index.labels, index.subjects, index.ratio)
    bound = Binding(own_words, index, passages, evidence.standing is not None, evidence.composed)
    moments = Moments(own_words, index, passages, evidence.standing, evidence.composed)
    plain = [number for number in found if number.kind == "number"]
    judged = [bound.judge(n, plain) if n.kind == "number" else moments.judge(n) for n in found]
    said = judged if evidence.standing is None else denied(own_words, found, judged, passages)
    claims = [
        *_quotes(seen.text, own_words, evidence, as_of),
        *said,
        *compared(own_words, _comparable(found, judged), *_ratios_and_lines(judged)),
        *_wording(own_words, evidence.standing),
        *_strangers(own_words, evidence),
    ]
    claims += false_statements(own_words, found, judged, evidence.facts, passages)
    if evidence.composed:
        claims += unapproved(own_words, found, evidence)
    if evidence.standing is not None:
        claims += _about_account(own_words, found, judged, evidence, evidence.standing, passages)
    return Verdict(tuple(_placed(claims, seen)), len(found))


def make_ready() -> None:
    """Read the sentences, words and characters that every check needs: a fifth of a second that no client waits for."""
    check("维持担保比例 128.00%，保證金。", Evidence(composed=True), date.min)


def _about_account(
    text: str,
    found: Sequence[Numeral],
    judged: Sequence[Claim],
    evidence: Evidence,
    standing: Standing,
    passages: Passages,
) -> Iterable[Claim]:
    """What a text by anybody says beside its numbers: sides of a line, who set it, days in words."""
    deadline = next((fact for fact in evidence.facts if fact.name == "deadline"), None)
    ratios = [_as_ratio(n, claim) for n, claim in zip(found, judged, strict=True)]
    yield from positions(text, ratios, evidence.facts, standing, passages)
    yield from misattributed(text, judged, evidence.facts, passages)
    yield from loose_times(text, found, deadline, standing, passages)


def _comparable(found: Sequence[Numeral], judged: Sequence[Claim]) -> list[Numeral]:
    """The numbers as they compare: a line that follows a line says where the line is, not which is above."""
    kept: list[Numeral] = []
    after_line = False
    for number, claim in zip(found, judged, strict=True):
        line = (claim.measure or "").endswith("_line")
        kept.append(replace(number, unit="") if line and after_line else _as_ratio(number, claim))
        after_line = line if number.kind == "number" else after_line
    return kept


def _ratios_and_lines(judged: Sequence[Claim]) -> tuple[frozenset[int], frozenset[int]]:
    """Where the account's ratio is said, as it is or as it would be, and where a line."""
    measures = [(claim.start, claim.measure or "") for claim in judged]
    return (
        frozenset(start for start, measure in measures if measure in _RATIOS),
        frozenset(start for start, measure in measures if measure.endswith("_line")),
    )


def _as_ratio(number: Numeral, claim: Claim) -> Numeral:
    """130 said of a ratio is 130%: so that it compares."""
    ratio = (
        number.kind == "number" and not number.unit and (claim.measure or "").endswith(("_ratio", "_line"))
    )
    if not ratio or not claim.proof:
        return number
    value = Decimal(number.value)
    return replace(number, unit="ratio", value=f"{value / 100 if value > 20 else value:f}")


def _without(text: str, spans: Iterable[str]) -> str:
    """``text`` with the proved spans blanked; a span never bites a piece out of a longer number."""
    for span in sorted({s.strip() for s in spans if s.strip()}, key=len, reverse=True):
        if span not in text:
            continue
        before = r"(?<![\d.,])" if span[0].isdigit() else ""
        after = r"(?![\d%]|[.,]\d)" if span[-1].isdigit() else ""
        text = re.sub(before + re.escape(span) + after, _HOLE * len(span), text)
    return text


def _quotes(whole: str, own_words: str, evidence: Evidence, as_of: date) -> Iterable[Claim]:
    """Passages quoted: proved where in force; quotation marks around anything else prove nothing."""
    for quote in evidence.quotes:
        words = fold(quote.text).strip()
        start = whole.find(words)
        if start >= 0:
            proof = Proof(
                source=quote.source,
                valid_from=quote.effective_from.isoformat(),
                valid_to=quote.effective_to.isoformat() if quote.effective_to else None,
                quote=quote.text[:80],
            )
            right = quote.in_force(as_of)
            yield Claim(
                "quote", start, start + len(words), quote.text[:40], "ok" if right else "wrong",
                None if right else "repealed_quote", proof=proof, fix=None if right else "",
            )  # fmt: skip
    for match in _QUOTED.finditer(own_words):
        quoted = match.group(1) or match.group(2)
        loose = evidence.standing is not None and not _CITES.search(own_words[: match.start()])
        if not _BESIDE_QUOTE.fullmatch(quoted) and not loose:
            said = quoted.replace(_HOLE, "")[:40]
            inside = match.span(1 if match.group(1) else 2)
            yield Claim("quote", *inside, said, "unproved", "unknown_quote")


def _wording(own_words: str, standing: Standing | None) -> Iterable[Claim]:
    for code, start, end in banned(own_words):
        if code == "loose_time" and standing is not None:
            continue  # judged by the day it means
        fix, reach = instead_of(code, own_words, start, end, standing)
        expected = _deadline_text(standing) if code == "liquidation_notice" else None
        proof = (
            Proof(source=CONTRACT, article=standing.clause, layer="contract")
            if expected and standing
            else None
        )
        yield Claim(
            "wording",
            start,
            end,
            own_words[start:end],
            "wrong",
            code,
            expected=expected,
            proof=proof,
            fix=fix,
            reach=reach,
        )


def _deadline_text(standing: Standing | None) -> str | None:
    return standing.deadline.strftime("%Y-%m-%d %H:%M") if standing and standing.deadline else None


def _strangers(own_words: str, evidence: Evidence) -> Iterable[Claim]:
    for match in PERSONAL.finditer(own_words):
        yield Claim("person", match.start(), match.end(), match.group()[:3] + "…", "wrong", "personal_data")
    for match in SOMEBODY_ELSE.finditer(own_words):
        yield Claim("person", match.start(), match.end(), match.group(), "wrong", "other_client")
    for match in CLIENT_ID.finditer(own_words):
        if match.group() != evidence.client_id:
            yield Claim("person", match.start(), match.end(), match.group(), "wrong", "other_client")


def _placed(claims: Iterable[Claim], seen: Folded) -> Iterable[Claim]:
    """The claims at their places in the text as given, in order, each said once."""
    known: set[tuple[int, int, str | None]] = set()
    for claim in sorted(claims, key=lambda each: (each.start, each.end)):
        if (claim.start, claim.end, claim.code) not in known:
            known.add((claim.start, claim.end, claim.code))
            start, end = seen.span(claim.start, claim.end)
            reach = seen.span(*claim.reach) if claim.reach else None
            said = claim.text if claim.kind in _AS_GIVEN else seen.original[start:end]
            yield replace(claim, start=start, end=end, reach=reach, text=said)
