"""What the firm's notices say, kind by kind, in Chinese and English. Every number in them is a figure's own display, the day
and hour of a deadline, or the number of a clause: none is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from account_api.clock import BOOKING_ZONE
from risk.figure import Figure


@dataclass(frozen=True, slots=True)
class Text:
    """A notice in both languages; `figures` are the trace ids of the numbers it shows, by name."""

    zh: str
    en: str
    figures: Mapping[str, str] = field(default_factory=dict)


TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "margin_call": ("追加担保物通知", "Margin call"),
        "warning": ("维持担保比例提示", "Maintenance ratio notice"),
        "liquidation": ("处分担保物通知", "Notice about selling collateral"),
        "maturity": ("合约到期通知", "Contract maturity notice"),
        "change": ("变更通知", "Notice of a change"),
        "general": ("通知", "Notice"),
        "residual_debt": ("剩余欠款通知", "Notice of remaining debt"),
        "deadline_moved": ("期限变动通知", "Deadline moved"),
        "deadline_extended": ("期限展延通知", "Deadline extended"),
        "call_ended": ("追保解除通知", "Margin call ended"),
        "reminder": ("提醒", "Reminder"),
        "alert": ("您设置的提醒", "An alert you set"),
    }
)
"""How a notice of each kind is headed in the inbox and by mail."""

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "margin_call": (
            "您的信用账户维持担保比例为{ratio}，低于平仓线{line}。请于{deadline}前补足，"
            "至补足线{restore}差额{amount}元{clause}。",
            "The maintenance ratio of your margin account is {ratio}, below the liquidation line of {line}. Please top up "
            "by {deadline}; CNY {amount} is lacking to the restore line of {restore}{clause}.",
        ),
        "minimum_call": (
            "您的信用账户维持担保比例为{ratio}，盘中低于合同约定的最低线{line}。请于{deadline}前补足，"
            "至补足线{restore}差额{amount}元{clause}。",
            "The maintenance ratio of your margin account is {ratio}, below the minimum line of {line} that the contract "
            "names. Please top up by {deadline}; CNY {amount} is lacking to the restore line of {restore}{clause}.",
        ),
        "maturity_overdue": (
            "您的合约{contract}的偿还期限{deadline}已过，仍欠{amount}元。公司可按合同约定处分担保物{clause}。",
            "The deadline {deadline} to repay your contract {contract} has passed and CNY {amount} is still owed. The firm may "
            "sell collateral as the contract says{clause}.",
        ),
        "maturity_ended": (
            "您的合约{contract}已了结，本次到期催收已解除{clause}。",
            "Your contract {contract} is settled; this call to repay it has ended{clause}.",
        ),
        "warning": (
            "您的信用账户维持担保比例为{ratio}，低于预警线{line}。目前无须操作，请留意账户变化{clause}。",
            "The maintenance ratio of your margin account is {ratio}, below the warning line of {line}. Nothing has to be "
            "done yet; please watch the account{clause}.",
        ),
        "overdue": (
            "追保期限{deadline}已过，至补足线{restore}仍差{amount}元。公司可按合同约定的顺序处分担保物{clause}。",
            "The deadline {deadline} has passed and CNY {amount} is still lacking to the restore line of {restore}. The firm "
            "may sell collateral in the order that the contract names{clause}.",
        ),
        "liquidation": (
            "公司已按合同约定处分担保物，成交{sold}元，偿还{repaid}元，处分后维持担保比例为{ratio}{clause}。",
            "The firm has sold collateral as the contract says: CNY {sold} was sold, CNY {repaid} repaid, and the "
            "maintenance ratio afterwards is {ratio}{clause}.",
        ),
        "maturity": (
            "您的合约{contract}将于{deadline}到期，应还{amount}元。请按时偿还，或在到期前申请展期{clause}。",
            "Your contract {contract} comes due at {deadline}; CNY {amount} is to be repaid. Please repay it in time, or "
            "apply for an extension before it is due{clause}.",
        ),
        "maturity_due": (
            "您的合约{contract}已到期，应还{amount}元，请于{deadline}前偿还{clause}。",
            "Your contract {contract} is due and CNY {amount} is to be repaid; please repay it by {deadline}{clause}.",
        ),
        "change": (
            "自{effective}起，{what}由{before}调整为{after}{clause}。",
            "From {effective}, {what} changes from {before} to {after}{clause}.",
        ),
        "residual_debt": (
            "担保物处分后仍有欠款{amount}元，偿还安排由工作人员与您商定{clause}。",
            "After the collateral was sold CNY {amount} is still owed; how it is repaid is agreed with our staff{clause}.",
        ),
        "deadline_moved": (
            "因交易所临时休市，您的追保期限由{before}顺延至{deadline}{clause}。",
            "The exchange is closed on a day that was to be a session: your deadline moves from {before} to {deadline}"
            "{clause}.",
        ),
        "deadline_extended": (
            "经双方约定，您的追保期限展延至{deadline}{clause}。",
            "By agreement your deadline is extended to {deadline}{clause}.",
        ),
        "suitability_expiring": (
            "您的风险测评将于{day}到期，到期后部分业务可能受限，请及时重新测评。",
            "Your suitability questionnaire expires on {day}; afterwards some services may be limited. Please take it again "
            "in time.",
        ),
        "own_plan_due": (
            "您为自己设定的计划到了复核日{day}，请查看账户是否仍符合您的设定。",
            "The plan you set for yourself is due for review on {day}; please look whether the account still keeps it.",
        ),
        "alert_ratio_below": (
            "您设置的提醒：维持担保比例现为{ratio}，已低于您设定的{level}。",
            "An alert you set: the maintenance ratio is now {ratio}, below the {level} you chose.",
        ),
        "alert_price_above": (
            "您设置的提醒：{security}价格为{price}元（{at}），已高于您设定的{level}元。",
            "An alert you set: {security} is at CNY {price} ({at}), above the CNY {level} you chose.",
        ),
        "alert_price_below": (
            "您设置的提醒：{security}价格为{price}元（{at}），已低于您设定的{level}元。",
            "An alert you set: {security} is at CNY {price} ({at}), below the CNY {level} you chose.",
        ),
        "alert_days_to_due": (
            "您设置的提醒：合约{contract}将于{day}到期，还有{days}天。",
            "An alert you set: contract {contract} comes due on {day}; days left: {days}.",
        ),
        "call_ended": (
            "您的信用账户维持担保比例为{ratio}，本次追保已解除{clause}。",
            "The maintenance ratio of your margin account is {ratio}; this margin call has ended{clause}.",
        ),
    }
)
"""By kind; `overdue` is a notice of kind liquidation before anything is sold, `maturity_due` one of kind maturity afterwards."""


def write(
    template: str,
    firm: Mapping[str, str],
    figures: Mapping[str, Figure],
    *,
    clause: str | None = None,
    **named: str | datetime | Mapping[str, str],
) -> Text:
    """The text of that template of TEXTS under the firm's name; placeholders are filled with the displays of `figures`, and
    with `named` words and instants (text by language where it differs). KeyError names one that is not given.
    """
    zh, en = TEXTS[template]
    shown = {name: figure.display for name, figure in figures.items()}
    words = {
        lang: {name: _word(each, lang) for name, each in named.items()}
        | {"clause": _clause(clause, lang)}
        | shown
        for lang in ("zh", "en")
    }
    return Text(
        zh=f"【{firm['zh']}】{zh.format(**words['zh'])}",
        en=f"[{firm['en']}] {en.format(**words['en'])}",
        figures={name: figure.trace_id for name, figure in figures.items()},
    )


def _word(value: str | datetime | Mapping[str, str], lang: str) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(BOOKING_ZONE):%Y-%m-%d %H:%M}"
    return value if isinstance(value, str) else value[lang]


def _clause(clause: str | None, lang: str) -> str:
    if clause is None:
        return ""
    return f"（合同第{clause}条）" if lang == "zh" else f" (clause {clause} of the contract)"
