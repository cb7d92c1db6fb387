"""The knowledge base over HTTP: search, documents as of a day and what changed between two, permalinks of passages,
topics, health, and ingestion. Reading what is meant for clients is public, as rules and education are; ingestion
needs the home's local token or whatever `authorise` accepts."""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool

from knowledge.citation import search_as_json
from knowledge.errors import BadRequest, KnowledgeError, NotAllowed
from knowledge.library import Library
from knowledge.limits import UPLOAD_BYTES
from knowledge.metadata import as_date
from knowledge.ownership import local_token
from knowledge.problem_route import FORM_BYTES, ProblemRoute, as_response
from knowledge.reading import difference, listed, read_document, read_passage
from knowledge.topics import topics
from knowledge.transfer import unpack

Authorise = Callable[[Request], bool]
Demand = Callable[[Request], None]
"""Raises `NotAllowed`."""
_TOLD = ("id", "topic", "kind", "text", "from", "until")


class UploadRoute(ProblemRoute):
    """For requests that carry documents."""

    most_bytes = UPLOAD_BYTES + FORM_BYTES


def guarded(demand: Demand) -> type[UploadRoute]:
    """Routes for documents that ask `demand` first: what somebody may not send is not read."""

    class GuardedRoute(UploadRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handler = super().get_route_handler()

            async def after_asking(request: Request) -> Response:
                try:
                    await run_in_threadpool(demand, request)
                except KnowledgeError as error:
                    return as_response(error)
                return await handler(request)

            return after_asking

    return GuardedRoute


def router(library: Library, authorise: Authorise | None = None) -> APIRouter:
    """Routes under /knowledge/v1. `authorise` may admit further callers to ingestion."""
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=ProblemRoute)
    _search_routes(routes, library)
    _read_routes(routes, library)
    routes.include_router(_ingestion(library, _guard(library, authorise)))
    return routes


def _guard(library: Library, authorise: Authorise | None) -> Demand:
    token = local_token(library.settings.token_file)

    def demand(request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), token.encode()):
            return
        if authorise is None or not authorise(request):
            raise NotAllowed("ingestion needs the home's token", "入库需要本机令牌", field="authorization")

    return demand


def _ingestion(library: Library, demand: Demand) -> APIRouter:
    routes = APIRouter(route_class=guarded(demand))

    @routes.post("/ingest")
    def ingest(
        files: list[UploadFile],
        dry_run: Annotated[bool, Form()] = False,
        effective_from: Annotated[str | None, Form()] = None,
        effective_to: Annotated[str | None, Form()] = None,
    ) -> dict[str, object]:
        """Ingest the files sent; the report calls them by the names under which they came."""
        with tempfile.TemporaryDirectory(prefix="liangrong-") as directory:
            unpacked = unpack(((file.filename or "", file.file) for file in files), Path(directory))
            report = library.ingest(
                [Path(directory)],
                dry_run=dry_run,
                effective_from=as_date(effective_from, "effective_from", BadRequest),
                effective_to=as_date(effective_to, "effective_to", BadRequest),
            )
        return unpacked.report(report).as_json()

    return routes


def _search_routes(routes: APIRouter, library: Library) -> None:
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

    @routes.get("/health")
    def health() -> dict[str, object]:
        return library.health().as_json()


def _read_routes(routes: APIRouter, library: Library) -> None:
    @routes.get("/documents")
    def documents() -> list[dict[str, object]]:
        """Every version meant for clients, those no longer in force too."""
        return [version.as_json() for version in listed(library.catalogue)]

    @routes.get("/documents/{document:path}")
    def document(
        document: str, as_of: date | None = None, lang: str = "zh", jurisdiction: str | None = None
    ) -> dict[str, object]:
        """A document as of a day, with all its versions."""
        return read_document(library.catalogue, document, as_of or library.today(), lang, jurisdiction)

    @routes.get("/diff")
    def diff(
        document: str,
        before: Annotated[str, Query(alias="from")],
        after: Annotated[str, Query(alias="to")],
        lang: str = "zh",
        jurisdiction: str | None = None,
    ) -> dict[str, object]:
        """What changed between two versions, each named by its id or a day on which it is in force."""
        return difference(library.catalogue, document, lang, before, after, jurisdiction).as_json()

    @routes.get("/topics")
    def topic_list() -> list[dict[str, str]]:
        """What the library is about, in the order a client meets it."""
        return [{"id": topic.id, "zh": topic.zh, "en": topic.en} for topic in topics().values()]

    @routes.get("/notices")
    def notices(topic: str | None = None) -> list[dict[str, object]]:
        """What clients are told now: on every topic, and on the one named. Who wrote it is for the desk alone."""
        told = library.notices(topic, library.settings.now())
        return [{name: notice.as_json()[name] for name in _TOLD} for notice in told]

    @routes.get("/passages/{passage_id}")
    def passage(passage_id: str) -> dict[str, object]:
        """A passage, superseded and retired ones too: a permalink never dies. `retired` says how and why."""
        return read_passage(library.catalogue, library.passage(passage_id), library.today())
