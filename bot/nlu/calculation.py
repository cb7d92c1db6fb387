"""Self-contained hypotheticals: a question that brings its own numbers becomes a calculator's kind with its inputs.

Nothing is computed here. Kinds and input names are those of the account service's calculators. A calculation never leaves a number
out: what a kind has no place for is listed as unused, what it needs and nobody said as missing, and either is asked about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.nlu.kinds import CHANGES, DEBTS, HELD, KINDS, RATED, SOLE, Kind, repeated
from bot.nlu.labels import HOLDING, Binding
from bot.nlu.model import Calculation
from bot.nlu.numbers import Number
from bot.nlu.roles import Role, basis_of, moving_name, roles, values

_QUIET: Final = frozenset({"accrued_interest", "fees", "conversion_rate", "margin_ratio", "short_margin_ratio", "available_margin", "amount", "sell", "add", "repay", "buy", "withdraw", "short_value", "short_proceeds", "cash", "liabilities", "own_assets"})  # fmt: skip
_ALL_IN = re.compile(r"买|全仓|满仓|投入|全部|\b(?:buy|bought|all|invest)")
_IN_ALL = re.compile(r"账户|总共|一共|合计|市值|持有|持仓|account|worth|total|hold")
_ONLY = re.compile(r"全仓|满仓|全是|都是|全部(?:是|买)|全买|all in|only")
_ONE_HOLDING: Final = frozenset({"security_value", "quantity"})
_OF_PRICES: Final = frozenset({"ratio_after", "drop_to_line", "price_effect"})
_EACH_DAY = re.compile(r"每[天日]|一[天日]的?利?息|(?:per|a|each) day|daily")
_EACH = re.compile(r"(?:各|每只|每个|分别|each)\s?(?:有|是|为)?\s?$")
_REACHED = re.compile(r"(?:到|达|回|至|是|为|等于|(?:back )?to|reach(?:es)?|hits?|at)\s?$")
_INTEREST = re.compile(r"利息|多少息|息费|interest")
_SHORTER_BEFORE = re.compile(r"(?:[月日][息利]|每[天日月]|daily|monthly)[^,;\d]{0,6}$")
_SHORTER_AFTER = re.compile(
    r"\s?的?(?:[月日][息利]|[/每][天日月]|(?:per|a|each) (?:day|month)|daily|monthly)"
)
_RATES: Final = frozenset(repeated("conversion_rate"))
_HIGHEST_RATE: Final = Decimal("0.4")
_NO_DEBT = re.compile(
    r"(?:没有?|无)(?:任何|什么)?(?:负债|欠款|欠钱|借款|债)|(?:no|without|zero) (?:debts?|liabilit(?:y|ies)|loans?)\b"
)
_LEAST_SUM: Final = 1000  # a bare number that large, in a question that names no unit, is a sum
_MOST_SUM: Final = 10**9  # from here on it is a telephone or card number
_LOT = re.compile(r"一手|每手|1手|整手|per lot|a lot")
_MY_ACCOUNT = re.compile(r"我(?:的|现在的)?(?:比例|维保|维持|账户)|\bmy (?:ratio|account|margin)")
_CURES: Final = (
    ("cure_sell_to_repay", re.compile(r"(?<!不)(?<!不想)(?<!别)(?:卖|沽)|减仓|平掉|\bsell")),
    ("cure_repay_outside_cash", re.compile(r"还(?:款|债|钱|掉|多少|几|上|入|给|清)|(?:要|再|得|需|须|直接|提前)还(?!是|要|能)|偿还|归还|外面|repay|pay (?:back|off|down|in)")),
    ("cure_add_collateral", re.compile(r"补|追|加|转|存|入金|add|deposit|top ?up|put in")),
)  # fmt: skip


def find_calculation(
    text: str, binding: Binding, carried: Mapping[str, Decimal], named: Sequence[tuple[int, int]] = ()
) -> tuple[Calculation | None, Mapping[str, Decimal]]:
    """The calculation a normal-form text asks for, or None when it is about the asker's account; and what it said.

    `carried` are the numbers that earlier requests of the message said, `named` the spans of securities.
    """
    found = roles(text, binding.bound)
    loose = tuple(number for number in binding.loose if _counts(text, number))
    found, loose = _with_basis(text, found, loose)
    found, loose = _with_sole(text, found, loose, carried)
    found, loose = _with_sole_ratio(text, found, loose)
    found, loose = _with_sole_rate(text, found, loose)
    found = _with_its_target(found, carried)
    said = {**carried, **values(found)}
    if _NO_DEBT.search(text) and not said.keys() & DEBTS:
        said["liabilities"] = Decimal(0)
    if _EACH_DAY.search(text) and not said.keys() & {"days", "months", "years"}:
        said["days"] = Decimal(1)
    rest = _without_labels(text, binding)
    fits = [fit for kind in KINDS if kind.cue.search(rest) and (fit := _fit(text, kind, said, found, loose))]
    if any(fit.kind == "drop_to_line" for fit in fits):
        fits = [fit for fit in fits if fit.kind != "maintenance_ratio"]
    if moving_name(text, named) and not said.keys() & _ONE_HOLDING and not _holds_only(text, binding):
        fits = [_asking_for_its_value(fit) for fit in fits]
    chosen = min(fits, key=lambda fit: (len(fit.missing) + len(fit.unused), len(fit.unused)), default=None)
    passing = {*CHANGES, *repeated("fall"), SOLE}
    return chosen, {name: value for name, value in said.items() if name not in passing}


def _holds_only(text: str, binding: Binding) -> bool:
    """Whether one security is all that is held: `全仓茅台`, or the only sum of securities said is its."""
    return bool(_ONLY.search(text)) or any(each.name == HOLDING for each in binding.bound)


def _asking_for_its_value(fit: Calculation) -> Calculation:
    """A move of one security is not a move of everything: how much of it is held must be said."""
    if fit.kind not in _OF_PRICES:
        return fit
    return replace(fit, missing=(*fit.missing, "security_value"))


def _counts(text: str, number: Number) -> bool:
    """Whether a number says something about the hypothetical: `3只股票` and `第2笔` do not."""
    return (
        number.unit != "count"
        and not (number.unit == "plain" and number.value < 10 and not number.scaled)
        and not (number.value == 100 and bool(_LOT.search(text)))
    )


def _with_its_target(found: tuple[Role, ...], carried: Mapping[str, Decimal]) -> tuple[Role, ...]:
    """A ratio said beside both sides of an account is not what it stands at, but what it is to become."""
    said = carried.keys() | values(found).keys()
    if said & {"line", "target"} or not (said & HELD and said & DEBTS):
        return found
    return tuple(replace(role, name="target") if role.name == "ratio_now" else role for role in found)


def _is_sum(number: Number) -> bool:
    """Whether a number that no word claimed is a sum of money: `50万`, `300,000`."""
    bare = number.unit == "plain" and _LEAST_SUM <= number.value < _MOST_SUM
    return (number.is_money or bare) and number.value > 0


def _with_basis(
    text: str, found: tuple[Role, ...], loose: tuple[Number, ...]
) -> tuple[tuple[Role, ...], tuple[Number, ...]]:
    """`360-day basis`: a bare number that says how many days a year has."""
    bases = [number for number in loose if basis_of(text, number)]
    if len(bases) != 1:
        return found, loose
    rest = tuple(number for number in loose if number is not bases[0])
    return (*found, Role("day_basis", bases[0].value, bases[0])), rest


def _with_sole(
    text: str, found: tuple[Role, ...], loose: tuple[Number, ...], carried: Mapping[str, Decimal]
) -> tuple[tuple[Role, ...], tuple[Number, ...]]:
    """One sum without a word of its own: what is held where something is owed beside it, else whatever the kind needs."""
    money = [number for number in loose if _is_sum(number)]
    if len(money) != 1 or _EACH.search(text[: money[0].start]):
        return found, loose
    said = carried.keys() | values(found).keys()
    name = SOLE
    if said & DEBTS and not said & HELD:
        name = "assets" if _IN_ALL.search(text) else "own_assets" if _ALL_IN.search(text) else SOLE
    rest = tuple(number for number in loose if number is not money[0])
    return (*found, Role(name, money[0].value, money[0])), rest


def _with_sole_ratio(
    text: str, found: tuple[Role, ...], loose: tuple[Number, ...]
) -> tuple[tuple[Role, ...], tuple[Number, ...]]:
    """One percentage of a hundred or more without a word of its own, said as what is to be reached, is the target."""
    ratios = [number for number in loose if number.unit == "ratio" and number.value >= 1]
    if len(ratios) != 1 or not _REACHED.search(text[: ratios[0].start]):
        return found, loose
    rest = tuple(number for number in loose if number is not ratios[0])
    return (*found, Role("target", ratios[0].value, ratios[0])), rest


def _with_sole_rate(
    text: str, found: tuple[Role, ...], loose: tuple[Number, ...]
) -> tuple[tuple[Role, ...], tuple[Number, ...]]:
    """One small percentage without a word of its own in a question about interest is the annual rate."""
    rates = [number for number in loose if number.unit == "ratio" and 0 < number.value < _HIGHEST_RATE]
    if len(rates) != 1 or "annual_rate" in values(found) or not _INTEREST.search(text):
        return found, loose
    if _SHORTER_BEFORE.search(text[: rates[0].start]) or _SHORTER_AFTER.match(text, rates[0].end):
        return found, loose
    rest = tuple(number for number in loose if number is not rates[0])
    return (*found, Role("annual_rate", rates[0].value, rates[0])), rest


def _without_labels(text: str, binding: Binding) -> str:
    """The text in which the words that only name a number are made unreadable, so that they ask for nothing."""
    for each in binding.bound:
        if each.name in _QUIET:
            text = text[: each.start] + "\x00" * (each.end - each.start) + text[each.end :]
    return text


def _fit(
    text: str,
    kind: Kind,
    said: Mapping[str, Decimal],
    found: Sequence[Role],
    loose: Sequence[Number],
) -> Calculation | None:
    """What this kind makes of the numbers; None unless it has all it needs, or two numbers and one side of an account."""
    placed = _placed(kind, said)
    inputs = {name: value for name, (_, value) in placed.items() if name in kind.accepts}
    missing = kind.missing(inputs)
    if kind.name == "concentration" and "securities_2" in inputs and "security_value" not in inputs:
        missing = ("security_value", *missing)  # which of several holdings is meant was not said
    negative = sum(number.value < 0 for number in loose)
    sole = sum(role.name == SOLE and role.name not in kind.accepts for role in found)
    if missing and (
        len(set(inputs.values())) + negative + sole < 2
        or not kind.started(inputs)
        or (not sole and _MY_ACCOUNT.search(text))
    ):
        return None
    used = {source for name, (source, _) in placed.items() if name in kind.accepts} | set(kind.ignores)
    if not inputs.keys() & RATED:
        used -= _RATES
    unused = [role.number.text for role in found if role.name not in used]
    unused += [number.text for number in loose]
    first = _first_cure(text) if kind.name == "topup" else None
    return Calculation(
        kind.name,
        {name: decimal_text(value) for name, value in inputs.items()},
        missing,
        tuple(unused),
        first,
    )


def _placed(kind: Kind, said: Mapping[str, Decimal]) -> dict[str, tuple[str, Decimal]]:
    """Each number under the name this kind knows it by, with the name it was said under."""
    placed = {name: (name, value) for name, value in said.items()}
    for source, target in kind.renames:
        for old, new in zip(repeated(source), repeated(target), strict=True):
            if old in placed and old not in kind.accepts and new not in placed:
                placed[new] = placed.pop(old)
    return placed


def _first_cure(text: str) -> str:
    return next((name for name, words in _CURES if words.search(text)), "cure_add_collateral")


def decimal_text(value: Decimal) -> str:
    """Plain decimal text without exponent or trailing zeros: 1.30 -> 1.3, 2E+6 -> 2000000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
