"""What is shown of a security."""

from pydantic import BaseModel


class SecurityPublic(BaseModel):
    """`conversion_rate` (折算率) is a decimal string: 0.70 counts for 70 %."""

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


class ClockPublic(BaseModel):
    now: str
    pinned: bool
    demo: bool
