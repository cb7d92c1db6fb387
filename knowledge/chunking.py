"""Blocks to chunks. A section (the text under one heading) is a chunk, and in a statute an article 第X条 is: a
chunk never spans two of either. Only a section that is far longer than an answer is cut, at paragraph and sentence
ends, and its pieces remember that they belong together (`Chunk.group`). A table stays with its caption; one that is
too long is cut between rows, and every piece says again what the table is and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.model import Block, Chunk
from knowledge.normalise import tidy

WHOLE_SECTION = 800
PIECE = 350
LONGEST = 2000
"""Characters in one go without the end of a sentence: beyond them a cut is no loss."""

_ARTICLE = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)(?=[\s　:：]|$)"
)
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+$")
_CAPTION = re.compile(
    r"^(?:表|附表|Table|Tab\.)\s*[\d一二三四五六七八九十A-Z]+(?:[-.－]\d+)*(?![\d\w])|[：:]$"
)
_CAPTION_LENGTH = 60


def title_of(blocks: Sequence[Block]) -> str | None:
    """The first heading of level 1, else the first heading."""
    headings = [block for block in blocks if block.kind == "heading"]
    first = next((block for block in headings if block.level == 1), headings[0] if headings else None)
    return first.text if first else None


def article_label(paragraph: str) -> str | None:
    """`第三十九条` if the paragraph opens that article."""
    match = _ARTICLE.match(paragraph)
    return match.group(1) if match else None


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is cut as one: a paragraph, or a table whose first `head` lines (caption and column names) every piece
    repeats."""

    text: str
    head: int = 0


@dataclass(slots=True)
class _Section:
    """A section while it is being read."""

    path: tuple[str, ...]
    article: str | None = None
    units: list[_Unit] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    caption: str = ""

    def add(self, block: Block) -> None:
        """A caption waits for its table; a line above a table that looks like one is its caption."""
        if block.kind == "caption":
            self.close()
            self.caption = block.text
        elif block.kind == "table":
            last = self.units[-1] if self.units else _Unit("", 1)
            if not self.caption and not last.head and _is_caption(last.text):
                self.caption = self.units.pop().text
            text = "\n".join(filter(None, (self.caption, block.text)))
            head = self.caption.count("\n") + 2 if self.caption else 1
            self.units.append(_Unit(text, head))
            self.caption = ""
        else:
            self.close()
            self.units.append(_Unit(block.text))

    def close(self) -> None:
        """A caption without a table is a paragraph."""
        if self.caption:
            self.units.append(_Unit(self.caption))
            self.caption = ""


def _is_caption(paragraph: str) -> bool:
    return len(paragraph) <= _CAPTION_LENGTH and _CAPTION.search(paragraph) is not None


def chunk(blocks: Sequence[Block], title: str) -> tuple[Chunk, ...]:
    """The chunks in reading order. `path` holds the headings below the title."""
    by_article = sum(article_label(block.text) is not None for block in blocks) >= 2
    sections = (section for section in _sections(blocks, title, by_article) if section.units)
    return tuple(piece for group, section in enumerate(sections) for piece in _pieces(section, group))


def _sections(blocks: Sequence[Block], title: str, by_article: bool) -> Iterator[_Section]:
    headings: list[tuple[int, str]] = []
    current = _Section(path=())
    for block in blocks:
        label = article_label(block.text) if by_article and block.kind == "paragraph" else None
        if block.kind == "heading":
            current.close()
            yield current
            headings = [(level, text) for level, text in headings if level < block.level]
            if block.text != title or block.level > 1:
                headings.append((block.level, tidy(block.text)))
            current = _Section(path=tuple(text for _, text in headings))
        elif label:
            current.close()
            yield current
            current = _Section(path=current.path, article=label)
        if block.kind == "asks":
            current.asks.extend(ask for ask in map(tidy, block.text.split("|")) if ask)
        elif block.kind != "heading":
            current.add(block)
    current.close()
    yield current


def _pieces(section: _Section, group: int) -> Iterator[Chunk]:
    asks = tuple(section.asks)
    whole = "\n".join(unit.text for unit in section.units)
    if len(whole) <= WHOLE_SECTION or (section.article and len(whole) <= LONGEST):
        yield Chunk(section.path, section.article, whole, section.units[0].text, asks, group)
        return
    for text in _cut(section.units):
        yield Chunk(section.path, section.article, text, text.split("\n", 1)[0], asks, group)


def _cut(units: Sequence[_Unit]) -> Iterator[str]:
    """Consecutive pieces of about `PIECE` characters that begin and end at paragraph or sentence ends; a table makes
    pieces of its own."""
    piece = ""
    for unit in units:
        if unit.head:
            if piece:
                yield piece
            piece = ""
            yield from _cut_table(unit)
            continue
        for part in _split_long(unit.text):
            glue = "\n" if part.opens_paragraph else ""
            if piece and len(piece) + len(part.text) > PIECE:
                yield piece
                piece, glue = "", ""
            piece += (glue if piece else "") + part.text
    if piece:
        yield piece


def _cut_table(unit: _Unit) -> Iterator[str]:
    """The table, or its rows in pieces below the repeated head; a head longer than a piece is said once."""
    lines = unit.text.split("\n")
    head, rows = "\n".join(lines[: unit.head]), lines[unit.head :]
    if len(unit.text) <= WHOLE_SECTION or not rows:
        yield from _slices(unit.text, LONGEST)
        return
    repeated = head if len(head) <= PIECE else head[: PIECE - 1] + "…"
    piece = head
    for row in (part for whole in rows for part in _slices(whole, LONGEST)):
        if len(piece) + len(row) > WHOLE_SECTION and piece not in (head, repeated):
            yield piece
            piece = repeated
        piece += "\n" + row
    yield piece


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    opens_paragraph: bool


def _split_long(paragraph: str) -> Iterator[_Part]:
    """The paragraph itself when it fits, else its sentences; only what has no end is cut inside."""
    if len(paragraph) <= PIECE:
        yield _Part(paragraph, opens_paragraph=True)
        return
    sentences = (part for sentence in _SENTENCE.findall(paragraph) for part in _slices(sentence, LONGEST))
    for index, sentence in enumerate(sentences):
        yield _Part(sentence, opens_paragraph=index == 0)


def _slices(text: str, size: int) -> Iterator[str]:
    for start in range(0, len(text), size):
        yield text[start : start + size]
