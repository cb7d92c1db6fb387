"""What a calculation is asked with."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class CalculationRequest(BaseModel):
    """The asker's own numbers, as decimal strings by input name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inputs: dict[str, str] = Field(max_length=20)
    as_of: date | None = None
