"""Numbers bind to the measures said beside them, and self-contained questions become calculator inputs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.nlu.kinds import KINDS
from bot.nlu.understand import Understander
from risk.calculators import CALCULATORS, calculate
from risk.rulebook import CN

HYPOTHETICALS = [
    tuple(line.split("|", 1))
    for line in (Path(__file__).parent / "hypotheticals.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

LABELLED = [
    ("平仓线130", {"line": "1.3"}),
    ("警戒线一百四", {"line": "1.4"}),
    ("平仓线1.3倍", {"line": "1.3"}),
    ("补到140%", {"target": "1.4"}),
    ("折算率65", {"conversion_rate": "0.65"}),
    ("折算率七折", {"conversion_rate": "0.7"}),
    ("保证金比例80", {"margin_ratio": "0.8"}),
    ("年利率6.5", {"annual_rate": "0.065"}),
    ("10万现金,50万市值,借了30万", {"cash": "100000", "securities": "500000", "liabilities": "300000"}),
    ("总资产 1,500,000 总负债 1,000,000", {"assets": "1500000", "liabilities": "1000000"}),
    ("可用保证金50万", {"available_margin": "500000"}),
    ("單票60萬", {"security_value": "600000"}),
    ("5手茅台,每股1500元", {"quantity": "500", "price": "1500"}),
    ("茅台跌10%", {"fall": "0.1"}),
    ("茅台跌到1400", {"price": "1400"}),
    ("维保比例跌到130", {"target": "1.3"}),
    (
        "cash 100k, debt 1.2m, liquidation line 130%",
        {"cash": "100000", "liabilities": "1200000", "line": "1.3"},
    ),
    ("500k debt at 6% for 30 days", {"liabilities": "500000", "annual_rate": "0.06", "days": "30"}),
]

CALCULATIONS = [
    ("股票市值200万,借了120万,平仓线130%,还能跌多少", "drop_to_line", {"securities": "2000000", "liabilities": "1200000", "line": "1.3"}),
    ("平仓线130,负债100万,资产150万,还能跌多少", "drop_to_line", {"assets": "1500000", "liabilities": "1000000", "line": "1.3"}),
    ("本金60万年化6%借45天利息多少", "interest", {"principal": "600000", "annual_rate": "0.06", "days": "45"}),
    ("我借了一百万,年利率6.5%,30天利息", "interest", {"principal": "1000000", "annual_rate": "0.065", "days": "30"}),
    ("50万借90天利率8.35%利息多少", "interest", {"principal": "500000", "annual_rate": "0.0835", "days": "90"}),
    ("市值100万折算率0.65现金10万能融多少", "max_margin_purchase", {"cash": "100000", "securities": "1000000", "conversion_rate": "0.65"}),
    ("可用保证金50万,保证金比例80%,最多能融资买多少", "max_margin_purchase", {"available_margin": "500000", "margin_ratio": "0.8"}),
    ("单票60万总资产150万集中度", "concentration", {"security_value": "600000", "assets": "1500000"}),
    ("10块买5万股占用多少保证金", "margin_used", {"quantity": "50000", "price": "10"}),
    ("融资买入100万保证金比例100%要多少保证金", "margin_used", {"amount": "1000000", "margin_ratio": "1"}),
    ("100万市值的股票折算率七折能算多少保证金", "margin_total", {"securities": "1000000", "conversion_rate": "0.7"}),
    ("融资买50万现在只值45万浮亏影响", "floating_effect", {"amount": "500000", "market_value": "450000"}),
    ("资产120万负债90万维保比例多少", "maintenance_ratio", {"assets": "1200000", "liabilities": "900000"}),
    ("股票150万现金20万负债100万维保比例是多少", "maintenance_ratio", {"cash": "200000", "securities": "1500000", "liabilities": "1000000"}),
    ("自有资金100万融资80万维持担保比例是多少", "maintenance_ratio", {"own_assets": "1000000", "liabilities": "800000"}),
    ("資產120萬負債90萬補到140%要補多少", "topup", {"assets": "1200000", "liabilities": "900000", "target": "1.4"}),
    ("securities worth 2 million, debt 1.2m, liquidation line 130%, how far can it fall", "drop_to_line",
     {"securities": "2000000", "liabilities": "1200000", "line": "1.3"}),
    ("total assets 1.2 million, debt 900k, what is the maintenance ratio", "maintenance_ratio", {"assets": "1200000", "liabilities": "900000"}),
    ("how much interest on 500k at 6% for 30 days", "interest", {"principal": "500000", "annual_rate": "0.06", "days": "30"}),
    ("200 shares at 1500, how much margin needed", "margin_used", {"quantity": "200", "price": "1500"}),
]  # fmt: skip

ABOUT_THE_ACCOUNT = [
    "股票跌10%我的比例会变成多少",
    "我只有6万够不够补",
    "再借50万买茅台我的比例会到多少",
    "补到150%要补多少",
    "茅台跌到1400我会被追保吗",
    "我的维持担保比例是多少",
]


@pytest.mark.parametrize(("said", "labelled"), LABELLED)
def test_numbers_bind_to_the_words_beside_them(
    said: str, labelled: dict[str, str], understand: Understander
) -> None:
    found = understand.understand(said).requests[0].slots.labelled
    assert dict(found) == {name: Decimal(value) for name, value in labelled.items()}


@pytest.mark.parametrize(("said", "kind", "inputs"), CALCULATIONS)
def test_a_self_contained_question_is_a_calculation(
    said: str, kind: str, inputs: dict[str, str], understand: Understander
) -> None:
    (request,) = understand.understand(said).requests
    calculation = request.slots.calculation
    assert (request.intent, request.gate) == ("calculation", "act")
    assert calculation is not None
    assert (calculation.kind, dict(calculation.inputs), calculation.missing) == (kind, inputs, ())


@pytest.mark.parametrize("said", ABOUT_THE_ACCOUNT)
def test_a_question_about_the_account_is_no_calculation(said: str, understand: Understander) -> None:
    request = understand.understand(said).requests[0]
    assert request.slots.calculation is None
    assert request.intent != "calculation"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("现金10万市值100万能融多少", ("conversion_rate",)),
        ("借100万三个月利息多少", ("annual_rate",)),
    ],
)
def test_what_was_not_said_is_asked_for(
    said: str, missing: tuple[str, ...], understand: Understander
) -> None:
    calculation = understand.understand(said).requests[0].slots.calculation
    assert calculation is not None
    assert calculation.missing == missing


@pytest.mark.parametrize(
    ("said", "missing", "unused"),
    [
        ("我有50万现金,买入折算率70%的股票后还能融资多少", (), ("70%",)),
        ("总资产100万 负债-100万 维持担保比例多少", ("liabilities",), ("-100万",)),
        ("总资产100万,负债是负100万,维持担保比例多少", ("liabilities",), ("-100万",)),
        ("借月息1% 50万 3个月利息", ("annual_rate",), ("1%",)),
        ("借50万 1%月息 3个月利息", ("annual_rate",), ("1%",)),
    ],
)
def test_a_number_that_does_not_fit_what_was_said_is_asked_about(
    said: str, missing: tuple[str, ...], unused: tuple[str, ...], understand: Understander
) -> None:
    calculation = understand.understand(said).requests[0].slots.calculation
    assert calculation is not None
    assert (calculation.missing, calculation.unused) == (missing, unused)


@pytest.mark.parametrize(
    ("said", "kind", "inputs"),
    [
        ("融资100万 6% 一年利息", "interest", {"principal": "1000000", "annual_rate": "0.06", "years": "1"}),
        ("借50万 7.2% 90天利息", "interest", {"principal": "500000", "annual_rate": "0.072", "days": "90"}),
        ("总资产100万 负债0 维持担保比例", "maintenance_ratio", {"assets": "1000000", "liabilities": "0"}),
        ("总资产100万 负债0元 维持担保比例是多少", "maintenance_ratio", {"assets": "1000000", "liabilities": "0"}),
        ("资产150万-负债100万 维持担保比例多少", "maintenance_ratio", {"assets": "1500000", "liabilities": "1000000"}),
    ],
)  # fmt: skip
def test_nothing_owed_and_a_bare_annual_rate_have_their_place(
    said: str, kind: str, inputs: dict[str, str], understand: Understander
) -> None:
    found = understand.understand(said).requests[0].slots.calculation
    assert found is not None and found.complete
    assert (found.kind, dict(found.inputs)) == (kind, inputs)


def test_interest_is_on_what_was_borrowed(understand: Understander) -> None:
    calculation = understand.understand("本金60万融资40万年化6%借45天利息多少").requests[0].slots.calculation
    assert calculation is not None
    assert calculation.inputs["principal"] == "400000"


def test_an_input_not_said_is_listed_as_missing(understand: Understander) -> None:
    calculation = understand.understand("股票市值200万,借了120万,还能跌多少").requests[0].slots.calculation
    assert calculation is not None
    assert calculation.missing == ("line",)


def test_a_second_question_uses_the_numbers_of_the_first(understand: Understander) -> None:
    first, second = understand.understand("资产120万负债90万维保比例多少?补到140要多少?").requests
    assert first.slots.calculation is not None and first.slots.calculation.kind == "maintenance_ratio"
    assert second.slots.calculation is not None
    assert dict(second.slots.calculation.inputs) == {
        "assets": "1200000",
        "liabilities": "900000",
        "target": "1.4",
    }


def test_a_number_without_a_place_is_never_left_out(understand: Understander) -> None:
    calculation = (
        understand.understand("资产150万负债100万,返佣5000元,维保比例多少").requests[0].slots.calculation
    )
    assert calculation is not None
    assert (calculation.unused, calculation.complete) == (("5000元",), False)


def test_the_way_that_was_asked_for_comes_first(understand: Understander) -> None:
    for said, first in (
        ("资产128万负债100万回到140%要卖多少股票", "cure_sell_to_repay"),
        ("资产128万负债100万回到140%要还多少钱", "cure_repay_outside_cash"),
        ("资产128万负债100万补到140%要补多少", "cure_add_collateral"),
    ):
        calculation = understand.understand(said).requests[0].slots.calculation
        assert calculation is not None and calculation.first == first


def test_the_kinds_and_inputs_are_the_calculators() -> None:
    assert {kind.name for kind in KINDS} == set(CALCULATORS)
    for kind in KINDS:
        assert set(kind.accepts) <= set(CALCULATORS[kind.name].inputs), kind.name
        assert {name for group in kind.needs for name in group} & set(CALCULATORS[kind.name].inputs)


def test_hypotheticals_are_computed_from_all_their_numbers(understand: Understander) -> None:
    wrong = [
        f"{expected} {got}: {text}"
        for expected, text in HYPOTHETICALS
        if (got := _outcome(understand, text, expected)) != expected
    ]
    assert len(HYPOTHETICALS) > 80
    assert wrong == []


def _outcome(understand: Understander, text: str, expected: str) -> str:
    """What the message comes to: a figure as it is shown, what is asked for, or the number without a place."""
    requests = understand.understand(text, today=date(2026, 11, 20)).requests
    found = requests[0].slots.calculation
    if len(requests) > 1 or found is None:
        return f"{len(requests)} requests, {requests[0].intent}"
    if not found.complete:
        return "?" + ",".join(found.missing) if found.missing else "!" + ",".join(found.unused)
    figures = calculate(found.kind, found.inputs, CN, date(2026, 11, 20)).figures
    name = found.first or expected.partition("=")[0]
    return f"{name}={figures[name].display}" if name in figures else f"{name} is not of {found.kind}"


@pytest.mark.parametrize(
    "said",
    [
        "我有两只股票,各50万,借了60万,维保多少",
        "两只票每只50万,欠60万,维持担保比例是多少",
        "有150万,欠100万,比例多少",
        "资产150万负债100万,港股那边还有30万,维保多少",
    ],
)
def test_a_sum_that_may_mean_several_things_is_never_computed_with(
    said: str, understand: Understander
) -> None:
    calculation = understand.understand(said).requests[0].slots.calculation
    assert calculation is None or not calculation.complete


@pytest.mark.parametrize(
    ("text", "kind", "inputs"),
    [
        ("总资产140万,负债100万,靠卖股票还债到160%,要卖多少", "topup", {"target": "1.6"}),
        ("资产400万都是股票,欠200万,最多还能跌多少到130%", "drop_to_line", {"line": "1.3"}),
        (
            "suppose assets are 1,500,000 yuan and debt including interest is 1,000,000, what is the ratio?",
            "maintenance_ratio",
            {"liabilities": "1000000"},
        ),
        (
            "融资买入50万的股票跌到45万,折算率60%,浮亏影响多少可用",
            "floating_effect",
            {"market_value": "450000"},
        ),
    ],
)
def test_a_percentage_to_be_reached_and_a_loss_have_their_place(
    understand: Understander, text: str, kind: str, inputs: dict[str, str]
) -> None:
    found = understand.understand(text, today=date(2026, 11, 20)).requests[0].slots.calculation
    assert found is not None and found.kind == kind and found.complete
    assert inputs.items() <= dict(found.inputs).items()


def test_the_share_of_one_of_several_holdings_is_not_that_of_their_sum(understand: Understander) -> None:
    found = (
        understand.understand("现金20万,A股票50万,B股票130万,B占总资产的集中度多少")
        .requests[0]
        .slots.calculation
    )
    assert found is not None and found.kind == "concentration" and not found.complete
