"""Whoever has written traditional characters goes on being answered in them, until a whole sentence is surely something else."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from bot.answer.script import is_traditional
from bot.dialogue.state import State
from bot.dialogue.written_in import keeping_script, with_script
from bot.nlu.model import Lang, Understanding
from bot.nlu.normal import Script, language, script, unmistakable
from bot.wiring import Product

LINES = ("我有咩提示", "可唔可以延期", "仲欠啲咩", "再跌3%呢", "唔做喇", "延半年", "算啦", "ok")


@pytest.fixture(scope="module")
def tables() -> Script:
    return script()


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_both_scripts_share_is_no_sentence_of_either(line: str, tables: Script) -> None:
    assert not unmistakable(line, tables)


@pytest.mark.parametrize(
    "line",
    [
        "我的维持担保比例是多少",
        "还要补多少钱",
        "What is my maintenance ratio?",
        "我嘅維持擔保比例係幾多",
        "點算",
    ],
)
def test_a_whole_sentence_says_what_it_is_written_in(line: str, tables: Script) -> None:
    assert unmistakable(line, tables)


DAY = date(2026, 11, 20)


@pytest.mark.parametrize("traditional", [False, True])
def test_only_a_conversation_in_traditional_characters_keeps_its_script(
    traditional: bool, tables: Script
) -> None:
    def plain(text: str, lang: str | None, _today: date) -> Understanding:
        found = lang or language(text, tables)
        return Understanding(
            text, text, cast(Lang, found), (), (), certain=bool(lang) or unmistakable(text, tables)
        )

    hear = keeping_script(plain, State(traditional=traditional))
    told = {hear(line, None, DAY).lang for line in LINES}
    assert told == ({"zh-Hant"} if traditional else {"zh", "en"})
    assert hear("我的维持担保比例是多少", None, DAY).lang == "zh"
    assert hear("延半年", "zh", DAY).lang == "zh"


def test_the_script_is_remembered_with_the_conversation() -> None:
    there = with_script(State(), "zh-Hant")
    assert State.from_json(there.as_json()) == there
    assert there.traditional and not with_script(there, "en").traditional


@pytest.mark.asyncio(loop_scope="session")
async def test_cantonese_lines_are_answered_in_traditional_characters_throughout(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, None)
    for n, line in enumerate(("我嘅維持擔保比例係幾多", *LINES[:-1])):
        told = await product.assistant.turn(session, f"m{n}", line)
        assert is_traditional(told["answer"]), (line, told["answer"])
    told = await product.assistant.turn(session, "last", "我的维持担保比例是多少")
    assert not is_traditional(told["answer"])
