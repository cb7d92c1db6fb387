"""HTML by selectolax's lexbor backend. The bytes are decoded first (Chinese pages are often GBK and say so badly);
navigation, scripts and page furniture are dropped before the text is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_FURNITURE = (
    "script",
    "style",
    "nav",
    "footer",
    "header nav",
    "aside",
    "form",
    "noscript",
    "template",
    "iframe",
)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = "p, li, table, div, section, article, main, h1, h2, h3, h4, h5, h6, dl, pre"
_LEAVES = ("p", "li", "dt", "dd", "pre", "blockquote", "figcaption", "caption")


def read(data: bytes, name: str) -> Parsed:
    """A page's headings, paragraphs and tables without its furniture."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decode(data, name))
    tree.strip_tags(list(_FURNITURE))
    blocks = tuple(_blocks(tree.body)) if tree.body is not None else ()
    title = tree.css_first("title")
    if title is not None and tidy(title.text()) and not any(block.level == 1 for block in blocks):
        blocks = (Block("heading", tidy(title.text()), 1), *blocks)
    return Parsed({}, blocks)


def _blocks(node: LexborNode) -> Iterator[Block]:
    """Depth first; loose text between block elements counts as a paragraph of its own."""
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        text = tidy(child.text(deep=True))
        if not text or tag == "-comment":
            continue
        if _HEADING.fullmatch(tag):
            yield Block("heading", text, int(tag[1]))
        elif tag == "table":
            yield Block("table", "\n".join(_rows(child)))
        elif tag in _LEAVES and not _holds_blocks(child):
            yield Block("paragraph", f"- {text}" if tag == "li" else text)
        elif tag == "-text" or not _holds_blocks(child):
            yield Block("paragraph", text)
        else:
            yield from _blocks(child)


def _holds_blocks(node: LexborNode) -> bool:
    """Whether a block element stands inside; a selector also matches the node itself."""
    return any(inner.mem_id != node.mem_id for inner in node.css(_BLOCKS))


def _rows(table: LexborNode) -> Iterator[str]:
    for row in table.css("tr"):
        yield " | ".join(tidy(cell.text(deep=True)) for cell in row.css("th, td"))
