"""What identifies a person in a text: mobile and identity-card numbers, bank cards, client ids."""

from __future__ import annotations

import re

PERSONAL = re.compile(
    r"(?<![\d.,-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.,])|(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dxX](?!\d)|(?<!\d)\d{16,19}(?!\d)"
    r"|(?<![\d.,-])\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?(?![\d.,])"
)
SOMEBODY_ELSE = re.compile(
    r"(?:您|你)的?(?:朋友|家人|配偶|妻子|丈夫|爱人|同事|老婆|老公|太太|先生|父亲|母亲|爸爸|妈妈|儿子|女儿|亲戚|邻居)[^,。;!?\n]{0,8}(?:账户|维持担保比例|维保|比例|资产|负债|欠|持仓|持有)"
    r"|(?:别的|其他|另一位|另外一位|某位|隔壁)(?:的)?客户[^,。;!?\n]{0,10}(?:是|为|有|欠)\s*\d"
    r"|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐)的(?:账户|维持担保比例|维保|总?资产|总?负债|持仓)"
    r"|\byour (?:friend|wife|husband|colleague|mother|father|brother|sister)(?:'s)? [^,.;!?\n]{0,16}(?:account|ratio|assets|debt|owes|holds)|\b(?:another|other) client(?:'s|s)?[^,.;!?\n]{0,16}\d"
)
"""What is said of an account that is not the reader's."""

CLIENT_ID = re.compile(r"(?<![a-z0-9-])(?:demo|client|cust)-[a-z0-9]+(?![a-z0-9-])")


def masked(text: str) -> str:
    """``text`` with all but the first three characters of such numbers and ids hidden."""
    for pattern in (PERSONAL, CLIENT_ID):
        text = pattern.sub(lambda match: f"{match.group()[:3]}***", text)
    return text
