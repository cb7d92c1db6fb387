"""What many tests share: one demo home for the whole run, and the product opened on it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from account_api.settings import Settings
from bot.wiring import Product, open_product


@pytest.fixture(scope="session", autouse=True)
def _no_home_of_the_developer() -> Iterator[None]:
    """No test may see or touch the home or the settings of whoever runs it."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("LIANGRONG_")}
    scale = before.get("LIANGRONG_TEST_SCALE")
    if scale is not None:
        os.environ["LIANGRONG_TEST_SCALE"] = scale
    yield
    os.environ.update(before)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """The whole product on a demo home of its own, without Chroma, shared by the tests that only read."""
    home: Path = tmp_path_factory.mktemp("home")
    async with open_product(Settings(home=home)) as opened:
        yield opened
