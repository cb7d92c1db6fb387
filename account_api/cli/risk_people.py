"""`liangrong risk admission|credit|surveil|call-state|suit|review`: decisions about people, from JSON files.

Each prints lines of text, or JSON with `--json`. Examples of every file stand in `docs/people`. An outcome is a
proposal with its reasons; a person decides.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

import typer

from account_api.cli import books, risk_people_text
from account_api.cli.rulebooks import of_home
from risk.account import Snapshot
from risk.admission import decide, read_applicant
from risk.calls import read_call, replay, report
from risk.credit import book_risk, credit_line, read_credit, read_credit_book, score
from risk.fields import BookError, refuse
from risk.firm_thresholds import read_firm_thresholds
from risk.planning import read_person, read_plan, suit
from risk.planning import review as look_at
from risk.rulebook.model import Rulebook
from risk.sessions import cn_calendar
from risk.surveillance import read_tape
from risk.surveillance import surveil as look_over

app = typer.Typer(rich_markup_mode=None)

File = Annotated[str, typer.Argument(help="A file (.json), or - for stdin.")]
Book = Annotated[str, typer.Argument(help="A book file (.json), or - for stdin.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Firm = Annotated[
    str | None, typer.Option("--firm", help="The firm's own thresholds (docs/people/firm.json).")
]
Text = Callable[[Mapping[str, Any]], Iterator[str]]


@app.command()
def admission(applicant: File, firm: Firm = None, as_json: AsJson = False) -> None:
    """Decide on an application (docs/people/applicant.json): admit, not_yet, refuse, or a person; and what closes each gap."""
    with books.refusals():
        decision = decide(read_applicant(_read(applicant)), _rules(firm), cn_calendar())
        _print(decision.as_json(), risk_people_text.decision, as_json)


@app.command()
def credit(
    client: File,
    book: Annotated[
        bool, typer.Option("--book", help="The file is a whole book (docs/people/credit_book.json).")
    ] = False,
    firm: Firm = None,
    as_json: AsJson = False,
) -> None:
    """Score a client and propose a credit line (docs/people/credit.json), or tell the credit risk of a book."""
    with books.refusals():
        rules = _rules(firm)
        if book:
            risk = book_risk(read_credit_book(_read(client)), rules)
            _print(risk.as_json(), risk_people_text.book, as_json)
            return
        read = read_credit(_read(client))
        told = {
            "score": score(read.profile, read.as_of).as_json(),
            "line": credit_line(read, rules).as_json(),
        }
        _print(told, _score_and_line, as_json)


@app.command()
def surveil(tape: File, firm: Firm = None, as_json: AsJson = False) -> None:
    """Look over trades, orders and logins (docs/people/tape.json); what is seen is no judgement of anybody."""
    with books.refusals():
        seen = look_over(read_tape(_read(tape)), _rules(firm))
        _print(seen.as_json(), risk_people_text.surveillance, as_json)


@app.command("call-state")
def call_state(call: File, as_json: AsJson = False) -> None:
    """Tell where a margin call stands (docs/people/call.json): its deadline, the notices owed, the next lawful step."""
    with books.refusals():
        file, events = read_call(_read(call))
        told = report(file, replay(file, events, cn_calendar()), of_home()["CN"])
        _print(told, risk_people_text.call, as_json)


@app.command("suit")
def suitability(
    book: Book,
    person: Annotated[
        str, typer.Option(help="A file with grade, horizon and need (docs/people/person.json).")
    ],
    firm: Firm = None,
    as_json: AsJson = False,
) -> None:
    """Tell what suits a grade, a horizon and a need on an account: ceiling, buffer, facts and scenarios; no picks."""
    with books.refusals():
        account = _account(book, "person", person)
        found = suit(read_person(_read(person)), account, _rules(firm))
        _print(found.as_json(), risk_people_text.book, as_json)


@app.command("review")
def review_plan(
    book: Book,
    plan: Annotated[str, typer.Option(help="A file with the client's own limits (docs/people/plan.json).")],
    as_json: AsJson = False,
) -> None:
    """Tell what of a plan of one's own an account keeps and what it breaks."""
    with books.refusals():
        account = _account(book, "plan", plan)
        found = look_at(read_plan(_read(plan)), account, of_home()["CN"])
        _print(found.as_json(), risk_people_text.review, as_json)


def _rules(firm: str | None) -> Rulebook:
    """The rulebook of the home, with the thresholds of a firm's file where one is given."""
    rules = of_home()["CN"]
    return rules if firm is None else rules.with_firm_rows(read_firm_thresholds(_read(firm)))


def _read(name: str) -> object:
    return books.parse(books.read_text(name), name)


def _account(book: str, option: str, other: str) -> Snapshot:
    """The mainland account of a book file; stdin can be only one of the two files."""
    if book == other == books.STDIN:
        raise BookError([refuse(option, "duplicate", other)])
    account = books.read_one(book)
    if not isinstance(account, Snapshot):
        raise BookError([refuse("jurisdiction", "unsupported")])
    return account


def _score_and_line(told: Mapping[str, Any]) -> Iterator[str]:
    yield from risk_people_text.score(told["score"])
    yield from risk_people_text.decision(told["line"])


def _print(told: Mapping[str, Any], text: Text, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in text(told):
        typer.echo(line)
