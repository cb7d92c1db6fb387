"""What a margin call looks like to who has to act: state, deadline, what is owed, what comes next, how it came here."""

from collections.abc import Sequence
from datetime import date

from risk.account import ZERO
from risk.calls.machine import Outcome, next_steps, owed_notices
from risk.calls.model import CallFile
from risk.calls.transitions import REFUSALS
from risk.figure import Figure
from risk.formulas import FORMULAS
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.traced import given, traced


def report(file: CallFile, outcomes: Sequence[Outcome], rules: Rulebook) -> dict[str, object]:
    """A call as JSON after `outcomes`, which began with `file`."""
    now = outcomes[-1].file if outcomes else file
    return {
        "kind": now.kind,
        "state": now.state,
        "called_on": None if now.called_on is None else now.called_on.isoformat(),
        "deadline": None if now.deadline is None else now.deadline.isoformat(),
        "provisional": now.provisional,
        "owed": [each.as_json() for each in owed_notices(now)],
        "served": list(now.served),
        "next": [_step(each.as_json(), now, rules) for each in next_steps(now)],
        "figures": {each.name: each.as_json() for each in figures(now)},
        "history": [_row(each) for each in outcomes],
    }


def figures(file: CallFile) -> tuple[Figure, ...]:
    """The ratio after the last event that told it, what is lacking to the restore line, and, since the call, what came in from
    outside and what was repaid out of the account.
    """
    if file.last_at is None:
        return ()
    known = file.assets is not None and file.debt is not None
    assets, debt = file.assets or ZERO, file.debt or ZERO
    missing = () if known else ("assets", "debt")
    sides = (
        given("total_assets", file.assets, "CNY", "events"),
        given("total_liabilities", file.debt, "CNY", "events"),
    )
    restore = given("restore_line", file.lines.restore, "ratio", "lines.restore")
    day = file.last_at.date()
    lacking = max(ZERO, file.lines.restore * debt - assets)
    made = _paid(file, day)
    if file.kind != "maturity":
        ratio = Ratio(assets, debt).value
        made += [
            traced(
                "maintenance_ratio",
                ratio,
                "ratio",
                FORMULAS["maintenance_ratio"],
                sides,
                day,
                direction="higher_safer",
                missing=missing,
            ),
            traced(
                "shortfall_to_restore",
                lacking,
                "CNY",
                FORMULAS["shortfall_to_restore"],
                (*sides, restore),
                day,
                direction="lower_safer",
                missing=missing,
            ),
        ]
    return tuple(made)


def _paid(file: CallFile, day: date) -> list[Figure]:
    """What came in from outside since the call, and what was repaid out of the account."""
    brought, repaid = (
        given("contributed", file.contributed, "CNY", "events"),
        given("repaid", file.repaid, "CNY", "events"),
    )
    came = ("追保以来转入 = Σ 从账户外转入的各次金额", "came in since the call = Σ of what came from outside")
    inside = (
        "追保以来偿还 = Σ 账户内各次偿还的金额",
        "repaid since the call = Σ of what was repaid out of the account",
    )
    return [
        traced("contributed", file.contributed, "CNY", came, (brought,), day),
        traced("repaid_since_call", file.repaid, "CNY", inside, (repaid,), day),
    ]


def _step(step: dict[str, object], file: CallFile, rules: Rulebook) -> dict[str, object]:
    """A step with the row of the rulebook it rests on, as in force at the last event."""
    found = rules.in_force(str(step["rule"]), file.last_at.date()) if file.last_at else None
    return {**step, "row": None if found is None else found.ref().as_json()}


def _row(outcome: Outcome) -> dict[str, object]:
    words = REFUSALS[outcome.refusal] if outcome.refusal else None
    return {
        "at": outcome.event.at.isoformat(),
        "event": outcome.event.name,
        "signal": outcome.signal,
        "from": outcome.was,
        "to": outcome.file.state,
        "refusal": None
        if words is None
        else {"code": outcome.refusal, "text": words[0], "text_zh": words[1]},
    }
