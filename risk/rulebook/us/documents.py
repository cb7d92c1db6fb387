"""The documents that the rows stand in, the first day of the text that was read, and how a row is written.

The first day of most values was not searched: a row of Regulation T starts with the text of 1998 that was
read, a row of FINRA 4210 with the day on which FINRA's rules on margin records took effect.
"""

from datetime import date

from risk.rulebook.model import Confidence, Force, Layer, LegalForce, Row, Window

REG_T = "Regulation T, 12 CFR Part 220"
REG_T_DAY = date(1998, 1, 16)
FINRA_4210 = "FINRA Rule 4210"
FINRA_DAY = date(2010, 12, 2)
INTRADAY = Window("intraday_margin", date(2026, 6, 4), date(2027, 10, 20))
"""Every firm goes over to the intraday rule on a day of its own in this window."""


def us_row(
    param: str,
    value: str,
    unit: str,
    force: Force,
    valid_from: date,
    source: str,
    note: str,
    note_zh: str,
    *,
    article: str | None = None,
    value_zh: str | None = None,
    confidence: Confidence = "seen-law",
    layer: Layer = "law",
    legal: LegalForce = "binding",
    announced: date | None = None,
    valid_to: date | None = None,
    repealed: date | None = None,
    scope: dict[str, str] | None = None,
    window: Window | None = None,
) -> Row:
    """A row of this rulebook."""
    return Row(
        param,
        value,
        unit,
        layer,
        force,
        valid_from,
        source,
        confidence,
        note,
        note_zh,
        article=article,
        valid_to=valid_to,
        announced=announced,
        scope=scope or {},
        value_zh=value_zh,
        jurisdiction="US",
        legal=legal,
        repealed=repealed,
        window=window,
    )
