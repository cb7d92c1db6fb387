"""The judge of the editors' desk: what is handed in is held against the rulebook and the guard before clients can read it.

A promise, a forecast or advice, a figure that no rule holds, a false date, bound, layer or article: each is an
objection. What a text only quotes, denies or tells as a fraud is none; a statute is quoted and never judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guard.numerals import fold_name
from bot.guard.wording import banned
from bot.library.articles import of_articles
from bot.library.check import contradictions
from bot.library.claims import stated
from bot.library.finding import Finding, kinds
from bot.library.references import Shelf
from bot.library.rulebook import Rulebooks
from bot.library.shelf import Document, document_of, shelf_of
from bot.library.statements import misstated, turns_of
from bot.library.wording import forbidden_in, is_excused, of_wording, quoted_in
from knowledge.instructions import find
from knowledge.model import Remark

if TYPE_CHECKING:
    from knowledge.examination import Examined
    from knowledge.library import Library

_WHY = {
    "promise": ("承诺收益或结果", "promises a return or an outcome"),
    "forecast": ("预测涨跌", "forecasts prices"),
    "advice": ("建议买卖", "advises on a purchase or sale"),
    "admission": ("承认或归咎过错", "admits or assigns a fault"),
    "liquidation_notice": ("断言将要平仓", "asserts a liquidation to come"),
}


@dataclass(frozen=True, slots=True)
class RuleJudge:
    """Judges against the rules of the day (``rules`` asks for them; they may change between two questions) and the library."""

    library: Library
    rules: Callable[[], Rulebooks]

    def of_document(self, found: Examined, file: str) -> tuple[Remark, ...]:
        """Every error the validator finds in a document by itself, and what the guard would hold back of its words."""
        if found.meta.kind == "statute":
            return ()
        document = document_of(found.meta, found.chunks, file)
        remarks = [
            *map(_remark, self._of_rules(document)),
            *(remark for section in document.sections for remark in _of_guard(section.text)),
        ]
        return tuple(dict.fromkeys(remarks))

    def of_words(self, text: str) -> tuple[Remark, ...]:
        """A promise, a forecast, advice, or words to the assistant in a text that stands alone."""
        order = find([text])
        spoken = [
            Remark(
                "instructions_to_assistant",
                f"it speaks to the assistant: {order}",
                f"含有针对助手的指令：{order}",
            )
        ]
        forbidden = [
            Remark("forbidden_wording", f"“{found}” {why['en']}", f"“{found}”：{why['zh']}")
            for found, why in forbidden_in(fold_name(text))
        ]
        return tuple(dict.fromkeys((*(spoken if order else ()), *forbidden, *_of_guard(text))))

    def _of_rules(self, document: Document) -> Iterator[Finding]:
        rules, shelf = self.rules(), shelf_of(self.library)
        claims = tuple(stated(document, rules))
        yield from of_wording(document)
        yield from contradictions(document, claims)
        others = turns_of((*shelf, document))
        yield from filter(None, misstated(document, claims, rules, others))
        yield from filter(None, of_articles(document, Shelf(shelf).articles))


def _of_guard(text: str) -> Iterator[Remark]:
    """What the guard holds back of our own words, where the text neither quotes nor denies it."""
    folded = fold_name(text)
    quotes = quoted_in(folded)
    for code, start, end in banned(folded):
        inside = any(first < start < last for first, last in quotes)
        if code in _WHY and not inside and not is_excused(folded, start):
            zh, en = _WHY[code]
            said = folded[start:end]
            yield Remark("forbidden_wording", f"“{said}” {en}", f"“{said}”：{zh}")


def _remark(finding: Finding) -> Remark:
    todo = kinds()[finding.code]
    return Remark(finding.code, f"{finding.en} → {todo['en']}", f"{finding.zh} → {todo['zh']}")
