"""The values that understanding a message yields: requests with an intent, a gate and the slots read from their words.

Everything here is frozen data. Money is in whole currency units, ratios are fractions (130 % is `Decimal("1.3")`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Lang = Literal["zh", "zh-Hant", "en"]
Gate = Literal["act", "clarify", "oos"]
Source = Literal["rule", "model"]
Currency = Literal["yuan", "hkd", "usd"]
How = Literal["code", "name", "pinyin", "homophone", "fuzzy", "initials"]


@dataclass(frozen=True, slots=True)
class SecurityEntry:
    """One security a client may name: exchange code (with or without suffix), names and nicknames."""

    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityMention:
    """A security found in a text, how it was recognised, and where (offsets into the normal form)."""

    code: str
    name: str
    how: How
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money as said, e.g. 50万 -> 500000 yuan."""

    value: Decimal
    unit: Currency
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of shares; `unit` tells whether it was said in 手 (board lots of 100) or 股."""

    shares: Decimal
    unit: Literal["手", "股"]
    text: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Calendar days from `start` to `end`, both included; one day has both equal."""

    start: date
    end: date
    text: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """A hypothetical with its own numbers: the calculator's kind, its inputs as decimal text, inputs not said.

    `unused` are numbers of the message, as said, that the kind has no place for; `first` the figure asked for where there are several.
    """

    kind: str
    inputs: Mapping[str, str]
    missing: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    first: str | None = None

    @property
    def complete(self) -> bool:
        """Whether it may be computed: nothing missing, no number left out."""
        return not self.missing and not self.unused


@dataclass(frozen=True, slots=True)
class Slots:
    """What the words of one request say beside its intent. `securities` may be used, `to_confirm` must be asked about.

    `labelled` holds numbers under the word said with each, `said` under their role in a hypothetical, for the requests that follow.
    """

    securities: tuple[SecurityMention, ...] = ()
    to_confirm: tuple[SecurityMention, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    percents: tuple[Decimal, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    prices: tuple[Decimal, ...] = ()
    dates: tuple[DateRange, ...] = ()
    days: tuple[int, ...] = ()
    rates: tuple[Decimal, ...] = ()
    labelled: Mapping[str, Decimal] = field(default_factory=dict)
    said: Mapping[str, Decimal] = field(default_factory=dict)
    calculation: Calculation | None = None
    measures: tuple[str, ...] = ()
    aspect: str | None = None
    param: str | None = None
    kind: str | None = None
    ordinal: int | None = None

    @property
    def measure(self) -> str | None:
        """The first Figure name asked for, if any."""
        return self.measures[0] if self.measures else None


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked: `act` on it, `clarify` with the `alternatives`, or it is out of scope."""

    text: str
    intent: str
    confidence: float
    gate: Gate
    alternatives: tuple[tuple[str, float], ...]
    slots: Slots
    source: Source


@dataclass(frozen=True, slots=True)
class Said:
    """One number where it stands in the normal form: `label` is the measure it was said with, if any."""

    label: str | None
    unit: str
    value: Decimal
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message understood: the original text, its normal form, the language to answer in, and its requests in order.

    `numbers` are those of the whole normal form, where it is short enough to be a question or a correction of one. `certain`:
    whether the message is a whole sentence that nobody writes in another script or language than `lang`.
    """

    text: str
    normal: str
    lang: Lang
    requests: tuple[Request, ...]
    numbers: tuple[Said, ...] = ()
    certain: bool = True
