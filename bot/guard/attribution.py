"""Who is said to have set a line: what the contract agrees is not the regulator's rule.

Since 2019 no statute and no exchange sets a minimum maintenance ratio; the lines stand in each client's contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.guard.claim import Claim
from bot.guard.evidence import Fact
from bot.guard.numerals import fold_name
from bot.guard.passages import Passages, any_of

_BODY = (
    r"(?:中国)?证监会|证券监督管理委员会|监管(?:部门|机构|层|局)?|交易所|上交所|深交所|沪深|国家|法律|法规|法定|证券法|证金|中证"
    r"|\bcsrc\b|\bregulators?\b|\bregulat(?:ion|ory)\b|\bthe exchange|\bexchanges?\b|\b(?:the )?law\b|\bstatut\w+|\bgovernment\b|\blegal(?:ly)?\b"
)
_SETS = (
    r"规定|要求|设定|统一|定(?:的|下|死)|强制|标准|红线|法定|明文|出台|颁布"
    r"|\bset\b|\bsets\b|\brequire[sd]?|\brul(?:e|es|ed)\b|\bmandat\w+|\bimposed?\b|\bstipulat\w+|\bprescrib\w+|\blegal|\bstatutory|\bfixed\b"
)
_SAID = re.compile(
    rf"(?:\bthe )?(?:{_BODY})[^。;!?\n]{{0,14}}?(?:{_SETS})+|(?:{_SETS})[^。;!?\n]{{0,8}}?\b(?:by)\b[^。;!?\n]{{0,10}}?(?:{_BODY})|法定|\bstatutory|\blegal (?:minimum|line)|\bby (?:law|regulation)\b"
)
_EVERYBODY = re.compile(
    r"(?:全行业|全市场|全国|业内|行业内?|市场上|所有(?:的)?(?:券商|证券公司|公司|客户|投资者|人)|各家(?:券商|公司)?|每家(?:券商|公司)?|家家|哪家(?:券商|公司)?|任何(?:一家)?(?:券商|公司))"
    r"[^,。;!?\n]{0,6}(?:都|均|一律|统一|一样|相同)|统一(?:为|是|规定)"
    r"|\b(?:at|with|for) (?:every|all|any) (?:brokers?|firms?|clients?)|\b(?:all|every) (?:brokers?|firms?|clients?)\b|industry[- ]wide|across the industry|everywhere"
)
_PASSIVE = re.compile(rf"(?:{_SETS})")
_NOT = re.compile(
    r"(?:不|非|没有?|并未|无|未|no |not |n't |nor |never |rather than |instead of )[^,。;!?\n]{0,12}$"
)
_SPOKEN_NOT = re.compile(r"(?:没有|不再|未|并无|no longer|does not|do not|doesn't|no )[^,。;!?\n]{0,8}")


def misattributed(
    text: str, claims: Sequence[Claim], facts: Iterable[Fact], passages: Passages
) -> Iterable[Claim]:
    """Contract lines that a sentence puts down to a regulator, an exchange or the law."""
    lines = {fact.name: fact for fact in facts if fact.proof and fact.proof.layer == "contract"}
    labels = {fold_name(label): fact for fact in lines.values() for label in fact.labels}
    for found in (*_SAID.finditer(text), *_EVERYBODY.finditer(text)):
        start, end = passages.sentence(found.start()), passages.sentence_end(found.start())
        clause, clause_end = passages.clause(found.start())
        if _NOT.search(text[clause : found.start()]) or _SPOKEN_NOT.search(found.group()):
            continue
        fact = _meant(text, claims, lines, labels, (clause, max(clause_end, found.end())), (start, end))
        if fact is not None:
            yield Claim(
                "source", found.start(), found.end(), found.group(), "wrong", "wrong_source", fact.name,
                proof=fact.proof, fix=_instead(found.group()), called=fact.called,
            )  # fmt: skip


def _instead(said: str) -> str:
    """「合同约定」 where a body 「规定」; the words fit the same place."""
    if _EVERYBODY.fullmatch(said):
        return "in your contract" if said.isascii() else "您的合同约定"
    if said.startswith("by "):
        return "by contract"
    if said.isascii():
        return "agreed in the contract" if _PASSIVE.match(said) else "your contract sets"
    return "合同约定的" if said == "法定" or said.endswith("的") else "合同约定"


def _meant(
    text: str,
    claims: Sequence[Claim],
    lines: dict[str, Fact],
    labels: dict[str, Fact],
    clause: tuple[int, int],
    sentence: tuple[int, int],
) -> Fact | None:
    """The contract's line that is spoken of: in the clause, else the last one before in the sentence.

    A clause that speaks of another measure is not about a line.
    """
    for start, end in (clause, (sentence[0], clause[1])):
        said = [claim for claim in claims if start <= claim.start < end and claim.measure]
        named = [labels[match.group()] for match in any_of(labels).finditer(text, start, end)]
        if said:
            return lines.get(str(said[-1].measure)) or (named[-1] if named and not said[-1].measure else None)
        if named:
            return named[-1]
    return None
