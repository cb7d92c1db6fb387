"""The gate: fitted on labelled questions, keeps what it should, and survives storage."""

from __future__ import annotations

import pytest

from knowledge.confidence import NOTHING, Calibration, Signals, calibration_set, fit

GOOD = [Signals(0.9 - i / 100, 0.5, 0.6, 1.0, 0.1, 0.0, 0.8) for i in range(20)]
BAD = [Signals(0.3 + i / 100, 0.1, 0.4, 0.6, 0.9, float(i % 2), 0.2) for i in range(20)]


def test_separable_signs_are_separated_with_room_on_both_sides() -> None:
    calibration = fit(GOOD, BAD)
    assert (calibration.answerable_kept, calibration.unanswerable_rejected) == (1.0, 1.0)
    assert all(calibration.confidence(signals) > calibration.threshold for signals in GOOD)
    assert all(calibration.confidence(signals) < calibration.threshold for signals in [*BAD, NOTHING])


def test_overlapping_signs_keep_95_percent_of_the_answerable() -> None:
    calibration = fit([*GOOD, *BAD[:2]], [*BAD, *GOOD[:2]])
    assert calibration.answerable_kept >= 0.95
    assert 0.0 < calibration.unanswerable_rejected < 1.0


def test_no_sign_counts_against_its_meaning() -> None:
    odd = [signals._replace(nearest=0.0) for signals in GOOD]
    weights = fit(odd, BAD).weights
    assert all(weight >= 0 for weight in (*weights[1:5], weights[7]))
    assert all(weight <= 0 for weight in weights[5:7])
    assert weights[2] == 0.0


def test_it_is_stored_and_read_back_unchanged() -> None:
    calibration = fit(GOOD, BAD)
    assert Calibration.from_json(calibration.to_json()) == calibration


def test_the_calibration_questions_hold_enough_that_cannot_be_answered() -> None:
    questions = calibration_set()
    texts = [*(question for question, _ in questions.answerable), *questions.unanswerable]
    assert len(questions.answerable) >= 120
    assert len(questions.unanswerable) >= 60
    assert len(questions.unanswerable) / len(texts) >= 0.3
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("low_to_high", [0.0, 0.5, 1.0])
def test_confidence_stays_between_nothing_and_certainty(low_to_high: float) -> None:
    signals = Signals(*(low_to_high for _ in Signals._fields))
    assert 0.0 < fit(GOOD, BAD).confidence(signals) < 1.0
