"""What each document must say of itself, and the form of its sections; nothing here looks beyond one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.library.finding import Finding
from bot.library.rulebook import CONFIDENCE, Row, Rulebooks
from bot.library.shelf import Document, Section

REQUIRED = (
    "id", "document", "title", "kind", "lang", "jurisdiction", "layer", "source", "effective_from",
    "effective_to", "confidence", "audience", "tier", "owner", "next_review", "topic", "rules",
)  # fmt: skip
MAY_BE_EMPTY = ("effective_to", "rules")
OF_AN_ANSWER = ("owner", "next_review", "topic")
LONGEST_LEAD = {"zh": 200, "en": 400}
FEWEST_ASKS = 4


def of_front_matter(document: Document) -> Iterator[Finding]:
    """Fields that are not stated. A document not read from a file is asked for what the catalogue keeps."""
    front = document.front
    for name in REQUIRED if front else OF_AN_ANSWER:
        known = front.get(name) if front else getattr(document.meta, name)
        stated = name in front or not front
        if not stated or (known in (None, "", []) and name not in MAY_BE_EMPTY):
            yield Finding("missing_front_matter", document.file, "", f"缺少 {name}", f"{name} is not stated")


def of_rules(document: Document, rulebooks: Rulebooks) -> Iterator[Finding]:
    """Rule parameters that do not exist."""
    for name in document.meta.rules:
        if name not in rulebooks.rules:
            yield Finding(
                "unknown_rule", document.file, "", f"没有规则参数 {name}", f"there is no parameter {name}"
            )


def of_confidence(document: Document, rulebooks: Rulebooks, stated: Sequence[Row]) -> Iterator[Finding]:
    """A document that claims to be better known than a rule it rests on.

    Of a rule whose figures it states the least known of them counts, of another the best known row of its time.
    """
    if document.meta.confidence not in CONFIDENCE:
        return
    rank = CONFIDENCE.index(document.meta.confidence)
    for name in document.meta.rules:
        rows = [row for row in stated if row.param == name]
        known = _ranks(rows) or _ranks(_of_its_time(document, rulebooks, name))[:1]
        if known and known[-1] > rank:
            worst = CONFIDENCE[known[-1]]
            claimed = document.meta.confidence
            yield Finding(
                "overconfident",
                document.file,
                "",
                f"文件标为 {claimed}，所依据的 {name} 只是 {worst}",
                f"it says {claimed}, but {name}, on which it rests, is {worst}",
            )


def best_known(rows: Sequence[Row]) -> Row:
    """The row that is known best, of those that hold one figure."""
    known = [row for row in rows if row.confidence in CONFIDENCE]
    return min(known or rows, key=lambda row: CONFIDENCE.index(row.confidence) if known else 0)


def _of_its_time(document: Document, rulebooks: Rulebooks, name: str) -> list[Row]:
    rule = rulebooks.rules.get(name)
    return [row for row in rule.rows if row.meets(document.meta.effective_from, document.end)] if rule else []


def _ranks(rows: list[Row]) -> list[int]:
    return sorted(CONFIDENCE.index(row.confidence) for row in rows if row.confidence in CONFIDENCE)


def of_review(document: Document, today: date) -> Iterator[Finding]:
    """A review that is due: a warning, since it comes with the calendar and not with a change."""
    due = document.meta.next_review
    if due is not None and due < today and (document.end is None or document.end > today):
        yield Finding("overdue_review", document.file, "", f"应在 {due} 复核", f"a review was due on {due}")


def of_sections(document: Document) -> Iterator[Finding]:
    """Sections that do not begin with an answer, begin at too great length, or are hardly asked for."""
    if document.meta.kind in ("statute", "lesson", "answer"):
        return
    for section in document.sections:
        yield from _of_lead(document, section)
        if len(section.asks) < FEWEST_ASKS:
            count = len(section.asks)
            yield Finding(
                "few_asks", document.file, section.heading, f"只有 {count} 种问法", f"{count} ways to ask"
            )


def _of_lead(document: Document, section: Section) -> Iterator[Finding]:
    first = section.lead.lstrip()
    most = LONGEST_LEAD["en" if document.meta.lang == "en" else "zh"]
    if not first or first[0] in "-|" or " | " in first.split("\n", 1)[0]:
        yield Finding(
            "missing_lead",
            document.file,
            section.heading,
            "没有先回答问题",
            "it does not begin with an answer",
        )
    elif len(first) > most:
        size = len(first)
        yield Finding(
            "long_lead", document.file, section.heading, f"首段 {size} 字，超过 {most}", f"its first paragraph has {size} characters, more than {most}",
        )  # fmt: skip
