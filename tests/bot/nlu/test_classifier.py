"""The classifier's quality: on patterns it has not seen, and on questions written apart from its examples."""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import classifier as learning
from bot.nlu import training
from bot.nlu import understand as understand_module
from bot.nlu.calibrate import as_yaml
from bot.nlu.classifier import Floats
from bot.nlu.examples import MOST_VARIANTS, Example, expand, patterns
from bot.nlu.gates import Gates
from bot.nlu.lexicon import data as packaged
from bot.nlu.lexicon import read_examples, read_lexicon
from bot.nlu.normal import Script
from bot.nlu.understand import Understander, understander

GATES = Gates(0.2, 0.2, 0.2, 0.1, 4.0)

QUESTIONS = [
    tuple(line.split("|", 1))
    for line in (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def examples(tables: Script) -> tuple[Example, ...]:
    return read_examples(tables, read_lexicon(), judged=True)


@pytest.fixture(scope="module")
def validated(examples: tuple[Example, ...]) -> tuple[Gates, Floats, Floats]:
    return training.cross_validated(examples, read_lexicon().concepts)


def test_every_intent_has_enough_examples() -> None:
    data = packaged("intents.yaml")
    chinese = {
        intent: len({s for pattern in langs["zh"] for s in expand(pattern)}) for intent, langs in data.items()
    }
    assert len(data) <= 24  # and `calculation`, which needs no examples
    assert min(chinese.values()) >= 45, chinese
    assert all(langs["hant"] and langs["en"] for langs in data.values())
    assert chinese["oos"] >= 250


def test_no_sentence_is_claimed_by_two_intents() -> None:
    claims: dict[str, set[str]] = {}
    for intent, pattern in patterns(packaged("intents.yaml")):
        for sentence in expand(pattern):
            claims.setdefault(sentence, set()).add(intent)
    assert len(claims) > 3000
    assert {s: c for s, c in claims.items() if len(c) > 1} == {}


def test_no_question_of_the_measure_stands_among_the_examples(examples: tuple[Example, ...]) -> None:
    known = {example.text for example in examples}
    repeated = [text for _, text in QUESTIONS if text.lower().strip("?？。！!") in known]
    sys.stdout.write(f"{len(repeated)} of {len(QUESTIONS)} questions also stand among the examples" + "\n")
    assert len(repeated) <= len(QUESTIONS) // 4


def test_a_pattern_expands_evenly_and_boundedly() -> None:
    assert expand("(a|b)c") == ("ac", "bc")
    assert len(expand("(1|2|3)(1|2|3)(1|2|3)")) == MOST_VARIANTS


def test_patterns_it_has_not_seen(
    examples: tuple[Example, ...], validated: tuple[Gates, Floats, Floats]
) -> None:
    """Each pattern is a new meaning to the fold that must classify it, so these are lower bounds."""
    labels = training.intents(examples)
    asked = np.array([not example.ruled for example in examples])
    right = validated[1].argmax(axis=1) == np.array([labels.index(example.intent) for example in examples])
    outside = np.array([example.intent == learning.OOS for example in examples])
    inside_accuracy, oos_recall = right[asked & ~outside].mean(), right[asked & outside].mean()
    sys.stdout.write(
        f"{asked.sum()} held-out sentences: in scope {inside_accuracy:.3f}, out of scope {oos_recall:.3f}"
        + "\n"
    )
    assert inside_accuracy >= 0.78
    assert oos_recall >= 0.85


def test_the_gates_that_are_kept_are_those_the_examples_give(validated: tuple[Gates, Floats, Floats]) -> None:
    kept = read_lexicon().gates
    assert kept.as_tuple() == pytest.approx(validated[0].as_tuple(), abs=2e-3), "python -m bot.nlu.calibrate"
    assert as_yaml(kept) == (Path(understand_module.__file__).parent / "data" / "gates.yaml").read_text(
        "utf-8"
    )


def test_the_weights_are_those_of_a_linear_svm(examples: tuple[Example, ...]) -> None:
    """At the optimum of the squared hinge the gradient vanishes: each weight is what its margin violations add up to."""
    some = examples[::8]
    labels = training.intents(some)
    _, _, matrix = training.vectors(some, read_lexicon().concepts)
    weights, bias = training._fit(matrix, some, labels)
    side = np.where(np.array([[e.intent == label for label in labels] for e in some]), 1.0, -1.0)
    votes = Counter(example.pattern for example in some)
    cost = np.array([[2 * training.REGULARISATION / votes[e.pattern] ** 0.5] for e in some])
    scores = matrix @ weights + bias
    pull = cost * (side * scores < 1) * (side - scores)
    assert np.abs(weights - matrix.T @ pull).max() < training._FLAT
    assert np.abs(bias - pull.sum(axis=0)).max() < training._FLAT


def test_a_first_start_is_quick(first_start: tuple[Path, float]) -> None:
    cache, seconds = first_start
    assert len(list(cache.iterdir())) == 1
    assert seconds < 3


def test_a_later_start_trains_nothing(first_start: tuple[Path, float]) -> None:
    started = time.process_time()
    understander((), first_start[0])
    assert time.process_time() - started < 1


def test_questions_written_apart(understand: Understander) -> None:
    seen: Counter[str] = Counter()
    millis = []
    for intent, text in QUESTIONS:
        started = time.perf_counter()
        request = understand.understand(text).requests[0]
        millis.append((time.perf_counter() - started) * 1000)
        seen["right" if request.intent == intent else "wrong"] += 1
        if request.gate != "clarify":
            seen["acted"] += 1
            seen["acted right"] += request.intent == intent
        if intent == learning.OOS:
            seen["oos"] += 1
            seen["oos kept out"] += request.gate != "act" or request.intent == learning.OOS
    accuracy, precision = seen["right"] / len(QUESTIONS), seen["acted right"] / seen["acted"]
    sys.stdout.write(
        f"{len(QUESTIONS)} questions: accuracy {accuracy:.3f}, acted on {seen['acted'] / len(QUESTIONS):.3f} with precision {precision:.3f}"
        + "\n"
    )
    sys.stdout.write(
        f"out of scope kept out {seen['oos kept out']}/{seen['oos']}; p50 {np.percentile(millis, 50):.2f} ms, p95 {np.percentile(millis, 95):.2f} ms"
        + "\n"
    )
    assert len(QUESTIONS) > 500
    assert accuracy >= 0.95
    assert precision >= 0.975
    assert seen["acted"] / len(QUESTIONS) >= 0.72
    assert seen["oos kept out"] / seen["oos"] >= 0.95


def few() -> list[Example]:
    rows = [
        ("my_ratio", "我的比例多少"),
        ("my_ratio", "维保比例"),
        ("oos", "天气"),
        ("oos", "写诗"),
        ("learn", "我要学习"),
        ("learn", "出题"),
        ("learn", "课程"),
    ]
    return [Example(text, intent, number) for number, (intent, text) in enumerate(rows * 4)]


def test_what_no_example_of_ours_holds_is_strange_and_keeps_from_acting() -> None:
    trained = training.train(few(), read_lexicon().concepts, GATES)
    shares = [
        learning.strangeness(text, trained.vocabulary, trained.inside)
        for text in ("我的比例", "比例天气", "天气", "", "xyz")
    ]
    assert shares == [0, pytest.approx(2 / 3), 1, 0, 1]
    values = np.array([0.4, 0.9, 0.3], dtype=np.float32)
    labels = ("learn", "my_ratio", "oos")
    assert [GATES.judge(labels, values, strange).gate for strange in (0.0, 0.3, 0.7)] == [
        "act",
        "act",
        "clarify",
    ]
    assert GATES.judge(labels, values, 0.7).intent == learning.OOS


def test_training_is_deterministic_and_kept(tmp_path: Path) -> None:
    concepts = read_lexicon().concepts
    trained = training.load_or_train("k", concepts, GATES, tmp_path, few)
    again = training.train(few(), concepts, GATES)
    assert np.array_equal(trained.weights, again.weights)
    assert trained.gates == again.gates

    def unexpected() -> list[Example]:
        raise AssertionError("a kept classifier is not trained again")

    kept = training.load_or_train("k", concepts, GATES, tmp_path, unexpected)
    assert learning.predict(kept, "我的比例") == learning.predict(trained, "我的比例")


def test_a_damaged_file_is_trained_anew(tmp_path: Path) -> None:
    (tmp_path / "intents-k.npz").write_bytes(b"not an archive")
    kept = training.load_or_train("k", read_lexicon().concepts, GATES, tmp_path, few)
    assert kept.labels == ("learn", "my_ratio", "oos")
