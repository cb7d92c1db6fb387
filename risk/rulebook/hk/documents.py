"""The documents that the rows stand in, and how a row of this rulebook is written."""

from datetime import date

from risk.rulebook.model import Confidence, Force, Layer, LegalForce, Row

GUIDELINES = "SFC Guidelines for Securities Margin Financing Activities (2019)"
GAZETTED, GUIDELINES_DAY = date(2019, 4, 4), date(2019, 10, 4)
FRR = "Securities and Futures (Financial Resources) Rules, Cap. 571N"
FRR_2006 = date(2006, 10, 1)
CLIENT_SECURITIES = "Securities and Futures (Client Securities) Rules, Cap. 571H"
CONSULTATION = "SFC consultation paper on margin financing guidelines (17 August 2018)"


def hk_row(
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
    confidence: Confidence = "seen-exch",
    layer: Layer = "law",
    legal: LegalForce = "binding",
    announced: date | None = None,
    valid_to: date | None = None,
    scope: dict[str, str] | None = None,
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
        jurisdiction="HK",
        legal=legal,
    )


def guideline(
    param: str, value: str, unit: str, force: Force, note: str, note_zh: str, value_zh: str | None = None
) -> Row:
    """A benchmark of the Guidelines: they guide a firm, and bind it only through its own policy."""
    return hk_row(
        param,
        value,
        unit,
        force,
        GUIDELINES_DAY,
        GUIDELINES,
        note,
        note_zh,
        value_zh=value_zh,
        legal="benchmark",
        announced=GAZETTED,
    )
