"""Templates and agreements as they are shown."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from account_api.agreements import queries, wording
from account_api.agreements.checks import faults
from account_api.agreements.contract import (
    AgreementLinePublic,
    AgreementPublic,
    SignaturePublic,
    StepPublic,
    TemplateLinePublic,
    TemplatePublic,
    TermPublic,
)
from account_api.agreements.reading import Reading
from account_api.agreements.sections import DISCLOSURE, SECTIONS
from account_api.agreements.tables import Agreement, AgreementSignature, AgreementTemplate
from account_api.agreements.terms import TermsSet
from account_api.agreements.words import NAMES, words_of
from account_api.clock import local_text
from account_api.context import Context


def template_line(row: AgreementTemplate) -> TemplateLinePublic:
    """One version in a list."""
    return TemplateLinePublic.model_validate(_of_template(row))


def template(ctx: Context, row: AgreementTemplate) -> TemplatePublic:
    """One version with its texts, its terms and what stands against publishing it today."""
    terms = TermsSet.model_validate(row.terms)
    present = {section["kind"] for section in row.body["sections"] if section["clauses"]}
    present |= {DISCLOSURE.kind} if row.body["disclosures"] else set()
    mandatory = [{**each.as_json(), "present": each.kind in present} for each in (*SECTIONS, DISCLOSURE)]
    against = faults(row.body, terms, ctx.rules, ctx.clock.today())
    return TemplatePublic.model_validate(
        {
            **_of_template(row),
            **row.body,
            "terms": row.terms,
            "named_terms": named_terms(terms, row.body),
            "mandatory": mandatory,
            "faults": [each.as_json() for each in against],
        }
    )


def agreement_line(session: Session, row: Agreement, today: date) -> AgreementLinePublic:
    """One agreement in a list."""
    return AgreementLinePublic.model_validate(_of_agreement(session, row, Reading.of(session, row), today))


def agreement(session: Session, row: Agreement, today: date) -> AgreementPublic:
    """One agreement whole: its text, what was read of it, its signature."""
    read = Reading.of(session, row)
    return AgreementPublic.model_validate(
        {
            **_of_agreement(session, row, read, today),
            "terms": row.terms,
            "named_terms": named_terms(TermsSet.model_validate(row.terms), row.body),
            "steps": [_step(each, row.body) for each in read.shown()],
            "next_step": read.next_step,
            "reading_seconds": read.seconds,
            "factor": read.factor,
            "blocked": read.blocked,
            "text": row.text,
            "sha256": row.sha256,
        }
    )


def named_terms(terms: TermsSet, body: Mapping[str, Any]) -> list[TermPublic]:
    """Every term with its name, its words and its clause."""
    flat, numbers = terms.flat(), wording.numbers_of(body)
    return [
        TermPublic.model_validate(
            {
                "name": name,
                "label": both(NAMES[name]),
                "value": flat[name],
                "words": both(words_of(name, flat)),
                "clause": clause_of(name, numbers),
            }
        )
        for name in NAMES
    ]


def clause_of(name: str, numbers: Mapping[str, str]) -> str | None:
    """The number of the clause that states a term; some are stated beside another one."""
    return numbers.get(name) or numbers.get(_BESIDE.get(name, ""))


def both(words: tuple[str, str]) -> dict[str, str]:
    """Chinese and English as JSON."""
    return {"zh": words[0], "en": words[1]}


def instant(at: datetime | None) -> str | None:
    """An instant in the booking zone."""
    return None if at is None else local_text(at)


def signature(row: Agreement, signed: AgreementSignature | None) -> SignaturePublic | None:
    """The signature, and whether the text is still the signed one."""
    if signed is None:
        return None
    shown = signed.model_dump(include={"by", "template", "version", "sha256", "channel", "factor"})
    intact = wording.digest(row.text) == signed.sha256
    return SignaturePublic.model_validate({**shown, "at": local_text(signed.at), "intact": intact})


_BESIDE = {
    "short_margin_ratio_private_fund": "short_margin_ratio",
    "financing_rate": "interest",
    "short_rate": "interest",
    "settled": "interest",
    "monthly_day": "interest",
    "delivery": "notice",
}


def _of_template(row: AgreementTemplate) -> dict[str, Any]:
    return {
        **row.model_dump(include={"template", "version", "state", "title", "made_by", "proposal_id"}),
        "made_at": local_text(row.made_at),
        "published_at": instant(row.published_at),
    }


def _of_agreement(session: Session, row: Agreement, read: Reading, today: date) -> dict[str, Any]:
    """What is to be replaced on a later day is still a signed one."""
    stands = read.state == "replaced" and row.ended_on is not None and row.ended_on > today
    title = session.get_one(AgreementTemplate, (row.template, row.version)).title
    kept = row.model_dump(
        include={"id", "client_id", "template", "version", "effective_from", "ended_on", "amendment_id"}
    )
    return {
        **kept,
        "title": title,
        "state": "signed" if stands else read.state,
        "opened_at": local_text(row.opened_at),
        "steps_done": read.done,
        "steps_of": len(read.steps),
        "signature": signature(row, queries.signature(session, row.id)),
    }


def _step(each: Mapping[str, Any], body: Mapping[str, Any]) -> StepPublic:
    return StepPublic.model_validate({**each, "texts": list(_texts(each["step"], body))})


def _texts(step: str, body: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    for section in body["sections"]:
        if section["no"] == step:
            yield from ({"no": each["no"], "zh": each["zh"], "en": each["en"]} for each in section["clauses"])
    for each in body["disclosures"]:
        if each["no"] == step:
            yield {"no": each["no"], "zh": each["zh"], "en": each["en"]}
