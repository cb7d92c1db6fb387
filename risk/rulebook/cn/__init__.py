"""The mainland rulebook: every parameter we could read in a rule or see quoted from one, by topic.

Values, documents and days are facts; the sentences are ours. Where the first day of a value was not found,
the row starts with the version of the document it was read in, and an earlier day answers None.
"""

from risk.rulebook.cn import collateral, conduct, contracts, house, lines, margin_ratios, trading
from risk.rulebook.model import Rulebook

CN = Rulebook(
    (
        *margin_ratios.ROWS,
        *lines.ROWS,
        *collateral.ROWS,
        *contracts.ROWS,
        *trading.ROWS,
        *conduct.ROWS,
        *house.ROWS,
    )
)
