"""What a document is before it goes in: its meta data and chunks, the version it would be, and everything a person
should know first: whether it speaks to the assistant, says what another document says, or overlaps another version.
Nothing is stored here: ingestion, its dry run and the review of submissions all ask the same questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from knowledge.catalogue import Catalogue
from knowledge.chunking import chunk
from knowledge.errors import BadDocument
from knowledge.identity import version_of
from knowledge.instructions import find, visible
from knowledge.languages import LANGUAGES
from knowledge.ledger import Known, known
from knowledge.metadata import Validity, describe
from knowledge.model import Chunk, Meta, Parsed, Remark
from knowledge.readers import read
from knowledge.similarity import NEAR, Signature, nearest, signature

INSTRUCTIONS = "instructions_to_assistant"
LARGE_TABLE = 500
UNSTATED = ("no_review_date", "unknown_topic")
"""Warnings about what nobody stated: most files of others state neither."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A document ready to be stored. `duplicate` names the document that says exactly the same for the same days."""

    meta: Meta
    chunks: tuple[Chunk, ...]
    version: str
    warnings: tuple[Remark, ...]
    signature: Signature
    duplicate: str | None = None

    @property
    def instructions(self) -> Remark | None:
        """Why it must not go in unread, if it speaks to the assistant."""
        return next((remark for remark in self.warnings if remark.code == INSTRUCTIONS), None)


def examine(data: bytes, name: str, stated: Validity | None, catalogue: Catalogue) -> Examined:
    """The document in `data`, judged against the catalogue. Raises what ingestion reports: `BadDocument` when it
    cannot be read, `MissingValidity` when neither it nor `stated` says from when it holds."""
    with catalogue.read() as connection:
        held = known(connection)
    return judge(read(data, name), name, stated, held)


def judge(parsed: Parsed, name: str, stated: Validity | None, held: Sequence[Known]) -> Examined:
    """`examine` for a parsed file and the versions to compare it with."""
    shown = replace(parsed, blocks=tuple(replace(block, text=visible(block.text)) for block in parsed.blocks))
    meta = describe(shown, name, stated)
    chunks = chunk(shown.blocks, meta.title)
    if not chunks:
        raise BadDocument(f"{name}: headings but no text", f"{name}：只有标题，没有正文", field=name)
    order = find((*_said(meta), *(block.text for block in parsed.blocks)), parsed.hidden)
    return judged(meta, chunks, order, held, _gaps(meta, shown))


def judged(
    meta: Meta,
    chunks: tuple[Chunk, ...],
    order: str | None,
    held: Sequence[Known],
    more: Iterable[Remark] = (),
) -> Examined:
    """A document of which it is known what it states and what it says to the assistant, compared with what is held."""
    signed = signature(meta.title, chunks)
    version = version_of(meta, chunks)
    others = [one for one in held if one.version != version]
    twin = next((one for one in others if one.signature.content == signed.content), None)
    warnings = (
        *_instructions(order),
        *_likeness(meta, signed, others, twin),
        *_overlaps(meta, others),
        *more,
    )
    duplicate = twin.meta.document if twin and _says_it_already(twin.meta, meta) else None
    return Examined(meta, chunks, version, warnings, signed, duplicate)


def _said(meta: Meta) -> Iterator[str]:
    """What a document says about itself is shown and cited like its text."""
    values = (getattr(meta, each.name) for each in fields(meta))
    return (value for value in values if isinstance(value, str))


def _says_it_already(held: Meta, meta: Meta) -> bool:
    """Whether a document with the same text makes this one superfluous: nothing but its names is new, or it is
    another document for the same readers on days that the first one covers."""
    if held.document == meta.document:
        return replace(meta, name=held.name, title=held.title, source=held.source) == held
    same = (held.jurisdiction, held.audience, held.lang) == (meta.jurisdiction, meta.audience, meta.lang)
    ends = held.declared_to is None or (meta.declared_to is not None and meta.declared_to <= held.declared_to)
    return same and held.effective_from <= meta.effective_from and ends


def _instructions(order: str | None) -> Iterator[Remark]:
    if order is not None:
        yield Remark(
            INSTRUCTIONS,
            f"it speaks to the assistant: {order}",
            f"含有针对助手的指令：{order}",
        )


def _likeness(meta: Meta, signed: Signature, others: Sequence[Known], twin: Known | None) -> Iterator[Remark]:
    if twin is not None and twin.meta.document == meta.document:
        return
    if twin is not None:
        yield Remark(
            "duplicate_of",
            f"the same text as {twin.meta.document} ({twin.meta.title}, from {twin.meta.effective_from})",
            f"与 {twin.meta.document}（{twin.meta.title}，{twin.meta.effective_from} 起）内容相同",
        )
        return
    foreign = [one for one in others if one.meta.document != meta.document]
    best, share = nearest(signed, [one.signature for one in foreign])
    if share >= NEAR:
        like = foreign[best].meta
        yield Remark(
            "near_duplicate_of",
            f"{share:.0%} the same text as {like.document} ({like.title}, from {like.effective_from})",
            f"与 {like.document}（{like.title}，{like.effective_from} 起）有 {share:.0%} 的内容相同",
        )


def _overlaps(meta: Meta, others: Sequence[Known]) -> Iterator[Remark]:
    """The earlier of two versions says it holds longer than the later one lets it."""
    series = (meta.document, meta.lang, meta.jurisdiction)
    for one in others:
        held = one.meta
        same = (held.document, held.lang, held.jurisdiction) == series
        if not same or held.effective_from == meta.effective_from:
            continue
        first, second = sorted((held, meta), key=lambda each: each.effective_from)
        if first.declared_to is not None and first.declared_to > second.effective_from:
            day, end = second.effective_from, first.declared_to
            yield Remark(
                "overlapping_validity",
                f"{first.name} from {first.effective_from} says until {end}, {second.name} begins on {day}:"
                f" the first ends on that day",
                f"{first.name}（{first.effective_from} 起）称有效至 {end}，而 {second.name} 自 {day} 起生效："
                f"前者于该日终止",
            )


def _gaps(meta: Meta, parsed: Parsed) -> Iterator[Remark]:
    """What nobody stated, and what is unusual."""
    if meta.lang not in LANGUAGES:
        yield Remark(
            "other_language",
            f"the language is {meta.lang}; questions are answered in zh and en",
            f"语言为 {meta.lang}，而问答只用中文和英文",
        )
    rows = max((block.text.count("\n") for block in parsed.blocks if block.kind == "table"), default=0)
    if rows > LARGE_TABLE:
        yield Remark("large_table", f"a table of {rows} rows is cut by rows", f"表格有 {rows} 行，已按行切分")
    if meta.kind == "statute":
        return
    if meta.next_review is None:
        yield Remark(
            UNSTATED[0], "no next_review: nobody is asked to review it", "没有复核日期（next_review）"
        )
    if meta.topic is None:
        yield Remark(
            UNSTATED[1],
            "no topic: notices on a topic do not reach it",
            "没有主题（topic），按主题的公告不适用",
        )
