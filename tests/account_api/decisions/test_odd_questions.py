"""Whatever is asked, the answer is an answer or a refusal that names its field: never a failure of the service."""

from typing import Any

import pytest

ODD: tuple[Any, ...] = (
    None,
    "",
    " ",
    "NaN",
    "1e400",
    "-1",
    "9" * 60,
    "1.4\x00",
    "۱٫۴",
    "../x",
    10**40,
    -(10**40),
    0.1,
    True,
    [],
    ["a"] * 51,
    ["\ud800"],
    {},
    {"a": {"b": 1}},
    "0001-01-01",
    "9999-12-31",
)
FIELDS: dict[str, tuple[str, ...]] = {
    "POST stress": ("scenario", "requirement", "conversion_cut", "line_rise"),
    "POST plan": ("target", "objective", "exclude", "only", "cash", "orders", "share"),
    "POST liquidation": ("order", "instead", "target", "prices_day"),
    "POST suitability": ("grade", "horizon_months", "need", "goal"),
    "PUT own-plan": (
        "floor_ratio",
        "max_leverage",
        "least_cash",
        "most_share",
        "exclusions",
        "keep",
        "buffer_days",
        "next_review",
    ),
}
DAYS = ("0001-01-01", "1899-12-31", "2005-06-01", "2010-03-31", "2030-02-28", "9999-12-31", "2026-02-30", "x")
DATED: dict[str, str] = {
    "call-state": "as_of",
    "admission": "as_of",
    "credit": "as_of",
    "own-plan/review": "as_of",
    "notices": "since",
    "contract-changes": "since",
    "settlements": "from",
    "commission-difference": "to",
}


async def asked(firm: Any, method: str, path: str, **more: Any) -> Any:
    me = await firm.signed_in(path.split("/")[2])
    headers = {"Authorization": f"Bearer {me.token}", "Idempotency-Key": str(more)[:120].encode().hex()[:100]}
    return await me.http.request(method, f"/api/v1{path}", headers=headers, **more)


def checked(answer: Any) -> None:
    assert answer.status_code in (200, 404, 422), answer.text
    if answer.status_code == 422:
        errors = answer.json()["errors"]
        assert errors and all(each["field"] and each["text_zh"] for each in errors)


@pytest.mark.parametrize("route", FIELDS)
async def test_an_odd_value_in_any_field(own_firm: Any, route: str) -> None:
    method, what = route.split()
    statuses = set()
    for field in FIELDS[route]:
        for value in ODD:
            body = {"floor_ratio": "2.00", field: value} if method == "PUT" else {field: value}
            content = repr(body)
            try:
                answer = await asked(own_firm, method, f"/accounts/demo-nodebt/{what}", json=body)
            except UnicodeEncodeError:
                assert "\\ud800" in content
                continue
            checked(answer)
            statuses.add(answer.status_code)
    assert 422 in statuses


@pytest.mark.parametrize("route", DATED)
async def test_any_day(shared_firm: Any, route: str) -> None:
    for day in DAYS:
        query = (
            {DATED[route]: day, "rate": "0.0003"} if route.startswith("commission") else {DATED[route]: day}
        )
        checked(await asked(shared_firm, "GET", f"/accounts/demo-safe/{route}", params=query))


@pytest.mark.parametrize("route", [each for each in FIELDS if each.startswith("POST")])
async def test_any_day_a_decision_is_asked_from(shared_firm: Any, route: str) -> None:
    what = route.split()[1]
    for day in DAYS:
        checked(
            await asked(shared_firm, "POST", f"/accounts/demo-safe/{what}", json={}, params={"as_of": day})
        )


async def test_the_book_on_any_day(shared_firm: Any) -> None:
    risk = await shared_firm.signed_in("demo-risk")
    headers = {"Authorization": f"Bearer {risk.token}"}
    for day in DAYS:
        checked(await risk.http.get("/api/v1/desk/credit-risk", params={"as_of": day}, headers=headers))
