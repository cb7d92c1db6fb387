"""How a parameter of the firm is shown."""

from typing import Any, Literal

from pydantic import BaseModel


class FirmFactPublic(BaseModel):
    """Set by the firm itself, not by law or an exchange."""

    value: Any
    confidence: Literal["firm-set"]
