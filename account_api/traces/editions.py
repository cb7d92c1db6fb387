"""The rulebooks as they were under an edition: what the firm had imported by then, on the packaged rows of this program."""

from collections.abc import Mapping

from sqlmodel import Session

from account_api.context import Context
from account_api.rules import queries
from account_api.rules.store import edition_of, of_imports
from risk.rulebook import Rulebook


def rules_of(ctx: Context, session: Session, edition: str) -> Mapping[str, Rulebook] | None:
    """The rulebooks of `edition`; None for one that this program with its imports cannot make again."""
    if edition == ctx.rulebooks.edition:
        return ctx.rulebooks()
    bodies = [row.body for row in queries.imports(session)]
    made = (of_imports(bodies[:count]) for count in range(len(bodies), -1, -1))
    return next((rulebooks for rulebooks in made if edition_of(rulebooks) == edition), None)
