"""What the policy desk does not take: days that cannot be, securities and rules there are none of, what loosens law or exchange.

Each refusal names the field, the rule that stands against it, and what would be taken instead.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.errors import FieldProblem, Malformed, refused
from account_api.firm.closures import with_closures
from account_api.firm.queries import whole_number
from account_api.market import queries as market
from account_api.policy import rule_body
from account_api.policy.change import rated, rated_after, row_of, rule_row, terms_without
from account_api.policy.contract import PolicyCreate
from account_api.policy.rule_body import PLACE, Rewritten
from account_api.rules import queries as rules
from account_api.rules.settable import SETTABLE
from account_api.rules.store import firm_rows
from risk.calendar import TradingDay
from risk.caps import conversion_rate_cap
from risk.fields import FieldError, refuse
from risk.margin_ratio import FLOOR, FormulaError, read_formula
from risk.money import to_text
from risk.rulebook import Row, label, read_firm_rules
from risk.rulebook.integrity import loosened

NOTICE_DAYS = "policy_notice_days"
HIGHEST_RATIO = Fraction(10)
_FORMULAS = ("financing_margin_ratio_formula", "short_margin_ratio_formula")


def wrong(field: str, code: str, value: object, text: str, text_zh: str) -> Malformed:
    """One refused field in our own words."""
    return Malformed(text, text_zh, (FieldProblem(field, code, str(value)[:80], text, text_zh),))


def days_of_notice(session: Session, asked: int | None) -> int:
    """The trading days of notice: the firm's own number, or more. Raises Unavailable where the firm has set none."""
    least = whole_number(session, NOTICE_DAYS)
    if asked is not None and asked < least:
        raise wrong(
            "notice_days",
            "out_of_range",
            asked,
            f"Clients are told at least {least} trading days ahead.",
            f"至少须提前 {least} 个交易日通知客户。",
        )
    return least if asked is None else asked


def notify_on(ctx: Context, session: Session, effective: date, notice: int) -> TradingDay:
    """The day the notices go out. Raises Malformed for an effective day that is past, no session, or too near for them."""
    today, calendar = ctx.clock.today(), with_closures(ctx.calendar, session)
    next_session = calendar.add_sessions(today, 0).date
    first = max(calendar.add_sessions(next_session, notice).date, calendar.add_sessions(today, 1).date)
    ahead = (
        f"the first day with {notice} trading days of notice is {first}",
        f"提前 {notice} 个交易日通知的最早生效日为 {first}",
    )
    if effective <= today:
        said = ("is past", "已过") if effective < today else ("is today", "是今天")
        text = f"{effective} {said[0]}: a policy takes effect later than today; {ahead[0]}."
        raise wrong("effective", "out_of_range", effective, text, f"{effective} {said[1]}：{ahead[1]}。")
    if not calendar.is_session(effective):
        open_on = max(calendar.add_sessions(effective, 1).date, first)
        raise wrong(
            "effective",
            "no_session",
            effective,
            f"{effective} is no trading day; the next that can be chosen is {open_on}.",
            f"{effective} 不是交易日；可选的下一个交易日为 {open_on}。",
        )
    if effective < first:
        raise wrong(
            "effective",
            "too_soon",
            effective,
            f"{effective} is too soon: {ahead[0]}.",
            f"{effective} 过早：{ahead[1]}。",
        )
    told = calendar.add_sessions(effective, -notice).date
    return TradingDay(told, effective > calendar.covered_until)


def check(ctx: Context, session: Session, asked: PolicyCreate) -> None:
    """Raises Malformed for a change that cannot be: unknown, beyond law or exchange, or none at all."""
    if asked.security is not None:
        check_security(ctx, session, asked.change["security"], asked.effective)
    else:
        row = rule_row(asked.change["rule"], asked.effective, ctx.clock.today(), "-", asked.reason)
        check_rule(ctx, session, row)


def check_security(ctx: Context, session: Session, asked: Mapping[str, Any], effective: date) -> None:
    """Raises Malformed for an unknown security, a rate above the exchange's cap, or terms that stand already."""
    code = asked["code"]
    security = market.named(session, {code}).get(code)
    standing = terms_without(session, code, effective, applied=False)
    if security is None or standing is None:
        raise refused([refuse("security.code", "not_one_of", code)])
    before = rated(standing)
    after = rated_after(before, asked)
    cap = conversion_rate_cap(ctx.rules, code, effective, security.asset_class, standing.status)
    if cap is not None and cap.number is not None and after.conversion_rate > cap.number:
        rate = to_text(after.conversion_rate)
        raise _loosens("security.conversion_rate", rate, cap)
    if before == after:
        raise _nothing_new("security")


def check_rule(ctx: Context, session: Session, row: dict[str, Any]) -> Rewritten:
    """The firm's file with the row. Raises Malformed for an unknown parameter, case or value, and for one that loosens."""
    held = rules.newest(session, PLACE)
    body = None if held is None else held.body
    known = SETTABLE[PLACE].canonical(str(row["param"]))
    if known is None:
        raise refused([refuse("rule.param", "not_one_of", row["param"])])
    written = rule_body.with_row(body, row)
    read = read_firm_rules(written.body, SETTABLE, firm_rows(body))
    mine = read.rows[-1]
    if mine.errors:
        raise _refused_row(mine.errors, row)
    assert mine.row is not None
    _check_value(mine.row)
    effective = date.fromisoformat(row["valid_from"])
    standing = row_of(ctx.rules, row, effective)
    if standing is not None and _same(standing, mine.row):
        raise _nothing_new("rule.value")
    return written


def _same(standing: Row, row: Row) -> bool:
    if standing.number is None or row.number is None:
        return standing.value == row.value
    return standing.number == row.number


def _check_value(row: Row) -> None:
    """What the rulebook's own reader leaves open: a share above one, an absurd ratio, a formula that is none."""
    number = row.number
    if row.param in _FORMULAS and row.value != FLOOR:
        try:
            read_formula(row.value)
        except FormulaError:
            raise refused([refuse("rule.value", "unsupported", row.value)]) from None
    most = Fraction(1) if row.force == "cap" else HIGHEST_RATIO
    if row.unit == "ratio" and number is not None and number > most:
        raise refused([refuse("rule.value", "out_of_range", row.value)])


def _refused_row(errors: tuple[FieldError, ...], row: Mapping[str, Any]) -> Malformed:
    """The errors of the row, at the fields of the request; what loosens is said with the rule it loosens."""
    packaged = SETTABLE[PLACE].rows(SETTABLE[PLACE].canonical(str(row["param"])) or "")
    if any(error.code == "loosens" for error in errors):
        against = next((each for each in packaged if each.layer != "firm" and _binds(each, row)), None)
        if against is not None:
            return _loosens("rule.value", str(row["value"]), against)
    return refused([_at_request(error) for error in errors])


def _binds(rule: Row, row: Mapping[str, Any]) -> bool:
    """Whether the rule is the one that the row loosens."""
    day = date.fromisoformat(str(row["valid_from"]))
    ours = Row(
        param=rule.param,
        value=str(row["value"]),
        unit=rule.unit,
        layer="firm",
        force=rule.force,
        valid_from=day,
        source=str(row["source"]),
        confidence="firm-set",
        note="",
        note_zh="",
        applies_to=row.get("applies_to", "new"),
        scope=dict(row.get("scope") or {}),
    )
    return loosened(ours, (rule,)) is not None


def _at_request(error: FieldError) -> FieldError:
    name = error.field.rpartition("].")[2]
    field = "effective" if name == "valid_from" else f"rule.{name}"
    return FieldError(field, error.code, error.value, error.text, error.text_zh)


def _loosens(field: str, value: str, rule: Row) -> Malformed:
    """Refused with the rule it stands against: its name, value, document and article."""
    zh, en = label(rule.param)
    place = f"{rule.source}{rule.article or ''}"
    return wrong(
        field,
        "loosens",
        value,
        f"{value} asks for less than the rule does: {en} {rule.value} ({place}, from {rule.valid_from}).",
        f"{value} 比规则宽松：{zh} {rule.value}（{place}，{rule.valid_from} 起）。",
    )


def _nothing_new(field: str) -> Malformed:
    return wrong(field, "unchanged", "", "This is what stands already.", "与现行内容相同，没有变化。")


def as_decimal(number: Fraction) -> Decimal:
    """A rate for a column of the ledger; rates have at most eight places."""
    return Decimal(number.numerator) / Decimal(number.denominator)
