"""The gate: fitted on labelled questions, keeps what it should, and survives storage."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.confidence import KEPT, NOTHING, Calibration, Signals, calibration_set, fit
from knowledge.library import Library
from knowledge.normalise import fold, language
from knowledge.query import prepare
from knowledge.tokens import typed_pinyin_terms

from .conftest import TODAY

GOOD = [Signals(0.9 - i / 100, 0.5, 0.6, 1.0, 0.1, 0.0, 0.8) for i in range(20)]
BAD = [Signals(0.3 + i / 100, 0.1, 0.4, 0.6, 0.9, float(i % 2), 0.2) for i in range(20)]


def test_separable_signs_are_separated_with_room_on_both_sides() -> None:
    calibration = fit(GOOD, BAD)
    assert (calibration.answerable_kept, calibration.unanswerable_rejected) == (1.0, 1.0)
    assert all(calibration.confidence(signals) > calibration.threshold for signals in GOOD)
    assert all(calibration.confidence(signals) < calibration.threshold for signals in [*BAD, NOTHING])


def test_overlapping_signs_keep_nearly_all_of_the_answerable() -> None:
    calibration = fit([*GOOD, *GOOD, *BAD[:1]], [*BAD, *GOOD[:2]])
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
    assert len(questions.answerable) >= 750
    assert len(questions.near) >= 380 and len(questions.far) >= 220
    assert len(questions.unanswerable) / len(texts) >= 0.3
    assert len(set(texts)) == len(texts)


def test_the_calibration_questions_are_put_in_many_ways() -> None:
    texts = [*(question for question, _ in calibration_set().answerable), *calibration_set().unanswerable]
    english = [text for text in texts if language(text) == "en" and not typed_pinyin_terms(fold(text))]
    spelt = [text for text in texts if typed_pinyin_terms(fold(text))]
    traditional = [text for text in texts if fold(text) != text.lower() and language(text) == "zh"]
    assert len(english) >= 50 and len(spelt) >= 15 and len(traditional) >= 40


def test_held_out_questions_are_kept_and_rejected_by_the_threshold_itself(library: Library) -> None:
    """Each fifth of every second question judged by a calibration fitted on the rest; floors below what is measured
    on all of them (97 %, 80 %, 93 %)."""
    signals = {kind: _signals(library, texts[::2]) for kind, texts in _kinds().items()}
    passed: dict[str, list[bool]] = {kind: [] for kind in signals}
    for fold_number in range(5):
        kept = {kind: [s for i, s in enumerate(of) if i % 5 != fold_number] for kind, of in signals.items()}
        fitted = fit(kept["answerable"], [*kept["near"], *kept["far"]])
        for kind, of in signals.items():
            held = (s for i, s in enumerate(of) if i % 5 == fold_number)
            passed[kind] += [fitted.confidence(s) >= fitted.threshold for s in held]
    assert sum(passed["answerable"]) / len(passed["answerable"]) >= KEPT
    assert 1 - sum(passed["near"]) / len(passed["near"]) >= 0.75
    assert 1 - sum(passed["far"]) / len(passed["far"]) >= 0.9


def test_a_good_part_of_what_cannot_be_answered_names_no_other_matter(library: Library) -> None:
    """Else the gate would learn to trust the list of other matters alone."""
    texts = calibration_set().unanswerable
    named = sum(bool(prepare(text, library.glossary).other_subjects) for text in texts)
    assert 0.5 <= named / len(texts) <= 0.85


def _kinds() -> dict[str, tuple[str, ...]]:
    questions = calibration_set()
    answerable = tuple(question for question, _ in questions.answerable)
    return {"answerable": answerable, "near": questions.near, "far": questions.far}


def _signals(library: Library, texts: Sequence[str]) -> list[Signals]:
    told = (library.explain(text, as_of=TODAY, k=1).signals for text in texts)
    return [Signals(**signs) if signs else NOTHING for signs in told]


@pytest.mark.parametrize("low_to_high", [0.0, 0.5, 1.0])
def test_confidence_stays_between_nothing_and_certainty(low_to_high: float) -> None:
    signals = Signals(*(low_to_high for _ in Signals._fields))
    assert 0.0 < fit(GOOD, BAD).confidence(signals) < 1.0
