"""The firm called names over a notice or a call: anger that asks why, and no report of a fraud by somebody else."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.case_asked import WHY
from bot.dialogue.phrases import one_of, pattern, words
from bot.dialogue.state import State
from bot.nlu.model import Request, Understanding

ANGRY = "angry"
"""The aspect of a question why that calls the firm names."""
_FIRM = one_of("你们?", "你哋", "贵司", "贵公司", "公司", "券商", "这帮人", "呢班人")
_NAMES = one_of(
    "骗子",
    "骗人",
    "骗钱",
    "呃人",
    "老千",
    "诈骗",
    "强盗",
    "土匪",
    "抢钱",
    "抢劫",
    "流氓",
    "无赖",
    "垃圾",
    "黑店",
    "吸血鬼",
    "黑心",
    "奸商",
    "混蛋",
)
_NAMES_EN = words(
    "scam\\w*",
    "crooks?",
    "thie(?:f|ves)",
    "fraud\\w*",
    "cheats?",
    "robbers?",
    "liars?",
    "bastards?",
    "con artists?",
)
_CALLED_NAMES = pattern(
    rf"{_FIRM}.{{0,10}}{_NAMES}",
    rf"{_NAMES}(?:公司|券商|平台|机构)",
    r"\bwhat an? (?:scam|fraud|rip[- ]?off|disgrace)\b",
    rf"^(?:死|臭|一群|一帮|大)?{_NAMES}(?:公司|券商|平台)?(?:[,，。!！ 为凭干]|$)",
    words("you|your (?:firm|company)|this (?:firm|company|broker)|liangrong") + rf".{{0,24}}{_NAMES_EN}",
    rf"^(?:bloody |damn |fucking )?{_NAMES_EN}[,.! ]",
)
_NOTE = one_of("这个", "这条", "呢个", "呢条", "通知", "短信", "消息", "追保", "保证金", "电话", "催")
_ASKS_WHY = pattern(
    rf"{one_of('凭(?:什么|啥|咩)', '为(?:什么|啥|何)', '点解', '干(?:嘛|吗)', '有什么(?:权利|资格|依据)')}.{{0,10}}{one_of('发', '催', '追', '通知', '打电话', '要我', '叫我', '让我', '找我', '说我', '扣我', '冻', _NOTE)}",
    words("why|what right|how dare|on what (?:ground|basis)s?")
    + r".{0,30}"
    + words("send\\w*|sent|call\\w*|notice|text\\w*|messag\\w*|margin|top up|money|this"),
)
_SOMEBODY_ELSE = pattern(
    "冒充|假冒|自称|假装|有(?:个)?人|(?:有|一)(?:家|个)骗|有骗子|遇到|碰到|收到骗子|是不是骗子|是骗子吗|验证码|密码|链接|网址|转账|汇款|被骗|骗了|骗走|报警|假的|诈骗(?:短信|电话)|投诉|举报|起诉|曝光|告你|律师",
    words(
        "pretend\\w*",
        "impersonat\\w*",
        "somebody",
        "someone",
        "password",
        "code",
        "link",
        "is (?:this|it) a",
        "complain\\w*",
        "sue",
        "police",
        "report",
        "hacked",
        "stolen",
    ),
)


def angry_why(understanding: Understanding, state: State) -> Request | None:
    """The question why that a message by a known client is, whatever it calls the firm; ``None`` for any other message."""
    text, first = understanding.normal, understanding.requests[0]
    if state.client_id is None or any(each.intent == "distress" for each in understanding.requests):
        return None
    if _SOMEBODY_ELSE.search(text) or not (_CALLED_NAMES.search(text) and _ASKS_WHY.search(text)):
        return None
    slots = replace(first.slots, aspect=ANGRY)
    return replace(first, text=text, intent=WHY, gate="act", source="rule", confidence=1.0, slots=slots)
