"""What the sign-in endpoints take and give."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from account_api.texts import Words


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PasswordSignIn(_Request):
    username: Words = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256, repr=False)


class CodeSignIn(_Request):
    challenge: Words = Field(min_length=1, max_length=64)
    code: str = Field(min_length=1, max_length=16, repr=False)


class DemoSignIn(_Request):
    user: Words = Field(min_length=1, max_length=64)


class SignInPublic(BaseModel):
    """`code_required` comes with a challenge; a demo home also shows the code, as nothing is sent out there."""

    status: Literal["ok", "code_required"]
    token: str | None
    challenge: str | None
    demo_code: str | None


class PrincipalPublic(BaseModel):
    user: str
    role: str
    client_id: str | None
    display_name: str
    group: str | None
    scopes: list[str]
