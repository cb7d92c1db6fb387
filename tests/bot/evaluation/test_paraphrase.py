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


NAMES = ("贵州茅台", "茅台", "宁德时代", "华泰柏瑞沪深300ETF", "招商银行", "药明康德")
MADE_UP = (
    "提交？", "提交", "确认?", "是吗？？", "宁德时代能融资吗？", "茅台跌10%呢", "卖100，200股行不行", "华泰柏瑞沪深300ETF折算率多少", "药明康德和招商银行，100股",
    "帮我看这条短信：您的维持担保比例已低于130%，请于2026年11月23日前补足12万元", "客户说«请今天补足100，000元?»对吗", "他问『能不能展期？", "改成: 1,000股", "Is 'maintenance ratio' 130%?",
    "15:00前要补 1，2，3 笔吗", "submit?", "ping cang 130", "what does this say: 'pay 5,000 today'",
)  # fmt: skip


def meaning(text: str) -> tuple[list[str], int, list[str]]:
    """What must be equal before and after: the numbers with what divides them, the question marks, the names."""
    narrow = "".join(
        chr(ord(char) - 0xFEE0) if "０" <= char <= "９" or char in "％？" else char for char in text
    )
    names = re.findall("|".join(sorted(NAMES, key=len, reverse=True)), text)
    return re.findall(r"\d+(?:[，,.:]\s*\d+)*%?", narrow), narrow.count("?"), names


def test_numbers_question_marks_and_names_are_equal_before_and_after() -> None:
    every, changed = [*lines(), *MADE_UP], 0
    for line in every:
        for way in range(WAYS):
            other = paraphrase(line, random.Random(way), NAMES)
            assert meaning(other) == meaning(line), (line, other)
            changed += other != line
    assert len(every) > 170
    assert changed > 0.6 * WAYS * len(every)
    assert sum(bool(meaning(line)[2]) for line in every) >= 5


def test_what_is_pasted_after_a_colon_or_in_quotes_of_any_kind_is_untouched() -> None:
    pasted = (
        "：您的负债100，000元？请补足。",
        "«负债100，000元»",
        "『能不能展期？",
        "‘负债, 12万’",
        ": 负债12万?",
    )
    for way in range(40):
        for text in pasted:
            assert text in paraphrase(f"请问一下这条{text}", random.Random(way))
        assert paraphrase("这条：负债？", random.Random(way)).endswith("：负债？")
