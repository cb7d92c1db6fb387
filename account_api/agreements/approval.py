"""What a second person decides about agreements: whether a template is published, and whether an amendment goes to its client."""

from sqlmodel import Session

from account_api.agreements import queries
from account_api.agreements.amending import dropped, opened
from account_api.agreements.checks import faults
from account_api.agreements.tables import AgreementTemplate
from account_api.agreements.terms import TermsSet
from account_api.auth.roles import Role
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal


def _publish(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Takes the place of the version before. Raises StateChanged where a rule in force now stands against it."""
    row = _template(session, proposal)
    against = faults(row.body, TermsSet.model_validate(row.terms), ctx.rules, ctx.clock.today())
    if against:
        first = against[0].error
        raise StateChanged(f"It may not be published: {first.text}", f"不能发布：{first.text_zh}")
    before = queries.published(session, row.template)
    if before is not None and before.version > row.version:
        raise StateChanged(
            f"Version {before.version} is published already.",
            f"第{before.version}版已发布，旧版本不能再发布。",
        )
    if before is not None:
        before.state = "replaced"
    row.state, row.published_at = "published", ctx.clock.now()


def _back_to_draft(_ctx: Context, session: Session, proposal: Proposal) -> None:
    _template(session, proposal).state = "draft"


def _template(session: Session, proposal: Proposal) -> AgreementTemplate:
    found = queries.locked_template(session, proposal.content["template"], proposal.content["version"])
    assert found is not None  # a template is never deleted
    return found


TEMPLATE = Kind(
    name="agreement_template",
    title_zh="发布合同模板",
    title_en="Publish an agreement template",
    makes=frozenset({Role.compliance}),
    decides=frozenset({Role.risk, Role.supervisor}),
    apply=_publish,
    refused=_back_to_draft,
    lapsed=_back_to_draft,
)

AMENDMENT = Kind(
    name="agreement_amendment",
    title_zh="向客户提出合同变更",
    title_en="Offer a client an amended agreement",
    makes=frozenset({Role.compliance, Role.supervisor, Role.risk}),
    decides=frozenset({Role.compliance, Role.supervisor, Role.risk}),
    apply=opened,
    refused=dropped,
    lapsed=dropped,
)

KINDS = (TEMPLATE, AMENDMENT)
