"""Self-contained hypotheticals: a question that brings its own numbers becomes a calculator's kind with its inputs.

Nothing is computed here. Kinds and input names are those of the account service's calculators; an input may be said under
several labels. A question is self-contained when it states at least two numbers a calculator needs; inputs it does not say are listed
as missing, so that they can be asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.model import Calculation
from bot.nlu.numbers import Number

Input = tuple[str, tuple[str, ...]]
SOLE_AMOUNT: Final = "sole_amount"

# One sum stands for another only while these are not said beside it: assets include the cash, margin the securities.
_STAND_INS: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("assets", "securities"): frozenset({"cash"}),
    ("securities", "assets"): frozenset({"cash"}),
    ("available_margin", "cash"): frozenset({"securities", "assets"}),
    ("available_margin", "own_assets"): frozenset({"securities", "assets", "cash"}),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A calculator: the words that ask for it, alternative sets of needed inputs (name, labels), optional inputs."""

    name: str
    cue: re.Pattern[str]
    needs: tuple[tuple[Input, ...], ...]
    optional: tuple[Input, ...] = ()


def _same(*names: str) -> tuple[Input, ...]:
    return tuple((name, (name,)) for name in names)


_LIABILITIES: Input = ("liabilities", ("liabilities", "amount"))
_ASSETS: Input = ("assets", ("assets",))
_SECURITIES_ONLY: Input = ("assets", ("securities",))
_TARGET: Input = ("target", ("target", "line"))
_BOUGHT_WITH_OWN_AND_LOAN: Final[tuple[Input, ...]] = (
    ("cash", ("own_assets",)),
    ("securities", ("liabilities",)),
    ("liabilities", ("liabilities",)),
)
_MARGIN_RATIO: Final = _same("margin_ratio")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "floating_effect",
        re.compile(r"浮[亏盈]|(?:影响|减少|占).{0,6}可用|可用.{0,8}(?:影响|变|少)|floating|unrealised|unrealized"),
        ((("amount", ("amount", "liabilities")), ("market_value", ("market_value",))),),
        _same("conversion_rate"),
    ),
    Kind(
        "concentration",
        re.compile(r"集中度|占比|concentration"),
        ((("security_value", ("security_value", "securities")), ("total_assets", ("assets",))),),
    ),
    Kind(
        "interest",
        re.compile(r"利息|多少息|interest"),
        ((("principal", ("liabilities", "amount", "own_assets", SOLE_AMOUNT)), *_same("annual_rate", "days")),),
    ),
    Kind(
        "margin_used",
        re.compile(r"占用|占多少|(?:要|需要?|得|用)(?:多少|几).{0,6}保证金|保证金.{0,4}(?:要|需要?|得)多少|how much margin|margin (?:needed|required|used)"),
        (_same("quantity", "price"), (("amount", ("amount", "liabilities", "securities", SOLE_AMOUNT)),)),
        _MARGIN_RATIO,
    ),
    Kind(
        "drop_to_line",
        re.compile(r"跌(?:到)?(?:多少|几|好多)|(?:能|可以?|承受|经得起).{0,6}跌|跌幅|下跌空间|(?:fall|drop|decline).{0,20}(?:before|until|hit|reach)|how (?:far|much).{0,40}(?:fall|drop|decline)"),
        ((("securities", ("securities", "assets", "market_value")), _LIABILITIES, ("line", ("line", "target"))),),
        _same("cash"),
    ),
    Kind(
        "topup",
        re.compile(r"补(?:多少|足|到|到位|仓|保|充|几|齐)|追(?:加|保)|(?:要|还|需).{0,4}补|拉回|恢复|top ?up|(?:add|deposit|repay|restore)"),
        ((_ASSETS, _LIABILITIES, _TARGET), (_SECURITIES_ONLY, _LIABILITIES, _TARGET)),
    ),
    Kind(
        "max_margin_purchase",
        re.compile(r"(?:能|可以?|最多|还能|可).{0,6}(?:融|借|买).{0,6}(?:多少|几)|(?:融资|借)(?:多少|几)|融多少|额度多少|how much.{0,20}(?:borrow|buy|finance)"),
        (
            _same("available_margin"),
            _same("cash", "securities", "conversion_rate"),
            _same("securities", "conversion_rate"),
            (("available_margin", ("cash", "own_assets")),),
        ),
        _MARGIN_RATIO,
    ),
    Kind(
        "margin_total",
        re.compile(r"(?:算|抵|折|充|值|是|有|相当于).{0,6}(?:多少|几).{0,6}(?:保证金)?|保证金.{0,4}(?:多少|几)|counts? (?:as|for)|how much margin"),
        (_same("securities", "conversion_rate"),),
        _same("cash"),
    ),
    Kind(
        "maintenance_ratio",
        re.compile(r"维[保持]|担保比例|比例(?:是)?(?:多少|几)|比例|ratio"),
        ((_ASSETS, _LIABILITIES), (*_same("cash", "securities"), _LIABILITIES), (_SECURITIES_ONLY, _LIABILITIES), _BOUGHT_WITH_OWN_AND_LOAN),
    ),
)  # fmt: skip


def find_calculation(
    text: str, labelled: Mapping[str, Decimal], loose: Sequence[Number]
) -> Calculation | None:
    """The calculation a normal-form text asks for with these numbers, or None when it is about the asker's account."""
    money = [number.value for number in loose if number.is_money]
    said = {**labelled, SOLE_AMOUNT: money[0]} if len(money) == 1 else labelled
    for kind in KINDS:
        if kind.cue.search(text):
            fitted = _fit(kind, said)
            if fitted is not None:
                return fitted
    return None


def _fit(kind: Kind, said: Mapping[str, Decimal]) -> Calculation | None:
    """The first alternative fully said, else the one that lacks least, if two different numbers were said for it."""
    candidates: list[Calculation] = []
    for needs in kind.needs:
        sources = {name: _source(name, labels, said) for name, labels in needs}
        missing = tuple(name for name, source in sources.items() if source is None)
        used = {name: source for name, source in sources.items() if source is not None}
        if missing and len(set(used.values())) < 2:
            continue
        extra = {name: label for name, labels in kind.optional for label in labels if label in said}
        inputs = {name: decimal_text(said[label]) for name, label in {**extra, **used}.items()}
        candidates.append(Calculation(kind.name, inputs, missing))
    return min(candidates, key=lambda candidate: len(candidate.missing), default=None)


def _source(name: str, labels: Sequence[str], said: Mapping[str, Decimal]) -> str | None:
    """The label that gives this input, unless it would leave out something else that was said."""
    stands = (
        label
        for label in labels
        if label in said and not _STAND_INS.get((name, label), frozenset()) & said.keys()
    )
    return next(stands, None)


def decimal_text(value: Decimal) -> str:
    """Plain decimal text without exponent or trailing zeros: 1.30 -> 1.3, 2E+6 -> 2000000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
