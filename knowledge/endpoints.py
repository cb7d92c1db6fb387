"""The knowledge base over HTTP: search, documents as of a day and what changed between two, permalinks of passages,
topics, health, and ingestion. Reading what is meant for clients is public, as rules and education are; ingestion
needs the home's local token or whatever `authorise` accepts."""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile

from knowledge.citation import search_as_json
from knowledge.errors import BadRequest, NotAllowed
from knowledge.library import Library
from knowledge.limits import UPLOAD_BYTES
from knowledge.metadata import as_date
from knowledge.ownership import local_token
from knowledge.problem_route import FORM_BYTES, ProblemRoute
from knowledge.reading import difference, public, read_document, read_passage
from knowledge.topics import topics
from knowledge.transfer import unpack

Authorise = Callable[[Request], bool]
_TOLD = ("id", "topic", "kind", "text", "from", "until")


class UploadRoute(ProblemRoute):
    """For requests that may carry documents."""

    most_bytes = UPLOAD_BYTES + FORM_BYTES


def router(library: Library, authorise: Authorise | None = None) -> APIRouter:
    """Routes under /knowledge/v1. `authorise` may admit further callers to ingestion."""
    token = local_token(library.settings.token_file)
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=UploadRoute)

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

    _read_routes(routes, library)

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


def _read_routes(routes: APIRouter, library: Library) -> None:
    @routes.get("/documents")
    def documents() -> list[dict[str, object]]:
        """Every version meant for clients, those no longer in force too."""
        return [version.as_json() for version in public(library.documents())]

    @routes.get("/documents/{document:path}")
    def document(document: str, as_of: date | None = None, lang: str = "zh") -> dict[str, object]:
        """A document as of a day, with all its versions."""
        return read_document(library.catalogue, document, as_of or library.today(), lang)

    @routes.get("/diff")
    def diff(
        document: str,
        before: Annotated[str, Query(alias="from")],
        after: Annotated[str, Query(alias="to")],
        lang: str = "zh",
    ) -> dict[str, object]:
        """What changed between two versions, each named by its id or a day on which it is in force."""
        return difference(library.catalogue, document, lang, before, after).as_json()

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
