"""A relay that is killed at a chosen moment, by the kernel and without a last word."""

import os
import signal
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from account_api import relay
from account_api.app import build_context
from account_api.campaigns import dispatch
from account_api.clients.tables import Client
from account_api.clock import Clock
from account_api.context import Context
from account_api.delivery import deliver, handlers_of
from account_api.demo import DEMO_CLOCK
from account_api.gateways.contract import Gateway, Letter, Taken
from account_api.notices import carrying
from account_api.notices.service import Sending, send_many
from account_api.notices.texts import Text
from account_api.settings import Settings
from tests.faults.dying import killed_in_rows

SENT = "sent.log"
LONGER_THAN_ANY_PAUSE = timedelta(hours=3)


def context_of(home: Path, later: timedelta = timedelta()) -> Context:
    """The home on the demo day, so much later by the clock that leases run on."""
    clock = Clock(now=lambda: DEMO_CLOCK, wall=lambda: DEMO_CLOCK + later, pinned=True)
    return build_context(Settings(home=home), clock)


def send(home: Path, copy: Mapping[str, Any]) -> None:
    """Telegram, for these tests: one line a call."""
    with (home / SENT).open("a", encoding="utf-8") as log:
        log.write(f"{copy['chat']}\n")


def noticed(home: Path) -> list[str]:
    """Sends every client of the firm a notice by SMS, which then waits for the relay; their ids."""
    context = context_of(home)
    with context.transaction() as session:
        clients = session.exec(select(Client.client_id).order_by(Client.client_id)).all()
        words = Text("致全体客户", "To every client")
        asked = [Sending(each, "general", words, channels=("sms",)) for each in clients]
        sent = send_many(context, session, asked)
    context.database.dispose()
    return [each for one in sent for each in one.ids]


def relayed(home: Path, begun_before: int, dedupes: bool) -> None:
    """Runs the relay after every lease and pause of the one before it, with a gateway that notes what it takes."""
    context = context_of(home, begun_before * LONGER_THAN_ANY_PAUSE)

    def take(letter: Letter) -> Taken:
        log = home / SENT
        known = log.read_text("utf-8").split() if log.exists() else []
        if not (dedupes and letter.id in known):
            with log.open("a", encoding="utf-8") as notes:
                notes.write(f"{letter.id}\n")
        return Taken(f"own-{letter.id}")

    handlers = carrying.handlers(context, {"sms": Gateway("sms", take, dedupes)}, None)
    while deliver(context, handlers):
        pass
    context.database.dispose()


def relayed_and_killed(fresh: Path, dedupes: bool, kills: int, in_a_row: int, log: Path) -> None:
    """Relays from copies of this home, killed at drawn statements and begun again."""
    killed_in_rows(lambda home, n: relayed(home, n, dedupes), fresh, kills, in_a_row, log)


def relay_killed(home: Path, moment: str) -> None:
    """Runs the relay and dies: once it has `claimed`, `written` the inbox row, `committed` it, or `sent` the copy."""
    work: Any = {
        "claimed": lambda: _dying_before(relay, "_deliver"),
        "written": lambda: _dying_after(dispatch.inbox, "put"),
        "committed": lambda: _dying_after(relay, "_within"),
        "sent": lambda: None,
    }[moment]
    work()
    context = context_of(home)

    def send_and_die(copy: Mapping[str, Any]) -> None:
        send(home, copy)
        if moment == "sent":
            _die()

    while deliver(context, handlers_of(context, send_and_die)):
        pass


def _dying_before(module: Any, name: str) -> None:
    setattr(module, name, lambda *_: _die())


def _dying_after(module: Any, name: str) -> None:
    original = getattr(module, name)

    def work_and_die(*given: Any) -> None:
        original(*given)
        _die()

    setattr(module, name, work_and_die)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
