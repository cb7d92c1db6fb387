"""What one client is sent: the campaign's texts filled with this client's own figures, each with its time."""

from account_api.accounts.standing import Standing
from account_api.campaigns import template
from account_api.campaigns.tables import Campaign
from account_api.inbox.service import Letter

LANGUAGES = ("zh", "en")


def quoted(campaign: Campaign) -> frozenset[str]:
    """The placeholders this campaign's texts use."""
    texts = [*campaign.title.values(), *campaign.text.values()]
    return frozenset().union(*(template.used(text) for text in texts))


def compose(campaign: Campaign, client_id: str, name: str, standing: Standing | None) -> Letter:
    """The letter to a client whom `audience.judge` selected. `trace_id` is that of the ratio, where it is quoted."""
    of_ratio = standing if standing is not None and "ratio" in quoted(campaign) else None
    texts = {lang: _values(campaign, name, standing, lang) for lang in LANGUAGES}
    return Letter(
        campaign=campaign.id,
        client_id=client_id,
        title={lang: template.fill(campaign.title[lang], texts[lang]) for lang in LANGUAGES},
        text={lang: template.fill(campaign.text[lang], texts[lang]) for lang in LANGUAGES},
        link=link(campaign),
        trace_id=None if of_ratio is None else of_ratio.ratio.trace_id,
        snapshot_time=None if of_ratio is None else of_ratio.snapshot_time,
    )


def link(campaign: Campaign) -> str:
    """The page of the lesson, or of the course."""
    course = f"/learn/{campaign.course}"
    return course if campaign.lesson is None else f"{course}/{campaign.lesson}"


def _values(campaign: Campaign, name: str, standing: Standing | None, lang: str) -> dict[str, str]:
    values = {"name": name, "link": link(campaign)}
    titles = {"course_title": campaign.course_title, "lesson_title": campaign.lesson_title}
    values |= {key: title[lang] for key, title in titles.items() if title is not None}
    if standing is not None:
        values["ratio"] = _ratio(standing, lang)
        if standing.liquidation_line is not None:
            values["line"] = standing.liquidation_line
    return values


def _ratio(standing: Standing, lang: str) -> str:
    """128.00%（截至 2026-11-20 16:00）: the figure as displayed, and when the account stood there."""
    taken = (standing.snapshot_time or "")[:16].replace("T", " ")
    shown = standing.ratio.display
    return f"{shown} (as of {taken})" if lang == "en" else f"{shown}（截至 {taken}）"
