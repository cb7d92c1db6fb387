"""Margin arithmetic and dated rules of 融资融券: pure functions over frozen values, no I/O, no clock.

from risk.book_file import read_book
from risk.evaluation import evaluate
from risk.rulebook import CN

evaluate(read_book(json.load(open("book.json"))), CN).figures["maintenance_ratio"].display  # "128.00%"
"""
