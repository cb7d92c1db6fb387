"""The United States rulebook, for reference: Regulation T, FINRA 4210, and the way from the old day-trading
rule to the new one.
"""

from risk.rulebook.model import Rulebook
from risk.rulebook.us import accounts, day_trading, regulation_t, requirements
from risk.rulebook.us.documents import INTRADAY

__all__ = ["INTRADAY", "US"]

US = Rulebook((*regulation_t.ROWS, *requirements.ROWS, *day_trading.ROWS, *accounts.ROWS))
