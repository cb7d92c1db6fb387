"""The decision on an application: every condition is looked at, and the gravest of them decides."""

from risk.admission.checks import CHECKS
from risk.admission.model import GRAVEST, Applicant
from risk.admission.rows import ROWS
from risk.calendar import Calendar
from risk.decision import Decision
from risk.rulebook.model import Rulebook
from risk.thresholds import Thresholds


def decide(applicant: Applicant, rules: Rulebook, calendar: Calendar) -> Decision:
    """Admit, not yet, refuse, or a person decides; with the reason of every condition and what closes each gap."""
    limits = Thresholds(rules, ROWS, applicant.as_of)
    checked = [check(applicant, limits, calendar) for check in CHECKS]
    outcomes = [each.reason.outcome for each in checked]
    return Decision(
        min(outcomes, key=GRAVEST.index),
        applicant.as_of,
        tuple(each.reason for each in checked),
        tuple(each.gap for each in checked if each.gap is not None),
        {figure.name: figure for each in checked for figure in each.figures},
    )
