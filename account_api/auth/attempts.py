"""How often one may try to sign in: so many wrong ones a factor and user, so many in all a minute and address.

An attempt is written down before it is judged, so that guesses made at once are counted too, and forgotten
when no window reaches back to it. Users and addresses stand here as pseudonyms.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import takewhile
from math import ceil
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from account_api.audit import Event
from account_api.auth import queries
from account_api.auth.tables import SignInAttempt
from account_api.client import IN_PROCESS, VISITOR
from account_api.context import Context
from account_api.errors import TooManyAttempts

A_MINUTE = timedelta(minutes=1)
ADDRESS = "address"
IPV6_SITE = 64


async def asking_from(request: Request) -> str | None:
    """The address a request comes from. A channel in this process names its visitor's, or None for no limit."""
    host = request.client.host if request.client else None
    return request.headers.get(VISITOR) if host == IN_PROCESS else host


Address = Annotated[str | None, Depends(asking_from)]


def count(ctx: Context, factor: str, identifier: str, address: str | None) -> int:
    """Writes an attempt down and returns its id. Raises TooManyAttempts, known user or not, where there were
    `attempts` failures in a row within the lock-out, or `attempts_a_minute` of any kind from the address.
    """
    now = ctx.clock.wall()
    with ctx.transaction() as session:
        ctx.record(session, Event(f"sign_in.{factor}_tried", identifier))  # locks the trail: one at a time
        queries.forget_attempts(session, now - max(ctx.settings.lock_out, A_MINUTE))
        if address is not None:
            _count_address(ctx, session, address, now)
        subject = ctx.trail.pseudonym(identifier)
        recent = queries.attempts_since(session, factor, subject, now - ctx.settings.lock_out)
        failures = list(takewhile(lambda earlier: not earlier.succeeded, recent))
        locked = _wait(failures, ctx.settings.attempts, ctx.settings.lock_out, now)
        if locked is None:
            return _write(session, factor, subject, now)
        ctx.record(session, Event("sign_in.locked", identifier))
    raise TooManyAttempts.locked(locked)  # after the commit: what came from the address stays counted


def _count_address(ctx: Context, session: Session, address: str, now: datetime) -> None:
    """Raising here rolls everything back: whoever floods us fills neither this table nor the trail."""
    subject = ctx.trail.pseudonym(f"{ADDRESS} {_site(address)}")
    earlier = queries.attempts_since(session, ADDRESS, subject, now - A_MINUTE)
    wait = _wait(earlier, ctx.settings.attempts_a_minute, A_MINUTE, now)
    if wait is not None:
        raise TooManyAttempts.locked(wait)
    _write(session, ADDRESS, subject, now)


def _wait(earlier: Sequence[SignInAttempt], most: int, window: timedelta, now: datetime) -> int | None:
    """Seconds until fewer than `most` of these (newest first) are within the window; None when they are now."""
    if len(earlier) < most:
        return None
    return ceil((earlier[most - 1].at + window - now).total_seconds())


def _write(session: Session, factor: str, subject: str, now: datetime) -> int:
    attempt = SignInAttempt.of(factor=factor, subject=subject, at=now)
    session.add(attempt)
    session.flush()
    assert attempt.id is not None
    return attempt.id


def _site(address: str) -> str:
    """Whom an address belongs to: an IPv6 site has 2⁶⁴ of them, and an IPv4 one may come in IPv6's clothes."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, IPV6_SITE), strict=False))
