"""Why a template may not be published: a mandatory section it lacks, a place nothing fills, a term that loosens a rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from account_api.agreements.sections import DISCLOSURE, SECTIONS, Section
from account_api.agreements.terms import TermsSet
from account_api.agreements.wording import clauses, unknown, used
from account_api.agreements.words import NAMES
from risk.fields import FieldError, printable
from risk.money import parse
from risk.rulebook import Rulebook
from risk.rulebook.row import Row
from risk.rulebook.units import show


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason, with the section or the rule it rests on."""

    error: FieldError
    section: Section | None = None
    rule: Row | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            **self.error.as_json(),
            "section": self.section and self.section.as_json(),
            "rule": self.rule and self.rule.ref().as_json(),
        }


def faults(body: Mapping[str, Any], terms: TermsSet, rules: Rulebook, as_of: date) -> list[Fault]:
    """Every reason against publishing; empty where there is none."""
    return [*_lacking(body), *_unfilled(body), *loosened(terms, rules, as_of)]


def loosened(terms: TermsSet, rules: Rulebook, as_of: date) -> list[Fault]:
    """The terms that ask for less than a rule in force on the day, each naming it."""
    return [
        _looser(name, value, row)
        for name, value, row in _bound(terms, rules, as_of)
        if row is not None and _breaks(row, value)
    ]


def _lacking(body: Mapping[str, Any]) -> Iterator[Fault]:
    said = {section["kind"]: section for section in body["sections"]}
    for section in SECTIONS:
        found = said.get(section.kind)
        if found is None or not found["clauses"]:
            yield _without(section)
            continue
        for term in section.terms:
            if not all(_states(found["clauses"], term, language) for language in ("zh", "en")):
                yield _silent(section, term)
    if not body["disclosures"]:
        yield _without(DISCLOSURE)


def _states(texts: Sequence[Mapping[str, Any]], term: str, language: str) -> bool:
    return any(term in used(each[language]) for each in texts)


def _unfilled(body: Mapping[str, Any]) -> Iterator[Fault]:
    for each in (*clauses(body), *body["disclosures"]):
        for name in sorted(unknown(each["zh"]) | unknown(each["en"])):
            no = printable(each["no"])
            yield Fault(
                FieldError(
                    f"body.{no}",
                    "unknown_placeholder",
                    printable(name),
                    f"Nothing fills the place {printable(name)} in {no}.",
                    f"{no} 中的占位符 {printable(name)} 无法填充。",
                )
            )


def _bound(terms: TermsSet, rules: Rulebook, as_of: date) -> Iterator[tuple[str, str, Row | None]]:
    """Every term that a rule bounds, with the rule in force."""
    margin = terms.margin
    for name, param, value, scope in (
        ("withdrawal_line", "withdrawal_line", terms.lines.withdrawal_line, {}),
        ("financing_margin_ratio", "financing_margin_ratio", margin.financing_margin_ratio, {}),
        ("short_margin_ratio", "short_margin_ratio", margin.short_margin_ratio, {}),
        (
            "short_margin_ratio_private_fund",
            "short_margin_ratio",
            margin.short_margin_ratio_private_fund,
            {"client_class": "private_fund"},
        ),
        ("months", "contract_term", str(terms.duration.months), {}),
        ("extension_months", "extension_length", str(terms.duration.extension_months), {}),
    ):
        yield name, value, rules.in_force(param, as_of, **scope)
    for each in terms.collateral:
        yield "collateral", each.most, rules.in_force("conversion_rate_cap", as_of, asset_class=each.kind)


def _breaks(row: Row, value: str) -> bool:
    if row.number is None:
        return False
    ours = parse(value, row.param)
    return ours < row.number if row.force == "floor" else ours > row.number


def _looser(name: str, value: str, row: Row) -> Fault:
    zh, en = NAMES[name]
    theirs, theirs_en = show(row.value, row.unit, "zh"), show(row.value, row.unit, "en")
    where = f"{row.source}{row.article or ''}"
    side, side_zh = ("at least", "不低于") if row.force == "floor" else ("at most", "不高于")
    return Fault(
        FieldError(
            f"terms.{name}",
            "loosens",
            value,
            f"The {en} of {value} loosens a rule in force: {side} {theirs_en} ({where}).",
            f"{zh} {value} 宽于现行规则：{side_zh} {theirs}（{where}）。",
        ),
        rule=row,
    )


def _without(section: Section) -> Fault:
    where = f"{section.source}{section.article or ''}"
    return Fault(
        FieldError(
            f"body.{section.kind}",
            "missing",
            None,
            f"The section “{section.en}” is mandatory ({where}).",
            f"缺少必备章节“{section.zh}”（{where}）。",
        ),
        section,
    )


def _silent(section: Section, term: str) -> Fault:
    zh, en = NAMES[term]
    return Fault(
        FieldError(
            f"body.{section.kind}",
            "term_not_stated",
            term,
            f"The section “{section.en}” has to state the {en} in both languages.",
            f"章节“{section.zh}”须以中英文载明{zh}。",
        ),
        section,
    )
