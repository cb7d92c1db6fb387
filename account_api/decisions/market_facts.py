"""What the firm's market rows tell beyond an account: boards, sectors, betas, volumes. What they do not tell is unknown."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.market import queries
from account_api.planning.listing import BOARDS
from risk.account import Snapshot
from risk.stress_shocks import Facts


def facts_of(session: Session, account: Snapshot) -> Facts:
    """Beta, sector and board of each security in the account, where known."""
    named = queries.named(session, traded(account))
    return Facts(
        betas={code: Fraction(row.beta) for code, row in named.items() if row.beta is not None},
        sectors={code: row.sector for code, row in named.items() if row.sector is not None},
        boards={code: BOARDS[row.board] for code, row in named.items() if row.board in BOARDS},
    )


def volumes_of(session: Session, account: Snapshot, day: date) -> dict[str, int]:
    """Average daily volumes in shares of what is owned, as known on `day`."""
    prices = queries.prices(session, day, owned(account))
    return {code: row.volume for code, row in prices.items() if row.volume is not None}


def owned(account: Snapshot) -> set[str]:
    """The codes of everything owned, as collateral or bought on margin."""
    return {each.security for each in account.collateral} | {each.security for each in account.financing}


def traded(account: Snapshot) -> set[str]:
    """The codes of everything owned or sold short."""
    return owned(account) | {each.security for each in account.shorts}
