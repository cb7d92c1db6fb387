"""Signing in: password, then a six-digit code; too many wrong ones lock the factor for a while.

An unknown user is counted, timed and answered like a known one with a wrong password. These use cases open
their own transactions, because a refusal must leave its attempt behind.
"""

import hmac
from datetime import datetime

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.auth import attempts, queries, tokens
from account_api.auth.contract import CodeSignIn, PasswordSignIn, SignInPublic
from account_api.auth.principal import ASSISTANT
from account_api.auth.tables import Challenge, SignInAttempt
from account_api.context import Context
from account_api.errors import NotFound, WrongCredentials


def with_password(ctx: Context, asked: PasswordSignIn, address: str | None) -> SignInPublic:
    """First factor. Raises WrongCredentials or TooManyAttempts."""
    attempt = attempts.count(ctx, "password", asked.username, address)
    with ctx.transaction(writes=False) as session:
        user = queries.active_user(session, asked.username)
    known = None if user is None else user.password_hash
    if not ctx.passwords.matches(asked.password, known):
        raise WrongCredentials.sign_in()
    with ctx.transaction() as session:
        _succeed(session, attempt)
        return send_code(ctx, session, asked.username)


def with_code(ctx: Context, asked: CodeSignIn, address: str | None) -> SignInPublic:
    """Second factor. A code counts once, within its life. Raises WrongCredentials or TooManyAttempts."""
    username = use_code(ctx, asked.challenge, asked.code, address)
    return _token(ctx, username)


def use_code(ctx: Context, challenge_id: str, code: str, address: str | None, of: str | None = None) -> str:
    """Uses a code up and returns whose it was; `of` is whose it has to be, where somebody signed in signs something.

    Raises WrongCredentials or TooManyAttempts.
    """
    with ctx.transaction(writes=False) as session:
        challenge = queries.challenge(session, challenge_id)
    whose = challenge_id if challenge is None else challenge.username
    attempt = attempts.count(ctx, "code", whose, address)
    expected = tokens.six_digits(challenge_id, ctx.home.secrets.code_key)
    right = hmac.compare_digest(code.encode(), expected.encode())
    if challenge is None or not right or of not in (None, challenge.username):
        raise WrongCredentials.code()
    with ctx.transaction() as session:
        action = "sign_in.succeeded" if of is None else "code.used"
        ctx.record(session, Event(action, challenge.username))
        _use(session, challenge.id, ctx.clock.wall())
        _succeed(session, attempt)
    return challenge.username


def send_code(ctx: Context, session: Session, username: str) -> SignInPublic:
    """A code for somebody known: after the password, or signed in and about to sign. In a demo home the answer has it."""
    challenge_id = ctx.new_id()
    now = ctx.clock.wall()
    session.add(Challenge.of(id=challenge_id, username=username, expires_at=now + ctx.settings.code_life))
    payload = {"challenge": challenge_id, "username": username}
    outbox.put(session, "sign_in_code", payload, f"sign_in_code:{challenge_id}", now)
    ctx.record(session, Event("sign_in.code_sent", username))
    code = tokens.six_digits(challenge_id, ctx.home.secrets.code_key) if ctx.home.demo else None
    return SignInPublic(status="code_required", token=None, challenge=challenge_id, demo_code=code)


def as_persona(ctx: Context, username: str) -> SignInPublic:
    """A persona of the demo firm, without password. Raises NotFound outside a demo home."""
    with ctx.transaction() as session:
        user = queries.active_user(session, username) if ctx.home.demo else None
        if user is None:
            raise NotFound("There is no such demo persona.", "没有该演示角色。")
        ctx.record(session, Event("sign_in.demo", username))
    return _token(ctx, username)


def assistant_token(ctx: Context) -> str:
    """A token for the assistant itself: public things and calling a person, nothing of an account."""
    issued = _token(ctx, ASSISTANT).token
    assert issued is not None
    return issued


def _succeed(session: Session, attempt: int) -> None:
    session.get_one(SignInAttempt, attempt).succeeded = True


def _use(session: Session, challenge_id: str, now: datetime) -> None:
    challenge = session.get_one(Challenge, challenge_id, with_for_update=True)
    if challenge.used_at is not None or challenge.expires_at <= now:
        raise WrongCredentials.code()
    challenge.used_at = now


def _token(ctx: Context, username: str) -> SignInPublic:
    life = ctx.settings.token_life
    token = tokens.issue(username, ctx.home.secrets.token_key, ctx.clock.wall(), life)
    return SignInPublic(status="ok", token=token, challenge=None, demo_code=None)
