"""Right numbers in false statements: a clause under the wrong topic, a figure denied, a floor said to be a ceiling.

Only what is judged right by itself is looked at again here; each statement is read within its sentence. A wrong
number that is denied (「不是140%，而是130%」) is the one thing that is right because its number is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.guard.claim import Claim
from bot.guard.evidence import Fact
from bot.guard.numerals import Numeral, fold_name
from bot.guard.passages import Passages, any_of

_DENIED = re.compile(
    r"(?:(?<!是)(?<!并非)(?<!绝非)不是|并非|绝非|不为|不等于|\bisn't|\b(?:is|are|was|were) not|\bnot)\s*(?:cny|rmb|¥)?\s*$"
)
_AT_MOST = re.compile(
    r"(?:(?:不得|不能|不可|不应|不许|不会?)(?:高于|超过|大于|多于)|最高|最多|至多|上限|\bat most|\bno more than|\bnot (?:exceed|above|over)|\bup to|\bmaximum)[^,。;!?\d]{0,8}$"
)
_AT_LEAST = re.compile(
    r"(?:(?:不得|不能|不可|不应|不许|不会?)(?:低于|少于|小于|短于)|最低|最少|最短|至少|起码|下限|\bat least|\bno less than|\bnot (?:be )?(?:below|under|less)|\bminimum)[^,。;!?\d]{0,8}$"
)
_FLOORS = (
    "financing_margin_ratio", "short_margin_ratio", "admission_average_assets", "admission_experience", "restore_minimum",
    "statutory_minimum_maintenance_ratio", "record_retention", "call_period",
)  # fmt: skip
_CEILINGS = ("contract_term", "extension_length", "conversion_rate_cap", "price_limit")
_SELL = re.compile(r"卖|抛|减持|\bsell|\bselling|\bsale\b")
_ENOUGH = re.compile(
    r"够|足够|即可|就行|就好|就可以|就能|便可|补足|回到|恢复到|\benough|\bsuffic|\bwill do\b|back to|restores?"
)
_CALL_WORDS = (
    "追保期限",
    "补足期限",
    "截止时间",
    "追加担保物的期限",
    "追保截止",
    "deadline",
    "time to restore",
)
_CALL = "call_deadline"
_CLAUSE = "clause"


def false_statements(
    text: str, numbers: Sequence[Numeral], judged: Sequence[Claim], facts: Iterable[Fact], passages: Passages
) -> Iterator[Claim]:
    """The claims that were found right, and are not, for what their sentence makes of them."""
    clauses = _clauses_by_topic(facts)
    topics = any_of(clauses)
    for number, claim in zip(numbers, judged, strict=True):
        if claim.held or number.kind not in ("number", "date", "time"):
            continue
        start, end = passages.sentence(number.start), passages.sentence_end(number.start)
        clause = passages.clause(number.start)[0]
        if _is_denied(text, number, passages) or _bound_the_wrong_way(text, claim, clause):
            yield _false(text, claim, "wrong_comparison")
        elif (
            number.unit in ("shares", "lots")
            and _SELL.search(text, start, end)
            and _ENOUGH.search(text, start, end)
        ):
            yield _false(text, claim, "unbound_number")
        elif claim.measure == _CLAUSE:
            said = {match.group() for match in topics.finditer(text, *passages.clause(number.start))}
            near = frozenset().union(*(clauses[topic] for topic in said))
            agreed = near.union(*(clauses[match.group()] for match in topics.finditer(text, start, end)))
            if near and text[number.start : number.end] not in agreed:
                yield _false(text, claim, "wrong_clause", "/".join(sorted(near)))


def denied(text: str, numbers: Sequence[Numeral], judged: Sequence[Claim], passages: Passages) -> list[Claim]:
    """``judged`` once more: what is wrong of its measure, and said not to be so, is right."""
    return [
        replace(claim, verdict="ok", code=None, expected=None, fix=None, also=None)
        if claim.code == "wrong_value" and claim.expected and _is_denied(text, number, passages)
        else claim
        for number, claim in zip(numbers, judged, strict=True)
    ]


def _is_denied(text: str, number: Numeral, passages: Passages) -> bool:
    return bool(_DENIED.search(text, passages.clause(number.start)[0], number.start))


def _bound_the_wrong_way(text: str, claim: Claim, clause: int) -> bool:
    """A least value said to be the most, or the other way round."""
    against = {**dict.fromkeys(_FLOORS, _AT_MOST), **dict.fromkeys(_CEILINGS, _AT_LEAST)}.get(
        claim.measure or ""
    )
    return against is not None and bool(against.search(text, clause, claim.start))


def _clauses_by_topic(facts: Iterable[Fact]) -> dict[str, frozenset[str]]:
    """The clauses in which what goes by a name is agreed; of names with several clauses all of them."""
    found: dict[str, set[str]] = {}
    for fact in facts:
        if fact.proof and fact.proof.layer == "contract" and fact.proof.article:
            names = _CALL_WORDS if fact.proof.rule == _CALL else fact.labels
            for name in names:
                found.setdefault(fold_name(name), set()).add(fact.proof.article)
    return {name: frozenset(clauses) for name, clauses in found.items()}


def _false(text: str, claim: Claim, code: str, expected: str | None = None) -> Claim:
    said = text[claim.start : claim.end]
    return Claim(
        claim.kind, claim.start, claim.end, said, "wrong", code, claim.measure, expected, claim.proof,
        called=claim.called,
    )  # fmt: skip
