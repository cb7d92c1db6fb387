"""A client's own inbox."""

from typing import Annotated

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.inbox import service
from account_api.inbox.contract import InboxMessagePublic, TelegramPublic, TelegramUpdate
from account_api.texts import Words

router = APIRouter(prefix="/me", tags=["inbox"])
Own = Annotated[Principal, Requires(Scope.mail_own)]


@router.get("/inbox")
def inbox(session: Reading, principal: Own) -> list[InboxMessagePublic]:
    """The signed-in client's messages, newest first."""
    return service.listed(session, principal)


@router.post("/inbox/{message_id}/opened")
def opened(
    ctx: Ctx, session: Writing, principal: Own, message_id: Annotated[Words, Path(max_length=64)]
) -> InboxMessagePublic:
    """Marks a message as opened; the first time counts."""
    return service.opened(ctx, session, principal, message_id)


@router.put("/telegram")
def telegram(ctx: Ctx, session: Writing, principal: Own, asked: TelegramUpdate) -> TelegramPublic:
    """The private chat that gets a copy of every message from now on."""
    return service.put_telegram(ctx, session, principal, asked)
