"""Agreement templates: staff look, compliance writes and asks to publish; who decides does so among the proposals."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.agreements import queries, templates, view
from account_api.agreements.contract import (
    Publishing,
    TemplateCreate,
    TemplateLinePublic,
    TemplatePublic,
)
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/agreement-templates", tags=["agreements"])
Reader = Annotated[Principal, Requires(Scope.agreements_read)]
Author = Annotated[Principal, Requires(Scope.agreements_write)]
Name = Annotated[Words, Path(max_length=40)]
Version = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("")
def every(session: Reading, _principal: Reader) -> list[TemplateLinePublic]:
    """Every version of every template, the newest first."""
    return [view.template_line(row) for row in queries.templates(session)]


@router.post("", status_code=201, response_model=TemplatePublic)
def create(
    ctx: Ctx, principal: Author, session: Writing, key: IdempotencyKey, asked: TemplateCreate
) -> dict[str, Any]:
    """The next version as a draft, once per idempotency key; its faults are shown."""
    return once(
        session,
        (principal.user, "agreement-templates", key),
        asked.model_dump(mode="json"),
        ctx.clock.now(),
        lambda: templates.create(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/{template}/{version}")
def one(ctx: Ctx, session: Reading, _principal: Reader, template: Name, version: Version) -> TemplatePublic:
    """One version with its texts, its terms and what stands against publishing it."""
    return view.template(ctx, templates.found(session, template, version))


@router.post("/{template}/{version}/publish", response_model=TemplatePublic)
def publish(
    ctx: Ctx,
    principal: Author,
    session: Writing,
    template: Name,
    version: Version,
    key: IdempotencyKey,
    asked: Publishing,
) -> dict[str, Any]:
    """Asks a second person to publish a draft, once per idempotency key."""
    return once(
        session,
        (principal.user, f"agreement-templates/{template}/{version}/publish", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: templates.publish(ctx, session, principal, template, version, asked).model_dump(mode="json"),
    )
