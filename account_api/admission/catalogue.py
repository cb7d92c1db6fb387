"""The facts an application rests on: how each is written, how long it holds, who may state it, of whom it is asked.

How long a fact holds is the firm's own (`admission_fact_months`); what each of them is asked for is the duty to know the
client. A value is kept as text in one form: a day as 2020-05-06, money and shares as plain decimals, yes or no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from account_api.clients.tables import Client
from account_api.errors import Malformed, refused
from risk import money
from risk.fields import FIRST_DAY, refuse

Kind = Literal["day", "money", "share", "flag"]
Holds = Literal["lasting", "yearly", "recent"]
FIRST_BIRTH = date(1900, 1, 1)
MOST_MONEY = Fraction(10**13)


@dataclass(frozen=True, slots=True)
class Fact:
    """`by_client`: the client may state it; the others come from the firm's own lists and reports.

    `asked_of`: everybody, natural persons, those without the exemption of professional institutions, or nobody (`extra`).
    """

    name: str
    zh: str
    en: str
    kind: Kind
    holds: Holds
    by_client: bool = True
    asked_of: Literal["everybody", "people", "not_exempt", "extra"] = "everybody"


FACTS: tuple[Fact, ...] = (
    Fact("identity", "身份核验", "identity", "flag", "lasting"),
    Fact("born", "出生日期", "date of birth", "day", "lasting", asked_of="people"),
    Fact("first_trade", "首次交易日", "day of the first trade", "day", "lasting", asked_of="not_exempt"),
    Fact("annual_income", "年收入", "income of a year", "money", "yearly", asked_of="people"),
    Fact("net_assets", "净资产", "net assets", "money", "yearly"),
    Fact("shareholding", "持有本公司股份比例", "share of this firm's shares held", "share", "recent"),
    Fact("affiliate", "是否为本公司股东关联人", "affiliate of this firm", "flag", "recent"),
    Fact("staff", "是否为证券从业人员", "works for a securities firm", "flag", "recent", asked_of="people"),
    Fact("blacklisted", "是否列入公司黑名单", "on the firm's own list", "flag", "recent", by_client=False),
    Fact(
        "material_default",
        "是否有重大违约记录",
        "a record of material default",
        "flag",
        "recent",
        by_client=False,
    ),
    Fact(
        "average_assets",
        "日均证券类资产",
        "average securities-type assets",
        "money",
        "recent",
        asked_of="extra",
    ),
    Fact("debt_to_assets", "资产负债率", "debts over assets", "share", "yearly", asked_of="extra"),
    Fact(
        "talk",
        "专人沟通记录",
        "a person of the firm has talked with the applicant",
        "flag",
        "recent",
        by_client=False,
        asked_of="extra",
    ),
)

BY_NAME: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in FACTS})
FLAGS = ("affiliate", "staff", "blacklisted", "material_default")
SCORED = ("annual_income", "net_assets", "debt_to_assets")


def asked(fact: Fact, client: Client) -> bool:
    """Whether an application of this client needs the fact."""
    if fact.asked_of == "people":
        return client.client_class == "individual"
    if fact.asked_of == "not_exempt":
        return not client.profession_exempt
    return fact.asked_of == "everybody"


def written(fact: Fact, value: str, today: date) -> str:
    """The value in its one form. Raises Malformed where it is none of the fact's kind, or a day to come."""
    if fact.kind == "flag":
        if value not in ("yes", "no"):
            raise _wrong(fact, "not_one_of", value)
        return value
    if fact.kind == "day":
        return _day(fact, value, today)
    try:
        amount = money.parse(value, fact.name)
    except money.AmountError as error:
        raise _wrong(fact, "not_decimal", value) from error
    most = Fraction(1) if fact.kind == "share" else MOST_MONEY
    if not 0 <= amount <= most:
        raise _wrong(fact, "out_of_range", value)
    return money.to_text(amount)


def _day(fact: Fact, value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise _wrong(fact, "bad_date", value) from error
    if not (FIRST_BIRTH if fact.name == "born" else FIRST_DAY) <= day <= today:
        raise _wrong(fact, "out_of_range", value)
    return day.isoformat()


def _wrong(fact: Fact, code: str, value: str) -> Malformed:
    return refused([refuse(f"value.{fact.name}", code, value)])
