"""What is read from words: securities, sums, shares, shares of a whole and days, each against a table written for it.

The tables are measures: what is exact must all be right, what is heard or slipped is only proposed, nothing is used that was not meant.
"""

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.nlu.numbers import find_numbers
from bot.nlu.understand import Understander

TODAY = date(2026, 11, 20)

EXACT = (
    ("600519能融吗", "600519.SH"),
    ("600519.SH能融吗", "600519.SH"),
    ("sh600519折算率", "600519.SH"),
    ("000858还是标的吗", "000858.SZ"),
    ("300750今天能融券吗", "300750.SZ"),
    ("贵州茅台可以融资买入吗", "600519.SH"),
    ("招商银行的折算率", "600036.SH"),
    ("五粮液能做担保吗", "000858.SZ"),
    ("宁德时代能两融吗", "300750.SZ"),
    ("中国平安还能融吗", "601318.SH"),
    ("沪深300ETF折算率多少", "510300.SH"),
    ("平安银行可以做空吗", "000001.SZ"),
    ("中芯国际能融资吗", "688981.SH"),
    ("万科A能当担保品吗", "000002.SZ"),
    ("浦发能融吗", "600000.SH"),
    ("我买了万科", "000002.SZ"),
    ("貴州茅臺可以融資嗎", "600519.SH"),
    ("招商銀行折算率", "600036.SH"),
    ("寧德時代能融嗎", "300750.SZ"),
    ("茅台能融吗", "600519.SH"),
    ("招行折算率几折", "600036.SH"),
    ("can i buy Kweichow Moutai on margin", "600519.SH"),
    ("is CATL eligible", "300750.SZ"),
    ("China Merchants Bank haircut", "600036.SH"),
    ("Ping An Bank on margin", "000001.SZ"),
    ("五 粮 液 能融吗", "000858.SZ"),
    ("ＣＡＴＬ能融吗", "300750.SZ"),
    ("贵洲茅台折算率", "600519.SH"),
)
PINYIN = (
    ("guizhoumaotai能融吗", "600519.SH"),
    ("zhaoshangyinhang折算率", "600036.SH"),
    ("wuliangye可以融资吗", "000858.SZ"),
    ("ningdeshidai能融券吗", "300750.SZ"),
    ("zhong guo ping an 折算率", "601318.SH"),
    ("ping an yin hang 能融吗", "000001.SZ"),
    ("zhongxinguoji能做担保吗", "688981.SH"),
)
HEARD = (
    ("贵州毛台能融吗", "600519.SH"),
    ("招商银航能融吗", "600036.SH"),
    ("招伤银行折算率", "600036.SH"),
    ("五粮夜能两融吗", "000858.SZ"),
    ("五良液折算率多少", "000858.SZ"),
    ("宁得时代还是标的吗", "300750.SZ"),
    ("宁德时带能融吗", "300750.SZ"),
    ("中国平按能融资吗", "601318.SH"),
    ("中国瓶安折算率", "601318.SH"),
    ("平安银航可以做空吗", "000001.SZ"),
    ("中心国际能融吗", "688981.SH"),
    ("中芯国籍折算率", "688981.SH"),
    ("茅苔能融吗", "600519.SH"),
    ("毛台折算率几折", "600519.SH"),
    ("照行折算率多少", "600036.SH"),
    ("招航能融吗", "600036.SH"),
)
PROPOSED = (
    ("gzmt能融吗", "600519.SH"),
    ("zsyh折算率", "600036.SH"),
    ("ndsd还能融吗", "300750.SZ"),
    ("贵州矛台能融资买入吗", "600519.SH"),
    ("宁德石代能融吗", "300750.SZ"),
)
NOTHING = (
    "今天天气怎么样",
    "我招了一个行政",
    "这个机器人真笨",
    "平安到家",
    "我能融吗",
    "毛笔怎么买",
    "猫台上能不能睡觉",
    "负债200000元",
    "我转了600519元",
)
SUMS = (
    ("50万", "500000"),
    ("两万三", "23000"),
    ("一百五十万", "1500000"),
    ("廿万", "200000"),
    ("伍拾万元整", "500000"),
    ("10w", "100000"),
    ("1.5亿", "150000000"),
    ("8k", "8000"),
    ("3.2w", "32000"),
    ("一千二百块", "1200"),
    ("100,000元", "100000"),
    ("1,234,567.89元", "1234567.89"),
    ("￥5000", "5000"),
    ("兩萬三", "23000"),
    ("十二万五", "125000"),
    ("1万5", "15000"),
    ("1万5千", "15000"),
    ("五十多万", ""),
    ("三百万港币", "3000000"),
    ("2 million yuan", "2000000"),
    ("100k yuan", "100000"),
    ("两百块", "200"),
    ("一亿两千万", "120000000"),
    ("贰拾伍万元", "250000"),
    ("三十五万八千", "358000"),
    ("十万零五百元", "100500"),
    ("5千元", "5000"),
    ("0.5万", "5000"),
    ("两块五", "2.5"),
    ("12块3", "12.3"),
    ("二十来万", ""),
    ("50萬", "500000"),
    ("5000000元", "5000000"),
    ("１０万", "100000"),
    ("六位数", ""),
    ("一个亿", "100000000"),
    ("两个亿", "200000000"),
    ("1.2个亿", "120000000"),
    ("20万块钱", "200000"),
    ("半个亿", "50000000"),
    ("1e5元", ""),
)
SHARES_OF_A_WHOLE = (
    ("130%", "1.3"),
    ("百分之一百三十", "1.3"),
    ("一百三十个点", "1.3"),
    ("三成", "0.3"),
    ("三成半", "0.35"),
    ("八成五", "0.85"),
    ("打八折", "0.8"),
    ("6.5折", "0.65"),
    ("六五折", "0.65"),
    ("百分之六点五", "0.065"),
    ("5个点", "0.05"),
    ("万分之五", "0.0005"),
    ("千分之一", "0.001"),
    ("1‰", "0.001"),
    ("150 percent", "1.5"),
    ("百分之五十", "0.5"),
    ("0.65%", "0.0065"),
    ("１３０％", "1.3"),
)
QUANTITIES = (
    ("500股", "500"),
    ("5手", "500"),
    ("一千股", "1000"),
    ("两手", "200"),
    ("半手", ""),
    ("三百股", "300"),
    ("1.5手", ""),
    ("10,000股", "10000"),
    ("1万股", "10000"),
    ("100 shares", "100"),
    ("2 lots", "200"),
    ("两万股", "20000"),
)
# a day, or the first and the last of a span; nothing for what is no day
DAYS = (
    ("昨天", "2026-11-19"),
    ("前天收盘", "2026-11-18"),
    ("今天", "2026-11-20"),
    ("大前天", "2026-11-17"),
    ("上周五", "2026-11-13"),
    ("上周一", "2026-11-09"),
    ("这周三", "2026-11-18"),
    ("周三", "2026-11-18"),
    ("下周一", "2026-11-23"),
    ("11月3号", "2026-11-03"),
    ("11月3日", "2026-11-03"),
    ("十一月三号", "2026-11-03"),
    ("2026-11-03", "2026-11-03"),
    ("2026年11月3日", "2026-11-03"),
    ("2026/11/3", "2026-11-03"),
    ("11.3号", "2026-11-03"),
    ("3号", "2026-11-03"),
    ("上个月", "2026-10-01..2026-10-31"),
    ("上月底", "2026-10-31"),
    ("月底", "2026-11-30"),
    ("这个月", "2026-11-01..2026-11-30"),
    ("本月初", "2026-11-01..2026-11-05"),
    ("去年底", "2025-12-31"),
    ("去年", "2025-01-01..2025-12-31"),
    ("今年", "2026-01-01..2026-12-31"),
    ("三天前", "2026-11-17"),
    ("3天后", "2026-11-23"),
    ("两周前", "2026-11-06"),
    ("一个月前", "2026-10-20"),
    ("半年前", "2026-05-20"),
    ("半个月前", "2026-11-05"),
    ("最近一周", "2026-11-14..2026-11-20"),
    ("最近三天", "2026-11-18..2026-11-20"),
    ("近一个月", "2026-10-22..2026-11-20"),
    ("上周", "2026-11-09..2026-11-15"),
    ("本周", "2026-11-16..2026-11-22"),
    ("下周", "2026-11-23..2026-11-29"),
    ("上季度", "2026-07-01..2026-09-30"),
    ("本季度", "2026-10-01..2026-12-31"),
    ("年初", "2026-01-01..2026-01-05"),
    ("国庆后第一个交易日", "2026-10-08"),
    ("国庆节前最后一个交易日", "2026-09-30"),
    ("上个交易日", "2026-11-19"),
    ("昨晚", "2026-11-19"),
    ("下个月15号", "2026-12-15"),
    ("上个月3号", "2026-10-03"),
    ("月初", "2026-11-01..2026-11-05"),
    ("yesterday", "2026-11-19"),
    ("last friday", "2026-11-13"),
    ("next monday", "2026-11-23"),
    ("3 days ago", "2026-11-17"),
    ("november 3", "2026-11-03"),
    ("3 nov 2026", "2026-11-03"),
    ("last month", "2026-10-01..2026-10-31"),
    ("end of last month", "2026-10-31"),
    ("two weeks ago", "2026-11-06"),
    ("last week", "2026-11-09..2026-11-15"),
    ("the last 7 days", "2026-11-14..2026-11-20"),
    ("11月1号到11月5号", "2026-11-01..2026-11-05"),
    ("从10月8日到10月15日", "2026-10-08..2026-10-15"),
    ("10月8日至15日", "2026-10-08..2026-10-15"),
    ("13月1号", ""),
    ("2月30号", ""),
)


def right(name: str, found: Sequence[bool]) -> float:
    """The share of a table that is read rightly, printed."""
    assert len(found) >= 10
    share = sum(found) / len(found)
    sys.stdout.write(f"{name}: {sum(found)} of {len(found)}\n")
    return share


def securities(text: str, understand: Understander) -> tuple[list[str], list[str]]:
    slots = understand.understand(text, today=TODAY).requests[0].slots
    return [m.code for m in slots.securities], [m.code for m in slots.to_confirm]


def test_a_code_a_name_a_nickname_is_used(understand: Understander) -> None:
    found = [securities(text, understand) == ([code], []) for text, code in EXACT]
    assert right("by code and name", found) == 1


def test_full_pinyin_and_one_wrong_character_of_the_same_sound(understand: Understander) -> None:
    typed = [any(code in found for found in securities(text, understand)) for text, code in PINYIN]
    heard = [securities(text, understand)[1][:1] == [code] for text, code in HEARD]
    assert right("by sound", typed + heard) >= 0.97


def test_what_is_only_heard_or_slipped_is_never_used_silently(understand: Understander) -> None:
    found = [securities(text, understand) for text, _ in (*HEARD, *PROPOSED)]
    assert [used for used, _ in found if used] == []
    assert right("proposed", [bool(asked) for _, asked in found]) >= 0.97


def test_where_no_security_is_named_none_is_found(understand: Understander) -> None:
    assert [text for text in NOTHING if securities(text, understand) != ([], [])] == []
    assert len(NOTHING) >= 9


def test_sums(understand: Understander) -> None:
    def said(text: str) -> list[Decimal]:
        return [
            a.value for a in understand.understand(f"我想转入{text}进去够不够补").requests[0].slots.amounts
        ]

    found = [said(text) == ([Decimal(value)] if value else []) for text, value in SUMS]
    assert right("sums", found) >= 0.97
    assert [number.value for number in find_numbers("一百五")] == [Decimal(150)]


def test_shares_of_a_whole(understand: Understander) -> None:
    def said(text: str) -> list[Decimal]:
        return list(understand.understand(f"大概是{text}对吗").requests[0].slots.percents)

    assert right("percent", [said(text) == [Decimal(value)] for text, value in SHARES_OF_A_WHOLE]) >= 0.97


def test_quantities_come_in_whole_lots(understand: Understander) -> None:
    def said(text: str) -> list[Decimal]:
        return [q.shares for q in understand.understand(f"我想卖掉茅台{text}").requests[0].slots.quantities]

    found = [said(text) == ([Decimal(shares)] if shares else []) for text, shares in QUANTITIES]
    assert right("quantities", found) == 1


def test_days(understand: Understander) -> None:
    def said(text: str) -> list[tuple[date, date]]:
        asked = (
            f"what was my ratio {text}"
            if any(c.isascii() and c.isalpha() for c in text)
            else f"我{text}的维持担保比例是多少"
        )
        return [(d.start, d.end) for d in understand.understand(asked, today=TODAY).requests[0].slots.dates]

    def meant(text: str) -> list[tuple[date, date]]:
        ends = [date.fromisoformat(end) for end in text.split("..") if end]
        return [(ends[0], ends[-1])] if ends else []

    assert right("days", [said(text) == meant(days) for text, days in DAYS]) >= 0.95
