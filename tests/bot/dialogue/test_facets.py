"""Short questions after an answer: each is one whole question about that matter, and a message that stands by itself is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer.texts import all_texts
from bot.dialogue import facets
from bot.dialogue.facet_table import OF_TOPIC, Question, table
from bot.dialogue.state import Past, Pending, State
from bot.dialogue.table import FLOWS
from bot.guard.numerals import fold
from bot.nlu.normal import normalise, script
from tests.bot.dialogue.follow_up_conversations import CONVERSATIONS, Turn

MINE = State(client_id="demo-call", role="client")
TODAY = date(2026, 11, 20)
SCRIPT = script()


def asked(text: str, last: str | None, state: State = MINE) -> Question | None:
    return facets.asked((normalise(text, SCRIPT), fold(text)), replace(state, last_intent=last))


@pytest.mark.parametrize(("first", "intent", "turns"), CONVERSATIONS)
def test_what_follows_means_the_whole_question(first: str, intent: str, turns: tuple[Turn, ...]) -> None:
    last = intent
    for said, flow, aspect in turns:
        found = asked(said, last)
        assert found is not None, (first, said)
        assert (found.intent, found.aspect) == (flow, aspect), (first, said)
        last = last if flow == OF_TOPIC else flow


def test_the_conversations_are_many_and_in_every_language() -> None:
    said = [text for _, _, turns in CONVERSATIONS for text, _, _ in turns]
    english = [text for text in said if text.isascii()]
    cantonese = [text for text in said if any(each in text for each in "咩唔咗喺邊幾點哋㗎")]
    assert len(CONVERSATIONS) >= 115 and len(said) >= 290
    assert len(english) >= 80 and len(cantonese) >= 40


STANDING = (
    *(
        "我的维持担保比例现在多少",
        "茅台折算率多少",
        "融资利率是多少",
        "融券的保证金比例是多少",
        "什么是平仓线",
    ),
    *("怎么开户", "开户要什么条件", "我能取多少钱", "我还能买多少茅台", "我的负债是多少", "强平的规则是什么"),
    *(
        "为什么限制我开仓",
        "你们的客服电话是多少",
        "我要投诉",
        "你好",
        "谢谢",
        "我的密码忘了",
        "比例到130会怎样",
    ),
    *(
        "如果茅台跌10%会怎样",
        "展期最多几次",
        "科创板的折算率上限",
        "什么时候收盘",
        "今天大盘怎么样",
        "推荐一只股票",
    ),
    *("你是谁", "我的持仓有哪些", "今年的利息总共多少", "维持担保比例怎么算", "做空怎么做", "st股票能融资吗"),
    *(
        "上周五我的比例是多少",
        "昨天收盘价是多少",
        "第二个",
        "不是7号是6号",
        "怎么算出来的",
        "那公式呢",
        "真实的呢",
    ),
    *("再跌5%呢", "那上周五呢", "那招行呢", "现在呢", "再买100股呢", "怎么还款", "什么是折算率", "我看不懂"),
    *(
        "你能做什么",
        "要不要卖掉",
        "你觉得会涨吗",
        "哪只股票可以融资",
        "好的",
        "不用了",
        "确认",
        "帮我卖掉茅台",
    ),
    *("我老婆的账户怎么样", "给我宽限两天", "能晚两天补吗", "我撑不住了", "我被骗了", "昨天的比例是多少呢"),
    *(
        "what is a margin call",
        "can i buy moutai on margin",
        "what is the financing rate",
        "how do i open an account",
    ),
    *(
        "what is the warning line",
        "show my holdings",
        "what if moutai falls 10%",
        "who are you",
        "what about shorting",
    ),
    *(
        "how is interest calculated",
        "should i sell",
        "which stock should i buy",
        "what can you do",
        "yes",
        "no",
        "stop",
    ),
)


@pytest.mark.parametrize("text", STANDING)
def test_a_message_that_stands_by_itself_is_never_rewritten(text: str) -> None:
    after = (None, *table().after)
    assert [last for last in after if asked(text, last)] == []
    assert len(after) > 50


def test_every_question_of_the_table_is_certain_whatever_was_spoken_of() -> None:
    questions = table().by_words
    for words, question in questions.items():
        for last in (None, "my_announced_change", "rule_question"):
            found = asked(words, last)
            assert found is not None and (found.intent, found.aspect) == (question.intent, question.aspect), (
                words
            )
    assert len(questions) > 130


def test_the_table_names_flows_facets_and_sentences_that_there_are() -> None:
    names = {each.name for each in table().facets}
    every = [*table().topics.values()]
    asks = [pair for topic in every for pair in topic.asks.items()]
    asks += [*table().anywhere.items(), *table().alone.items()]
    for facet, question in asks:
        assert facet in names and question.intent in FLOWS
        assert question.words or question.say in all_texts()
        assert set(question.words) in (set(), {"zh", "en"})
    assert all(choice in all_texts() for topic in every for choice in topic.more)
    assert len(asks) > 200 and len(every) == 19


def test_each_topic_is_spoken_of_after_the_intents_of_flows() -> None:
    written = {"complaint_filed", "notice_check", "why_liquidated"}
    assert set(table().after) - set(FLOWS) <= written


@pytest.mark.parametrize("topic", sorted(table().topics))
def test_a_side_that_has_no_question_is_asked_back_and_unknown_only_where_that_is_written(topic: str) -> None:
    last = next(intent for intent, name in table().after.items() if name == topic)
    known = table().topics[topic]
    wordings = {
        "when": "什么时候",
        "why": "为什么",
        "which_rule": "哪一条",
        "original": "原文呢",
        "agree": "我能拒绝吗",
    }
    for facet in (name for name in wordings if name not in known.asks):
        found = asked(wordings[facet], last)
        side = facet if facet in known.unknown else ""
        assert found is not None and (found.intent, found.aspect) == (OF_TOPIC, f"{topic}.{side}")


def test_what_is_written_to_be_unknown_is_a_facet_that_asks_nothing_there() -> None:
    names = {each.name for each in table().facets}
    unknown = [(topic, side) for topic in table().topics.values() for side in topic.unknown]
    assert all(side in names and side not in topic.asks for topic, side in unknown)
    assert len(unknown) >= 12


def test_nothing_is_rewritten_while_something_is_waited_for_that_is_no_yes() -> None:
    for flow in ("complaint", "questionnaire", "security"):
        waiting = replace(MINE, pending=Pending(flow))
        assert asked("没人联系过我", "my_announced_change", waiting) is None
    assert asked("没人联系过我", "my_announced_change") is not None


def test_a_word_that_answers_a_yes_that_is_waited_for_is_left_to_it() -> None:
    waiting = replace(MINE, pending=Pending("applying", {"act": "application_withdraw"}))
    assert asked("撤回吧", "my_application", waiting) is None
    question = asked("谁审批", "my_application", waiting)
    assert question is not None and question.aspect == "who"


def test_the_matter_stays_across_a_word_of_thanks_and_goes_with_another_answer() -> None:
    past = Past("保证金比例要变了吗", "my_announced_change", "answer")
    thanks = replace(MINE, trail=(past, Past("好的", "smalltalk", "ask")))
    found = asked("什么时候开始", "smalltalk", thanks)
    assert found is not None and found.intent == "my_announced_change"
    assert asked("什么时候开始", "rule_question", thanks) is None


def test_staff_speak_for_themselves() -> None:
    assert asked("什么时候开始", "my_announced_change", State(role="agent")) is None


def test_who_is_not_known_is_asked_nothing_about_a_case() -> None:
    assert asked("你们会卖我的股票吗", None, State()) is None
    overview = asked("我的账户怎么样", None, State())
    assert overview is not None and overview.intent == "my_figures"


def test_a_security_may_be_named_only_where_it_is_asked_whether_it_is_kept() -> None:
    known = replace(MINE, last_intent="my_liquidation")
    kept = facets.asked(("能不能别卖茅台",), known, "能不能别卖这只")
    assert kept is not None and kept.intent == "own_sale"
    assert facets.asked(("茅台能融资吗",), known, "这只能融资吗") is None


def test_a_comparison_names_the_day_that_was_spoken_of_and_the_one_it_is_compared_with() -> None:
    state = replace(MINE, asked="昨天我的比例是多少")
    question = asked("比前天高了还是低了", "my_ratio", state)
    assert question is not None and question.dated
    words = facets.in_words(question, "比前天高了还是低了", state, "zh", TODAY)
    assert words.startswith("2026-11-19 2026-11-18 我的维持担保比例")
    assert not facets.in_words(question, "高了还是低了", MINE, "zh", TODAY).startswith("2026")


def test_what_nothing_is_sure_of_is_read_by_its_words_and_else_asked_back_once() -> None:
    after = replace(MINE, last_intent="my_announced_change")
    near = facets.nearly(("我那笔老的会不会也受影响啊",), after)
    assert near is not None and near.aspect == "effect"
    assert facets.nearly(("吃饭了吗",), after) is None
    back = facets.which("那我那笔老的呢", after)
    assert back is not None and back.aspect == "announced."
    assert facets.which("那我那笔老的呢", replace(after, misses=1)) is None
    assert facets.which("那我那笔老的呢", replace(MINE, last_intent="rule_question")) is None


def test_one_goes_back_to_a_matter_by_its_name() -> None:
    spoken = (
        Past("折算率要变吗", "my_announced_change", "answer"),
        Past("追保线是多少", "my_lines", "answer"),
    )
    state = replace(MINE, last_intent="my_lines", trail=spoken)
    for said, topic, rest in (
        ("好,回到折算率,对我有什么影响", "announced", "对我有什么影响"),
        ("说回展期,批了吗", "extension", "批了吗"),
        ("back to the credit line, how much is left", "line", "how much is left"),
    ):
        assert facets.back_to(said, state) == (topic, rest)
    found = facets.asked(("对我有什么影响",), state, topic="announced")
    assert found is not None and (found.intent, found.aspect) == ("my_announced_change", "effect")


@pytest.mark.parametrize("said", ["折算率对我有什么影响", "回到首页", "说回来,今天天气不错"])
def test_what_names_no_matter_to_go_back_to_stays_where_it_is(said: str) -> None:
    assert facets.back_to(said, replace(MINE, last_intent="my_lines")) is None
    assert facets.back_to("说回展期,批了吗", State()) is None


def test_a_side_of_a_security_names_the_one_that_was_looked_up() -> None:
    state = replace(MINE, last_intent="security_lookup", security="兴业银行")
    for said, intent, word in (
        ("调完呢", "security_lookup", "折算率"),
        ("at what rate, now and later?", "security_lookup", "conversion rate"),
        ("我有这个的融资吗", "my_positions", "合约"),
        ("對我有影響嗎", "my_announced_change", "影响"),
    ):
        question = asked(said, "security_lookup", state)
        assert question is not None and question.intent == intent and question.named
        words = facets.in_words(question, said, state, "en" if said.isascii() else "zh", TODAY)
        assert "兴业银行" in words and word in words and "{" not in words


PLEASANT = (
    *(
        "哦这样子啊",
        "吃饭了吗",
        "今天天气不错",
        "你几岁了",
        "哈哈",
        "讲个笑话",
        "你喜欢红色还是蓝色",
        "周末去爬山",
        "好累啊",
    ),
    *(
        "几点了",
        "今天星期几",
        "你会唱歌吗",
        "下雨了",
        "我饿了",
        "真无聊",
        "晚安",
        "早上好",
        "原来如此",
        "厉害",
        "嗯嗯",
        "哎呀",
    ),
    *(
        "无所谓啦",
        "食咗飯未",
        "今日好熱",
        "真係㗎",
        "你識唔識唱歌",
        "得閒飲茶",
        "how are you",
        "nice weather today",
    ),
    *(
        "tell me a joke",
        "are you a robot",
        "good night",
        "lol",
        "i'm bored",
        "do you like music",
        "what time is it",
    ),
    *("thanks mate", "cool", "no worries", "i am tired"),
)


def test_a_pleasantry_is_not_made_of_the_words_of_the_field() -> None:
    forms = [(normalise(text, SCRIPT), fold(text)) for text in PLEASANT]
    assert [each for each in forms if facets.of_the_field(each, alone=True)] == []
    assert len(forms) >= 40


@pytest.mark.parametrize(
    "text", ["批了没", "一天多少钱", "哪天答复", "by when?", "幾時要還", "合同第几条", "how much a day"]
)
def test_a_question_without_its_matter_is(text: str) -> None:
    assert facets.of_the_field((normalise(text, SCRIPT), fold(text)), alone=True)


@pytest.mark.parametrize("topic", sorted(table().topics))
def test_no_pleasantry_is_a_side_of_a_matter(topic: str) -> None:
    last = next(intent for intent, name in table().after.items() if name == topic)
    sides = [(text, found.intent) for text in PLEASANT if (found := asked(text, last)) is not None]
    noted = [text for text, intent in sides if intent == OF_TOPIC]
    assert len(noted) == len(sides) and set(noted) <= {"哦这样子啊", "原来如此"}
