"""The JSON answers about credit lines and extensions, as typed dictionaries: see `payloads`."""

from typing import TypedDict

from account_api.payloads import Reference
from account_api.payloads_decisions import CreditLine
from account_api.payloads_learning import Bilingual
from account_api.payloads_proposals import Explanation
from account_api.transport import Json


class ExtensionCheck(TypedDict):
    """How a request would stand now: `decision` is that of `risk` with reasons, gaps and figures; `due_after` and
    `margin_ratio_after` what an approval makes of the contract; `waiting` is the id of a request that waits already.
    """

    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    newest_price_time: str | None
    rules_as_of: str
    source: str | None
    price_source: str | None
    stale: bool
    age_s: int | None
    prices_before: int
    stand_ins: list[dict[str, str]]
    contract: str
    kind: str
    security: str
    name: str
    name_en: str
    due: str | None
    months: int
    due_after: str | None
    margin_ratio: str
    margin_ratio_after: str
    waiting: str | None
    decision: Json


class Extension(TypedDict):
    """A request and what became of it: proposed, approved, refused, withdrawn or expired. `says` is that in a sentence."""

    id: str
    client_id: str
    contract: str
    months: int
    note: str
    due_before: str
    due_after: str
    state: str
    says: Bilingual
    explanation: Explanation
    asked_by_client: bool
    made_at: str
    valid_until: str | None
    decided_at: str | None
    decided_by: Bilingual | None
    reason: str | None


class LineRequest(TypedDict):
    """A request and what became of it: proposed, approved, refused, withdrawn or expired. `says` is that in a sentence."""

    id: str
    client_id: str
    amount: str
    reason: str
    line_before: str | None
    state: str
    says: Bilingual
    explanation: Explanation
    asked_by_client: bool
    made_at: str
    decided_at: str | None
    decision_reason: str | None


class Trigger(TypedDict):
    """What would freeze or cut the line, since when, and until when where it is over."""

    outcome: str
    line: str
    computed: str | None
    reasons: list[Json]
    noticed_at: str
    cleared_at: str | None


class LineStanding(TypedDict):
    """`line` is the one in force, None before any was granted; `left` what is undrawn of it; `ceiling` the most that the rules
    make of the client's file, a figure without value where a datum is missing; `decision` is why, with score and gaps.
    `frozen`: nothing more is granted now.
    """

    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    newest_price_time: str | None
    rules_as_of: str
    source: str | None
    price_source: str | None
    stale: bool
    age_s: int | None
    prices_before: int
    stand_ins: list[dict[str, str]]
    line: str | None
    left: Json | None
    ceiling: Json
    score: Json
    decision: Json
    frozen: bool
    history: list[CreditLine]
    requests: list[LineRequest]
    triggers: list[Trigger]
