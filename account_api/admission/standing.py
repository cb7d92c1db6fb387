"""Where an applicant stands today: each fact with its proof, the questionnaire, the decision of the rules, what is still open.

The rules judge what the firm has on record of the client; a verified fact is written into that record (`facts.verify`).
Everything here is worked out anew at every look, so that what has expired or fallen since shows at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from account_api.accounts.queries import account_of
from account_api.accounts.view import View, look
from account_api.admission import queries
from account_api.admission.catalogue import FACTS, Fact, asked
from account_api.admission.contract import GapPublic
from account_api.admission.questionnaires import version, versions
from account_api.admission.states import Side
from account_api.admission.tables import ApplicantFact, Sitting
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.decisions.applicant import applicant
from account_api.decisions.credit_file import credit_file
from account_api.errors import NoCreditAccount
from risk.admission import decide
from risk.admission.model import ADMIT, GRAVEST, PERSON
from risk.admission.questionnaire import in_force, unanswered
from risk.credit import score
from risk.credit.score import Score
from risk.decision import Decision

_FACT_GAPS: Mapping[str, tuple[tuple[str, str], tuple[str, str], Side]] = {
    "missing": (("is not given", "尚未填写"), ("state it", "补充填写"), "client"),
    "unverified": (
        ("is not verified", "尚未核实"),
        ("a person of the firm verifies it", "由工作人员核实"),
        "desk",
    ),
    "expired": (("has expired", "已过有效期"), ("bring it up to date", "更新并重新核实"), "client"),
    "early": (
        ("is said to be verified later than now", "核实时间晚于当前时间"),
        ("verify it again", "重新核实"),
        "desk",
    ),
}
"""What is wrong with a fact, what closes it, in English and Chinese, and who."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact as it stands: `row` is its newest version, None where nothing was said."""

    fact: Fact
    required: bool
    row: ApplicantFact | None
    state: str

    @property
    def holds(self) -> bool:
        return self.state == "verified"


@dataclass(frozen=True, slots=True)
class Standing:
    """`sitting` is the newest finished one; `stage` is how the questionnaire stands."""

    client: Client
    as_of: date
    proofs: tuple[Proof, ...]
    sitting: Sitting | None
    opened: Sitting | None
    stage: str
    decision: Decision
    score: Score
    has_account: bool

    @property
    def outcome(self) -> str:
        """The gravest of the conditions; a talk on record does for an age that a person looks at."""
        open_ones = (
            each.outcome for each in self.decision.reasons if not self._talked(each.code, each.outcome)
        )
        return min(open_ones, key=GRAVEST.index, default=ADMIT)

    @property
    def gaps(self) -> tuple[GapPublic, ...]:
        """Everything between now and an admission: facts, the questionnaire, then the conditions of the rules."""
        return (*self.fact_gaps, *self.questionnaire_gaps, *self.rule_gaps)

    @property
    def fact_gaps(self) -> tuple[GapPublic, ...]:
        return tuple(_of_fact(each) for each in self.proofs if each.required and not each.holds)

    @property
    def questionnaire_gaps(self) -> tuple[GapPublic, ...]:
        if self.stage == "done":
            return ()
        text, chinese = "the risk questionnaire is not finished", "风险测评问卷尚未完成"
        if self.stage == "lapsed":
            text, chinese = "the risk questionnaire no longer holds", "风险测评已过有效期"
        closes, closes_zh = "answer the questionnaire", "完成风险测评问卷"
        return (_gap("questionnaire", "questionnaire", "client", text, chinese, closes, closes_zh),)

    @property
    def rule_gaps(self) -> tuple[GapPublic, ...]:
        """The gaps of the rules; a refusal that nothing closes is one too."""
        closable = {each.code: each for each in self.decision.gaps}
        found = []
        for each in self.decision.reasons:
            if each.outcome == ADMIT or self._talked(each.code, each.outcome):
                continue
            gap = closable.get(each.code)
            by: Side = "desk" if each.outcome == PERSON else "client"
            if gap is None:
                nothing = ("nothing is known to close it", "暂无可行的消除方式")
                found.append(_gap(each.code, each.path, "nobody", each.text, each.text_zh, *nothing))
            else:
                found.append(GapPublic.model_validate({**gap.as_json(), "by": by}))
        return tuple(found)

    def proof(self, name: str) -> Proof:
        """How one fact stands."""
        return next(each for each in self.proofs if each.fact.name == name)

    def _talked(self, code: str, outcome: str) -> bool:
        talk = self.proof("talk")
        said = talk.row is not None and talk.row.value == "yes"
        return code == "age" and outcome == PERSON and talk.holds and said


def standing(ctx: Context, session: Session, client: Client) -> Standing:
    """Where the client stands now."""
    today, now = ctx.clock.today(), ctx.clock.now()
    rows = queries.facts(session, client.client_id)
    sitting, opened = (
        queries.finished(session, client.client_id),
        queries.open_sitting(session, client.client_id),
    )
    profile = credit_file(ctx, session, client, _account(session, client, today), today).profile
    return Standing(
        client,
        today,
        tuple(_proof(each, asked(each, client), rows.get(each.name), today, now) for each in FACTS),
        sitting,
        opened,
        stage_of(sitting, opened, today),
        decide(applicant(session, client, today), ctx.rules, ctx.calendar),
        score(profile, today),
        account_of(session, client.client_id) is not None,
    )


def stage_of(sitting: Sitting | None, opened: Sitting | None, today: date) -> str:
    """How the questionnaire stands: a finished one that holds counts, whatever was begun since."""
    if sitting is not None and sitting.valid_until is not None and sitting.valid_until >= today:
        return "done"
    if opened is not None:
        return "open" if opened.version == in_force(versions(), today).version else "superseded"
    return "none" if sitting is None else "lapsed"


def answered(sitting: Sitting | None) -> tuple[int, int]:
    """How many questions of a sitting have an answer, and how many there are."""
    if sitting is None:
        return 0, 0
    questionnaire = version(sitting.version)
    of = len(questionnaire.questions)
    return of - len(unanswered(questionnaire, sitting.answers)), of


def _account(session: Session, client: Client, today: date) -> View | None:
    try:
        view = look(session, client, today)
    except NoCreditAccount:
        return None
    return None if view.abroad else view


def _proof(fact: Fact, required: bool, row: ApplicantFact | None, today: date, now: datetime) -> Proof:
    if row is None:
        return Proof(fact, required, None, "missing")
    if row.verified_at is None:
        return Proof(fact, required, row, "unverified")
    if row.verified_at > now:
        return Proof(fact, required, row, "early")
    lapsed = row.valid_until is not None and row.valid_until < today
    return Proof(fact, required, row, "expired" if lapsed else "verified")


def _of_fact(proof: Proof) -> GapPublic:
    fact = proof.fact
    (text, chinese), (closes, closes_zh), by = _FACT_GAPS[proof.state]
    if not fact.by_client:
        by = "desk"
    named = f"{fact.en} {text}", f"{fact.zh}{chinese}"
    return _gap(f"fact_{proof.state}", f"facts.{fact.name}", by, *named, closes, closes_zh)


def _gap(code: str, path: str, by: Side, text: str, text_zh: str, closes: str, closes_zh: str) -> GapPublic:
    return GapPublic(
        code=code,
        path=path,
        by=by,
        text=text,
        text_zh=text_zh,
        closes=closes,
        closes_zh=closes_zh,
        earliest=None,
        figures=[],
    )
