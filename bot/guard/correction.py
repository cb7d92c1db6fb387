"""The text put right: what can be repaired is, what cannot is taken out, what is missing is added; then checked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.guard.claim import Claim
from bot.guard.repair import replaced

ROUNDS = 6
LONG = 12  # a statement, not a number
_ENDS = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")


def corrected(
    text: str, claims: Sequence[Claim], judge: Callable[[str], Sequence[Claim]], lang: str
) -> str | None:
    """``text``, of which ``claims`` were found, so that ``judge`` holds nothing of it; ``None`` where that fails.

    A right text is its own correction.
    """
    for _ in range(ROUNDS):
        held = [claim for claim in claims if claim.held]
        if not held:
            return text or None
        changes = _once([_change(text, claim) for claim in held if claim.kind != "missing"])
        text = replaced(text, changes)
        added = next((claim.fix for claim in held if claim.kind == "missing" and not changes), None)
        if added:
            text = _joined(text, added, lang)
        claims = judge(text)
    return None


def _once(changes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """A statement that would be put in twice is put in once."""
    said: set[str] = set()
    kept = []
    for start, end, instead in changes:
        kept.append((start, end, "" if instead in said else instead))
        if len(instead) > LONG:
            said.add(instead)
    return kept


def _change(text: str, claim: Claim) -> tuple[int, int, str]:
    """What to put where; without a repair the whole sentence goes."""
    start, end = claim.reach or (claim.start, claim.end)
    if claim.fix is not None and (claim.fix or claim.reach):
        return start, end, claim.fix
    begin = max((match.end() for match in _ENDS.finditer(text, 0, start)), default=0)
    stop = _ENDS.search(text, end)
    return begin, stop.end() if stop else len(text), ""


def _joined(text: str, sentence: str, lang: str) -> str:
    text = text.rstrip(" ,，;；")
    mark = (
        ""
        if text.endswith(("。", ".", "！", "!", "？", "?", "\n")) or not text
        else "."
        if lang == "en"
        else "。"
    )
    return f"{text}{mark}{' ' if lang == 'en' and text else ''}{sentence}"
