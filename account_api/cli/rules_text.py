"""Rules as lines of text: a standing, rows, changes, and what a firm's file would do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from risk.rulebook import REFERENCE, Change, Row, Rulebook, Standing, label
from risk.rulebook.units import show

_DIRECTIONS: Mapping[str, str] = {
    "introduced": "开始 introduced",
    "tightened": "收紧 tightened",
    "loosened": "放松 loosened",
    "changed": "变更 changed",
    "repealed": "废止 repealed",
}
_STATES: Mapping[str, str] = {
    "new": "新增 new",
    "changed": "变更 changed",
    "unchanged": "不变 unchanged",
    "refused": "拒绝 refused",
}


def heading(rules: Rulebook) -> Iterator[str]:
    """The label of a reference jurisdiction; nothing for the mainland."""
    known = REFERENCE.get(rules.jurisdiction)
    if known:
        yield f"{rules.jurisdiction}  {known[0]} · {known[1]}"


def title(param: str) -> str:
    """A parameter under its names."""
    chinese, english = label(param)
    return f"{param}  {chinese} · {english}"


def standing(seen: Standing) -> Iterator[str]:
    """What is in force, other cases, what came before, what is announced, what was only proposed."""
    yield title(seen.param)
    yield f"{seen.as_of}"
    yield from rows([seen.in_force] if seen.in_force else [])
    if not seen.in_force and not seen.variants:
        yield "  no rule is known on that day · 该日没有已知规则"
    yield from _titled("other cases · 其他情形", seen.variants)
    yield from _titled("before · 此前", [seen.previous] if seen.previous else [])
    yield from _titled("announced · 将生效", [seen.next] if seen.next else [])


def overview(seen: Standing) -> str:
    """One line: the values in force, or a dash."""
    known = [row for row in (seen.in_force, *seen.variants) if row and row.applies_to != "extension"]
    values = " / ".join(dict.fromkeys(value(row) for row in known)) or "—"
    return f"{seen.param:<38} {values}  {label(seen.param)[0]}"


def rows(listed: Sequence[Row]) -> Iterator[str]:
    """Rows with their span, notes and source."""
    for row in listed:
        scope = " ".join(f"{key}={said}" for key, said in row.scope.items())
        span = f"{row.valid_from} – {row.valid_to or '…'}"
        yield f"  {value(row)}  [{span}] {row.layer} {row.applies_to} {scope}".rstrip()
        yield f"    {row.note_zh}"
        yield f"    {row.note}"
        yield f"    {_where(row)} ({row.confidence}{_force(row)})"
        if row.window:
            first, last = row.window.first, row.window.last
            yield f"    firms go over between {first} and {last} · 各公司在此期间自行切换"


def changes(found: Sequence[Change]) -> Iterator[str]:
    """Changes with the value before and after."""
    for change in found:
        before = value(change.before) if change.before else "—"
        after = value(change.after) if change.after else "—"
        row = change.after or change.before
        scope = " ".join(f"{key}={said}" for key, said in (row.scope if row else {}).items())
        known = f" announced {change.announced}" if change.announced else ""
        yield f"  {change.on}  {before} → {after}  {_DIRECTIONS[change.direction]} {scope}".rstrip() + known
        if row:
            yield f"    {_where(row)} · {', '.join(change.fields) or '—'}"


def value(row: Row) -> str:
    """The value in words; unverified and proposed ones say so."""
    doubt = "" if row.verified else "（未核实 unverified）"
    proposed = "（仅建议 proposed）" if row.legal == "proposal" else ""
    return show(row.value_zh or row.value, row.unit, "zh") + doubt + proposed


def report(read: Mapping[str, Any]) -> Iterator[str]:
    """A firm's file row by row: its state, what answered before, what will, or why not."""
    yield f"{read['jurisdiction']}  {'可接受 accepted' if read['accepted'] else '不可接受 refused'}"
    for error in read["errors"]:
        yield f"  {error['field']}: {error['text_zh']} · {error['text']}"
    for each in read["rows"]:
        row, before = each["row"], each["before"]
        named = f"{row['param']} {row['valid_from']}" if row else each["path"]
        was = before["display"] if before else "—"
        effect = f"  {was} → {row['display']}" if row and not each["errors"] else ""
        yield f"  {each['path']}  {named}{effect}  {_STATES[each['state']]}"
        for error in each["errors"]:
            yield f"    {error['field']}: {error['text_zh']} · {error['text']}"
    for row in read["removed"]:
        yield f"  {row['param']} {row['valid_from']}  {row['display']}  不再设定 removed"
    for window, day in read["cut_overs"].items():
        yield f"  {window}: {day}  切换日 cut-over"


def _where(row: Row) -> str:
    """The document and the article; a space between them where the document's name is not Chinese."""
    return f"{row.source}{' ' if row.source[-1].isascii() else ''}{row.article or ''}".rstrip()


def _force(row: Row) -> str:
    return "" if row.legal_force == "binding" else f", {row.legal_force}"


def _titled(heading_: str, listed: Sequence[Row]) -> Iterator[str]:
    if listed:
        yield f"{heading_}:"
        yield from rows(listed)
