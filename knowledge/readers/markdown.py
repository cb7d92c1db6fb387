"""Markdown: the front matter is stripped by us (a parser would take it for a heading), inline marks are dropped,
tables become lines of cells, and the comment `<!-- asks: … | … -->` becomes questions the section answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import yaml

from knowledge.errors import BadDocument
from knowledge.limits import refused
from knowledge.model import Block, Parsed
from knowledge.normalise import join_lines, tidy
from knowledge.readers.charset import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LENGTH = 20_000


def read(data: bytes, name: str) -> Parsed:
    """A Markdown file's front matter, headings, paragraphs, tables and asks."""
    front, body = split_front_matter(decode(data, name), name)
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    return Parsed(front, tuple(_blocks(tokens)))


def split_front_matter(text: str, name: str) -> tuple[dict[str, object], str]:
    """The YAML mapping between the first two `---` lines and the rest; dates arrive as `datetime.date`."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    if match.end() > _FRONT_LENGTH:
        raise refused(name, "the front matter is too long", "文件头过长")
    try:
        front = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a day such as 2026-02-30
        raise BadDocument(
            f"{name}: the front matter is not valid YAML ({tidy(str(error))})",
            f"{name}：文件头（front matter）不是有效的 YAML",
            field=name,
        ) from error
    if not isinstance(front, dict):
        raise BadDocument(
            f"{name}: the front matter must be a mapping", f"{name}：文件头必须是键值对", field=name
        )
    for key, value in front.items():
        if any(isinstance(part, list | dict) for part in (value if isinstance(value, list) else [value])):
            raise refused(
                name, f"{key} must be one value or a list of values", f"{key} 必须是一个值或一个列表"
            )
    return front, text[match.end() :]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    marks: list[str] = []
    row: list[str] = []
    rows: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield Block("heading", tidy(_plain(tokens[index + 1])), int(token.tag[1]))
        elif token.type == "list_item_open":
            marks.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif token.type == "paragraph_open":
            text = _plain(tokens[index + 1])
            if text:
                yield Block("paragraph", (marks.pop() if marks else "") + text)
            marks.clear()
        elif token.type in ("th_open", "td_open"):
            row.append(tidy(_plain(tokens[index + 1])))
        elif token.type == "tr_close":
            rows.append(" | ".join(row))
            row = []
        elif token.type == "table_close":
            yield Block("table", "\n".join(rows))
            rows = []
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", token.content.rstrip())
        elif token.type == "html_block":
            yield from (Block("asks", asks) for asks in _asks(token.content))


def _asks(html: str) -> Iterator[str]:
    """The questions in comments `<!-- asks: … -->`."""
    for part in html.split("<!--")[1:]:
        comment, end, _ = part.partition("-->")
        label, colon, asks = comment.partition(":")
        if end and colon and label.strip() == "asks":
            yield tidy(asks)


def _plain(token: Token) -> str:
    """The readable text of an inline token, its soft line breaks joined as prose."""
    parts = (
        "\n" if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
        if child.type in ("text", "text_special", "code_inline", "softbreak", "hardbreak")
    )
    text = "".join(parts).strip()
    return "".join(join_lines(text.splitlines())) if "\n" in text else text
