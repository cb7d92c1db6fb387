"""What a submission says, read from the bytes as they came: a document as ingestion would read it, or a verified answer.
Nothing is stored here, so the desk can look at a file as often as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.catalogue import Catalogue
from knowledge.editorial import answers
from knowledge.examination import Examined, examine
from knowledge.holding import ANSWER
from knowledge.identity import as_passage
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
    return examine(received.data, received.file, received.stated, catalogue)


def passages(found: Examined) -> Iterator[Passage]:
    """The passages as they would be searched and cited once published."""
    for chunk in found.chunks:
        yield as_passage(found.meta, chunk, found.version, found.meta.declared_to)
