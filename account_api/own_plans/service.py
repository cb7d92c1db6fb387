"""Saving a client's own limits as a new version, showing them, and reviewing the account against the newest."""

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.errors import NotFound
from account_api.own_plans import queries
from account_api.own_plans.contract import OwnPlanPublic, OwnPlanReviewPublic, OwnPlanSet, OwnPlanVersion
from account_api.own_plans.tables import OwnPlan
from account_api.planning.position import answered, position
from risk.planning import Plan, read_plan, review

NAME = "own plan"


def shown(session: Session, client: Client) -> OwnPlanPublic:
    """The newest version and all before it."""
    versions = [_version(row) for row in queries.versions(session, client.client_id)]
    newest = versions[0] if versions else None
    return OwnPlanPublic(client_id=client.client_id, plan=newest, versions=versions)


def save(
    ctx: Context, session: Session, principal: Principal, client: Client, asked: OwnPlanSet
) -> OwnPlanPublic:
    """Keeps the limits as a new version, unless they are those of the newest. Raises Malformed naming a wrong limit."""
    limits = asked.model_dump(mode="json", exclude_none=True, exclude={"next_review"})
    rows = queries.locked_versions(session, client.client_id)
    number = rows[0].version + 1 if rows else 1
    row = OwnPlan.of(
        client_id=client.client_id,
        version=number,
        saved_at=ctx.clock.now(),
        next_review=asked.next_review,
        limits=limits,
    )
    plan_of(row)
    if rows and (rows[0].limits, rows[0].next_review) == (limits, asked.next_review):
        return shown(session, client)
    session.add(row)
    session.flush()
    ctx.record(session, Event("own_plan.saved", principal.user, client.client_id, {"version": number}))
    return shown(session, client)


def reviewed(ctx: Context, session: Session, view: View) -> OwnPlanReviewPublic:
    """What of the newest version the account keeps. Raises NotFound where none was saved, or without a position."""
    rows = queries.versions(session, view.client.client_id)
    if not rows:
        raise NotFound("No plan of your own has been saved.", "您尚未保存自设计划。")
    newest, account = rows[0], position(view)
    found = review(plan_of(newest), account, ctx.rules)
    due = newest.next_review is not None and newest.next_review <= view.as_of
    about = {"version": newest.version, "next_review": newest.next_review, "due": due}
    return OwnPlanReviewPublic.model_validate({**view.origin(), **found.as_json(), **about})


def plan_of(row: OwnPlan) -> Plan:
    """A version as `risk` reads it. Raises Malformed naming a limit that is out of range or against another."""
    limits = dict(row.limits)
    made_on = row.saved_at.astimezone(BOOKING_ZONE).date().isoformat()
    leverage = limits.pop("max_leverage", None)
    written = {**limits, "name": NAME, "made_on": made_on, "most_leverage": leverage}
    return answered(lambda: read_plan(written))


def _version(row: OwnPlan) -> OwnPlanVersion:
    return OwnPlanVersion(
        version=row.version,
        saved_at=local_text(row.saved_at),
        next_review=row.next_review,
        limits=row.limits,
    )
