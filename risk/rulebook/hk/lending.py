"""How a firm may lend: benchmarks of the Guidelines, its own policy, and what was only proposed."""

from datetime import date

from risk.rulebook.hk.documents import CONSULTATION, guideline, hk_row

ROWS = (
    guideline(
        "client_margin_ratio",
        "by_contract",
        "text",
        "condition",
        "No rule that was read sets a ratio for a client; the firm sets when it calls and when it sells.",
        "所读规则没有统一的客户孖展比率，何时追收、何时强制出售由公司订明。",
        "无统一规定，由公司订明",
    ),
    guideline(
        "margin_loans_to_capital",
        "5",
        "times",
        "cap",
        "Total margin loans should not exceed five times capital; how capital is defined was not read.",
        "孖展贷款总额不应超过资本的五倍；“资本”的定义未读到。",
    ),
    guideline(
        "benchmark_deviation",
        "not_automatically_a_breach",
        "text",
        "condition",
        "A deviation from a benchmark is no breach by itself if equally prudent controls justify it.",
        "偏离基准并不自动构成违规，但须有同样审慎的控制措施作为理由。",
        "不自动构成违规",
    ),
    guideline(
        "margin_control_areas",
        "seven",
        "text",
        "condition",
        "Total loans, client limits, collateral and client concentration, haircuts, calls with stopping of"
        " advances and forced sale, stress tests.",
        "贷款总额、客户信贷限额、抵押品集中、客户集中、扣减率、追收与停止垫款及强制出售、压力测试。",
        "七个范围",
    ),
    guideline(
        "call_triggers",
        "set_and_enforced_by_the_firm",
        "text",
        "condition",
        "The firm must set prudent triggers for margin calls and enforce its own policy strictly.",
        "公司须订立审慎的追收触发点，并严格执行自己的政策。",
        "由公司订立并严格执行",
    ),
    hk_row(
        "margin_lending_policy",
        "required",
        "text",
        "condition",
        date(2017, 10, 10),
        "SFC circular 17EC67",
        "The policy lists acceptable collateral with haircuts, limits by liquidity and size, stops trading"
        " while a call is open, and collects promptly.",
        "政策须列明可接受抵押品及扣减率、按流动性和规模设限、追收未补足时停止交易并及时收取。",
        article="Code of Conduct Schedule 5; Internal Control Guidelines Part VIII",
        value_zh="必须订立",
    ),
    hk_row(
        "single_client_loan_share",
        "0.20_0.30_or_0.40",
        "text",
        "cap",
        date(2018, 8, 17),
        CONSULTATION,
        "Only proposed: one client or group at most 20, 30 or 40 % of shareholders' funds; the final figure"
        " was not read.",
        "仅为咨询建议：单一客户或集团不超过股东资金的 20%、30% 或 40%；最终数字未读到。",
        value_zh="咨询建议，未见定案",
        legal="proposal",
        confidence="seen-2nd",
    ),
    hk_row(
        "stress_test_frequency",
        "monthly",
        "text",
        "condition",
        date(2018, 8, 17),
        CONSULTATION,
        "Only proposed: stress tests at least once a month; the final text was not read.",
        "仅为咨询建议：压力测试至少每月一次；最终文本未读到。",
        value_zh="咨询建议：每月",
        legal="proposal",
        confidence="seen-2nd",
    ),
)
