"""Every kind of proposal there is, by name. A feature's own stands in its `approval.py`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from account_api.admission.approval import KIND as ADMISSION
from account_api.agreements.approval import KINDS as AGREEMENTS
from account_api.auth.roles import Role
from account_api.credit_lines.approval import KIND as CREDIT_LINE
from account_api.extensions.approval import KIND as EXTENSION
from account_api.feed.approval import KIND as SUSPECT_PRICE
from account_api.margin_calls.approval import KINDS as MARGIN_CALLS
from account_api.policy.approval import KIND as POLICY
from account_api.policy.withdrawal import KIND as POLICY_WITHDRAWAL
from account_api.proposals.model import Kind

ALL: tuple[Kind, ...] = (
    ADMISSION,
    *AGREEMENTS,
    CREDIT_LINE,
    EXTENSION,
    *MARGIN_CALLS,
    POLICY,
    POLICY_WITHDRAWAL,
    SUSPECT_PRICE,
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in ALL})


def looked_at_by(role: Role) -> Iterable[str]:
    """The kinds a role has to do with; compliance looks at all of them."""
    return [kind.name for kind in ALL if role in kind.makes | kind.decides or role is Role.compliance]
