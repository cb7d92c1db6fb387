"""Signs that an account may be used by others than its owner: many accounts from one device, or many devices.

The law forbids to lend an account (证券法 Art. 58); what is a sign of it nobody publishes: firm-set. A family at one
computer is an ordinary explanation.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from risk.rulebook.row import Row
from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Login, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import Formula, given, traced

_ACCOUNTS: Formula = (
    "账户数 = 同一设备当日登录的不同账户数",
    "count = different accounts from one device on one day",
)
_DEVICES: Formula = (
    "设备数 = 同一账户当日登录的不同设备数",
    "count = different devices of one account on one day",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every device and every account, day by day."""
    devices = by(tape.logins, lambda each: (each.device, each.at.date()))
    accounts = by(tape.logins, lambda each: (each.account, each.at.date()))
    shared, many = limits.need("accounts_per_device"), limits.need("devices_per_account")
    law = limits.row("account_lending")
    alerts = (
        *(_shared(each, shared, law, tape) for each in devices if _different(each, _account) >= shared.value),
        *(_many(each, many, law, tape) for each in accounts if _different(each, _device) >= many.value),
    )
    return Look(len(devices) + len(accounts), alerts)


def _account(login: Login) -> str:
    return login.account


def _device(login: Login) -> str:
    return login.device


def _different(logins: Sequence[Login], what: Callable[[Login], str]) -> int:
    return len({what(each) for each in logins})


def _shared(logins: Sequence[Login], least: Threshold, law: Row | None, tape: Tape) -> Alert:
    count, day = _different(logins, _account), logins[0].at.date()
    text = f"On {day} {count} accounts were used from one device."
    return _alert(
        logins,
        "accounts_per_device",
        _ACCOUNTS,
        count,
        least,
        law,
        tape,
        text,
        f"{day}，同一设备登录了 {count} 个账户。",
    )


def _many(logins: Sequence[Login], least: Threshold, law: Row | None, tape: Tape) -> Alert:
    count, day = _different(logins, _device), logins[0].at.date()
    text = f"On {day} one account was used from {count} devices."
    return _alert(
        logins,
        "devices_per_account",
        _DEVICES,
        count,
        least,
        law,
        tape,
        text,
        f"{day}，同一账户在 {count} 台设备登录。",
    )


def _alert(
    logins: Sequence[Login],
    name: str,
    formula: Formula,
    count: int,
    least: Threshold,
    law: Row | None,
    tape: Tape,
    text: str,
    text_zh: str,
) -> Alert:
    rows = (least.row, *((law,) if law else ()))
    inputs = (*(given(each.path, 1, "count", "logins", each.at) for each in logins), least.input())
    return Alert(
        PATTERN.code,
        "info",
        tuple(dict.fromkeys(each.account for each in logins)),
        tuple(each.path for each in logins),
        traced(name, Fraction(count), "count", formula, inputs, tape.as_of, rows=rows),
        refs(*rows),
        text,
        text_zh,
    )


PATTERN = Pattern("account_lending", "signs of a shared account", "账户出借迹象", look)
