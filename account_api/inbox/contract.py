"""What is shown of a message, and where copies go."""

from pydantic import BaseModel, ConfigDict, Field

from account_api.inbox.tables import Lang


class BilingualPublic(BaseModel):
    zh: str
    en: str


class InboxMessagePublic(BaseModel):
    """Texts are data, exactly as sent: whoever shows them escapes them."""

    id: str
    kind: str
    campaign: str | None
    notice_id: str | None
    title: BilingualPublic
    text: BilingualPublic
    link: str
    trace_id: str | None
    snapshot_time: str | None
    sent_at: str
    opened_at: str | None


class TelegramUpdate(BaseModel):
    """The id of a private chat, or None for no copies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chat: int | None = Field(ge=1, le=2**52)
    lang: Lang = "zh"


class TelegramPublic(BaseModel):
    chat: int | None
    lang: str | None
    since: str | None
