"""Handing documents to the server that holds the home: the command line packs the files, the server unpacks them
into a directory of its own and ingests that. Names are relative paths below that directory, never above it; bytes
go from stream to disk in pieces, and no more of them than the limits allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any

from knowledge.errors import BadDocument, BadRequest, HomeBusy, KnowledgeError, NotFound
from knowledge.limits import FILE_BYTES, PIECE_BYTES, UPLOAD_BYTES, too_large, unreadable
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


@dataclass(slots=True)
class Unpacked:
    """What arrived: on disk, every file under its own name in a folder that stands for the one it was sent from, and
    what could not be kept. `sent` says under which name each file came."""

    sent: dict[Path, str] = field(default_factory=dict)
    items: list[IngestItem] = field(default_factory=list)

    def report(self, report: IngestReport) -> IngestReport:
        """The report in the sender's names; a member of an archive keeps its path within."""
        labels = {str(path): name for path, name in self.sent.items()}
        items = (replace(item, file=_renamed(item.file, labels)) for item in report.items)
        return replace(report, items=(*self.items, *items))


def _renamed(label: str, labels: Mapping[str, str]) -> str:
    """The label with the path of a file replaced by its other name."""
    path = next((path for path in labels if label == path or label.startswith(f"{path}/")), "")
    return labels[path] + label.removeprefix(path) if path else label


def unpack(files: Iterable[tuple[str, IO[bytes]]], directory: Path) -> Unpacked:
    """Write the streams below `directory`. A name that would leave it, or more than `UPLOAD_BYTES` in all, is a
    `BadRequest`; a file that cannot be kept is one line of the report."""
    unpacked, left = Unpacked(), UPLOAD_BYTES
    folders: dict[tuple[PurePosixPath, int], Path] = {}
    seen: Counter[PurePosixPath] = Counter()
    for name, stream in files:
        relative = _relative(name)
        seen[relative] += 1
        number = seen[relative]
        label = name if number == 1 else f"{name} ({number})"
        folder = folders.setdefault((relative.parent, number), directory / f"{len(folders)}")
        target = folder / relative.name
        unpacked.sent[target] = label
        try:
            folder.mkdir(parents=True, exist_ok=True)
            left -= _copy(stream, target)
        except (BadDocument, OSError) as error:
            if isinstance(error, OSError):
                error = unreadable(relative.name, error)
            unpacked.items.append(failure(label, error))
            del unpacked.sent[target]
        if left < 0:
            size = UPLOAD_BYTES // (1024 * 1024)
            raise BadRequest(f"more than {size} MB at once", f"一次上传超过 {size} MB", field="files")
    return unpacked


def _relative(name: str) -> PurePosixPath:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or not relative.name or "\0" in name:
        raise BadRequest(
            f"{name!r} is not a name for a document", f"{name!r} 不是有效的文档名", field="files"
        )
    return relative


def _copy(stream: IO[bytes], target: Path) -> int:
    """The bytes written; nothing is left of a stream that is too large."""
    written = 0
    with target.open("wb") as file:
        while piece := stream.read(PIECE_BYTES):
            written += len(piece)
            if written > FILE_BYTES:
                target.unlink()
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
    paths_of = {name: str(file) for name, file in packed}
    told = (replace(item, file=_renamed(item.file, paths_of)) for item in _items(data["items"]))
    return IngestReport((*items, *told), bool(data["dry_run"]))


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
