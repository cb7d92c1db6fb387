"""Margin arithmetic and dated rules of 融资融券: pure functions over frozen values, no I/O, no clock."""
