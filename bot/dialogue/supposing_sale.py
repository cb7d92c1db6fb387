"""「卖20万股票还债」 without a word on which: so much of each security as it makes up of all of them, in whole shares.

The sum is reached from above by the security with the lowest price. Only read here; what is sold where a security is named stands in
``bot.dialogue.supposing_trades``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from bot.dialogue.held import Held, Supposition, all_named, supposition

_NAMES_NOTHING = re.compile(
    r"如果|要是|假如|假设|倘若|万一|换成|改成|用来|拿来|怎么样|怎样|咋样|多少|几多|比例|维持担保|股票|证券|持仓|持股|仓位|担保[物品]|市值|左右|大概|大约|部分|负债|欠款|融资|以后|之后|的话"
    r"|[卖抛减沽拿几掉出了啲个约价值的嘅元块钱去来还偿债款会点呢那咁再又我先变成到吗能够多些后啊吧得系是不就想，,。.？?！!\d\s]"
    r"|\b(?:what|if|i|we|also|plus|another|sell|selling|sold|cny|yuan|worth|of|my|some|the|shares?|stocks?|securities|holdings|positions?|to|and|with|it|repay|pay|paying|back|down|off|happens|debt|loan|ratio|would|will|happens|about|how|then|use|proceeds|for|in|a|be|s)\b|'"
)


def spread(
    text: str, worth: Decimal | None, held: Sequence[Held], words: Mapping[str, str]
) -> tuple[Supposition, ...]:
    """The sales that come to ``worth`` together, each to repay; nothing where a security is named, or one's worth is not known."""
    own = [each for each in held if each.own and not each.short]
    known = all(each.price and each.worth is not None for each in own)
    if worth is None or len(own) < 2 or not known or all_named(text, held) or _NAMES_NOTHING.sub("", text):
        return ()
    shares = _in_proportion(worth, own)
    return tuple(
        supposition(
            words["sell_to_repay"].format(size=words["shares"].format(n=number), name=each.names[0]),
            op="trade",
            side="sell_to_repay",
            security=each.code,
            quantity=str(number),
        )
        for each, number in shares.items()
        if number
    )


def is_spread(changes: Sequence[Supposition], steps: int) -> bool:
    """Whether ``changes`` sell more securities to repay than there are ``steps`` in the message: nobody said which."""
    sales = [change for each in changes if (change := json.loads(each.change)).get("side") == "sell_to_repay"]
    return len({change["security"] for change in sales}) > steps


def _in_proportion(worth: Decimal, own: Sequence[Held]) -> dict[Held, int]:
    """How many shares of each; nothing where there is not that much."""
    values = {each: each.worth for each in own if each.worth}
    total = sum(values.values(), Decimal())
    if worth > total:
        return {}
    shares = {each: int(worth * value / total / _price(each)) for each, value in values.items()}
    rest = worth - sum((_price(each) * number for each, number in shares.items()), Decimal())
    last = min(shares, key=_price)
    shares[last] += int((rest / _price(last)).to_integral_value(ROUND_CEILING))
    return shares


def _price(each: Held) -> Decimal:
    assert each.price is not None
    return each.price
