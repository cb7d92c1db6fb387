"""`liangrong policy`: propose what changes for everybody with its impact on the book, follow it, take it back; as one of the demo firm's staff.

Approving is `liangrong proposals approve`. Exit codes: 0 done · 2 bad input or usage · 3 not found · 5 not allowed · 6 in
another state, out of date, or in conflict with another policy.
"""

import json
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

import typer

from account_api.cli import policy_text
from account_api.cli.problems import malformed
from account_api.cli.service import asked
from account_api.client import AccountClient, AccountError
from account_api.payloads_policy import Policy
from risk.fields import refuse

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

As = Annotated[str, typer.Option("--as", help="Whose eyes and hands: a demo user.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Key = Annotated[str | None, typer.Option(help="The same key again does nothing new.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A policy, such as PL20261120-0001.")]
OFFICER, APPROVER = "demo-risk", "demo-compliance"


@app.callback()
def policy() -> None:
    """What the firm changes for everybody: haircuts, eligibility, its own rules."""


@app.command()
def propose(
    effective: Annotated[str, typer.Option(help="The day it takes effect, 2026-12-07.")],
    reason: Annotated[str, typer.Option(help="Why; clients read it.")],
    security: Annotated[str | None, typer.Option(help="A security, 600519.SH.")] = None,
    rate: Annotated[str | None, typer.Option(help="Its conversion rate (折算率), 0.50.")] = None,
    financing: Annotated[bool | None, typer.Option(help="Whether it may be bought on margin.")] = None,
    short: Annotated[bool | None, typer.Option(help="Whether it may be sold short.")] = None,
    rule: Annotated[str | None, typer.Option(help="A rule of the firm, concentration_limit.")] = None,
    value: Annotated[str | None, typer.Option(help="Its value.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="A condition, ratio_from=1.80.")] = None,
    applies_to: Annotated[str, typer.Option(help="new, all or extension.")] = "new",
    notice_days: Annotated[int | None, typer.Option(help="Trading days of notice.")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Stop before the proposal: draft and impact only.")
    ] = False,
    key: Key = None,
    user: As = OFFICER,
    json_: AsJson = False,
) -> None:
    """Draft a policy, compute its impact and put it up for approval; one that is refused leaves no draft open."""
    body: dict[str, Any] = {"effective": effective, "reason": reason, "notice_days": notice_days}
    terms = {"conversion_rate": rate, "eligible_financing": financing, "eligible_short": short}
    if security is not None:
        body["security"] = {"code": security, **_given(terms)}
    if rule is not None:
        body["rule"] = {"param": rule, "value": value, "scope": _scope(scope or ()), "applies_to": applies_to}
    once = key or secrets.token_hex(16)

    async def work(me: AccountClient) -> Policy:
        made = await me.draft_policy(once, _given(body))
        if made["state"] == "draft" and (await me.policy(made["id"]))["state"] == "draft":
            try:
                await me.policy_impact(made["id"])
                if not draft:
                    await me.propose_policy(once, made["id"])
            except AccountError as refusal:
                await me.withdraw_policy(
                    f"{once}-refused", made["id"], str(refusal.problem["detail_zh"])[:300]
                )
                raise
        return await me.policy(made["id"])

    _show(user, work, policy_text.one, json_)


@app.command()
def impact(policy_id: Id, user: As = OFFICER, json_: AsJson = False) -> None:
    """Compute the effect on the book as it stands now, and what differs from the look before."""
    _show(user, lambda me: me.policy_impact(policy_id), policy_text.impact, json_)


@app.command("list")
def list_(user: As = OFFICER, json_: AsJson = False) -> None:
    """List every policy, the newest first."""
    _show(user, lambda me: me.policies(), policy_text.many, json_)


@app.command()
def show(policy_id: Id, user: As = OFFICER, json_: AsJson = False) -> None:
    """Show one policy with its impact."""
    _show(user, lambda me: me.policy(policy_id), policy_text.one, json_)


@app.command()
def withdraw(
    policy_id: Id,
    reason: Annotated[str, typer.Option(help="Why; clients who were told read it.")],
    key: Key = None,
    user: As = OFFICER,
    json_: AsJson = False,
) -> None:
    """Take a policy back before its day; an announced one is taken back by a second person's approval."""
    once = key or secrets.token_hex(16)
    _show(user, lambda me: me.withdraw_policy(once, policy_id, reason), policy_text.one, json_)


def _show(
    user: str, ask: Callable[[AccountClient], Awaitable[Any]], as_text: Callable[[Any], str], json_: bool
) -> None:
    answer = asked(user, ask)
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if json_ else as_text(answer)) + "\n")


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _scope(conditions: Sequence[str]) -> dict[str, str]:
    scope = {}
    for each in conditions:
        name, equals, value = each.partition("=")
        if not equals:
            raise malformed([refuse("scope", "not_one_of", each)]).stop()
        scope[name] = value
    return scope
