"""Check an inspection pack: `python verify.py PACK.zip`. Standard library only, no network; it also lies inside every pack.

Every file under the hash of the manifest, the manifest under its own, every figure under its trace id and with the frozen
snapshot it came from, every snapshot under its id, every audit row under its hash, every conversation with its chain. The
hash of the whole is printed: the firm's audit trail noted the same one when it made the pack.
Exit codes: 0 whole, 1 something does not fit, 2 no pack.
"""

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

FORMAT, MANIFEST = "liangrong-inspection-1", "manifest.json"
TRACED = ("name", "value", "formula", "inputs", "rule")
AUDITED = ("seq", "action", "actor", "subject", "detail", "prev")
SEALED = ("session", "message_id", "position", "said_at", "text", "reply")
CHINA = timezone(timedelta(hours=8))


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verified(pack: zipfile.ZipFile) -> tuple[dict[str, Any], list[str]]:
    """How much was looked at, and what does not fit. ValueError or KeyError for what is no pack."""
    manifest = json.loads(pack.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise ValueError(f"not {FORMAT}")
    broken = list(_files(pack, manifest))
    there = set(pack.namelist())
    named = {row["name"] for row in manifest["files"]}
    content = {name: _read(pack, name) for name in sorted(named & there) if name.endswith(".json")}
    broken += [f"{name}: cannot be read" for name, rows in content.items() if rows is None]
    looked = {"whole": manifest["whole"], "files": len(manifest["files"])}
    for name, check in (("figures", _figures), ("snapshots", _snapshots), ("audit", _audit)):
        rows = content.get(f"{name}.json") or []
        looked[name] = len(rows)
        broken += check(rows, content)
    talks = [(name, talk) for name, talk in content.items() if name.startswith("chats/") and talk]
    looked["chats"] = len(talks)
    broken += [said for name, talk in talks for said in _chat(name, talk)]
    return looked, broken


def _files(pack: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    head = {name: value for name, value in manifest.items() if name != "whole"}
    if digest(head) != manifest["whole"]:
        yield f"{MANIFEST}: altered"
    there = pack.namelist()
    listed = {row["name"]: row for row in manifest["files"]}
    yield from (f"{name}: twice in the pack" for name in sorted(set(there)) if there.count(name) > 1)
    yield from (f"{name}: not in the manifest" for name in sorted({*there} - {*listed, MANIFEST}))
    for name, row in listed.items():
        if name not in there:
            yield f"{name}: missing"
        elif (body := _body(pack, name)) is None or hashlib.sha256(body).hexdigest() != row["sha256"]:
            yield f"{name}: altered"


def _body(pack: zipfile.ZipFile, name: str) -> bytes | None:
    """The file; None where the archive holds it damaged."""
    try:
        return pack.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return None


def _read(pack: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(_body(pack, name) or b"")
    except ValueError:
        return None


def _figures(rows: list[Any], content: dict[str, Any]) -> Iterator[str]:
    frozen = {row["id"]: row for row in content.get("snapshots.json") or ()}
    for row in rows:
        figure, name = row["figure"], f"figure {row['trace_id']}"
        if "t" + digest({key: figure.get(key) for key in TRACED})[:24] != row["trace_id"]:
            yield f"{name}: altered"
        if row["snapshot_id"] and row["snapshot_id"] not in frozen:
            yield f"{name}: its snapshot {row['snapshot_id']} is missing"


def _snapshots(rows: list[Any], _content: dict[str, Any]) -> Iterator[str]:
    for row in rows:
        moments = {name: _local(row[name]) for name in ("taken_at", "price_time")}
        if "s" + digest({"book": row["book"], **moments})[:24] != row["id"]:
            yield f"snapshot {row['id']}: altered"


def _audit(rows: list[Any], _content: dict[str, Any]) -> Iterator[str]:
    for row in rows:
        if digest({**{name: row[name] for name in AUDITED}, "at": row["at"]}) != row["hash"]:
            yield f"audit row {row['seq']}: altered"


def _chat(name: str, talk: dict[str, Any]) -> Iterator[str]:
    """Every turn under its seal, and the seals in the order of the conversation."""
    seals = []
    for turn in talk["turns"]:
        if turn.get("withheld"):
            seals.append(turn["hash"])
            continue
        record = {key: value for key, value in turn["record"].items() if key != "hash"}
        seals.append(turn["record"].get("hash"))
        if digest({**{key: turn[key] for key in SEALED}, "record": record}) != seals[-1]:
            yield f"{name}: turn {turn['position']} altered"
    if seals != talk["chain"]:
        yield f"{name}: turns are missing or in another order"


def _local(at: str | None) -> str | None:
    """An instant as the id of a snapshot covers it: where accounts are booked, to the second."""
    if at is None:
        return None
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA).isoformat(timespec="seconds")


def main(arguments: list[str]) -> int:
    """Print what was looked at and what does not fit."""
    try:
        with zipfile.ZipFile(arguments[0]) as pack:
            looked, broken = verified(pack)
    except (
        IndexError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
    ) as error:
        sys.stderr.write(f"no inspection pack 不是检查包: {type(error).__name__} {error}\n")
        return 2
    sys.stdout.write(json.dumps({"ok": not broken, **looked, "broken": broken}, ensure_ascii=False) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
