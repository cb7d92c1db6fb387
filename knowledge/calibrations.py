"""The calibration kept beside the passages it was fitted on, so that only a changed index pays for fitting."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from knowledge.catalogue import CALIBRATIONS, Catalogue
from knowledge.confidence import FALLBACK, Calibration, calibration_set
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.phrasing import phrasing
from knowledge.retrieve import calibrate


def calibrated(catalogue: Catalogue, index: Index, glossary: Glossary) -> Calibration:
    """The calibration of an index: the stored one, or one fitted now and stored."""
    parts = (index.fingerprint, glossary.fingerprint, phrasing().fingerprint, calibration_set().fingerprint)
    name = ".".join(parts)
    with catalogue.read() as connection:
        stored = load_calibration(connection, name)
    if stored is not None:
        return Calibration.from_json(stored)
    calibration = calibrate(index, glossary, calibration_set(), FALLBACK)
    with catalogue.write() as connection:
        save_calibration(connection, name, calibration.to_json())
    return calibration


def load_calibration(connection: Connection, fingerprint: str) -> str | None:
    """The stored calibration of an index by its fingerprint, or None."""
    statement = select(CALIBRATIONS.c.data).where(CALIBRATIONS.c.fingerprint == fingerprint)
    return connection.execute(statement).scalar_one_or_none()


def save_calibration(connection: Connection, fingerprint: str, data: str) -> None:
    """Keep the calibration of the present passages only."""
    connection.execute(delete(CALIBRATIONS))
    connection.execute(insert(CALIBRATIONS).values(fingerprint=fingerprint, data=data))
