"""What an agreement must contain, as data: each section with where that is said and how well we know it.

What the association's mandatory terms ask for is marked seen-2nd, what the regulation itself asks for seen-law; sections that
this firm asks of itself are firm-set. An article is named only where it was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from risk.rulebook.cn.documents import CONTRACT_TERMS, REGULATION
from risk.rulebook.row import Confidence
from risk.thresholds import FIRM_STANDARD


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its `kind`; `terms` are those that one of its clauses has to state."""

    kind: str
    zh: str
    en: str
    source: str
    article: str | None
    confidence: Confidence
    terms: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "title": {"zh": self.zh, "en": self.en},
            "source": self.source,
            "article": self.article,
            "confidence": self.confidence,
            "terms": list(self.terms),
        }


def _terms(kind: str, zh: str, en: str, article: str | None = None, *terms: str) -> Section:
    return Section(kind, zh, en, CONTRACT_TERMS, article, "seen-2nd", terms)


def _law(kind: str, zh: str, en: str, article: str, *terms: str) -> Section:
    return Section(kind, zh, en, REGULATION, article, "seen-law", terms)


def _ours(kind: str, zh: str, en: str, *terms: str) -> Section:
    return Section(kind, zh, en, FIRM_STANDARD, None, "firm-set", terms)


SECTIONS: tuple[Section, ...] = (
    _terms("purpose", "目的、依据与定义", "Purpose, basis and definitions"),
    _ours("declarations", "双方声明与保证", "Declarations of both sides"),
    _terms("accounts", "账户", "Accounts", "第五条"),
    _terms("trust", "财产信托关系", "Trust over collateral"),
    _terms(
        "margin",
        "保证金、担保物与标的证券",
        "Margin, collateral and eligible securities",
        None,
        "collateral",
        "valuation",
        "financing_margin_ratio",
        "short_margin_ratio",
    ),
    _terms("credit_line", "授信额度", "Credit line"),
    _terms("trading", "交易规则", "Trading", "第十二条"),
    _terms(
        "interest",
        "期限、利息与费用",
        "Term, interest and fees",
        "第八条",
        "months",
        "extension_months",
        "financing_rate",
        "short_rate",
        "day_basis",
        "penalty_rate",
    ),
    _ours("repayment", "偿还与提取", "Repayment and withdrawal", "withdrawal_line"),
    _terms("entitlements", "权益处理", "Entitlements", "第十四条"),
    _ours("suspension", "停牌与调出标的", "Suspension and removal from the list"),
    _ours("lines", "维持担保比例与各线", "Maintenance ratio and lines", "warning_line", "restore_line"),
    _ours("calls", "追加担保物", "Margin calls", "call_deadline"),
    _law(
        "liquidation",
        "违约与担保物处分",
        "Default and disposal of collateral",
        "第五十四条",
        "liquidation_line",
        "liquidation_order",
        "stop_at",
    ),
    _ours("amendment", "变更与同意", "Amendments and consent"),
    _terms("notices", "通知与送达", "Notices and delivery", "第十五条", "delivery"),
    _terms("exemptions", "免责情形", "Force majeure and exemptions", "第十六条"),
    _terms("termination", "终止与清算", "Termination and settlement", "第十七条"),
    _ours("disputes", "争议解决与文本", "Disputes and language"),
)

DISCLOSURE = _law("disclosure", "风险揭示", "Risk disclosure", "第三十条")
"""A client signs for having been told the risks; without such a statement no template is published."""

BY_KIND: Mapping[str, Section] = MappingProxyType({each.kind: each for each in (*SECTIONS, DISCLOSURE)})
