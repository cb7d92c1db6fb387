"""Files of tickets: sent as they are, listed, handed back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from account_api.auth.roles import Role
from account_api.dependencies import Ctx, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words
from account_api.tickets import attachments, service, view
from account_api.tickets.contract import AttachmentPublic, TicketPublic
from account_api.tickets.endpoints import Number, Reader, Writer
from account_api.tickets.files import KINDS, MAX_BYTES, taken
from account_api.tickets.queries import attachments as listed

router = APIRouter(prefix="/tickets/{number}/attachments", tags=["tickets"])

Name = Annotated[Words, Query(max_length=200, description="a plain file name")]
FileId = Annotated[int, Path(ge=1, le=2**31 - 1)]
MediaType = Annotated[str, Header(alias="Content-Type", max_length=120)]
ANY_OF = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS}


async def body(request: Request) -> bytes:
    """The whole file, within the route's limit of size; read before anything is locked."""
    return await request.body()


@router.post(
    "",
    status_code=201,
    response_model=TicketPublic,
    max_body_size=MAX_BYTES,
    openapi_extra={"requestBody": {"required": True, "content": ANY_OF}},
)
def attach(
    ctx: Ctx,
    principal: Writer,
    key: IdempotencyKey,
    number: Number,
    name: Name,
    media_type: MediaType,
    content: Annotated[bytes, Depends(body)],
    session: Writing,
) -> dict[str, Any]:
    """Adds a PDF, PNG, JPEG or plain text of at most 5 MB to a ticket, once per idempotency key."""
    file = taken(name, media_type, content)
    return once(
        session,
        (principal.user, f"tickets/{number}/attachments", key),
        {"name": file.name, "media_type": file.media_type, "sha256": file.sha256},
        ctx.clock.now(),
        lambda: attachments.attach(ctx, session, principal, number, file).model_dump(mode="json"),
    )


@router.get("", dependencies=[Turnstile])
def of_ticket(ctx: Ctx, principal: Reader, number: Number) -> list[AttachmentPublic]:
    """The files of a ticket, oldest first; a look of staff is audited."""
    with ctx.transaction(writes=principal.role is not Role.client) as session:
        service.opened(ctx, session, principal, number)
        return [view.attachment(row) for row in listed(session, [number])[number]]


@router.get(
    "/{attachment}",
    dependencies=[Turnstile],
    response_class=Response,
    responses={200: {"content": ANY_OF, "description": "the file as it was sent"}},
)
def one(ctx: Ctx, principal: Reader, number: Number, attachment: FileId) -> Response:
    """One file, to be saved; a look of staff is audited."""
    with ctx.transaction(writes=principal.role is not Role.client) as session:
        file = attachments.opened(ctx, session, principal, number, attachment)
    return Response(file.content, media_type=file.media_type, headers=dict(attachments.headers(file)))
