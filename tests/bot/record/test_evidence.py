"""Evidence stands by itself: it can be checked without us, what is altered in it is found, and it holds nobody else's words."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.record.book import SeveralOwners
from bot.record.verify import main, verified
from bot.wiring import Product

from .taken import alter, talk

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]


async def evidence(product: Product) -> Json:
    session = await talk(
        product, "demo-call", "要补多少？", "现在融资保证金比例最低是多少？", "融资利息怎么算？"
    )
    found: Json = json.loads(json.dumps(product.records.conversation(session), ensure_ascii=False))
    return found


async def test_a_conversation_goes_out_with_all_it_rests_on_and_is_whole(
    product: Product, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = await evidence(product)
    looked, broken = verified(found)
    assert broken == [] and looked["turns"] == 3 and looked["figures"] >= 10 and looked["quotes"] >= 1
    assert any(row["param"] == "financing_margin_ratio" for row in found["rules"])
    assert all(row["text"] for row in found["passages"]) and len(found["passages"]) >= 2
    assert [turn["record"]["previous"] for turn in found["turns"]] == [
        None,
        *(turn["record"]["hash"] for turn in found["turns"][:2]),
    ]
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert main([str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True


def _answer(found: Json) -> None:
    found["turns"][0]["reply"]["answer"] += "。"


def _figure(found: Json) -> None:
    found["figures"][0]["value"] = "1"


def _input(found: Json) -> None:
    found["figures"][0]["inputs"][0]["value"] = "1"


def _result(found: Json) -> None:
    name = next(iter(found["results"]))
    found["results"][name] = found["results"][name].replace("1", "2", 1)


def _result_gone(found: Json) -> None:
    found["results"].popitem()


def _turn_gone(found: Json) -> None:
    del found["turns"][1]


def _turns_swapped(found: Json) -> None:
    found["turns"][:2] = reversed(found["turns"][:2])


def _passage(found: Json) -> None:
    for row in found["passages"]:
        row["text"] = "另一段话"


def _last_turn_gone(found: Json) -> None:
    found["turns"].pop()


def _seal_taken_off(found: Json) -> None:
    turn = found["turns"][-1]
    del turn["record"]["hash"]
    turn["reply"]["answer"] = "另一个回答"
    found["chain"][-1] = None


def _rule(found: Json) -> None:
    found["rules"][0]["value"] = "1"


@pytest.mark.parametrize(
    "change",
    [
        _answer,
        _figure,
        _input,
        _result,
        _result_gone,
        _turn_gone,
        _last_turn_gone,
        _turns_swapped,
        _seal_taken_off,
        _rule,
        _passage,
    ],
)
async def test_what_is_altered_in_the_file_is_found(product: Product, change: Callable[[Json], None]) -> None:
    found = copy.deepcopy(await evidence(product))
    change(found)
    assert verified(found)[1]


async def test_a_turn_that_is_gone_from_the_store_is_missed_in_the_evidence(product: Product) -> None:
    session = await talk(product, "demo-call", "要补多少？", "我的持仓")
    alter(product, "DELETE FROM turns WHERE session = ? AND message_id = 'm1'", session)
    assert verified(product.records.conversation(session))[1] == ["chain: 2 seals for 1 turns, or others"]


async def test_one_turn_as_evidence_keeps_its_place_between_the_others(product: Product) -> None:
    session = await talk(product, "demo-call", "要补多少？", "我的持仓", "融资利息怎么算？")
    found = product.records.evidence(product.records.turn(session, "m1"))
    assert [turn.get("withheld", False) for turn in found["turns"]] == [True, False, True]
    looked, broken = verified(json.loads(json.dumps(found)))
    assert broken == [] and looked["results"] == 1


async def test_the_check_needs_nothing_but_the_standard_library(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(await evidence(product)), encoding="utf-8")
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-S", "-m", "bot.record.verify", str(file)],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0 and json.loads(run.stdout)["whole"], run.stderr
    bad = tmp_path / "other.json"
    bad.write_text("{}", encoding="utf-8")
    assert main([str(bad)]) == 2 and main([]) == 2


async def test_evidence_for_one_says_nothing_of_another(product: Product) -> None:
    session = await talk(product, "demo-call", "我的维持担保比例是多少？")
    for persona, name in (("demo-safe", "m1"), ("demo-call", "m2")):
        token = (await product.accounts.demo_sign_in(persona)).token
        await product.assistant.sign_in(session, token)
        await product.assistant.turn(session, name, "我的维持担保比例是多少？")
    with pytest.raises(SeveralOwners) as raised:
        product.records.conversation(session)
    assert raised.value.names == ("demo-call", "demo-safe")
    found = product.records.conversation(session, "demo-call")
    assert verified(found) == (verified(found)[0], [])
    assert [turn.get("withheld", False) for turn in found["turns"]] == [False, True, False]
    assert "demo-safe" not in json.dumps(found)
