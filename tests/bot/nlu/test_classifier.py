"""The classifier's quality: on patterns it has not seen, and on questions written apart from its examples."""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import classifier as learning
from bot.nlu.examples import MOST_VARIANTS, Example, expand, patterns
from bot.nlu.normal import Script
from bot.nlu.understand import Understander, _data, read_examples, read_lexicon

QUESTIONS = [
    tuple(line.split("|", 1))
    for line in (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def examples(tables: Script) -> tuple[Example, ...]:
    return read_examples(tables, read_lexicon())


def test_every_intent_has_enough_examples() -> None:
    data = _data("intents.yaml")
    chinese = {
        intent: len({s for pattern in langs["zh"] for s in expand(pattern)}) for intent, langs in data.items()
    }
    assert len(data) <= 24  # and `calculation`, which needs no examples
    assert min(chinese.values()) >= 45, chinese
    assert all(langs["hant"] and langs["en"] for langs in data.values())
    assert chinese["oos"] >= 250


def test_no_sentence_is_claimed_by_two_intents() -> None:
    claims: dict[str, set[str]] = {}
    for intent, pattern in patterns(_data("intents.yaml")):
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


def test_patterns_it_has_not_seen(examples: tuple[Example, ...]) -> None:
    """Each pattern is a new meaning to the fold that must classify it, so these are lower bounds."""
    concepts = read_lexicon().concepts
    labels = tuple(sorted({example.intent for example in examples}))
    found = [learning.features(example.text, concepts) for example in examples]
    vocabulary, idf = learning._vocabulary(found)
    matrix = learning._matrix([learning._vector(vocabulary, idf, one) for one in found], len(vocabulary))
    held_out = learning.held_out_scores(matrix, examples, labels)
    asked = np.array([not example.ruled for example in examples])
    right = held_out.argmax(axis=1) == np.array([labels.index(example.intent) for example in examples])
    outside = np.array([example.intent == learning.OOS for example in examples])
    inside_accuracy, oos_recall = right[asked & ~outside].mean(), right[asked & outside].mean()
    sys.stdout.write(
        f"{asked.sum()} held-out sentences: in scope {inside_accuracy:.3f}, out of scope {oos_recall:.3f}"
        + "\n"
    )
    assert inside_accuracy >= 0.78
    assert oos_recall >= 0.85


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


def test_training_is_deterministic_and_kept(tmp_path: Path) -> None:
    concepts = read_lexicon().concepts
    trained = learning.load_or_train("k", concepts, tmp_path, few)
    again = learning.train(few(), concepts)
    assert np.array_equal(trained.weights, again.weights)
    assert trained.gates == again.gates

    def unexpected() -> list[Example]:
        raise AssertionError("a kept classifier is not trained again")

    kept = learning.load_or_train("k", concepts, tmp_path, unexpected)
    assert learning.predict(kept, "我的比例") == learning.predict(trained, "我的比例")


def test_a_damaged_file_is_trained_anew(tmp_path: Path) -> None:
    (tmp_path / "intents-k.npz").write_bytes(b"not an archive")
    kept = learning.load_or_train("k", read_lexicon().concepts, tmp_path, few)
    assert kept.labels == ("learn", "my_ratio", "oos")
