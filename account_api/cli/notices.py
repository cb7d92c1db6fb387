"""`liangrong notices`: what proves that a notice arrived, acknowledging one, receipts that fit nothing; and a client's own alerts.

Works on the demo firm, as the client or as the person named with --as. Exit codes: 0 done · 2 refused input · 3 not found · 5 not allowed · 4 internal.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated, Any

import typer

from account_api.cli.service import asked
from account_api.client import AccountClient

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)
Client = Annotated[str, typer.Argument(help="A client's id, such as demo-call.")]
Notice = Annotated[str, typer.Argument(help="A notice's id, from `account notices --json`.")]
As = Annotated[str | None, typer.Option("--as", help="The person who asks; the client by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Json = dict[str, Any]


@app.callback()
def notices() -> None:
    """Notices, their receipts, and a client's own alerts."""


@app.command()
def proof(client: Client, notice: Notice, user: As = None, json_: AsJson = False) -> None:
    """Show what went out word for word, each try and each receipt."""
    _show(user or client, lambda me: me.notice_proof(client, notice), _proof, json_)


@app.command()
def acknowledge(client: Client, notice: Notice, json_: AsJson = False) -> None:
    """Acknowledge a notice as the client."""
    _show(client, lambda me: me.acknowledge_notice(client, notice), _notice, json_)


@app.command("unknown-receipts")
def unknown_receipts(
    user: Annotated[str, typer.Option("--as", help="Who asks.")] = "demo-compliance", json_: AsJson = False
) -> None:
    """List receipts that belong to no notice of this firm."""
    _show(user, lambda me: me.unknown_receipts(), lambda rows: map(_receipt, rows), json_)


@app.command()
def alerts(client: Client, user: As = None, json_: AsJson = False) -> None:
    """List a client's own alerts, each with what it looks at now."""
    _show(user or client, lambda me: me.alerts(client), lambda rows: map(_alert, rows), json_)


@app.command("set-alert")
def set_alert(
    client: Client,
    what: Annotated[str, typer.Argument(help="ratio_below, price_above, price_below or days_to_due.")],
    level: Annotated[str, typer.Argument(help="A ratio such as 1.50, a price, or a number of days.")],
    security: Annotated[str | None, typer.Option(help="The code, for a price.")] = None,
    contract: Annotated[str | None, typer.Option(help="One contract, for days to due.")] = None,
    channel: Annotated[str, typer.Option(help="app, sms, email or telegram.")] = "app",
    quiet: Annotated[str | None, typer.Option(help="Quiet hours, such as 22:00-08:00.")] = None,
    json_: AsJson = False,
) -> None:
    """Set an alert: told once for each crossing."""
    start, _, end = (quiet or "").partition("-")

    def work(me: AccountClient) -> Awaitable[Any]:
        kind: Any = what
        more: Json = {"security": security, "contract": contract, "channel": channel}
        return me.set_alert(
            secrets.token_hex(16), client, kind, level, **more, quiet=(start, end) if quiet else None
        )

    _show(client, work, lambda row: (_alert(row),), json_)


@app.command("remove-alert")
def remove_alert(
    client: Client,
    alert: Annotated[str, typer.Argument(help="An alert's id, from `notices alerts`.")],
    json_: AsJson = False,
) -> None:
    """Remove an alert."""
    _show(client, lambda me: me.remove_alert(client, alert), lambda row: (_alert(row),), json_)


def _show(
    user: str,
    ask: Callable[[AccountClient], Awaitable[Any]],
    text: Callable[[Any], Iterator[str] | tuple[str, ...]],
    as_json: bool,
) -> None:
    answer = asked(user, ask)
    told = json.dumps(answer, ensure_ascii=False) if as_json else "\n".join(text(answer)) or "— none 无"
    sys.stdout.write(told + "\n")


def _proof(told: Json) -> Iterator[str]:
    notice = told["notice"]
    yield from _notice(notice)
    yield told["body"]
    holds = {True: "holds 相符", False: "DOES NOT HOLD 不符", None: "— none 无"}[told["hash_holds"]]
    yield f"sha256 {told['sha256'] or '—'} {holds}"
    yield f"gateway · 网关 {told['gateway'] or '—'} {told['gateway_id'] or ''}  handed · 交出 {told['handed_at'] or '—'}"
    for each in told["attempts"]:
        yield f"  try {each['n']} · 第{each['n']}次  {each['at']}  {each['outcome']}  {each['detail'] or ''}"
    for each in told["receipts"]:
        yield f"  {_receipt(each)}"
    for each in told["other_channels"]:
        yield f"  also · 另经 {each['channel']}: {each['state']}"


def _notice(told: Json) -> Iterator[str]:
    yield f"{told['id']}  {told['kind']}  {told['channel']}  {told['state']}"
    times = ("sent_at", "delivered_at", "read_at", "acknowledged_at", "deadline")
    yield "  ".join(f"{name} {told[name] or '—'}" for name in times)


def _receipt(told: Json) -> str:
    return (
        f"{told['gateway']} {told['id']}  {told['state']}  {told['at']}  → {told['notice'] or 'unknown 未知'}"
    )


def _alert(told: Json) -> str:
    about = told["security"] or told["contract"] or ""
    seen = told["figure"] or told["price"] or told["due"] or {}
    now = seen.get("display") or seen.get("price") or seen.get("days") or "—"
    state = "armed 待命" if told["armed"] else "told 已提醒"
    return (
        f"{told['id']}  {told['what']} {told['level']} {about}  {told['channel']}  now · 现值 {now}  {state}"
    )
