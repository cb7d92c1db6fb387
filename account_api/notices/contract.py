"""What is shown of a notice that was sent."""

from pydantic import BaseModel


class SentNoticePublic(BaseModel):
    """Instants in the booking zone; None where it was not reported, or the text names none."""

    id: str
    kind: str
    channel: str
    sent_at: str
    delivered_at: str | None
    read_at: str | None
    deadline: str | None
    clause: str | None
    text: str
    amount: str | None
