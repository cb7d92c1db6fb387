"""What a signature does to the ledger: the credit account is opened, the contract's terms and the ways of notice are written."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.accounts.tables import ContractTerms, CreditAccount
from account_api.agreements.tables import Agreement
from account_api.agreements.terms import TermsSet
from account_api.agreements.wording import numbers_of
from account_api.notices import queries as notices
from account_api.notices.tables import DeliveryRule
from risk.account import DeadlineRule, Terms
from risk.money import parse


def enter(session: Session, agreement: Agreement, valid_from: date, opened: date) -> None:
    """Writes the agreement's terms from `valid_from` on; a client without a credit account gets one, without any line yet."""
    account = accounts.account_of(session, agreement.client_id)
    if account is None:
        account = CreditAccount.of(
            account_id=f"{agreement.client_id}-credit", client_id=agreement.client_id, opened=opened
        )
        session.add(account)
        session.flush()
    terms = TermsSet.model_validate(agreement.terms)
    numbers = numbers_of(agreement.body)
    session.merge(contract_terms(account.account_id, valid_from, terms, numbers))
    session.merge(_delivery(session, agreement.client_id, valid_from, terms, numbers))
    session.flush()


def contract_terms(
    account_id: str, valid_from: date, terms: TermsSet, numbers: Mapping[str, str]
) -> ContractTerms:
    """The row of the ledger that these terms make; `numbers` are those of the clauses that state them."""
    lines = {name: None if text is None else Decimal(text) for name, text in terms.lines.model_dump().items()}
    return ContractTerms.of(
        account_id=account_id,
        valid_from=valid_from,
        **lines,
        day_basis=terms.interest.day_basis,
        call_trading_days=terms.call_deadline.trading_days,
        call_time=terms.call_deadline.time,
        clauses=dict(numbers),
        liquidation_order=list(terms.default.liquidation_order),
    )


def risk_terms(terms: TermsSet, clauses: Mapping[str, str]) -> Terms:
    """The same terms as the calculations take them."""
    lines = {
        name: None if text is None else parse(text, name) for name, text in terms.lines.model_dump().items()
    }
    deadline = terms.call_deadline
    of: dict[str, Any] = {
        **lines,
        "day_basis": terms.interest.day_basis,
        "call_deadline": DeadlineRule(deadline.trading_days, time.fromisoformat(deadline.time)),
        "liquidation_order": terms.default.liquidation_order,
        "clauses": clauses,
    }
    return Terms(**of)


def _delivery(
    session: Session, client_id: str, valid_from: date, terms: TermsSet, numbers: Mapping[str, str]
) -> DeliveryRule:
    """The channels of the agreement; the addresses are those the firm has known so far."""
    known = notices.rule(session, client_id, valid_from)
    return DeliveryRule.of(
        client_id=client_id,
        valid_from=valid_from,
        channels=[each.channel for each in terms.delivery],
        phone=None if known is None else known.phone,
        email=None if known is None else known.email,
        clause=numbers.get("notice"),
    )
