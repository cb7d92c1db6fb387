"""Batches of events and prices, corporate actions, and what a source is answered. See `event_kinds` for the events."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from account_api.days import Day
from account_api.feed.event_kinds import Code, Id, Instant, PriceText, RateText
from account_api.texts import Facts, Words

MOST_EVENTS = 200
MOST_PRICES = 500


class Tick(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    at: Instant
    price: PriceText


TICK: TypeAdapter[Tick] = TypeAdapter(Tick)


class EventsCreate(BaseModel):
    """A batch of one source; an empty one says that the source is alive and has nothing new."""

    model_config = ConfigDict(extra="forbid")

    source: Id
    events: list[Facts] = Field(max_length=MOST_EVENTS)


class PricesCreate(BaseModel):
    """A batch of ticks; an empty one says that the source is alive and nothing has moved."""

    model_config = ConfigDict(extra="forbid")

    source: Id
    prices: list[Facts] = Field(max_length=MOST_PRICES)


class RefusedPublic(BaseModel):
    """`problem` is the problem object of every interface."""

    id: str
    problem: dict[str, Any]


class EventsPublic(BaseModel):
    """Ids of this batch, and of earlier events whose turn has come. `late` are those of `applied` that came for a day before
    the newest.
    """

    applied: list[str]
    known: list[str]
    waiting: list[str]
    late: list[str]
    refused: list[RefusedPublic]


class PricesPublic(BaseModel):
    """Ids are `code@at`. `late` are kept and are not the day's price; or they are, of an earlier day. `suspect` are kept aside:
    they are further from the last close than a price can be, and count once they are accepted or another source says the same.
    """

    applied: list[str]
    known: list[str]
    late: list[str]
    suspect: list[str]
    refused: list[RefusedPublic]


class SuspectPublic(BaseModel):
    """A price kept aside: plausible was `low` to `high`, counted from `since` of `since_day` by `rule`, which is a parameter of the
    rulebook or `firm-set`. `state` suspect, confirmed by another source, accepted or refused by people.
    """

    id: int
    source: str
    code: str
    at: str
    received_at: str
    price: str
    since: str
    since_day: date
    low: str
    high: str
    rule: str
    state: str
    proposal_id: str | None


class SuspectsPublic(BaseModel):
    """Prices kept aside, the newest first."""

    suspects: list[SuspectPublic]


class SuspectAsk(BaseModel):
    """Why the price should count all the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Words = Field(min_length=1, max_length=300)


class DividendTerms(BaseModel):
    """Cash for each share, as the firm pays it out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    per_share: PriceText


class BonusTerms(BaseModel):
    """New shares for each share held: 0.3 where ten bring three."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio: RateText


class SplitTerms(BaseModel):
    """Shares afterwards for each share before: 2 for a split in two, 0.1 where ten become one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factor: Annotated[RateText, Field(gt=0)]


class RightsTerms(BaseModel):
    """Rights for each share held, what a new share costs, until when; `value_per_share` is what the firm asks of who owes
    the shares, for each share owed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio: RateText
    price: PriceText
    until: Day | None = None
    value_per_share: PriceText | None = None


class ActionCreate(BaseModel):
    """An issuer's act. `terms` by kind: cash_dividend per_share · bonus_shares ratio · split factor · rights ratio, price."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Id
    id: Id
    kind: Literal["cash_dividend", "bonus_shares", "split", "rights"]
    code: Code
    record_day: Day
    effective_day: Day
    terms: DividendTerms | BonusTerms | SplitTerms | RightsTerms

    @model_validator(mode="after")
    def in_order(self) -> "ActionCreate":
        if not isinstance(self.terms, TERMS[self.kind]):
            raise ValueError(f"these are not the terms of {self.kind}")
        if self.effective_day <= self.record_day:
            raise ValueError("the effective day comes after the record day")
        return self


TERMS: dict[str, type[BaseModel]] = {
    "cash_dividend": DividendTerms,
    "bonus_shares": BonusTerms,
    "split": SplitTerms,
    "rights": RightsTerms,
}


class ActionReversal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(min_length=1, max_length=400)


class ActionPublic(BaseModel):
    """`accounts` is how many it moved. The terms are what the firm has set; `confidence` says so."""

    source: str
    id: str
    kind: str
    code: str
    record_day: date
    effective_day: date
    terms: dict[str, Any]
    confidence: Literal["firm-set"] = "firm-set"
    state: str
    accounts: int
    reason: str | None


class PostingPublic(BaseModel):
    line: str
    delta: str


class AppliedPublic(BaseModel):
    """An event as it was worked in, with what it added."""

    source: str
    id: str
    sequence: int
    kind: str
    at: str
    day: date
    late: bool
    reversed_by: str | None
    postings: list[PostingPublic]


class StreamPublic(BaseModel):
    client_id: str
    last_sequence: int
    last_at: str | None
    waiting: list[int]
    refused_id: str | None
    refusal: dict[str, Any] | None


class SourcePublic(BaseModel):
    """`clients` is how many it has sent events of, `held_up` how many of those streams a refusal holds up."""

    source: str
    kind: str
    seen_at: str | None
    failed_at: str | None
    failure: str | None
    clients: int
    held_up: int
    streams: list[StreamPublic]


class StatusPublic(BaseModel):
    """`freshness` is the firm's setting; `applied`, `late` and `ticks` count everything so far. Streams come by client, some at a
    time; `following` is the client to go on after, None at the end.
    """

    now: str
    freshness: str
    applied: int
    late: int
    ticks: int
    sources: list[SourcePublic]
    following: str | None


class DifferencePublic(BaseModel):
    """One line of one account on one day: opening + interest counted on + events should be closing, and is not."""

    client_id: str
    day: date
    opening_day: date
    line: str
    opening: str
    interest: str
    events: str
    closing: str
    difference: str


class ReconciliationPublic(BaseModel):
    """`days` and `lines` say how much was looked at."""

    accounts: int
    days: int
    lines: int
    differences: list[DifferencePublic]
