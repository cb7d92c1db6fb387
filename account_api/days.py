"""A day that may be asked about: within the years that `risk` counts in, so that no sum of days runs out of the calendar."""

from datetime import date
from typing import Annotated

from pydantic import Field

from risk.fields import FIRST_DAY, LAST_DAY

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
