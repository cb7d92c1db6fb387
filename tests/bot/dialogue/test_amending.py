"""The next message puts a calculation right, brings what was missing, or says what a number is; anything else stands by itself."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.amending import amended, as_sum, moved
from bot.nlu.understand import Understander, understander

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def reader() -> Understander:
    return understander([])


def inputs(reader: Understander, question: str, then: str, missing: tuple[str, ...] = ()) -> dict[str, str]:
    """What the calculation asks for after the correction; empty where the message stands by itself."""
    whole = amended(reader.understand(question, today=TODAY), reader.understand(then, today=TODAY), missing)
    if whole is None:
        return {}
    (request,) = reader.understand(whole, today=TODAY).requests
    assert request.slots.calculation is not None, whole
    return dict(request.slots.calculation.inputs)


RATIO = "总资产100万负债80万，维保多少？"
INTEREST = "借80万，年利率6%，360天一年，30天利息多少"


@pytest.mark.parametrize(
    ("question", "then", "name", "value"),
    [
        (RATIO, "打错了，负债是60万", "liabilities", "600000"),
        (RATIO, "不是80万，是60万", "liabilities", "600000"),
        (RATIO, "如果总资产变成120万呢", "assets", "1200000"),
        (INTEREST, "换成365天一年呢", "day_basis", "365"),
        (INTEREST, "那60天呢", "days", "60"),
        (INTEREST, "利率改成7%", "annual_rate", "0.07"),
        (INTEREST, "那50万呢", "principal", "500000"),
        ("总资产120万，总负债100万，追加多少担保物到140%", "改成150%呢", "target", "1.5"),
        ("現金50萬、股票50萬，融資欠40萬，維保幾多？", "如果股票跌到得30萬呢", "securities", "300000"),
        (
            "assets 1.5 million, debt 1 million, what is the ratio?",
            "sorry, I meant 1.2 million debt",
            "liabilities",
            "1200000",
        ),
    ],
)
def test_a_correction_takes_the_place_of_what_it_corrects(
    reader: Understander, question: str, then: str, name: str, value: str
) -> None:
    assert inputs(reader, question, then)[name] == value


def test_what_was_missing_is_put_behind_its_own_name(reader: Understander) -> None:
    said = inputs(reader, "股票200万跌多少会到130%", "100万", ("liabilities",))
    assert said == {"securities": "2000000", "liabilities": "1000000", "line": "1.3"}
    line = inputs(reader, "股票200万，欠100万，跌多少会平仓", "130%", ("line",))
    assert line["line"] == "1.3"


def test_a_number_without_a_name_gets_the_one_said_next(reader: Understander) -> None:
    assert inputs(reader, "我有150万欠100万，维保多少", "是总资产") == {
        "assets": "1500000",
        "liabilities": "1000000",
    }


@pytest.mark.parametrize(
    "then",
    [
        "今天天气怎么样",
        "融资保证金比例现在是多少",
        "总资产300万，负债100万，维保多少",
        "我想投诉你们扣了我一千块手续费而且三天都没有人回我电话，你们到底管不管这个事情，给我一个说法，今天就要，否则我去举报，已经给你们打了八次电话",
    ],
)
def test_a_message_that_stands_by_itself_changes_nothing(reader: Understander, then: str) -> None:
    assert inputs(reader, RATIO, then) == {}


def test_a_number_with_two_possible_places_changes_nothing(reader: Understander) -> None:
    assert inputs(reader, "现金50万、股票50万，负债40万，维保多少", "换成60万呢") == {}


def test_an_account_that_is_only_told_is_a_calculation_and_moves_go_on_from_it(reader: Understander) -> None:
    told = as_sum("你就按我账户90万、欠60万算")
    assert told == "总资产90万元，负债60万元，维持担保比例多少"
    falls = []
    for said in ("再跌10%呢", "再跌10%", "跌5%呢"):
        told = moved(reader.understand(told, today=TODAY), reader.understand(said, today=TODAY))
        assert told is not None
        (request,) = reader.understand(told, today=TODAY).requests
        assert request.slots.calculation is not None
        given = dict(request.slots.calculation.inputs)
        falls.append({name: value for name, value in given.items() if name.startswith("fall")})
    assert falls == [{"fall": "0.1"}, {"fall": "0.1", "fall_2": "0.1"}, {"fall": "0.05"}]


@pytest.mark.parametrize("said", ["我账户多少钱", "总资产200万，跌10%", "平仓线多少"])
def test_what_tells_no_account_or_no_single_move_is_left_alone(reader: Understander, said: str) -> None:
    question = reader.understand(RATIO, today=TODAY)
    assert as_sum(said) is None and moved(question, reader.understand(said, today=TODAY)) is None


def test_an_account_with_more_sums_than_it_may_have_is_never_cut_down_to_two() -> None:
    assert as_sum("假设现金20万、股票市值180万，融资欠款100万，利息2000元，维持担保比例多少？") is None
    assert as_sum("按我账户150万、欠100万、其中现金20万算") is not None
