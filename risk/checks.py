"""Checks over one priced snapshot. Each returns findings; none of them stops or changes a figure.

| code | what was seen |
|---|---|
| `missing` | a datum without which some figure is indeterminate |
| `two_prices` | one security with different prices in two rows |
| `above_cap` | a rate, ratio or line looser than the rule in force for that row |
| `below_floor` | a margin ratio that the rules allow and the firm's own formula does not |
| `floor_used` | a contract without a margin ratio: the lowest one that rules and firm allow was taken |
| `over_six_months` | a contract older than its term and extensions, or written for longer |
| `past_due` | a contract not repaid on its due day |
| `opened_later` | a contract opened after the day of the snapshot |
| `below_minimum` | the ratio is under the minimum line of the contract |
| `over_credit_line` | more is used than the credit line grants |
| `fair_value_used`, `last_price_used` | how a suspended security was valued |
| `not_counted_yet` | cash or securities on their way in |
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date
from fractions import Fraction

from risk.account import ZERO, Contract
from risk.caps import conversion_rate_cap
from risk.finding import Finding
from risk.margin_ratio import Demanded, demanded
from risk.money import to_text
from risk.rulebook.floors import for_contract
from risk.sheet import Sheet

_MONTHS_A_YEAR = 12
_TERM_PARAM = "contract_term"


def check(sheet: Sheet) -> tuple[Finding, ...]:
    """Every finding about one account, in the order of the table above."""
    checks = (
        _missing,
        _two_prices,
        _rates_above_cap,
        _ratios_below_floor,
        _withdrawal_line_loosened,
        _contract_terms,
        _below_minimum,
        _over_credit_line,
        _suspended,
        _not_counted_yet,
    )
    return tuple(finding for each in checks for finding in each(sheet))


def _missing(sheet: Sheet) -> Iterator[Finding]:
    for name in sheet.valuation.missing:
        yield Finding(
            "missing",
            "error",
            name,
            f"{name} is unknown: what depends on it cannot be determined",
            f"缺少 {name}：依赖它的数字无法确定",
        )


def _two_prices(sheet: Sheet) -> Iterator[Finding]:
    first: dict[str, Fraction] = {}
    for path, security, price in _prices(sheet):
        if price is None:
            continue
        known = first.setdefault(security, price)
        if known != price:
            yield Finding(
                "two_prices",
                "warning",
                path,
                f"{security} is priced {to_text(known)} and {to_text(price)} in one book",
                f"{security} 在同一份资料中有两个价格：{to_text(known)} 与 {to_text(price)}",
            )


def _prices(sheet: Sheet) -> Iterator[tuple[str, str, Fraction | None]]:
    for i, row in enumerate(sheet.snapshot.collateral):
        yield f"collateral[{i}].price", row.security, row.price
    for path, contract in sheet.snapshot.contracts():
        yield f"{path}.price", contract.security, contract.price


def _rates_above_cap(sheet: Sheet) -> Iterator[Finding]:
    snapshot = sheet.snapshot
    rows = [
        (f"collateral[{i}].haircut", row.security, row.conversion_rate, row.asset_class, row.status)
        for i, row in enumerate(snapshot.collateral)
    ] + [
        (f"{path}.haircut", row.security, row.conversion_rate, None, "normal")
        for path, row in snapshot.contracts()
    ]
    for path, security, rate, asset_class, status in rows:
        cap = conversion_rate_cap(sheet.rules, security, snapshot.as_of, asset_class, status)
        if rate is not None and cap is not None and rate > (cap.number or ZERO):
            yield _looser(path, f"{security} {to_text(rate)}", f"≤ {cap.value}")


def _ratios_below_floor(sheet: Sheet) -> Iterator[Finding]:
    snapshot = sheet.snapshot
    for path, contract in snapshot.contracts():
        at = f"{path}.margin_ratio"
        floor = for_contract(sheet.rules, contract, snapshot.client_class, snapshot.as_of)
        asked = demanded(sheet.rules, contract, snapshot.client_class, snapshot.as_of)
        given = contract.margin_ratio
        if given is None:
            if asked.value is not None:
                yield _lowest_taken(at, contract, asked.value)
        elif floor is not None and floor.number is not None and given < floor.number:
            yield _looser(at, f"{contract.contract} {to_text(given)}", f"≥ {floor.value}")
        elif asked.house and asked.value is not None and given < asked.value:
            yield _below_formula(at, contract, given, asked)


def _lowest_taken(at: str, contract: Contract, ratio: Fraction) -> Finding:
    return Finding(
        "floor_used",
        "warning",
        at,
        f"{contract.contract} has no margin ratio; the lowest allowed, {to_text(ratio)}, was taken",
        f"合约 {contract.contract} 未给出保证金比例，按规则下限 {to_text(ratio)} 计算，公司要求可能更高",
    )


def _below_formula(at: str, contract: Contract, given: Fraction, asked: Demanded) -> Finding:
    formula, ratio = asked.rule[-1].value, to_text(asked.value or ZERO)
    return Finding(
        "below_floor",
        "warning",
        at,
        f"{contract.contract} {to_text(given)} is below the firm's {ratio} ({formula}); it was used as given",
        f"合约 {contract.contract} 的 {to_text(given)} 低于公司要求的 {ratio}（{formula}），仍按所给数值计算",
    )


def _withdrawal_line_loosened(sheet: Sheet) -> Iterator[Finding]:
    agreed = sheet.snapshot.terms.withdrawal_line
    required = sheet.rules.number("withdrawal_line", sheet.snapshot.as_of)
    if agreed is not None and required is not None and agreed < required:
        yield _looser("terms.withdrawal_line", to_text(agreed), f"≥ {to_text(required)}")


def _looser(path: str, given: str, rule: str) -> Finding:
    return Finding(
        "above_cap",
        "warning",
        path,
        f"{given} is looser than the rule in force ({rule}); it was used as given",
        f"{given} 宽于当时有效的规则（{rule}），仍按所给数值计算",
    )


def _contract_terms(sheet: Sheet) -> Iterator[Finding]:
    as_of = sheet.snapshot.as_of
    months = sheet.rules.number(_TERM_PARAM, as_of)
    for path, contract in sheet.snapshot.contracts():
        if contract.opened > as_of:
            yield _about_term(
                "opened_later", path, contract, f"opened {contract.opened}", "开仓日晚于数据日期"
            )
        if contract.due is not None and contract.due < as_of:
            yield _about_term(
                "past_due", path, contract, f"was due {contract.due}", f"已于 {contract.due} 到期"
            )
        if months is None:
            continue
        last_day = add_months(contract.opened, int(months) * (1 + len(contract.extended)))
        if (contract.due or as_of) > last_day or as_of > last_day:
            yield _about_term(
                "over_six_months",
                path,
                contract,
                f"runs past {last_day} with {len(contract.extended)} extensions recorded",
                f"期限超过 {last_day}，已登记展期 {len(contract.extended)} 次",
            )


def _about_term(code: str, path: str, contract: Contract, text: str, text_zh: str) -> Finding:
    return Finding(
        code, "warning", path, f"contract {contract.contract} {text}", f"合约 {contract.contract} {text_zh}"
    )


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter; at most `date.max`."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    if year > MAXYEAR:
        return date.max
    _, length = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, length))


def _below_minimum(sheet: Sheet) -> Iterator[Finding]:
    line, ratio = sheet.snapshot.terms.minimum_line, sheet.ratio
    if line is not None and ratio is not None and ratio.defined and not ratio.at_least(line):
        yield Finding(
            "below_minimum",
            "error",
            "terms.minimum_line",
            f"the maintenance ratio is below the minimum line {to_text(line)}",
            f"维持担保比例低于最低线 {to_text(line)}",
        )


def _over_credit_line(sheet: Sheet) -> Iterator[Finding]:
    used = sum((row.amount for _, row in sheet.snapshot.contracts()), ZERO)
    granted = sheet.snapshot.credit_line
    if granted is not None and used > granted:
        yield Finding(
            "over_credit_line",
            "warning",
            "credit_line",
            f"{to_text(used)} is used of a credit line of {to_text(granted)}",
            f"已用授信 {to_text(used)}，超过授信额度 {to_text(granted)}",
        )


def _suspended(sheet: Sheet) -> Iterator[Finding]:
    for row in sheet.valuation.holdings:
        security = row.holding.security
        if row.holding.status not in ("suspended", "delisting") or row.price is None:
            continue
        if row.holding.fair_value is not None:
            text = f"{security} is taken at the fair value {to_text(row.price)}"
            yield Finding(
                "fair_value_used", "info", row.path, text, f"{security} 按公允价值 {to_text(row.price)} 计算"
            )
        else:
            text = f"{security} does not trade; it is taken at its last price {to_text(row.price)}"
            text_zh = f"{security} 未在交易，按最近价格 {to_text(row.price)} 计算"
            yield Finding("last_price_used", "warning", row.path, text, text_zh)


def _not_counted_yet(sheet: Sheet) -> Iterable[Finding]:
    for i, row in enumerate(sheet.snapshot.incoming):
        what = f"{row.security} × {row.quantity}" if row.security else to_text(row.amount or ZERO)
        yield Finding(
            "not_counted_yet",
            "info",
            f"incoming[{i}]",
            f"{what} counts from {row.counts_from}; no figure includes it yet",
            f"{what} 自 {row.counts_from} 起计入，目前各项数字均未包含",
        )
