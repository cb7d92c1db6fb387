"""What the rules make of a client's credit file today: the most that may be granted, and whether anything freezes the line."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.view import View, look
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.decisions.credit_file import credit_file
from account_api.errors import NotFound, StateChanged
from risk.credit import credit_line, score
from risk.credit.line import FREEZE
from risk.credit.score import Score
from risk.decision import Decision
from risk.figure import Figure
from risk.money import display_money


@dataclass(frozen=True, slots=True)
class Ceiling:
    """`decision` is that of `risk`; its figure `credit_line` is the ceiling."""

    view: View
    decision: Decision
    score: Score
    current: Fraction | None

    @property
    def figure(self) -> Figure:
        return self.decision.figures["credit_line"]

    @property
    def frozen(self) -> bool:
        return self.decision.outcome == FREEZE


def ceiling(ctx: Context, session: Session, client: Client) -> Ceiling:
    """Raises NoCreditAccount before an agreement was signed, NotFound for an account that is kept abroad.

    An account that has no position day yet says nothing of its client, who counts as an applicant does.
    """
    today = ctx.clock.today()
    view = look(session, client, today)
    if view.abroad:
        raise NotFound("Lines are granted on the mainland only.", "仅对内地信用账户提供授信。")
    begun = queries.days(session, view.account.account_id, today, limit=1)
    file = credit_file(ctx, session, client, view if begun else None, today)
    line = view.account.credit_line
    return Ceiling(
        view,
        credit_line(file, ctx.rules),
        score(file.profile, today),
        None if line is None else Fraction(line),
    )


def refuse_above(found: Ceiling, amount: Decimal, deciding: bool) -> None:
    """Raises StateChanged for a line that is higher than now and frozen, or higher than the ceiling. A ceiling that is not
    known stops the decision, not the request.
    """
    wanted = Fraction(amount)
    if wanted > (found.current or 0) and found.frozen:
        reasons = [each for each in found.decision.reasons if each.outcome == FREEZE]
        raise StateChanged(
            f"The line is frozen: {'; '.join(each.text for each in reasons)}.",
            f"额度已冻结：{'；'.join(each.text_zh for each in reasons)}。",
        )
    most = found.figure.value
    if most is None and deciding:
        missing = ", ".join(found.figure.missing)
        raise StateChanged(f"The ceiling is not known: {missing}.", f"额度上限无法计算，缺少：{missing}。")
    if most is not None and wanted > most:
        shown = display_money(most, "down")
        raise StateChanged(
            f"It is above the computed ceiling of {shown}.", f"超过测算的额度上限 {shown} 元。"
        )
