"""A campaign that reaches demo-watch, whose ratio is between the lines, and the steps that bring one about."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from account_api.delivery import deliver, handlers_of
from risk.rulebook import CN, Rulebook

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


def relayed(firm: Any) -> int:
    """What one round of the relay settles."""
    return deliver(firm.context, handlers_of(firm.context))


def without_rule(param: str) -> Rulebook:
    """The rulebook without the row of `param` in force today: the one before it never ended."""
    rows = []
    for row in (row for each in CN.params() for row in CN.rows(each)):
        if row.param != param:
            rows.append(row)
        elif row.valid_from < date(2026, 1, 1):
            rows.append(replace(row, valid_to=None) if row.valid_to == date(2026, 1, 19) else row)
    return Rulebook(rows)


def with_other_rules(firm: Any, rules: Rulebook) -> None:
    """The firm wakes up under another rulebook."""
    firm.context = replace(firm.context, rulebooks=lambda: {"CN": rules})
    firm.app.state.context = firm.context


async def approved(firm: Any, **changes: Any) -> str:
    """A campaign written by the educator and approved by compliance; its id."""
    educator, compliance = await firm.signed_in("demo-educator"), await firm.signed_in("demo-compliance")
    key = hashlib.sha256(repr(changes).encode()).hexdigest()
    campaign = await educator.create_campaign(key, BODY | changes)
    await educator.submit_campaign(campaign["id"])
    await compliance.approve_campaign(campaign["id"], confirm_broad=True)
    return str(campaign["id"])


async def ran(firm: Any, **changes: Any) -> str:
    """The same, and run."""
    campaign_id = await approved(firm, **changes)
    await (await firm.signed_in("demo-educator")).run_campaign(campaign_id)
    return campaign_id
