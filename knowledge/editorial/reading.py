"""What a submission says, read from the bytes as they came: a document as ingestion would read it, or a verified answer.
Nothing is stored here, so the desk can look at a file as often as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge import records
from knowledge.catalogue import Catalogue
from knowledge.editorial import answers
from knowledge.errors import BadRequest
from knowledge.examination import Examined, examine
from knowledge.holding import ANSWER
from knowledge.metadata import Validity
from knowledge.model import Passage

SubmissionKind = Literal["document", "answer"]


@dataclass(frozen=True, slots=True)
class Received:
    """What was handed in: the kind, the file's name and bytes, and the validity stated for a file that has none."""

    kind: SubmissionKind
    file: str
    data: bytes
    stated: Validity | None = None


def examined(received: Received, catalogue: Catalogue) -> Examined:
    """The document or answer, judged against the catalogue; raises what ingestion reports."""
    if received.kind == ANSWER:
        return answers.examined(received.data, catalogue)
    found = examine(received.data, received.file, received.stated, catalogue)
    if found.meta.kind == ANSWER:
        raise BadRequest(
            "a verified answer is written at the desk, where it names what it rests on",
            "已核实问答须在工作台撰写，并写明依据",
            field="kind",
        )
    return found


def passages(found: Examined) -> Iterator[Passage]:
    """The passages as they would be searched and cited once published."""
    meta = found.meta
    for chunk in found.chunks:
        yield Passage(
            id=records.passage_id(meta, chunk),
            document_id=meta.document,
            version=found.version,
            title=meta.title,
            kind=meta.kind,
            path=chunk.path,
            section=chunk.section,
            article=chunk.article or meta.article,
            text=chunk.text,
            lead=chunk.lead,
            lang=meta.lang,
            jurisdiction=meta.jurisdiction,
            layer=meta.layer,
            audience=meta.audience,
            tier=meta.tier,
            source=meta.source,
            effective_from=meta.effective_from,
            effective_to=meta.declared_to,
            confidence=meta.confidence,
            asks=chunk.asks,
            group=chunk.group,
            topic=meta.topic,
            rules=meta.rules,
            cites=meta.cites,
        )
