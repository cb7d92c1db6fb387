"""The demo firm: seeded, deterministic, on a clock that stands still on Friday 2026-11-20 at 16:30 in
Shanghai.

    ensure_demo_home(settings, print)

makes or completes a demo home. Everything is inserted in one transaction under the home's lock: killed
half-way it leaves nothing, two at once make one firm, and running it again changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from account_api.demo.abroad import PERSONAS as ABROAD
from account_api.demo.firm_facts import STAFF
from account_api.demo.personas import PERSONAS
from account_api.settings import Settings

DEMO_CLOCK = datetime.fromisoformat("2026-11-20T16:30:00+08:00")
DEMO_CLIENTS = tuple(persona.user for persona in (*PERSONAS, *ABROAD))
DEMO_STAFF = tuple(user for user, *_ in STAFF)
DEMO_USERS = DEMO_CLIENTS + DEMO_STAFF


DEFAULT_PASSWORD = "liangrong-demo"


def demo_password(settings: Settings) -> str:
    """The password all personas are seeded with: LIANGRONG_DEMO_PASSWORD, or a default that is no secret."""
    given = settings.demo_password
    return DEFAULT_PASSWORD if given is None else given.get_secret_value()


def ensure_demo_home(settings: Settings, progress: Callable[[str], None]) -> None:
    """Makes an empty home that of the demo firm, and completes one that was left half-made.

    Raises UnsafeHome for the home of a real firm, or where the host could be reached from other machines.
    """
    from account_api.app import build_context
    from account_api.demo.seed import seed
    from account_api.home import begin_demo_home, finish_home, locked

    progress("home")
    home = begin_demo_home(settings, DEMO_CLOCK)
    progress("database")
    context = build_context(settings, home=home)
    try:
        progress("demo firm")
        with locked(home.root / "seed.lock"):
            seed(context, demo_password(settings))
        finish_home(home)
    finally:
        context.database.dispose()
