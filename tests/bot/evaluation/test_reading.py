"""A scenario file is read as the interfaces say, or refused with file and line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.evaluation.document import BadScenario
from bot.evaluation.moments import duration, moment
from bot.evaluation.reading import folded_pattern, read_scenarios
from bot.evaluation.scenario import DEEDS, ROLES

WHOLE = """\
id: three-cures
as: client
clock: 2026-11-20T16:30+08:00
fixture:
  book:
    as_of: 2026-11-20
    cash: "30000.00"
    terms: {warning_line: "1.40", liquidation_line: "1.30", restore_line: "1.40"}
    collateral:
      - {security: 600519.SH, quantity: 500, price: null, haircut: "0.70"}
  profile: {age: 45, risk_grade: C4, suitability_until: 2027-06-30, average_assets_20d: "820000.00"}
  notices:
    - {kind: margin_call, channel: sms, sent_at: 2026-11-20T16:12+08:00, text: 请补足}
  calls:
    - {called_on: 2026-11-19}
  tickets:
    - {text: 旧投诉, opened_at: 2026-11-02T09:00+08:00}
  prices:
    2026-11-19: {600519.SH: "1490.00"}
turns:
  - say: 要补多少?
    expect: {action: answer, must: ["85,?714\\\\.29"], must_not: 建议, figures: {maintenance_ratio: "1.28"}, cites: [细则 第三十九条], absent_figures: false}
  - {click: 确认}
  - {repeat: true}
  - {sign_in: me}
  - {sign_out: true}
  - {wrong_code: 5}
  - {attach: proof.pdf, say: 看附件}
  - {as: agent}
  - {draft: 您低于135了}
  - {advance: P3D}
  - {clock: 2026-11-30T09:00+08:00}
  - {add_rule: {param: financing_margin_ratio, value: "1.20"}, event: {kind: cash_in, amount: "50000"}, job: calls_close}
  - {ingest: notes.md}
  - {replay: last, expect: {action: [answer, ask]}}
end_state: {tickets: [], margin_calls: [{state: called}]}
"""


def written(folder: Path, text: str, name: str = "scenario.yaml") -> Path:
    for file in ("proof.pdf", "notes.md"):
        (folder / file).write_text("x")
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_every_key_and_step_of_the_format_is_read(tmp_path: Path) -> None:
    (read,) = read_scenarios(written(tmp_path, WHOLE))
    assert (read.id, read.role, read.clock.isoformat()) == (
        "three-cures",
        "client",
        "2026-11-20T16:30:00+08:00",
    )
    assert {deed for step in read.steps for deed, _ in step.deeds} == set(DEEDS)
    expect = read.steps[0].expect
    assert expect.action == ("answer",) and expect.figures == (("maintenance_ratio", Decimal("1.28")),)
    assert expect.must[0].search("要补85714.29元") and expect.must_not[0].pattern == "建议"
    assert expect.cites == ("细则 第三十九条",) and expect.absent_figures == ()
    assert read.steps[13].expect.action == ("answer", "ask")
    assert dict(read.end_state) == {"tickets": (), "margin_calls": ({"state": "called"},)}
    assert read.own_library and not read.exact_clock


def test_dates_and_numbers_stay_text(tmp_path: Path) -> None:
    (read,) = read_scenarios(written(tmp_path, WHOLE.replace("say: 要补多少?", "say: 2026-11-20")))
    assert dict(read.steps[0].deeds)["say"] == "2026-11-20"
    book = read.fixture.clients["me"].book
    assert book is not None and book.collateral[0].price is None and book.collateral[0].quantity == 500


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("as: client", "as: client\nmood: bad"), 3, "unknown key mood"),
        (("as: client", "as: manager"), 2, "'manager' is none of"),
        (("clock: 2026-11-20T16:30+08:00", "clock: tonight"), 3, "'tonight' cannot be read"),
        (("cash:", "cahs:"), 7, "book.cahs is not a known field"),
        (('cash: "30000.00"', "cash: 3e4"), 7, "book.cash must not use an exponent"),
        (("{age: 45,", "{age: 45, shoe_size: 43,"), 11, "profile.shoe_size is not a known field"),
        (("channel: sms", "channel: pigeon"), 13, "notices[0].channel is not one of"),
        (("{click: 确认}", "{press: 确认}"), 23, "unknown key turns[1].press"),
        (("{advance: P3D}", "{advance: three days}"), 31, "'three days' cannot be read"),
        (("{wrong_code: 5}", "{wrong_code: many}"), 27, "'many' cannot be read"),
        (("{ingest: notes.md}", "{ingest: gone.md}"), 34, "no file"),
        (("{wrong_code: 5}", "{wrong_code: 0}"), 27, "'0' cannot be read"),
        (("{clock: 2026-11-30T09:00+08:00}", "{clock: 2026-11-23T09:00+08:00}"), 32, "the clock stands at 2026-11-23T16:30"),
        (("{advance: P3D}", "{advance: P9999Y}"), 31, "P9999Y is too long"),
        (('2026-11-19: {600519.SH: "1490.00"}', '2026-11-20: {600519.SH: "1490.00"}'), 19, "prices.2026-11-20.600519.SH contradicts"),
        (("{tickets: [], ", "&rows {tickets: [], more: *rows, "), 36, "*rows: aliases are not read"),
        (("{sign_in: me}", "{sign_in: nobody}"), 25, "no client is called nobody"),
        (("action: answer,", "action: shrug,"), 22, "'shrug' is none of"),
        (("must_not: 建议", 'must_not: "(建议"'), 22, "is no regular expression"),
        (('maintenance_ratio: "1.28"', "maintenance_ratio: high"), 22, "'high' cannot be read"),
        (("absent_figures: false", "absent_figures: perhaps"), 22, "must be true or false"),
        (("{tickets: [],", "{biscuits: [],"), 36, "no table is called biscuits"),
        (("as: client", "as: client\nas: agent"), 3, "as occurs twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, said: str
) -> None:
    assert change[0] in WHOLE
    file = written(tmp_path, WHOLE.replace(*change))
    with pytest.raises(BadScenario) as caught:
        read_scenarios(file)
    told = [str(each) for each in caught.value.troubles]
    assert any(each.startswith(f"{file}:{line}: ") and said in each for each in told), told


def test_all_that_is_wrong_with_all_files_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, WHOLE.replace("as: client", "as: cat").replace("{click", "{clack"), "a.yaml")
    written(tmp_path, "turns: [", "b.yaml")
    written(tmp_path, WHOLE, "c.yaml")
    written(tmp_path, WHOLE, "d.yaml")
    with pytest.raises(BadScenario) as caught:
        read_scenarios(tmp_path)
    assert {each.file.name for each in caught.value.troubles} == {"a.yaml", "b.yaml", "d.yaml"}
    assert len(caught.value.troubles) == 4


def test_a_file_may_hold_several_scenarios_and_a_directory_must_hold_one(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match="no scenario files"):
        read_scenarios(tmp_path)
    written(tmp_path, WHOLE + "---\n" + WHOLE.replace("three-cures", "another"))
    assert [each.id for each in read_scenarios(tmp_path)] == ["three-cures", "another"]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("P3D", "2026-11-23T16:30:00+08:00"),
        ("PT20M", "2026-11-20T16:50:00+08:00"),
        ("P1W", "2026-11-27T16:30:00+08:00"),
        ("P3M", "2027-02-20T16:30:00+08:00"),
        ("P1DT2H30M5S", "2026-11-21T19:00:05+08:00"),
    ],
)
def test_durations_move_the_clock(text: str, later: str) -> None:
    assert duration(text).after(moment("2026-11-20T16:30+08:00")).isoformat() == later


def test_a_month_too_short_ends_on_its_last_day() -> None:
    assert duration("P1M").after(moment("2027-01-31T00:00")).date().isoformat() == "2027-02-28"
    assert duration("P1Y").months == 12 and duration("P2D").time == timedelta(days=2)
    for text in ("P", "PT", "3D", "P3", "P1.5D"):
        with pytest.raises(ValueError, match=text.replace(".", r"\.")):
            duration(text)


def test_what_folds_to_a_special_character_is_meant_as_a_letter() -> None:
    assert folded_pattern("要提交吗？") == "要提交吗\\?"
    assert folded_pattern("（合同12\\.3条）") == "\\(合同12\\.3条\\)"
    assert folded_pattern("１２８％") == "128%"


def test_every_step_and_every_role_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    assert [deed for deed in DEEDS if f"`{deed}: " not in page] == []
    assert [role for role in ROLES if role not in page] == []


def test_a_node_that_holds_itself_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match=r"scenario.yaml:1: \*a: aliases are not read"):
        read_scenarios(written(tmp_path, "a: &a [*a]\n"))
