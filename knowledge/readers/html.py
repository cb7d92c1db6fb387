"""HTML by selectolax's lexbor backend. The bytes are decoded first (Chinese pages are often GBK and say so badly);
navigation, scripts and page furniture are dropped before the text is read, and so is what a browser would not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import BadDocument
from knowledge.limits import NESTING, ROWS, refused
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.charset import decode
from knowledge.readers.sheet import lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
OPEN_TAGS = 8 * NESTING
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCLOSED = re.compile(
    r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th|option|optgroup|thead"
    r"|tbody|tfoot|colgroup|rp|rt|html|head|body|script",
    re.IGNORECASE,
)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = "p, li, table, div, section, article, main, h1, h2, h3, h4, h5, h6, dl, pre"
_LEAVES = ("p", "li", "dt", "dd", "pre", "blockquote")
_CAPTIONS = ("figcaption", "caption")
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|color\s*:\s*transparent"
    r"|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> Parsed:
    """A page's headings, paragraphs and tables without its furniture."""
    from selectolax.lexbor import LexborHTMLParser

    text = decode(data, name)
    _check_open_tags(text, name)
    tree = LexborHTMLParser(text)
    _check_nesting(tree, name)
    tree.strip_tags(list(_FURNITURE))
    hidden = tuple(_take_hidden(tree))
    blocks = tuple(_blocks(tree.body, name)) if tree.body is not None else ()
    title = tree.css_first("title")
    if title is not None and tidy(title.text()) and not any(block.level == 1 for block in blocks):
        blocks = (Block("heading", tidy(title.text()), 1), *blocks)
    return Parsed({}, blocks, hidden)


def _check_open_tags(text: str, name: str) -> None:
    """Refuse before parsing, whose time grows with the square of the elements left open. Elements that HTML lets go
    unclosed are not counted."""
    open_now = 0
    for tag in _TAG.finditer(text):
        if not _UNCLOSED.fullmatch(tag.group(2)):
            open_now = max(0, open_now - 1) if tag.group(1) else open_now + 1
        if open_now > OPEN_TAGS:
            raise _too_deep(name)


def _check_nesting(tree: LexborHTMLParser, name: str) -> None:
    """Level by level, so that a page of endless nesting is refused before anything walks down into it."""
    level = [tree.body] if tree.body is not None else []
    for _ in range(NESTING):
        level = [child for node in level for child in node.iter()]
        if not level:
            return
    raise _too_deep(name)


def _too_deep(name: str) -> BadDocument:
    return refused(name, f"elements nested more than {NESTING} deep", f"页面元素嵌套超过 {NESTING} 层")


def _take_hidden(tree: LexborHTMLParser) -> Iterator[str]:
    """Remove what a browser would not show, and give its text."""
    unseen = [node for node in tree.css("[hidden], [style]") if _is_hidden(node)]
    places = {node.mem_id for node in unseen}
    for node in [node for node in unseen if not any(above.mem_id in places for above in _above(node))]:
        yield tidy(node.text(deep=True))
        node.decompose()


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_INVISIBLE.search(node.attributes.get("style") or ""))


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _blocks(node: LexborNode, name: str) -> Iterator[Block]:
    """Depth first; loose text between block elements counts as a paragraph of its own."""
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        text = tidy(child.text(deep=True))
        if not text or tag == "-comment":
            continue
        if _HEADING.fullmatch(tag):
            yield Block("heading", text, int(tag[1]))
        elif tag == "table":
            yield from _table(child, name)
        elif tag in _CAPTIONS:
            yield Block("caption", text)
        elif tag in _LEAVES and not _holds_blocks(child):
            yield Block("paragraph", f"- {text}" if tag == "li" else text)
        elif tag == "-text" or not _holds_blocks(child):
            yield Block("paragraph", text)
        else:
            yield from _blocks(child, name)


def _holds_blocks(node: LexborNode) -> bool:
    """Whether a block element stands inside; a selector also matches the node itself."""
    return any(inner.mem_id != node.mem_id for inner in node.css(_BLOCKS))


def _table(table: LexborNode, name: str) -> Iterator[Block]:
    """The caption and the rows; a table that lays out a page (it holds headings or tables) is read as text."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table, h1, h2, h3, h4, h5, h6")):
        for cell in table.css("td, th"):
            if not _inside_another(cell, table):
                yield from _blocks(cell, name)
        return
    caption = table.css_first("caption")
    if caption is not None and tidy(caption.text(deep=True)):
        yield Block("caption", tidy(caption.text(deep=True)))
    rows = table.css("tr")
    if len(rows) > ROWS:
        raise refused(name, f"a table of more than {ROWS:,} rows", f"表格超过 {ROWS} 行")
    yield Block("table", lines([cell.text(deep=True) for cell in row.css("th, td")] for row in rows))


def _inside_another(cell: LexborNode, table: LexborNode) -> bool:
    """Whether the cell belongs to a table within `table`."""
    return next(node.mem_id for node in _above(cell) if node.tag == "table") != table.mem_id
