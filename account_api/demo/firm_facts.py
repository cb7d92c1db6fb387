"""The demo firm: its staff and what it has set for itself. Every value here is the firm's own choice, not a
rule.
"""

from collections.abc import Mapping
from typing import Any

from account_api.auth.roles import Role

STAFF: tuple[tuple[str, Role, str, str | None], ...] = (
    ("demo-agent", Role.agent, "坐席甲", "east"),
    ("demo-agent2", Role.agent, "坐席乙", "west"),
    ("demo-supervisor", Role.supervisor, "客服主管", None),
    ("demo-educator", Role.educator, "投教专员", None),
    ("demo-risk", Role.risk, "风控专员", None),
    ("demo-compliance", Role.compliance, "合规专员", None),
    ("demo-legal", Role.legal, "法务专员", None),
    ("demo-adviser", Role.adviser, "持牌投顾", None),
    ("demo-admin", Role.admin, "系统管理员", None),
    ("demo-feeder", Role.feeder, "柜台系统", None),
)

FINANCING_RATE = "0.065"
SHORT_RATE = "0.085"

CLAUSES: Mapping[str, str] = {
    "interest": "8.2",
    "day_basis": "8.3",
    "fee_basis": "8.4",
    "withdrawal_line": "9.4",
    "warning_line": "12.2",
    "liquidation_line": "12.3",
    "restore_line": "12.4",
    "minimum_line": "12.5",
    "call_deadline": "13.1",
    "liquidation_order": "14.2",
    "notice": "16.1",
}

SHOWN: Mapping[str, Any] = {
    "name": {"zh": "两融示例证券", "en": "Liangrong Demo Securities"},
    "phone": "400-000-0000",
    "service_hours": {
        "zh": "交易日 8:30–17:30 人工；其余时间机器人值守，紧急情况转值班",
        "en": "People on trading days 8:30–17:30; the assistant otherwise, emergencies go to the duty desk",
        "from": "08:30",
        "until": "17:30",
    },
    "handoff_answer_minutes": 10,
    "complaint_reply_business_days": 5,
    "transfer_arrival": {
        "cash": {
            "zh": "银证转账当日到账，当日计入",
            "en": "A bank transfer counts on the session it arrives",
            "sessions": 0,
            "from": "09:00",
            "until": "16:00",
        },
        "securities": {
            "zh": "普通账户划入的证券，下一交易日计入",
            "en": "Securities moved from the ordinary account count from the next session",
            "sessions": 1,
            "from": "09:00",
            "until": "15:00",
        },
        "trade": {
            "zh": "卖券还款、买券还券成交后当日计入",
            "en": "Selling to repay and buying to return count on the session they are done",
            "sessions": 0,
            "from": "09:30",
            "until": "15:00",
        },
    },
    "bank_transfer_hours": {"from": "09:00", "to": "16:00"},
    "standard_financing_rate": FINANCING_RATE,
    "standard_short_rate": SHORT_RATE,
    "day_basis": 360,
    "app_path": {"zh": "App › 交易 › 融资融券", "en": "App › Trade › Margin"},
}

INTERNAL: Mapping[str, Any] = {
    "duty_group": "east",
    "agreement_reading_seconds": 1,
    "agreement_signature": "confirmation",
    "policy_notice_days": 5,
    "interest_rule": {"counts": "first", "monthly_day": None, "penalty_rate": "0.0975"},
    "market_regime": {"name": "calm", "source": "demo risk committee", "day": "2026-11-19"},
}
