"""The nouns of the knowledge base: what a reader yields, what a document states about itself, the passage that is
searched and cited, and what a search returns. Everything is frozen; dates are half-open, `None` means open."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from knowledge.days import holds_on

Kind = Literal["statute", "rule", "contract", "summary", "faq", "lesson", "answer"]
"""An `answer` was written by a person, reviewed by another, and rests on the passages it cites."""
Tier = Literal["official", "firm", "education", "other"]
"""Who speaks: a rule-maker in its own words, the firm, our own teaching of the rules, or anybody else."""
UNVERIFIED = "unverified"
"""The confidence of what nobody has compared with the words of a rule-maker."""
BlockKind = Literal["heading", "paragraph", "caption", "table", "asks"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document in reading order. `level` is 1..6 for headings and 0 elsewhere; `asks` holds
    questions separated by `|` that the section above answers, and is never part of its text; a `caption` belongs to
    the table that follows."""

    kind: BlockKind
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read: its front matter (empty if none), its blocks, and the text that it holds but does not show."""

    front: dict[str, object]
    blocks: tuple[Block, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about one version of a document. `document` names the series of versions; translations share
    it and differ in `lang`. `declared_to` is the end stated by the source; the catalogue may end it earlier when
    a later version begins. `topic` is one of `topics.yaml`; `rules` names the rulebook parameters it rests on and
    `cites` the passages a verified answer rests on."""

    document: str
    name: str
    title: str
    kind: Kind
    lang: str
    jurisdiction: str
    layer: str
    audience: str
    tier: str
    source: str
    confidence: str
    effective_from: date
    declared_to: date | None
    article: str | None = None
    owner: str | None = None
    next_review: date | None = None
    topic: str | None = None
    rules: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A searchable piece before it belongs to a catalogue. `group` numbers the section it was cut from, so that
    the pieces of one long section can be told from sections."""

    path: tuple[str, ...]
    article: str | None
    text: str
    lead: str
    asks: tuple[str, ...]
    group: int

    @property
    def section(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with its document's identity and validity: the unit of search, citation and permalink. `id` is a
    hash of the content, `version` names the version of the document it stands in."""

    id: str
    document_id: str
    version: str
    title: str
    kind: Kind
    path: tuple[str, ...]
    section: str
    article: str | None
    text: str
    lead: str
    lang: str
    jurisdiction: str
    layer: str
    audience: str
    tier: str
    source: str
    effective_from: date
    effective_to: date | None
    confidence: str
    asks: tuple[str, ...] = ()
    group: int = 0
    topic: str | None = None
    rules: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Unique among all versions, which may share a passage unchanged."""
        return f"{self.id}.{self.version}"

    @property
    def header(self) -> str:
        """Title and headings: what a reader sees above the passage."""
        return " ".join([self.title, *self.path, self.article or ""]).strip()

    @property
    def short_title(self) -> str:
        """What people call it: 证券法 for 中华人民共和国证券法."""
        return self.title.removeprefix("中华人民共和国")

    def is_in_force(self, as_of: date) -> bool:
        return holds_on(self.effective_from, self.effective_to, as_of)


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets into `Passage.text`, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the exact piece of it that answers: `quote == passage.text[span.start:span.end]`.
    `refers`: the ids of the articles it refers to, in force that day."""

    passage: Passage
    score: float
    quote: str
    span: Span
    refers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`confidence` is 0..1, calibrated on the questions of `calibration.yaml`; below the calibrated threshold
    `answerable` is false and the hits are at best neighbours of an answer."""

    answerable: bool
    confidence: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A row of the document list: one version with its validity and number of passages. `retired` says why a
    version is kept but no longer searched: `superseded` by a correction, `withdrawn` by a release, `retired` by an
    editor, whose reason stands beside it, or, for readers, `held`: an answer whose ground has fallen."""

    version: str
    meta: Meta
    effective_to: date | None
    retired: str | None
    origin: str
    passages: int
    retired_reason: str | None = None

    def is_in_force(self, as_of: date) -> bool:
        held = holds_on(self.meta.effective_from, self.effective_to, as_of)
        return self.retired is None and held

    def as_json(self) -> dict[str, object]:
        meta = self.meta
        return {
            "document": meta.document,
            "version": self.version,
            "title": meta.title,
            "kind": meta.kind,
            "lang": meta.lang,
            "jurisdiction": meta.jurisdiction,
            "layer": meta.layer,
            "audience": meta.audience,
            "tier": meta.tier,
            "topic": meta.topic,
            "source": meta.source,
            "confidence": meta.confidence,
            "effective_from": meta.effective_from.isoformat(),
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "next_review": meta.next_review.isoformat() if meta.next_review else None,
            "retired": self.retired,
            "retired_reason": self.retired_reason,
            "passages": self.passages,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person has pinned on a topic (`*`: on every one): a text that goes with its answers, or `person_only`,
    the switch that gives its questions to a person. Times carry a zone; half-open as all validity is."""

    id: str
    topic: str
    kind: Literal["notice", "person_only"]
    zh: str
    en: str
    start: datetime
    until: datetime | None
    author: str
    set_at: datetime
    ended_at: datetime | None = None

    def is_in_effect(self, at: datetime) -> bool:
        return self.ended_at is None and self.start <= at and (self.until is None or at < self.until)

    def state(self, at: datetime) -> Literal["scheduled", "active", "ended"]:
        if self.is_in_effect(at):
            return "active"
        return "scheduled" if self.ended_at is None and at < self.start else "ended"

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "topic": self.topic,
            "kind": self.kind,
            "text": {"zh": self.zh, "en": self.en},
            "from": self.start.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "author": self.author,
            "set_at": self.set_at.isoformat(),
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a document that is not an error."""

    code: str
    text: str
    text_zh: str


IngestStatus = Literal["added", "unchanged", "duplicate", "skipped", "quarantined", "refused", "failed"]
STATUSES: tuple[IngestStatus, ...] = get_args(IngestStatus)
UNFINISHED: tuple[IngestStatus, ...] = ("quarantined", "refused", "failed")
"""What did not go in although its owner wanted it to."""


@dataclass(frozen=True, slots=True)
class IngestItem:
    """What became of one file. `refused` lacks something only its owner can state, `failed` cannot be read,
    `quarantined` speaks to the assistant, a `duplicate` says what another document says already."""

    file: str
    status: IngestStatus
    document: str | None = None
    version: str | None = None
    passages: int = 0
    reason: str = ""
    reason_zh: str = ""
    field: str | None = None
    warnings: tuple[Remark, ...] = ()

    def as_json(self) -> dict[str, object]:
        warnings = [asdict(remark) for remark in self.warnings]
        return {name: getattr(self, name) for name in self.__slots__} | {"warnings": warnings}


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All files of one run, in the order they were read."""

    items: tuple[IngestItem, ...] = field(default=())
    dry_run: bool = False

    @property
    def complete(self) -> bool:
        return not any(item.status in UNFINISHED for item in self.items)

    def count(self, status: str) -> int:
        return sum(item.status == status for item in self.items)

    def as_json(self) -> dict[str, object]:
        counts: dict[str, object] = {name: self.count(name) for name in STATUSES}
        return {"dry_run": self.dry_run, **counts, "items": [item.as_json() for item in self.items]}
