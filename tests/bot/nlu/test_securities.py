"""Securities are found by code, name, nickname and pinyin; slips are only proposed."""

import sys
import time

import pytest

from bot.nlu.normal import Script, normalise
from bot.nlu.securities import SecurityEntry, find_securities, gazetteer
from bot.nlu.understand import Understander

USED = [
    ("600519能融资吗", "600519.SH", "code"),
    ("sh600519", "600519.SH", "code"),
    ("600519.SH可以融券吗", "600519.SH", "code"),
    ("贵州茅台", "600519.SH", "name"),
    ("茅台跌10%", "600519.SH", "name"),
    ("貴州茅台能融資嗎", "600519.SH", "name"),
    ("五粮液", "000858.SZ", "name"),
    ("五 粮 液能融吗", "000858.SZ", "name"),
    ("萬科A能融資嗎", "000002.SZ", "name"),
    ("万科可以融资吗", "000002.SZ", "name"),
    ("招行的折算率", "600036.SH", "name"),
    ("浦发的股票", "600000.SH", "name"),
    ("沪深300etf的折算率", "510300.SH", "name"),
    ("Is Kweichow Moutai eligible?", "600519.SH", "name"),
    ("guizhou maotai能融资吗", "600519.SH", "pinyin"),
    ("ningdeshidai可以融吗", "300750.SZ", "pinyin"),
    ("机器人这只股票", "300024.SZ", "name"),
]
PROPOSED = [
    ("贵州矛台可以买吗", "600519.SH", "homophone"),
    ("宁得时代能融资吗", "300750.SZ", "homophone"),
    ("浙商银行能融资吗", "600036.SH", "fuzzy"),
    ("gzmt可以融吗", "600519.SH", "initials"),
]
NONE = [
    "负债600036",
    "600036元",
    "市值 600519",
    "机器人是谁",
    "120000",
    "不要机器人",
    "我的维持担保比例是多少",
    "上海银行",
    "what is margin",
]


@pytest.mark.parametrize(("said", "code", "how"), USED)
def test_what_is_certain_may_be_used(
    said: str, code: str, how: str, understand: Understander, tables: Script
) -> None:
    found = find_securities(normalise(said, tables), understand.securities)
    assert [(m.code, m.how) for m in found.used] == [(code, how)]


@pytest.mark.parametrize(("said", "code", "how"), PROPOSED)
def test_what_is_a_guess_must_be_confirmed(
    said: str, code: str, how: str, understand: Understander, tables: Script
) -> None:
    found = find_securities(normalise(said, tables), understand.securities)
    assert found.used == ()
    assert (code, how) in [(m.code, m.how) for m in found.to_confirm]


@pytest.mark.parametrize("said", NONE)
def test_sums_everyday_words_and_other_names_are_no_securities(
    said: str, understand: Understander, tables: Script
) -> None:
    found = find_securities(normalise(said, tables), understand.securities)
    assert (found.used, found.to_confirm, found.unknown_codes) == ((), (), ())


def test_a_code_the_list_does_not_hold_is_reported(understand: Understander) -> None:
    assert find_securities("601012是不是标的", understand.securities).unknown_codes == ("601012",)


def test_ambiguous_pinyin_is_proposed_not_used(tables: Script) -> None:
    twins = gazetteer([SecurityEntry("1", "中兴通讯"), SecurityEntry("2", "忠星通讯")], tables)
    found = find_securities("zhongxingtongxun能融吗", twins)
    assert found.used == ()
    assert {m.code for m in found.to_confirm} == {"1", "2"}


def test_a_nickname_of_two_securities_is_proposed_not_used(tables: Script) -> None:
    both = gazetteer(
        [SecurityEntry("1", "中国平安", "", ("平安",)), SecurityEntry("2", "平安银行", "", ("平安",))], tables
    )
    found = find_securities("平安的股票能融资吗", both)
    assert found.used == ()
    assert [m.code for m in found.to_confirm] == ["1", "2"]


def test_the_cost_does_not_grow_with_the_list(tables: Script) -> None:
    characters = "华东南方北海中电力网科技银行光大信息生物医药能源汽车"
    names = [
        a + b + c + d
        for a in characters[:9]
        for b in characters[5:14]
        for c in characters[9:18]
        for d in characters[16:21]
    ]
    many = gazetteer([SecurityEntry(f"{i:06d}", name) for i, name in enumerate(dict.fromkeys(names))], tables)
    started = time.perf_counter()
    for _ in range(20):
        find_securities("我想知道这只股票的折算率和保证金比例到底是怎么定出来的呢", many)
    sys.stdout.write(
        f"{len(many.codes)} securities: {(time.perf_counter() - started) / 20 * 1000:.2f} ms a text" + "\n"
    )
    assert len(many.codes) > 3000
