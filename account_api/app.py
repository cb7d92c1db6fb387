"""The account service as an ASGI app: everything is built here, once, from settings.

app = create_app(Settings())
client = AccountClient.in_process(app, assistant_token(app))
"""

from fastapi import APIRouter, FastAPI
from sqlalchemy import text

from account_api import error_responses
from account_api.accounts.endpoints import router as accounts
from account_api.admission.endpoints import router as admission
from account_api.agreements.endpoints import router as agreements
from account_api.agreements.template_endpoints import router as agreement_templates
from account_api.alerts.endpoints import router as alerts
from account_api.audit import Trail
from account_api.auth import service as auth_service
from account_api.auth.endpoints import router as auth
from account_api.auth.passwords import Passwords
from account_api.books.endpoints import router as books
from account_api.campaigns.endpoints import router as campaigns
from account_api.clients.endpoints import router as clients
from account_api.clock import Clock
from account_api.consents.endpoints import router as consents
from account_api.context import Context
from account_api.credit_lines.endpoints import router as credit_lines
from account_api.db import open_database
from account_api.decisions.endpoints import router as decisions
from account_api.decisions.watch_endpoints import router as watch
from account_api.dependencies import Ctx
from account_api.desk.endpoints import router as desk
from account_api.errors import Unavailable
from account_api.extensions.endpoints import router as extensions
from account_api.feed.endpoints import router as feed
from account_api.firm.endpoints import router as firm
from account_api.handoffs.endpoints import router as handoffs
from account_api.home import Home, open_home
from account_api.hot_reads import HotReads
from account_api.inbox.endpoints import router as inbox
from account_api.inspection.endpoints import router as inspection
from account_api.inspection.port import no_chats
from account_api.jobs.endpoints import router as jobs
from account_api.learning.endpoints import router as learning
from account_api.margin_calls.endpoints import router as margin_calls
from account_api.market.endpoints import router as market
from account_api.migrations import HEAD, current, migrate
from account_api.notices.endpoints import router as notices
from account_api.own_plans.endpoints import router as own_plans
from account_api.planning.endpoints import router as planning
from account_api.policy.endpoints import router as policy
from account_api.proposals.endpoints import router as proposals
from account_api.published.endpoints import router as published
from account_api.reference import router as reference
from account_api.rules.endpoints import router as rules
from account_api.rules.store import StoredRulebooks
from account_api.settings import Settings
from account_api.settlements.endpoints import router as settlements
from account_api.tickets.attachment_endpoints import router as attachments
from account_api.tickets.endpoints import router as tickets
from risk.sessions import cn_calendar

MAX_BODY_BYTES = 64 * 1024

health = APIRouter(tags=["health"])


def create_app(settings: Settings, clock: Clock | None = None, passwords: Passwords | None = None) -> FastAPI:
    """Opens (or makes) the home, migrates its database and mounts every feature under /api/v1.

    Raises UnsafeHome where demo secrets could be reached from other machines.
    """
    return app_of(build_context(settings, clock, passwords))


def build_context(
    settings: Settings,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    home: Home | None = None,
) -> Context:
    """What the app works with; also for commands that need no HTTP."""
    home = home or open_home(settings)
    url = settings.database_url.get_secret_value() if settings.database_url else home.database_url
    database = open_database(url)
    migrate(database, home.root / "migrate.lock")
    return Context(
        settings=settings,
        home=home,
        clock=clock or _clock(settings, home),
        database=database,
        trail=Trail(home.audit_head, home.secrets.pseudonym_key),
        passwords=passwords or Passwords.argon2(),
        calendar=cn_calendar(),
        rulebooks=StoredRulebooks(database, home.root),
    )


def app_of(context: Context) -> FastAPI:
    """Mounts every feature on what has been built; a test passes a context of its own."""
    app = FastAPI(title="Liangrong account service", version="1", docs_url=None, redoc_url=None)
    app.state.context, app.state.chats = context, no_chats
    error_responses.install(app)
    app.add_middleware(HotReads)
    api = APIRouter(prefix="/api/v1", max_body_size=MAX_BODY_BYTES, responses=dict(error_responses.DECLARED))
    for router in (
        auth,
        clients,
        admission,
        books,
        accounts,
        planning,
        decisions,
        watch,
        notices,
        alerts,
        settlements,
        own_plans,
        proposals,
        policy,
        published,
        inspection,
        market,
        rules,
        tickets,
        attachments,
        handoffs,
        desk,
        campaigns,
        feed,
        jobs,
        firm,
        consents,
        inbox,
        learning,
        margin_calls,
        agreement_templates,
        credit_lines,
        extensions,
        agreements,
    ):
        api.include_router(router)
    app.include_router(api)
    app.include_router(health)
    app.include_router(reference)
    return app


def assistant_token(app: FastAPI) -> str:
    """A token for the assistant itself, for the process that holds the app."""
    context: Context = app.state.context
    return auth_service.assistant_token(context)


def rules_edition(app: FastAPI) -> str:
    """Names the rules that are applied now, for the process that holds the app."""
    context: Context = app.state.context
    return context.rulebooks.edition


@health.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz(ctx: Ctx) -> dict[str, str]:
    """The database answers and has the schema this code expects."""
    with ctx.database.reading.connect() as connection:
        connection.execute(text("SELECT 1"))
        if current(connection) != HEAD:
            raise Unavailable("The database has another schema.", "数据库版本不一致。")
    return {"status": "ready", "schema": HEAD}


def _clock(settings: Settings, home: Home) -> Clock:
    pinned = settings.pinned_clock(home.clock)
    return Clock() if pinned is None else Clock.pinned_at(pinned)
