"""Who may trade, on what line, and what suits: decisions about the owner of an account. A person decides in the end."""

from datetime import date

from sqlmodel import Session

from account_api.accounts.service import credit_lines
from account_api.accounts.view import View, look
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.decisions.applicant import applicant
from account_api.decisions.contract import (
    CreditPublic,
    DecisionPublic,
    PersonQuestion,
    SuitabilityPublic,
)
from account_api.decisions.credit_file import credit_file
from account_api.errors import NoCreditAccount, refused
from account_api.planning.position import answered, position
from risk.admission import decide
from risk.credit import credit_line, score
from risk.fields import refuse
from risk.planning import read_person, suit
from risk.rulebook import Rulebook
from risk.thresholds import FIRST_KNOWN


def admission(ctx: Context, session: Session, client: Client, as_of: date) -> DecisionPublic:
    """Whether the client may open a credit account, with what is lacking and what closes it."""
    known_from(as_of)
    found = decide(applicant(session, client, as_of), ctx.rules, ctx.calendar)
    return DecisionPublic.model_validate({**_origin(None, client, as_of), **found.as_json()})


def credit(ctx: Context, session: Session, client: Client, as_of: date) -> CreditPublic:
    """The score, the line that would be proposed, and what the line was over time."""
    known_from(as_of)
    view = _view(session, client, as_of)
    file = credit_file(ctx, session, client, view, as_of)
    lines = [row for row in credit_lines(session, client) if row.valid_from <= as_of]
    return CreditPublic.model_validate(
        {
            **_origin(view, client, as_of),
            "score": score(file.profile, as_of).as_json(),
            "line": credit_line(file, ctx.rules).as_json(),
            "lines": lines,
        }
    )


def suitability(view: View, rules: Rulebook, asked: PersonQuestion) -> SuitabilityPublic:
    """What suits the client's grade, horizon, need and goal on the account. Raises Malformed for a wrong one."""
    account = position(view)
    grade = {} if view.client.risk_grade is None else {"grade": view.client.risk_grade}
    given = grade | asked.model_dump(exclude_none=True)
    found = answered(lambda: suit(read_person(given), account, rules))
    return SuitabilityPublic.model_validate({**view.origin(), **found.as_json()})


def _view(session: Session, client: Client, as_of: date) -> View | None:
    """The client's account on the mainland; None where there is none."""
    try:
        view = look(session, client, as_of)
    except NoCreditAccount:
        return None
    return None if view.abroad else view


def _origin(view: View | None, client: Client, as_of: date) -> dict[str, object]:
    if view is not None:
        return view.origin()
    nowhere = dict.fromkeys(("reference", "snapshot_time", "price_time"))
    return {**nowhere, "client_id": client.client_id, "rules_as_of": as_of}


def known_from(as_of: date) -> None:
    """Raises Malformed for a day before the conditions are known."""
    if as_of < FIRST_KNOWN:
        raise refused([refuse("as_of", "out_of_range", as_of)])
