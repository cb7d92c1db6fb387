"""A profile scored by the card: points, the reason of each, the grade, and what a better band would take."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.credit.card import CARD, GRADES, Factor
from risk.credit.model import Profile
from risk.decision import Gap, Reason, gap
from risk.figure import Figure
from risk.money import to_text
from risk.traced import given, traced

_FORMULA = ("信用评分 = Σ各因素得分", "credit score = Σ points of the factors")


@dataclass(frozen=True, slots=True)
class Score:
    """`points` of 100 and the `grade` they give; `missing` names the fields that were unknown."""

    points: int
    grade: str
    figure: Figure
    reasons: tuple[Reason, ...]
    gaps: tuple[Gap, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "points": self.points,
            "grade": self.grade,
            "figure": self.figure.as_json(),
            "reasons": [each.as_json() for each in self.reasons],
            "gaps": [each.as_json() for each in self.gaps],
            "missing": list(self.missing),
        }


def score(profile: Profile, as_of: date) -> Score:
    """Score a profile. What is unknown gives no points and is named; it never stops the score."""
    found = [(factor, profile.get(factor.field)) for factor in CARD]
    points = [_points(factor, value) for factor, value in found]
    total = sum(points)
    inputs = tuple(
        given(factor.field, value, factor.unit, f"profile.{factor.field}") for factor, value in found
    )
    return Score(
        total,
        next(grade for least, grade in GRADES if total >= least),
        traced("credit_score", Fraction(total), "points", _FORMULA, inputs, as_of, direction="higher_safer"),
        tuple(_reason(*each, got) for each, got in zip(found, points, strict=True)),
        tuple(_gap(*each, got) for each, got in zip(found, points, strict=True) if got < each[0].most),
        tuple(factor.field for factor, value in found if value is None),
    )


def _points(factor: Factor, value: Fraction | None) -> int:
    band = None if value is None else factor.band(value)
    return 0 if band is None else band.points


def _reason(factor: Factor, value: Fraction | None, points: int) -> Reason:
    english, chinese = factor.name
    shown, shown_zh = ("unknown", "未知") if value is None else (to_text(value), to_text(value))
    return Reason(
        factor.field,
        f"profile.{factor.field}",
        f"{points}/{factor.most}",
        f"{english} {shown}: {points} of {factor.most} points",
        f"{chinese} {shown_zh}：得 {points} 分，满分 {factor.most} 分",
    )


def _gap(factor: Factor, value: Fraction | None, points: int) -> Gap:
    english, chinese = factor.name
    path = f"profile.{factor.field}"
    if value is None:
        return gap(factor.field, path, (f"{english} is unknown", f"{chinese}未知"), ("bring it", "补充资料"))
    band = factor.better_band(points)
    assert band is not None  # fewer points than the most: there is a band above
    limit = to_text(band.limit)
    side, side_zh = ("at least", "不低于") if factor.better == "higher" else ("at most", "不高于")
    return gap(
        factor.field,
        path,
        (f"{factor.most - points} points short of the most", f"距满分差 {factor.most - points} 分"),
        (
            f"{english} {side} {limit} gives {band.points}",
            f"{chinese}{side_zh} {limit}，可得 {band.points} 分",
        ),
    )
