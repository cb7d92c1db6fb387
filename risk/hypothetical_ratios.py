"""Hypothetical questions about the two sides of an account: its ratio now and after a change, how far prices
may fall, what restores it, what may be taken out."""

from fractions import Fraction

from risk.account import ZERO
from risk.cure_amounts import AMOUNTS, THE_THREE
from risk.figure import Input, RuleRef
from risk.finding import Finding
from risk.hypothetical_account import ACCOUNT, Account, has, read_account, repeated
from risk.money import display_ratio
from risk.ratio import Ratio
from risk.worksheet import Worksheet

_IN_MONEY = ("new_price", "add", "repay", "sell", "buy", "withdraw")
_FALLS = repeated("fall")
CHANGES = (*_FALLS, "rise", *_IN_MONEY)


def maintenance_ratio(sheet: Worksheet) -> None:
    """Assets over liabilities; a line given beside it is compared with."""
    account = read_account(sheet)
    _ratio_figure(sheet, "maintenance_ratio", account.assets, account.liabilities)
    _against_the_line(sheet, account.assets, account.liabilities)


def ratio_after(sheet: Worksheet) -> None:
    """The ratio after prices moved, money came in or went out, debt was repaid; then the one before."""
    account = read_account(sheet, scale=any(sheet.given.has(name) for name in _IN_MONEY))
    added, repaid, sold = (_change(sheet, name) for name in ("add", "repay", "sell"))
    bought, withdrawn = _change(sheet, "buy"), _change(sheet, "withdraw")
    if not any(sheet.given.has(name) for name in CHANGES):
        sheet.given.refuse("fall", "missing")
    moved = _moved(sheet, account)
    assets = account.assets + moved + added + bought - sold - withdrawn
    liabilities = account.liabilities + bought - repaid - sold
    if liabilities < 0:
        sheet.given.refuse("sell" if sold else "repay", "out_of_range")
    if assets < 0:
        sheet.given.refuse("withdraw" if withdrawn else "sell", "out_of_range")
    sheet.check()
    _ratio_figure(sheet, "ratio_after", assets, liabilities)
    _ratio_figure(sheet, "maintenance_ratio", account.assets, account.liabilities)
    _against_the_line(sheet, assets, liabilities)


def price_effect(sheet: Worksheet) -> None:
    """What a move of prices gains or loses, in money and as a share of one's own."""
    account = read_account(sheet)
    if not any(sheet.given.has(name) for name in ("fall", "rise", "new_price")):
        sheet.given.refuse("fall", "missing")
    effect = _moved(sheet, account)
    sheet.check()
    sheet.figure("price_effect", effect, "higher_safer")
    own = account.assets - account.liabilities
    net = (Input("net_assets", own, "CNY", "computed"),)
    sheet.figure("effect_on_own", Ratio(effect, own).value, "higher_safer", "ratio", extra=net)


def topup(sheet: Worksheet) -> None:
    """The three ways to a target ratio; all zero where it is reached already."""
    account, target = read_account(sheet), sheet.rate("target")
    if target <= 1 and sheet.given.has("target"):
        sheet.given.refuse("target", "out_of_range")
    sheet.check()
    for name in THE_THREE:
        amount = AMOUNTS[name](account.assets, account.liabilities, target)
        sheet.figure(name, amount, "lower_safer", extra=account.sides())
    if Ratio(account.assets, account.liabilities).at_least(target):
        text = "the ratio is not below the target already"
        sheet.findings.append(
            Finding("already_reached", "info", "target", text, "现在已不低于目标比例，无需补足")
        )


def drop_to_line(sheet: Worksheet) -> None:
    """How far what falls may fall before the line is touched; with shares, at which price."""
    account = read_account(sheet, priced=False, scale=False)
    line = sheet.rate("line")
    sheet.check()
    touch = line * account.liabilities - account.still
    if account.quantity is not None:
        reached = touch > 0 and account.quantity > 0
        sheet.figure("touch_price", touch / account.quantity if reached else None, "lower_safer", "price")
    valued = account.falling > 0 or account.quantity is None
    if valued:
        reached = touch > 0
        fall = Ratio(account.falling - touch, account.falling).value
        sheet.figure("drop", fall if reached else None, "higher_safer", "ratio")
        if not _any_size(sheet):
            sheet.figure("touch_value", touch if reached else None, "lower_safer")
    if touch <= 0:
        text = "what does not fall alone keeps the account on or above the line"
        text_zh = "仅凭其余资产就不低于该线，跌到多少都不会触线"
        sheet.findings.append(Finding("never_reached", "info", "line", text, text_zh))
    elif valued and account.falling < touch:
        text = "the account is already below the line"
        sheet.findings.append(Finding("already_below", "warning", "line", text, "已经低于该线"))


def leverage(sheet: Worksheet) -> None:
    """Assets over net assets: own money 100 and borrowed 50 is 1.5."""
    account = read_account(sheet)
    own = account.assets - account.liabilities
    sheet.figure("leverage", Ratio(account.assets, own).value, "lower_safer", "ratio", extra=account.sides())
    if own <= 0:
        text = "nothing of the account is its owner's"
        sheet.findings.append(
            Finding("no_own_money", "warning", "liabilities", text, "净资产不为正，没有杠杆倍数")
        )


def concentration(sheet: Worksheet) -> None:
    """One security's share of total assets."""
    account = read_account(sheet, owing=False)
    sheet.figure("concentration", Ratio(account.falling, account.assets).value, "lower_safer", "ratio")


def withdrawable(sheet: Worksheet) -> None:
    """What may leave above the withdrawal line: never below the line, within the available margin and the cash."""
    account = read_account(sheet)
    line, given, refs = _withdrawal_line(sheet)
    sheet.check()
    limits = [account.assets - line * account.liabilities]
    if has(sheet, "cash"):
        proceeds = sheet.number("short_proceeds") if sheet.given.has("short_proceeds") else ZERO
        limits.append(account.cash - proceeds)
    else:
        text = "cash and securities were not told apart; the sum is what may be moved in all"
        sheet.assumptions.append((text, "未区分现金与证券，按可转出的担保物合计计算"))
    if sheet.given.has("available_margin"):
        limits.append(sheet.number("available_margin"))
    else:
        text = "it may not exceed the available margin either, which was not given"
        sheet.assumptions.append((text, "同时不得超过保证金可用余额（未给出）"))
    sheet.check()
    above = Ratio(account.assets, account.liabilities).above(line) or account.liabilities == 0
    value = max(ZERO, min(limits)) if above else ZERO
    sheet.figure("withdrawable", value, "higher_safer", extra=(*account.sides(), *given), rule=refs)


def _withdrawal_line(sheet: Worksheet) -> tuple[Fraction, tuple[Input, ...], tuple[RuleRef, ...]]:
    """The line given, else the one in force."""
    if sheet.given.has("line"):
        return sheet.rate("line"), (), ()
    row = sheet.rules.in_force("withdrawal_line", sheet.as_of)
    if row is None or row.number is None:
        sheet.given.refuse("line", "missing")
        return ZERO, (), ()
    return row.number, (Input("withdrawal_line", row.number, "ratio", "rulebook"),), (row.ref(),)


def _any_size(sheet: Worksheet) -> bool:
    """Whether only the ratio was given, so that amounts of money mean nothing."""
    return sheet.given.has("ratio_now") and not any(
        sheet.given.has(name) for name in ACCOUNT if name != "ratio_now"
    )


def _change(sheet: Worksheet, name: str) -> Fraction:
    return sheet.number(name) if sheet.given.has(name) else ZERO


def _moved(sheet: Worksheet, account: Account) -> Fraction:
    """What the move of prices adds to the assets (negative for a fall); each further fall is of what the one before left."""
    left = Fraction(1)
    for name in _FALLS:
        if sheet.given.has(name):
            left *= 1 - sheet.number(name, unit="ratio", most=1)
    moved = account.falling * (left - 1)
    if sheet.given.has("rise"):
        moved += account.falling * sheet.rate("rise")
    if sheet.given.has("new_price"):
        if account.quantity is None:
            sheet.given.refuse("quantity", "missing")
        moved += (account.quantity or ZERO) * sheet.number("new_price", unit="price") - account.falling
    return moved


def _ratio_figure(sheet: Worksheet, name: str, assets: Fraction, liabilities: Fraction) -> None:
    sides = (
        Input("total_assets", assets, "CNY", "computed"),
        Input("total_liabilities", liabilities, "CNY", "computed"),
    )
    ratio = Ratio(assets, liabilities)
    sheet.figure(name, ratio.value, "higher_safer", "ratio", extra=sides)
    if not ratio.defined:
        text = "nothing is owed, so there is no maintenance ratio"
        sheet.findings.append(
            Finding("no_debt", "info", "liabilities", text, "没有负债，也就没有维持担保比例")
        )


def _against_the_line(sheet: Worksheet, assets: Fraction, liabilities: Fraction) -> None:
    """Where the account stands to a line that was given."""
    if not sheet.given.has("line"):
        return
    line = sheet.rate("line")
    above = Ratio(assets, liabilities).at_least(line)
    shown = display_ratio(line, "down")
    text = f"that is {'not below' if above else 'below'} the line of {shown}"
    sheet.assumptions.append((text, f"{'不低于' if above else '已低于'} {shown} 的线"))
