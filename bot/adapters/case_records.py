"""Effects about cases, notices and alerts carried out as whoever asks: the account service behind them."""

from __future__ import annotations

import json
from typing import Any

from bot.dialogue.case_effects import (
    Acknowledge,
    CaseEffect,
    FetchAlerts,
    FetchCallProposals,
    FetchCases,
    FetchProof,
    RemoveAlert,
    SetAlert,
)
from bot.ports import Accounts


async def of_cases(effect: CaseEffect, own: Accounts) -> Any:
    """The result of one such effect. Raises AccountError where the service refuses or is out of reach."""
    match effect:
        case FetchCases(client_id):
            return await own.margin_calls(client_id)
        case FetchCallProposals(client_id):
            return await own.client_proposals(client_id)
        case FetchProof(client_id, notice):
            return await own.notice_proof(client_id, notice)
        case Acknowledge(client_id, notice):
            return await own.acknowledge_notice(client_id, notice)
        case FetchAlerts(client_id):
            return await own.alerts(client_id)
        case SetAlert(key, client_id, alert):
            return await _set(key, client_id, json.loads(alert), own)
        case RemoveAlert(client_id, alert):
            return await own.remove_alert(client_id, alert)


async def _set(key: str, client_id: str, asked: dict[str, Any], own: Accounts) -> Any:
    quiet = asked.get("quiet")
    return await own.set_alert(
        key,
        client_id,
        asked["what"],
        asked["level"],
        security=asked.get("security"),
        contract=asked.get("contract"),
        channel=asked.get("channel") or "app",
        quiet=(quiet["from"], quiet["until"]) if quiet else None,
    )
