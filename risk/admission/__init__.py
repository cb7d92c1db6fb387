"""Who may open a margin account: each condition checked by its rule, and for each gap what closes it and when.

>>> decide(read_applicant(json.load(file)), CN, cn_calendar()).outcome
'not_yet'
"""

from risk.admission.decide import decide
from risk.admission.model import Applicant
from risk.admission.reading import read_applicant
from risk.admission.rows import ROWS

__all__ = ["ROWS", "Applicant", "decide", "read_applicant"]
