"""What kind of answer a question wants: a yes or no, a number, conditions, steps, two things side by side, then and now.

Questions come in normal form (simplified characters, lower case); the order of the rows is the order of trial.
"""

from __future__ import annotations

import re
from typing import Literal

Form = Literal[
    "comparison", "then_now", "who", "number", "steps", "conditions", "definition", "yes_no", "open"
]

_YES_NO_END = re.compile(r"(?:吗|嘛|么|吧|对不对|是不是|行不行|可不可以)[?!。.~\s]*$")
_COUNTS = re.compile(r"多少|几(?:个|天|年|月|次|倍|成|折|万|元|块|点|股|手|笔)|百分之几|多[久长高大]")
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        "then_now",
        re.compile(
            r"(?:以前|过去|原来|之前|从前).{0,14}(?:和|跟|与|比).{0,6}(?:现在|如今|今天|目前)|现在.{0,8}(?:和|跟|与|比).{0,6}(?:以前|过去|原来|之前)"
            r"|(?:有|发生)(?:什么|哪些|啥|没有|过|了)*(?:变化|调整|改动|修改|变动)|改了(?:什么|哪些|多少|几次)|变了(?:什么|哪些|多少|吗|没)"
            r"|历次|历年|沿革|变化(?:过程|历史|情况)|怎么变|\bwhat (?:has )?changed\b|\bhow (?:has|have|did) .{1,60}\bchanged?\b"
            r"|\bhistory of\b|\bcompared (?:to|with) (?:before|now|today)\b|\bthen and now\b|\bchanges? (?:in|to|of) the\b"
        ),
    ),
    (
        "comparison",
        re.compile(
            r"区别|不同|差别|差异|对比|相比|有何不一样|有什么不一样|哪里不一样|哪个(?:更|比较)?(?:高|低|严|松|好|快|贵|便宜|划算|多|少)"
            r"|\bdifferen(?:ce|t)\b|\bdiffer\b|\bcompare\b|\bversus\b|\bvs\b"
        ),
    ),
    (
        "who",
        re.compile(
            r"(?:由|归|是|该|让)?(?:谁|哪家|哪个(?:机构|部门|单位)|哪一方)|听谁|\bwho(?:se)?\b|\bby whom\b|\bwhich (?:authority|body|regulator)\b"
        ),
    ),
    (
        "steps",
        re.compile(
            r"怎么(?!算|样|回事|会|说|处理|计算|办(?:$|[?。!呢啊]))|如何(?!计算|处理|算)|怎样(?!算|计算|处理)|流程|步骤|\bhow (?:do|can|could|should|would) (?:i|we|one)\b|\bhow to\b|\bprocedure\b|\bsteps\b"
        ),
    ),
    (
        "conditions",
        re.compile(
            r"什么(?:条件|要求|材料|资料|情况|时候(?:可以|能))|(?:哪些|哪几)|有什么(?:条件|要求|限制|规定)|条件(?:是|有)?(?:什么|哪些)?[?。!]*$|要(?:什么|哪些)"
            r"|\bwhat (?:are|is) (?:the )?(?:conditions?|requirements?)|\bwhat (?:conditions?|requirements?|documents?)|\bwhich\b|\brequirements? (?:to|for)\b"
        ),
    ),
    (
        "definition",
        re.compile(
            r"什么是|什么叫|是什么(?!时候|条件|情况)|是啥|什么意思|啥意思|指什么|指的是|定义|含义|\bwhat does .{1,40}\bmean|\bmeaning of\b|\bdefin\w+\b|\bwhat (?:is|are) an? "
        ),
    ),
)
_NUMBER_EN = re.compile(
    r"\bhow (?:much|many|long|often|far|high|low)\b|\bwhat (?:percent|percentage|ratio|rate)\b|\bminimum\b|\bmaximum\b|\bwhat (?:is|was|are|were) the\b.{0,40}\b(?:ratio|rate|line|term|limit|threshold|duty)\b"
)
_YES_NO = re.compile(
    r"能不能|可不可以|是不是|是否|会不会|要不要|有没有|能否|可否|需不需要|用不用|该不该|对不对|"
    r"^(?:so |and |but )?(?:can|may|is|are|was|were|do|does|did|will|must|should|has|have|am|could|would|isn't|aren't|don't|doesn't)\b|\b(?:right|correct|true)\?*$"
)
_VERDICT_WANTED = re.compile(r"(?:行|可以|够|算|能|对|会|要)不(?:行|可以|够|算|能|对|会|要)")


def form_of(question: str) -> Form:
    """The form of a question in normal form; ``open`` where its words ask for nothing in particular."""
    text = question.strip()
    ends_in_yes_no = bool(_YES_NO_END.search(text)) and not _COUNTS.search(text)
    for form, words in _FORMS[:2]:
        if words.search(text):
            return form
    if ends_in_yes_no:
        return "yes_no"
    if _COUNTS.search(text) or _NUMBER_EN.search(text):
        return "number"
    for form, words in _FORMS[2:]:
        if words.search(text):
            return form
    return "yes_no" if _YES_NO.search(text) or _VERDICT_WANTED.search(text) else "open"
