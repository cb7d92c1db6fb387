"""Showing a campaign, and a letter of it as a sample."""

from collections.abc import Mapping

from account_api.campaigns.contract import CampaignPublic, SamplePublic
from account_api.campaigns.tables import Campaign, State
from account_api.clock import local_text
from account_api.inbox.contract import BilingualPublic
from account_api.inbox.service import Letter

STATES_ZH: Mapping[State, str] = {
    "draft": "草稿",
    "submitted": "待审批",
    "approved": "已审批",
    "running": "发送中",
    "done": "已完成",
    "held": "已暂停",
    "cancelled": "已取消",
}
_INSTANTS = ("created_at", "submitted_at", "approved_at", "ran_at")


def public(campaign: Campaign, reason: Mapping[str, str] | None = None) -> CampaignPublic:
    """The campaign; `reason` where it is not held yet but would be."""
    stored = campaign.model_dump(exclude={"authors", "reason", *_INSTANTS})
    instants = {name: getattr(campaign, name) for name in _INSTANTS}
    shown = {name: None if at is None else local_text(at) for name, at in instants.items()}
    return CampaignPublic.model_validate({**stored, **shown, "reason": reason or campaign.reason})


def sample(letter: Letter) -> SamplePublic:
    """What a masked client would read."""
    return SamplePublic(
        client_id=letter.client_id,
        title=BilingualPublic(**letter.title),
        text=BilingualPublic(**letter.text),
    )


def masked(identifier: str) -> str:
    """The first and the last character: enough to tell samples apart, not to know who it is."""
    return f"{identifier[:1]}***{identifier[-1:]}"
