"""An inspection pack: what is in it, who may take it, and that every kind of alteration is found by its own script."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from account_api.audit import AuditRow
from account_api.auth.roles import SCOPES, Role, Scope
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.inspection.verify import digest, main, verified
from account_api.published.job import publish_all

PERIOD = {"since": date(2026, 11, 1), "until": date(2026, 11, 20)}
CLIENT = "demo-call"


@pytest.fixture
async def archive(either: Any) -> bytes:
    publish_all(either.context, either.now)
    agent = await either.signed_in("demo-agent")
    await agent.figures(CLIENT)
    officer = await either.signed_in("demo-compliance")
    pack: bytes = await officer.inspection_pack(CLIENT, **PERIOD)
    return pack


def opened(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def zipped(files: Mapping[str, bytes]) -> zipfile.ZipFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as pack:
        for name, body in files.items():
            pack.writestr(name, body)
    return zipfile.ZipFile(buffer)


def as_json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def sealed_anew(files: dict[str, bytes]) -> dict[str, bytes]:
    """With a manifest that fits again, as somebody would make it who knows how."""
    import hashlib

    manifest = json.loads(files["manifest.json"])
    manifest.pop("whole")
    for row in manifest["files"]:
        body = files[row["name"]]
        row |= {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return {**files, "manifest.json": as_json({**manifest, "whole": digest(manifest)})}


async def test_a_pack_holds_what_was_told_and_on_what_grounds(archive: bytes) -> None:
    looked, broken = verified(zipfile.ZipFile(io.BytesIO(archive)))
    assert broken == []
    assert looked["figures"] > 10
    assert looked["snapshots"] >= 1
    assert looked["audit"] >= 1
    files = opened(archive)
    assert set(files) == {
        *(f"{part}.json" for part in ("account", "figures", "snapshots", "rules", "notices", "approvals")),
        *(f"{part}.json" for part in ("calls", "contacts", "tickets", "audit", "manifest")),
        "verify.py",
    }
    assert len(json.loads(files["rules.json"])) > 20
    assert json.loads(files["notices.json"])
    manifest = json.loads(files["manifest.json"])
    assert (manifest["client_id"], manifest["from"], manifest["to"]) == (CLIENT, "2026-11-01", "2026-11-20")


async def test_of_a_person_only_what_is_needed_is_in_it(either: Any, archive: bytes) -> None:
    with either.context.transaction(writes=False) as session:
        from account_api.clients.tables import Client

        client = session.get_one(Client, CLIENT)
        name, password = client.name, either.password
    files = opened(archive)
    assert json.loads(files["account.json"])[0]["name_masked"] == f"{name[:1]}**"
    for body in files.values():
        assert name.encode() not in body
        assert password.encode() not in body
        assert b"argon2" not in body
    assert b"birth_year" not in files["account.json"]


async def test_the_hash_of_the_whole_stands_in_the_audit_trail(either: Any, archive: bytes) -> None:
    whole = json.loads(opened(archive)["manifest.json"])["whole"]
    with either.context.transaction(writes=False) as session:
        rows = session.exec(select(AuditRow).where(AuditRow.action == "inspection.packed")).all()
    assert [row.detail["whole"] for row in rows] == [whole]


async def test_the_same_content_makes_the_same_pack_but_for_the_trail(either: Any, archive: bytes) -> None:
    officer = await either.signed_in("demo-compliance")
    first, second = opened(archive), opened(await officer.inspection_pack(CLIENT, **PERIOD))
    assert [name for name in first if first[name] != second[name]] == ["audit.json", "manifest.json"]


@pytest.mark.parametrize("user", ["demo-call", "demo-agent", "demo-supervisor", "demo-risk", "demo-legal"])
async def test_nobody_else_may_take_one(own_firm: Any, user: str) -> None:
    me = await own_firm.signed_in(user)
    with pytest.raises(NotAllowed):
        await me.inspection_pack(CLIENT)
    assert {role for role in Role if Scope.inspection in SCOPES[role]} == {Role.compliance, Role.admin}


async def test_compliance_and_admins_may_and_unknown_clients_are_unknown(own_firm: Any) -> None:
    for user in ("demo-compliance", "demo-admin"):
        me = await own_firm.signed_in(user)
        assert opened(await me.inspection_pack("demo-safe"))["verify.py"]
        with pytest.raises(NotFound) as caught:
            await me.inspection_pack("nobody")
        assert caught.value.problem["type"] == "/problems/no-such-account"


@pytest.mark.parametrize(("since", "until"), [("2026-11-20", "2026-11-19"), ("2020-01-01", "2026-11-20")])
async def test_a_period_that_is_none_is_refused(own_firm: Any, since: str, until: str) -> None:
    me = await own_firm.signed_in("demo-compliance")
    with pytest.raises(AccountError) as caught:
        await me.inspection_pack(CLIENT, date.fromisoformat(since), date.fromisoformat(until))
    assert [error["field"] for error in caught.value.problem["errors"]] == ["to"]


def without(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {each: body for each, body in files.items() if each != name}


def edited(name: str, change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def apply(files: dict[str, bytes]) -> dict[str, bytes]:
        body = json.loads(files[name])
        change(body)
        return {**files, name: as_json(body)}

    return apply


ALTERED: Mapping[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "a notice's text": (
        edited("notices.json", lambda rows: rows[0].update(text="x")),
        "notices.json: altered",
    ),
    "a file taken out": (without("approvals.json"), "approvals.json: missing"),
    "a file put in": (lambda files: {**files, "more.json": b"[]"}, "more.json: not in the manifest"),
    "the script": (lambda files: {**files, "verify.py": b"print('ok')"}, "verify.py: altered"),
    "the period": (
        edited("manifest.json", lambda m: m.update({"from": "2026-01-01"})),
        "manifest.json: altered",
    ),
    "no json": (lambda files: {**files, "calls.json": b"["}, "calls.json: cannot be read"),
}
CLEVERLY: Mapping[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "a figure's value": (edited("figures.json", lambda rows: rows[0]["figure"].update(value="9")), "figure "),
    "a snapshot's cash": (
        edited("snapshots.json", lambda rows: rows[0]["book"].update(cash="9")),
        "snapshot ",
    ),
    "snapshots left out": (edited("snapshots.json", lambda rows: rows.clear()), "its snapshot "),
    "an audit row": (edited("audit.json", lambda rows: rows[0].update(action="x")), "audit row "),
}


@pytest.mark.parametrize("kind", ALTERED)
async def test_each_kind_of_alteration_is_told(archive: bytes, kind: str) -> None:
    change, told = ALTERED[kind]
    _, broken = verified(zipped(change(opened(archive))))
    assert told in broken


@pytest.mark.parametrize("kind", CLEVERLY)
async def test_a_manifest_made_anew_does_not_hide_it(archive: bytes, kind: str) -> None:
    change, told = CLEVERLY[kind]
    looked, broken = verified(zipped(sealed_anew(change(opened(archive)))))
    assert broken
    assert all(told in each for each in broken)
    assert looked["whole"] != json.loads(opened(archive)["manifest.json"])["whole"]


async def test_a_file_that_is_damaged_in_the_archive_is_named(archive: bytes) -> None:
    entry = zipfile.ZipFile(io.BytesIO(archive)).getinfo("figures.json")
    found = set()
    for offset in range(60, entry.compress_size, entry.compress_size // 20):
        damaged = bytearray(archive)
        damaged[entry.header_offset + offset] ^= 0x55
        _, broken = verified(zipfile.ZipFile(io.BytesIO(damaged)))
        assert "figures.json: altered" in broken
        found |= set(broken)
    assert "figures.json: cannot be read" in found


async def test_the_script_runs_by_itself_with_nothing_but_python(archive: bytes, tmp_path: Path) -> None:
    pack, script = tmp_path / "pack.zip", tmp_path / "verify.py"
    pack.write_bytes(archive)
    script.write_bytes(opened(archive)["verify.py"])
    run = subprocess.run([sys.executable, "-I", script, pack], capture_output=True, text=True, cwd=tmp_path)
    assert (run.returncode, json.loads(run.stdout)["ok"]) == (0, True)
    for ruined in (b"no zip", b""):
        pack.write_bytes(ruined)
        run = subprocess.run(
            [sys.executable, "-I", script, pack], capture_output=True, text=True, cwd=tmp_path
        )
        assert run.returncode == 2


def test_what_is_no_pack_is_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main([str(tmp_path / "none.zip")]) == 2
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", '{"format": "else"}')
    assert main([str(tmp_path / "other.zip")]) == 2
    assert "不是检查包" in capsys.readouterr().err
