"""Slides by python-pptx: a slide's title is a heading, its texts and tables follow in the order in which they are seen,
its notes come last. Slides that the show leaves out are hidden text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.limits import PAGES, check_office, refused
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.sheet import lines

LONGEST_TITLE = 60


def read(data: bytes, name: str) -> Parsed:
    """A presentation's titles, paragraphs, tables and notes."""
    import pptx

    check_office(data, name)
    slides = list(pptx.Presentation(io.BytesIO(data)).slides)
    if len(slides) > PAGES:
        raise refused(name, f"more than {PAGES} slides", f"超过 {PAGES} 张幻灯片")
    shown = [slide for slide in slides if slide.element.get("show") != "0"]
    blocks = [block for number, slide in enumerate(shown, 1) for block in _slide(slide, number, number == 1)]
    hidden = [block.text for slide in slides if slide not in shown for block in _slide(slide, 0, False)]
    return Parsed({}, tuple(blocks), tuple(hidden))


def _slide(slide: Any, number: int, first: bool) -> Iterator[Block]:
    """The first slide's title is the presentation's; a slide without one is called by its first short line."""
    title = tidy(slide.shapes.title.text_frame.text) if slide.shapes.title is not None else ""
    content = list(_shapes(shape for shape in slide.shapes if shape != slide.shapes.title))
    if not title and content and content[0].kind == "paragraph" and len(content[0].text) <= LONGEST_TITLE:
        title = content.pop(0).text
    yield Block("heading", title or f"#{number}", 1 if first and title else 2)
    yield from content
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(slide.notes_slide.notes_text_frame)


def _shapes(shapes: Iterable[Any]) -> Iterator[Block]:
    """From top to bottom and left to right; what repeats on every slide (date, number, foot) is left out."""
    for shape in sorted(shapes, key=lambda each: (each.top or 0, each.left or 0)):
        if shape.is_placeholder and shape.placeholder_format.type in _furniture():
            continue
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif getattr(shape, "has_table", False):
            rows = ([cell.text for cell in row.cells if not cell.is_spanned] for row in shape.table.rows)
            yield Block("table", lines(rows))
        elif shape.has_text_frame:
            yield from _paragraphs(shape.text_frame)


def _furniture() -> tuple[Any, ...]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER)


def _paragraphs(frame: Any) -> Iterator[Block]:
    for paragraph in frame.paragraphs:
        text = tidy(paragraph.text)
        if text:
            yield Block("paragraph", f"- {text}" if paragraph.level else text)
