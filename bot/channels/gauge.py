"""A ratio against the lines of one's own contract, drawn as SVG for the page, a PDF or a messenger.

The scale is logarithmic, so that the crowded lines near the bottom keep apart and a very safe account still
fits. The drawing has no style attributes (the page's policy forbids them): colours are presentation
attributes, which a style sheet may override through the classes ``g-…``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

Line = tuple[str, str, str]  # name, label, value: ("liquidation_line", "平仓线", "1.30")

WIDTH, LEFT, RIGHT = 360.0, 10.0, 350.0
BAR_TOP, BAR_HEIGHT, FONT, ROW = 42.0, 12.0, 12.0, 32.0
COLOURS = {
    "g-deep": "#8f2a24",
    "g-danger": "#c4574d",
    "g-caution": "#d9a441",
    "g-safe": "#5b9a94",
    "g-free": "#8fbdb8",
    "g-unknown": "#c9d0d8",
}
ZONES = (  # below this line the zone has this class; the order is from the bottom of the scale to its top
    ("minimum_line", "g-deep"),
    ("liquidation_line", "g-danger"),
    ("warning_line", "g-caution"),
    ("withdrawal_line", "g-safe"),
)
WORDS = {
    "zh": ("维持担保比例", "无法确定", "{title}：{ratio}。{lines}。"),
    "zh-Hant": ("維持擔保比例", "無法確定", "{title}：{ratio}。{lines}。"),
    "en": ("Maintenance ratio", "cannot be determined", "{title}: {ratio}. {lines}."),
}


@dataclass(frozen=True, slots=True)
class _Label:
    """A line's label: where its tick stands, from where to where its text reaches, and in which row."""

    tick: float
    start: float
    end: float
    row: int
    text: str
    value: str


def gauge_svg(
    ratio: str | None,
    lines: Sequence[Line],
    lang: str = "zh",
    *,
    display: str | None = None,
    title: str | None = None,
) -> str:
    """An accessible ``<svg>`` of ``ratio`` (``"1.28"``; ``None``: cannot be determined) against ``lines``.

    ``display`` is how the figure itself prints the ratio (``"128.00%"``); lines of equal value share a label.
    Raises ValueError without lines: there is nothing to compare with.
    """
    if not lines:
        raise ValueError("a gauge needs at least one line")
    default_title, unknown, pattern = WORDS[lang]
    title = title or default_title
    shown = unknown if ratio is None else display or percent(ratio)
    scale = _Scale(
        float(min(Decimal(line[2]) for line in lines)), float(max(Decimal(line[2]) for line in lines))
    )
    labels = _labels(lines, scale)
    separator = ", " if lang == "en" else "，"
    said = separator.join(f"{label.text} {label.value}" for label in labels)
    height = BAR_TOP + BAR_HEIGHT + 8 + ROW * (1 + max(label.row for label in labels))
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="gauge" role="img" '
            f'viewBox="0 0 {WIDTH:g} {height:g}" font-family="system-ui, sans-serif" font-size="{FONT:g}">',
            f"<title>{escape(title)} {escape(shown)}</title>",
            f"<desc>{escape(pattern.format(title=title, ratio=shown, lines=said))}</desc>",
            *_zones(lines, scale, known=ratio is not None),
            *(_tick(label) for label in labels),
            _marker(ratio, shown, scale),
            "</svg>",
        )
    )


def percent(value: str) -> str:
    """``"1.3"`` → ``"130%"``, ``"1.2854"`` → ``"128.54%"``: the digits given, moved, not rounded."""
    return f"{(Decimal(value) * 100).normalize():f}%"


class _Scale:
    """From a fifth below the lowest line to sixty per cent above the highest, in equal steps of ratio."""

    def __init__(self, lowest: float, highest: float) -> None:
        self.bottom, self.top = lowest * 0.8, highest * 1.6

    def x(self, value: float) -> float:
        inside = min(max(value, self.bottom), self.top)
        share = math.log(inside / self.bottom) / math.log(self.top / self.bottom)
        return LEFT + share * (RIGHT - LEFT)


def _zones(lines: Sequence[Line], scale: _Scale, *, known: bool) -> list[str]:
    values = {name: float(value) for name, _, value in lines}
    parts: list[str] = []
    start = LEFT
    for name, colour in ZONES:
        if name in values and (end := scale.x(values[name])) > start:
            parts.append(_zone(start, end, colour if known else "g-unknown"))
            start = end
    parts.append(_zone(start, RIGHT, "g-free" if known else "g-unknown"))
    return parts


def _zone(start: float, end: float, colour: str) -> str:
    """One segment, with a hairline between neighbours."""
    return (
        f'<rect class="{colour}" fill="{COLOURS[colour]}" x="{start + 0.75:.1f}" y="{BAR_TOP:g}" '
        f'width="{max(end - start - 1.5, 0.5):.1f}" height="{BAR_HEIGHT:g}" rx="2.5"/>'
    )


def _labels(lines: Sequence[Line], scale: _Scale) -> list[_Label]:
    """Place the labels without overlap, on the side and in the row where the fewest ticks cross a text."""
    named = [(value, text, scale.x(float(value))) for value, text in _named(lines)]
    from_left = _placed(named, left_first=True)
    from_right = _placed(named[::-1], left_first=False)
    best = min(
        from_left, from_right, key=lambda labels: (_crossings(labels), max(each.row for each in labels))
    )
    return sorted(best, key=lambda label: label.tick)


def _placed(named: Sequence[tuple[str, str, float]], *, left_first: bool) -> list[_Label]:
    """One after the other, each in the first row where nothing placed before is in the way."""
    ticks = [tick for _, _, tick in named]
    placed: list[_Label] = []
    for value, text, tick in named:
        shown = percent(value)
        width = max(text_width(text), text_width(shown))
        crowded = any(tick < other < tick + width for other in ticks)
        left = left_first and crowded and tick - width - 3 >= 0
        start = tick - width - 3 if left else min(tick + 3, WIDTH - width)
        row = 0
        while any(_in_the_way(each, start, start + width, row) for each in placed):
            row += 1
        placed.append(_Label(tick, start, start + width, row, text, shown))
    return placed


def _in_the_way(placed: _Label, start: float, end: float, row: int) -> bool:
    """Whether a text from ``start`` to ``end`` in ``row`` would touch the placed text or its tick."""
    if placed.row == row:
        return placed.start < end + 6 and start < placed.end + 6
    return placed.row > row and start < placed.tick < end


def _crossings(labels: Sequence[_Label]) -> int:
    """How often a tick on its way down runs through the text of a row above its own."""
    return sum(each.start < down.tick < each.end for down in labels for each in labels if each.row < down.row)


def _named(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Value and name from the lowest line up; lines of equal value share a name while it stays short."""
    named: list[tuple[str, str]] = []
    for _, label, value in sorted(lines, key=lambda line: Decimal(line[2])):
        joined = f"{named[-1][1]} / {label}" if named else label
        if named and Decimal(named[-1][0]) == Decimal(value) and text_width(joined) < WIDTH * 0.6:
            named[-1] = (named[-1][0], joined)
        else:
            named.append((value, label))
    return named


def _tick(label: _Label) -> str:
    anchor, x = ("end", label.end) if label.start < label.tick else ("start", label.start)
    top = BAR_TOP + BAR_HEIGHT
    first = top + 16 + ROW * label.row
    return (
        f'<line class="g-tick" stroke="#8a95a3" x1="{label.tick:.1f}" x2="{label.tick:.1f}" y1="{top + 1:g}" '
        f'y2="{first + 14:g}"/>'
        f'<text class="g-label" fill="#5b6778" text-anchor="{anchor}">'
        f'<tspan x="{x:.1f}" y="{first:g}">{escape(label.text)}</tspan>'
        f'<tspan class="g-value" x="{x:.1f}" y="{first + 14:g}">{label.value}</tspan></text>'
    )


def _marker(ratio: str | None, shown: str, scale: _Scale) -> str:
    """A pill with the ratio over the bar, its pointer on the exact place (or at the end of the scale)."""
    x = (LEFT + RIGHT) / 2 if ratio is None else scale.x(float(ratio))
    width = text_width(shown, 14.0) + 20
    left = min(max(x - width / 2, 0.0), WIDTH - width)
    pill = (
        f'<rect class="g-pill" fill="#16202e" x="{left:.1f}" y="3" width="{width:.1f}" height="25" '
        f'rx="12.5"/>'
        f'<text class="g-shown" fill="#ffffff" font-size="14" font-weight="600" text-anchor="middle" '
        f'x="{left + width / 2:.1f}" y="20.5">{escape(shown)}</text>'
    )
    if ratio is None:
        return pill
    point = min(max(x, 6.0), WIDTH - 6.0)
    return pill + (
        f'<path class="g-pill" fill="#16202e" d="M{point - 5:.1f} 27 h10 l-5 8 z"/>'
        f'<rect class="g-needle" fill="#16202e" x="{x - 1.25:.1f}" y="{BAR_TOP - 5:g}" width="2.5" '
        f'height="{BAR_HEIGHT + 10:g}" rx="1.25"/>'
    )


def text_width(text: str, size: float = FONT) -> float:
    """An estimate: a Chinese character is one em wide, a Latin one a little over half."""
    return sum(size if ord(char) > 0x2E7F else size * 0.56 for char in text)
