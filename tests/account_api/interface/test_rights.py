"""Every route for every role: let in or refused exactly as the table says. A route that is not in it fails."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from account_api.auth.roles import SCOPES, Role
from tests.account_api.interface.rights import NEEDED
from tests.account_api.interface.routes import routes, scopes
from tests.account_api.interface.world import MINE, OF_NOBODY, UNKNOWN, parameters
from tests.scale import scaled

LACKING = "This needs the right "
LONG = scaled(0, 1)
"""A quick run asks each route as one role that is refused, and every fourth as one that is let in, which may work long."""


def test_every_route_needs_exactly_what_the_table_says(world: Any) -> None:
    found = {name: tuple(sorted(scopes(route))) for name, route in routes(world.app)}
    assert {name: needed for name, needed in found.items() if NEEDED.get(name) != needed} == {}
    assert set(NEEDED) - set(found) == set()
    assert len(found) > 130


def test_a_role_is_let_in_or_refused_as_the_table_says(
    http: TestClient, bearer: Callable[[str | None], dict[str, str]]
) -> None:
    asked = {True: 0, False: 0}
    for place, (name, needed) in enumerate(NEEDED.items()):
        for role in chosen(place, name, needed):
            allowed = set(needed) <= SCOPES[role]
            answer = http.request(*addressed(name), headers=bearer(role))
            told = f"{name} as {role}: {answer.status_code} {answer.text[:200]}"
            assert answer.status_code not in (401, 500), told
            refused = answer.status_code == 403 and answer.json()["detail"].startswith(LACKING)
            assert refused is not allowed, told
            if refused:
                assert answer.json()["detail"].removeprefix(LACKING).rstrip(".") in needed, told
            asked[allowed] += 1
    assert asked[True] > 35
    assert asked[False] > 100


def test_nobody_is_let_in_where_the_table_names_a_right(http: TestClient) -> None:
    answers: Mapping[str, int] = {
        name: http.request(*addressed(name)).status_code for name, needed in NEEDED.items() if needed
    }
    assert {name: status for name, status in answers.items() if status != 401} == {}
    assert len(answers) > 110


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.assistant])
def test_a_blocked_user_of_any_role_is_out_at_once(
    world: Any, http: TestClient, bearer: Callable[[str | None], dict[str, str]], role: Role
) -> None:
    from account_api.auth.tables import User

    name = MINE if role is Role.client else f"one-{role}"
    answers = []
    for active in (True, False, True):
        with world.context.transaction() as session:
            session.get_one(User, name).active = active
        answers.append(http.get("/api/v1/me", headers=bearer(role)).status_code)
    assert answers == [200, 401, 200]


def chosen(place: int, name: str, needed: tuple[str, ...]) -> list[Role]:
    """The roles that the route at this place of the table is asked as, others for each route."""
    every = sorted(Role)
    random.Random(name).shuffle(every)
    if LONG:
        return every
    let_in, refused = (
        [role for role in every if (set(needed) <= SCOPES[role]) is kind] for kind in (True, False)
    )
    return [*refused[:1], *(let_in[:1] if place % 4 == 0 else ())]


def addressed(name: str) -> tuple[str, str]:
    """Method and address, with a client that there is and things that there are not."""
    method, path = name.split()
    for parameter in parameters(path):
        value = MINE if parameter == "client_id" else OF_NOBODY.get(parameter, UNKNOWN)
        path = path.replace(f"{{{parameter}}}", str(value))
    return method, path
