"""`liangrong calls`: sweep the book for margin calls, and work the cases, as one of the demo firm's people.

Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 in another state. A sweep that was cut
off is simply run again.
"""

import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Annotated, Any, Literal

import typer

from account_api.cli.service import asked, opened
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

As = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Number = Annotated[str, typer.Argument(help="A case, such as C20261120-0001.")]
Run = Annotated[str, typer.Argument(help="A liquidation, such as L20261120-0001.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Until = Annotated[datetime, typer.Option(help="Until when, in local time of the booking zone.")]
Moment = Annotated[Literal["close", "intraday"], typer.Option(help="After the close, or within a session.")]
NOTHING = "no margin calls · 没有追保"


@app.callback()
def calls() -> None:
    """Margin calls: the sweep, the cases, the selling of collateral."""


@app.command()
def sweep(moment: Moment = "close", json_: AsJson = False) -> None:
    """Sweep the whole book: open, move and close cases, send what they owe, give people their tasks."""
    from account_api.margin_calls import sweep as sweeping

    def progress(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done}/{whole}")

    with opened() as context:
        swept = sweeping.sweep(context, moment, progress).as_json()
    said = " · ".join(f"{name} {value}" for name, value in swept.items() if name != "bands")
    sys.stdout.write((json.dumps(swept, ensure_ascii=False) if json_ else said) + "\n")


@app.command("list")
def list_(
    group: Annotated[str | None, typer.Option(help="Of this group only.")] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Closed cases too.")] = False,
    user: As = "demo-supervisor",
    json_: AsJson = False,
) -> None:
    """List the cases, the earliest deadline first."""

    def text(rows: Any) -> str:
        return "\n".join(_line(row) for row in rows) or NOTHING

    _show(user, lambda me: me.call_cases(group, closed), text, json_)


@app.command()
def tasks(user: As = "demo-supervisor", json_: AsJson = False) -> None:
    """List what is to be done about calls."""

    def text(rows: Any) -> str:
        return "\n".join(_task(row) for row in rows) or "nothing to do · 没有待办"

    _show(user, lambda me: me.call_tasks(), text, json_)


@app.command()
def show(number: Number, user: As = "demo-supervisor", json_: AsJson = False) -> None:
    """Show one case: where it stands, what is lacking, what is next, everything that happened."""
    _show(user, lambda me: me.call_case(number), _whole, json_)


@app.command()
def attempt(
    number: Number,
    result: Annotated[
        str, typer.Option(help="reached, no_answer, busy, wrong_number, left_message, refused.")
    ],
    channel: Annotated[str, typer.Option(help="phone, sms, app, email, letter.")] = "phone",
    note: Annotated[str, typer.Option(help="For the desk.")] = "",
    user: As = "demo-supervisor",
    json_: AsJson = False,
) -> None:
    """Log an attempt to reach the client about a case."""
    key = token_hex(16)
    _show(user, lambda me: me.log_call_attempt(key, number, channel, result, note), json.dumps, json_)


@app.command()
def extend(
    number: Number, until: Until, reason: Reason, user: As = "demo-risk", json_: AsJson = False
) -> None:
    """Propose a later deadline; somebody else decides."""
    key, at = token_hex(16), _local(until)
    _show(user, lambda me: me.propose_call_extension(key, number, at, reason), _made, json_)


@app.command()
def waive(
    number: Number, until: Until, reason: Reason, user: As = "demo-risk", json_: AsJson = False
) -> None:
    """Propose to waive a call until an instant; somebody else decides."""
    key, at = token_hex(16), _local(until)
    _show(user, lambda me: me.propose_call_waiver(key, number, at, reason), _made, json_)


@app.command()
def orders(run: Run, user: As = "demo-risk") -> None:
    """Print the order list of a liquidation as CSV."""
    sys.stdout.write(asked(user, lambda me: me.liquidation_orders_csv(run)).decode())


@app.command()
def fills(
    run: Run,
    file: Annotated[
        typer.FileText, typer.Argument(help='JSON: [{"id","order","at","quantity","price","costs"}].')
    ],
    user: As = "demo-feeder",
    json_: AsJson = False,
) -> None:
    """Send what was executed; sending twice is sending once."""
    rows = json.load(file)
    _show(user, lambda me: me.send_fills(run, rows), json.dumps, json_)


@app.command()
def statement(run: Run, user: As = "demo-risk", json_: AsJson = False) -> None:
    """End the selling, draw up the statement and send it to the client."""
    _show(user, lambda me: me.draw_up_statement(token_hex(16), run), _stated, json_)


@app.command()
def finish(number: Number, reason: Reason, user: As = "demo-risk", json_: AsJson = False) -> None:
    """Wind up a liquidated case once its statement has reached the client."""
    _show(user, lambda me: me.finish_call(token_hex(16), number, reason), _whole, json_)


def _show(
    user: str, ask: Callable[[AccountClient], Awaitable[Any]], text: Callable[[Any], str], json_: bool
) -> None:
    found = asked(user, ask)
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if json_ else text(found)) + "\n")


def _local(until: datetime) -> datetime:
    from account_api.clock import BOOKING_ZONE

    return until if until.tzinfo else until.replace(tzinfo=BOOKING_ZONE)


def _line(row: Mapping[str, Any]) -> str:
    lacking = row["figures"].get("missing_amount", {}).get("display", "—")
    contract = f" {row['contract']}" if row["contract"] else ""
    return (
        f"{row['id']} {row['client_id']} {row['kind']}{contract} {row['state']} {row['state_text']['zh']}"
        f" {(row['deadline'] or '—')[:16]} {lacking}"
    )


def _task(row: Mapping[str, Any]) -> str:
    return f"{row['id']} {row['client_id']} {row['call_id'] or '—'} {row['text']['zh']} {row['text']['en']}"


def _whole(row: Mapping[str, Any]) -> str:
    missing = row["missing_amount"]
    lines = [
        f"{row['id']} {row['client_id']} {row['kind']} {row['state']} {row['state_text']['zh']}",
        f"  {(row['deadline'] or '—')[:16]} {'—' if missing is None else missing['display']}",
    ]
    lines += [f"  → {step['text_zh']} {step['text']}" for step in row["next"]]
    lines += [
        f"  {figure['formula'].split(' = ')[0]} {figure['name']} {figure['display']}" for figure in _paid(row)
    ]
    lines += [
        f"  {each['at'][:16]} {each['what']} {each['text']['zh']} {each['detail'].get('amount') or ''}".rstrip()
        for each in row["timeline"]
    ]
    lines += [f"  {each['id']} {each['kind']} {each['state']}" for each in row["proposals"]]
    return "\n".join(lines)


def _paid(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What came in and what was repaid since the call."""
    return [row["figures"][name] for name in ("contributed", "repaid_since_call") if name in row["figures"]]


def _made(row: Mapping[str, Any]) -> str:
    return str(row["proposal"])


def _stated(row: Mapping[str, Any]) -> str:
    figures = row["statement"]["figures"]
    return "\n".join(f"{name} {each['display']}" for name, each in figures.items())
