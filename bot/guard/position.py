"""What a text says of the account without a number: 「您还在平仓线以上」, 「不用补了」, 「低于 135 了」 without the ratio.

Only what is said to be is judged: 若, 一旦, 补足后 and the like say what may become.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.guard.claim import Claim
from bot.guard.comparison import NOT_YET, RELATION, put_right, said_to_hold
from bot.guard.evidence import Fact, Standing
from bot.guard.numerals import Numeral, fold_name
from bot.guard.passages import Passages, any_of

LINE_NAMES = ("warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line")
_TO_LINE = r"\s*(?:了|到)?\s*(?:您|你|合同|约定|本公司|公司|我们|签的|the |your |our |contract(?:ual)? |agreed |of |for )*(?:的|中|里)?\s*"
_BEHIND = re.compile(r"\s*(?:的)?(?:(?P<above>以上|之上|上方)|(?P<below>以下|之下|下方))")
_AT = re.compile(r"(?:仍|还|已|正)?(?:处?在|处于|位于|落在)[^,。;]{0,6}$")
_THEN = re.compile(
    r"\s*(?:时|后|的话|之后|以后|之前|前|期间|的?(?:客户|账户|情况|情形)|就|则|可能|会|,?\s*(?:the firm )?(?:may|can|would|could|is entitled))"
)
_AFTERWARDS = re.compile(
    r"(?:补足|还款|追加|卖券|转入|处置|届时|之)后|后(?:比例|的)|after(?:wards| repay| add| sell)|then "
)
_SAFE = re.compile(
    r"(?:账户|比例|目前|现在|您|你)[^,。;!?]{0,8}(?:很|还算?|非常|比较|是|挺|都)安全|(?:没有|未|没)(?:触发|收到|被)?追保"
    r"|(?:不用|不需要|无需|无须|不必)(?:再)?(?:补|追加|还款|追保|处理|操作)|(?:没有|没)(?:任何)?(?:追保|平仓)风险"
    r"|(?:账户|比例)[^,。;!?]{0,4}(?:没有?问题|一切正常|很正常|健康|没事)|account is (?:fine|ok(?:ay)?|healthy)|no action (?:is )?(?:needed|required)"
    r"|you(?:'re| are) (?:perfectly |quite )?safe|account is (?:perfectly |quite )?safe|no margin call|(?:don't|do not|no) need to (?:add|top|repay|do)|your (?:ratio|account) is (?:perfectly |quite |still )?(?:fine|healthy|ok(?:ay)?)\b"
)
_CALLED = re.compile(
    r"(?:已|已经)(?:触发|被|进入)(?:了)?(?:追保|追加担保物|强平|强制平仓)|(?<!没有)(?<![不没未会])触发(?:了)?(?:追保|追加担保物)(?!的|时|后|线)"
    r"|(?<!不)(?<!是否)(?:需要|必须|得)(?:马上|尽快|立即)?补(?=[,。;!?]|足|\s*$)|you (?:have|are in|are under) a margin call|margin call (?:has been|was) (?:triggered|issued)"
)
_RESTORED = re.compile(
    r"(?:已经?|现已)(?:经)?(?:回到|恢复|回升|升到|达到|补足|补齐|解除)(?!后|的)|(?:has|have)(?: already)? (?:been restored|recovered)|(?:is|are) (?:back|restored) (?:to|above)"
)
_STATE = {
    "zh": ("您的维持担保比例为{ratio}，没有追保", "您的维持担保比例为{ratio}，低于平仓线{line}"),
    "en": (
        "your maintenance ratio is {ratio} and there is no margin call",
        "your maintenance ratio is {ratio}, below the liquidation line of {line}",
    ),
}
_QUIET = ("safe", "no_debt", "warning")


def positions(
    text: str, numbers: Iterable[Numeral], facts: Iterable[Fact], standing: Standing, passages: Passages
) -> Iterable[Claim]:
    """The statements of a folded text on where the account stands, each judged."""
    known = {fact.name: fact for fact in facts if fact.name in (*LINE_NAMES, "maintenance_ratio")}
    ratio = known.get("maintenance_ratio")
    if ratio is not None:
        yield from _sides(text, tuple(numbers), known, ratio, passages)
    if standing.band is not None:
        yield from _states(text, standing, known, passages)


def _sides(
    text: str, numbers: tuple[Numeral, ...], known: Mapping[str, Fact], ratio: Fact, passages: Passages
) -> Iterable[Claim]:
    """「低于平仓线」, 「在警戒线以上」: which line is named, on which side, and whether the ratio is there."""
    labels = {
        fold_name(label): known[name] for name in LINE_NAMES if name in known for label in known[name].labels
    }
    line = re.compile(_TO_LINE + f"(?P<line>{any_of(labels).pattern})")
    taken = {n.start for n in numbers if n.kind == "number"}
    for found in RELATION.finditer(text):
        named = line.match(text, found.end())
        if named:
            yield from _judged(text, found, named.end(), labels[named["line"]], ratio, numbers, passages)
        else:
            bare = re.compile(_TO_LINE).match(text, found.end())
            if bare and bare.end() in taken:
                fact = _line_of(numbers, bare.end(), known)
                if fact is not None:
                    end = next(n.end for n in numbers if n.start == bare.end())
                    yield from _judged(text, found, end, fact, ratio, numbers, passages)
    for named in any_of(labels).finditer(text):
        behind = _BEHIND.match(text, _after_number(numbers, named.end(), text))
        if behind and _AT.search(text, 0, named.start()):
            yield from _judged(
                text, behind, behind.end(), labels[named.group()], ratio, numbers, passages, named.start()
            )


def _judged(
    text: str,
    found: re.Match[str],
    end: int,
    line: Fact,
    ratio: Fact,
    numbers: tuple[Numeral, ...],
    passages: Passages,
    begins: int | None = None,
) -> Iterable[Claim]:
    start = found.start() if begins is None else begins
    clause = passages.clause(start)[0]
    before = text[clause:start]
    tail = _after_number(numbers, end, text)
    told = [
        n
        for n in numbers
        if n.kind == "number" and n.unit in ("ratio", "") and passages.sentence(start) <= n.start < start
    ]
    # the account's own ratio beside a line without its number is judged here, any other where numbers are
    own = tail == end and told and _is_shown(told[-1], ratio)
    subject = bool(told) and not own
    unreal = (
        NOT_YET.search(before)
        or _AFTERWARDS.search(text, passages.sentence(start), start)
        or _THEN.match(text, tail)
    )
    if subject or unreal:
        return
    said = text[start:end]
    if said_to_hold(text, _value(ratio), found, _value(line)):
        yield Claim("position", start, end, said, measure=line.name, proof=line.proof, called=line.called)
        return
    instead, where = put_right(text, found)
    sign = "<" if _value(ratio) < _value(line) else "≥"
    expected = f"{ratio.shown} {sign} {line.shown}"
    yield Claim(
        "position", start, end, said, "wrong", "wrong_comparison", line.name, expected, ratio.proof,
        instead, where,
    )  # fmt: skip


def _states(text: str, standing: Standing, known: Mapping[str, Fact], passages: Passages) -> Iterable[Claim]:
    """Safe where there is a call, called where there is none: the true state may stand there instead."""
    ratio, line = known.get("maintenance_ratio"), known.get("liquidation_line")
    in_call = standing.band == "call"
    for pattern, false in ((_SAFE, in_call), (_RESTORED, in_call), (_CALLED, standing.band in _QUIET)):
        for found in pattern.finditer(text):
            clause, end = passages.clause(found.start())
            if false and not NOT_YET.search(text, clause, found.start()):
                truth = _STATE[standing.lang][in_call]
                yield Claim(
                    "position", *found.span(), found.group(), "wrong", "wrong_state",
                    expected=ratio.shown if ratio else None, proof=ratio.proof if ratio else None,
                    fix=truth.format(ratio=ratio.shown, line=line.shown) if ratio and line else "",
                    reach=(clause, max(end, found.end())),
                )  # fmt: skip


def _line_of(numbers: tuple[Numeral, ...], place: int, known: Mapping[str, Fact]) -> Fact | None:
    number = next(n for n in numbers if n.start == place)
    said = Decimal(number.value)
    said = said / 100 if not number.unit and said > 20 else said
    return next((known[name] for name in LINE_NAMES if name in known and _value(known[name]) == said), None)


def _is_shown(number: Numeral, ratio: Fact) -> bool:
    """Whether a number is the account's ratio as it is shown, to a hundredth of a percent."""
    said = Decimal(number.value)
    said = said / 100 if not number.unit and said > 20 else said
    return abs(said - _value(ratio)) < Decimal("0.0001")


def _after_number(numbers: tuple[Numeral, ...], place: int, text: str) -> int:
    """Behind a number that stands beside ``place``, as in 「平仓线 130% 以上」."""
    gap = re.compile(r"\s*\(?\s*(?:of |at )?").match(text, place)
    start = gap.end() if gap else place
    end = next((n.end for n in numbers if n.start == start), None)
    return place if end is None else end + (1 if text[end : end + 1] == ")" else 0)


def _value(fact: Fact) -> Decimal:
    return next(Decimal(form) for form in fact.accepted if not form.endswith("%"))
