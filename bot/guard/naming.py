"""What people call a measure when they write freely: more names, and the deeds that stand for an amount.

The composer says proper names only (``bot.answer.measures``); an agent writes 「还 8 万多」 or 「强平线」. A deed
(卖, 还款, 补) names an amount only where no proper name stands in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "maintenance_ratio": (
        "维持担保比率", "担保比率", "维持率", "维保率", "维保", "collateral ratio", "maintenance margin ratio",
        "maintenance collateral ratio",
    ),
    "total_assets": ("资产合计", "信用账户资产", "账户资产"),
    "total_liabilities": ("负债合计", "总欠款", "欠款", "欠公司", "融资负债", "you owe", "debts"),
    "net_assets": ("净值", "net worth", "equity"),
    "available_margin": ("可用余额", "保证金可用", "可用额度"),
    "withdrawable": ("可提取", "可转出", "能转出", "能取", "可提", "can be withdrawn", "can withdraw"),
    "shortfall_to_restore": ("缺口", "还差", "相差", "差了", "还缺", "gap", "short of"),
    "leverage": ("杠杆率", "杠杆比例"),
    "accrued_interest": ("息费", "应付利息", "欠息", "未付利息"),
    "concentration": ("仓位占比", "占比"),
    "warning_line": ("关注线", "提示线", "警示线", "warning level", "warning threshold", "alert line"),
    "liquidation_line": (
        "强制平仓线", "强平线", "最低维持担保比例", "最低担保比例", "平仓的线", "爆仓线", "liquidation level", "liquidation threshold",
        "forced liquidation line", "forced-liquidation line", "close-out line", "forced-sale line",
    ),
    "restore_line": (
        "追保线", "补仓线", "补足至", "补到", "补至", "补回到", "补回", "恢复到", "恢复至", "回到", "回升到", "提高到",
        "提升到", "提到", "升到", "拉回", "拉到", "达到", "restore it to", "restored to", "restore to", "up to",
        "bring it to", "restore level", "at least",
    ),
    "minimum_line": ("盘中线", "紧急平仓线", "最低维持线", "minimum level", "intraday line"),
    "withdrawal_line": ("转出线", "提款线", "withdrawal level"),
    "cure_repay_outside_cash": (
        "外部资金还款", "自有资金还款", "场外资金还款", "银行转入还款", "直接还款", "现金还款", "转入资金还款",
        "repaying with outside cash", "repayment", "cash repayment", "repay in cash",
    ),
    "cure_add_collateral": (
        "追加担保品", "补充担保物", "补充担保品", "追加保证金", "补交保证金", "补保证金", "增加担保物", "担保物",
        "担保品", "转入担保", "additional collateral", "more collateral", "extra collateral", "collateral",
    ),
    "cure_sell_to_repay": ("卖股还款", "卖出证券还款", "卖出还款", "卖出股票还款", "卖券", "selling securities", "sale"),
    "financing_margin_ratio": ("融资保证金", "margin requirement", "minimum margin", "initial margin"),
    "short_margin_ratio": ("融券保证金", "short margin ratio", "margin ratio for short"),
}  # fmt: skip
"""Further names by measure, read beside the proper ones when somebody else's text is judged."""

_SELL = re.compile(r"卖|减仓|抛(?:出|售)?|变现|\bsell|\bsold\b|\bselling\b")
_REPAY = re.compile(
    r"还款|还债|还钱|还清|还掉|偿还|归还|还(?=[您你]?[\d一二三四五六七八九])|\brepa[yi]|\bpay(?:ing)? (?:back|down|off)"
)
_ADD = re.compile(
    r"补|追加|转入|转进|转来|打入|打进|存入|汇入|入金|划入|加(?=[\d一二三四五六七八九])"
    r"|\badd(?:ing)?\b|\bdeposit|\btransfer|\btop(?:ping)? up\b|\bput(?:ting)? in\b|\binject"
)
_LATER = 14


def deed(before: str, after: str) -> str | None:
    """The cure whose amount is meant, by what is done in the words around the number.

    ``before``: the words since the number before it or the clause's start; ``after`` those up to its end.
    """
    near = after[:_LATER]
    if _SELL.search(before):
        return "cure_sell_to_repay"
    if _REPAY.search(before) or (_REPAY.search(near) and _ADD.search(before)):
        return "cure_repay_outside_cash"
    if _ADD.search(before):
        return "cure_add_collateral"
    for pattern, name in ((_SELL, "cure_sell_to_repay"), (_REPAY, "cure_repay_outside_cash")):
        if pattern.search(near):
            return name
    return "cure_add_collateral" if _ADD.search(near) else None


_ACCOUNT_NOW = re.compile(
    r"[您你]|账户|客户|目前|现在|当前|今[天日]|收盘|只有|只剩|\b(?:you|your|you're|account|now|currently|today)\b"
)
_CROSSED = re.compile(
    r"(?:低于|跌破|跌穿|击穿|跌到|不足|高于|超过|\bbelow|\bunder|\babove|\bover|beneath|through)(?:了)?\s*(?:the |of |约)?$"
)


def unnamed_ratio(before: str) -> str | None:
    """What a percentage without a name stands for: a line after 低于, else the account's ratio; or nothing."""
    if _CROSSED.search(before):
        return "lines"
    return "maintenance_ratio" if _ACCOUNT_NOW.search(before) else None


LINES = ("liquidation_line", "warning_line", "restore_line", "minimum_line", "withdrawal_line")
