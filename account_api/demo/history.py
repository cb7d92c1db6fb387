"""What happened at the demo firm before this evening: notices sent, trades settled, contracts and lines changed, limits set.

Amounts and deadlines in notices are those of the day they were sent: 1.40 × what is owed, less what there is.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from account_api.accounts.tables import CreditLine
from account_api.clients.tables import AssetDay
from account_api.clock import BOOKING_ZONE
from account_api.columns import Row
from account_api.demo.persona import Persona
from account_api.demo.personas import APPLICANT, CALL, OVERDUE, PERSONAS, SAFE, WATCH
from account_api.notices.tables import SentNotice
from account_api.own_plans.tables import OwnPlan
from account_api.settlements.tables import Settlement
from risk.sessions import cn_calendar

FIRM = "【两融示例证券】"
AVERAGED_SESSIONS = 20
LAST_SESSION = date(2026, 11, 20)
AVERAGE, STEP = 480_000, 2_000
"""The applicant's assets rise by a step a session around their average."""

OLD_TERMS = {"warning_line": "1.45", "restore_line": "1.45", "call_trading_days": 2}
CHANGED_ON = date(2026, 7, 1)
"""What stood in the contract of demo-watch until the day it was changed."""

CREDIT_PROFILES: dict[str, dict[str, str]] = {
    SAFE.user: {
        "net_assets": "3200000",
        "annual_income": "420000",
        "debt_to_assets": "0.25",
        "overdue_days": "0",
        "late_calls": "0",
        "forced_liquidations": "0",
    },
    OVERDUE.user: {
        "net_assets": "620000",
        "annual_income": "180000",
        "debt_to_assets": "0.62",
        "overdue_days": "2",
        "late_calls": "2",
        "forced_liquidations": "0",
    },
}
"""What two clients have shown to the firm; of the others nothing but their account is known."""


def rows() -> Iterator[Row]:
    """Every row of the past, in no order."""
    yield from _notices()
    yield from _settlements()
    yield from _lines()
    yield OwnPlan.of(
        client_id=SAFE.user,
        version=1,
        saved_at=_at(2026, 8, 21, 10, 5),
        next_review=date(2027, 2, 19),
        limits={"floor_ratio": "2.50", "max_leverage": "1.50", "exclusions": [], "keep": []},
    )
    yield from _assets()


def born(birth_year: int) -> date:
    """A day of birth for a persona of that year; any day does."""
    return date(birth_year, 1 + birth_year % 12, 1 + birth_year % 28)


def _notices() -> Iterator[Row]:
    """The calls of demo-call and demo-overdue, then what else was sent."""
    called = "您的信用账户维持担保比例为{ratio}，低于平仓线130%。请于{deadline}前补足，至补足线140%差额{amount}元（合同第13.1条）。"
    yield _notice(
        CALL,
        1,
        "margin_call",
        "sms",
        _at(2026, 11, 20, 16, 12),
        called.format(ratio="128.00%", deadline="2026-11-23 15:00", amount="120,000.00"),
        deadline=_at(2026, 11, 23, 15),
        clause="13.1",
        amount="120000",
    )
    for n, channel, sent, read in (
        (1, "sms", _at(2026, 11, 17, 16, 10), None),
        (2, "wechat", _at(2026, 11, 17, 16, 11), _at(2026, 11, 17, 17, 42)),
    ):
        yield _notice(
            OVERDUE,
            n,
            "margin_call",
            channel,
            sent,
            called.format(ratio="127.95%", deadline="2026-11-18 15:00", amount="58,116.62"),
            deadline=_at(2026, 11, 18, 15),
            read_at=read,
            clause="13.1",
            amount="58116.62",
        )
    yield from _other_notices()


def _other_notices() -> Iterator[Row]:
    yield _notice(
        OVERDUE,
        3,
        "maturity",
        "app",
        _at(2026, 11, 16, 16, 30),
        "您的融资合约OVERDUE-F1将于2026-11-18到期，请按时偿还或提前申请展期。",
        deadline=_at(2026, 11, 18, 15),
    )
    yield _notice(
        OVERDUE,
        4,
        "liquidation",
        "sms",
        _at(2026, 11, 18, 16, 5),
        "追保期限2026-11-18 15:00已过，至补足线140%仍差77,399.44元。公司可按合同第14.2条约定的顺序处分担保物。",
        clause="14.2",
        amount="77399.44",
    )
    yield _notice(
        OVERDUE,
        5,
        "maturity",
        "sms",
        _at(2026, 11, 18, 9, 5),
        "您的合约OVERDUE-F1已到期，应还347,162.67元，请于2026-11-18 15:00前偿还。",
        deadline=_at(2026, 11, 18, 15),
        delivered_at=None,
    )
    yield _notice(
        WATCH,
        1,
        "change",
        "app",
        _at(2026, 6, 17, 10, 0),
        "自2026-07-01起，您合同中的预警线与补足线调整为140%，追保期限调整为1个交易日。",
    )


def _notice(
    persona: Persona, n: int, kind: str, channel: str, sent_at: datetime, text: str, **more: Any
) -> SentNotice:
    """A notice that arrived after eight seconds, unless `delivered_at` says otherwise."""
    told = {"delivered_at": sent_at + timedelta(seconds=8), **more}
    return SentNotice.of(
        id=f"{persona.user}-notice-{n}",
        client_id=persona.user,
        kind=kind,
        channel=channel,
        sent_at=sent_at,
        text=FIRM + text,
        **told,
    )


def _settlements() -> Iterator[Row]:
    """Commission at 0.18 %."""
    for n, (day, security, side, quantity, price, amount, commission) in enumerate(
        (
            (date(2026, 9, 21), "601318.SH", "buy", 6_000, "53.10", "318600", "573.48"),
            (date(2026, 10, 15), "600036.SH", "sell", 2_000, "41.20", "82400", "148.32"),
            (date(2026, 11, 5), "510300.SH", "buy", 10_000, "4.71", "47100", "84.78"),
        ),
        start=1,
    ):
        yield Settlement.of(
            id=f"{SAFE.user}-settlement-{n}",
            client_id=SAFE.user,
            day=day,
            security=security,
            side=side,
            quantity=quantity,
            price=price,
            amount=amount,
            commission=commission,
        )


def _lines() -> Iterator[Row]:
    for persona in PERSONAS:
        if persona.position is not None and persona is not SAFE:
            yield _line(persona, persona.position.opened, persona.position.credit_line, "开户授信")
    yield _line(SAFE, date(2025, 3, 10), "1500000", "开户授信")
    yield _line(SAFE, date(2026, 4, 1), "2000000", "年度复核上调")


def _line(persona: Persona, valid_from: date, amount: str, reason: str) -> CreditLine:
    return CreditLine.of(client_id=persona.user, valid_from=valid_from, amount=amount, reason=reason)


def _assets() -> Iterator[Row]:
    calendar = cn_calendar()
    for n in range(AVERAGED_SESSIONS):
        day = calendar.add_sessions(LAST_SESSION, n + 1 - AVERAGED_SESSIONS).date
        offset = (2 * n + 1 - AVERAGED_SESSIONS) * STEP
        yield AssetDay.of(client_id=APPLICANT.user, day=day, amount=str(AVERAGE + offset))


def _at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BOOKING_ZONE)
