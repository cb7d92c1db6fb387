"""The conditions of admission, one function each: a reason with its rule, and where it is not met what closes it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from risk.admission.average import average_figures, first_day, sessions_needed, stated_figures, window
from risk.admission.model import ADMIT, NOT_YET, PERSON, REFUSE, Applicant, Checked
from risk.admission.months import add_months, full_years
from risk.calendar import Calendar
from risk.decision import Both, gap, reason
from risk.figure import Figure
from risk.money import display_money
from risk.rulebook.row import Row
from risk.thresholds import Thresholds

Check = Callable[[Applicant, Thresholds, Calendar], Checked]
_KNOW = "admission_know_the_client"


def experience(who: Applicant, limits: Thresholds, _: Calendar) -> Checked:
    """Half a year of trading, counted from the first trade anywhere; professional institutions are exempt."""
    least = limits.need("admission_experience", client_class=who.client_class)
    months = int(least.value)
    if months == 0:
        return _passed("experience", "first_trade", ("exempt", "豁免"), least.row)
    if who.first_trade is None:
        return _unknown("experience", "first_trade", limits)
    day = add_months(who.first_trade, months)
    if day <= who.as_of:
        since = (f"trading since {who.first_trade}", f"首次交易日 {who.first_trade}")
        return _passed("experience", "first_trade", since, least.row)
    text = (f"the first trade was less than {months} months ago", f"首次交易距今不满 {months} 个月")
    closes = ("time passes", "时间届满即可")
    return Checked(
        reason("experience", "first_trade", NOT_YET, text, least.row),
        gap("experience", "first_trade", text, closes, day),
    )


def assets(who: Applicant, limits: Thresholds, calendar: Calendar) -> Checked:
    """The average of securities-type assets over 20 sessions; professional institutions are exempt."""
    least = limits.need("admission_average_assets", client_class=who.client_class)
    if least.value == 0:
        return _passed("assets", "assets", ("exempt", "豁免"), least.row)
    days = limits.need("admission_average_days")
    w = window(who, calendar, int(days.value))
    stated = who.average if w.missing else None
    if stated is not None:
        figures: tuple[Figure, ...] = stated_figures(stated, least, who.as_of)
    else:
        figures = average_figures(w, least, who.as_of)
    average = figures[0].value
    if average is None:
        text = (f"{len(w.missing)} of the sessions are not known", f"有 {len(w.missing)} 个交易日的资产未知")
        closes = ("bring the missing days", "补充缺少的日终资产")
        return Checked(
            reason("assets", "assets", PERSON, text, least.row, days.row),
            gap("assets", w.missing[0], text, closes, figures=figures),
            figures,
        )
    shown = (
        f"the average is {display_money(average, 'down')}",
        f"日均资产 {display_money(average, 'down')} 元",
    )
    if average >= least.value:
        return Checked(reason("assets", "assets", ADMIT, shown, least.row, days.row), None, figures)
    lack = display_money(least.value - average, "up")
    text = (f"{shown[0]}, {lack} below the threshold", f"{shown[1]}，距门槛差 {lack} 元")
    first = first_day(calendar, w, sessions_needed(w.known, least.value)) if stated is None else None
    closes = _until(first) if stated is None else _DAYS_WANTED
    return Checked(
        reason("assets", "assets", NOT_YET, text, least.row, days.row),
        gap("assets", "assets", text, closes, first, figures),
        figures,
    )


def suitability(who: Applicant, limits: Thresholds, _: Calendar) -> Checked:
    """A risk grade that fits, assessed within two years."""
    least, holds = limits.need("admission_least_grade"), limits.need("admission_assessment_months")
    if who.grade is None or (who.assessed_on is None and who.suitable_until is None):
        return _unknown("suitability", "suitability", limits)
    if _lapsed(who, int(holds.value)):
        text = (
            f"the assessment ({who.assessed_on or who.suitable_until}) does not hold",
            f"测评（{who.assessed_on or who.suitable_until}）不在有效期内",
        )
        closes = ("a new assessment", "重新测评")
        return Checked(
            reason("suitability", "suitability.assessed_on", NOT_YET, text, holds.row),
            gap("suitability", "suitability.assessed_on", text, closes),
        )
    grade = (f"the risk grade is C{who.grade}", f"风险等级为 C{who.grade}")
    if who.grade >= least.value:
        return _passed("suitability", "suitability.grade", grade, least.row, holds.row)
    closes = (
        "nothing but a change of circumstances and a new assessment",
        "情况发生变化后重新测评",
    )
    return Checked(
        reason(
            "suitability",
            "suitability.grade",
            REFUSE,
            grade,
            least.row,
            limits.row("admission_risk_capacity"),
        ),
        gap("suitability", "suitability.grade", grade, closes),
    )


def _lapsed(who: Applicant, months: int) -> bool:
    """Whether the assessment is of a later day, is too old, or has passed the last day the firm set."""
    made, until = who.assessed_on, who.suitable_until
    by_age = made is not None and (made > who.as_of or add_months(made, months) <= who.as_of)
    return by_age or (until is not None and until < who.as_of)


def shareholder(who: Applicant, limits: Thresholds, _: Calendar) -> Checked:
    """Shareholders of the firm are excluded beyond 5 % of its tradable shares, and so are its affiliates."""
    most = limits.need("admission_shareholder_exception")
    if who.affiliate or (who.shareholding is not None and who.shareholding > most.value):
        text = ("a shareholder of the firm or its affiliate", "属于本公司股东或关联人")
        return Checked(reason("shareholder", "shareholding", REFUSE, text, most.row))
    if who.shareholding is None or who.affiliate is None:
        return _unknown("shareholder", "shareholding" if who.shareholding is None else "affiliate", limits)
    return _passed("shareholder", "shareholding", ("not excluded", "不属于排除范围"), most.row)


def age(who: Applicant, limits: Thresholds, _: Calendar) -> Checked:
    """The firm's age policy: none too young, and above an age a person talks first. Natural persons only."""
    least, looked_at = limits.need("admission_least_age"), limits.need("admission_age_looked_at")
    if who.client_class != "individual":
        return _passed("age", "born", ("not a natural person", "非自然人"), least.row)
    if who.born is None:
        return _unknown("age", "born", limits)
    years = full_years(who.born, who.as_of)
    shown = (f"aged {years}", f"{years} 周岁")
    if years < least.value:
        day = add_months(who.born, 12 * int(least.value))
        return Checked(
            reason("age", "born", REFUSE, shown, least.row),
            gap("age", "born", shown, ("time passes", "年满后可申请"), day),
        )
    if years >= looked_at.value:
        closes = ("a person talks with the applicant", "由专人沟通并记录")
        return Checked(reason("age", "born", PERSON, shown, looked_at.row), gap("age", "born", shown, closes))
    return _passed("age", "born", shown, least.row, looked_at.row)


def _barred(code: str, param: str, text: Both, closes: Both | None) -> Check:
    """A condition that a single yes refuses; `closes` says what takes it away, if anything does."""

    def check(who: Applicant, limits: Thresholds, _: Calendar) -> Checked:
        stands: bool | None = getattr(who, code)
        row = limits.row(param)
        if stands is None:
            return _unknown(code, code, limits)
        if not stands:
            return _passed(code, code, ("no record", "无记录"), row)
        found = None if closes is None else gap(code, code, text, closes)
        return Checked(reason(code, code, REFUSE, text, row), found)

    return check


staff = _barred(
    "staff",
    "admission_staff_excluded",
    ("works for a securities firm", "属于证券从业人员"),
    ("the office ends", "离任后可申请"),
)
blacklisted = _barred(
    "blacklisted",
    "admission_blacklist",
    ("on the firm's list", "列入公司黑名单"),
    ("a person takes the name off the list", "经人工复核移出名单"),
)
material_default = _barred(
    "material_default",
    "admission_material_default",
    ("a record of material default", "有重大违约记录"),
    None,
)

CHECKS: tuple[Check, ...] = (
    experience,
    assets,
    suitability,
    shareholder,
    staff,
    blacklisted,
    material_default,
    age,
)


def _passed(code: str, path: str, text: Both, *rows: Row | None) -> Checked:
    return Checked(reason(code, path, ADMIT, text, *rows))


_NAMES: Mapping[str, Both] = MappingProxyType(
    {
        "first_trade": ("the day of the first trade", "首次交易日"),
        "suitability": ("the suitability assessment", "适当性测评"),
        "shareholding": ("any holding of the firm's own shares", "持有本公司股份情况"),
        "affiliate": ("any relation to the firm", "与本公司的关联关系"),
        "born": ("the day of birth", "出生日期"),
        "staff": ("whether the applicant works for a securities firm", "是否为证券从业人员"),
        "blacklisted": ("whether the firm's list names the applicant", "是否列入公司黑名单"),
        "material_default": ("any record of material default", "有无重大违约记录"),
    }
)


def _unknown(code: str, path: str, limits: Thresholds) -> Checked:
    english, chinese = _NAMES[path]
    text = (f"{english} is not known", f"{chinese}未知")
    closes = ("a person finds it out", "由人工核实补充")
    row = limits.row(_KNOW)
    return Checked(reason(code, path, PERSON, text, row), gap(code, path, text, closes))


_DAYS_WANTED: Both = (
    "more assets; the day it is reached can be told from the assets of each session",
    "增加资产；提供逐日资产后可推算达标日",
)


def _until(day: date | None) -> Both:
    if day is None:
        return (
            "more assets: as they are, the average does not reach the threshold",
            "增加资产；保持现状，日均资产达不到门槛",
        )
    return (
        f"the assets stay as they are until {day}, or more are added",
        f"资产保持现状至 {day}，或增加资产",
    )
