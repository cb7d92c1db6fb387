"""A figure computed again from the account as it was frozen, under the rules it had then, and held against what left.

What was kept of the figure says where it left and from which snapshot it came. Where that is gone, the snapshots
themselves name the figures they had. A figure of no snapshot is held against its own content.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.margin_calls.amounts import owed_figure
from account_api.snapshots import queries as snapshots
from account_api.snapshots import service as freezing
from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces import queries
from account_api.traces.editions import rules_of
from account_api.traces.service import NO_SNAPSHOT
from risk.evaluation import evaluate
from risk.fields import BookError
from risk.figure import trace
from risk.money import AmountError

TRACED = ("name", "value", "formula", "inputs", "rule")
"""What the trace of a figure is a hash of."""
DUE = "due_under_contract"
"""The figure of one contract alone, which the inputs name; all others are those of the whole account."""
UNREADABLE = (BookError, AmountError, LookupError, TypeError, ValueError, AttributeError)
"""What a snapshot may raise that somebody's hand has altered."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` was stored as `was`, and comes out as `now`."""

    what: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Source:
    """A figure as it is known: `figure` is None where only a snapshot names it."""

    name: str
    snapshot_id: str
    edition: str
    left_in: str | None = None
    figure: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """`trace_id` is the one that was asked about, `now` the one that comes out; None where nothing can be computed."""

    trace_id: str
    name: str
    snapshots: tuple[str, ...]
    left_in: tuple[str, ...]
    found_in: str
    now: str | None
    figure: Mapping[str, Any] | None
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        return self.now == self.trace_id and not self.differences

    def as_json(self) -> dict[str, Any]:
        """`{"id", "same", "now", "name", "snapshots", "left_in", "found_in", "figure", "differences"}`."""
        told = asdict(self)
        return {"id": told.pop("trace_id"), "same": self.same} | told


def replay(ctx: Context, session: Session, trace_id: str) -> Replayed | None:
    """The figure of `trace_id` again; None for one that never left and that no snapshot had."""
    kept = queries.kept(session, trace_id)
    sources = [
        Source(str(row.figure.get("name")), row.snapshot_id, row.edition, row.left_in, row.figure)
        for row in kept
    ] or list(_of_snapshots(session, trace_id))
    if not sources:
        return None
    figures, differences = [], []
    for source in sources:
        figure, different = _again(ctx, session, trace_id, source)
        figures.append(figure)
        differences += different
    figure = next((each for each in figures if each is not None), None)
    return Replayed(
        trace_id=trace_id,
        name=sources[0].name,
        snapshots=tuple(dict.fromkeys(each.snapshot_id for each in sources if each.snapshot_id)),
        left_in=tuple(each.left_in for each in sources if each.left_in is not None),
        found_in="figures" if kept else "snapshots",
        now=None if figure is None else str(figure["trace_id"]),
        figure=figure,
        differences=tuple(
            different for n, different in enumerate(differences) if different not in differences[:n]
        ),
    )


def _of_snapshots(session: Session, trace_id: str) -> Iterator[Source]:
    for row in queries.frozen_with(session, trace_id):
        name = next(name for name, trace_of in row.figures.items() if trace_of == trace_id)
        yield Source(name, row.id, row.edition)


def _again(
    ctx: Context, session: Session, trace_id: str, source: Source
) -> tuple[Mapping[str, Any] | None, list[Difference]]:
    """The figure as it comes out now, and everything that does not fit what was stored."""
    stored = [] if source.figure is None else list(_sealed(trace_id, source.figure))
    if source.snapshot_id == NO_SNAPSHOT:
        return _resealed(source.figure or {}), stored
    row = snapshots.frozen(session, source.snapshot_id)
    if row is None:
        return None, [*stored, Difference("snapshot", source.snapshot_id, None)]
    figure, found = _computed(ctx, session, row, source)
    stored += found
    if figure is None:
        return None, stored
    if figure["trace_id"] != trace_id:
        stored.append(Difference("trace_id", trace_id, figure["trace_id"]))
    if source.figure is not None:
        stored += (
            Difference(name, source.figure.get(name), figure[name])
            for name in figure
            if source.figure.get(name) != figure[name] and name != "trace_id"
        )
    return figure, stored


def _computed(
    ctx: Context, session: Session, row: FrozenSnapshot, source: Source
) -> tuple[Mapping[str, Any] | None, list[Difference]]:
    found = [] if freezing.intact(row) else [Difference("snapshot", row.id, "altered")]
    rulebooks = rules_of(ctx, session, source.edition)
    if rulebooks is None:
        found.append(Difference("rules", source.edition, ctx.rulebooks.edition))
        rulebooks = ctx.rulebooks()
    try:
        account = freezing.thawed(row)
        figures = evaluate(account, rulebooks["CN"]).figures
        if source.name == DUE and source.figure is not None:
            contract = str(source.figure["inputs"][0]["source"])
            return owed_figure(account, contract).as_json(), found
    except UNREADABLE as error:
        return None, [*found, Difference("snapshot", row.id, type(error).__name__)]
    if source.name in figures:
        return figures[source.name].as_json(), found
    return None, [*found, Difference("figure", source.name, None)]


def _sealed(trace_id: str, figure: Mapping[str, Any]) -> Iterator[Difference]:
    """Whether what was kept still gives the trace it was kept under."""
    now = _resealed(figure)["trace_id"]
    if now != trace_id:
        yield Difference("kept figure", trace_id, now)


def _resealed(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**figure, "trace_id": trace({name: figure.get(name) for name in TRACED})}
