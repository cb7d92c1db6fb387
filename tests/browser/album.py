"""The pictures of a journey: taken where the journey stands, made small, and kept in `docs/` when asked to.

`KEEP_PICTURES=1 make test-browser` puts them into `docs/tour/`; otherwise they go where the test keeps its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
KEEP = "KEEP_PICTURES"
MOST_BYTES = 120 * 1024
COLOURS = (256, 128, 64)
AT_REST = """() => document.getAnimations().every(each =>
    each.playState !== 'running' || each.effect.getComputedTiming().endTime === Infinity)"""


@dataclass(frozen=True, slots=True)
class Album:
    """Where pictures go. A picture that cannot be made small enough is an error."""

    folder: Path

    @classmethod
    def opened(cls, otherwise: Path) -> Album:
        """The album of the tour where pictures are to be kept, else one at ``otherwise``."""
        folder = TOUR if os.environ.get(KEEP) else otherwise
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def take(self, page: Page, name: str) -> None:
        """What the window shows, as ``name``.png of at most ``MOST_BYTES``."""
        page.mouse.move(0, 0)  # what is pointed at looks different
        page.wait_for_function(AT_REST)  # what appears fades in
        shot = page.screenshot(animations="disabled", caret="hide")
        (self.folder / f"{name}.png").write_bytes(small(shot))


def small(png: bytes) -> bytes:
    """The same picture, with fewer colours where it is too large. Raises ValueError where the fewest are too many."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    tried = (
        picture,
        *(picture.quantize(n, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE) for n in COLOURS),
    )
    for each in tried:
        made = BytesIO()
        each.save(made, "PNG", optimize=True)
        if made.tell() <= MOST_BYTES:
            return made.getvalue()
    raise ValueError(f"the picture needs {made.tell()} bytes even with {COLOURS[-1]} colours")
