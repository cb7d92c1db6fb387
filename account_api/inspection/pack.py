"""A pack as one ZIP file: the parts, the conversations, a manifest with the SHA-256 of each file and of the whole, and the
script that checks all of it with nothing but Python.

The hash of the whole is noted in the audit trail when a pack is made, so a pack that was made anew elsewhere is known too.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.errors import refused
from account_api.inspection.parts import Subject, parts
from account_api.inspection.port import Chats
from risk.fields import refuse

FORMAT = "liangrong-inspection-1"
MANIFEST, SCRIPT = "manifest.json", "verify.py"
LONGEST = timedelta(days=3 * 366)
STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the same content makes the same bytes."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The archive, and the hash that its manifest gives for the whole."""

    name: str
    whole: str
    archive: bytes


def made(
    ctx: Context, session: Session, client: Client, since: date, until: date, chats: Chats, by: str
) -> Pack:
    """The pack of `client` for the days `since` to `until`, both included; noted in the audit trail as made by `by`.

    Raises Malformed for a period that ends before it begins or is longer than three years.
    """
    if until < since or until - since > LONGEST:
        raise refused([refuse("to", "out_of_range", until.isoformat())])
    period = _start(since), _start(until + timedelta(days=1))
    content = parts(ctx, session, Subject(client, period))
    talks = {f"chats/{n:04d}.json": talk for n, talk in enumerate(chats(client.client_id, *period), 1)}
    written = {name: _json(rows) for name, rows in {**content, **talks}.items()}
    written[SCRIPT] = files("account_api.inspection").joinpath(SCRIPT).read_bytes()
    manifest = _manifest(ctx, client, (since, until), written)
    written[MANIFEST] = _json(manifest)
    detail = {"from": since.isoformat(), "to": until.isoformat(), "whole": manifest["whole"]}
    ctx.record(session, Event("inspection.packed", by, client.client_id, detail))
    name = f"inspection-{since:%Y%m%d}-{until:%Y%m%d}.zip"
    return Pack(name, str(manifest["whole"]), _archive(written))


def _manifest(
    ctx: Context, client: Client, days: tuple[date, date], written: Mapping[str, bytes]
) -> dict[str, Any]:
    listed = [
        {"name": name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        for name, body in sorted(written.items())
    ]
    head = {
        "format": FORMAT,
        "client_id": client.client_id,
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "made_at": local_text(ctx.clock.now()),
        "rules_edition": ctx.rulebooks.edition,
        "files": listed,
    }
    canonical = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**head, "whole": hashlib.sha256(canonical.encode()).hexdigest()}


def _archive(written: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in sorted(written.items()):
            archive.writestr(zipfile.ZipInfo(name, STAMP), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _json(content: Iterable[Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BOOKING_ZONE)
