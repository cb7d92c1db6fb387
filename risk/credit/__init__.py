"""Credit: a score card as data, the line it gives and what moves it, and the credit risk of a whole book.

>>> score(read_credit(json.load(file)).profile, date(2026, 11, 20)).grade
'B'
"""

from risk.credit.book import BookRisk, book_risk
from risk.credit.card import CARD, GRADES, Factor
from risk.credit.line import credit_line
from risk.credit.model import Credit, Overdue, Position, Profile, Standing
from risk.credit.reading import read_credit, read_credit_book
from risk.credit.rows import ROWS
from risk.credit.score import Score, score

__all__ = [
    "CARD",
    "GRADES",
    "ROWS",
    "BookRisk",
    "Credit",
    "Factor",
    "Overdue",
    "Position",
    "Profile",
    "Score",
    "Standing",
    "book_risk",
    "credit_line",
    "read_credit",
    "read_credit_book",
    "score",
]
