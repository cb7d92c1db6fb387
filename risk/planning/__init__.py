"""Planning within what suits a client: ceilings, buffers, facts and scenarios; and a plan of one's own that is reviewed.

Nothing here names a security to buy or sell. What a client has set for himself is a value (`Plan`); `review` says what
of it is kept and what is broken.
"""

from risk.planning.model import Person, Plan
from risk.planning.reading import read_person, read_plan
from risk.planning.review import Review, review
from risk.planning.rows import ROWS
from risk.planning.suitability import Suitability, suit

__all__ = ["ROWS", "Person", "Plan", "Review", "Suitability", "read_person", "read_plan", "review", "suit"]
