"""The Hong Kong rulebook, for reference: what binds the firm, and what is left to its own policy.

No rule that was read sets a ratio for a client: the lines of an account are the firm's, and stand in its
contract. Where the first day of a value was not found, the row starts with the document beside it.
"""

from risk.rulebook.hk import firm_limits, lending
from risk.rulebook.model import Rulebook

HK = Rulebook((*lending.ROWS, *firm_limits.ROWS))
