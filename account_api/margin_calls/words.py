"""What states, steps and tasks of a case are called, in both languages. No numbers stand here."""

from collections.abc import Mapping
from types import MappingProxyType

Pair = tuple[str, str]

STATES: Mapping[str, Pair] = MappingProxyType(
    {
        "called": ("已追保", "called"),
        "part_met": ("部分补足", "met in part"),
        "met": ("已补足", "met"),
        "met_by_market": ("因行情回升解除", "ended by the market"),
        "extended": ("已展期", "extended"),
        "waived": ("已豁免", "waived"),
        "overdue": ("已逾期", "overdue"),
        "liquidating": ("处分中", "collateral is being sold"),
        "closed": ("已了结", "closed"),
        "closed_with_debt": ("处分后仍有欠款", "closed with a debt left"),
    }
)
HAPPENED: Mapping[str, Pair] = MappingProxyType(
    {
        "opened": ("追保成立", "the call was made"),
        "state": ("状态变化", "the call moved on"),
        "deadline": ("期限变动", "the deadline moved"),
        "notice": ("发出通知", "a notice was sent"),
        "delivered": ("通知已送达", "the notice was delivered"),
        "read": ("通知已读", "the notice was read"),
        "acknowledged": ("客户已确认通知", "the client acknowledged the notice"),
        "top_up": ("收到补足", "a payment came in"),
        "repaid": ("还款入账", "a repayment was booked"),
        "attempt": ("联系客户", "the desk tried to reach the client"),
        "proposal": ("提请人工审批", "put before a person to decide"),
        "act": ("人工处理", "a person acted"),
        "orders": ("委托清单已发出", "the order list went out"),
        "fill": ("成交回报", "a fill came in"),
        "statement": ("处分结果已出具", "the statement was drawn up"),
        "day_end": ("日终留存", "the account at the close was kept"),
    }
)
TASKS: Mapping[str, Pair] = MappingProxyType(
    {
        "call_client": ("联系客户告知追保", "reach the client about the call"),
        "watch": ("盘中低于平仓线，请关注", "below the liquidation line within the session: watch it"),
        "set_deadline": ("按合同确定追保期限", "find the deadline in the contract"),
        "decide": ("逾期，由人工决定下一步", "overdue: a person decides what comes next"),
        "sold_too_much": ("处分超出所需，由人工核对", "more was sold than was needed: look at it"),
        "payment_reversed": (
            "补足款项被冲正，追保继续，请联系客户",
            "a payment was reversed and the call goes on: reach the client",
        ),
        "notice_failed": (
            "通知未送达，请以其他方式联系客户",
            "a notice did not arrive: reach the client otherwise",
        ),
        "agree_repayment": ("与客户商定剩余欠款的偿还", "agree with the client how the debt is repaid"),
    }
)

ORDER: Mapping[str, Pair] = MappingProxyType(
    {
        "cash": ("账户内现金还款", "the account's own cash"),
        "shorts": ("买券还券", "short positions bought back"),
        "liquidity": ("成交额由大到小", "largest turnover first"),
        "loss": ("亏损由大到小", "largest loss first"),
        "opened": ("融资买入由早到晚", "oldest margin purchase first"),
        "value": ("市值由大到小", "largest market value first"),
        "book": ("按持仓顺序", "as the book has it"),
    }
)
"""The names of an order of disposal; a security stands for itself."""

STAYS: Mapping[str, Pair] = MappingProxyType(
    {
        "not_needed": ("无需卖出", "not needed"),
        "not_in_order": ("合同顺序未列入", "not in the contract's order"),
        "nothing_to_repay": ("没有可用现金偿还的负债", "nothing that money could repay"),
        "excluded": ("不在可处分范围", "excluded"),
        "t_plus_one": ("当日买入不可卖出", "bought today"),
        "limit_down": ("跌停", "limit down"),
        "suspended": ("停牌", "suspended"),
        "liquidity": ("成交不足", "too little turnover"),
        "lots": ("不足一手", "less than a lot"),
    }
)
"""Why shares are not sold."""


def said(words: Mapping[str, Pair], name: str) -> dict[str, str]:
    """A name in both languages; itself where it has no words."""
    zh, en = words.get(name, (name, name))
    return {"zh": zh, "en": en}
