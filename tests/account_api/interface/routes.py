"""What the interface says of itself: its routes, the scopes each asks for, and bodies that its own document allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import schemathesis
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import openapi
from schemathesis.schemas import APIOperation

schemathesis.serializer.alias("application/zip", "application/octet-stream")
QUIET = settings(
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def routes(app: Any) -> Iterator[tuple[str, APIRoute]]:
    """Every route by method and path."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            yield f"{min(route.methods)} {context.path}", route


def calls(dependant: Dependant) -> Iterator[Any]:
    """Everything a route depends on."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls(inner)


def scopes(route: APIRoute) -> frozenset[str]:
    """The scopes a route asks for, all of them; none for a public one."""
    return frozenset(str(call.scope) for call in calls(route.dependant) if hasattr(call, "scope"))


def operations(app: Any) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """The operations of the OpenAPI document by method and path."""
    schema = openapi.from_dict(app.openapi())
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{operation.method.upper()} {operation.full_path}": operation for operation in found}


def requests(
    operation: APIOperation[Any, Any, Any, Any], parameters: Mapping[str, Any], count: int
) -> list[Mapping[str, Any]]:
    """`count` requests that the document allows, with these path parameters; the same ones each time."""
    drawn: list[Mapping[str, Any]] = []

    @settings(QUIET, max_examples=count)
    @given(case=operation.as_strategy(path_parameters=dict(parameters)))
    def draw(case: Any) -> None:
        asked = case.as_transport_kwargs(base_url="http://testserver")
        asked.pop("cookies", None)
        headers = {k: v for k, v in (asked.get("headers") or {}).items() if k.lower() != "authorization"}
        if isinstance(asked.get("data"), bytes):
            asked["content"] = asked.pop("data")
        drawn.append({**asked, "headers": headers, "case": case})

    draw()
    return drawn[:count]
