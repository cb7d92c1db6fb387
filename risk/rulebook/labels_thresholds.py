"""Names of the firm's own thresholds of credit lines and admission, which a firm may set by a row of its own."""

from collections.abc import Mapping
from types import MappingProxyType

THRESHOLD_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit_line_multiple": ("授信额度的资产比例", "credit line as a share of assets"),
        "credit_line_most": ("授信额度上限", "largest credit line"),
        "credit_line_step": ("授信额度取整单位", "step of a credit line"),
        "credit_allocation_factor": ("授信集中度系数", "credit-line factor of concentration"),
        "credit_history_factor": ("授信履约系数", "credit-line factor of past calls"),
        "credit_regime_factor": ("授信市场系数", "credit-line factor of the market"),
        "questionnaire_least_share": ("风险等级最低得分比例", "share of the points a risk grade begins at"),
        "questionnaire_retake_days": ("重新测评间隔天数", "days before a questionnaire is taken again"),
        "questionnaire_most_in_year": ("十二个月内测评次数", "questionnaires within twelve months"),
        "admission_fact_months": ("信息核实有效期", "how long a verified fact holds"),
        "admission_fact_eyes": ("信息核实经手人数", "people a fact needs"),
        "admission_reapply_days": ("再次申请间隔天数", "days before applying again"),
        "admission_approval_days": ("开户批准有效天数", "days an approval holds"),
    }
)
