"""While the next index is made the last one answers: nobody waits, and nothing that is out of use is found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import edition, records
from knowledge.calibrations import calibrated
from knowledge.catalogue import Catalogue
from knowledge.confidence import FALLBACK
from knowledge.edition import Edition
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.ingest import remove
from knowledge.library import Library
from knowledge.model import Passage

from .conftest import TODAY, document, now

QUESTION = "灯塔的看守费"


def lighthouse(directory: Path, name: str, text: str) -> Path:
    file = directory / f"{name}.md"
    file.write_text(document(name, f"# 灯塔{name}\n## 看守费\n{text}"), encoding="utf-8")
    return file


def quotes(library: Library) -> set[str]:
    return {hit.quote for hit in library.search(QUESTION, as_of=TODAY, k=9).hits}


class Slowed:
    """The making of an edition that waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        make: Callable[..., Edition] = edition.load

        def slowly(*given: object) -> Edition:
            self.begun.set()
            assert self.go.wait(20)
            return make(*given)

        monkeypatch.setattr("knowledge.library.load", slowly)


def test_a_search_goes_on_while_the_next_index_is_made(
    empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.ingest([lighthouse(tmp_path, "甲", "甲灯塔看守费一元。")])
    slowed = Slowed(monkeypatch)
    publishing = threading.Thread(
        target=empty.ingest, args=([lighthouse(tmp_path, "乙", "乙灯塔看守费二元。")],)
    )
    publishing.start()
    assert slowed.begun.wait(20)
    assert quotes(empty) == {"甲灯塔看守费一元。"}
    assert publishing.is_alive()
    slowed.go.set()
    publishing.join(20)
    assert quotes(empty) == {"甲灯塔看守费一元。", "乙灯塔看守费二元。"}


def test_what_another_process_took_out_of_use_is_not_found_even_meanwhile(
    empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [lighthouse(tmp_path, name, f"{name}灯塔看守费一元。") for name in ("甲", "乙")]
    empty.ingest(files)
    held = empty.search(QUESTION, as_of=TODAY, k=9).hits
    gone = next(hit.passage for hit in held if hit.passage.document_id == "甲")
    slowed = Slowed(monkeypatch)
    other = Catalogue(empty.settings.catalogue_url)
    remove(other, "甲", "关闭")
    other.close()
    assert len(held) == 2
    assert quotes(empty) == {"乙灯塔看守费一元。"}
    assert slowed.begun.wait(20)
    assert empty.in_force(gone.text, TODAY) is None
    assert empty.section("甲", "看守费", TODAY) is None
    slowed.go.set()
    empty.refresh()
    assert quotes(empty) == {"乙灯塔看守费一元。"}


def test_an_answer_that_rests_on_what_is_gone_is_not_found_either(library: Library) -> None:
    first, second = library.document("margin-call", TODAY)[:2]
    held = Index([first, second, _resting(second, first.id)])
    left = held.without({first.version}).passages
    assert [passage.is_in_force(TODAY) for passage in left] == [False, False, False]
    assert all(passage.is_in_force(TODAY) for passage in held.passages)


def _resting(passage: Passage, ground: str) -> Passage:
    from dataclasses import replace

    return replace(passage, id="p1", version="v1", kind="answer", cites=(ground,))


def test_an_index_made_from_the_one_before_is_the_same_as_a_new_one(library: Library) -> None:
    with library.catalogue.read() as connection:
        passages = records.load_passages(connection)
    dropped = {passages[50].version, passages[-1].version}
    fewer = [passage for passage in passages if passage.version not in dropped]
    whole, part = Index(passages), Index(fewer)
    for fresh, renewed in ((part, Index(fewer, before=whole)), (whole, Index(passages, before=part))):
        assert renewed.squeezed == fresh.squeezed
        for field in ("text", "title", "sections", "asks"):
            one, other = getattr(fresh, field), getattr(renewed, field)
            assert one.vocabulary.keys() == other.vocabulary.keys()
            for term in list(one.vocabulary)[::97]:
                assert one.where(term).tolist() == other.where(term).tolist()
                assert one.scores({term: 1.0}).tolist() == other.scores({term: 1.0}).tolist()
        assert all(
            a.total.tolist() == b.total.tolist() and a.likeness.tolist() == b.likeness.tolist()
            for a, b in [(fresh.evidence(q), renewed.evidence(q)) for q in _questions(library)]
        )
    assert len(passages) > len(fewer) > 500


def _questions(library: Library) -> list[object]:
    from knowledge.query import prepare

    return [
        prepare(text, library.glossary) for text in ("维持担保比例怎么算", "强制平仓是什么", "pingcangxian")
    ]


def test_one_document_more_keeps_the_calibration_and_a_changed_one_of_its_documents_does_not(
    empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[int] = []

    def fit(index: Index, *_: object) -> object:
        fitted.append(len(index.passages))
        return FALLBACK

    monkeypatch.setattr("knowledge.calibrations.calibrate", fit)
    base = [_passage(f"d{i}") for i in range(20)]
    about = _passage("margin-call")
    for passages in (
        [*base, about],
        [*base, about, _passage("more")],
        [*base, _passage("margin-call", "改了。"), _passage("more")],
        [*base, *(_passage(f"e{i}") for i in range(5)), _passage("margin-call", "改了。")],
    ):
        calibrated(empty.catalogue, Index(passages), Glossary())
    assert fitted == [21, 22, 26]


def _passage(name: str, text: str = "文字。") -> Passage:
    return Passage(
        *(f"p{name}{text}", name, f"v{name}{text}", name, "rule", (name,), name, None, text, text),
        *("zh", "CN", "firm", "client", "firm", "", date(2020, 1, 1), None, "verified"),
    )


def test_the_home_is_the_same_after_a_reader_that_built_aside_is_closed(tmp_path: Path) -> None:
    with Library.open(tmp_path / "h", clock=now) as writer:
        with Library.open(tmp_path / "h", clock=now) as reader:
            writer.ingest([lighthouse(tmp_path, "甲", "甲灯塔看守费一元。")])
            quotes(reader)
        assert not [each for each in threading.enumerate() if each.name == "knowledge edition"]
        assert quotes(writer) == {"甲灯塔看守费一元。"}
