"""Whether an open contract may be extended: asked in time, no longer than the rule allows, on an account that stands well.

The length of one extension is the exchanges'; the window, the ratio and the number of extensions are the firm's own. The
outcome is a proposal to the person who decides; what is unknown is a gap and never counts for or against the client.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from risk.admission.months import add_months
from risk.decision import Both, Decision, Gap, Reason, gap, reason
from risk.figure import Figure
from risk.money import display_ratio, to_text
from risk.rulebook.model import Rulebook
from risk.rulebook.row import Row
from risk.thresholds import Thresholds, firm_set
from risk.traced import given, traced

MAY, NOT_NOW, PERSON = "may_extend", "not_now", "person"
MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"

ROWS: tuple[Row, ...] = (
    firm_set(
        "extension_opens_days",
        "120",
        "days",
        "An extension may be asked for so many days before the contract falls due.",
        "合约到期前多少天内可以申请展期。",
        force="cap",
    ),
    firm_set(
        "extension_least_ratio",
        "1.50",
        "ratio",
        "The maintenance ratio from which an extension is agreed to.",
        "同意展期所需的维持担保比例。",
        force="floor",
    ),
    firm_set(
        "extension_most",
        "2",
        "count",
        "How often one contract is extended at most.",
        "同一合约最多展期次数。",
        force="cap",
    ),
)
_DAYS_TO_DUE = ("距到期天数 = 到期日 − 今日", "days to due = due day − today")


@dataclass(frozen=True, slots=True)
class Extension:
    """What is asked about one contract on `as_of`. `ratio` is the account's maintenance ratio as a figure, without value where
    it is unknown or nothing is owed; `extended` counts the extensions so far; None is unknown.
    """

    as_of: date
    due: date | None
    months: int
    ratio: Figure
    extended: int
    call_open: bool | None = None
    blacklisted: bool | None = None


@dataclass(frozen=True, slots=True)
class _Check:
    """One condition: how it stands, what it says, what closes it and from when."""

    code: str
    path: str
    outcome: str
    text: Both
    closes: Both
    row: Row | None = None
    earliest: date | None = None

    def reason(self) -> Reason:
        return reason(self.code, self.path, self.outcome, self.text, self.row)

    def gap(self) -> Gap:
        return gap(self.code, self.path, self.text, self.closes, self.earliest)


def check_extension(asked: Extension, rules: Rulebook) -> Decision:
    """Every condition with its rule. `not_now` where one is not met, `person` where one is unknown."""
    checks = tuple(_checks(asked, Thresholds(rules, ROWS, asked.as_of)))
    outcomes = {each.outcome for each in checks}
    outcome = NOT_NOW if NOT_MET in outcomes else PERSON if UNKNOWN in outcomes else MAY
    return Decision(
        outcome,
        asked.as_of,
        tuple(each.reason() for each in checks),
        tuple(each.gap() for each in checks if each.outcome != MET),
        {asked.ratio.name: asked.ratio, "days_to_due": days_to_due(asked)},
    )


def extended_due(due: date, months: int) -> date:
    """The day on which a contract due on `due` falls due after so many months more."""
    return add_months(due, months)


def days_to_due(asked: Extension) -> Figure:
    """Calendar days until the contract falls due; below zero once it is past."""
    missing = ("contract.due",) if asked.due is None else ()
    days = None if asked.due is None else (asked.due - asked.as_of).days
    inputs = (given("days_to_due", days, "days", "contract.due", asked.due),)
    value = None if days is None else Fraction(days)
    return traced("days_to_due", value, "days", _DAYS_TO_DUE, inputs, asked.as_of, missing=missing)


def _checks(asked: Extension, limits: Thresholds) -> Iterator[_Check]:
    yield from _in_time(asked, limits)
    yield _length(asked, limits)
    yield _ratio(asked, limits)
    yield _flag("call_open", asked.call_open, _CALL)
    yield _flag("blacklisted", asked.blacklisted, _LISTED)
    yield _count(asked, limits)


_PERSON_LOOKS: Both = ("a person looks at it", "由人工核实")
_CALL: tuple[Both, Both, Both] = (
    ("no margin call is open", "没有未了结的追保"),
    ("a margin call is open", "有未了结的追保"),
    ("meet the call first", "先补足追保"),
)
_LISTED: tuple[Both, Both, Both] = (
    ("not on the firm's list", "未列入公司黑名单"),
    ("on the firm's list", "已列入公司黑名单"),
    _PERSON_LOOKS,
)
"""What is said where it is not so, where it is, and what closes it."""


def _in_time(asked: Extension, limits: Thresholds) -> Iterator[_Check]:
    """Before the due day, and not before the firm's window."""
    window = limits.need("extension_opens_days")
    due, path = asked.due, "contract.due"
    if due is None:
        unknown: Both = ("the due day is not known", "到期日未知")
        yield _Check("in_time", path, UNKNOWN, unknown, _PERSON_LOOKS, window.row)
        return
    if due < asked.as_of:
        late: Both = (f"it fell due on {due}: the request is late", f"合约已于{due}到期，申请已逾期")
        yield _Check("in_time", path, NOT_MET, late, ("repay the contract", "偿还该合约"), window.row)
        return
    opens = due - timedelta(days=int(window.value))
    days = to_text(window.value)
    soon = opens <= asked.as_of
    text: Both = (
        f"due on {due}, open to requests from {opens} ({days} days before)",
        f"{due}到期，自{opens}起可申请（到期前{days}天）",
    )
    yield _Check(
        "in_time",
        path,
        MET if soon else NOT_MET,
        text,
        ("ask from that day on", "届时再申请"),
        window.row,
        None if soon else opens,
    )


def _length(asked: Extension, limits: Thresholds) -> _Check:
    most = limits.need("extension_length")
    months = to_text(most.value)
    text: Both = (
        f"{asked.months} months asked, at most {months}",
        f"申请{asked.months}个月，最长{months}个月",
    )
    fits = 1 <= asked.months <= most.value
    return _Check(
        "length",
        "months",
        MET if fits else NOT_MET,
        text,
        (f"ask for {months} or less", f"不超过{months}个月"),
        most.row,
    )


def _ratio(asked: Extension, limits: Thresholds) -> _Check:
    least = limits.need("extension_least_ratio")
    line = display_ratio(least.value, "up")
    value = asked.ratio.value
    closes: Both = (f"bring the ratio to {line}", f"将维持担保比例补足至{line}")
    if value is None:
        text: Both = ("the maintenance ratio is not known", "维持担保比例未知")
        return _Check("ratio", "maintenance_ratio", UNKNOWN, text, _PERSON_LOOKS, least.row)
    shown = asked.ratio.display
    text = (f"maintenance ratio {shown}, at least {line}", f"维持担保比例{shown}，应不低于{line}")
    stands = MET if value >= least.value else NOT_MET
    return _Check("ratio", "maintenance_ratio", stands, text, closes, least.row)


def _count(asked: Extension, limits: Thresholds) -> _Check:
    most = limits.need("extension_most")
    text: Both = (
        f"extended {asked.extended} times so far, at most {to_text(most.value)}",
        f"已展期{asked.extended}次，最多{to_text(most.value)}次",
    )
    fits = asked.extended < most.value
    closes: Both = ("repay the contract when due", "到期偿还该合约")
    return _Check("count", "contract.extended", MET if fits else NOT_MET, text, closes, most.row)


def _flag(code: str, stands: bool | None, said: tuple[Both, Both, Both]) -> _Check:
    clear, met_with, closes = said
    path = f"standing.{code}"
    if stands is None:
        return _Check(code, path, UNKNOWN, (f"{code} is not known", f"{code} 未知"), _PERSON_LOOKS)
    return _Check(code, path, NOT_MET, met_with, closes) if stands else _Check(code, path, MET, clear, closes)
