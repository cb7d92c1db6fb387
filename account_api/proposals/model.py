"""What kinds of proposals there are made of: who may make one, who decides, and what a decision does.

A feature describes its kind in its own `approval.py`; `proposals.kinds` lists them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from account_api.auth.roles import Role
from account_api.context import Context
from account_api.proposals.tables import Proposal

Effect = Callable[[Context, Session, Proposal], None]
"""Works in the transaction of the decision. Whatever Problem it raises refuses the decision itself."""


def nothing(_ctx: Context, _session: Session, _proposal: Proposal) -> None:
    """The effect of a decision that has none beyond being made."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`apply` happens on approval, `refused` on refusal, `lapsed` when it is withdrawn or runs out.

    `client_sees`: whether the client concerned may read it.
    """

    name: str
    title_zh: str
    title_en: str
    makes: frozenset[Role]
    decides: frozenset[Role]
    apply: Effect
    refused: Effect = nothing
    lapsed: Effect = nothing
    client_sees: bool = False
