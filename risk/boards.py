"""What a security's code tells of an order in it: its board, and the sizes in which an order is taken.

An order is whole lots of 100 shares, fewer only to close an odd remainder at once. On STAR it is at least 200 and
on the Beijing exchange at least 100 shares, then single shares. The first is a rule of the rulebook (`lot_size`);
the other two were not read there and are the firm's setting, so that whoever plans by them says so. A lot that the
book gives for a security comes before both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from risk.market import LOT

_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("star", ("688", "689")),
    ("main", ("600", "601", "603", "605", "000", "001", "002", "003")),
    ("chinext", ("300", "301", "302")),
    ("bse", ("43", "83", "87", "88", "92")),
)


@dataclass(frozen=True, slots=True)
class OrderSize:
    """An order is `minimum` shares, or so many `step`s more."""

    minimum: int
    step: int

    def within(self, shares: int) -> int:
        """The largest order of no more than `shares`; 0 where there is none."""
        return 0 if shares < self.minimum else shares - (shares - self.minimum) % self.step

    def at_least(self, shares: int) -> int:
        """The smallest order of at least `shares`."""
        return max(self.minimum, shares + (self.minimum - shares) % self.step)


SINGLE = OrderSize(1, 1)
FIRM_SIZES: Mapping[str, OrderSize] = MappingProxyType({"star": OrderSize(200, 1), "bse": OrderSize(100, 1)})


def board_of(security: str) -> str | None:
    """The board of a share by its code: main, chinext, star or bse; None for what is no share of these."""
    return next((board for board, prefixes in _PREFIXES if security.startswith(prefixes)), None)


def order_size(security: str, lot: int = LOT) -> OrderSize:
    """The sizes in which `security` is ordered; `lot` is that of the book."""
    by_lot = OrderSize(lot, lot)
    return FIRM_SIZES.get(board_of(security) or "", by_lot) if lot == LOT else by_lot
