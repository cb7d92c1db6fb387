"""What the admission rules leave to the firm: ages, how long things hold, risk grades, when one may ask again; and whom law bars.

The conditions of assets, experience and shareholders are rows of the rulebook.
"""

from risk.rulebook.cn.documents import (
    MEASURES,
    MEASURES_DAY,
    REGULATION,
    REGULATION_DAY,
    SECURITIES_LAW,
    SECURITIES_LAW_DAY,
)
from risk.rulebook.row import Row
from risk.thresholds import firm_set

ROWS: tuple[Row, ...] = (
    Row(
        "admission_staff_excluded",
        "excluded",
        "text",
        "law",
        "condition",
        SECURITIES_LAW_DAY,
        SECURITIES_LAW,
        "seen-law",
        "Those who work for a securities firm may not hold or trade shares while in office.",
        "证券公司的从业人员在任期内不得持有、买卖股票。",
        article="第四十条",
        value_zh="不得开立",
    ),
    Row(
        "admission_material_default",
        "excluded",
        "text",
        "law",
        "condition",
        MEASURES_DAY,
        MEASURES,
        "seen-2nd",
        "A record of material default excludes.",
        "有重大违约记录的，不得开立信用账户。",
        article="第十二条",
        value_zh="不得开立",
    ),
    Row(
        "admission_risk_capacity",
        "required",
        "text",
        "law",
        "condition",
        MEASURES_DAY,
        MEASURES,
        "seen-2nd",
        "Who lacks the capacity to bear the risk may not open a credit account.",
        "缺乏风险承担能力的，不得开立信用账户。",
        article="第十二条",
        value_zh="须具备",
    ),
    Row(
        "admission_know_the_client",
        "required",
        "text",
        "law",
        "condition",
        REGULATION_DAY,
        REGULATION,
        "seen-law",
        "The firm knows identity, assets, experience and risk preference, in writing and electronically.",
        "证券公司应当了解客户的身份、财产与收入、证券投资经验和风险偏好，并以书面和电子方式记载。",
        article="第二十九条",
        value_zh="须了解并记载",
    ),
    firm_set(
        "admission_least_grade",
        "4",
        "count",
        "The least risk grade for margin trading: 4 stands for C4.",
        "办理融资融券的最低风险等级，4 表示 C4（积极型）。",
        force="floor",
    ),
    firm_set(
        "admission_assessment_months",
        "24",
        "months",
        "A suitability assessment holds for two years.",
        "风险测评两年内有效。",
        force="cap",
    ),
    firm_set("admission_least_age", "18", "years", "The least age.", "最低年龄。", force="floor"),
    firm_set(
        "admission_age_looked_at",
        "70",
        "years",
        "From this age a person of the firm talks with the applicant before the decision.",
        "年满该岁数的，须由专人沟通后决定。",
    ),
    *(
        firm_set(
            "questionnaire_least_share",
            share,
            "ratio",
            "From this share of the points of the questionnaire on, the grade is given.",
            "问卷得分达到总分的这一比例，即评为该等级。",
            scope={"grade": grade},
        )
        for grade, share in (("C1", "0"), ("C2", "0.25"), ("C3", "0.45"), ("C4", "0.60"), ("C5", "0.80"))
    ),
    firm_set(
        "questionnaire_retake_days",
        "1",
        "days",
        "The questionnaire can be taken again so many days after it was finished.",
        "完成问卷后，须隔该天数方可重新测评。",
    ),
    firm_set(
        "questionnaire_most_in_year",
        "3",
        "count",
        "So many times within twelve months; more only after a person of the firm has talked with the client.",
        "十二个月内测评次数上限；超过须先由专人沟通。",
    ),
    *(
        firm_set(
            "admission_fact_months",
            months,
            "months",
            "A fact that was verified holds for so long.",
            "信息核实后的有效期。",
            scope={"fact": fact},
        )
        for fact, months in (("lasting", "36"), ("yearly", "12"), ("recent", "6"))
    ),
    firm_set(
        "admission_fact_eyes",
        "2",
        "count",
        "How many people a fact needs: one enters it, and with 2 another verifies it.",
        "一项信息须经几人之手：为 2 时录入人不能核实自己录入的信息。",
    ),
    firm_set(
        "admission_reapply_days",
        "30",
        "days",
        "After a refusal, so many days pass before the next application.",
        "申请被拒绝后，须隔该天数方可再次申请。",
    ),
    firm_set(
        "admission_approval_days",
        "90",
        "days",
        "An approval holds for so many days; an agreement that was not signed by then needs a new one.",
        "开户批准的有效天数；逾期未签署合同的，须重新申请。",
        force="cap",
    ),
    firm_set(
        "admission_blacklist",
        "excluded",
        "text",
        "Whoever stands on the firm's own list is not admitted before a person has taken him off it.",
        "列入公司黑名单的，移出前不予开立。",
        value_zh="不予开立",
    ),
)
