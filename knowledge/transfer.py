"""Handing documents to the server that holds the home: the command line packs the files, the server unpacks them
into a directory of its own and ingests that. Names are relative paths below that directory, never above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from knowledge.errors import BadRequest, HomeBusy, KnowledgeError, NotFound
from knowledge.ingest import Options, collect
from knowledge.metadata import VALIDITY_FILE
from knowledge.model import IngestItem, IngestReport

INGEST_PATH = "/knowledge/v1/ingest"


def pack(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The files to send, each under a name that keeps it beside its `validity.csv`."""
    candidates, _ = collect(paths, Options())
    files = dict.fromkeys(candidate.file.resolve() for candidate in candidates)
    tables = dict.fromkeys(file.parent / VALIDITY_FILE for file in files)
    folders = {
        folder: f"{number}" for number, folder in enumerate(dict.fromkeys(file.parent for file in files))
    }
    wanted = [*files, *(table for table in tables if table.is_file())]
    return [(f"{folders[file.parent]}/{file.name}", file.read_bytes()) for file in wanted]


def unpack(files: Iterable[tuple[str, bytes]], directory: Path) -> None:
    """Write the files below `directory`; a name that would leave it is refused."""
    for name, data in files:
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts or not relative.name:
            raise BadRequest(
                f"{name!r} is not a name for a document", f"{name!r} 不是有效的文档名", field=name
            )
        target = directory / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def send(
    url: str,
    token: str,
    paths: Sequence[Path],
    *,
    dry_run: bool,
    effective_from: date | None,
    effective_to: date | None,
) -> IngestReport:
    """Post the files to the server at `url` and return its report."""
    import httpx

    dates = {"effective_from": effective_from, "effective_to": effective_to}
    fields = {name: day.isoformat() for name, day in dates.items() if day is not None}
    try:
        response = httpx.post(
            url.rstrip("/") + INGEST_PATH,
            headers={"Authorization": f"Bearer {token}"},
            data={"dry_run": "true" if dry_run else "false", **fields},
            files=[("files", (name, data)) for name, data in pack(paths)],
            timeout=600,
        )
    except httpx.TransportError as error:
        raise HomeBusy(
            f"the server at {url} holds the document store but does not answer",
            f"{url} 的服务占用文档库，但没有响应",
            field="home",
        ) from error
    if response.status_code != 200:
        raise _refusal(response.status_code, response.text)
    data = response.json()
    return IngestReport(tuple(_items(data["items"])), bool(data["dry_run"]))


def _refusal(status: int, text: str) -> KnowledgeError:
    kind = {404: NotFound, 422: BadRequest}.get(status, KnowledgeError)
    return kind(
        f"the server refused the documents ({status}): {text[:300]}",
        f"服务拒绝入库（{status}）：{text[:300]}",
    )


def _items(rows: Iterable[dict[str, object]]) -> Iterator[IngestItem]:
    blank = IngestItem("", "failed")
    for row in rows:
        yield replace(blank, **row)  # type: ignore[arg-type]  # the row was written by `IngestItem.as_json`
