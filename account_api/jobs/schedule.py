"""Every job of the firm by name, with its schedule. Each is a plain function of the context and the business instant that returns how
much it did; done twice it does nothing the second time, so that one which was cut off is simply done again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType

from account_api.agreements.amending import lapse_due
from account_api.alerts.watching import watch
from account_api.context import Context
from account_api.credit_lines.watch import watch as watch_credit_lines
from account_api.decisions.call_ledger import FINAL
from account_api.jobs import duties
from account_api.jobs.accrual import roll_days
from account_api.jobs.reviews import remind
from account_api.jobs.times import Daily, During, Schedule, WhenChanged
from account_api.policy.announce import announce
from account_api.published.job import publish_all

Run = Callable[[Context, datetime], int]


@dataclass(frozen=True, slots=True)
class Job:
    """`leased`: only the worker that holds the lease runs it; any process relays. `today_too`: a home that starts after its hour
    runs it that day yet.
    """

    name: str
    zh: str
    en: str
    schedule: Schedule
    run: Run
    leased: bool = True
    today_too: bool = False


ALL: tuple[Job, ...] = (
    Job("relay", "发送待发消息", "deliver what waits to go out", WhenChanged(), duties.relay, leased=False),
    Job("tickets", "超期工单升级", "escalate overdue tickets", WhenChanged(), duties.tickets),
    Job("proposals", "过期审批失效", "end proposals nobody decided", WhenChanged(), duties.proposals),
    Job(
        "corporate_actions",
        "公司行动入账",
        "work in due corporate actions",
        Daily(time(8, 0)),
        duties.actions,
    ),
    Job("policy", "规则变更通知", "tell what the firm changes", WhenChanged(), announce),
    Job("amendments", "合同变更逾期未答复", "end amendments nobody answered", WhenChanged(), lapse_due),
    Job("alerts", "客户自设提醒", "look at clients' own alerts", WhenChanged(), watch),
    Job("reviews", "测评与计划到期提醒", "remind of what is to be reviewed", Daily(time(9, 0)), remind),
    Job("credit_lines", "授信额度复核", "look at credit lines", Daily(time(9, 10)), watch_credit_lines),
    Job(
        "accrual",
        "日终结转与计息",
        "carry accounts to the day and count interest",
        Daily(time(15, 30), True),
        roll_days,
    ),
    Job(
        "calls_session",
        "盘中追保扫描",
        "sweep for margin calls within the session",
        During(timedelta(minutes=5), time(9, 30), time(14, 57)),
        duties.session_calls,
    ),
    Job("calls_clock", "追保期限", "what time does to margin calls", WhenChanged(), duties.call_clock),
    Job(
        "calls_close",
        "收盘追保扫描",
        "sweep for margin calls after the close",
        Daily(FINAL, True),
        duties.closing_calls,
        today_too=True,
    ),
    Job(
        "publish",
        "发布账户数据",
        "publish accounts for reading",
        During(timedelta(minutes=15), time(9, 30), time(16, 0)),
        publish_all,
    ),
)

JOBS: Mapping[str, Job] = MappingProxyType({job.name: job for job in ALL})
