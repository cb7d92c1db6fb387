"""Agreements, amendments, credit lines and extensions as a person reads them in a terminal."""

from collections.abc import Iterator
from typing import Any

from account_api.payloads_agreements import (
    Agreement,
    AgreementLine,
    Agreements,
    Amendment,
    AmendmentLine,
    Template,
    TemplateLine,
)
from account_api.payloads_lines import Extension, ExtensionCheck, LineRequest, LineStanding

NONE = "none 没有"


def listed(found: Agreements) -> str:
    """One line each, then what could be signed."""
    lines = [_line(each) for each in found["agreements"]]
    if found["offered"] is not None:
        lines.append(f"可签署 offered: {found['offered']['template']} v{found['offered']['version']}")
    return "\n".join(lines) or NONE


def whole(found: Agreement) -> str:
    """The agreement and its text."""
    return f"{_line(found)}\nsha256 {found['sha256']}\n\n{found['text']}"


def reading(found: Agreement) -> str:
    """How far it was read, and the text of the next step."""
    lines = [_line(found), f"已读 read {found['steps_done']}/{found['steps_of']}"]
    step = next((each for each in found["steps"] if each["step"] == found["next_step"]), None)
    if step is not None:
        lines.append(f"{step['step']}  {step['title']['zh']}  {step['title']['en']}")
        lines += [f"  {text['no']}  {text['zh']}\n  {text['en']}" for text in step["texts"]]
    elif found["signature"] is None:
        lines.append(f"sha256 {found['sha256']}")
    return "\n".join(lines)


def amendments(found: list[AmendmentLine]) -> str:
    """One line each, with what follows."""
    return "\n".join(f"{_amendment(each)}\n  {_both(each['follows'])}" for each in found) or NONE


def amendment(found: Amendment) -> str:
    """Every change, then the account before and after."""
    return "\n".join([_amendment(found), *_changes(found), f"  {_both(found['follows'])}"])


def templates(found: list[TemplateLine]) -> str:
    """One line each."""
    return "\n".join(_template(each) for each in found) or NONE


def template(found: Template) -> str:
    """Terms, then what stands against publishing."""
    terms = [
        f"  {each['clause'] or '—':<5} {each['label']['zh']}: {each['words']['zh']}"
        for each in found["named_terms"]
    ]
    against = [f"  ! {each['text_zh']}\n    {each['text']}" for each in found["faults"]]
    return "\n".join([_template(found), *terms, *against])


def line(found: LineStanding) -> str:
    """The line, its ceiling, the reasons, what was asked and noticed."""
    left = "—" if found["left"] is None else found["left"]["display"]
    lines = [
        f"额度 line {found['line'] or '—'} · 剩余 left {left} · 上限 ceiling {found['ceiling']['display']}"
        + (" · 已冻结 frozen" if found["frozen"] else "")
    ]
    lines += [f"  {each['text_zh']} / {each['text']}" for each in found["decision"]["reasons"]]
    lines += [f"  ? {each['text_zh']} / {each['text']}" for each in found["decision"]["gaps"]]
    lines += [request(each) for each in found["requests"]]
    lines += [
        f"  {each['outcome']} {each['noticed_at']} – {each['cleared_at'] or ''}" for each in found["triggers"]
    ]
    return "\n".join(lines)


def request(found: LineRequest | Extension) -> str:
    """A request and what became of it."""
    summary, says = found["explanation"]["summary"], found["says"]
    return f"{found['id']} {found['state']}  {_both(summary)}\n  {_both(says)}"


def requests(found: list[Extension]) -> str:
    """Every request."""
    return "\n".join(request(each) for each in found) or NONE


def check(found: ExtensionCheck) -> str:
    """Whether an extension would stand, condition by condition."""
    head = f"{found['contract']} {found['name']}  {found['due']} → {found['due_after']}  {found['decision']['outcome']}"
    marks = {"met": "+", "not_met": "-", "unknown": "?"}
    reasons = found["decision"]["reasons"]
    return "\n".join(
        [head, *(f"  {marks[each['outcome']]} {each['text_zh']} / {each['text']}" for each in reasons)]
    )


def _line(each: AgreementLine) -> str:
    signed = each["signature"]
    by = "" if signed is None else f"  {signed['at']}{'' if signed['intact'] else '  ALTERED 文本已变'}"
    return f"{each['id']} {each['state']:<8} {each['title']['zh']} v{each['version']}{by}"


def _template(each: TemplateLine) -> str:
    return f"{each['template']} v{each['version']} {each['state']:<9} {_both(each['title'])}"


def _amendment(each: AmendmentLine) -> str:
    versions = f"v{each['from_version']} → v{each['version']}"
    days = f"答复 answer by {each['answer_by']} · 生效 from {each['effective_from']}"
    return f"{each['id']} {each['state']:<8} {versions}  {days}  {_both(each['reason'])}"


def _changes(found: Amendment) -> Iterator[str]:
    for term in found["terms"]:
        words = f"{term['before_words']['zh']} → {term['after_words']['zh']}"
        yield f"  {term['clause'] or '—':<5} {term['label']['zh']}: {words}"
    for clause in found["clauses"]:
        for mark, text in (("-", clause["before"]), ("+", clause["after"])):
            if text is not None:
                yield f"  {clause['no']} {mark} {text['zh']}"
    if found["meaning"] is not None:
        before, after = found["meaning"]["before"], found["meaning"]["after"]
        for name, figure in before.items():
            yield f"  {name}: {figure['display']} → {after[name]['display']}"


def _both(words: Any) -> str:
    return f"{words['zh']} / {words['en']}"
