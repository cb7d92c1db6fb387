"""What is shown of a security."""

from datetime import date

from pydantic import BaseModel


class ComingTerms(BaseModel):
    """The next terms of a security that are announced, and the day from which they hold."""

    effective: date
    eligible_financing: bool
    eligible_short: bool
    conversion_rate: str


class SecurityPublic(BaseModel):
    """`conversion_rate` (折算率) is a decimal string: 0.70 counts for 70 %; `coming` is null where no change is announced."""

    code: str
    name: str
    name_en: str
    aliases: list[str]
    board: str
    asset_class: str
    eligible_financing: bool
    eligible_short: bool
    conversion_rate: str
    status: str
    coming: ComingTerms | None


class ClockPublic(BaseModel):
    now: str
    pinned: bool
    demo: bool
