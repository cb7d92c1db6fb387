"""The knowledge base over HTTP: search, the list of documents, permalinks of passages, health, and ingestion. Reading
is public, as rules and education are; ingestion needs the home's local token or whatever `authorise` accepts."""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from knowledge.citation import cite, search_as_json
from knowledge.errors import BadRequest, KnowledgeError, NotAllowed
from knowledge.library import Library
from knowledge.metadata import as_date
from knowledge.ownership import local_token
from knowledge.transfer import unpack

Authorise = Callable[[Request], bool]


class ProblemRoute(APIRoute):
    """Turns `KnowledgeError` into problem+json for these routes, wherever they are mounted."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handler(request)
            except KnowledgeError as error:
                return JSONResponse(error.problem(), error.status, media_type="application/problem+json")

        return guarded


def router(library: Library, authorise: Authorise | None = None) -> APIRouter:
    """Routes under /knowledge/v1. `authorise` may admit further callers to ingestion."""
    token = local_token(library.settings.token_file)
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=ProblemRoute)

    def may_ingest(request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), token.encode()):
            return
        if authorise is None or not authorise(request):
            raise NotAllowed("ingestion needs the home's token", "入库需要本机令牌", field="authorization")

    @routes.get("/search")
    def search(
        q: Annotated[str, Query(min_length=1, max_length=2000)],
        as_of: date | None = None,
        jurisdiction: str = "CN",
        lang: str | None = None,
        k: Annotated[int, Query(ge=1, le=20)] = 3,
    ) -> dict[str, object]:
        day = as_of or library.today()
        found = library.search(q, as_of=day, jurisdiction=jurisdiction, lang=lang, k=k)
        return {"as_of": day.isoformat(), **search_as_json(found)}

    @routes.get("/documents")
    def documents() -> list[dict[str, object]]:
        return [version.as_json() for version in library.documents()]

    @routes.get("/passages/{passage_id}")
    def passage(passage_id: str) -> dict[str, object]:
        found = library.passage(passage_id)
        return {**cite(found, found.text), "in_force_today": found.is_in_force(library.today())}

    @routes.get("/health")
    def health() -> dict[str, object]:
        return library.health().as_json()

    @routes.post("/ingest", dependencies=[Depends(may_ingest)])
    def ingest(
        files: list[UploadFile],
        dry_run: Annotated[bool, Form()] = False,
        effective_from: Annotated[str | None, Form()] = None,
        effective_to: Annotated[str | None, Form()] = None,
    ) -> dict[str, object]:
        with tempfile.TemporaryDirectory(prefix="liangrong-") as directory:
            left_out = unpack(((file.filename or "", file.file) for file in files), Path(directory))
            report = library.ingest(
                [Path(directory)],
                dry_run=dry_run,
                effective_from=as_date(effective_from, "effective_from", BadRequest),
                effective_to=as_date(effective_to, "effective_to", BadRequest),
            )
        items = tuple(replace(item, file=Path(item.file).name) for item in (*left_out, *report.items))
        return replace(report, items=items).as_json()

    return routes
