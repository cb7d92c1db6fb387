"""The next lawful step of a call, as data: who may do what in each state, and the rule it rests on.

Nothing here is done by the system alone where it touches the client's property: a person starts a liquidation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from risk.calls.model import State
from risk.calls.notices import FIRM_SET


@dataclass(frozen=True, slots=True)
class Step:
    """What `who` (client, desk, person, system) does next. `rule` is a parameter of the rulebook, or "firm-set"."""

    code: str
    who: str
    text: str
    text_zh: str
    rule: str = FIRM_SET

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "who": self.who,
            "text": self.text,
            "text_zh": self.text_zh,
            "rule": self.rule,
        }


SERVE = Step(
    "serve_notice",
    "desk",
    "Serve the notices that are owed by the agreed channel and record when they were served.",
    "按约定渠道送达应发通知，并记录送达时间。",
)
SET_DEADLINE = Step(
    "set_deadline",
    "person",
    "The contract data has no deadline: a person finds it in the contract before anything else.",
    "合同数据缺少追保期限，须先由人工按合同确定。",
)
STOP = Step(
    "stop_selling",
    "desk",
    "The restore line is reached or the debt is paid: stop selling, tell the result, close the file.",
    "已达到补足线或债务已清偿：停止处分，告知结果并了结。",
)
IF_SUSPENDED = Step(
    "if_suspended",
    "desk",
    "Where the security is suspended past the due day, the contract may run on or be settled as agreed.",
    "标的证券停牌跨过到期日的，期限可以顺延，也可按约定了结。",
    "suspended_past_maturity",
)
_COMPUTE = Step(
    "compute_daily",
    "system",
    "Compute the ratio every day.",
    "逐日计算担保物价值与债务的比例。",
    "maintenance_check",
)
_TOP_UP = Step(
    "restore",
    "client",
    "Bring the account to the restore line, or repay what is due, by the deadline.",
    "在期限前将账户恢复至补足线，或偿还到期债务。",
    "liquidation_duty",
)
_WAIT = Step(
    "wait_for_deadline",
    "desk",
    "Nothing may be sold before the deadline.",
    "期限届满前不得处分担保物。",
    "liquidation_duty",
)
_DECIDE = Step(
    "decide",
    "person",
    "Start to sell as the contract says, or extend or waive in writing.",
    "按合同约定开始处分担保物，或以书面形式延期、豁免。",
    "liquidation_duty",
)
_SELL = Step(
    "sell_as_agreed",
    "desk",
    "Sell in the contract's order until the restore line is reached or the debt is paid; what is suspended or"
    " locked at its limit waits.",
    "按合同约定的顺序处分，至达到补足线或清偿债务为止；停牌或封于跌停的证券等待可交易时处理。",
    "liquidation_duty",
)
_KEEP = Step("keep_records", "system", "Keep the file.", "保存全部记录。", "record_retention")
_AGREE = Step(
    "agree_repayment",
    "person",
    "A person agrees with the client how the remaining debt is repaid.",
    "由人工与客户商定剩余债务的偿还安排。",
)
_REVIEW = Step(
    "review_waiver",
    "person",
    "Look again when the waiver ends.",
    "豁免期满时重新检查。",
)

STEPS: Mapping[State, tuple[Step, ...]] = MappingProxyType(
    {
        "normal": (_COMPUTE,),
        "watch": (_COMPUTE,),
        "called": (_TOP_UP, _WAIT),
        "part_met": (_TOP_UP, _WAIT),
        "extended": (_TOP_UP, _WAIT),
        "met": (_COMPUTE,),
        "met_by_market": (_COMPUTE,),
        "waived": (_COMPUTE, _REVIEW),
        "overdue": (_DECIDE,),
        "liquidating": (_SELL,),
        "closed": (_KEEP,),
        "closed_with_debt": (_AGREE, _KEEP),
    }
)
