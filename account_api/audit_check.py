"""Whether the audit trail is whole: every way in which it can be broken has its own name.

missing_row     a number is not there (deleted in the middle)
swapped_rows    two rows hold each other's content
altered_row     a row's content does not give its hash
broken_link     a row was hashed anew by itself: the next row still names its old hash
cut_tail        rows at the end are gone, says the anchor
rehashed_tail   the chain is sound in itself, but the anchored row had another hash
extra_rows      rows after the anchored head that no transaction of ours announced
anchor_missing  rows, but no anchor
anchor_unreadable  the anchor is there and cannot be read
breach          the anchor remembers that the table once ended elsewhere
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from account_api.audit import GENESIS, Anchor, AuditRow, Mark, Trail, digest

_TEXT = {
    "missing_row": ("Row {seq} is missing.", "缺少第 {seq} 条。"),
    "swapped_rows": (
        "Rows {seq} and {other} hold each other's content.",
        "第 {seq} 条与第 {other} 条内容互换。",
    ),
    "altered_row": ("Row {seq} was altered.", "第 {seq} 条内容被改动。"),
    "broken_link": ("Row {seq} does not follow from the row before it.", "第 {seq} 条与前一条不衔接。"),
    "cut_tail": (
        "The trail ends at row {seq}; it had reached row {other}.",
        "记录止于第 {seq} 条，应到第 {other} 条。",
    ),
    "rehashed_tail": ("Row {seq} is not the row that was anchored.", "第 {seq} 条与锚定值不符，尾部被重算。"),
    "extra_rows": (
        "Rows after {seq}, up to {other}, were never anchored.",
        "第 {seq} 条之后至第 {other} 条未经锚定。",
    ),
    "anchor_unreadable": (
        "There are {seq} rows and the anchor cannot be read.",
        "有 {seq} 条记录，但锚点文件无法读取。",
    ),
    "anchor_missing": ("There are {seq} rows but no anchor.", "有 {seq} 条记录但没有锚点文件。"),
    "breach": (
        "The trail once ended at row {seq} instead of {other}.",
        "记录曾止于第 {seq} 条而非第 {other} 条。",
    ),
}


@dataclass(frozen=True, slots=True)
class Break:
    """One break; `seq` is the row, `other` the second row or the number that was expected."""

    kind: str
    seq: int
    other: int | None = None

    def as_json(self) -> dict[str, Any]:
        english, chinese = (text.format(seq=self.seq, other=self.other) for text in _TEXT[self.kind])
        return {**asdict(self), "text": english, "text_zh": chinese}


@dataclass(frozen=True, slots=True)
class Report:
    """`unsettled`: a process died around its commit; harmless, and the next append settles it."""

    rows: int
    head: Mark
    anchored: Mark | None
    unsettled: bool
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        return not self.breaks

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "head": asdict(self.head),
            "anchored": self.anchored and asdict(self.anchored),
            "unsettled": self.unsettled,
            "whole": self.whole,
            "breaks": [found.as_json() for found in self.breaks],
        }


def verify(session: Session, trail: Trail) -> Report:
    """Reads the whole trail, holding it still meanwhile."""
    with trail.lock():
        rows = session.exec(select(AuditRow).order_by(col(AuditRow.seq))).all()
        anchor, unreadable = _anchor(trail, len(rows))
    head = Mark(rows[-1].seq, rows[-1].hash) if rows else Mark()
    return Report(
        rows=len(rows),
        head=head,
        anchored=None if anchor is None else anchor.head,
        unsettled=anchor is not None and anchor.next is not None and head in (anchor.head, anchor.next),
        breaks=(*_inside(rows), *(unreadable or _against(anchor, rows, head))),
    )


def _anchor(trail: Trail, rows: int) -> tuple[Anchor | None, tuple[Break, ...]]:
    try:
        return Anchor.read(trail.head_file), ()
    except ValueError:
        return None, (Break("anchor_unreadable", rows),)


def _inside(rows: Sequence[AuditRow]) -> Iterable[Break]:
    """What the table shows by itself."""
    altered = {row.seq: row for row in rows if digest(row, row.seq, row.prev) != row.hash}
    before, link = 0, GENESIS
    for row in rows:
        yield from (Break("missing_row", seq) for seq in range(before + 1, row.seq))
        sound = row.seq not in altered and before not in altered
        if sound and row.seq == before + 1 and row.prev != link:
            yield Break("broken_link", row.seq)
        before, link = row.seq, row.hash
    while altered:
        seq, row = altered.popitem()
        partner = next((other for other in altered.values() if _swapped(row, other)), None)
        if partner is None:
            yield Break("altered_row", seq)
        else:
            del altered[partner.seq]
            yield Break("swapped_rows", partner.seq, seq)


def _swapped(one: AuditRow, other: AuditRow) -> bool:
    """Whole rows exchanged (hashes went along), or their contents alone (hashes stayed)."""
    whole = digest(one, other.seq, one.prev) == one.hash and digest(other, one.seq, other.prev) == other.hash
    contents = (
        digest(one, other.seq, other.prev) == other.hash and digest(other, one.seq, one.prev) == one.hash
    )
    return whole or contents


def _against(anchor: Anchor | None, rows: Sequence[AuditRow], head: Mark) -> Iterable[Break]:
    """What only the anchor shows."""
    if anchor is None:
        if rows:
            yield Break("anchor_missing", len(rows))
        return
    yield from (Break("breach", breach.found.seq, breach.expected.seq) for breach in anchor.breaches)
    if head in (anchor.head, anchor.next):
        return
    if head.seq < anchor.head.seq:
        yield Break("cut_tail", head.seq, anchor.head.seq)
    elif any(row.seq == anchor.head.seq and row.hash == anchor.head.hash for row in rows):
        yield Break("extra_rows", anchor.head.seq, head.seq)
    else:
        yield Break("rehashed_tail", anchor.head.seq)
