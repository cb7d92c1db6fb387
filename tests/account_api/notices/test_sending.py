"""Sending a notice: a row for each channel of the client's contract, a message for each that leaves the house, all or nothing."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import text

from account_api.clock import BOOKING_ZONE
from account_api.notices import service as notices
from account_api.notices.tables import DeliveryRule, SentNotice
from account_api.notices.texts import TEXTS, TITLES, write
from risk.figure import Figure

FIRM = {"zh": "两融示例证券", "en": "Liangrong Demo Securities"}
DEADLINE = datetime(2026, 11, 23, 15, tzinfo=BOOKING_ZONE)


def figure(name: str, value: str, unit: str = "ratio") -> Figure:
    return Figure(name, Fraction(value), unit, None, "", (), (), date(2026, 11, 20), None)


def called() -> Any:
    return write(
        "margin_call",
        FIRM,
        {
            "ratio": figure("maintenance_ratio", "1.28"),
            "line": figure("liquidation_line", "1.30"),
            "restore": figure("restore_line", "1.40"),
            "amount": figure("shortfall_to_restore", "120000", "CNY"),
        },
        deadline=DEADLINE,
        clause="13.1",
    )


def send(firm: Any, **given: Any) -> list[SentNotice]:
    with firm.context.transaction() as session:
        return notices.send(
            firm.context,
            session,
            "demo-safe",
            given.pop("kind", "margin_call"),
            given.pop("text", None) or called(),
            **given,
        )


def rows(firm: Any, query: str) -> list[Any]:
    with firm.context.transaction(writes=False) as session:
        return [tuple(row) for row in session.execute(text(query))]


async def test_a_notice_goes_by_sms_and_into_the_inbox_unless_the_contract_says_otherwise(
    either: Any,
) -> None:
    sent = send(either, clause="13.1", deadline=DEADLINE, amount=Decimal(120000), case="C20261120-0001")
    assert [row.id for row in sent] == ["N20261120-000001-sms", "N20261120-000001-app"]
    assert rows(either, "SELECT kind, dedupe_key FROM outbox ORDER BY id") == [
        ("notice_sms", "notice:N20261120-000001-sms")
    ]
    (message,) = await (await either.signed_in("demo-safe")).inbox()
    assert (message["kind"], message["notice_id"], message["campaign"]) == ("notice", sent[1].id, None)
    assert message["text"] == {"zh": called().zh, "en": called().en}
    assert (sent[0].delivered_at, sent[1].delivered_at) == (None, either.now)
    assert either.audit_actions()[-1] == "notice.sent"


def test_the_text_is_filled_from_figures_and_its_hash_is_that_of_what_the_channel_carried(
    own_firm: Any,
) -> None:
    sms, app = send(own_firm)
    assert sms.text == (
        "【两融示例证券】您的信用账户维持担保比例为128.00%，低于平仓线130.00%。请于2026-11-23 15:00前补足，"
        "至补足线140.00%差额120,000.00元（合同第13.1条）。"
    )
    assert sms.sha256 == hashlib.sha256(sms.text.encode()).hexdigest()
    assert app.sha256 == hashlib.sha256(f"{app.text}\n\n{app.text_en}".encode()).hexdigest()
    assert set(sms.figures) == {"ratio", "line", "restore", "amount"}
    assert sms.figures["ratio"] == figure("maintenance_ratio", "1.28").trace_id


def test_channels_are_those_of_the_contract_on_the_day(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        for day, channels in ((date(2026, 1, 1), ["email", "app"]), (date(2026, 12, 1), ["sms"])):
            session.add(
                DeliveryRule.of(
                    client_id="demo-safe", valid_from=day, channels=channels, email="safe@example.test"
                )
            )
    assert [row.channel for row in send(own_firm)] == ["email", "app"]
    assert [row.channel for row in send(own_firm, channels=("app",))] == ["app"]


def test_a_notice_dies_with_its_transaction(own_firm: Any) -> None:
    with pytest.raises(RuntimeError), own_firm.context.transaction() as session:
        notices.send(own_firm.context, session, "demo-safe", "general", "x")
        raise RuntimeError
    for table in ("outbox", "inbox", "sent_notices WHERE client_id = 'demo-safe'"):
        assert rows(own_firm, f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_placeholder_without_its_number_is_refused() -> None:
    with pytest.raises(KeyError, match="ratio"):
        write("warning", FIRM, {})


def test_texts_hold_no_digit_of_their_own_and_every_kind_has_a_title() -> None:
    assert len(TEXTS) >= 11
    for zh, en in (*TEXTS.values(), *TITLES.values()):
        assert not any(each.isdigit() for each in zh + en)
    kinds = SentNotice.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
    assert set(TITLES) == set(kinds)
