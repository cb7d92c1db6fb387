"""The documents that rows of several topics stand in, and the first day of the version that was read."""

from datetime import date

SECURITIES_LAW = "中华人民共和国证券法（2019年修订）"
SECURITIES_LAW_DAY = date(2020, 3, 1)
REGULATION = "证券公司监督管理条例（2014年修订）"
REGULATION_DAY = date(2014, 7, 29)
MEASURES = "证券公司融资融券业务管理办法（证监会令第117号）"
MEASURES_DAY = date(2015, 7, 1)
DETAILS_2019 = "融资融券交易实施细则（2019年修订）"
DETAILS_2019_DAY = date(2019, 8, 19)
DETAILS_2023 = "融资融券交易实施细则（2023年修订）"
DETAILS_2023_DAY = date(2023, 2, 17)
PILOT = "融资融券交易试点实施细则"
PILOT_DAY = date(2010, 1, 1)
CONTRACT_TERMS = "融资融券合同必备条款"
