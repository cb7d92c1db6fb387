"""Whatever belongs to another client is answered like what there is not: with 404, and word for word the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from account_api.auth.roles import SCOPES, Role
from tests.account_api.interface.rights import NEEDED
from tests.account_api.interface.routes import operations, requests
from tests.account_api.interface.world import OF_NOBODY, Side, parameters, unknown_of

TRIES = 6
"""Requests that the document allows are drawn until one passes what no document says."""
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "POST /api/v1/tickets/{number}/attachments": {"params": {"name": "note.txt"}, "content": b"what was said"}
}
"""What a generator does not hit upon."""


def test_every_path_parameter_is_known_here(sides: tuple[Side, Side]) -> None:
    named = {parameter for name in NEEDED for parameter in parameters(name)}
    assert named - set(sides[0].ids) - set(OF_NOBODY) == set()
    assert len(named) > 12


@pytest.mark.parametrize("user", ["client", "agent"])
def test_what_is_anothers_is_answered_like_what_there_is_not(
    world: Any,
    http: TestClient,
    bearer: Callable[[str | None], dict[str, str]],
    sides: tuple[Side, Side],
    user: str,
) -> None:
    known, looked, wrong = operations(world.app), 0, {}
    for name, needed in NEEDED.items():
        if not set(needed) <= SCOPES[Role(user)]:
            continue
        for theirs, nothing in pairs(name, sides):
            told = answers(http, known[name], GIVEN.get(name, {}), (theirs, nothing), bearer(user))
            looked += 1
            if told[0] != told[1] or told[0][0] != 404:
                wrong[name, tuple(theirs)] = told
    assert wrong == {}
    assert looked > 40


def pairs(name: str, sides: tuple[Side, Side]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Another's thing in each place in turn, one's own before it; and beside it something that there is not."""
    path = name.split()[1]
    mine, others = (side.of(path) for side in sides)
    names = [parameter for parameter in mine if parameter in sides[0].ids]
    for place, parameter in enumerate(names):
        theirs = {**mine, **{each: others[each] for each in names[place:]}}
        nothing = {**mine, **{each: unknown_of(others[each]) for each in names[place:]}}
        if theirs[parameter] != mine[parameter]:
            yield theirs, nothing


def answers(
    http: TestClient,
    operation: Any,
    given: Mapping[str, Any],
    asked_for: tuple[Mapping[str, Any], Mapping[str, Any]],
    headers: Mapping[str, str],
) -> list[tuple[int, str]]:
    """Status and text for both, of the first request that is not malformed; both say the same but for the ids."""
    told: list[tuple[int, str]] = []
    theirs, nothing = asked_for
    for count in (1, TRIES):
        for request in requests(operation, theirs, count):
            same = {key: request[key] for key in request if key not in ("case", "url", "headers")} | given
            same["headers"] = {**request["headers"], **headers}
            told = []
            for ids in (theirs, nothing):
                answer = http.request(**same, url=operation.full_path.format(**ids))
                told.append((answer.status_code, answer.text))
            if told[0][0] != 422:
                return told
    return told
