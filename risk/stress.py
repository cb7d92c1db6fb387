"""Stress tests of one account: before and after a scenario, which lines are crossed, how far away, what would cure it.

Every result says by which requirement it was judged. `held`: the contract's lines and the conversion rates stay as
they are. `recomputed`: conversion rates are read again against the caps in force and lowered by what the firm is
supposed to cut, and the lines are raised by what it is supposed to raise. Scenarios are data (`risk.stress_scenarios`)
and nothing here says how likely one is.

    >>> stress(snapshot, CN, SCENARIOS[1]).after.figures["maintenance_ratio"].display
    '122.10%'
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from risk.account import ZERO, Contract, Holding, Snapshot, Terms
from risk.caps import conversion_rate_cap
from risk.evaluation import evaluate
from risk.fields import BookError, refuse
from risk.figure import Figure, Input, RuleRef
from risk.finding import Finding
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.stress_result import HELD, KINDS, LineStand, Requirement, State, StressResult
from risk.stress_scenarios import SCENARIOS, IndexMove, Scenario, limit_down_of
from risk.stress_shocks import Facts, Shocked, shocked
from risk.valuation import unique, value

__all__ = ("HELD", "Requirement", "StressResult", "scenario_named", "stress")

LINES = ("withdrawal_line", "warning_line", "restore_line", "liquidation_line", "minimum_line")
_LIMIT_DOWN_OF_ONE = re.compile(r"limit_down_(?P<days>[123]):(?P<security>[0-9A-Z]{1,8}\.[A-Z]{2})")


def scenario_named(name: str, scenarios: Sequence[Scenario] = SCENARIOS) -> Scenario:
    """The scenario of that name, or of one security at its lower limit (`limit_down_2:300750.SZ`). Raises `BookError` else."""
    for each in scenarios:
        if each.name == name:
            return each
    one = _LIMIT_DOWN_OF_ONE.fullmatch(name)
    if one is not None:
        return limit_down_of(one["security"], int(one["days"]))
    raise BookError([refuse("scenario", "not_one_of", name)])


def stress(
    s: Snapshot,
    rules: Rulebook,
    scenario: Scenario,
    requirement: Requirement = HELD,
    facts: Facts | None = None,
) -> StressResult:
    """One scenario done to an account. Raises `BookError` for a requirement out of range."""
    _check(requirement)
    known = facts or Facts()
    after = shocked(s, scenario.shocks, rules, known)
    judged = _required(after.snapshot, rules, requirement)
    evaluated = evaluate(judged, rules)
    before = evaluate(s, rules)
    named = unique((*after.missing, *evaluated.figures["maintenance_ratio"].missing))
    return StressResult(
        scenario,
        requirement,
        before,
        evaluated,
        tuple(_lines(Sheet(value(s), rules), Sheet(value(judged), rules))),
        tuple(_prices(Sheet(value(s), rules), after)),
        named,
        (*evaluated.findings, *_findings(scenario, after, known)),
    )


def _check(requirement: Requirement) -> None:
    errors = []
    if requirement.kind not in KINDS:
        errors.append(refuse("requirement", "not_one_of", requirement.kind))
    for name, number in (
        ("conversion_cut", requirement.conversion_cut),
        ("line_rise", requirement.line_rise),
    ):
        if not 0 <= number <= 1:
            errors.append(refuse(name, "out_of_range", to_text(number)))
        elif number and requirement.kind == "held":
            errors.append(refuse(name, "contradicts", to_text(number)))
    if errors:
        raise BookError(errors)


def _required(s: Snapshot, rules: Rulebook, requirement: Requirement) -> Snapshot:
    """The account as it is judged: as it stands, or with its rates and lines worked out again."""
    if requirement.kind == "held":
        return s
    cut = requirement.conversion_cut

    def rate(code: str, given: Fraction | None, asset_class: str | None, status: str) -> Fraction | None:
        row = conversion_rate_cap(rules, code, s.as_of, asset_class, status)
        cap = None if row is None else row.number
        least = given if cap is None or given is None else min(given, cap)
        return None if least is None else max(ZERO, least - cut)

    def held(row: Holding) -> Holding:
        return replace(
            row, conversion_rate=rate(row.security, row.conversion_rate, row.asset_class, row.status)
        )

    def contract(row: Contract) -> Contract:
        return replace(row, conversion_rate=rate(row.security, row.conversion_rate, None, "normal"))

    return replace(
        s,
        terms=_raised(s.terms, requirement.line_rise),
        collateral=tuple(held(row) for row in s.collateral),
        financing=tuple(contract(row) for row in s.financing),
        shorts=tuple(contract(row) for row in s.shorts),
    )


def _raised(terms: Terms, rise: Fraction) -> Terms:
    least = terms.minimum_line
    return replace(
        terms,
        warning_line=terms.warning_line + rise,
        liquidation_line=terms.liquidation_line + rise,
        restore_line=terms.restore_line + rise,
        minimum_line=None if least is None else least + rise,
    )


def _lines(before: Sheet, after: Sheet) -> Iterator[LineStand]:
    for name in LINES:
        was, is_now = getattr(before.snapshot.terms, name), getattr(after.snapshot.terms, name)
        if was is None:
            continue
        line, rule = after.line(name, is_now)
        yield LineStand(
            name,
            is_now,
            _state(before, was),
            _state(after, is_now),
            *_distances(after, line, rule),
        )


def _state(sheet: Sheet, line: Fraction) -> State:
    ratio = sheet.ratio
    if sheet.valuation.liabilities == 0:
        return "no_debt"
    if ratio is None:
        return "indeterminate"
    if ratio.above(line):
        return "above"
    return "on" if ratio.at_least(line) else "below"


def _distances(sheet: Sheet, line: Input, rule: RuleRef) -> tuple[Figure, Figure]:
    ratio, level, inputs = sheet.ratio, line.value or ZERO, (sheet.assets(), sheet.liabilities(), line)
    quotient = ratio.value if ratio else None
    room = None if ratio is None else _room(ratio, level)
    missing = sheet.valuation.missing
    distance = sheet.figure(
        f"distance_to_line.{line.name}",
        None if quotient is None else quotient - level,
        "higher_safer",
        inputs,
        unit="ratio",
        rule=(rule,),
        missing=missing,
    )
    return distance, sheet.figure(
        f"room_above_line.{line.name}", room, "higher_safer", inputs, rule=(rule,), missing=missing
    )


def _room(ratio: Ratio, level: Fraction) -> Fraction:
    return ratio.numerator - level * ratio.denominator


def _prices(before: Sheet, after: Shocked) -> Iterator[Figure]:
    """The price of each security before and after, one figure a security that has moved or become unknown."""
    was, then = _first_prices(before.snapshot), _first_prices(after.snapshot)
    for code, price in was.items():
        moved = then[code]
        if price is None or moved == price:
            continue
        share = None if moved is None or not price else moved / price - 1
        yield before.figure(
            f"stressed_price.{code}",
            moved,
            "higher_safer",
            (
                Input("price", price, "price", code, before.priced_at),
                Input("move", share, "ratio", "scenario"),
            ),
            unit="price",
            rule=after.rules.get(code, ()),
            missing=tuple(name for name in after.missing if name.startswith(f"{code}.")),
        )


def _first_prices(s: Snapshot) -> dict[str, Fraction | None]:
    prices: dict[str, Fraction | None] = {}
    for held in s.collateral:
        prices.setdefault(held.security, held.price)
    for _, owed in s.contracts():
        prices.setdefault(owed.security, owed.price)
    return prices


def _findings(scenario: Scenario, after: Shocked, facts: Facts) -> Iterator[Finding]:
    for code in after.still:
        yield Finding(
            "not_moved",
            "info",
            code,
            f"{code} does not trade and stays at its price or fair value",
            f"{code} 未在交易，按现价或公允价值不变",
        )
    if any(isinstance(shock, IndexMove) for shock in scenario.shocks) and not facts.betas:
        yield Finding(
            "beta_assumed",
            "info",
            "betas",
            "no beta was given; every security moves as the index does",
            "未提供贝塔值，各证券按与指数同幅变动计算",
        )
