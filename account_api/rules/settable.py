"""What a firm's row may be about: every parameter of a rulebook, and the firm's own thresholds of credit lines and admission.

Those thresholds are no rules, so the packaged rulebooks do not hold them; a row that a firm brings takes the place of the
packaged starting value (`risk.thresholds`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from risk.admission.rows import ROWS as ADMISSION
from risk.credit.rows import ROWS as CREDIT
from risk.rulebook import PACKAGED, Rulebook
from risk.rulebook.labels_thresholds import THRESHOLD_LABELS

THRESHOLDS = tuple(row for row in (*CREDIT, *ADMISSION) if row.param in THRESHOLD_LABELS)

SETTABLE: Mapping[str, Rulebook] = MappingProxyType(
    {**PACKAGED, "CN": PACKAGED["CN"].with_firm_rows(THRESHOLDS)}
)
