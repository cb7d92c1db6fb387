"""The ratio over days against the lines of one's own contract, drawn as SVG beside the gauge.

Days without a ratio are gaps, never zeros. Colours are presentation attributes that a style sheet may override
through the classes ``h-…``; nothing is styled inline, which the pages' policy forbids.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise

from bot.channels.gauge import Line, percent

Day = tuple[str, str | None, str | None]  # date, ratio, how the figure itself prints it

WIDTH, HEIGHT = 360.0, 168.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 352.0, 14.0, 142.0
FONT = 11.0
HALO = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
"""Words over a line stay readable: the ground shows around them."""
LINE_COLOURS = {"liquidation_line": "#c4574d", "minimum_line": "#8f2a24", "warning_line": "#d9a441"}
WORDS = {
    "zh": ("维持担保比例，{first} 至 {last}", "最新 {ratio}", "无法确定"),
    "zh-Hant": ("維持擔保比例，{first} 至 {last}", "最新 {ratio}", "無法確定"),
    "en": ("Maintenance ratio from {first} to {last}", "latest {ratio}", "cannot be determined"),
}


def history_svg(days: Sequence[Day], lines: Sequence[Line], lang: str = "zh") -> str:
    """An accessible ``<svg>`` of ``days`` (oldest first) with the lines that lie in sight.

    Raises ValueError without days.
    """
    if not days:
        raise ValueError("a history needs at least one day")
    ratios = [Decimal(ratio) for _, ratio, _ in days if ratio is not None]
    values = [Decimal(value) for name, _, value in lines if name in LINE_COLOURS]
    scale = _Scale(len(days), [*ratios, *values])
    title, latest, unknown = WORDS[lang]
    said = title.format(first=days[0][0], last=days[-1][0])
    shown = days[-1][2] or unknown
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="history" role="img" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="system-ui, sans-serif" font-size="{FONT:g}">',
            f"<title>{escape(said)}</title><desc>{escape(latest.format(ratio=shown))}</desc>",
            *(_line(line, scale) for line in _distinct(lines)),
            *_course(days, scale),
            *(_line_label(line, scale, days[0][1]) for line in _distinct(lines)),
            _last(days, shown, scale),
            _day(days[0][0], LEFT, "start"),
            _day(days[-1][0], RIGHT, "end"),
            "</svg>",
        )
    )


class _Scale:
    """Days from left to right, ratios from the lowest to the highest of what is shown, with some air."""

    def __init__(self, days: int, values: Sequence[Decimal]) -> None:
        low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
        air = max((high - low) * Decimal("0.12"), Decimal("0.02"))
        self._low, self._span, self._days = float(low - air), float(high - low + 2 * air), days

    def x(self, index: int) -> float:
        return LEFT + (RIGHT - LEFT) * (index / (self._days - 1) if self._days > 1 else 1.0)

    def y(self, value: str) -> float:
        return BOTTOM - (BOTTOM - TOP) * (float(value) - self._low) / self._span


def _distinct(lines: Sequence[Line]) -> list[Line]:
    """The lines that are drawn, those of equal value once."""
    return list({Decimal(line[2]): line for line in lines if line[0] in LINE_COLOURS}.values())


def _line(line: Line, scale: _Scale) -> str:
    name, _, value = line
    y = scale.y(value)
    return (
        f'<line class="h-line {name}" stroke="{LINE_COLOURS[name]}" stroke-dasharray="3 3" '
        f'x1="{LEFT:g}" x2="{RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
    )


def _line_label(line: Line, scale: _Scale, first: str | None) -> str:
    """The line's name over its left end, or under it where the course begins just above."""
    _, label, value = line
    y = scale.y(value)
    crowded = first is not None and -2 < y - scale.y(first) < 18
    words = f"{label} {percent(value)}"
    return (
        f'<text class="h-label" fill="#5b6778" {HALO} x="{LEFT:g}" y="{y + 12 if crowded else y - 4:.1f}">'
        f"{escape(words)}</text>"
    )


def _course(days: Sequence[Day], scale: _Scale) -> list[str]:
    """One path for every run of days that have a ratio; a day alone is a dot."""
    points = [None if ratio is None else (scale.x(i), scale.y(ratio)) for i, (_, ratio, _) in enumerate(days)]
    parts = []
    for before, after in pairwise([None, *points]):
        if after is not None:
            parts.append(f"{'M' if before is None else 'L'}{after[0]:.1f} {after[1]:.1f}")
    drawn = f'<path class="h-course" fill="none" stroke="#16202e" stroke-width="1.8" d="{" ".join(parts)}"/>'
    alone = [
        f'<circle class="h-dot" fill="#16202e" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="2"/>'
        for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False)
        if point is not None and before is None and after is None
    ]
    return [drawn, *alone] if parts else []


def _last(days: Sequence[Day], shown: str, scale: _Scale) -> str:
    """The newest day: a dot with its ratio, or the word that it cannot be determined."""
    ratio = days[-1][1]
    y = (TOP + BOTTOM) / 2 if ratio is None else scale.y(ratio)
    dot = (
        "" if ratio is None else f'<circle class="h-dot" fill="#16202e" cx="{RIGHT:g}" cy="{y:.1f}" r="3.5"/>'
    )
    top = y - 9 if y - 9 > TOP + 4 else y + 17
    return (
        f'{dot}<text class="h-value" fill="#16202e" {HALO} font-size="12" font-weight="600" '
        f'text-anchor="end" x="{RIGHT:g}" y="{top:.1f}">{escape(shown)}</text>'
    )


def _day(text: str, x: float, anchor: str) -> str:
    return f'<text class="h-label" fill="#5b6778" {HALO} text-anchor="{anchor}" x="{x:g}" y="{HEIGHT - 8:g}">{escape(text)}</text>'
