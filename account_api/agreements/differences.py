"""What an amendment changes, as a client can read it: term by term, clause by clause, and the account under both terms."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from account_api.accounts.view import View
from account_api.agreements.amendment_contract import (
    ClauseChangePublic,
    LineBeforeAfterPublic,
    MeaningPublic,
    TermChangePublic,
)
from account_api.agreements.ledger import risk_terms
from account_api.agreements.terms import TermsSet
from account_api.agreements.view import both, clause_of
from account_api.agreements.wording import numbers_of
from account_api.agreements.words import NAMES, words_of
from account_api.clock import local_text
from risk.account import Snapshot
from risk.evaluation import Evaluation, evaluate
from risk.money import parse
from risk.rulebook import Rulebook
from risk.touch import LINES, LineTouches, touches

Effect = Literal["tighter", "looser", "changed"]
SHOWN = ("maintenance_ratio", "shortfall_to_restore", "withdrawable")
_TIGHTER_BELOW = frozenset({"months", "extension_months"})
_NEUTRAL = frozenset(
    {"collateral", "valuation", "day_basis", "fee_basis", "settled", "monthly_day", "stop_at"}
    | {"liquidation_order", "delivery", "call_deadline"}
)


def terms_changed(before: TermsSet, after: TermsSet, body: Mapping[str, Any]) -> list[TermChangePublic]:
    """Every term that the two say differently; `body` numbers the clauses."""
    was, becomes, numbers = before.flat(), after.flat(), numbers_of(body)
    return [
        TermChangePublic.model_validate(
            {
                "name": name,
                "label": both(NAMES[name]),
                "before": was[name],
                "after": becomes[name],
                "before_words": both(words_of(name, was)),
                "after_words": both(words_of(name, becomes)),
                "effect": _effect(name, was[name], becomes[name]),
                "clause": clause_of(name, numbers),
            }
        )
        for name in NAMES
        if was[name] != becomes[name]
    ]


def clauses_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ClauseChangePublic]:
    """Every clause and disclosure whose text is not the same in both bodies, in the order of the new one."""
    was, becomes = dict(_clauses(before)), dict(_clauses(after))
    return [
        ClauseChangePublic.model_validate(
            {
                "no": (becomes.get(key) or was[key])["no"],
                "section": (becomes.get(key) or was[key])["section"],
                "change": "added" if key not in was else "removed" if key not in becomes else "changed",
                "before": _text(was.get(key)),
                "after": _text(becomes.get(key)),
            }
        )
        for key in dict.fromkeys((*becomes, *was))
        if _text(was.get(key)) != _text(becomes.get(key))
    ]


def meaning(view: View | None, before: TermsSet, after: TermsSet, rules: Rulebook) -> MeaningPublic | None:
    """The account on its newest position under both terms; None where there is none."""
    if view is None or view.snapshot is None:
        return None
    old, new = _under(view.snapshot, before), _under(view.snapshot, after)
    was, becomes = evaluate(old, rules), evaluate(new, rules)
    taken = view.snapshot.taken_at
    return MeaningPublic(
        band_before=was.band,
        band_after=becomes.band,
        before=_figures(was),
        after=_figures(becomes),
        lines=list(_lines(touches(old, rules), touches(new, rules))),
        snapshot_time=None if taken is None else local_text(taken),
    )


def _under(snapshot: Snapshot, terms: TermsSet) -> Snapshot:
    return replace(snapshot, terms=risk_terms(terms, snapshot.terms.clauses))


def _figures(found: Evaluation) -> dict[str, dict[str, object]]:
    return {name: found.figures[name].as_json() for name in SHOWN}


def _lines(was: tuple[LineTouches, ...], becomes: tuple[LineTouches, ...]) -> Iterator[LineBeforeAfterPublic]:
    old, new = {each.line: each for each in was}, {each.line: each for each in becomes}
    for line in LINES:
        if line in old or line in new:
            sides = {"before": _side(old.get(line)), "after": _side(new.get(line))}
            yield LineBeforeAfterPublic.model_validate(
                {
                    "line": line,
                    "label": both(NAMES[line]),
                    **{side: told["value"] for side, told in sides.items()},
                    **{f"state_{side}": told["state"] for side, told in sides.items()},
                    **{f"move_{side}": told["move"] for side, told in sides.items()},
                }
            )


def _side(each: LineTouches | None) -> dict[str, Any]:
    if each is None:
        return dict.fromkeys(("value", "state", "move"))
    return {"value": each.as_json()["value"], "state": each.state, "move": each.together.move.as_json()}


def _effect(name: str, before: Any, after: Any) -> Effect:
    if name in _NEUTRAL or before is None or after is None:
        return "changed"
    rises = parse(after, name) > parse(before, name)
    return "tighter" if rises != (name in _TIGHTER_BELOW) else "looser"


def _clauses(body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Clauses by what they are: the term they state, else their number within their section."""
    for section in body["sections"]:
        for clause in section["clauses"]:
            place = clause["term"] or clause["no"].rpartition(".")[2]
            yield (section["kind"], place), {**clause, "section": section["title"]}
    for each in body["disclosures"]:
        yield ("disclosure", each["no"]), {**each, "section": each["title"]}


def _text(clause: Mapping[str, Any] | None) -> dict[str, str] | None:
    return None if clause is None else {"zh": clause["zh"], "en": clause["en"]}
