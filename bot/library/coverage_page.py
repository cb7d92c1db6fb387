"""The coverage map as a page: `docs/coverage.md`, made from the packaged corpus and never written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from bot.library.coverage import NO_LAYER, Cell, Map, eras, languages
from knowledge.topics import topics

HEAD = """\
# Coverage of the library

Made by `liangrong knowledge coverage --write docs/coverage.md`; do not edit. Each cell counts the documents of the
packaged corpus that hold on some day of the era and, after the slash, their sections. `·` is a hole with a reason,
`✗` one without. Eras begin and end where the rules changed.
"""


def page(found: Map) -> str:
    """The whole page."""
    return "\n".join((HEAD, *_eras(), "", *_totals(found), "", *_table(found), "", *_holes(found), ""))


def _eras() -> Iterator[str]:
    yield "| Era | From | Until | |"
    yield "|---|---|---|---|"
    for era in eras():
        yield f"| {era.id} | {era.start} | {era.end or '…'} | {era.zh} · {era.en} |"


def _totals(found: Map) -> Iterator[str]:
    told = {cell.topic for cell in found.documents}
    yield (
        f"{len(told)} of {len(topics())} topics, {len(found.documents)} cells filled, {len(found.holes)} holes, "
        f"{len(found.unexplained)} of them without a reason."
    )


def _table(found: Map) -> Iterator[str]:
    heads = [f"{era.id} {lang}" for era in eras() for lang in languages()]
    yield "| Topic | Layer | " + " | ".join(heads) + " |"
    yield "|---|---|" + "---|" * len(heads)
    rows = sorted({(cell.topic, cell.layer) for cell in (*found.documents, *found.holes)}, key=_place)
    for topic, layer in rows:
        cells = [Cell(topic, layer, era.id, lang) for era in eras() for lang in languages()]
        shown = " | ".join(_shown(found, cell) for cell in cells)
        yield f"| {topics()[topic].zh} · {topics()[topic].en} | {layer} | {shown} |"


def _place(row: tuple[str, str]) -> tuple[int, str]:
    return list(topics()).index(row[0]), row[1]


def _shown(found: Map, cell: Cell) -> str:
    if cell in found.documents:
        return f"{found.documents[cell]}/{found.sections[cell]}"
    return "·" if found.holes.get(cell) else "✗"


def _holes(found: Map) -> Iterator[str]:
    yield "## Why there are holes"
    yield ""
    reasons: dict[tuple[str, str], list[Cell]] = {}
    for cell, known in found.holes.items():
        reasons.setdefault((known.zh, known.en) if known else ("没有说明", "not explained"), []).append(cell)
    for (zh, en), cells in reasons.items():
        yield f"- {zh} · {en} ({len(cells)}): {', '.join(_groups(cells))}"


def _groups(cells: list[Cell]) -> list[str]:
    """Cells by topic and layer, which are what a reader looks for."""
    named = {f"{cell.topic}" if cell.layer == NO_LAYER else f"{cell.topic}/{cell.layer}" for cell in cells}
    return sorted(named)
