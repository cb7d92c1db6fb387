"""How clients put a question, apart from what it is about: spoken wordings and their written standard, words that say
nothing about the topic, words that only frame one, and the kinds of answer a question may want (a formula, a
definition, a deadline …). The words themselves stand in `phrasing.yaml`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LOOK_BEHIND = re.compile(r"\(\?<[!=].*?\)")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The compiled word lists; `kept` are words in which a filler character is none."""

    replacements: tuple[tuple[re.Pattern[str], str], ...]
    advertising: re.Pattern[str]
    places: re.Pattern[str]
    filler: re.Pattern[str]
    kept: frozenset[str]
    frame: frozenset[str]
    kinds: Mapping[str, re.Pattern[str]]
    states: Mapping[str, re.Pattern[str]]
    other_subjects: re.Pattern[str]
    fingerprint: str

    def standard(self, folded: str) -> str:
        """The written standard of a folded question, Cantonese and slang of asking included."""
        for pattern, written in self.replacements:
            folded = pattern.sub(written, folded)
        return folded

    def without_advertising(self, folded: str) -> str:
        return self.advertising.sub(" ", folded)

    def subject(self, folded: str) -> str:
        """What is left when places and every word of asking are blanked out."""
        elsewhere = self.places.sub(" ", folded)
        return self.filler.sub(lambda match: match[0] if match[0] in self.kept else " ", elsewhere)

    def forms(self, folded: str) -> frozenset[str]:
        """The kinds of answer a text asks for."""
        return frozenset(kind for kind, pattern in self.kinds.items() if pattern.search(folded))

    def stated(self, folded: str) -> frozenset[str]:
        """The kinds of answer an article of a statute gives."""
        return frozenset(kind for kind, pattern in self.states.items() if pattern.search(folded))


@cache
def phrasing() -> Phrasing:
    """The packaged word lists."""
    import yaml

    text = Path(__file__).with_name("phrasing.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    kept, filler = (str(data[name]).split() for name in ("kept", "filler"))
    return Phrasing(
        replacements=tuple((re.compile(spoken), written) for spoken, written in data["standard"]),
        advertising=re.compile("|".join(str(data["advertising"]).split())),
        places=_places(str(data["places"]).split()),
        filler=_any_of([*kept, *filler]),
        kept=frozenset(kept),
        frame=frozenset(str(data["frame"]).split()),
        kinds={kind: re.compile(pattern) for kind, pattern in data["forms"].items()},
        states={kind: re.compile(pattern) for kind, pattern in data["states"].items()},
        other_subjects=re.compile("|".join(map(_subjects, data["other_subjects"]))),
        fingerprint=hashlib.sha256(text.encode()).hexdigest()[:12],
    )


def _subjects(group: Mapping[str, str]) -> str:
    """The pattern of one group of other subjects, the longest entry first. The set of letters they open with comes
    before all, so that most places of a text cost one look."""
    latin = "names" in group
    entries = group["names"].strip().split(", ") if latin else group["words"].split()
    entries = sorted((entry.strip() for entry in entries), key=len, reverse=True)
    opening = "".join({_LOOK_BEHIND.sub("", entry)[0] for entry in entries})
    before, after = group.get("before", ""), group.get("after", "")
    if latin:
        before, after = f"(?<![a-z]){before}", f"(?![a-z]){after}"
    return f"(?=[{opening}]){before}(?:{'|'.join(entries)}){after}"


def _places(names: Sequence[str]) -> re.Pattern[str]:
    """A place, unless it names an institution."""
    institution = "证券交易所|证交所|交易所|清算所|票据|证监局|所"
    return re.compile(f"(?:{'|'.join(names)})(?:市|省)?(?:地区|本地|这边)?(?!{institution})")


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """The longest of the words at each place."""
    return re.compile("|".join(map(re.escape, sorted(dict.fromkeys(words), key=len, reverse=True))))
