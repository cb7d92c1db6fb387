"""Writing a template's next version, and asking a second person to publish it. A published version is never changed."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from account_api.agreements import approval, queries, view
from account_api.agreements.checks import faults
from account_api.agreements.contract import Publishing, TemplateCreate, TemplatePublic
from account_api.agreements.differences import terms_changed
from account_api.agreements.standard import standard_body, standard_title
from account_api.agreements.tables import AgreementTemplate
from account_api.agreements.terms import TermsSet
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import NotFound, StateChanged, refused
from account_api.proposals import service as proposals


def create(ctx: Context, session: Session, principal: Principal, asked: TemplateCreate) -> TemplatePublic:
    """The next version, as a draft. The counter is what keeps two from writing the same one."""
    next_number(session, f"agreement template {asked.template}")
    row = AgreementTemplate.of(
        template=asked.template,
        version=queries.last_version(session, asked.template) + 1,
        title=standard_title() if asked.title is None else asked.title.model_dump(),
        terms=asked.terms.model_dump(mode="json"),
        body=standard_body() if asked.body is None else asked.body.model_dump(mode="json"),
        made_by=principal.user,
        made_at=ctx.clock.now(),
    )
    session.add(row)
    session.flush()
    ctx.record(session, Event("agreement_template.created", principal.user, None, _named(row)))
    return view.template(ctx, row)


def publish(
    ctx: Context, session: Session, principal: Principal, name: str, version: int, asked: Publishing
) -> TemplatePublic:
    """Asks a second person to publish a draft. Raises Malformed naming each missing section and each loosened rule,
    StateChanged where it is no draft.
    """
    row = queries.locked_template(session, name, version)
    if row is None:
        raise _no_such_template()
    if row.state != "draft":
        raise StateChanged("Only a draft can be published.", "只有草稿可以申请发布。")
    terms = TermsSet.model_validate(row.terms)
    against = faults(row.body, terms, ctx.rules, ctx.clock.today())
    if against:
        raise refused([each.error for each in against])
    made = proposals.make(
        ctx, session, approval.TEMPLATE, principal, None, _named(row), _explained(session, row, terms, asked)
    )
    row.state, row.proposal_id = "proposed", made.id
    session.flush()
    return view.template(ctx, row)


def found(session: Session, name: str, version: int) -> AgreementTemplate:
    """That version. Raises NotFound."""
    row = queries.template(session, name, version)
    if row is None:
        raise _no_such_template()
    return row


def _no_such_template() -> NotFound:
    return NotFound("There is no such version of a template.", "没有该模板版本。")


def _named(row: AgreementTemplate) -> dict[str, Any]:
    return {"template": row.template, "version": row.version}


def _explained(
    session: Session, row: AgreementTemplate, terms: TermsSet, asked: Publishing
) -> Mapping[str, Any]:
    """The reason, then each term that is not as in the version offered now."""
    before = queries.published(session, row.template)
    changed = [] if before is None else terms_changed(TermsSet.model_validate(before.terms), terms, row.body)
    return {
        "summary": asked.reason.model_dump(),
        "points": [
            {
                "zh": f"{each.label.zh}：{each.before_words.zh} → {each.after_words.zh}",
                "en": f"{each.label.en}: {each.before_words.en} → {each.after_words.en}",
            }
            for each in changed
        ],
        "figures": [],
    }
