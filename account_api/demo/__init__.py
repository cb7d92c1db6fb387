"""The demo firm: seeded, deterministic, on a clock that stands still on Friday 2026-11-20 at 16:30 in
Shanghai.

    ensure_demo_home(settings, print)

makes or completes a demo home. Everything is inserted in one transaction under the home's lock: killed
half-way it leaves nothing, two at once make one firm, and running it again changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from account_api.demo.firm_facts import STAFF
from account_api.demo.personas import PERSONAS
from account_api.settings import Settings

DEMO_CLOCK = datetime.fromisoformat("2026-11-20T16:30:00+08:00")
DEMO_CLIENTS = tuple(persona.user for persona in PERSONAS)
DEMO_STAFF = tuple(user for user, *_ in STAFF)
DEMO_USERS = DEMO_CLIENTS + DEMO_STAFF


def ensure_demo_home(settings: Settings, progress: Callable[[str], None]) -> None:
    """Makes the home of `settings` a demo home if it is empty and seeds what is not there yet.

    Raises UnsafeHome for the home of a real firm, or where the host could be reached from other machines.
    """
    from account_api.app import build_context
    from account_api.demo.seed import seed
    from account_api.home import locked, open_home

    progress("home")
    home = open_home(settings, demo=True, clock=DEMO_CLOCK)
    progress("database")
    context = build_context(settings)
    try:
        progress("demo firm")
        with locked(home.root / "seed.lock"):
            seed(context)
    finally:
        context.database.dispose()
