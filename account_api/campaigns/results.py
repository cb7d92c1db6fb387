"""What came of a campaign: sent, opened, started, completed, and what was learned.

A client has started when it read a lesson of the course or took a quiz of it after the letter, and completed with the quiz
after the course. The gain compares, for each client, the first such quiz after the letter with the last quiz before the course
that came before it: taking the quiz again cannot lift the gain.
"""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from sqlmodel import Session

from account_api.campaigns import queries
from account_api.campaigns.contract import GainPublic, ResultsPublic
from account_api.campaigns.gain import METHOD, gain
from account_api.campaigns.tables import Campaign
from account_api.inbox import queries as inbox
from account_api.inbox.tables import InboxMessage
from account_api.learning import queries as learning
from account_api.learning.tables import LessonRead, QuizAttempt

Pair = tuple[Fraction, Fraction]
Done = TypeVar("Done", LessonRead, QuizAttempt)


def results(session: Session, campaign: Campaign) -> ResultsPublic:
    """The counts and the gain as they are now."""
    sends = queries.sends(session, campaign.id)
    letters = {letter.client_id: letter for letter in inbox.of_campaign(session, campaign.id)}
    lessons = _after_letter(learning.course_lessons(session, campaign.course, letters), letters)
    taken = learning.course_attempts(session, campaign.course, letters)
    since = _after_letter(taken, letters)
    completed = _first_after(since)
    pairs = [pair for after in completed.values() if (pair := _pair(after, taken)) is not None]
    states = Tally(send.state for send in sends)
    return ResultsPublic(
        campaign=campaign.id,
        state=campaign.state,
        sent=states["sent"],
        waiting=states["waiting"],
        skipped=dict(sorted(Tally(send.reason or "" for send in sends if send.state == "skipped").items())),
        opened=sum(letter.opened_at is not None for letter in letters.values()),
        started=len({read.learner for read in lessons} | {attempt.learner for attempt in since}),
        completed=len(completed),
        before=_mean([before for before, _ in pairs]),
        after=_mean([after for _, after in pairs]),
        gain=_gain(pairs),
    )


def _after_letter(done: Sequence[Done], letters: Mapping[str, InboxMessage]) -> list[Done]:
    return [each for each in done if each.recorded_at >= letters[each.learner].written_at]


def _first_after(attempts: Sequence[QuizAttempt]) -> dict[str, QuizAttempt]:
    """By learner, of attempts from oldest to newest."""
    found: dict[str, QuizAttempt] = {}
    for attempt in attempts:
        if attempt.stage == "after":
            found.setdefault(attempt.learner, attempt)
    return found


def _pair(after: QuizAttempt, taken: Sequence[QuizAttempt]) -> Pair | None:
    earlier = [
        attempt
        for attempt in taken
        if attempt.learner == after.learner
        and attempt.stage == "before"
        and (attempt.id or 0) < (after.id or 0)
    ]
    return (earlier[-1].share, after.share) if earlier else None


def _mean(shares: Sequence[Fraction]) -> float | None:
    return round(float(sum(shares) / len(shares)), 4) if shares else None


def _gain(pairs: Sequence[Pair]) -> GainPublic:
    found = gain(pairs)
    return GainPublic(points=found.points, n=found.n, low=found.low, high=found.high, method=METHOD)
