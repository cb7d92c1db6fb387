"""The worked examples of the chinese texts add up; the check says how many it computed."""

import re

import pytest

from .arithmetic import EXAMPLE, equations, holds
from .test_corpus import corpus

EXAMPLE_FLOOR = 110


def test_the_worked_examples_add_up() -> None:
    """A lesson has its own check, by the engine."""
    texts = [(d.id, d.body) for d in corpus() if d.lang == "zh" and d.front["kind"] != "lesson"]
    examples = [(id_, match[0]) for id_, text in texts for match in EXAMPLE.finditer(text)]
    checked = [(id_, equation) for id_, example in examples for equation in equations(example)]
    assert not [example for example in examples if not equations(example[1])]
    assert not [(id_, equation) for id_, equation in checked if not holds(equation)]
    assert not [id_ for id_, text in texts if re.search("(?<!比)例：", EXAMPLE.sub("", text))]
    assert len(checked) >= EXAMPLE_FLOOR


@pytest.mark.parametrize(
    ("equation", "true"),
    [
        ("总资产128万元 ÷ 总负债100万元 = 128%", True),
        ("120万元 ÷ 79万元 = 151.89%", True),
        ("120万元 ÷ 79万元 = 151.90%", False),
        ("50万元 × 6% ÷ 360 × 1天 = 83.33元", True),
        ("100万元 − 125万元 ÷ 150% = 16.67万元", True),
        ("（10 × 40万元 + 10 × 64万元）÷ 20 = 52万元", True),
        ("10万元 × 0.05% = 500元", False),
    ],
)
def test_the_arithmetic_knows_a_right_example_from_a_wrong_one(equation: str, true: bool) -> None:
    assert holds(equation) is true


def test_what_is_no_arithmetic_is_refused() -> None:
    with pytest.raises(ValueError, match="not arithmetic"):
        holds("100万元 50万元 = 50万元")
