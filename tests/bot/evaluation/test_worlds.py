"""Each run has a world of its own: another ledger, other ids, its own clock; the doors are the product's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from account_api.tickets.tables import Ticket
from bot.evaluation.reading import read_scenarios
from bot.evaluation.running import run_all, run_one, summary
from bot.evaluation.scenario import Scenario
from bot.evaluation.steps import Play
from bot.evaluation.world import Ground, open_world

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ACCOUNT = """\
fixture:
  book:
    as_of: 2026-11-20
    cash: "100000.00"
    terms: {warning_line: "1.40", liquidation_line: "1.30", restore_line: "1.40"}
    collateral: [{security: 600519.SH, quantity: 500, price: "1500.00", haircut: "0.70"}]
    financing: [{contract: F1, security: 600036.SH, quantity: 12500, price: "40.00", amount: "1000000.00", margin_ratio: "1.00", haircut: "0.65", opened: 2026-10-08, interest: "0"}]
"""


def scenario(folder: Path, turns: str, more: str = "", who: str = "client") -> Scenario:
    head = f"id: made-up\nas: {who}\nclock: 2026-11-20T16:30+08:00\n{ACCOUNT}"
    (folder / "s.yaml").write_text(f"{head}turns:\n{turns}{more}", encoding="utf-8")
    return read_scenarios(folder / "s.yaml")[0]


async def test_what_is_written_in_one_world_is_in_no_other(ground: Ground, tmp_path: Path) -> None:
    complain = scenario(
        tmp_path,
        "  - say: 我要投诉你们佣金收高了\n  - say: 确认提交\n",
        "end_state: {tickets: [{client: me}]}\n",
    )
    first, second = [await run_one(ground, complain, number) for number in (1, 1)]
    assert (first.failures, second.failures) == ([], [])
    async with open_world(ground, complain, "another", True) as world:
        with world.product.api.state.context.transaction(writes=False) as session:
            assert session.exec(select(Ticket)).all() == []


async def test_ids_and_the_second_differ_from_run_to_run_and_figures_do_not(
    ground: Ground, tmp_path: Path
) -> None:
    asked = scenario(tmp_path, "  - say: 我的维持担保比例是多少？\n")
    seen = []
    for number in (1, 2, 3):
        async with open_world(ground, asked, f"made-up:{number}", number == 1) as world:
            play = Play(world, "client", None)
            said = await play.step(asked.steps[0])
            seen.append(
                (
                    world.ids["me"],
                    world.hour.now.second,
                    said.figures[0]["value"],
                    said.figures[0]["trace_id"],
                )
            )
    assert len({row[0] for row in seen}) == 3
    assert seen[0][1] == 0 and seen[1][1] and seen[2][1]
    assert len({row[2:] for row in seen}) == 1 and seen[0][2] == "1.35"


async def test_a_clock_written_with_seconds_stays(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        f"id: x\nas: client\nclock: 2026-11-23T15:00:00+08:00\n{ACCOUNT}turns: [{{say: 你好}}]\n",
        encoding="utf-8",
    )
    async with open_world(ground, read_scenarios(tmp_path / "s.yaml")[0], "x:9", False) as world:
        assert world.hour.now.isoformat() == "2026-11-23T15:00:00+08:00"


async def test_wrong_codes_lock_until_the_clock_has_moved(ground: Ground, tmp_path: Path) -> None:
    turns = """\
  - wrong_code: 5
    expect: {action: refuse}
  - sign_in: me
    expect: {action: refuse}
  - advance: PT16M
  - sign_in: me
    expect: {action: answer}
  - say: 我的维持担保比例是多少？
    expect: {figures: {maintenance_ratio: "1.35"}}
  - sign_out: true
  - say: 我的维持担保比例是多少？
    expect: {action: ask, absent_figures: true}
"""
    assert (await run_one(ground, scenario(tmp_path, turns, who="anonymous"), 1)).failures == []


async def test_a_failure_names_scenario_run_step_and_reason(ground: Ground, tmp_path: Path) -> None:
    turns = "  - say: 你好\n    expect: {must: [再见吧]}\n  - click: 不存在的按钮\n"
    run = await run_one(ground, scenario(tmp_path, turns, "end_state: {tickets: [{client: me}]}\n"), 1)
    assert [(each["id"], each["run"], each["step"]) for each in run.failures] == [
        ("made-up", 1, 1),
        ("made-up", 1, 2),
        ("made-up", 1, "end_state"),
    ]
    told = summary([run])
    assert (told["scenarios"], told["runs"], told["pass_1"], told["pass_k"]) == (1, 1, 0.0, 0.0)


async def test_a_message_sent_twice_is_answered_once(ground: Ground, tmp_path: Path) -> None:
    turns = "  - say: 我要投诉你们佣金收高了\n  - say: 确认提交\n  - repeat: true\n    expect: {must: ['T\\d{8}']}\n"
    run = await run_one(ground, scenario(tmp_path, turns, "end_state: {tickets: [{}]}\n"), 1)
    assert run.failures == []


async def test_a_rule_and_a_document_of_one_world_are_not_there_in_the_next(ground: Ground) -> None:
    known = {each.id: each for each in read_scenarios(SCENARIOS / "rules.yaml")}
    ruled, taken_in = known["rules-the-firms-own"], known["rules-a-new-document"]
    assert taken_in.own_library and not ruled.own_library
    for each in (ruled, taken_in):
        assert (await run_one(ground, each, 1)).failures == []
    async with open_world(ground, taken_in, "without", True) as world:
        said = await Play(world, "anonymous", None).step(taken_in.steps[1])
        rule = await world.product.accounts.rule("financing_margin_ratio")
    assert "1月4日" not in said.text
    assert rule["in_force"]["value"] == "1.00"


async def test_later_runs_come_in_another_order(ground: Ground, tmp_path: Path) -> None:
    one = scenario(tmp_path, "  - say: 你好\n")
    many = [
        Scenario(f"s{n}", one.file, one.role, one.clock, True, one.fixture, one.steps, {}) for n in range(6)
    ]
    order: list[str] = []
    runs = await run_all(ground, many, 2, order.append)
    assert order[:6] == [each.id for each in many] and sorted(order[6:]) == order[:6]
    assert order[6:] != order[:6] and len(runs) == 12


@pytest.mark.parametrize("who", ["agent", "educator", "risk", "compliance"])
async def test_staff_come_in_by_the_same_door(ground: Ground, tmp_path: Path, who: str) -> None:
    turns = f"  - as: {who}\n  - say: 现在融资保证金比例下限是多少？\n    expect: {{action: answer, must: ['100%']}}\n"
    assert (await run_one(ground, scenario(tmp_path, turns), 1)).failures == []


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("{wrong_code: 5, sign_in: me, say: 你好}", "sign_in: refused"),
        ("{add_rule: {param: no_such_rule, value: '1'}, say: 你好}", "add_rule: "),
        ("{click: 没有的, repeat: true}", "click: 没有的 was not offered"),
        ("{advance: P1D, expect: {absent_figures: true}}", "nothing came back"),
        ("{clock: 2026-11-21T09:00+08:00, expect: {action: answer}}", "nothing came back"),
        ("{sign_out: false, expect: {action: answer}}", "nothing came back"),
        ("{repeat: false, expect: {must_not: [再见]}}", "nothing came back"),
    ],
)
async def test_a_broken_deed_or_nothing_said_fails_the_step(
    ground: Ground, tmp_path: Path, step: str, why: str
) -> None:
    run = await run_one(ground, scenario(tmp_path, f"  - say: 你好\n  - {step}\n"), 1)
    assert any(each["step"] == 2 and why in each["why"] for each in run.failures), run.failures


async def test_signing_out_and_repeating_that_are_not_wanted_do_nothing(
    ground: Ground, tmp_path: Path
) -> None:
    turns = """\
  - repeat: false
  - sign_out: false
  - say: 我的维持担保比例是多少？
    expect: {figures: {maintenance_ratio: "1.35"}}
"""
    asked = scenario(tmp_path, turns)
    assert (await run_one(ground, asked, 1)).failures == []
    assert [step.shown for step in asked.steps[:2]] == ["repeat: false", "sign_out: false"]


async def test_a_run_that_breaks_has_failed_and_the_next_goes_on(ground: Ground, tmp_path: Path) -> None:
    whole = scenario(tmp_path, "  - say: 你好\n")
    broken = replace(whole, id="broken", fixture=None)  # type: ignore[arg-type]
    runs = await run_all(ground, [broken, whole], 1)
    assert [(each["id"], each["run"]) for run in runs for each in run.failures] == [("broken", 1)]
    assert "the run broke: AttributeError" in runs[0].failures[0]["why"] and runs[1].passed
