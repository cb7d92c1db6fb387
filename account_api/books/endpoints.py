"""The book over HTTP, for a firm's own system: the same files as for the command line, in one zip of limited size."""

import hashlib
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import func, select

from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.books import archive, exporting, service
from account_api.books.contract import ImportReport
from account_api.books.targets import ACCOUNTS
from account_api.dependencies import Ctx, Turnstile
from account_api.errors import TooLarge
from account_api.idempotency import IdempotencyKey, once

MOST_ACCOUNTS = 20_000
"""Of a book that is sent as one answer."""

router = APIRouter(prefix="/books", tags=["books"])
Writer = Annotated[Principal, Requires(Scope.books_write)]
Reader = Annotated[Principal, Requires(Scope.books_read)]
ZIP = {archive.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}


async def body(request: Request) -> bytes:
    """The whole zip, within the route's limit of size; read before anything is locked."""
    return await request.body()


@router.post(
    "/import",
    response_model=ImportReport,
    dependencies=[Turnstile],
    max_body_size=archive.MOST_BYTES,
    openapi_extra={"requestBody": {"required": True, "content": ZIP}},
)
def import_(
    ctx: Ctx,
    principal: Writer,
    key: IdempotencyKey,
    content: Annotated[bytes, Depends(body)],
    day: date | None = None,
    dry_run: bool = False,
    over_events: bool = False,
    keep_decisions: bool = False,
) -> dict[str, Any]:
    """Takes over the files of a zip, once per idempotency key, all of them or nothing; `mapping.yaml` may be among them.

    With `dry_run` only says what would change. 422 names every mistake by file, line and column: also every event of the day
    that would be undone without `over_events`, and every line, term, haircut and contract that two people change. With
    `keep_decisions` a row that does not know what was decided in the service is left out and named among `kept`.
    """
    with tempfile.TemporaryDirectory(prefix="liangrong-") as place:
        mapping = archive.unpack(content, Path(place))
        asked = service.Asked(
            Path(place),
            principal.user,
            mapping,
            day,
            dry_run,
            over_events=over_events,
            alone=True,
            decisions="keep" if keep_decisions else "refuse",
        )
        sent = {"sha256": hashlib.sha256(content).hexdigest(), "day": day, "over_events": over_events}
        sent |= {"keep_decisions": True} if keep_decisions else {}
        identity = (principal.user, "books/import", key)
        return service.import_book(
            ctx, asked, lambda session, work: once(session, identity, sent, ctx.clock.now(), work)
        )


@router.get(
    "/export",
    dependencies=[Turnstile],
    response_class=Response,
    responses={200: {"content": ZIP, "description": "the seven files of the book as CSV"}},
)
def export(ctx: Ctx, principal: Reader, day: date | None = None, spreadsheet: bool = False) -> Response:
    """The book of one day, the newest where none is named, as a zip that `import` reads; audited.

    With `spreadsheet`, texts that a spreadsheet would read as formulas begin with an apostrophe; that zip is for looking at.
    """
    with tempfile.TemporaryDirectory(prefix="liangrong-") as place:
        with ctx.transaction(writes=False) as session:
            connection = session.connection()
            if (connection.execute(select(func.count()).select_from(ACCOUNTS)).scalar() or 0) > MOST_ACCOUNTS:
                raise TooLarge(
                    "The book is too large for one answer; use the command `liangrong book export`.",
                    "账簿过大，请使用命令 liangrong book export。",
                )
            of = day or exporting.newest_day(connection, ctx.clock.today())
            written = exporting.export_book(connection, Path(place), of, spreadsheet=spreadsheet)
        content = archive.pack(Path(place), [each.file for each in written])
    with ctx.transaction() as session:
        files = {each.file: each.sha256 for each in written}
        ctx.record(
            session, Event("book.exported", principal.user, detail={"day": of.isoformat(), "files": files})
        )
    named = {"Content-Disposition": f'attachment; filename="book-{of.isoformat()}.zip"'}
    return Response(content, media_type=archive.MEDIA_TYPE, headers=named)
