"""Which of an educator's questions is asked: a paper, its changes, its languages, a campaign, what was learned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.flow import Flow
from bot.dialogue.flows import educator, educator_campaigns

ROLES = ("educator", "compliance")
"""Who works on lessons: whoever else asks is answered by the desk as before."""
_WORDS: Sequence[tuple[Flow, re.Pattern[str]]] = (
    (
        educator_campaigns.learned,
        re.compile(
            r"提高了?多少|学会了?多少|(?:前后测|学习)(?:效果|差)|\b(?:how much|what) (?:was|did they|have they) learn|learning gain"
        ),
    ),
    (
        educator_campaigns.own_account,
        re.compile(r"自己(?:的)?账户.{0,6}(?:举例|为例|做例|示例)|\bown account\b.{0,20}\bexample"),
    ),
    (
        educator.languages,
        re.compile(
            r"(?:英文|繁体|英语|中英).{0,8}(?:版|各|翻译|一份)|(?:翻译|译)成|\b(?:english|traditional)\b.{0,24}\b(?:version|edition|too)"
        ),
    ),
    (
        educator.replaced,
        re.compile(r"(?:替换|换掉|换题|更换|补上)(?!.{0,4}(?:股|担保))|说明改了什么|\breplace\b"),
    ),
    (
        educator.affected,
        re.compile(
            r"(?:哪些|有没有|什么).{0,6}(?:题|课|活动|推送|模板).{0,8}(?:失效|过期|受影响|暂停|不对|作废|不能(?:再)?用|用不了|[要得需](?:改|换))|(?:失效|受影响)的?(?:题|课)|影响(?:到|了)?(?:哪些|什么|几道|哪几道).{0,4}(?:题|课)|\b(?:which|what)\b.{0,24}\b(?:affected|outdated|held|touched)"
        ),
    ),
    (
        educator_campaigns.audience,
        re.compile(
            r"面向|推送给|发给.{0,12}(?:客户|人)|(?:未|没有?)退订|每?.{1,3}天(?:一|1)(?:题|次|条)|\b(?:send|audience|campaign) (?:to|for)\b"
        ),
    ),
    (
        educator.paper,
        re.compile(
            r"出.{0,10}(?:题|卷|测验)|(?:来|要|给我).{0,6}道题|\b(?:write|make|give me|set)\b.{0,20}\b(?:questions?|quiz|items)"
        ),
    ),
)


def educator_flow(folded: str, role: str | None) -> Flow | None:
    """The flow for a question about lessons by somebody who works on them; ``None`` for anything else."""
    if role not in ROLES:
        return None
    return next((flow for flow, words in _WORDS if words.search(folded)), None)
