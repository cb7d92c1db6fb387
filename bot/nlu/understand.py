"""A message understood: requests in order, each with an intent, a gate and its slots.

`understander(securities)` is the factory; it reads the packaged word lists and examples and trains (or loads) the classifier.
`Understander.understand` is pure and total: any text, also an empty or a hostile one, gives at least one request.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from bot.nlu.classifier import DOMAIN, Classifier, predict
from bot.nlu.examples import mask
from bot.nlu.homophones import repaired
from bot.nlu.lexicon import Lexicon, fingerprint, read_examples, read_lexicon, sentences
from bot.nlu.model import (
    Amount,
    Calculation,
    DateRange,
    Gate,
    Lang,
    Quantity,
    Request,
    SecurityEntry,
    SecurityMention,
    Slots,
    Understanding,
)
from bot.nlu.normal import Script, language, normalise, script, unmistakable
from bot.nlu.pinyin import pinyin_reader
from bot.nlu.reading import Reading, read
from bot.nlu.references import is_correction
from bot.nlu.rules import Rule, first_match
from bot.nlu.securities import Gazetteer, gazetteer
from bot.nlu.split import asks, clauses_of, recalls, split, without_politeness
from bot.nlu.topics import intent_of_value, with_topics
from bot.nlu.training import load_or_train

__all__ = [
    "Amount",
    "Calculation",
    "DateRange",
    "Quantity",
    "Request",
    "SecurityEntry",
    "SecurityMention",
    "Slots",
    "Understander",
    "Understanding",
    "understander",
]

RAW_LIMIT: Final = 20_000
READ_LIMIT: Final = 1_000
AMENDABLE: Final = 200  # characters up to which a question may be put right by the next message
DISTRESS: Final = (
    "distress"  # only its rules may act: nobody who moans about the market is sent to a helpline
)
_STANDING: Final = frozenset({"human", "complaint_status", "promise", "advice"})
_ABOUT_ME: Final = frozenset({"my_ratio", "my_figures", "my_positions", "margin_call"})
_LONGEST_YES: Final = (16, 40)  # characters of a yes or no in Chinese and in English
_CHAT: Final = frozenset({"smalltalk", "learn", "help", "affirm", "deny"})
_INFORMATIVE: Final = _ABOUT_ME | {"rule_question", "rule_value", "security_lookup", "what_if"}
_TOPICAL: Final = (
    *sorted(DOMAIN),
    *(
        "stamp",
        "risk",
        "notice",
        "client_data",
        "suspended",
        "forecast",
        "pick",
        "promise",
        "complaint",
        "ticket",
    ),
    *("person", "other_person", "access", "override", "trick", "despair", "ability", "other_product"),
    *("other_account", "company", "daily_life"),
)
_ELIGIBLE: Final = re.compile(
    r"(?:请问|问下|想问)?S(?:现在|目前|今天)?(?:是否|是不是|还)?(?:能不能|可不可以|能否|可以|能)(?:两融|(?:做|被)?(?:融资|融券|做空)(?:买入?|卖出?)?)(?:吗|么|嘛|不)?"
)
_HOW_TO_COMPLAIN: Final = re.compile(
    r"(?:那|我|请问|最后)*(?:想?要|想知道|问一下)?(?:怎么|如何|怎样|去哪里?|在哪里?|向谁|找谁)(?:才能|可以|能|去)?投诉(?:你们)?(?:呢|啊|呀)?[?!。,. ]*|投诉(?:电话|渠道|方式|流程|热线)(?:是|有)?(?:多少|什么|哪些|几号|怎么走)?[?!。,. ]*|how (?:do|can|to) i? ?(?:file a )?compla\w+[?!. ]*"
)
_PUNCTUATION: Final = " \n,.?!。、;:~…()"
_LANGS: Final[dict[str, Lang]] = {"zh": "zh", "zh-Hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True, slots=True)
class Understander:
    """Everything needed to understand a message; see `understand`."""

    tables: Script
    lexicon: Lexicon
    securities: Gazetteer
    classifier: Classifier
    from_pinyin: Callable[[str], str | None]

    def understand(self, text: str, lang: str | None = None, *, today: date | None = None) -> Understanding:
        """Split, screen and classify a message. Without `today` no date is read; an unknown `lang` is detected."""
        normal = normalise(text[:RAW_LIMIT], self.tables)
        said_in = _LANGS.get(lang or "") or language(text[:RAW_LIMIT], self.tables)
        certain = bool(lang) or unmistakable(text[:RAW_LIMIT], self.tables)
        characters = self.from_pinyin(normal)
        if characters:
            normal, said_in = characters, _LANGS.get(lang or "", "zh")
        normal = repaired(normal[:READ_LIMIT]) + normal[READ_LIMIT:]
        short = normal if len(normal) <= AMENDABLE else ""
        requests, numbers = tuple(self._requests(normal, today)), self._read(short, today).numbers
        return Understanding(text, normal, said_in, requests, numbers, certain and not characters)

    def _requests(self, normal: str, today: date | None) -> Iterator[Request]:
        if not any(c.isalnum() for c in normal):
            yield _unreadable(normal)
            return
        alarm = first_match(normal, self.lexicon.rules, whole=True)
        if alarm and not self._asked_beside(normal, alarm):
            yield self._by_rule(normal[:READ_LIMIT], alarm, self._read(normal, today).slots)
            return
        carried: dict[str, Decimal] = {}
        before: Request | None = None
        for part in split(normal[:READ_LIMIT], self._stands_alone, self._asks_something):
            request = self._request(part, carried, today)
            if before is not None and (request.gate == "clarify" or _may_be_of_security(request, before)):
                request = self._in_context(request, before)
            if not recalls(part):
                carried = {**carried, **request.slots.said}
            before = request
            yield request

    def _asked_beside(self, normal: str, alarm: Rule) -> bool:
        """Whether a complaint is none: one question of several asks only how to file one."""
        if alarm.intent != "complaint":
            return False
        parts = split(normal[:READ_LIMIT], self._stands_alone, self._asks_something)
        meant = [part for part in parts if first_match(part, self.lexicon.rules, whole=True)]
        return len(parts) > len(meant) and all(_HOW_TO_COMPLAIN.fullmatch(part) for part in meant)

    def _read(self, text: str, today: date | None, carried: Mapping[str, Decimal] | None = None) -> Reading:
        return read(text[:READ_LIMIT], today, self.securities, self.lexicon.labels, carried or {})

    def _stands_alone(self, part: str) -> bool:
        rule = first_match(without_politeness(part), self.lexicon.rules, whole=False)
        return rule is not None and rule.intent in _STANDING

    def _request(self, part: str, carried: Mapping[str, Decimal], today: date | None) -> Request:
        bare = without_politeness(part)
        reading = self._read(bare, today, carried)
        if _HOW_TO_COMPLAIN.fullmatch(part):
            return _certain(bare, "rule_question", reading.slots)
        rule = first_match(bare, self.lexicon.rules, whole=False)
        calculation = reading.slots.calculation
        if calculation and (calculation.complete or rule is None):
            return _certain(bare, "calculation", reading.slots)
        if rule:
            return self._by_rule(bare, rule, reading.slots)
        masked = mask(bare, reading.spans)
        if reading.only_security or _ELIGIBLE.fullmatch(masked.strip(_PUNCTUATION)):
            return _certain(bare, "security_lookup", reading.slots)
        whole = self._by_model(bare, masked, reading.slots)
        return self._clause_that_asks(whole, today)

    def _clause_that_asks(self, whole: Request, today: date | None) -> Request:
        """What is said around a question must not decide it: where the whole is unclear or small talk, its asking clause speaks."""
        clauses = clauses_of(whole.text)
        if len(clauses) < 2 or (whole.gate == "act" and whole.intent not in _CHAT):
            return whole
        for clause in reversed(clauses):
            if self._asks_something(clause):
                reading = self._read(clause, today)
                alone = self._by_model(clause, mask(clause, reading.spans), reading.slots)
                if alone.gate == "act" and alone.intent in _INFORMATIVE:
                    return alone
        return whole

    def _asks_something(self, part: str) -> bool:
        """Whether a part of a message asks, and says about what."""
        return asks(part) and any(self.lexicon.concepts[name].search(part) for name in _TOPICAL)

    def _in_context(self, request: Request, before: Request) -> Request:
        """An unclear request read again as going on about the account or the security of the request before it."""
        if before.intent == "security_lookup" and before.slots.securities and not request.slots.securities:
            slots = replace(request.slots, securities=before.slots.securities)
            again = self._by_model(request.text, "S" + request.text, slots)
        elif before.intent in _ABOUT_ME:
            again = self._by_model(request.text, "我的" + request.text, request.slots)
        else:
            return request
        return again if again.gate == "act" else request

    def _by_rule(self, text: str, rule: Rule, slots: Slots) -> Request:
        return _certain(text, rule.intent, replace(slots, kind=rule.kind, calculation=None))

    def _by_model(self, text: str, masked: str, slots: Slots) -> Request:
        found = predict(self.classifier, masked)
        gate: Gate = "clarify" if self._is_vague(text, found.intent) else found.gate
        topics, intent = self.lexicon.topics, found.intent
        if intent == "rule_value":
            intent = intent_of_value(text, topics)
        completed = with_topics(slots, intent, text, topics)
        return Request(text, intent, found.confidence, gate, found.alternatives, completed, "model")

    def _is_vague(self, text: str, intent: str) -> bool:
        """Fragments, corrections taken for a yes or no, and distress no rule has seen are asked about, never acted on."""
        fragment = text.strip(_PUNCTUATION) in self.lexicon.fragments
        no_answer = is_correction(text) or len(text) > _LONGEST_YES[text.isascii()]
        return fragment or intent == DISTRESS or (intent in ("affirm", "deny") and no_answer)


def understander(
    securities: Sequence[SecurityEntry], cache: Path | None = None, terms: Sequence[str] = ()
) -> Understander:
    """Build an `Understander`. Training takes some three seconds once; with `cache` (a directory) later starts load in 0.1 s.

    `terms` are words of the field beside the packaged ones that a message typed in pinyin may hold.
    """
    tables = script()
    lexicon = read_lexicon()
    classifier = load_or_train(
        fingerprint(), lexicon.concepts, lexicon.gates, cache, lambda: read_examples(tables, lexicon)
    )
    names = [name for entry in securities for name in (entry.name, *entry.aliases)]
    from_pinyin = pinyin_reader(
        lambda: [*sentences(tables), *(normalise(x, tables) for x in (*names, *terms))]
    )
    return Understander(tables, lexicon, gazetteer(securities, tables), classifier, from_pinyin)


def _may_be_of_security(request: Request, before: Request) -> bool:
    """`折算率多少` after a security is asked about asks for that security's rate, not for the rule."""
    return before.intent == "security_lookup" and request.slots.param is not None


def _certain(text: str, intent: str, slots: Slots) -> Request:
    return Request(text, intent, 1.0, "act", ((intent, 1.0),), slots, "rule")


def _unreadable(normal: str) -> Request:
    return Request(normal, "oos", 0.0, "clarify", (), Slots(), "rule")
