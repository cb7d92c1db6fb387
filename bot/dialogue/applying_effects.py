"""What questions about admission, agreements, the credit line, extensions, announced changes and events ask the account service for.

Those with a ``key`` write, once per key; all others look.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchApplication:
    """Where the application stands, what is next and by whom, what is open."""

    client_id: str


@dataclass(frozen=True, slots=True)
class ExplainApplication:
    """Why the application stands as it does, with figures and rules."""

    client_id: str


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """Begin an application, or go on with the one that is open."""

    key: str
    client_id: str


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """Hand the application in."""

    key: str
    client_id: str


@dataclass(frozen=True, slots=True)
class WithdrawApplication:
    """Take the application back."""

    key: str
    client_id: str


@dataclass(frozen=True, slots=True)
class AskAdmissionPerson:
    """Call a person who explains the application or looks at it again."""

    key: str
    client_id: str
    question: str


@dataclass(frozen=True, slots=True)
class FetchQuestionnaire:
    """The questions with the answers so far, which one is next, and the newest result."""

    client_id: str


@dataclass(frozen=True, slots=True)
class StartQuestionnaire:
    """Begin the questionnaire, or go on with the one that is open."""

    key: str
    client_id: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """One option chosen for one question of a version."""

    key: str
    client_id: str
    version: str
    question: str
    option: str


@dataclass(frozen=True, slots=True)
class FinishQuestionnaire:
    """Have the answers graded; what contradicts itself is asked again."""

    key: str
    client_id: str


@dataclass(frozen=True, slots=True)
class FetchAgreements:
    """Every agreement of a client, which one holds, and what could be signed."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchAgreement:
    """One agreement whole: terms with their clauses, steps, text and hash."""

    client_id: str
    agreement: str


@dataclass(frozen=True, slots=True)
class OpenAgreement:
    """The offered version as the client's own text, to be read; again, the same."""

    client_id: str


@dataclass(frozen=True, slots=True)
class ReadStep:
    """One section or disclosure acknowledged as read."""

    client_id: str
    agreement: str
    step: str


@dataclass(frozen=True, slots=True)
class SendSigningCode:
    """A code to sign with, sent to the client."""

    client_id: str
    agreement: str


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Sign the text of that hash; with the code where the firm asks for one."""

    key: str
    client_id: str
    agreement: str
    sha256: str
    challenge: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class FetchAmendments:
    """The amendments offered to a client, the newest first."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchAmendment:
    """One amendment: every term and clause before and after, and the account under both."""

    client_id: str
    amendment: str


@dataclass(frozen=True, slots=True)
class AnswerAmendment:
    """The client's yes or no to the text of that hash."""

    key: str
    client_id: str
    amendment: str
    accept: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class FetchLineStanding:
    """The credit line, what is left of it, its ceiling and why, requests, and what would freeze it."""

    client_id: str


@dataclass(frozen=True, slots=True)
class AskCreditLine:
    """Ask for another line of ``amount`` yuan, decimal text."""

    key: str
    client_id: str
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawLineRequest:
    """Take one's own request for another line back."""

    client_id: str
    request: str
    reason: str


@dataclass(frozen=True, slots=True)
class FetchExtensions:
    """Every request for an extension and what became of it, the newest first."""

    client_id: str


@dataclass(frozen=True, slots=True)
class CheckExtension:
    """Whether a request would stand now, condition by condition."""

    client_id: str
    contract: str


@dataclass(frozen=True, slots=True)
class AskExtension:
    """Ask for the extension of one contract."""

    key: str
    client_id: str
    contract: str


@dataclass(frozen=True, slots=True)
class WithdrawExtension:
    """Take one's own request for an extension back."""

    client_id: str
    request: str
    reason: str


@dataclass(frozen=True, slots=True)
class FetchPolicyChanges:
    """Announced and recent changes that touch the account, with figures before and after."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchAccountEvents:
    """The newest events of an account, oldest first, each with what it added."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchOwnProposals:
    """What the client has asked for, and what was decided, the newest first."""

    client_id: str


ApplyingEffect = (
    FetchApplication
    | ExplainApplication
    | OpenApplication
    | SubmitApplication
    | WithdrawApplication
    | AskAdmissionPerson
    | FetchQuestionnaire
    | StartQuestionnaire
    | AnswerQuestion
    | FinishQuestionnaire
    | FetchAgreements
    | FetchAgreement
    | OpenAgreement
    | ReadStep
    | SendSigningCode
    | SignAgreement
    | FetchAmendments
    | FetchAmendment
    | AnswerAmendment
    | FetchLineStanding
    | AskCreditLine
    | WithdrawLineRequest
    | FetchExtensions
    | CheckExtension
    | AskExtension
    | WithdrawExtension
    | FetchPolicyChanges
    | FetchAccountEvents
    | FetchOwnProposals
)
