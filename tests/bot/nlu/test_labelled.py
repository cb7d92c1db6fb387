"""The method on labelled rows of any kind: it learns in both languages, and its thresholds know nothing of the test rows."""

import numpy as np
import pytest

from bot.nlu import labelled
from bot.nlu.labelled import train
from bot.nlu.labelled_measures import OOS, Labelled, Measures, evaluated, thresholds_of

ASKED = {
    "weather": (
        "明天{}会下雨吗",
        "{}今天多少度",
        "{}这周天气怎么样",
        "will it rain in {}",
        "how hot is it in {}",
    ),
    "ticket": (
        "帮我订去{}的火车票",
        "到{}的机票多少钱",
        "改签{}的高铁",
        "book a train to {}",
        "how much is a flight to {}",
    ),
    "food": (
        "{}有什么好吃的",
        "推荐{}的火锅店",
        "{}的早餐吃什么",
        "best noodles in {}",
        "where to eat in {}",
    ),
}
ELSEWHERE = (
    "{}的股票跌了",
    "给{}写一首诗",
    "{}的人口",
    "{}在哪个省",
    "translate {}",
    "who is the mayor of {}",
)
PLACES = ("北京", "上海", "广州", "成都", "武汉", "西安", "Paris", "Tokyo", "Rome", "昆明", "青岛", "Oslo")


def rows(places: tuple[str, ...], *, outside: bool = True) -> list[Labelled]:
    inside = [
        Labelled(form.format(p), label) for label, forms in ASKED.items() for form in forms for p in places
    ]
    return inside + [Labelled(form.format(p), OOS) for form in ELSEWHERE for p in places] * outside


@pytest.fixture(scope="module")
def measured() -> Measures:
    return evaluated(rows(PLACES[:8]), rows(PLACES[8:]))


def test_unseen_rows_in_both_languages_are_named(measured: Measures) -> None:
    assert measured.accuracy >= 0.95
    assert measured.in_scope_accuracy is not None and measured.in_scope_accuracy >= 0.95
    assert measured.precision_at_that_gate is not None and measured.precision_at_that_gate >= 0.97
    assert measured.coverage_at_98 >= 0.7
    assert measured.oos_recall is not None and measured.oos_recall >= 0.9
    assert measured.oos_auroc is not None and measured.oos_auroc >= 0.95
    assert 0 < measured.ms_p50 < 5


def test_without_rows_outside_nothing_is_said_of_them() -> None:
    found = evaluated(rows(PLACES[:8], outside=False), rows(PLACES[8:], outside=False))
    assert (found.oos_recall, found.oos_auroc) == (None, None)
    assert found.accuracy == found.in_scope_accuracy >= 0.95
    assert found.as_json()["oos_recall"] is None


def test_rows_outside_that_training_never_saw_are_refused_by_their_score() -> None:
    outside = [Labelled(text, OOS) for text in ("qwerty uiop", "zzz", "αβγ δε", "12345 67890")]
    found = evaluated(rows(PLACES[:8], outside=False), rows(PLACES[8:], outside=False) + outside)
    assert found.oos_recall == 1
    assert found.oos_auroc == 1


def test_thresholds_are_of_the_training_rows_alone() -> None:
    assert thresholds_of(rows(PLACES[:8])) == thresholds_of(rows(PLACES[:8]))
    assert thresholds_of(rows(PLACES[:8])) != thresholds_of(rows(PLACES))


def test_a_label_with_one_row_and_one_never_trained_do_no_harm() -> None:
    rare = [*rows(PLACES[:4]), Labelled("独一无二", "rare")]
    found = evaluated(rare, [*rows(PLACES[8:]), Labelled("从未见过", "unseen")])
    assert 0.8 <= found.accuracy < 1


def test_the_weights_decide_as_those_of_a_peer() -> None:
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    learnt, asked = rows(PLACES[:8]), rows(PLACES[8:])
    ours = train([row.text for row in learnt], [row.label for row in learnt])
    vocabulary, idf, found = labelled.features([row.text for row in learnt])

    def matrix(some: list[labelled.Row]) -> csr_matrix:
        ends = np.cumsum([0, *(len(columns) for columns, _ in some)])
        data, columns = np.concatenate([v for _, v in some]), np.concatenate([c for c, _ in some])
        return csr_matrix((data, columns, ends), shape=(len(some), len(vocabulary) + 1))

    peer = LinearSVC(C=0.5, fit_intercept=False).fit(matrix(found), [row.label for row in learnt])
    theirs = peer.predict(matrix([labelled._row(labelled.grams(row.text), vocabulary, idf) for row in asked]))
    same = [
        ours.labels[int(ours.scores(row.text).argmax())] == said
        for row, said in zip(asked, theirs, strict=True)
    ]
    assert len(same) == 84
    assert sum(same) / len(same) >= 0.98
