"""A write done once per key: the same key with the same body gives the first answer, with another body 409.

The key is taken inside the transaction that does the work. Of two at once the second waits for the first to
end; so either it finds the first answer, or the first was rolled back and it does the work itself.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Header
from sqlalchemy import JSON
from sqlmodel import Field, Session

from account_api.columns import Row, Utc
from account_api.db import insert_if_absent
from account_api.errors import Conflict

IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=128)]


class KeyRow(Row, table=True):
    __tablename__ = "idempotency_keys"

    principal: str = Field(primary_key=True)
    operation: str = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=128)
    body_hash: str = Field(max_length=64)
    answer: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Utc)


def done_already(session: Session, identity: tuple[str, str, str]) -> bool:
    """Whether the work of `identity` (principal, operation, key) was done and committed."""
    return session.get(KeyRow, identity) is not None


def once(
    session: Session,
    identity: tuple[str, str, str],
    body: dict[str, Any],
    at: datetime,
    work: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Does `work` once for `identity` (principal, operation, key). Raises Conflict for another body."""
    principal, operation, key = identity
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    body_hash = hashlib.sha256(canonical.encode()).hexdigest()
    row = KeyRow.of(
        principal=principal, operation=operation, key=key, body_hash=body_hash, answer={}, created_at=at
    )
    if insert_if_absent(session, KeyRow, row.model_dump()):
        answer = work()
        session.get_one(KeyRow, identity).answer = answer
        return answer
    first = session.get_one(KeyRow, identity)
    if first.body_hash != body_hash:
        raise Conflict(
            "This idempotency key was used with another request.", "该幂等键已用于内容不同的请求。"
        )
    return first.answer
