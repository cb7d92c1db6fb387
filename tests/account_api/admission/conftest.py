"""Firms whose demo applicant has not begun yet: what the demo home has put down for it is taken away."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.account_api.admission.making import WHO
from tests.account_api.conftest import Firm

OF_CLIENT = ("applicant_facts", "questionnaire_sittings", "applications")


def begun_anew(firm: Firm) -> Firm:
    with firm.context.transaction() as session:
        mine = {"who": WHO}
        session.execute(
            text(
                "DELETE FROM application_steps WHERE application_id IN"
                " (SELECT id FROM applications WHERE client_id = :who)"
            ),
            mine,
        )
        for table in OF_CLIENT:
            session.execute(text(f"DELETE FROM {table} WHERE client_id = :who"), mine)
    return firm


@pytest.fixture
def firm(own_firm: Firm) -> Firm:
    return begun_anew(own_firm)


@pytest.fixture
def either(either: Firm) -> Iterator[Firm]:
    yield begun_anew(either)
