"""Who asks the editors' desk of the library: whoever the account service says a bearer token speaks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request

from account_api.client import AccountClient, AccountError
from knowledge.editorial.rights import Editor
from knowledge.errors import KnowledgeError, NotSignedIn


class OutOfReach(KnowledgeError):
    """The account service does not answer, so nobody can be told apart."""

    status, exit_code, code = 503, 4, "unreachable"
    title, title_zh = "The account service does not answer", "账户服务没有应答"


def bearer(accounts: AccountClient) -> Callable[[Request], Awaitable[Editor]]:
    """Tells who asks by the `Authorization` header; `NotSignedIn` without a token that is good."""

    async def identify(request: Request) -> Editor:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip() or not token.isascii():
            raise NotSignedIn("send a bearer token", "请提供 Bearer 令牌", field="authorization")
        try:
            principal = await accounts.as_token(token.strip()).me()
        except AccountError as error:
            if error.status in (401, 403):
                raise NotSignedIn(
                    "the token is not valid or has expired", "令牌无效或已过期", field="authorization"
                ) from error
            raise OutOfReach("please try again", "请稍后再试") from error
        return Editor(principal["user"], principal["role"])

    return identify
