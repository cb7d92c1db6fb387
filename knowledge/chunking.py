"""Blocks to chunks. A section (the text under one heading) is a chunk, and in a statute an article 第X条 is: a
chunk never spans two of either. Only a section that is far longer than an answer is cut, at paragraph and sentence
ends, and its pieces remember that they belong together (`Chunk.group`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.model import Block, Chunk
from knowledge.normalise import tidy

WHOLE_SECTION = 800
PIECE = 350

_ARTICLE = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)(?=[\s　:：]|$)"
)
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+$")


def title_of(blocks: Sequence[Block]) -> str | None:
    """The first heading of level 1, else the first heading."""
    headings = [block for block in blocks if block.kind == "heading"]
    first = next((block for block in headings if block.level == 1), headings[0] if headings else None)
    return first.text if first else None


def article_label(paragraph: str) -> str | None:
    """`第三十九条` if the paragraph opens that article."""
    match = _ARTICLE.match(paragraph)
    return match.group(1) if match else None


@dataclass(slots=True)
class _Section:
    """A section while it is being read."""

    path: tuple[str, ...]
    article: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)


def chunk(blocks: Sequence[Block], title: str) -> tuple[Chunk, ...]:
    """The chunks in reading order. `path` holds the headings below the title."""
    by_article = sum(article_label(block.text) is not None for block in blocks) >= 2
    sections = (section for section in _sections(blocks, title, by_article) if section.paragraphs)
    return tuple(piece for group, section in enumerate(sections) for piece in _pieces(section, group))


def _sections(blocks: Sequence[Block], title: str, by_article: bool) -> Iterator[_Section]:
    headings: list[tuple[int, str]] = []
    current = _Section(path=())
    for block in blocks:
        label = article_label(block.text) if by_article and block.kind == "paragraph" else None
        if block.kind == "heading":
            yield current
            headings = [(level, text) for level, text in headings if level < block.level]
            if block.text != title or block.level > 1:
                headings.append((block.level, tidy(block.text)))
            current = _Section(path=tuple(text for _, text in headings))
        elif label:
            yield current
            current = _Section(path=current.path, article=label)
        if block.kind == "asks":
            current.asks.extend(ask for ask in map(tidy, block.text.split("|")) if ask)
        elif block.kind != "heading":
            current.paragraphs.append(block.text)
    yield current


def _pieces(section: _Section, group: int) -> Iterator[Chunk]:
    asks = tuple(section.asks)
    whole = "\n".join(section.paragraphs)
    if section.article or len(whole) <= WHOLE_SECTION:
        yield Chunk(section.path, section.article, whole, section.paragraphs[0], asks, group)
        return
    for text in _cut(section.paragraphs):
        yield Chunk(section.path, None, text, text.split("\n", 1)[0], asks, group)


def _cut(paragraphs: Sequence[str]) -> Iterator[str]:
    """Consecutive pieces of about `PIECE` characters that begin and end at paragraph or sentence ends."""
    piece = ""
    for paragraph in paragraphs:
        for part in _split_long(paragraph):
            glue = "\n" if part.opens_paragraph else ""
            if piece and len(piece) + len(part.text) > PIECE:
                yield piece
                piece, glue = "", ""
            piece += (glue if piece else "") + part.text
    if piece:
        yield piece


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    opens_paragraph: bool


def _split_long(paragraph: str) -> Iterator[_Part]:
    """The paragraph itself when it fits, else its sentences; a single sentence is never cut."""
    if len(paragraph) <= PIECE:
        yield _Part(paragraph, opens_paragraph=True)
        return
    for index, sentence in enumerate(_SENTENCE.findall(paragraph)):
        yield _Part(sentence, opens_paragraph=index == 0)
