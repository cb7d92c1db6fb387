"""What can be calculated: the words that ask for it, the inputs it needs and takes, other names those inputs are said under.

Kinds and inputs are those of the account service's calculators; a test holds the two together. The order is the order of trial.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MOST_REPEATED: Final = 6
SOLE: Final = "sole_amount"  # a sum said without a word of its own


def repeated(*names: str) -> tuple[str, ...]:
    """The names with their numbered forms: `cash`, `cash_2`, …"""
    return tuple(name if n == 1 else f"{name}_{n}" for name in names for n in range(1, MOST_REPEATED + 1))


HELD: Final = frozenset(
    {"assets", "own_assets", "securities", "security_value", "other_securities", "cash", "quantity"}
)
DEBTS: Final = frozenset({"liabilities", "amount", "short_value", "short_quantity"})
RATED: Final = frozenset((*repeated("securities"), "market_value", "amount"))  # what a conversion rate is of
_IN_MONEY: Final = frozenset({"new_price", "add", "repay", "sell", "buy", "withdraw"})
CHANGES: Final = _IN_MONEY | {"fall", "rise"}
_DEBTS_IN: Final = (
    *repeated("liabilities", "accrued_interest"),
    "amount",
    "fees",
    "short_value",
    "short_quantity",
    "short_price",
    "short_proceeds",
)
_ACCOUNT: Final = (
    *repeated("cash", "securities", "other_securities"),
    *("assets", "own_assets", "security_value", "quantity", "price", "market_value", "ratio_now"),
    *_DEBTS_IN,
)
_POSITION: Final = (
    *repeated("cash", "securities", "conversion_rate"),
    *("market_value", "position_rate", "margin_ratio", "short_margin_ratio"),
    *_DEBTS_IN,
)
_SIDES: Final = frozenset({"assets", "liabilities"})
_PAST: Final = ("cost_price", "days", "months", "years")
_HELD: Final = ("assets", *sorted(HELD - {"assets"}))
_OWED: Final = ("liabilities", *sorted(DEBTS - {"liabilities"}))
_PAIRS: Final[Mapping[str, str]] = {
    "quantity": "price",
    "short_quantity": "short_price",
    "securities": "conversion_rate",
    "securities_2": "conversion_rate",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A calculator: `needs` are groups of which one input each must be said (the first is asked for).

    `renames` are tried in order; `ignores` what cannot change the answer; `pairs` what an input brings with it; `any_size` kinds need
    no sums where the ratio is told; `only_with` kinds are not asked for before one of these is said.
    """

    name: str
    cue: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...]
    accepts: Collection[str]
    renames: tuple[tuple[str, str], ...] = ()
    ignores: Collection[str] = ()
    pairs: Collection[str] = ()
    any_size: bool = False
    only_with: Collection[str] = ()

    def missing(self, inputs: Mapping[str, Decimal]) -> tuple[str, ...]:
        """What is needed and was not said, each group under its first name; a ratio stands for a side of the account."""
        needed = [group[0] for group in self.needs if not inputs.keys() & set(group)]
        if "ratio_now" in inputs:
            lacking = _SIDES & set(needed)
            free = self.any_size and not inputs.keys() & _IN_MONEY
            spared = lacking if free or lacking != _SIDES else {"assets"}
            needed = [name for name in needed if name not in spared]
        paired = [_PAIRS[name] for name in self.pairs if name in inputs and _PAIRS[name] not in inputs]
        return tuple(dict.fromkeys((*needed, *paired)))

    def started(self, inputs: Mapping[str, Decimal]) -> bool:
        """Whether something of the first two groups was said: a side of the account, or what the kind is about."""
        if self.only_with and not inputs.keys() & set(self.only_with):
            return False
        return "ratio_now" in inputs or any(inputs.keys() & set(group) for group in self.needs[:2])


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "stamp_duty",
        re.compile(r"印花税|stamp (?:duty|tax)"),
        (("amount", "quantity"),),
        ("amount", "quantity", "price"),
        (("sell", "amount"), ("securities", "amount"), ("assets", "amount"), ("buy", "amount"), (SOLE, "amount")),
        pairs=("quantity",),
    ),
    Kind(
        "concentration",
        re.compile(r"集中度|占比|占(?:了)?(?:总资产|账户|仓位|资产).{0,4}(?:多少|几)|concentration|share of"),
        (("security_value", "securities", "quantity"), ("assets", "cash", "other_securities")),
        _ACCOUNT,
        ignores=_PAST,
        pairs=("quantity",),
    ),
    Kind(
        "floating_effect",
        re.compile(r"浮[亏盈]|(?:影响|减少|占).{0,6}可用|可用.{0,8}(?:影响|变|少)|floating|unreali[sz]ed"),
        (("amount",), ("market_value",)),
        ("amount", "market_value", "conversion_rate"),
        (("liabilities", "amount"), ("securities", "market_value"), ("securities", "amount")),
    ),
    Kind(
        "available_margin",
        re.compile(r"可用.{0,8}(?:多少|几|剩|还有|怎么算|吗|余额)|(?:剩|还有).{0,6}(?:保证金|可用)|保证金可用|(?:available|free) margin|margin (?:is )?(?:left|available)"),
        (("cash", "securities"), _OWED),
        _POSITION,
        (("assets", "securities"), ("own_assets", "cash"), (SOLE, "cash")),
        pairs=("securities", "securities_2"),
    ),
    Kind(
        "interest",
        re.compile(r"利息|多少息|息费|费用|融券费|interest|\bfees?\b"),
        (("principal",), ("annual_rate",), ("days", "months", "years")),
        (*repeated("principal"), "annual_rate", "days", "months", "years", "day_basis"),
        (("liabilities", "principal"), ("amount", "principal"), ("buy", "principal"), ("short_value", "principal"), ("own_assets", "principal"), (SOLE, "principal")),
        ignores=("own_assets", "assets", "securities", "cash"),
    ),
    Kind(
        "margin_used",
        re.compile(r"占用|占多少|(?:要|需要?|得|用|交|冻结).{0,2}(?:多少|几).{0,6}保证金|保证金.{0,4}(?:要|需要?|得|占|用)多少|how much margin|margin (?:is )?(?:needed|required|used)"),
        (("amount", "quantity", "short_quantity", "short_value"),),
        ("quantity", "price", "amount", "margin_ratio", "short_quantity", "short_price", "short_value"),
        (("liabilities", "amount"), ("buy", "amount"), ("securities", "amount"), (SOLE, "amount"), ("short_margin_ratio", "margin_ratio")),
        pairs=("quantity", "short_quantity"),
    ),
    Kind(
        "price_effect",
        re.compile(r"(?:亏|赚|损失|盈利|赔)(?:了|掉)?.{0,3}(?:多少|几)|(?:多少|几).{0,2}(?:亏|损|盈)|盈亏|how much.{0,25}(?:lose|loss|gain|profit|make)|\bp&l\b"),
        (_HELD, _OWED, ("fall", "rise", "new_price")),
        (*_ACCOUNT, "fall", "rise", "new_price"),
        pairs=("short_quantity",),
    ),
    Kind(
        "drop_to_line",
        re.compile(r"(?:跌|降|掉)(?:到|了|掉)?(?:百分之)?(?:多少|几|好多|什么|哪)|(?:股价|价格|价位)(?:是|为|会是|应该是)?(?:多少|几|什么)|what (?:share |stock )?price|price.{0,12}(?:trigger|hit)|(?:能|可以?|承受|经得起|扛|还有).{0,8}(?:跌|降)|跌幅|下跌空间|(?:价|元|块).{0,6}(?:触|到|碰).{0,6}线|(?:fall|drop|decline)\w*.{0,25}(?:before|until|hit|reach|touch)|how (?:far|much).{0,40}(?:fall|drop|decline)|(?:at )?(?:what|which) price"),
        (_HELD, _OWED, ("line",)),
        (*_ACCOUNT, "line"),
        (("target", "line"),),
        ignores=_PAST,
        any_size=True,
        pairs=("short_quantity",),
    ),
    Kind(
        "withdrawable",
        re.compile(r"(?:取|提(?![高到升至])|转(?=出|走))(?:出|走|现|款|去)?.{0,6}(?:多少|几|吗|么)|(?:多少|几).{0,8}(?:可以|能|可).{0,3}(?:取|提|转)|(?:能|可以?|允许)(?:取|提|转出)|withdraw|take out|transfer out"),
        (_HELD, _OWED),
        (*_ACCOUNT, "available_margin", "line"),
        (("target", "line"),),
        ignores=_PAST,
        pairs=("quantity", "short_quantity"),
    ),
    Kind(
        "topup",
        re.compile(r"补(?:多少|足|到|到位|仓(?!线)|保|充|几|齐|现金|钱|上|入|进)|追(?:加|保)|(?:要|还|需|得).{0,6}(?:补|还|加|卖|转|存|多少|几)|还(?:多少|几|款|债|钱)|卖(?:多少|几|股|券|掉)|(?:转|存|加)(?:多少|几|现金|钱)|拉回|恢复|返到|差(?:多少|几)|top ?up|add|deposit|repay|pay (?:back|off|down)|restore|\bsell|how much"),
        (_HELD, _OWED, ("target",)),
        (*_ACCOUNT, "target"),
        (("line", "target"),),
        ignores=_PAST,
        pairs=("quantity", "short_quantity"),
    ),
    Kind(
        "max_margin_purchase",
        re.compile(r"(?:能|可以?|最多|还能|可).{0,6}(?:融|借|买).{0,8}(?:多少|几)|(?:融资|借)(?:多少|几)|融多少|买(?:多少|几)(?:股|手|钱)?|额度多少|how (?:much|many).{0,25}(?:borrow|buy|finance)|largest (?:margin )?purchase"),
        (("available_margin", "cash", "securities"),),
        (*_POSITION, "available_margin", "price"),
        (("own_assets", "cash"), ("assets", "securities"), (SOLE, "available_margin")),
        pairs=("securities", "securities_2"),
    ),
    Kind(
        "leverage",
        re.compile(r"杠杆|几倍|leverage|gearing"),
        (_HELD, _OWED),
        _ACCOUNT,
        ignores=_PAST,
        pairs=("quantity", "short_quantity"),
    ),
    Kind(
        "ratio_after",
        re.compile(r"比例|维[保持]|ratio|够(?:吗|不够|么)|变|会|后|呢|能(?:到|回)|安全|爆仓|平仓|追保|what|\bif\b"),
        (_HELD, _OWED, tuple(sorted(CHANGES, key=lambda name: name != "fall"))),
        (*_ACCOUNT, *CHANGES, *repeated("fall"), "line"),
        (("target", "line"),),
        ignores=_PAST,
        only_with=CHANGES,
        any_size=True,
        pairs=("short_quantity",),
    ),
    Kind(
        "margin_total",
        re.compile(r"(?:算|抵|折|充|值|是|有|相当于|合计|一共|总共).{0,6}(?:多少|几).{0,6}(?:保证金)?|保证金.{0,6}(?:多少|几)|counts? (?:as|for)|how much margin|total margin|worth as margin"),
        (("securities",), ("conversion_rate",)),
        repeated("cash", "securities", "conversion_rate"),
        (("assets", "securities"), (SOLE, "securities")),
        pairs=("securities_2",),
    ),
    Kind(
        "maintenance_ratio",
        re.compile(r"维[保持]|担保比例|比例|ratio|安全|危险|会.{0,4}(?:爆仓|平仓|追保|强平|低于|跌破)|collateral"),
        (_HELD, _OWED),
        (*_ACCOUNT, "line"),
        (("target", "line"),),
        ignores=_PAST,
        pairs=("quantity", "short_quantity"),
    ),
)  # fmt: skip
