"""The credit line: what the grade is good for, what the position and the market make of it, and what freezes it.

    line = min(assets × multiple of the grade × factors, most of the grade, assets ÷ least margin ratio), rounded down

An initial line leaves the factors out. A line below what is drawn calls nothing back: it takes no new order. The
outcome is a proposal; a person sets lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from risk.credit.model import Credit
from risk.credit.rows import ROWS
from risk.credit.score import Score, score
from risk.decision import Both, Decision, Gap, Reason, gap, reason
from risk.figure import Figure, Input
from risk.money import display_money, to_text
from risk.rulebook.model import Rulebook
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

GRANT, NO_LINE, KEEP, RAISE = "grant", "no_line", "keep", "raise"
CUT, FREEZE, PERSON = "cut", "freeze", "person"
_FORMULA = (
    "授信额度 = min(在本公司资产 × 等级比例 × 各系数, 等级上限, 资产 ÷ 融资保证金比例下限)，向下取整",
    "credit line = min(assets with the firm × share of the grade × factors, most of the grade, assets ÷ least"
    " financing margin ratio), rounded down",
)
_FREEZES: tuple[tuple[str, Both], ...] = (
    ("overdue_debt", ("a debt is overdue", "有逾期未偿还的债务")),
    ("call_overdue", ("a margin call is overdue", "追保已逾期")),
    ("blacklisted", ("on the firm's list", "列入公司黑名单")),
    ("assessment_lapsed", ("the suitability assessment does not hold any more", "适当性测评已失效")),
)


@dataclass(frozen=True, slots=True)
class Factored:
    """A factor of the line: its threshold, None where its datum is unknown, and what it was read from."""

    code: str
    path: str
    value: Fraction | None
    shown: str
    threshold: Threshold | None


def credit_line(client: Credit, rules: Rulebook) -> Decision:
    """The line to propose, the figure it comes from and every reason. Unknown data make it a person's question."""
    limits = Thresholds(rules, ROWS, client.as_of)
    scored = score(client.profile, client.as_of)
    factors = () if client.current is None else _factors(client, limits)
    line = _line(client, scored, factors, limits)
    frozen, unknown = _freezes(client)
    gaps = (*_gaps(line), *unknown)
    reasons = (
        Reason("grade", "profile", scored.grade, f"grade {scored.grade}", f"信用等级 {scored.grade}"),
        *(_factor_reason(each) for each in factors if each.threshold is not None),
        *frozen,
        *_used(client, line),
        *_not_applied(limits),
    )
    outcome = FREEZE if frozen else PERSON if gaps else _outcome(client, line)
    return Decision(outcome, client.as_of, reasons, gaps, {each.name: each for each in (line, scored.figure)})


def _line(client: Credit, scored: Score, factors: Sequence[Factored], limits: Thresholds) -> Figure:
    share = limits.need("credit_line_multiple", grade=scored.grade)
    most, step = limits.need("credit_line_most", grade=scored.grade), limits.need("credit_line_step")
    ratio = limits.need("financing_margin_ratio", client_class=client.client_class)
    assets = client.position.assets
    product = (assets or Fraction(0)) * share.value
    for each in factors:
        product *= each.threshold.value if each.threshold else 1
    bound = min(product, most.value, (assets or Fraction(0)) / ratio.value)
    used = [share, *(each.threshold for each in factors if each.threshold), most, ratio, step]
    data: list[Input] = [given("assets", assets, "CNY", "position.assets")]
    data += [given(each.code, each.value, "ratio", each.path) for each in factors]
    missing = [
        *(("assets",) if assets is None else ()),
        *(each.path for each in factors if each.threshold is None),
    ]
    return traced(
        "credit_line",
        bound // step.value * step.value,
        "CNY",
        _FORMULA,
        (*data, *(each.input() for each in used)),
        client.as_of,
        rows=tuple(each.row for each in used),
        missing=missing,
    )


def _factors(client: Credit, limits: Thresholds) -> tuple[Factored, ...]:
    position, regime = client.position, client.position.regime
    return (
        _banded(
            "credit_allocation_factor",
            "largest_share_up_to",
            "position.largest_share",
            position.largest_share,
            limits,
        ),
        _banded(
            "credit_history_factor",
            "late_calls_up_to",
            "profile.late_calls",
            client.profile.get("late_calls"),
            limits,
        ),
        Factored(
            "credit_regime_factor",
            "position.regime",
            None,
            f"{regime} ({position.regime_source}, {position.regime_day})",
            None if regime is None else limits.need("credit_regime_factor", regime=regime),
        ),
    )


def _banded(param: str, scope: str, path: str, value: Fraction | None, limits: Thresholds) -> Factored:
    """The factor of the first band whose limit `value` does not pass; the last band has none."""
    if value is None:
        return Factored(param, path, None, "", None)
    cases = [row.scope[scope] for row in ROWS if row.param == param]
    case = next((each for each in cases[:-1] if value <= Fraction(each)), cases[-1])
    return Factored(param, path, value, to_text(value), limits.need(param, **{scope: case}))


def _factor_reason(each: Factored) -> Reason:
    assert each.threshold is not None
    factor = to_text(each.threshold.value)
    note = each.threshold.row
    text = (f"{each.shown}: × {factor}. {note.note}", f"{each.shown}：× {factor}。{note.note_zh}")
    return reason(each.code, each.path, f"× {factor}", text, note)


def _freezes(client: Credit) -> tuple[tuple[Reason, ...], tuple[Gap, ...]]:
    reasons, gaps = [], []
    for code, text in _FREEZES:
        stands: bool | None = getattr(client.standing, code)
        path = f"standing.{code}"
        if stands:
            reasons.append(reason(code, path, FREEZE, text))
        elif stands is None:
            gaps.append(
                gap(
                    code,
                    path,
                    (f"{path} is not known", f"{path} 未知"),
                    ("a person finds it out", "由人工核实"),
                )
            )
    return tuple(reasons), tuple(gaps)


def _gaps(line: Figure) -> tuple[Gap, ...]:
    return tuple(
        gap(
            "missing", path, (f"{path} is not known", f"{path} 未知"), ("bring it", "补充数据"), None, (line,)
        )
        for path in line.missing
    )


def _used(client: Credit, line: Figure) -> tuple[Reason, ...]:
    if line.value is None or client.used <= line.value:
        return ()
    over = display_money(client.used - line.value, "up")
    return (
        reason(
            "drawn_above_line",
            "used",
            "no_new_orders",
            (
                f"{over} more is drawn than the line: no new orders, open contracts stay",
                f"已用额度超出 {over} 元：不再新增，存续合约不受影响",
            ),
        ),
    )


def _not_applied(limits: Thresholds) -> tuple[Reason, ...]:
    """A cap that nobody could check is shown and caps nothing."""
    row = limits.row("single_client_to_net_capital")
    if row is None or row.number is not None:
        return ()
    return (reason(row.param, "", "not_checked", (row.note, row.note_zh), row),)


def _outcome(client: Credit, line: Figure) -> str:
    assert line.value is not None
    if client.current is None:
        return GRANT if line.value else NO_LINE
    if line.value == client.current:
        return KEEP
    return CUT if line.value < client.current else RAISE
