"""A book made up by a seed: accounts with collateral, margin purchases and short sales, as columns of a frame.

For benchmarks and tests: sizes and popularity are those of no real firm. About one account in fifteen is below its
liquidation line.
"""

import numpy as np

from risk.book.frame import MONEY, Column, Frame, Lines, Longs, Owed, Quotes, offsets_of

LINES = (14_000, 13_000, 14_000, 11_000)
SECURITIES, LONGS, FINANCED, SHORT = 5_400, 6.0, 3.0, 0.5
CHEAPEST, DEAREST = 2 * MONEY, 200 * MONEY
MARGIN_RATIO = 10_000
STEEPNESS = 3
"""How much more popular the first securities are than the last."""


def synthetic(accounts: int, seed: int, securities: int = SECURITIES) -> Frame:
    """A book of so many accounts. Rates and lines are in 1/10000, as the engine wants them; nothing is beyond."""
    dice = np.random.default_rng(seed)
    price = dice.integers(CHEAPEST // 100, DEAREST // 100, securities) * 100
    rate = dice.integers(50, 71, securities) * 100
    longs = _places(dice, accounts, LONGS, securities)
    financing = _owed(dice, "F", accounts, FINANCED, price, dice.uniform(0.6, 1.3, accounts))
    shorts = _owed(dice, "S", accounts, SHORT, price, dice.uniform(0.7, 1.2, accounts))
    return Frame(
        ids=[f"c{i:07d}" for i in range(accounts)],
        cash=dice.integers(0, 20_000_000, accounts) * 100,
        other=np.zeros(accounts, np.int64),
        fees=np.zeros(accounts, np.int64),
        lines=Lines(*(np.full(accounts, line, np.int64) for line in LINES)),
        longs=Longs(offsets_of(longs[0], accounts), longs[1], longs[2]),
        financing=financing,
        shorts=shorts,
        quotes=Quotes([f"{i:06d}.SZ" for i in range(securities)], price, rate),
        beyond={},
    )


def _places(
    dice: np.random.Generator, accounts: int, mean: float, securities: int
) -> tuple[Column, Column, Column]:
    """Account, security and quantity of rows, a Poisson number of them for each account."""
    account = np.repeat(np.arange(accounts), dice.poisson(mean, accounts)).astype(np.int64)
    quote = (dice.random(len(account)) ** STEEPNESS * securities).astype(np.int64)
    quantity = dice.integers(1, 60, len(account)) * 100
    return account, quote, quantity


def _owed(
    dice: np.random.Generator,
    prefix: str,
    accounts: int,
    mean: float,
    price: Column,
    moved: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> Owed:
    """Contracts of one kind; `moved` is the price at the opening against today's, account by account."""
    account, quote, quantity = _places(dice, accounts, mean, len(price))
    worth = price[quote] * quantity
    amount = (worth * moved[account] / 100).astype(np.int64) * 100
    interest = amount // 1_000 // 100 * 100
    margin = np.full(len(account), MARGIN_RATIO, np.int64)
    names = [f"{prefix}{i:08d}" for i in range(len(account))]
    return Owed(offsets_of(account, accounts), quote, quantity, amount, interest, margin, names)
