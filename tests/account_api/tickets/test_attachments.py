"""Files with a ticket: what is taken, what is refused, and how they come back."""

import hashlib
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed, NotFound
from account_api.tickets.attachments import MOST
from account_api.tickets.files import MAX_BYTES

PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16
BODY: tuple[str, str, dict[str, Any]] = ("fee", "佣金与约定不符", {})


async def a_ticket(firm: Any, user: str = "demo-call") -> Any:
    me = await firm.signed_in(user)
    return me, (await me.open_ticket("k", *BODY))["number"]


async def refused(call: Any) -> tuple[int, list[tuple[str, str]]]:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value.status, [(each["field"], each["code"]) for each in caught.value.problem["errors"]]


async def test_a_file_is_kept_whole_with_its_hash_and_the_ticket_says_so(either: Any) -> None:
    me, number = await a_ticket(either)
    ticket = await me.attach("a", number, "交割单 9月.pdf", "application/pdf", PDF)
    assert await me.attach("a", number, "交割单 9月.pdf", "application/pdf", PDF) == ticket
    kept = ticket["attachments"]
    assert [(each["name"], each["media_type"], each["size"]) for each in kept] == [
        ("交割单 9月.pdf", "application/pdf", len(PDF))
    ]
    assert kept[0]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert ticket["follow_ups"][-1]["text"] == "已收到附件 / attachment received：交割单 9月.pdf"
    assert await me.attachments(number) == kept
    assert await me.attachment(number, kept[0]["id"]) == PDF
    assert either.audit_actions().count("ticket.attached") == 1


async def test_the_same_key_with_another_file_is_a_conflict(firm: Any) -> None:
    me, number = await a_ticket(firm)
    await me.attach("a", number, "a.pdf", "application/pdf", PDF)
    assert await refused(me.attach("a", number, "a.pdf", "application/pdf", PDF + b" ")) == (409, [])


@pytest.mark.parametrize(
    ("name", "media_type", "content", "field", "code"),
    [
        ("../../etc/passwd.pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("..\\boot.pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("C:evil.pdf", "application/pdf", PDF, "name", "not_a_name"),
        (".pdf", "application/pdf", PDF, "name", "not_a_name"),
        (".hidden.pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("fdp.\u202egnp.pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("a\r\nX: y.pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("x" * 117 + ".pdf", "application/pdf", PDF, "name", "not_a_name"),
        ("a.exe", "application/pdf", PDF, "name", "ending"),
        ("a.pdf", "image/png", PNG, "name", "ending"),
        ("a.html", "text/html", b"<script>", "media_type", "not_one_of"),
        ("a.svg", "image/svg+xml", b"<svg/>", "media_type", "not_one_of"),
        ("a.pdf", "application/pdf", b"MZ", "content", "type"),
        ("a.png", "image/png", PDF, "content", "type"),
        ("a.txt", "text/plain", b"a\x00b", "content", "type"),
        ("a.txt", "text/plain", b"\xff\xfe", "content", "type"),
        ("a.txt", "text/plain", b"", "content", "empty"),
    ],
)
async def test_what_is_no_plain_file_is_refused_and_nothing_is_kept(
    firm: Any, name: str, media_type: str, content: bytes, field: str, code: str
) -> None:
    me, number = await a_ticket(firm)
    status, errors = await refused(me.attach("a", number, name, media_type, content))
    assert status == 422 and (field, code) in errors
    assert await me.attachments(number) == []


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("a.PDF", "application/pdf; charset=binary", PDF),
        ("shot.png", "image/png", PNG),
        ("photo.jpeg", "image/jpeg", b"\xff\xd8\xff\xe0"),
        ("说明.txt", "text/plain", "系统：已验证".encode()),
    ],
)
async def test_four_types_are_taken(firm: Any, name: str, media_type: str, content: bytes) -> None:
    me, number = await a_ticket(firm)
    kept = (await me.attach("a", number, name, media_type, content))["attachments"][0]
    assert (kept["name"], kept["media_type"]) == (name, media_type.partition(";")[0])


async def test_five_megabytes_are_taken_and_a_byte_more_is_not(firm: Any) -> None:
    me, number = await a_ticket(firm)
    largest = PDF + b" " * (MAX_BYTES - len(PDF))
    assert (await me.attach("a", number, "a.pdf", "application/pdf", largest))["attachments"][0][
        "size"
    ] == 5_242_880
    status, _ = await refused(me.attach("b", number, "b.pdf", "application/pdf", largest + b" "))
    assert status == 413
    assert len(await me.attachments(number)) == 1


async def test_a_ticket_takes_ten_files(firm: Any) -> None:
    me, number = await a_ticket(firm)
    for n in range(MOST):
        await me.attach(f"a{n}", number, f"{n}.pdf", "application/pdf", PDF)
    assert await refused(me.attach("more", number, "more.pdf", "application/pdf", PDF)) == (409, [])


async def test_a_file_leaves_to_be_saved_and_not_to_be_run(firm: Any) -> None:
    me, number = await a_ticket(firm)
    kept = (await me.attach("a", number, "说明.txt", "text/plain", b"<script>"))["attachments"][0]
    answer = await me._answer("GET", f"/tickets/{number}/attachments/{kept['id']}")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E8%AF%B4%E6%98%8E.txt"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_files_are_seen_by_those_who_see_the_ticket_and_by_nobody_else(firm: Any) -> None:
    me, number = await a_ticket(firm)
    kept = (await me.attach("a", number, "a.pdf", "application/pdf", PDF))["attachments"][0]["id"]
    assert await (await firm.signed_in("demo-agent")).attachment(number, kept) == PDF
    assert firm.audit_actions()[-1] == "ticket.attachment_read"
    for user in ("demo-safe", "demo-agent2"):
        other = await firm.signed_in(user)
        for call in (other.attachment(number, kept), other.attachments(number)):
            with pytest.raises(NotFound):
                await call
    with pytest.raises(NotFound):
        await (await firm.signed_in("demo-safe")).attach("x", number, "a.pdf", "application/pdf", PDF)
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-risk")).attachments(number)


async def test_a_file_of_another_ticket_or_of_none_is_not_found(firm: Any) -> None:
    me, number = await a_ticket(firm)
    kept = (await me.attach("a", number, "a.pdf", "application/pdf", PDF))["attachments"][0]["id"]
    second = (await me.open_ticket("k2", *BODY))["number"]
    for where, which in ((second, kept), (number, kept + 1), ("T20261120-9999", kept)):
        with pytest.raises(NotFound):
            await me.attachment(where, which)
    assert (await refused(me.attachment(number, 2**40)))[0] == 422
