"""Requests that the interface's own document allows, as a client, as an agent, as nobody: never a failure of the service, and every
answer as declared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from account_api.auth.roles import SCOPES, Role
from tests.account_api.interface.rights import NEEDED
from tests.account_api.interface.routes import operations, requests
from tests.account_api.interface.world import Side
from tests.scale import scaled

QUICK = 1
EXAMPLES = scaled(QUICK, 40)
"""Of each route; a quick run leaves out where somebody is turned away, which the tests of rights ask."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("user", ["client", "agent", None])
def test_every_answer_is_as_declared(
    world: Any,
    http: TestClient,
    bearer: Callable[[str | None], dict[str, str]],
    own: Side,
    user: str | None,
) -> None:
    statuses: Counter[int] = Counter()
    wrong: dict[str, str] = {}
    known = operations(world.app)
    names = [name for name in known if EXAMPLES > QUICK or let_in(name, user)]
    for name in names:
        for asked in requests(known[name], own.of(name), EXAMPLES):
            sent = {key: value for key, value in asked.items() if key != "case"}
            answer = http.request(**{**sent, "headers": {**asked["headers"], **bearer(user)}})
            statuses[answer.status_code] += 1
            try:
                asked["case"].validate_response(answer, checks=CHECKS)
            except FailureGroup as failure:
                wrong[name] = "; ".join(str(each) for each in failure.exceptions)
    assert wrong == {}
    assert statuses.total() >= len(names) * EXAMPLES
    assert statuses[200] >= (5 if user is None else 20)


def let_in(name: str, user: str | None) -> bool:
    """Whether this user passes the scopes of a route; nobody passes where there is none."""
    return set(NEEDED[name]) <= (frozenset() if user is None else SCOPES[Role(user)])
