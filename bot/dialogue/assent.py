"""What counts as a yes while something waits to be written: a whole message that affirms and does nothing else.

「好的，但别提交」, 「行不行？」 and "yes, but make it 190%" are no yes. Pure: normal-form text in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.answer.texts import all_texts
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

OWN_ACTS = ("alert", "alert_removal", "alert_quiet", "alert_level", "acknowledge", "more_time")
"""What a client sets, removes, acknowledges or asks a person for."""
WRITES = ("complaint", "own_plan", "educator_campaign", "applying", *OWN_ACTS)
"""The flows that write after a yes."""
WAITS = "write_waits"
_YES_OR_NO = ("choice_confirm", "choice_yes", "choice_cancel", "choice_drop", "choice_no")
_FILLER = (
    r"嗯+|恩+|呃+|额+|哦+|噢+|喔+|啊|那就|那|就|我|请|麻烦(?:你|您)?|劳驾|辛苦(?:你|您|了)?|谢谢(?:你|您|啦|了)?|多谢|感谢|帮我|替我|给我|现在|马上|立刻|赶紧|"
    r"按?照?(?:这个|这样|你说的)|please|thanks?(?: you)?|well|um+|then|now|you(?:'re| are)"
)
_YES = (
    r"好(?:的|吧|啊|呀|嘞|滴|哒|嘅|了)?|嗯+(?:呐|呢)?|恩+|对(?:的|啊|呀|头)?|是(?:的|啊|呀|这样|这个)?|[系係](?:的|嘅|啊|呀)?|啱|确[认定](?:无误|提交|保存|登记|了|一下)?|可以(?:的|了)?|"
    r"行(?:的|吧|啊)?|成|中|妥|得嘞|没错|没有?问题|冇问题|同意|正确|就?(?:是|按)?(?:这|那)样(?:办|来|做)?(?:吧)?|就(?:这么|这样)(?:办|定)(?:了|吧)?|就?是它|就这个|照办|办吧|继续|要的?|需要|当然|"
    r"(?:提交|登记|立案|立个案|建单|保存|存(?:下来|起来|下|了)?|记(?:下来|住|下|上|一下)|发送?)(?:投诉|工单|它|这个|这些|上去|一下)*(?:吧|了|啊|呀)?|👍|👌|✅|"
    r"(?:yes|yeah|yep|yup|y|ok(?:ay|ok)?|sure|fine|correct|right|agreed?|confirm(?:ed)?|absolutely|of course|all ?right|certainly|exactly|perfect)|(?:i )?(?:do )?(?:agree|confirm)(?: it)?|go (?:ahead|on)|do (?:it|so|that)|please do|continue|"
    r"(?:submit|save|file|keep|note|send|lodge|remember)(?: (?:it|them|that|this|the complaint|my complaint|my plan))*(?: down)?|that'?s (?:it|right|correct|fine)|that is (?:it|right|correct|fine)|(?:sounds|looks) (?:good|right|fine)"
)
_GLUE = r"[\s,.!。！，、~～]*"
_PLAIN = re.compile(
    rf"{_GLUE}(?:(?:{_FILLER}){_GLUE})*(?:(?:{_YES})(?:[吧啊呀哦了]|呢(?!\?))?{_GLUE}(?:(?:{_FILLER}){_GLUE})*)+"
)
_BREATH = r"(?:(?:嗯+|恩+|呃+|额+|哦+|噢+|喔+|啊|哎+|唉|诶|欸|喂|um+|well|hm+)[\s,.!。！，、~～]+)*"
"""What is said before a word is said."""
_OPENS = re.compile(
    rf"{_BREATH}(?:"
    r"嗯+|好(?:的|吧|啊)?[\W]|(?:是|对|行)(?:的|啊)?[\W]|是(?:的)?\d|可以|没错|确[认定]|(?:ok|okay|yes|yeah|yep|sure|right|fine|agreed|confirm)\b|等|稍等|慢着|(?:wait|hold on)\b)"
)
_HOLDS = re.compile(
    r"先(?:别|不|等)|等(?:等|一等|一下|一会|会儿?|下)|稍等|慢着|再想|再看|再考虑|(?<!区|分|特|差)别(?:提交|登记|保存|存|记|发|急|动|忙)|不要(?:提交|登记|保存|存|记|发)|暂(?:时|缓)|还没(?:想|考虑|决定)|"
    r"\b(?:wait|hold on|hold off|not yet|not now|don'?t|do not|later|let me think)\b"
)
_ASKS_WHETHER = re.compile(
    rf"{_GLUE}(?:(?:{_FILLER}|这样|这个|is (?:it|that|this)){_GLUE})*(?:(?:{_YES}){_GLUE})+(?:了)?(?:[吗么嘛?]\W*|吧\W*\?\W*)+"
    r"|\W*(?:这样|那|提交)*(?:行不行|好不好|对不对|是不是|可不可以|能不能|要不要|可以不)(?:提交|保存|登记|啊|呀)*\W*"
)
_CHANGES = re.compile(
    r"\d|[一二两三四五六七八九十百千万]{2,}|不对|不是|错|改|换|应该|补充|还有|另外|但|不过|只是|\b(?:but|except|instead|change|make it|wrong|also|add)\b"
)


def write_waits(state: State) -> bool:
    """Whether the next yes would write something."""
    return state.pending is not None and state.pending.flow in WRITES


def says_yes(text: str) -> bool:
    """Whether a whole message is an affirmation: without a question, a no, a condition, a number or another wish."""
    return bool(_PLAIN.fullmatch(text.lower().strip()))


def settles(choice: str) -> bool:
    """Whether a choice that was offered is a yes or a no to what waits, in any language."""
    return fold(choice).strip(" ?!.。") in _settling()


def holds(text: str) -> bool:
    """Whether a message asks to wait, or not to write it: 「先别提交」, "not yet"."""
    return bool(_HOLDS.search(text.lower()))


def asks_whether(text: str) -> bool:
    """Whether a message only turns the question back: 「行不行？」, 「对吗」, "ok?"."""
    return bool(_ASKS_WHETHER.fullmatch(text.lower().strip()))


def mixed(text: str, asked: Sequence[Request]) -> bool:
    """Whether a message that is no plain yes has a yes in it, holds it back, asks whether it is right, or says no to a value."""
    opens = bool(_OPENS.match(text.lower().strip()))
    taken_back = bool(re.search(r"\d", text)) and any(request.intent == "deny" for request in asked)
    return opens or taken_back or asks_whether(text) or any(request.intent == "affirm" for request in asked)


def changes(text: str) -> bool:
    """Whether a message says something else than what waits, in a number or in words."""
    return bool(_CHANGES.search(text.lower()))


@lru_cache(maxsize=1)
def _settling() -> frozenset[str]:
    texts = all_texts()
    return frozenset(fold(label).strip(" ?!.。") for name in _YES_OR_NO for label in texts[name].values())
