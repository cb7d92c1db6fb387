"""Campaigns as a person reads them in a terminal."""

from account_api.payloads_learning import Campaign, CampaignResults, Preview


def many(campaigns: list[Campaign]) -> str:
    """One line each; why it is held below it."""
    return "\n".join(_line(campaign) for campaign in campaigns) or "none 没有"


def one(campaign: Campaign) -> str:
    """A campaign with its texts, audience and who did what."""
    steps = [
        f"{label} {who} {at}"
        for label, who, at in (
            ("撰写 written", campaign["created_by"], campaign["created_at"]),
            ("提交 submitted", campaign["submitted_by"], campaign["submitted_at"]),
            ("审批 approved", campaign["approved_by"], campaign["approved_at"]),
            ("运行 run", campaign["ran_by"], campaign["ran_at"]),
        )
        if who is not None
    ]
    audience = ", ".join(f"{name}={value}" for name, value in campaign["audience"].items())
    texts = [campaign["text"]["zh"], campaign["text"]["en"]]
    return "\n".join([_line(campaign), *texts, f"受众 audience: {audience}", *steps])


def preview(found: Preview) -> str:
    """Counts, then samples."""
    broad = "  面向半数以上客户 more than half of all" if found["broad"] else ""
    later = f"  免打扰时段后发送 after quiet hours: {found['later']}" if found["later"] else ""
    excluded = [f"  {reason}: {count}" for reason, count in found["excluded"].items()]
    samples = [
        f"{sample['client_id']}: {sample['title']['zh']} / {sample['text']['zh']}"
        for sample in found["samples"]
    ]
    head = f"选中 selected {found['selected']} / {found['of']}{broad}{later}"
    return "\n".join([head, *excluded, *samples])


def results(found: CampaignResults) -> str:
    """Counts, then the gain with its interval."""
    counts = " · ".join(
        f"{label} {count}"
        for label, count in (
            ("已发 sent", found["sent"]),
            ("待发 waiting", found["waiting"]),
            ("已读 opened", found["opened"]),
            ("已开始 started", found["started"]),
            ("已完成 completed", found["completed"]),
        )
    )
    skipped = [f"  {reason}: {count}" for reason, count in found["skipped"].items()]
    gain = found["gain"]
    interval = "" if gain["low"] is None else f" [{gain['low']}, {gain['high']}]"
    points = "—" if gain["points"] is None else f"{gain['points']:+}"
    learned = f"提升 gain {points}{interval} 百分点 points, n={gain['n']} ({gain['method']})"
    return "\n".join([f"{found['campaign']} {found['state']}", counts, *skipped, learned])


def _line(campaign: Campaign) -> str:
    head = f"{campaign['id']} {campaign['state']:<9} {campaign['title']['zh']} / {campaign['title']['en']}"
    reason = campaign["reason"]
    return head if reason is None else f"{head}\n  {reason['zh']}\n  {reason['en']}"
