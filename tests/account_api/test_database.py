"""As many requests at once as there are threads find a connection, on both databases."""

import asyncio
from typing import Any

AT_ONCE = 40


async def test_a_service_that_has_just_started_answers_everybody_at_once(either: Any) -> None:
    """Each request holds a connection while the first reads the rulebooks over another."""
    me = await either.signed_in("demo-call")
    answers = await asyncio.wait_for(
        asyncio.gather(*(me.figures("demo-call") for _ in range(AT_ONCE))), timeout=25
    )
    assert len(answers) == AT_ONCE
    assert all(answer == answers[0] for answer in answers)
