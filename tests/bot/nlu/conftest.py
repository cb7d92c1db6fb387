"""One understander for all tests of understanding, its classifier trained once a session and never of an earlier one."""

import time
from datetime import date
from pathlib import Path

import pytest

from bot.nlu.normal import Script, script
from bot.nlu.understand import SecurityEntry, Understander, understander

TODAY = date(2026, 11, 20)
SECURITIES = (
    SecurityEntry("600519.SH", "贵州茅台", "Kweichow Moutai", ("茅台",)),
    SecurityEntry("600036.SH", "招商银行", "China Merchants Bank", ("招行",)),
    SecurityEntry("000858.SZ", "五 粮 液", "Wuliangye"),
    SecurityEntry("300750.SZ", "宁德时代", "CATL"),
    SecurityEntry("601318.SH", "中国平安", "Ping An"),
    SecurityEntry("510300.SH", "沪深300ETF", "CSI 300 ETF"),
    SecurityEntry("000001.SZ", "平安银行", "Ping An Bank"),
    SecurityEntry("688981.SH", "中芯国际", "SMIC"),
    SecurityEntry("000002.SZ", "万  科Ａ", "Vanke"),
    SecurityEntry("300024.SZ", "机器人", "Siasun"),
    SecurityEntry("600000.SH", "*ST浦发"),
)


@pytest.fixture(scope="session")
def tables() -> Script:
    return script()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The directory a first start leaves its classifier in, and the seconds of processor time it took."""
    cache = tmp_path_factory.mktemp("intents")
    started = time.process_time()
    understander((), cache)
    return cache, time.process_time() - started


@pytest.fixture(scope="session")
def understand(first_start: tuple[Path, float]) -> Understander:
    return understander(SECURITIES, first_start[0])
