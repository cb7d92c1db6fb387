"""The way of a submission: handed in, approved by somebody else or rejected, published or withdrawn. Each step is taken
in one transaction on the state it finds there, so of two people who are too quick one is told what the other did."""

from __future__ import annotations

from knowledge import ledger, records
from knowledge.editorial import answers, submission
from knowledge.editorial.journal import Act
from knowledge.editorial.reading import Received
from knowledge.editorial.rights import REVIEWERS, demand, demand_second
from knowledge.editorial.submission import State, Submission
from knowledge.errors import BadRequest, Conflict
from knowledge.examination import Examined

SAID_ZH = {
    "submitted": "待复核",
    "approved": "已通过",
    "rejected": "已退回",
    "published": "已发布",
    "withdrawn": "已撤回",
    "superseded": "已被更正取代",
    "retired": "已停用",
}


def submit(act: Act, received: Received, found: Examined, note: str) -> Submission:
    """Take a submission in; `Conflict` when that very version is already in use."""
    if records.is_stored(act.connection, found.version):
        raise Conflict("this very version is already published", "该版本已经发布，没有变化", field="file")
    meta = found.meta
    base = records.in_use(act.connection, meta.document, meta.lang, meta.jurisdiction)
    made = submission.keep(act.connection, received, found, base, act.editor.user, act.stamp, note)
    act.record("submit", made.id, received.file)
    return made


def approve(act: Act, name: str, note: str, confirm_instructions: bool) -> Submission:
    """Second pair of eyes. What speaks to the assistant needs a reviewer who says that they have seen it."""
    held = _in_state(act, name, "submitted")
    demand_second(act.editor, held.submitted_by)
    _demand_base(act, held)
    if held.quarantined and not confirm_instructions:
        raise BadRequest(
            "it holds instructions to the assistant: confirm that you have read them",
            "文中含有针对助手的指令，请确认已阅",
            field="confirm_instructions",
        )
    return _reviewed(act, held, "approved", note)


def reject(act: Act, name: str, note: str) -> Submission:
    """Send it back; the note says why."""
    held = _in_state(act, name, "submitted", "approved")
    demand_second(act.editor, held.submitted_by)
    if not note.strip():
        raise BadRequest("say why it is rejected", "请说明退回原因", field="note")
    return _reviewed(act, held, "rejected", note)


def withdraw(act: Act, name: str, note: str) -> Submission:
    """By the submitter, or by a reviewer for somebody who is away."""
    held = _in_state(act, name, "submitted", "approved")
    if act.editor.user != held.submitted_by:
        demand(act.editor, REVIEWERS)
    act.record("withdraw", name, note)
    return submission.move(act.connection, held, "withdrawn")


def publish(act: Act, name: str, received: Received, found: Examined, note: str = "") -> Submission:
    """Put what was approved into use: version, log and state in one transaction. Twice is once. Whoever may write may
    do so, the submitter too: the review was the second pair of eyes."""
    held = submission.find(act.connection, name)
    if held.state == "published":
        return held
    held = _in_state(act, name, "approved")
    _demand_base(act, held)
    if held.kind == "answer":
        _demand_grounds(act, received)
    if found.version != held.version:
        raise Conflict(
            "this program reads the file differently from the one it was reviewed with: submit it again",
            "本版本程序对文件的解析与复核时不同，请重新提交",
            field="file",
        )
    origin = records.Origin(held.file, packaged=False, recorded_at=act.at)
    records.store_version(act.connection, found.meta, found.chunks, origin)
    digest = ledger.file_digest(received.data, received.file, received.stated, packaged=False)
    ledger.remember(act.connection, digest, found.version, found.signature)
    act.record("publish", name, f"{found.version} {note}".strip())
    by = {"published_by": act.editor.user, "published_at": act.stamp}
    return submission.move(act.connection, held, "published", **by)


def _reviewed(act: Act, held: Submission, state: State, note: str) -> Submission:
    act.record({"approved": "approve", "rejected": "reject"}[state], held.id, note)
    by = {"reviewed_by": act.editor.user, "reviewed_at": act.stamp, "review_note": note.strip() or None}
    return submission.move(act.connection, held, state, **by)


def _in_state(act: Act, name: str, *states: State) -> Submission:
    held = submission.find(act.connection, name)
    if held.state not in states:
        by = held.reviewed_by or held.submitted_by
        raise Conflict(
            f"{name} is {held.state} already (by {by})",
            f"{name} 当前状态为{SAID_ZH[held.state]}（{by}）",
            field="state",
        )
    return held


def _demand_base(act: Act, held: Submission) -> None:
    """`Conflict` when the versions beside which it was handed in are no longer those in use."""
    document = held.summary["document"]
    now = records.in_use(act.connection, document, held.summary["lang"], held.summary["jurisdiction"])
    came, gone = set(now) - set(held.base), set(held.base) - set(now)
    if came or gone:
        raise Conflict(
            f"{document} has changed since: {_said(came, 'new')} {_said(gone, 'no longer in use')}; submit again",
            f"{document} 在提交后已有变化：{_said(came, '新增')} {_said(gone, '停用')}，请重新提交",
            field="base",
        )


def _said(versions: set[str], what: str) -> str:
    return f"{what} {', '.join(sorted(versions))}" if versions else ""


def _demand_grounds(act: Act, received: Received) -> None:
    draft = answers.draft_of(received.data)
    answers.demand_grounds(records.find_in_use(act.connection, draft.cites), draft, act.today)
