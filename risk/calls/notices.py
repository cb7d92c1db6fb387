"""The notices a call owes, as data: what brings each on, what may not happen before it is served, by what rule.

That the client be told and given time is law (条例 Art. 54); the form and the channel are the contract's. Notices
without a rule are the firm's own and marked so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from risk.calls.model import KINDS, Kind, State
from risk.calls.transitions import Signal

FIRM_SET = "firm-set"


@dataclass(frozen=True, slots=True)
class Notice:
    """Owed when its file enters one of `entering` or sees one of `on`; `before` are the states it must precede.

    `lapses` are the states in which it is no longer owed. `rule` is a parameter of the rulebook, or "firm-set".
    """

    code: str
    to: str
    text: str
    text_zh: str
    rule: str = FIRM_SET
    entering: tuple[State, ...] = ()
    on: tuple[Signal, ...] = ()
    before: tuple[State, ...] = ()
    lapses: tuple[State, ...] = ()
    kinds: tuple[Kind, ...] = KINDS

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "to": self.to,
            "text": self.text,
            "text_zh": self.text_zh,
            "rule": self.rule,
            "before": list(self.before),
        }


_LIQUIDATED: tuple[State, ...] = ("closed", "closed_with_debt")
_SETTLED: tuple[State, ...] = ("met", "met_by_market", "waived")

NOTICES: tuple[Notice, ...] = (
    Notice(
        "watch",
        "client",
        "The ratio is below the line from which the firm looks closer; nothing has to be done yet.",
        "维持担保比例已低于关注线，目前无须操作。",
        entering=("watch",),
        lapses=("normal", "called"),
        kinds=("maintenance", "minimum"),
    ),
    Notice(
        "maturity_near",
        "client",
        "A contract comes due soon: repay it, or apply for an extension in time.",
        "合约即将到期，请按时偿还或提前申请展期。",
        entering=("watch",),
        lapses=("normal", "called"),
        kinds=("maturity",),
    ),
    Notice(
        "call",
        "client",
        "Top up collateral to the restore line by the deadline.",
        "请在期限前追加担保物至补足线。",
        rule="liquidation_duty",
        entering=("called",),
        before=("overdue", "liquidating", *_LIQUIDATED),
        lapses=_SETTLED,
        kinds=("maintenance", "minimum"),
    ),
    Notice(
        "call",
        "client",
        "The contract is due: repay it by the deadline.",
        "合约已到期，请在期限前偿还。",
        rule="liquidation_duty",
        entering=("called",),
        before=("overdue", "liquidating", *_LIQUIDATED),
        lapses=_SETTLED,
        kinds=("maturity",),
    ),
    Notice(
        "deadline_extended",
        "client",
        "The deadline has been moved by agreement.",
        "期限已按约定顺延。",
        on=("extended",),
        before=("liquidating",),
        lapses=_SETTLED,
    ),
    Notice(
        "deadline_moved",
        "client",
        "The exchange was closed on a day that was to be a session; the deadline has moved.",
        "交易所临时休市，期限相应顺延。",
        lapses=_SETTLED,
    ),
    Notice(
        "overdue",
        "client",
        "The deadline has passed; collateral may be sold as the contract says.",
        "期限已过，公司可按合同约定处分担保物。",
        rule="liquidation_duty",
        entering=("overdue",),
        before=("liquidating", *_LIQUIDATED),
        lapses=_SETTLED,
    ),
    Notice(
        "liquidation_result",
        "client",
        "What was sold, at what prices, what it repaid and what remains.",
        "处分的证券、价格、偿还金额及余额。",
        on=("sold",),
        before=_LIQUIDATED,
    ),
    Notice(
        "call_ended",
        "client",
        "The call has ended.",
        "本次追保已解除。",
        entering=_SETTLED,
    ),
    Notice(
        "residual_debt",
        "client",
        "A debt remains after the collateral was sold; how it is to be repaid is agreed with a person.",
        "处分担保物后仍有欠款，偿还安排由人工与您商定。",
        entering=("closed_with_debt",),
    ),
)


def of_kind(kind: Kind) -> tuple[Notice, ...]:
    """The notices a file of this kind may owe."""
    return tuple(each for each in NOTICES if kind in each.kinds)


def find(kind: Kind, codes: Iterable[str]) -> tuple[Notice, ...]:
    """The notices of these codes, in the order of the list."""
    wanted = frozenset(codes)
    return tuple(each for each in of_kind(kind) if each.code in wanted)


def before(kind: Kind, state: State) -> tuple[str, ...]:
    """The notices that must have been served before a file of this kind enters `state`."""
    return tuple(each.code for each in of_kind(kind) if state in each.before)
