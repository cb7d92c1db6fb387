"""Why an event, a price or a corporate action is not taken: each reason in both languages, naming the field."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from account_api.errors import FieldProblem, Malformed, Problem
from account_api.feed.lines import Line, LineKind, Short
from account_api.texts import plain
from risk.fields import printable

_LINES: Mapping[LineKind, tuple[str, str]] = MappingProxyType(
    {
        "cash": ("cash", "现金"),
        "fees": ("fees owed", "应付费用"),
        "other": ("other collateral", "其他担保物"),
        "holding": ("collateral shares of {}", "担保证券 {} "),
        "quantity": ("shares under contract {}", "合约 {} 的证券"),
        "amount": ("amount of contract {}", "合约 {} 的本金"),
        "interest": ("interest of contract {}", "合约 {} 的利息"),
        "right": ("rights to shares of {}", "证券 {} 的配股权"),
    }
)
_SHARES = ("holding", "quantity", "right")
_TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "annual_rate": ("annual rate", "年利率"),
        "margin_ratio": ("margin ratio", "保证金比例"),
        "fee_basis": ("fee basis", "计费基础"),
        "due": ("due day", "到期日"),
    }
)


class EventRefused(Problem):
    """What was sent cannot be worked into the ledger."""

    status, slug = 422, "event-refused"
    title, title_zh = "This could not be worked into the ledger", "无法计入账务"


def refused(field: str, code: str, value: object, text: str, text_zh: str) -> EventRefused:
    """A refusal for one field."""
    shown = printable(str(value))[:80]
    return EventRefused(text, text_zh, [FieldProblem(field, code, shown, text, text_zh)])


def unknown_client(client_id: str) -> EventRefused:
    """No such client, or one without a credit account of this ledger."""
    return refused(
        "client_id", "unknown", client_id, "There is no such credit account.", "没有该客户的信用账户。"
    )


def unknown_security(code: str, field: str = "security") -> EventRefused:
    """A code that the firm does not list."""
    return refused(field, "unknown", code, "There is no such security.", "没有该证券。")


def unknown_contract(contract: str) -> EventRefused:
    """A contract that is not open on the event's day."""
    return refused(
        "contract", "unknown", contract, "No such contract is open then.", "当日没有该笔未了结合约。"
    )


def another_contract(contract: str) -> EventRefused:
    """A contract number that stands for something else already."""
    return refused(
        "contract",
        "contradicts",
        contract,
        "This number belongs to another contract.",
        "该合约编号已用于另一笔合约。",
    )


def another_term(contract: str, field: str, value: object) -> EventRefused:
    """A further opening under an open contract on terms that are not the contract's."""
    return refused(
        field,
        "contradicts",
        value,
        f"Contract {contract} has another {_TERMS[field][0]}.",
        f"合约 {contract} 的{_TERMS[field][1]}与此不同。",
    )


def wrong_currency(currency: str, own: str) -> EventRefused:
    """Money of another currency than the account's."""
    return refused(
        "currency", "currency", currency, f"The account is kept in {own}.", f"该账户以 {own} 记账。"
    )


def ahead(at: str, now: str) -> EventRefused:
    """An instant that has not come yet."""
    return refused(
        "at",
        "in_future",
        at,
        f"{at} has not come yet: it is {now}. Please check the clock of the source.",
        f"{at} 尚未到来：现在是 {now}。请核对来源系统的时钟。",
    )


def before_the_ledger(day: str) -> EventRefused:
    """A day from which no position is known."""
    return refused("at", "before_ledger", day, f"The ledger begins after {day}.", f"账务数据晚于 {day}。")


def lacking(short: Short) -> EventRefused:
    """A line that would fall below zero."""
    line, day = short.line, short.day
    name, name_zh = _named(line)
    amount, amount_zh = _written(line, short.lacking)
    return refused(
        line.text,
        "short",
        plain(short.lacking),
        f"On {day.isoformat()} {amount} more would be needed: {name}.",
        f"{day.year}年{day.month}月{day.day}日{name_zh}不足，还差 {amount_zh}。",
    )


def too_much(line: Line) -> EventRefused:
    """A line that would grow past what can be kept."""
    name, name_zh = _named(line)
    return refused(
        line.text, "too_large", line.text, f"This would grow too large: {name}.", f"{name_zh}过大，无法记账。"
    )


def repays_more(contract: str, excess: Decimal) -> EventRefused:
    """Money beyond what is owed."""
    return refused(
        "amount",
        "exceeds",
        plain(excess),
        f"Contract {contract} owes {money(excess)} less.",
        f"合约 {contract} 的欠款比此数少 {money(excess)} 元。",
    )


def another_body(field: str, value: object) -> EventRefused:
    """An id or a place in the order that was used for something else."""
    return refused(
        field,
        "contradicts",
        value,
        f"{field} was used before for something else.",
        f"{field} 已用于其他内容。",
    )


def too_many_waiting(source: str) -> EventRefused:
    """A gap that has been open for too long."""
    return refused(
        "sequence",
        "too_many_waiting",
        source,
        "Too many events wait for a missing one.",
        "等待缺失事件的事件过多。",
    )


def earlier_refused(event: str) -> EventRefused:
    """An event that comes after one of its account that was refused."""
    return refused(
        "sequence",
        "after_refused",
        event,
        f"The event before it, {event}, was refused.",
        f"在它之前的事件 {event} 未被接受。",
    )


def not_reversible(event: str) -> EventRefused:
    """Nothing there to take back, or taken back already."""
    return refused(
        "reverses",
        "not_reversible",
        event,
        "There is nothing to take back, or it was taken back.",
        "没有可冲正的事件，或已冲正。",
    )


def no_session(day: str, field: str = "at") -> EventRefused:
    """A price, or an act's effective day, of a day on which the exchange is closed."""
    return refused(field, "no_session", day, f"{day} is no trading day.", f"{day} 不是交易日。")


class StaleFigures(Problem):
    """The firm would rather show nothing than figures that are too old."""

    status, slug = 503, "stale"
    title, title_zh = "The figures are too old", "数据已过期"


def stale(source: str, price_source: str) -> StaleFigures:
    """Figures older than the firm lets pass, naming who they came from."""
    names = source if source == price_source else f"{source}, {price_source}"
    return StaleFigures(
        f"What {names} last sent is older than this firm shows.", f"{names} 的数据已超过本公司可展示的时限。"
    )


def whole_ledger() -> Problem:
    """The whole ledger at once is more than one request should read."""
    field = FieldProblem("day", "missing", "", "Name a day or a client.", "请指明日期或客户。")
    return Malformed("Name a day or a client.", "请指明日期或客户。", [field])


def own_source(source: str) -> Problem:
    """A name under which the service itself writes into the ledger."""
    text, text_zh = f"{source} is a name of the service itself.", f"{source} 为系统内部来源名称，不可使用。"
    return Malformed(text, text_zh, [FieldProblem("source", "not_one_of", source, text, text_zh)])


def money(amount: Decimal) -> str:
    """An amount as people write it: 99,999,953,998.00."""
    return f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount:,f}"


def _named(line: Line) -> tuple[str, str]:
    name, name_zh = _LINES[line.kind]
    return name.format(line.key), name_zh.format(line.key)


def _written(line: Line, amount: Decimal) -> tuple[str, str]:
    """So much of a line, in English and in Chinese."""
    if line.kind in _SHARES:
        return f"{int(amount):,} shares", f"{int(amount):,} 股"
    return money(amount), f"{money(amount)} 元"
