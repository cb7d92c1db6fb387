"""The editors' desk over HTTP. One router without a prefix, mounted wherever there is a way to tell who asks: with a
bearer token beside the library, with a cookie behind the console's door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response, UploadFile

from knowledge.editorial import bodies
from knowledge.editorial.desk import MOST_BYTES, Editorial, Preview
from knowledge.editorial.rights import Editor
from knowledge.errors import BadRequest
from knowledge.metadata import as_date
from knowledge.problem_route import FORM_BYTES, ProblemRoute, SmallRoute

Identify = Callable[[Request], Awaitable[Editor]]
Json = dict[str, Any]
PROBLEMS: dict[int | str, Json] = {
    401: {"description": "Nobody is signed in"},
    403: {"description": "The role may not do this, or it is the submitter's own"},
    404: {"description": "No such thing"},
    409: {"description": "In another state, or changed meanwhile; says what has changed"},
    413: {"description": "More than is taken at once"},
    422: {"description": "Something in the request will not do; says which field"},
}


class UploadRoute(ProblemRoute):
    """For the one request that carries a file."""

    most_bytes = MOST_BYTES + FORM_BYTES


def editorial_routes(editorial: Editorial, identify: Identify) -> APIRouter:
    """All routes of the desk. `identify` tells who asks, or raises a `KnowledgeError` for nobody."""
    routes = APIRouter(tags=["editorial"], route_class=SmallRoute, responses=PROBLEMS)
    uploads = APIRouter(tags=["editorial"], route_class=UploadRoute, responses=PROBLEMS)
    who = Depends(identify)
    _upload(uploads, editorial, who)
    _submissions(routes, editorial, who)
    _steps(routes, editorial, who)
    _documents(routes, editorial, who)
    _notices(routes, editorial, who)
    _gaps_and_words(routes, editorial, who)
    routes.include_router(uploads)
    return routes


def _upload(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    @routes.post("/submissions", status_code=201)
    def submit(
        file: UploadFile,
        effective_from: Annotated[str | None, Form()] = None,
        effective_to: Annotated[str | None, Form()] = None,
        note: Annotated[str, Form(max_length=500)] = "",
        editor: Editor = who,
    ) -> Json:
        """Hand in a document, with its validity where it does not state one. It is read, and kept as it came."""
        start, end = (
            as_date(given or None, field, BadRequest)
            for given, field in ((effective_from, "effective_from"), (effective_to, "effective_to"))
        )
        name = file.filename or "document"
        return editorial.submit(editor, file.file.read(), name, start, end, note).as_json()


def _submissions(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    @routes.get("/submissions")
    def submissions(state: str | None = None, editor: Editor = who) -> list[Json]:
        """All submissions, the newest first."""
        return [each.as_json() for each in editorial.submissions(editor, state)]

    @routes.get("/submissions/{name}")
    def submission(name: str, editor: Editor = who) -> Json:
        """A submission with its passages and the difference to what it would follow."""
        return _preview_as_json(editorial.preview(editor, name))

    @routes.get("/submissions/{name}/file", response_class=Response)
    def file(name: str, editor: Editor = who) -> Response:
        """The bytes as they came."""
        kept = editorial.file(editor, name)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.file, safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(kept.data, media_type="application/octet-stream", headers=headers)

    @routes.post("/answers", status_code=201)
    def answer(body: bodies.VerifiedAnswer, editor: Editor = who) -> Json:
        """Hand in a verified answer; it goes through the same review."""
        return editorial.answer(editor, body.draft()).as_json()

    @routes.post("/try")
    def try_question(body: bodies.Trial, editor: Editor = who) -> Json:
        """What a question finds now, and why."""
        return editorial.try_question(editor, body.q, body.as_of, body.lang, body.jurisdiction).as_json()

    @routes.post("/submissions/{name}/try")
    def try_submission(name: str, body: bodies.Trial, editor: Editor = who) -> Json:
        """What a question would find with this submission beside what is published."""
        found = editorial.try_question(editor, body.q, body.as_of, body.lang, body.jurisdiction, name)
        return found.as_json()


def _steps(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    @routes.post("/submissions/{name}/approve")
    def approve(name: str, body: bodies.Approval | None = None, editor: Editor = who) -> Json:
        """The second pair of eyes. Never the submitter's."""
        step = body or bodies.Approval()
        return editorial.approve(editor, name, step.note, step.confirm_instructions).as_json()

    @routes.post("/submissions/{name}/reject")
    def reject(name: str, body: bodies.Step | None = None, editor: Editor = who) -> Json:
        """Send it back; the note says why."""
        return editorial.reject(editor, name, (body or bodies.Step()).note).as_json()

    @routes.post("/submissions/{name}/publish")
    def publish(name: str, body: bodies.Step | None = None, editor: Editor = who) -> Json:
        """Put what was approved into use. Twice is once."""
        return editorial.publish(editor, name, (body or bodies.Step()).note).as_json()

    @routes.post("/submissions/{name}/withdraw")
    def withdraw(name: str, body: bodies.Step | None = None, editor: Editor = who) -> Json:
        """Take back what is not published yet."""
        return editorial.withdraw(editor, name, (body or bodies.Step()).note).as_json()


def _documents(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    @routes.get("/documents")
    def documents(editor: Editor = who) -> list[Json]:
        """Every version, those not meant for clients too."""
        return [version.as_json() for version in editorial.documents(editor)]

    @routes.post("/documents/{version}/retire")
    def retire(version: str, body: bodies.Retirement, editor: Editor = who) -> Json:
        """Take a version out of use; its permalinks stay and say why."""
        return editorial.retire(editor, version, body.reason).as_json()

    @routes.post("/documents/{version}/reviewed")
    def reviewed(version: str, body: bodies.StillStands, editor: Editor = who) -> Json:
        """It still stands; when it is to be reviewed again."""
        return editorial.reviewed(editor, version, body.next_review, body.note).as_json()

    @routes.get("/due")
    def due(days: Annotated[int, Query(ge=0, le=3660)] = 30, editor: Editor = who) -> Json:
        """Documents to review, answers held, notices about to end, submissions that wait."""
        return editorial.due(editor, days)


def _notices(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    def as_json(notice: Any) -> Json:
        return {**notice.as_json(), "state": notice.state(editorial.now())}

    @routes.get("/notices")
    def notices(editor: Editor = who) -> list[Json]:
        """All notices, the newest first; `state` is scheduled, active or ended."""
        return [as_json(notice) for notice in editorial.notices(editor)]

    @routes.post("/notices", status_code=201)
    def set_notice(body: bodies.NoticeBody, editor: Editor = who) -> Json:
        """Pin a notice on a topic, or give the topic to persons only: in effect at once."""
        return as_json(editorial.set_notice(editor, body.draft()))

    @routes.post("/notices/{name}/end")
    def end_notice(name: str, editor: Editor = who) -> Json:
        """End a notice before its time."""
        return as_json(editorial.end_notice(editor, name))


def _gaps_and_words(routes: APIRouter, editorial: Editorial, who: Any) -> None:
    @routes.get("/gaps")
    def gaps(editor: Editor = who) -> list[Json]:
        """Questions without an answer, like ones together, open ones first."""
        return [group.as_json() for group in editorial.gaps(editor)]

    @routes.post("/gaps/{name}/resolve")
    def resolve(name: str, body: bodies.GapResolved, editor: Editor = who) -> Json:
        """What was done about a group; it opens again when one of its questions fails once more."""
        return editorial.resolve_gap(editor, name, body.how, body.reference, body.note).as_json()

    @routes.get("/glossary")
    def glossary(editor: Editor = who) -> list[Json]:
        """The firm's own entries."""
        return [term.as_json() for term in editorial.glossary(editor)]

    @routes.post("/glossary", status_code=201)
    def add_term(body: bodies.TermBody, editor: Editor = who) -> Json:
        """Add an entry, or replace the one with the same term."""
        return editorial.add_term(editor, body.draft()).as_json()

    @routes.delete("/glossary/{term:path}", status_code=204)
    def remove_term(term: str, editor: Editor = who) -> None:
        """Take an entry out again."""
        editorial.remove_term(editor, term)

    @routes.get("/log")
    def log(limit: Annotated[int, Query(ge=1, le=1000)] = 100, editor: Editor = who) -> list[Json]:
        """The newest acts and refusals."""
        return list(editorial.log(editor, limit))


def _preview_as_json(preview: Preview) -> Json:
    difference = preview.difference
    return {
        "submission": preview.submission.as_json(),
        "passages": [
            {
                "id": passage.id,
                "path": list(passage.path),
                "section": passage.section,
                "article": passage.article,
                "text": passage.text,
                "lead": passage.lead,
                "asks": list(passage.asks),
                "kind": passage.kind,
            }
            for passage in preview.passages
        ],
        "difference": difference.as_json() if difference else None,
        "warnings": [
            {"code": warning.code, "text": warning.text, "text_zh": warning.text_zh}
            for warning in preview.warnings
        ],
    }
