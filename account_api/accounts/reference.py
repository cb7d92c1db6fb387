"""What the owner of an account of another place can ask: figures, cures, positions, history, in its own measures."""

from dataclasses import replace

from sqlmodel import Session

from account_api.accounts import queries, reference_book, service
from account_api.accounts.contract import (
    CuresPublic,
    FiguresPublic,
    HistoryPublic,
    HoldingPublic,
    PositionsPublic,
    ReferenceDayPublic,
)
from account_api.accounts.service import HISTORY_DAYS
from account_api.accounts.view import View
from account_api.context import Context
from account_api.errors import refused
from risk import money
from risk.fields import BookError, refuse
from risk.figure import Figure, trace
from risk.hk.account import HkAccount, HkHolding
from risk.hk.formulas import FORMULAS as HK_FORMULAS
from risk.jurisdictions import ReferenceAccount, evaluate_reference, reference_cures
from risk.money import to_text
from risk.us.account import UsPosition
from risk.us.formulas import FORMULAS as US_FORMULAS


def figures_of(ctx: Context, view: View) -> FiguresPublic:
    """The figures of an account, in the measures of where it is booked."""
    return figures(ctx, view) if view.abroad else service.figures(view, ctx.rules)


def figures(ctx: Context, view: View) -> FiguresPublic:
    """Every figure; without a book the ratio is indeterminate and names what is missing."""
    origin = {**view.origin(), "currency": view.account.currency, "terms": None}
    if view.reference is not None:
        found = evaluate_reference(view.reference, ctx.rulebooks()).as_json()
        return FiguresPublic.model_validate({**found, **origin})
    unknown = _unknown(view)
    return FiguresPublic.model_validate(
        {
            **origin,
            "band": "indeterminate",
            "figures": {unknown.name: unknown.as_json()},
            "findings": [],
            "trace_id": trace({unknown.name: unknown.trace_id}),
        }
    )


def cures(ctx: Context, view: View, target: str | None) -> CuresPublic:
    """The ways to meet the call. When a cure counts and by when is the firm's matter, so there is no deadline."""
    found: dict[str, object] = {"target": target, "cures": []}
    if view.reference is not None:
        try:
            goal = None if target is None else money.parse(target, "target")
            found = reference_cures(view.reference, ctx.rulebooks(), goal).as_json()
        except money.AmountError as error:
            raise refused([refuse("target", error.code, target)]) from error
        except BookError as error:
            raise refused(error.errors) from error
    return CuresPublic.model_validate({**found, **view.origin(), "call": None, "clauses": {}})


def positions(view: View) -> PositionsPublic:
    """What is held; a short position has a quantity below zero."""
    book = view.reference
    unknown = dict.fromkeys(("cash", "other_collateral", "fees"))
    rows = [] if book is None else _rows(book)
    cash = None if book is None else to_text(book.cash if isinstance(book, HkAccount) else book.credit)
    return PositionsPublic.model_validate(
        {**view.origin(), **unknown, "cash": cash, "holdings": rows, "contracts": []}
    )


def history(ctx: Context, session: Session, view: View) -> HistoryPublic:
    """The band and the ratio of the last days, each under the rules of its own day."""
    newest_first = queries.reference_books(session, view.account.account_id, view.as_of, HISTORY_DAYS)
    days = []
    for row in reversed(newest_first):
        found = evaluate_reference(reference_book.of_row(row, row.day), ctx.rulebooks())
        measure = found.figures[found.measure].as_json()
        days.append(ReferenceDayPublic(date=row.day, band=found.band, measure=measure))
    return HistoryPublic(client_id=view.client.client_id, days=[], reference_days=days)


def _rows(book: ReferenceAccount) -> list[HoldingPublic]:
    if isinstance(book, HkAccount):
        return [_row(held) for held in book.collateral]
    sold = [replace(held, quantity=-held.quantity) for held in book.short]
    return [_row(held) for held in (*book.long, *sold)]


def _row(held: HkHolding | UsPosition) -> HoldingPublic:
    """A lending ratio is no conversion rate, so none is shown."""
    return HoldingPublic(
        security=held.security,
        name=held.security,
        name_en=held.security,
        quantity=held.quantity,
        price=None if held.price is None else to_text(held.price),
        market_value=None if held.price is None else to_text(held.quantity * held.price),
        conversion_rate=None,
        status="normal",
    )


def _unknown(view: View) -> Figure:
    formulas = HK_FORMULAS if view.account.jurisdiction == "HK" else US_FORMULAS
    measure = reference_book.MEASURES[view.account.jurisdiction]
    chinese, english = formulas[measure]
    return Figure(
        measure, None, "ratio", None, chinese, (), (), view.as_of, None, view.missing, english=english
    )
