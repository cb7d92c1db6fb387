"""Another way to say a line: numbers, names and quotations are the same, and so is what is understood."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

from bot.evaluation.paraphrase import paraphrase, simplified
from bot.evaluation.reading import read_scenarios

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WAYS = 8
_NUMBERS = re.compile(r"\d[\d,.:-]*")


def lines() -> list[str]:
    read = read_scenarios(SCENARIOS)
    return [value for each in read for step in each.steps for deed, value in step.deeds if deed == "say"]


def plain(text: str) -> str:
    """What is left of a line without width, script, blanks and marks."""
    return "".join(char for char in simplified(unicodedata.normalize("NFKC", text)) if char.isalnum())


def test_every_line_of_every_scenario_keeps_its_words_and_numbers() -> None:
    said, changed = lines(), 0
    for line in said:
        for way in range(WAYS):
            other = paraphrase(line, random.Random(way))
            assert plain(line) in plain(other), (line, other)
            numbers = [_NUMBERS.findall(unicodedata.normalize("NFKC", each)) for each in (line, other)]
            assert numbers[0] == numbers[1], (line, other)
            changed += other != line
    assert len(said) > 150
    assert changed > 0.7 * WAYS * len(said)


def test_what_stands_in_quotation_marks_and_codes_is_untouched() -> None:
    line = "这条是你们发的吗？“维持担保比例为128.00%，请补足12万”，工单T20261120-0001，代码600519.SH"
    for way in range(40):
        other = paraphrase(line, random.Random(way))
        assert "“维持担保比例为128.00%，请补足12万”" in other
        assert "T20261120-0001" in other and "600519.SH" in other


def test_the_same_chance_says_it_the_same_way() -> None:
    line = "我的维持担保比例是多少？"
    assert paraphrase(line, random.Random(7)) == paraphrase(line, random.Random(7))
    assert len({paraphrase(line, random.Random(way)) for way in range(40)}) > 10


def test_a_short_answer_gains_no_words() -> None:
    for way in range(40):
        assert plain(paraphrase("提交", random.Random(way))) == "提交"


def test_a_line_that_is_itself_the_test_is_left_alone() -> None:
    for line in ("<b>多少</b>", "'; DROP TABLE clients; --", "我的维\u200b持担保比例", "多少" * 400):
        assert paraphrase(line, random.Random(1)) == line


def test_english_stays_english() -> None:
    for way in range(20):
        other = paraphrase("What is my maintenance ratio at 130%?", random.Random(way))
        assert "What is my maintenance ratio at 130%?" in other and other.isascii()
