"""Making the document of one client from a version of a template, with numbers for what is made."""

from sqlmodel import Session

from account_api.agreements.tables import AgreementTemplate
from account_api.agreements.terms import TermsSet
from account_api.agreements.wording import Document, Party, document
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.counters import next_number
from account_api.firm.queries import if_set

UNNAMED = {"zh": "本公司", "en": "the firm"}


def document_for(session: Session, row: AgreementTemplate, terms: TermsSet, client: Client) -> Document:
    """The text of that version with these terms, naming the client and the firm."""
    firm = if_set(session, "name") or UNNAMED
    party = Party((firm["zh"], firm["en"]), client.name, client.client_id)
    return document(row.title, row.version, row.body, terms, party)


def next_id(ctx: Context, session: Session, letter: str) -> str:
    """G20261120-0001 for an agreement, M20261120-0001 for an amendment: one count a day and letter."""
    today = ctx.clock.today()
    return f"{letter}{today:%Y%m%d}-{next_number(session, f'agreements {letter}:{today}'):04d}"
