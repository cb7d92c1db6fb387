"""What a file says about itself, or what a row of `validity.csv` beside it or the caller states for it. Validity is
never guessed: a date in the file's name or text is a label. Everything else may be inferred from the text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import get_args

from knowledge.chunking import article_label, title_of
from knowledge.eligibility import EVERYWHERE, PUBLIC, STAFF
from knowledge.errors import BadDocument, KnowledgeError, MissingValidity
from knowledge.holding import ANSWER
from knowledge.identity import HOME
from knowledge.languages import document_language
from knowledge.limits import refused
from knowledge.model import UNVERIFIED, Block, Kind, Meta, Parsed, Tier
from knowledge.topics import topics

VALIDITY_FILE = "validity.csv"
KINDS: tuple[Kind, ...] = get_args(Kind)
TIERS = get_args(Tier)
JURISDICTIONS = (HOME, "HK", "US", EVERYWHERE)
LAYERS = ("law", "exchange", "firm", "contract", "education")
AUDIENCES = (*PUBLIC, STAFF)
SUPPLIED = "as-supplied"
CONFIDENCES = ("seen-law", "seen-exch", "seen-2nd", "firm-set", SUPPLIED, UNVERIFIED)
"""From the words of a rule-maker to what nobody has compared with any."""
_COLUMNS = ("file", "effective_from", "effective_to", "source")
_KNOWN = frozenset(
    [
        "id",
        "document",
        "title",
        "kind",
        "lang",
        "jurisdiction",
        "layer",
        "source",
        "article",
        "effective_from",
        "effective_to",
        "confidence",
        "audience",
        "tier",
        "owner",
        "next_review",
        "topic",
        "rules",
        "course",
        "order",
        "minutes",
    ]
)
"""The last three are a lesson's: `knowledge.education` reads them."""
_VERSION_LABEL = re.compile(r"\s*[(（]\d{4}[-年./]?\d{0,2}[-月./]?\d{0,2}日?[)）]\s*$")
_LAW = re.compile(r"(法|条例|办法|规定|决定|解释)(?:[(（].*[)）])?$")
_EXCHANGE = re.compile(r"(细则|规则|指引|指南|通知|公告)(?:[(（].*[)）])?$")


@dataclass(frozen=True, slots=True)
class Validity:
    """From when and until when (exclusive) a file holds, and who says so. `named`: it is said of this very file, so the
    file must not say otherwise; else it is said for files that do not say it themselves."""

    effective_from: date
    effective_to: date | None
    source: str
    named: bool = field(default=False, compare=False)


def read_validity(text: str, name: str) -> dict[str, Validity]:
    """Rows of a `validity.csv` by file name. Columns: file, effective_from, effective_to, source."""
    rows = csv.DictReader(io.StringIO(text, newline=None))
    try:
        if tuple(rows.fieldnames or ()) != _COLUMNS:
            wanted = ",".join(_COLUMNS)
            raise refused(name, f"the columns must be {wanted}", f"列名必须是 {wanted}")
        return {row["file"]: _validity_row(row, name) for row in rows if row["file"]}
    except csv.Error as error:
        raise refused(name, f"not a readable table ({error})", "不是可读取的表格") from error


def _validity_row(row: Mapping[str, str | None], name: str) -> Validity:
    where = f"{name}[{row['file']}]"
    start = as_date(row["effective_from"], f"{where}.effective_from")
    if start is None:
        raise _bad_date(f"{where}.effective_from", "")
    end = as_date(row["effective_to"], f"{where}.effective_to")
    return checked(Validity(start, end, row["source"] or "", named=True), where)


def checked(validity: Validity, where: str) -> Validity:
    """The same validity, refused when it ends before it begins."""
    if validity.effective_to is not None and validity.effective_to <= validity.effective_from:
        raise BadDocument(
            f"{where}: effective_to must be later than effective_from",
            f"{where}：失效日期必须晚于生效日期",
            field=f"{where}.effective_to",
        )
    return validity


def as_date(value: object, field: str, error: type[KnowledgeError] = BadDocument) -> date | None:
    """An ISO date, or None for an empty value; anything else is an `error` naming `field`."""
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise _bad_date(field, value, error) from None


def _bad_date(field: str, value: object, error: type[KnowledgeError] = BadDocument) -> KnowledgeError:
    return error(
        f"{field}: {value!r} is not a date (YYYY-MM-DD)",
        f"{field}：{value!r} 不是日期（YYYY-MM-DD）",
        field=field,
    )


def describe(parsed: Parsed, name: str, stated: Validity | None) -> Meta:
    """The meta data of a file called `name`. What its front matter says wins over `stated`, date by date; a first day
    from neither is `MissingValidity`. A value that is none of the known ones is refused: nobody would find it."""
    front = parsed.front
    _refuse_unknown_keys(front, name)
    validity = _validity(front, name, stated)
    stem = PurePath(name).name.rsplit(".", 1)[0]
    title = _text(front, "title") or title_of(parsed.blocks) or _VERSION_LABEL.sub("", stem)
    kind, layer = _kind_and_layer(front, name, title, parsed.blocks)
    lang = _text(front, "lang") or document_language("\n".join(block.text for block in parsed.blocks[:40]))
    return Meta(
        document=_text(front, "document") or _text(front, "id") or title,
        name=_text(front, "id") or stem,
        title=title,
        kind=kind,
        lang=lang,
        jurisdiction=_one_of(front, "jurisdiction", JURISDICTIONS, name) or HOME,
        layer=layer,
        audience=_one_of(front, "audience", AUDIENCES, name) or PUBLIC[0],
        tier=_one_of(front, "tier", TIERS, name) or ("official" if kind == "statute" else "other"),
        source=_text(front, "source") or validity.source or title,
        confidence=_one_of(front, "confidence", CONFIDENCES, name) or SUPPLIED,
        effective_from=validity.effective_from,
        declared_to=validity.effective_to,
        article=_text(front, "article"),
        owner=_text(front, "owner"),
        next_review=as_date(front.get("next_review"), f"{name}.next_review"),
        topic=_one_of(front, "topic", tuple(topics()), name),
        rules=_rules(front, name),
    )


def _refuse_unknown_keys(front: Mapping[str, object], name: str) -> None:
    unknown = sorted(str(key) for key in front.keys() - _KNOWN)
    if unknown:
        keys = ", ".join(unknown)
        raise BadDocument(
            f"{name}: unknown front-matter keys: {keys}",
            f"{name}：文件头含未知字段：{keys}",
            field=f"{name}.{unknown[0]}",
        )


def _one_of(front: Mapping[str, object], key: str, known: tuple[str, ...], name: str) -> str | None:
    """The front matter's value, refused unless it is one of the known."""
    value = _text(front, key)
    if value is not None and value not in known:
        allowed = ", ".join(known)
        raise BadDocument(
            f"{name}: {key} {value!r} is none of {allowed}",
            f"{name}：{key} {value!r} 不在 {allowed} 之内",
            field=f"{name}.{key}",
        )
    return value


def _rules(front: Mapping[str, object], name: str) -> tuple[str, ...]:
    rules = front.get("rules") or []
    if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
        raise BadDocument(
            f"{name}: rules must be a list of rulebook parameters",
            f"{name}：rules 必须是规则参数的列表",
            field=f"{name}.rules",
        )
    return tuple(rules)


def _text(front: Mapping[str, object], key: str) -> str | None:
    value = front.get(key)
    return None if value is None or value == "" else str(value)


def _validity(front: Mapping[str, object], name: str, stated: Validity | None) -> Validity:
    start = as_date(front.get("effective_from"), f"{name}.effective_from")
    end = as_date(front.get("effective_to"), f"{name}.effective_to")
    if stated is not None:
        if stated.named:
            _demand_agreement(name, "effective_from", start, stated.effective_from)
            _demand_agreement(name, "effective_to", end, stated.effective_to)
        start, end = start or stated.effective_from, end or stated.effective_to
    if start is None:
        raise MissingValidity(
            f"{name}: no effective date. Add front matter, a row in {VALIDITY_FILE} beside it, or --effective-from",
            f"{name}：缺少生效日期。请补充文件头、同目录 {VALIDITY_FILE} 中的一行，或使用 --effective-from",
            field=f"{name}.effective_from",
        )
    return checked(Validity(start, end, stated.source if stated else ""), name)


def _demand_agreement(name: str, key: str, said: date | None, stated: date | None) -> None:
    if said is not None and stated is not None and said != stated:
        raise BadDocument(
            f"{name}: {key} is {said} in the file and {stated} in {VALIDITY_FILE}",
            f"{name}：{key} 在文件中是 {said}，在 {VALIDITY_FILE} 中是 {stated}",
            field=f"{name}.{key}",
        )


def _kind_and_layer(
    front: Mapping[str, object], name: str, title: str, blocks: tuple[Block, ...]
) -> tuple[Kind, str]:
    stated = _one_of(front, "kind", KINDS, name)
    if stated == ANSWER:
        raise BadDocument(
            f"{name}: a verified answer is written at the editors' desk, where it names what it rests on",
            f"{name}：已核实问答须在工作台撰写，并写明依据",
            field=f"{name}.kind",
        )
    articles = sum(article_label(block.text) is not None for block in blocks)
    inferred: tuple[Kind, str] = ("summary", "education")
    if articles >= 2 and _LAW.search(title):
        inferred = ("statute", "law")
    elif _EXCHANGE.search(title):
        inferred = ("rule", "exchange")
    elif articles >= 2 and "合同" in title:
        inferred = ("contract", "contract")
    kind: Kind = next((known for known in KINDS if known == stated), inferred[0])
    return kind, _one_of(front, "layer", LAYERS, name) or inferred[1]
