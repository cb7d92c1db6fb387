"""The classifier's solver against scikit-learn's on the same rows: the same optimum, the same decisions."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from sklearn.svm import LinearSVC

from bot.nlu import training
from bot.nlu.lexicon import read_examples, read_lexicon
from bot.nlu.normal import Script

INTENTS = ("my_ratio", "margin_call", "rule_question", "complaint", "smalltalk", "oos")
CLOSE = 0.02  # of a decision value, where the margin is 1


def test_decisions_are_those_of_liblinear(tables: Script) -> None:
    lexicon = read_lexicon()
    examples = [e for e in read_examples(tables, lexicon) if e.intent in INTENTS][::6]
    assert len(examples) > 300
    _, _, matrix = training.vectors(examples, lexicon.concepts)
    labels = training.intents(examples)
    weights, bias = training._fit(matrix, examples, labels)
    ours = matrix @ weights + bias
    variants = Counter(example.pattern for example in examples)
    shares = [1 / math.sqrt(variants[example.pattern]) for example in examples]
    peer = LinearSVC(C=training.REGULARISATION, dual=False, tol=1e-6, max_iter=10_000)
    peer.fit(matrix, [example.intent for example in examples], sample_weight=shares)
    theirs = peer.decision_function(matrix)
    assert tuple(peer.classes_) == labels
    assert np.abs(ours - theirs).max() < CLOSE
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).all()
