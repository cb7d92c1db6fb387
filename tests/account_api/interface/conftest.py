"""The app behind a plain HTTP client, with two clients who have one of everything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from account_api.auth import tokens
from account_api.auth.roles import Role
from account_api.auth.tables import User
from tests.account_api.conftest import Firm
from tests.account_api.interface.world import MINE, Side, two_sides, what_there_is


@pytest.fixture(scope="module")
def world(seeded_home: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A firm for the tests of one module, with a user of each role."""
    home = Path(shutil.copytree(seeded_home, tmp_path_factory.mktemp("interface") / "home"))
    firm = Firm(home)
    with firm.context.transaction() as session:
        for role in set(Role) - {Role.client, Role.assistant}:
            session.add(User.of(username=f"one-{role}", role=role, display_name=role, group="east"))
    yield firm
    firm.context.database.dispose()


@pytest.fixture(scope="module")
def sides(world: Any) -> tuple[Side, Side]:
    """What the one client has and what the other has."""
    with world.context.transaction() as session:
        return two_sides(session, world.now)


@pytest.fixture(scope="module")
def own(world: Any, http: TestClient, bearer: Callable[[str | None], dict[str, str]]) -> Side:
    """What the one client really has, a ticket with a file and a case among it."""
    me = bearer(Role.client)
    key = me | {"Idempotency-Key": "first"}
    ticket = http.post("/api/v1/tickets", json={"category": "fee", "text": "x", "details": {}}, headers=key)
    file = f"/api/v1/tickets/{ticket.json()['number']}/attachments?name=note.txt"
    kept = http.post(file, content=b"what was said", headers=key | {"Content-Type": "text/plain"})
    case = {"reason": "request", "summary": "x", "session": "s", "lang": "zh"}
    raised = http.post("/api/v1/handoffs", json=case, headers=key)
    assert [answer.status_code for answer in (ticket, kept, raised)] == [201, 201, 201], kept.text
    with world.context.transaction(writes=False) as session:
        return what_there_is(session, MINE)


@pytest.fixture(scope="module")
def http(world: Any) -> Iterator[TestClient]:
    with TestClient(world.app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def bearer(world: Any) -> Callable[[str | None], dict[str, str]]:
    """The header of a user, of a role by its name, or of nobody."""

    def header(user: str | None) -> dict[str, str]:
        if user is None:
            return {}
        name = MINE if user == Role.client else user
        if name in set(Role) - {Role.assistant}:
            name = f"one-{name}"
        key, life = world.context.home.secrets.token_key, world.settings.token_life
        return {"Authorization": f"Bearer {tokens.issue(name, key, world.wall, life)}"}

    return header
