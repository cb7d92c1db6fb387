"""A campaign that reaches demo-watch, whose ratio is between the lines, and the people who bring one about."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from account_api.delivery import deliver, handlers_of

BODY: dict[str, Any] = {
    "title": {"zh": "看懂您的维持担保比例", "en": "Read your ratio"},
    "text": {
        "zh": "{name}，您的维持担保比例为 {ratio}，平仓线 {line}。课程：{course_title}，{link}",
        "en": "{name}, your ratio is {ratio}, the liquidation line is {line}. Course: {course_title}, {link}",
    },
    "course": "surviving-a-fall",
    "lesson": "reading-the-ratio",
    "course_title": {"zh": "下跌中怎么办", "en": "Surviving a fall"},
    "cites": [{"param": "financing_margin_ratio"}, {"document": "financing-margin-ratio"}],
    "audience": {"ratio_below": "1.40", "ratio_at_least": "1.30"},
}

Write = Callable[..., Awaitable[dict[str, Any]]]
Step = Callable[..., Awaitable[Any]]


def relayed(firm: Any) -> int:
    """What one round of the relay settles."""
    return deliver(firm.context, handlers_of(firm.context))


def with_other_rules(firm: Any, rules: Any) -> None:
    """The firm wakes up under another rulebook."""
    firm.context = replace(firm.context, rules=rules)
    firm.app.state.context = firm.context


async def approved(firm: Any, **changes: Any) -> str:
    """A campaign written by the educator and approved by compliance; its id."""
    educator, compliance = await firm.signed_in("demo-educator"), await firm.signed_in("demo-compliance")
    campaign = await educator.create_campaign(f"key {changes}", BODY | changes)
    await educator.submit_campaign(campaign["id"])
    await compliance.approve_campaign(campaign["id"], confirm_broad=True)
    return str(campaign["id"])


async def ran(firm: Any, **changes: Any) -> str:
    """The same, and run."""
    campaign_id = await approved(firm, **changes)
    await (await firm.signed_in("demo-educator")).run_campaign(campaign_id)
    return campaign_id


@pytest.fixture
async def educator(firm: Any) -> Any:
    return await firm.signed_in("demo-educator")
