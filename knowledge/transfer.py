"""Handing documents to the server that holds the home: the command line packs the files, the server unpacks them
into a directory of its own and ingests that. Names are relative paths below that directory, never above it; bytes
go from stream to disk in pieces, and no more of them than the limits allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any

from knowledge.errors import BadDocument, BadRequest, HomeBusy, KnowledgeError, NotFound
from knowledge.limits import FILE_BYTES, PIECE_BYTES, UPLOAD_BYTES, too_large
from knowledge.metadata import VALIDITY_FILE
from knowledge.model import IngestItem, IngestReport, Remark
from knowledge.sources import failure, walk

INGEST_PATH = "/knowledge/v1/ingest"


def pack(paths: Sequence[Path], items: list[IngestItem]) -> list[tuple[str, Path]]:
    """The files to send, each under a name that keeps it beside its `validity.csv`; those that the server would not
    take are noted in `items`."""
    files = dict.fromkeys(file.resolve() for path in paths for file in walk(path, items))
    tables = dict.fromkeys(file.parent / VALIDITY_FILE for file in files)
    folders = {
        folder: f"{number}" for number, folder in enumerate(dict.fromkeys(file.parent for file in files))
    }
    wanted = [*files, *(table for table in tables if table.is_file())]
    large = [file for file in wanted if file.stat().st_size > FILE_BYTES]
    items.extend(failure(str(file), too_large(file.name)) for file in large)
    return [(f"{folders[file.parent]}/{file.name}", file) for file in wanted if file not in large]


def unpack(files: Iterable[tuple[str, IO[bytes]]], directory: Path) -> tuple[IngestItem, ...]:
    """Write the streams below `directory`, and say which were too large to keep; a name that would leave the
    directory, or more than `UPLOAD_BYTES` in all, is a `BadRequest`."""
    items: list[IngestItem] = []
    left = UPLOAD_BYTES
    for name, stream in files:
        target = directory / _relative(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            left -= _copy(stream, target)
        except BadDocument as error:
            target.unlink()
            items.append(failure(name, error))
        if left < 0:
            size = UPLOAD_BYTES // (1024 * 1024)
            raise BadRequest(f"more than {size} MB at once", f"一次上传超过 {size} MB", field="files")
    return tuple(items)


def _relative(name: str) -> PurePosixPath:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or not relative.name:
        raise BadRequest(f"{name!r} is not a name for a document", f"{name!r} 不是有效的文档名", field=name)
    return relative


def _copy(stream: IO[bytes], target: Path) -> int:
    written = 0
    with target.open("wb") as file:
        while piece := stream.read(PIECE_BYTES):
            written += len(piece)
            if written > FILE_BYTES:
                raise too_large(target.name)
            file.write(piece)
    return written


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
    dates = {"effective_from": effective_from, "effective_to": effective_to}
    fields = {name: day.isoformat() for name, day in dates.items() if day is not None}
    items: list[IngestItem] = []
    packed = pack(paths, items)
    if not packed:
        return IngestReport(tuple(items), dry_run)
    data = _post(url, token, {"dry_run": "true" if dry_run else "false", **fields}, packed)
    return IngestReport((*items, *_items(data["items"])), bool(data["dry_run"]))


def _post(url: str, token: str, fields: dict[str, str], packed: Sequence[tuple[str, Path]]) -> dict[str, Any]:
    """The server's report. The files are streamed from disk."""
    import httpx

    with ExitStack() as opened:
        files = [("files", (name, opened.enter_context(file.open("rb")))) for name, file in packed]
        headers = {"Authorization": f"Bearer {token}"}
        try:
            response = httpx.post(
                url.rstrip("/") + INGEST_PATH, headers=headers, data=fields, files=files, timeout=600
            )
        except httpx.TransportError as error:
            raise HomeBusy(
                f"the server at {url} holds the document store but does not answer",
                f"{url} 的服务占用文档库，但没有响应",
                field="home",
            ) from error
    if response.status_code != 200:
        raise _refusal(response.status_code, response.text)
    report: dict[str, Any] = response.json()
    return report


def _refusal(status: int, text: str) -> KnowledgeError:
    kind = {404: NotFound, 422: BadRequest}.get(status, KnowledgeError)
    return kind(
        f"the server refused the documents ({status}): {text[:300]}",
        f"服务拒绝入库（{status}）：{text[:300]}",
    )


def _items(rows: Iterable[dict[str, Any]]) -> Iterator[IngestItem]:
    """The lines of a report that `IngestItem.as_json` wrote."""
    blank = IngestItem("", "failed")
    for row in rows:
        warnings = tuple(Remark(**remark) for remark in row["warnings"])
        yield replace(blank, **row | {"warnings": warnings})
