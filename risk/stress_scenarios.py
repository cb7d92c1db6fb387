"""Stress scenarios as data: each a name and the shocks it is made of, done one after the other.

Shocks say what is supposed, never what is expected. Percentages of an index move every security by its beta, 1 where
none is known. A firm adds scenarios of its own as further values of the same types.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from risk.money import to_text

Which = Literal["all", "largest"]


@dataclass(frozen=True, slots=True)
class IndexMove:
    """Every security moves by `share` (-0.05 for 5 % down) times its beta."""

    kind: ClassVar[str] = "index"
    share: Fraction

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "share": to_text(self.share)}


@dataclass(frozen=True, slots=True)
class SectorMove:
    """Every security of `sector` moves by `share`; None stands for the sector that the account owns most of."""

    kind: ClassVar[str] = "sector"
    share: Fraction
    sector: str | None = None

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "share": to_text(self.share), "sector": self.sector}


@dataclass(frozen=True, slots=True)
class LimitDown:
    """`days` sessions at the lower price limit of the board, for all that is owned, the largest part of it, or one security
    by its code."""

    kind: ClassVar[str] = "limit_down"
    days: int
    of: Which | str = "largest"

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "days": self.days, "of": self.of}


@dataclass(frozen=True, slots=True)
class RateRise:
    """Every annual rate is `points` higher (0.01 for one percentage point) for `days` natural days."""

    kind: ClassVar[str] = "rate"
    points: Fraction
    days: int

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "points": to_text(self.points), "days": self.days}


@dataclass(frozen=True, slots=True)
class Liquidity:
    """What is owned is worth `discount` less than its price, what is sold short that much more to buy back."""

    kind: ClassVar[str] = "liquidity"
    discount: Fraction

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "discount": to_text(self.discount)}


Shock = IndexMove | SectorMove | LimitDown | RateRise | Liquidity


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and its shocks, with one sentence in each language."""

    name: str
    text: str
    text_zh: str
    shocks: tuple[Shock, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "text": self.text,
            "text_zh": self.text_zh,
            "shocks": [each.as_json() for each in self.shocks],
        }


def limit_down_of(security: str, days: int) -> Scenario:
    """`security` for `days` sessions at its lower price limit, and everything else where it is."""
    sessions = "one session" if days == 1 else f"{days} sessions"
    return Scenario(
        f"limit_down_{days}:{security}",
        f"{security} is at its lower limit for {sessions}",
        f"{security} 连续跌停 {days} 个交易日" if days > 1 else f"{security} 跌停 1 个交易日",
        (LimitDown(days, security),),
    )


def _percent(number: int) -> Fraction:
    return Fraction(number, 100)


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("index_3", "the index falls by 3 %", "指数下跌 3%", (IndexMove(_percent(-3)),)),
    Scenario("index_5", "the index falls by 5 %", "指数下跌 5%", (IndexMove(_percent(-5)),)),
    Scenario("index_10", "the index falls by 10 %", "指数下跌 10%", (IndexMove(_percent(-10)),)),
    Scenario(
        "sector_10",
        "the sector the account owns most of falls by 10 %",
        "账户持仓最多的行业下跌 10%",
        (SectorMove(_percent(-10)),),
    ),
    Scenario(
        "limit_down_1",
        "the largest holding is at its lower limit for one session",
        "第一大持仓跌停 1 个交易日",
        (LimitDown(1),),
    ),
    Scenario(
        "limit_down_2",
        "the largest holding is at its lower limit for two sessions",
        "第一大持仓连续跌停 2 个交易日",
        (LimitDown(2),),
    ),
    Scenario(
        "limit_down_3",
        "the largest holding is at its lower limit for three sessions",
        "第一大持仓连续跌停 3 个交易日",
        (LimitDown(3),),
    ),
    Scenario(
        "limit_down_all",
        "everything owned is at its lower limit for one session",
        "全部持仓跌停 1 个交易日",
        (LimitDown(1, "all"),),
    ),
    Scenario(
        "rate_1",
        "rates are one percentage point higher for 30 days",
        "年利率上升 1 个百分点，持续 30 天",
        (RateRise(_percent(1), 30),),
    ),
    Scenario(
        "liquidity_5",
        "selling brings 5 % less than the price, buying back costs 5 % more",
        "变现价格低于市价 5%，买回价格高于市价 5%",
        (Liquidity(_percent(5)),),
    ),
    Scenario(
        "combined",
        "the index falls by 10 %, selling brings 5 % less, rates are one point higher for 30 days",
        "指数下跌 10%，变现价格再低 5%，年利率上升 1 个百分点并持续 30 天",
        (IndexMove(_percent(-10)), Liquidity(_percent(5)), RateRise(_percent(1), 30)),
    ),
)
