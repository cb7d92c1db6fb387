"""The ten client personas, each one situation a client can be in on the evening of 2026-11-20."""

from datetime import date

from account_api.demo.persona import Held, Owed, Persona, Position, Profile

SAFE = Persona(
    user="demo-safe",
    name="林安然",
    group="east",
    profile=Profile(1983, "C4", date(2027, 6, 30), date(2014, 5, 6), "1650000"),
    position=Position(
        cash="420000",
        held=(Held("600519.SH", 500), Held("600900.SH", 20_000), Held("510300.SH", 60_000)),
        owed=(
            Owed("SAFE-F1", "financing", "601318.SH", 6_000, "318600", date(2026, 9, 21), date(2027, 3, 19)),
        ),
    ),
)
"""Above 300 %: cash may be withdrawn."""

WATCH = Persona(
    user="demo-watch",
    name="周慎之",
    group="east",
    profile=Profile(1979, "C4", date(2027, 2, 28), date(2016, 8, 15), "760000"),
    position=Position(
        cash="30000",
        held=(Held("000858.SZ", 800), Held("601166.SH", 6_000)),
        owed=(
            Owed("WATCH-F1", "financing", "600030.SH", 14_000, "452200", date(2026, 9, 7), date(2027, 3, 5)),
            Owed(
                "WATCH-F2", "financing", "688981.SH", 1_000, "121000", date(2026, 10, 19), date(2027, 4, 19)
            ),
        ),
    ),
)
"""Between the warning line and the liquidation line."""

CALL = Persona(
    user="demo-call",
    name="陈追保",
    group="east",
    profile=Profile(1981, "C5", date(2027, 4, 30), date(2012, 3, 19), "980000"),
    position=Position(
        cash="46000",
        held=(Held("600519.SH", 100), Held("510300.SH", 30_000), Held("000858.SZ", 400)),
        owed=(
            Owed("CALL-F1", "financing", "600036.SH", 15_000, "600000", date(2026, 8, 17), date(2027, 2, 17)),
            Owed(
                "CALL-F2", "financing", "300750.SZ", 1_500, "386983.32", date(2026, 10, 12), date(2027, 4, 12)
            ),
        ),
    ),
)
"""Called today: 1,280,000 against 1,000,000, first time below 130 %."""

OVERDUE = Persona(
    user="demo-overdue",
    name="何逾期",
    group="west",
    profile=Profile(1975, "C5", date(2026, 12, 31), date(2009, 11, 2), "640000"),
    position=Position(
        cash="12000",
        held=(Held("601012.SH", 4_000), Held("002230.SZ", 1_100)),
        owed=(
            Owed(
                "OVERDUE-F1",
                "financing",
                "300059.SZ",
                12_000,
                "336000",
                date(2026, 5, 18),
                date(2026, 11, 18),
            ),
            Owed(
                "OVERDUE-F2", "financing", "002460.SZ", 2_000, "134000", date(2026, 9, 14), date(2027, 3, 12)
            ),
        ),
    ),
)
"""Below the liquidation line since 2026-11-17, the deadline gone by, one contract past due."""

SHORT = Persona(
    user="demo-short",
    name="方双向",
    group="west",
    profile=Profile(1986, "C5", date(2027, 9, 30), date(2015, 1, 12), "1420000"),
    position=Position(
        cash="500000",
        held=(Held("601166.SH", 20_000),),
        owed=(
            Owed(
                "SHORT-F1", "financing", "601166.SH", 30_000, "600000", date(2026, 10, 26), date(2027, 4, 26)
            ),
            Owed(
                "SHORT-S1",
                "short",
                "600030.SH",
                10_000,
                "300000",
                date(2026, 10, 30),
                date(2027, 4, 30),
                carried="4.17",
            ),
        ),
    ),
)
"""Long and short: 1,500,000 against 904,200, of which 4,200 interest."""

NODEBT = Persona(
    user="demo-nodebt",
    name="吴无债",
    group="west",
    profile=Profile(1990, "C4", date(2027, 1, 31), date(2019, 7, 22), "530000"),
    position=Position(cash="150000", held=(Held("600036.SH", 4_000), Held("511880.SH", 2_000))),
)
"""A credit account without any debt: the ratio is undefined."""

MISSING = Persona(
    user="demo-missing",
    name="许缺价",
    group="east",
    profile=Profile(1988, "C4", date(2027, 5, 31), date(2017, 4, 10), "610000"),
    position=Position(
        cash="80000",
        held=(Held("301236.SZ", 3_000), Held("600276.SH", 4_000)),
        owed=(
            Owed(
                "MISSING-F1", "financing", "002594.SZ", 2_500, "262500", date(2026, 9, 28), date(2027, 3, 26)
            ),
        ),
    ),
)
"""One price has not arrived: the ratio is indeterminate, and says which price."""

APPLICANT = Persona(
    user="demo-applicant",
    name="郑新来",
    group="west",
    profile=Profile(1996, "C4", date(2028, 8, 31), date(2026, 8, 20), "480000"),
    position=None,
)
"""Wants a credit account: 480,000 on average over 20 days, three months of trading."""

PROFESSIONAL = Persona(
    user="demo-professional",
    name="远山一号私募证券投资基金",
    group="east",
    profile=Profile(None, None, None, date(2018, 2, 5), "21500000"),
    position=Position(
        cash="9600000",
        held=(Held("510500.SH", 900_000), Held("600941.SH", 40_000)),
        owed=(
            Owed(
                "PRO-F1", "financing", "510300.SH", 1_000_000, "4230000", date(2026, 9, 1), date(2027, 3, 1)
            ),
            Owed("PRO-S1", "short", "600031.SH", 120_000, "2616000", date(2026, 10, 20), date(2027, 4, 20)),
        ),
        credit_line="30000000",
    ),
    client_class="private_fund",
)
"""A private fund: its short sales need 120 % margin."""

NEWCOMER = Persona(
    user="demo-newcomer",
    name="宋待批",
    group="east",
    profile=Profile(1985, "C4", date(2028, 11, 16), date(2016, 3, 1), "860000"),
    position=None,
)
"""Has applied for a credit account: everything is verified, and risk has not decided yet."""

WANT_LESSONS = (SAFE, WATCH, CALL, SHORT, NODEBT, APPLICANT, NEWCOMER)
"""Those who have agreed to be sent courses and lessons."""

PERSONAS = (SAFE, WATCH, CALL, OVERDUE, SHORT, NODEBT, MISSING, APPLICANT, PROFESSIONAL, NEWCOMER)
