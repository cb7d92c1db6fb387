"""Questions without an answer: grouped, resolved, and open again when they fail again; and the firm's own words."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.catalogue import GAPS
from knowledge.editorial.desk import Editorial
from knowledge.editorial.terms import Term, merged
from knowledge.errors import BadRequest, NotAllowed, NotFound
from knowledge.glossary import Glossary, load_glossary
from knowledge.ingest import CORPUS

from .conftest import CLIENT, COMPLIANCE, EDUCATOR, LEGAL, Clock, published, rule

TODAY = date(2026, 11, 20)
ALIKE = ("维持担保比例怎么算", "请问维持担保比例怎么计算", "担保比例怎么算的")
OTHERS = ("可以用黄金做担保物吗", "港股通股票能融资买入吗", "周末能不能还款")


def log(desk: Editorial, *queries: str, reason: str = "no passage") -> None:
    for query in queries:
        desk.library.log_gap(query, TODAY, reason)


def test_questions_that_ask_the_same_are_one_group(desk: Editorial) -> None:
    log(desk, *ALIKE, *OTHERS, ALIKE[1])
    groups = desk.gaps(LEGAL)
    together = next(group for group in groups if len(group.members) > 1)
    assert {gap.query for gap in together.members} >= set(ALIKE[:2])
    assert together.as_json()["example"] == ALIKE[1]
    assert len(groups) >= 4
    assert sum(group.times for group in groups) == 7


def test_what_only_sounds_alike_is_not_one_group(desk: Editorial) -> None:
    queries = (
        "北交所股票能融资吗",
        "北交所股票能不能做担保物",
        "爆仓了怎么办",
        "强平之后还欠钱怎么办",
        "？？？",
        "😀",
    )
    log(desk, *queries)
    assert [[gap.query for gap in group.members] for group in desk.gaps(LEGAL)] == [
        [query] for query in queries
    ]


def test_the_same_gaps_are_grouped_the_same_way_and_a_later_one_moves_none(desk: Editorial) -> None:
    log(desk, *ALIKE, *OTHERS)
    before = {group.id: [gap.query for gap in group.members] for group in desk.gaps(LEGAL)}
    assert before == {group.id: [gap.query for gap in group.members] for group in desk.gaps(LEGAL)}
    log(desk, "黄金可以当担保物吗")
    after = {group.id: [gap.query for gap in group.members] for group in desk.gaps(LEGAL)}
    assert all(after[name][: len(queries)] == queries for name, queries in before.items())


def test_a_resolved_group_is_open_again_when_one_of_its_questions_fails_again(
    desk: Editorial, clock: Clock
) -> None:
    log(desk, *ALIKE[:2])
    (group,) = desk.gaps(LEGAL)
    assert (group.state, group.last_at) == ("open", clock())
    resolved = desk.resolve_gap(EDUCATOR, group.id, "glossary", "维保比例", "加了说法")
    assert resolved.state == "resolved"
    assert resolved.as_json()["last_at"] == "2026-11-20T16:30:00+08:00"
    assert resolved.as_json()["resolution"] == {
        "how": "glossary",
        "reference": "维保比例",
        "note": "加了说法",
        "by": "edu",
        "at": "2026-11-20T16:30:00+08:00",
    }
    clock.pass_by(hours=1)
    log(desk, ALIKE[0])
    assert desk.gaps(LEGAL)[0].state == "reopened"
    assert desk.resolve_gap(COMPLIANCE, group.id, "out_of_scope").state == "resolved"


def test_a_question_out_of_scope_stays_shut_on_whatever_day_it_is_asked(
    desk: Editorial, clock: Clock
) -> None:
    log(desk, OTHERS[0])
    desk.resolve_gap(EDUCATOR, desk.gaps(LEGAL)[0].id, "out_of_scope")
    clock.pass_by(days=1)
    desk.library.log_gap(OTHERS[0], date(2026, 11, 21), "no passage")
    desk.library.log_gap(OTHERS[0], TODAY, "no passage")
    (group,) = desk.gaps(LEGAL)
    assert (group.state, group.times, len(group.members)) == ("resolved", 3, 2)


def test_what_was_answered_is_open_again_when_it_fails_on_another_day(desk: Editorial, clock: Clock) -> None:
    log(desk, OTHERS[0])
    desk.resolve_gap(EDUCATOR, desk.gaps(LEGAL)[0].id, "document", "gold")
    clock.pass_by(days=1)
    desk.library.log_gap(OTHERS[0], date(2026, 11, 21), "no passage")
    (group,) = desk.gaps(LEGAL)
    assert group.state == "reopened"
    assert desk.resolve_gap(EDUCATOR, group.id, "document", "gold").state == "resolved"


def test_times_kept_in_another_zone_are_compared_as_times(desk: Editorial) -> None:
    log(desk, OTHERS[0], OTHERS[0])
    with desk.library.catalogue.write() as connection:
        for reason, last in (("a", "2026-11-20T09:00:00+00:00"), ("b", "2026-11-20T16:30:00+08:00")):
            row = {"query": OTHERS[0], "as_of": TODAY, "reason": reason, "times": 1, "last_at": last}
            connection.execute(GAPS.insert(), row)
    (group,) = desk.gaps(LEGAL)
    assert group.as_json()["last_at"] == "2026-11-20T17:00:00+08:00"


def test_a_new_question_like_a_resolved_one_opens_the_group_again(desk: Editorial) -> None:
    log(desk, ALIKE[0])
    desk.resolve_gap(EDUCATOR, desk.gaps(LEGAL)[0].id, "out_of_scope")
    log(desk, ALIKE[1])
    (group,) = desk.gaps(LEGAL)
    assert (group.state, len(group.members)) == ("reopened", 2)


def test_open_groups_come_before_resolved_ones(desk: Editorial) -> None:
    log(desk, OTHERS[0], OTHERS[0], OTHERS[2])
    first = desk.gaps(LEGAL)[0]
    assert first.times == 2
    desk.resolve_gap(EDUCATOR, first.id, "document", "gold")
    assert [group.state for group in desk.gaps(LEGAL)] == ["open", "resolved"]


def test_a_resolution_names_what_was_done(desk: Editorial) -> None:
    log(desk, OTHERS[0])
    name = desk.gaps(LEGAL)[0].id
    for how, reference, field in (("magic", "x", "how"), ("document", " ", "reference"), ("", "x", "how")):
        with pytest.raises(BadRequest) as refused:
            desk.resolve_gap(EDUCATOR, name, how, reference)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        desk.resolve_gap(EDUCATOR, "G999", "out_of_scope")
    with pytest.raises(NotAllowed):
        desk.resolve_gap(CLIENT, name, "out_of_scope")
    assert desk.gaps(LEGAL)[0].state == "open"


@pytest.mark.parametrize(
    "number",
    ["13812345678", "138 1234 5678", "11010519491231002X", "6222020200112233445", "6222 0202 0011 2233"],
)
def test_a_long_number_is_never_kept(desk: Editorial, number: str) -> None:
    log(desk, f"我的号码是{number}，怎么查2026年的利息")
    with desk.library.catalogue.read() as connection:
        (kept,) = connection.execute(GAPS.select()).mappings()
    assert kept["query"].startswith("我的号码是***，怎么查2026年")


def test_a_word_of_the_firm_is_understood_at_the_next_question(desk: Editorial) -> None:
    published(desk, rule("访客停车每小时收费5元。"))
    assert desk.library.search("铁疙瘩趴窝", as_of=TODAY).hits == ()
    added = desk.add_term(EDUCATOR, Term("访客停车", zh=("铁疙瘩趴窝",), en=("visitor parking",)))
    assert added.added_by == "edu"
    found = desk.library.search("铁疙瘩趴窝", as_of=TODAY).hits
    assert [hit.passage.text for hit in found] == ["访客停车每小时收费5元。"]
    assert [term.term for term in desk.glossary(LEGAL)] == ["访客停车"]
    desk.remove_term(LEGAL, "访客停车")
    assert desk.library.search("铁疙瘩趴窝", as_of=TODAY).hits == ()
    with pytest.raises(NotFound):
        desk.remove_term(LEGAL, "访客停车")


def test_adding_a_term_again_replaces_it(desk: Editorial) -> None:
    desk.add_term(EDUCATOR, Term("访客停车", zh=("来访停车",)))
    desk.add_term(LEGAL, Term("访客停车", zh=("外来停车",)))
    assert [term.as_json()["zh"] for term in desk.glossary(LEGAL)] == [["外来停车"]]


@pytest.mark.parametrize(
    "term", [Term(""), Term("停车"), Term("停车", zh=("车",)), Term("停" * 41, zh=("停车",))]
)
def test_a_term_that_says_nothing_is_refused(desk: Editorial, term: Term) -> None:
    with pytest.raises(BadRequest):
        desk.add_term(EDUCATOR, term)


def test_an_entry_that_shares_a_wording_joins_the_packaged_group() -> None:
    packaged = load_glossary(CORPUS / "glossary.yaml")
    place = next(i for i, group in enumerate(packaged.groups) if "维持担保比例" in group)
    grown = merged(packaged, [Term("维持担保比例", zh=("命门线",)), Term("铁疙瘩", zh=("铁家伙",))])
    assert grown.groups[place] == (*packaged.groups[place], "命门线")
    assert grown.groups[-1] == ("铁疙瘩", "铁家伙")
    assert len(grown.groups) == len(packaged.groups) + 1
    assert merged(packaged, []) is packaged
    assert merged(Glossary(), []).groups == ()
