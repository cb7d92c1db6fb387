"""Dated, layered, sourced rules: the model, the mainland rows, and which floor binds one contract."""

from risk.rulebook.cn import CN
from risk.rulebook.floors import for_contract
from risk.rulebook.labels import LABELS, label, nearest
from risk.rulebook.model import Row, Rulebook, RulebookError, Standing

__all__ = ["CN", "LABELS", "Row", "Rulebook", "RulebookError", "Standing", "for_contract", "label", "nearest"]
