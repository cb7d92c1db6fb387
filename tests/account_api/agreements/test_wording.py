"""The texts of an agreement: filled from the terms alone, in both languages, the same text for the same terms."""

import hashlib
import re
from datetime import date

import pytest

from account_api.agreements.checks import faults
from account_api.agreements.sections import SECTIONS
from account_api.agreements.standard import standard_body, standard_terms, standard_title
from account_api.agreements.terms import TermsSet
from account_api.agreements.wording import Party, clauses, document, numbers_of, used
from account_api.agreements.words import NAMES, words_of
from account_api.demo.firm_facts import CLAUSES
from risk.rulebook import CN
from tests.account_api.agreements.making import terms

PARTY = Party(("示例证券", "Demo Securities"), "王{restore_line}", "c-1")


def text_of(changed: dict[str, object] | None = None) -> str:
    said = standard_terms() if changed is None else TermsSet.model_validate(changed)
    return document(standard_title(), 1, standard_body(), said, PARTY).text


def test_the_standard_texts_hold_no_number_of_their_own() -> None:
    looked_at = 0
    for each in (*clauses(standard_body()), *standard_body()["disclosures"]):
        for language in ("zh", "en"):
            looked_at += 1
            assert not re.search(r"\d", each[language]), each["no"]
    assert looked_at > 100


def test_the_standard_texts_and_terms_stand_under_the_rules() -> None:
    assert faults(standard_body(), standard_terms(), CN, date(2026, 11, 20)) == []
    assert [each["kind"] for each in standard_body()["sections"]] == [each.kind for each in SECTIONS]


def test_every_term_has_a_name_and_is_stated_in_both_languages() -> None:
    assert set(NAMES) == set(standard_terms().flat())
    unstated = {"monthly_day"}
    for language in ("zh", "en"):
        named = frozenset().union(*(used(each[language]) for each in clauses(standard_body())))
        assert set(NAMES) - named == unstated


def test_the_clauses_have_the_numbers_that_notices_and_answers_cite() -> None:
    numbers = numbers_of(standard_body())
    assert {name: numbers[name] for name in CLAUSES} == dict(CLAUSES)


def test_no_place_is_left_open_and_a_brace_in_a_name_fills_nothing() -> None:
    text = text_of()
    assert "王{restore_line}" in text
    assert "{" not in text.replace("王{restore_line}", "")


def test_the_same_terms_make_the_same_text_and_another_term_another() -> None:
    assert text_of() == text_of()
    other = text_of(terms(lines={"restore_line": "1.50"}))
    assert hashlib.sha256(other.encode()).digest() != hashlib.sha256(text_of().encode()).digest()


def test_a_term_that_is_not_set_has_no_clause() -> None:
    text = text_of(terms(lines={"minimum_line": None}))
    assert ("12.5  " in text, "12.5  " in text_of()) == (False, True)
    assert "12.4  " in text


@pytest.mark.parametrize(
    ("name", "part", "value", "zh", "en"),
    [
        ("penalty_rate", "interest", "0.0975", "9.75%", "9.75%"),
        ("liquidation_line", "lines", "1.305", "130.5%", "130.5%"),
        (
            "call_deadline",
            "call_deadline",
            {"trading_days": 0, "time": "11:30"},
            "当日11:30前",
            "by 11:30 the same day",
        ),
        (
            "liquidation_order",
            "default",
            ["shorts"],
            "买券偿还融券负债",
            "borrowed securities are bought back",
        ),
        ("fee_basis", "interest", "market_value", "融券市值", "the market value borrowed"),
    ],
)
def test_a_term_in_words(name: str, part: str, value: object, zh: str, en: str) -> None:
    changed = {part: value if part == name else {name: value}}
    flat = TermsSet.model_validate(terms(**changed)).flat()
    assert words_of(name, flat) == (zh, en)


def test_monthly_interest_names_its_day_and_a_channel_its_moment() -> None:
    monthly = terms(interest={"settled": "monthly", "monthly_day": 20})
    assert words_of("settled", TermsSet.model_validate(monthly).flat()) == ("按月于20日", "monthly on day 20")
    told = {**terms(), "delivery": [{"channel": "email", "counts": "read"}]}
    assert words_of("delivery", TermsSet.model_validate(told).flat()) == (
        "电子邮件，被阅读时视为送达",
        "e-mail, once it was read",
    )
