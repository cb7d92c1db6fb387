"""Bytes are decoded as what they are, or refused: a text full of wrong characters is worse than none."""

from __future__ import annotations

import pytest

from knowledge.errors import BadDocument
from knowledge.readers.charset import decode

SIMPLIFIED = "证券公司经营融资融券业务，应当对客户信用账户的维持担保比例实行逐日盯市。"
TRADITIONAL = "證券公司經營融資融券業務，應當對客戶信用帳戶的維持擔保比率實行逐日盯市。"
RUSSIAN = "Брокер обязан уведомить клиента о недостаточности обеспечения по маржинальной сделке."
JAPANESE = "証券会社は、信用取引について顧客に説明しなければならない。委託保証金は三割以上とする。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((SIMPLIFIED, encoding) for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")),
        *((TRADITIONAL, encoding) for encoding in ("utf-8", "big5", "gbk", "utf-16", "utf-32")),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "utf-8"),
    ],
)
def test_a_text_comes_out_as_it_went_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("length", [4, 8, 20, 60])
@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5")])
def test_short_texts_too(text: str, encoding: str, length: int) -> None:
    wanted = (text * 2)[:length]
    assert decode(wanted.encode(encoding), "a.txt") == wanted


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 20,
        SIMPLIFIED.encode("gbk")[:-1] + b"\x00\xff\xff",
        b"\xff\xfe" + bytes(range(1, 100)) * 2 + b"\xd8",
        bytes(300),
    ],
)
def test_what_is_no_text_is_refused_in_both_languages(data: bytes) -> None:
    with pytest.raises(BadDocument) as caught:
        decode(data, "乱.txt")
    assert "乱.txt" in caught.value.detail
    assert "编码" in caught.value.detail_zh
