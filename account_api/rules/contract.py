"""What a calculation is asked with, and how a firm brings its own rows."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.texts import Facts, Words


class CalculationRequest(BaseModel):
    """The asker's own numbers, as decimal strings by input name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inputs: dict[str, str] = Field(max_length=20)
    as_of: date | None = None


class FirmRulesRequest(BaseModel):
    """The whole of the firm's rows for one jurisdiction. With `dry_run` nothing is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jurisdiction: Words = Field(max_length=2)
    rows: list[Facts] = Field(max_length=500)
    cut_overs: dict[str, Words] = Field(default_factory=dict, max_length=10)
    dry_run: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """What is read and kept."""
        return {"jurisdiction": self.jurisdiction, "rows": self.rows, "cut_overs": self.cut_overs}
