"""What if: an account as it stands, the same account after some changes, and where prices would touch its lines then.

    >>> what_if(snapshot, read_changes([{"op": "price", "security": "600036.SH", "pct": "-8"}]), CN)

Changes happen in the order given, each on what the ones before it left; only `terms` hold for the whole question,
wherever they stand. What has accrued until today stays as it is. Days that pass add, per contract, the interest of
those days alone, rounded half-up to the fen: an account that owes 600,000 at 6.5 % owes 1,083.33 more after ten.
A fee on market value is counted at the price reached by then, and no penalty rate is counted. The account is then
looked at under the rules of the later day. Facts only: nothing here says what will happen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from risk.account import Snapshot
from risk.change_kinds import Change, Remove, Repay, Trade
from risk.evaluation import Evaluation, evaluate
from risk.figure import Figure, trace
from risk.finding import Finding
from risk.interest import accrued
from risk.order_limits import credit_line_left
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.supposed import changed
from risk.supposed_rules import rules_under
from risk.target import Target, target_of
from risk.touch import LineTouches, touches
from risk.valuation import value

__all__ = ("WhatIf", "changed", "what_if")

_OPENING = ("buy", "margin_buy", "short")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The account before and after `changes`. `findings`, `lines` and `target` are those of the account after them;
    `credit` is what the credit line still grants, before and after; `interest` what each contract has grown by.
    """

    before: Evaluation
    after: Evaluation
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    lines: tuple[LineTouches, ...]
    credit: tuple[Figure, Figure]
    interest: tuple[Figure, ...] = ()
    target: Target | None = None

    @property
    def trace_id(self) -> str:
        """A hash of everything supposed and computed: equal on any day for equal input."""
        return self._trace(self._told())

    def as_json(self) -> dict[str, object]:
        told = self._told()
        return {
            "before": {name: figure.as_json() for name, figure in self.before.figures.items()},
            "after": {name: figure.as_json() for name, figure in self.after.figures.items()},
            "band_before": self.before.band,
            "band_after": self.after.band,
            "lines": told["lines"],
            "changes": told["changes"],
            "findings": told["findings"],
            "credit_line_left": dict(zip(("before", "after"), told["credit"], strict=True)),
            "interest": told["interest"],
            "target": told["target"],
            "trace_id": self._trace(told),
        }

    def _told(self) -> dict[str, Any]:
        """What was supposed and found, written once for the answer and for its trace."""
        return {
            "changes": [each.as_json() for each in self.changes],
            "findings": [each.as_json() for each in self.findings],
            "lines": [each.as_json() for each in self.lines],
            "credit": [each.as_json() for each in self.credit],
            "interest": [each.as_json() for each in self.interest],
            "target": self.target and self.target.as_json(),
        }

    def _trace(self, told: dict[str, Any]) -> str:
        return trace({"before": self.before.trace_id, "after": self.after.trace_id, **told})


def what_if(
    snapshot: Snapshot, changes: Sequence[Change], rules: Rulebook, target: Fraction | None = None
) -> WhatIf:
    """Evaluate an account before and after changes; with a `target` ratio, how far it is from it then.

    Raises `BookError` for what does not fit the account, and for a target that is not above 1.
    """
    supposed, judged_by = changed(snapshot, changes), rules_under(rules, changes)
    after = evaluate(supposed, judged_by)
    return WhatIf(
        before=evaluate(snapshot, rules),
        after=after,
        changes=tuple(changes),
        findings=(*after.findings, *_without_penalty(snapshot, supposed), *_not_looked_at(changes)),
        lines=touches(supposed, judged_by),
        credit=(
            credit_line_left(Sheet(value(snapshot), rules)),
            credit_line_left(Sheet(value(supposed), judged_by)),
        ),
        interest=tuple(_grown(snapshot, Sheet(value(supposed), judged_by), changes)),
        target=None if target is None else target_of(supposed, judged_by, target),
    )


def _grown(before: Snapshot, after: Sheet, changes: Sequence[Change]) -> Iterator[Figure]:
    """What each contract's interest has grown by in the days supposed; nothing where some of it is supposed repaid."""
    if any(isinstance(each, Repay | Trade) for each in changes) or after.snapshot.as_of == before.as_of:
        return
    so_far = {
        row.contract: accrued(row, before.as_of, before.terms.day_basis) for _, row in before.contracts()
    }
    for _, row in after.snapshot.contracts():
        was, now = so_far[row.contract], row.interest
        known = was is not None and now is not None
        inputs = (
            after.money("interest_before", was, row.contract),
            after.money("interest_after", now, row.contract),
        )
        yield after.figure(
            f"added_interest.{row.contract}",
            now - was if was is not None and now is not None else None,
            "lower_safer",
            inputs,
            missing=() if known else (f"{row.contract}.interest",),
        )


def _without_penalty(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """Contracts that run past their due day in the days supposed: a firm may charge more from then on."""
    for path, row in after.contracts():
        if after.as_of > before.as_of and row.due is not None and row.due < after.as_of:
            yield Finding(
                "penalty_not_counted",
                "warning",
                path,
                f"contract {row.contract} runs past its due day {row.due}; no penalty rate is counted",
                f"合约 {row.contract} 超过到期日 {row.due}，此处未计逾期罚息",
            )


def _not_looked_at(changes: Sequence[Change]) -> Iterator[Finding]:
    """What the figures leave out of trades and removals that are only supposed."""
    trades = [each for each in changes if isinstance(each, Trade)]
    if trades:
        text = "commission and taxes of the trades supposed are not counted"
        yield Finding("costs_not_counted", "info", "changes", text, "未计所设交易的佣金与税费")
    if any(each.side in _OPENING for each in trades):
        text = "whether the order would be taken (margin, credit line, eligibility, limits) is not looked at here"
        text_zh = "此处未核对该委托能否成交（保证金、授信、标的范围、涨跌停与集中度）"
        yield Finding("order_not_checked", "info", "changes", text, text_zh)
    if any(isinstance(each, Remove) for each in changes):
        text = (
            "the ratio still counts the security; whether the contract takes it out of it is not known here"
        )
        text_zh = "维持担保比例中仍计入该证券；合同是否另有约定，此处未知"
        yield Finding("removed_still_counted", "warning", "changes", text, text_zh)
