"""What a process delivers from the outbox: campaigns into inboxes always, notices and order lists by the
ways that the firm has, and to Telegram where it can send there.

A demo firm rehearses: where it has no gateway, its notices are taken and said to be delivered, its other messages go nowhere.
A message of a kind that nothing here carries waits for the firm's own relay.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from account_api import relay
from account_api.campaigns.dispatch import CAMPAIGN_MESSAGE, dispatch
from account_api.context import Context
from account_api.gateways.contract import Gateway
from account_api.gateways.executor import executor
from account_api.gateways.mail import mail_gateway
from account_api.gateways.rehearsal import rehearsal
from account_api.gateways.settings import GatewaySettings
from account_api.gateways.sms import sms_gateway
from account_api.inbox.service import TELEGRAM_COPY, still_wanted
from account_api.margin_calls import carrying as order_lists
from account_api.notices import carrying
from account_api.relay import AtMostOnce, Deliver, Handler, Within
from account_api.tickets.escalation import escalate_overdue

KINDS = ("sign_in_code", "ticket_opened", "ticket_escalated", "handoff_raised")
REHEARSED = ("sms", "email", "wechat", "phone")


def demo_handlers() -> dict[str, Handler]:
    """Handlers that take a message and send nothing outside."""
    return {kind: lambda _payload: None for kind in KINDS}


def gateways_of(context: Context, settings: GatewaySettings) -> dict[str, Gateway]:
    """The firm's gateways by channel."""
    found = {"sms": sms_gateway(settings), "email": mail_gateway(settings)}
    there = {channel: gateway for channel, gateway in found.items() if gateway is not None}
    if not context.home.demo:
        return there
    return dict.fromkeys(REHEARSED, rehearsal(context.clock.now)) | there


def handlers_of(
    context: Context, telegram: Deliver | None = None, settings: GatewaySettings | None = None
) -> dict[str, Handler]:
    """What this process can deliver; `telegram` sends one copy to a chat, `settings` name the gateways."""
    known: dict[str, Handler] = {CAMPAIGN_MESSAGE: Within(partial(dispatch, context))}
    named = settings or GatewaySettings()
    known |= carrying.handlers(context, gateways_of(context, named), telegram)
    known |= order_lists.handlers(context, executor(named))
    if context.home.demo:
        known |= demo_handlers()
    if telegram is not None:
        known[TELEGRAM_COPY] = AtMostOnce(partial(_copied, context, telegram))
    return known


def _copied(context: Context, telegram: Deliver, copy: Mapping[str, Any]) -> None:
    """Sends a copy, unless its client has left the chat or opted out since it was queued: then nobody gets it."""
    with context.transaction(writes=False) as session:
        wanted = still_wanted(session, copy)
    if wanted:
        telegram(copy)


def deliver(context: Context, handlers: Mapping[str, Handler]) -> int:
    """Escalates what is overdue, delivers what is due now and returns how many messages were settled."""
    escalate_overdue(context)
    return relay.deliver_due(context.database, context.clock.wall, handlers)
