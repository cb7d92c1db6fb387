"""What was learned, drawn as SVG: the mean gain in percentage points and its interval on a line through zero.

Colours are presentation attributes that a style sheet may override through the classes ``g-…``; nothing is styled inline,
which the pages' policy forbids.
"""

from __future__ import annotations

from html import escape

WIDTH, HEIGHT = 360.0, 76.0
LEFT, RIGHT, MIDDLE = 16.0, 344.0, 34.0
FONT = 11.0
FAR = 100.0
"""A gain lies between minus and plus a hundred points."""
WORDS = {
    "zh": ("提升 {points} 个百分点", "，95% 区间 {low} 至 {high}"),
    "zh-Hant": ("提升 {points} 個百分點", "，95% 區間 {low} 至 {high}"),
    "en": ("gain of {points} percentage points", ", 95 % interval {low} to {high}"),
}


def gain_svg(points: float, low: float | None, high: float | None, lang: str = "zh") -> str:
    """An accessible ``<svg>`` of a mean gain in percentage points; ``low`` and ``high`` are ``None`` for one person."""
    said, between = WORDS[lang]
    words = said.format(points=signed(points))
    if low is not None and high is not None:
        words += between.format(low=signed(low), high=signed(high))
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="gain-chart" role="img" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="system-ui, sans-serif" font-size="{FONT:g}">',
            f"<title>{escape(words)}</title>",
            f'<line class="g-axis" stroke="#dfe3df" stroke-width="1.5" x1="{LEFT:g}" x2="{RIGHT:g}" '
            f'y1="{MIDDLE:g}" y2="{MIDDLE:g}"/>',
            *(_tick(value) for value in (-FAR, -50.0, 0.0, 50.0, FAR)),
            _interval(low, high),
            f'<circle class="g-mean" fill="#0e5f66" cx="{_x(points):.1f}" cy="{MIDDLE:g}" r="5.5"/>',
            f'<text class="g-value" fill="#16202e" font-size="13" font-weight="600" text-anchor="middle" '
            f'x="{min(max(_x(points), 40.0), WIDTH - 40.0):.1f}" y="{MIDDLE - 14:g}">{signed(points)}</text>',
            "</svg>",
        )
    )


def signed(points: float) -> str:
    """``+33.33``, ``−5``, ``0``: no trailing zeros, a real minus."""
    digits = f"{abs(points):.2f}".rstrip("0").rstrip(".")
    return digits if points == 0 else f"{'+' if points > 0 else '−'}{digits}"


def _x(points: float) -> float:
    return LEFT + (RIGHT - LEFT) * (points + FAR) / (2 * FAR)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    ends = f'x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{MIDDLE:g}" y2="{MIDDLE:g}"'
    return (
        f'<line class="g-interval" stroke="#0e5f66" stroke-width="9" stroke-linecap="round" '
        f'stroke-opacity="0.28" {ends}/>'
    )


def _tick(value: float) -> str:
    x, half = _x(value), 9.0 if value == 0 else 4.0
    return (
        f'<line class="g-axis" stroke="#c3cac5" x1="{x:g}" x2="{x:g}" y1="{MIDDLE - half:g}" y2="{MIDDLE + half:g}"/>'
        f'<text class="g-label" fill="#5b6778" text-anchor="middle" x="{x:g}" y="{HEIGHT - 14:g}">{signed(value)}</text>'
    )
