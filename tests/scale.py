"""How much the generators try: a quick size by default, twenty times as much with LIANGRONG_TEST_SCALE=long."""

import os

from hypothesis import settings

_LONG = 20


def scaled(quick: int, long: int | None = None) -> int:
    """The number of cases to generate where a quick run takes `quick`; in the long form `long`, if it says so."""
    return (long or quick * _LONG) if os.environ.get("LIANGRONG_TEST_SCALE") == "long" else quick


def trying(quick: int) -> settings:
    """Hypothesis settings for a property: scaled examples, no stop-watch, nothing kept between runs."""
    return settings(max_examples=scaled(quick), deadline=None, database=None)
