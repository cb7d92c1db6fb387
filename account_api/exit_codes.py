"""What the exit code of a command means: the one table, for every command of the product. Standard library only.

0 done · 1 done but items failed, or something does not hold · 2 bad input or usage · 3 not found · 4 internal, or nobody answers ·
5 not allowed, or not signed in · 6 in another state, in other hands, or decided already.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit code means."""

    DONE = 0
    ITEMS_FAILED = 1
    BAD_INPUT = 2
    NOT_FOUND = 3
    INTERNAL = 4
    NOT_ALLOWED = 5
    OTHERWISE = 6


def of_status(status: int) -> ExitCode:
    """The exit code of a refusal with this HTTP status."""
    if status >= 500:
        return ExitCode.INTERNAL
    by_status = {401: ExitCode.NOT_ALLOWED, 403: ExitCode.NOT_ALLOWED, 404: ExitCode.NOT_FOUND}
    by_status |= {409: ExitCode.OTHERWISE, 423: ExitCode.OTHERWISE}
    return by_status.get(status, ExitCode.BAD_INPUT)
