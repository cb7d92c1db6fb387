"""One door for the books of every jurisdiction: read, evaluate and cure by what the book says it is.

The place is that of the booking entity, which the book names; never that of a security or of a language.
"""

from collections.abc import Mapping
from fractions import Fraction

from risk.account import Snapshot
from risk.book_file import read_book
from risk.evaluation import Evaluation, evaluate
from risk.fields import BookError, refuse
from risk.hk.account import HkAccount
from risk.hk.book_file import read_hk_book
from risk.hk.cures import cures as hk_cures
from risk.hk.evaluation import evaluate as evaluate_hk
from risk.reference import ReferenceCures, ReferenceEvaluation
from risk.rulebook import JURISDICTIONS, Rulebook
from risk.us.account import UsAccount
from risk.us.book_file import read_us_book
from risk.us.cures import cures as us_cures
from risk.us.evaluation import evaluate as evaluate_us

ReferenceAccount = HkAccount | UsAccount
AnyAccount = Snapshot | ReferenceAccount


def read(obj: object) -> AnyAccount:
    """The account of a parsed book file. Raises `BookError` naming every refused field."""
    place = obj.get("jurisdiction", "CN") if isinstance(obj, Mapping) else "CN"
    if place == "HK":
        return read_hk_book(obj)
    if place == "US":
        return read_us_book(obj)
    if place is not None and place not in JURISDICTIONS:
        raise BookError([refuse("jurisdiction", "unsupported", place)])
    return read_book(obj)


def evaluate_any(account: AnyAccount, rulebooks: Mapping[str, Rulebook]) -> Evaluation | ReferenceEvaluation:
    """The figures of an account under the rulebook of its own place."""
    if isinstance(account, Snapshot):
        return evaluate(account, rulebooks["CN"])
    return evaluate_reference(account, rulebooks)


def evaluate_reference(account: ReferenceAccount, rulebooks: Mapping[str, Rulebook]) -> ReferenceEvaluation:
    """The figures of a reference account."""
    if isinstance(account, HkAccount):
        return evaluate_hk(account, rulebooks["HK"])
    return evaluate_us(account, rulebooks["US"])


def reference_cures(
    account: ReferenceAccount, rulebooks: Mapping[str, Rulebook], target: Fraction | None = None
) -> ReferenceCures:
    """The ways to meet the call of a reference account. Raises `BookError` for a target that is none."""
    if isinstance(account, HkAccount):
        return hk_cures(account, rulebooks["HK"], target)
    return us_cures(account, rulebooks["US"], target)
