"""Yes, no, or it depends: only where the text itself says so.

Our own texts open with their verdict (「不能：…」, "No: …"). Where a sentence does not, its one modal word is the verdict, provided
that the sentence is about what was asked; two modal words, an exception or other words in the question, and there is none.
"""

from __future__ import annotations

import re
from typing import Literal

Verdict = Literal["verdict_may", "verdict_may_not", "verdict_depends"]

LIKE = 0.7  # of what the question is about must stand in the sentence
HALF = 0.5
MOST = 0.75  # of what a text denies must stand in a claim

_OPENS = re.compile(
    r"^(?:(?:当[天日]|现在|目前)不能|不?可以|不?能|不?会|不?是|不?要|不?需要?|不?必|不用|不行|不一定|不对|不再|不影响|不得|没有|有可能|会|有|要看|看|对|一般|通常|取决于|视|(?:这个|这种)说法|已?过时|仅|只|都|即使|也|部分"
    r"|(?:no|yes|not|neither|both|only|it depends|usually|never|always|there is|in general|false|true|wrong)\b)",
    re.IGNORECASE,
)
_BEFORE_COLON = re.compile(
    r"^(?:[^：。，,]{1,8}：|[A-Za-z ]{2,20}: |(?:Yes|No), (?!that is|if |but |when |only ))(?=.{8})"
)
_ASKS_PERMISSION = re.compile(
    r"能不能|可不可以|可以|(?<!不)能(?!力|量|源)|允许|可否|能否|行不行|行吗|\b(?:can|may|could|allowed|permitted|possible)\b"
)
_ASKED_NEGATIVE = re.compile(
    r"不能|(?<!可)不可以|不可|不让|不允许|\b(?:can't|cannot|can not|may not|not allowed)\b"
)
_OTHER = re.compile(r"别家|别的|其他|其它|另外?|除了|例外|以外|\b(?:other|another|else|except|unless)\b")
_MAY_NOT = re.compile(
    r"不得|不能|不可(?!避)|禁止|不允许|无法|\b(?:may not|must not|cannot|can not|not allowed|prohibited|forbidden)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"(?<!不)可以|(?<![不许认])可(?=以|在|向|申请|用|通过)|(?<!不)允许|\b(?:can|may)\b(?! not)", re.IGNORECASE
)
_DEPENDS = re.compile(
    r"由.{0,14}(?:约定|决定|自行)|以.{0,10}为准|看合同|才(?:可以|能)|除外|只有|\b(?:depends|only if|only when|unless|except)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"可不可以|能不能|可以|能否|允许|请问|现在|目前|我的?|你们|证券公司|公司|券商|是不是|是否|如果|的话|[吗嘛么吧呢啊的了是在用做去就也还?。!,，、\s]"
)
_CONTRADICTS = re.compile(r"^不(?P<said>[\u4e00-\u9fff]{1,2}?)[:：，,]")
_OPENS_YES = re.compile(r"^(?:可以|能|会|是|要|需要|有)[:：，,]|^yes\b", re.IGNORECASE)
_CALLED_WRONG = re.compile(
    r"说法(?:是|都|也|已经?|就)*(?:错|过时|不对|不成立|不准)|是(?:错的|误解|谣言)|\b(?:is|are) (?:false|wrong|out of date|a myth)\b",
    re.IGNORECASE,
)
_NO_CHOICE = re.compile(
    r"必须|一律|统一|法律规定|法定|规定死|只能|都(?:是|要|得|按)|\b(?:must|always|by law|automatic\w*|mandatory)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^(?:两种|几种|各种|三种)都有|由.{0,12}(?:合同|约定|协商|自行|自定)|不一定|因.{1,6}而异|\b(?:agree\w*|in the contract|not necessarily|varies|set their own)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?:不(?:再|直接)?(?:要求|需要|适用|限于|规定)|不必|不用|无[须需]|并非|取消了?|废止了?|没有(?:规定|要求|统一|限制))(?:是|在|有|的|“|「)*(?P<what>[^，。；:：,;]{2,24})"
)
_CLAUSE = re.compile(r"[，。；：,;:]")
_NOT = re.compile(r"不(?=能|可|得|算|要|需|用|必|受|按|会)|\b(?:not|no)\b")
_ONLY = re.compile(r"只有(?P<who>.{2,10}?)才?(?:可以|能)")
_FALSE = ("不对", "不是")


def opens_with_verdict(sentence: str) -> bool:
    """Whether a sentence says yes, no or *it depends* with its first word."""
    return _OPENS.match(sentence.lstrip("-（( ")) is not None


def says_yes(sentence: str) -> bool:
    """Whether a sentence opens by affirming."""
    return _OPENS_YES.match(sentence.lstrip("-（( ")) is not None


def without_verdict(sentence: str) -> str:
    """The sentence without the yes or no it opens with, where that stands before a colon: an exact piece of it."""
    opening = _BEFORE_COLON.match(sentence)
    return sentence[opening.end() :] if opening and opens_with_verdict(sentence) else sentence


def verdict_of(question: str, sentence: str) -> Verdict | None:
    """The verdict that ``sentence`` holds on a question of being allowed, both in normal form; ``None`` where it holds none."""
    if not _ASKS_PERMISSION.search(question) or _ASKED_NEGATIVE.search(question) or _OTHER.search(question):
        return None
    if likeness(question, sentence) < LIKE:
        return None
    may, may_not = bool(_MAY.search(sentence)), bool(_MAY_NOT.search(sentence))
    if may == may_not:
        return None
    if _DEPENDS.search(sentence):
        return "verdict_depends" if may else None
    return "verdict_may" if may else "verdict_may_not"


def contradicts(claim: str, sentence: str, text: str = "", denied: bool = False) -> bool:
    """Whether a sentence, or the ``text`` it stands in, says that a claim in normal form is not so; ``denied``: the claim is a denial.

    「不影响：…」 to 「折算率影响维保比例」, 「可以：…」 to 「不能更高」, 「别家的经验也算」 to 「别家的不算」, 「不要求是在本公司」 to
    「必须在本公司」, 「由合同约定」 to 「法律规定一律…」. A sentence that opens by saying so itself needs no more words.
    """
    if denied:
        return _OPENS_YES.match(sentence) is not None or _affirms_the_denied(claim, text or sentence)
    if _opens_by_denying(claim, sentence):
        return True
    if _is_for_others(claim, sentence, text):
        return True
    if opens_with_verdict(sentence):
        return False
    if _CALLED_WRONG.search(sentence):
        return True
    if _NO_CHOICE.search(claim) and _OPEN.search(sentence):
        return True
    return any(_is_of(match["what"], claim) for match in _DENIES.finditer(text or sentence))


def _affirms_the_denied(claim: str, text: str) -> bool:
    """Whether a clause of the text says without a denial what a clause of the claim says with one."""
    told = [_FILLER.sub("", each) for each in _CLAUSE.split(text) if not _NOT.search(each)]
    denied = [_FILLER.sub("", _NOT.sub("", each)) for each in _CLAUSE.split(claim) if _NOT.search(each)]
    return any(
        len(_pieces(part)) >= 3 and likeness(part, clause) >= MOST for part in denied for clause in told
    )


def _opens_by_denying(claim: str, sentence: str) -> bool:
    """Whether the first word of a sentence is a word of the claim, denied."""
    denied = _CONTRADICTS.match(sentence)
    if denied is None or sentence.startswith(_FALSE):
        return False
    said = denied["said"]
    asked = re.search(rf"{said}[吗么嘛][?!。.\s]*$", claim)  # 「可信吗」 asks, it does not affirm
    return said in claim and f"不{said}" not in claim and asked is None


def _is_for_others(claim: str, sentence: str, text: str) -> bool:
    """Whether a sentence lets only somebody else do what is claimed of one whom the text speaks of as well."""
    only, subject = _ONLY.match(sentence), _MAY.split(claim, maxsplit=1)
    if only is None or len(subject) < 2 or only["who"] in claim:
        return False
    return len(_pieces(subject[0])) > 0 and likeness(subject[0], text) >= HALF


def _is_of(what: str, claim: str) -> bool:
    """Whether what a text denies is what is claimed, nearly all of it."""
    return len(_pieces(_FILLER.sub(" ", what))) >= 2 and likeness(what, claim) >= MOST


def likeness(question: str, sentence: str) -> float:
    """The share of what a question is about that stands in a sentence: pairs of characters, or English words."""
    asked = _pieces(_FILLER.sub(" ", question))
    return len(asked & _pieces(sentence)) / len(asked) if asked else 0.0


def alike(one: str, other: str) -> float:
    """How much two questions are about the same: what they share against what they hold."""
    first, second = _pieces(_FILLER.sub(" ", one)), _pieces(_FILLER.sub(" ", other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


_EN_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "my",
        "we",
        "me",
        "can",
        "may",
        "is",
        "are",
        "be",
        "do",
        "does",
        "did",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "it",
        "that",
        "this",
        "there",
        "with",
        "and",
        "or",
        "if",
        "use",
        "used",
        "what",
        "when",
        "how",
        "right",
        "true",
    ]
)


def _pieces(text: str) -> frozenset[str]:
    """Pairs of Chinese characters, and English words without their endings."""
    words = [_stem(word) for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _EN_FILLER]
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", text)
    pairs = (run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return frozenset((*words, *pairs))


def _stem(word: str) -> str:
    """A word without the ending of a plural, a third person or a participle: `shorting` and `shorts` are `short`."""
    bare = word[:-1] if word.endswith("s") and len(word) > 3 else word
    return next(
        (bare[: -len(end)] for end in ("ing", "ed") if bare.endswith(end) and len(bare) > len(end) + 3), bare
    )
