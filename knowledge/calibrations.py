"""The calibration kept beside the passages it was fitted on, so that only a changed index pays for fitting."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from knowledge.catalogue import CALIBRATIONS


def load_calibration(connection: Connection, fingerprint: str) -> str | None:
    """The stored calibration of an index by its fingerprint, or None."""
    statement = select(CALIBRATIONS.c.data).where(CALIBRATIONS.c.fingerprint == fingerprint)
    return connection.execute(statement).scalar_one_or_none()


def save_calibration(connection: Connection, fingerprint: str, data: str) -> None:
    """Keep the calibration of the present passages only."""
    connection.execute(delete(CALIBRATIONS))
    connection.execute(insert(CALIBRATIONS).values(fingerprint=fingerprint, data=data))
