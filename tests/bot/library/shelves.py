"""Small libraries for tests: two documents without a fault, the real rulebook, and ways to spoil them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.library.check import Library, Report, check
from bot.library.rulebook import Rulebooks, read_rulebooks
from bot.library.shelf import Document, read_shelf
from knowledge.education.curriculum import CORPUS
from risk.rulebook import PACKAGED

TODAY = date(2026, 11, 20)
Files = dict[str, str]

MARGIN = """---
id: margin
document: margin
title: 融资保证金比例
kind: rule
lang: zh
jurisdiction: CN
layer: exchange
source: 交易所通知
effective_from: 2026-01-19
effective_to: null
confidence: seen-exch
audience: client
tier: education
owner: 投教
next_review: 2027-05-20
topic: margin-ratio
rules: [financing_margin_ratio]
---
# 融资保证金比例
## 最低是多少
<!-- asks: 融资最低多少 | 首付几成 | 要垫多少 | 融资门槛 -->
新开融资合约的融资保证金比例不得低于100%，由交易所规定。

依据《细则》第三条，详见“提取线”。
"""
WITHDRAWAL = """---
id: withdrawal
document: withdrawal
title: 提取线
kind: rule
lang: zh
jurisdiction: CN
layer: exchange
source: 交易所细则
effective_from: 2019-08-19
effective_to: null
confidence: seen-2nd
audience: client
tier: education
owner: 投教
next_review: 2027-05-20
topic: transfers
rules: [withdrawal_line]
---
# 提取线
## 什么时候能取
<!-- asks: 什么时候能取钱 | 能转出吗 | 多少可以提 | 取现条件 -->
维持担保比例超过300%才可以提取，提取后不得低于300%。
"""
DETAILS = """---
id: details
document: details
title: 细则
kind: statute
lang: zh
jurisdiction: CN
layer: exchange
source: 细则
effective_from: 2019-08-19
effective_to: null
confidence: seen-2nd
audience: client
tier: official
owner: 合规
next_review: 2027-05-20
topic: contract
rules: []
---
# 细则
第一条 为规范业务，制定本细则。

第二条 客户应当了解规则。

第三条 比例由交易所规定。
"""
SOUND: Files = {"margin.md": MARGIN, "withdrawal.md": WITHDRAWAL, "details.md": DETAILS}


@lru_cache(maxsize=1)
def rulebooks() -> Rulebooks:
    """The packaged rules as the account service tells them."""
    return read_rulebooks(
        [
            (place, [book.standing(param, TODAY).as_json() for param in book.params()])
            for place, book in PACKAGED.items()
        ]
    )


def shelf(root: Path, files: Files) -> Library:
    """A library of these files."""
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    documents, broken = read_shelf(root)
    return Library(documents, rulebooks(), broken)


def spoiled(name: str, old: str, new: str) -> Files:
    """The sound files with one thing changed in one of them."""
    assert old in SOUND[name]
    return SOUND | {name: SOUND[name].replace(old, new)}


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def checked(library: Library) -> Report:
    return check(library, TODAY)


@lru_cache(maxsize=1)
def packaged() -> tuple[Document, ...]:
    """The packaged corpus."""
    documents, broken = read_shelf(CORPUS)
    assert not broken
    return documents


def saying(text: str, heading: str = "一节", **meta: object) -> Document:
    """A document of one section that says this; `meta` changes what it says of itself."""
    from knowledge.chunking import chunk
    from knowledge.metadata import describe
    from knowledge.readers import read

    front = WITHDRAWAL.split("---\n")[1]
    body = f"---\n{front}---\n# 提取线\n## {heading}\n{text}\n"
    parsed = read(body.encode(), "one.md")
    described = replace(describe(parsed, "one.md", None), **{"rules": (), **meta})  # type: ignore[arg-type]
    pieces = chunk(parsed.blocks, described.title)
    from bot.library.shelf import Section

    sections = tuple(Section(p.section, p.text, p.lead, p.asks) for p in pieces)
    return Document("one.md", described, described.declared_to, sections)
