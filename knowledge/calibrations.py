"""The calibration kept beside the passages it was fitted on, so that only a change that matters pays for fitting: of
the documents the calibration questions are about, of the glossary, or of the size of the whole, on which the rarity of
words depends. One document more among many moves a confidence by less than it is shown with."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, insert, select

from knowledge.catalogue import CALIBRATIONS, Catalogue
from knowledge.confidence import FALLBACK, Calibration, calibration_set
from knowledge.glossary import Glossary
from knowledge.index import Index, fingerprint
from knowledge.phrasing import phrasing
from knowledge.retrieve import calibrate

DRIFT = 0.1
"""By which share the number of passages may change before the calibration is fitted anew."""


def calibrated(catalogue: Catalogue, index: Index, glossary: Glossary) -> Calibration:
    """The calibration of an index: the stored one, or one fitted now and stored."""
    name, size = _name(index, glossary), len(index.passages)
    with catalogue.read() as connection:
        stored = load_calibration(connection, name, size)
    if stored is not None:
        return stored
    calibration = calibrate(index, glossary, calibration_set(), FALLBACK)
    with catalogue.write() as connection:
        save_calibration(connection, name, size, calibration)
    return calibration


def _name(index: Index, glossary: Glossary) -> str:
    """Names all that the calibration is fitted on, the size of the index apart."""
    questions = calibration_set()
    about = {document for _, document in questions.answerable}
    held = fingerprint([passage for passage in index.passages if passage.document_id in about])
    return ".".join((held, glossary.fingerprint, phrasing().fingerprint, questions.fingerprint))


def load_calibration(connection: Connection, name: str, size: int) -> Calibration | None:
    """The calibration stored under that name for an index of about that many passages, or None."""
    statement = select(CALIBRATIONS.c.data).where(CALIBRATIONS.c.fingerprint == name)
    data = connection.execute(statement).scalar_one_or_none()
    if data is None:
        return None
    stored = json.loads(data)
    close = abs(size - stored["passages"]) <= DRIFT * stored["passages"]
    return Calibration.from_json(json.dumps(stored["calibration"])) if close else None


def save_calibration(connection: Connection, name: str, size: int, calibration: Calibration) -> None:
    """Keep the calibration of the present passages only."""
    data = json.dumps({"passages": size, "calibration": json.loads(calibration.to_json())})
    connection.execute(delete(CALIBRATIONS))
    connection.execute(insert(CALIBRATIONS).values(fingerprint=name, data=data))
