"""Commands that ask the service in their own process share one app here: building its routes is what takes long."""

import pytest

from tests.account_api.conftest import the_app


@pytest.fixture(autouse=True)
def _one_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("account_api.app.app_of", the_app)
