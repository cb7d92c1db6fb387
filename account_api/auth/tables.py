"""Users, their sign-in attempts, and the challenges of the second factor."""

from datetime import datetime

from sqlmodel import Field, String

from account_api.auth.roles import Role
from account_api.columns import Row, Utc


class User(Row, table=True):
    """`client_id` is set for clients, `group` for agents. A user without a password cannot sign in with one."""

    __tablename__ = "users"

    username: str = Field(primary_key=True, min_length=1, max_length=64)
    role: Role = Field(sa_type=String)
    display_name: str
    password_hash: str | None = None
    client_id: str | None = Field(default=None, foreign_key="clients.client_id", unique=True)
    group: str | None = None
    active: bool = True


class SignInAttempt(Row, table=True):
    """`factor`: password, code, or address; `subject`: the pseudonym of the user or of the address."""

    __tablename__ = "sign_in_attempts"

    id: int | None = Field(default=None, primary_key=True)
    factor: str
    subject: str = Field(index=True)
    at: datetime = Field(sa_type=Utc)
    succeeded: bool = False


class Challenge(Row, table=True):
    """A second factor waiting for its code. The code is derived from `id` with the home's key, never stored."""

    __tablename__ = "challenges"

    id: str = Field(primary_key=True, max_length=64)
    username: str = Field(foreign_key="users.username")
    expires_at: datetime = Field(sa_type=Utc)
    used_at: datetime | None = Field(default=None, sa_type=Utc)
