"""What the page about the feed shows is what the feed takes: its batches, its kinds, and the system it prints."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any, get_args

from account_api.feed.contract import TERMS, PricesCreate
from account_api.feed.event_kinds import EVENT, Event
from account_api.sources.http import HttpSource

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "feed.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def kinds() -> set[str]:
    union = get_args(Event)[0]
    return {kind for each in get_args(union) for kind in get_args(each.model_fields["kind"].annotation)}


def test_every_batch_on_the_page_is_one() -> None:
    looked = 0
    for block in blocks("json"):
        batch = json.loads(block)
        for sent in batch.get("events", ()):
            EVENT.validate_python(sent)
            looked += 1
        if "prices" in batch:
            looked += len(PricesCreate.model_validate(batch).prices)
    assert looked == 8


def test_every_kind_is_explained_and_no_other() -> None:
    (section,) = re.findall(r"## Events\n(.*?)\n## ", PAGE, re.DOTALL)
    cells = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section, re.MULTILINE)
    assert {kind for cell in cells for kind in re.findall(r"\w+", cell)} == kinds()
    (actions,) = re.findall(r"## Corporate actions\n(.*?)\n## ", PAGE, re.DOTALL)
    assert set(re.findall(r"^\| `(\w+)` \|", actions, re.MULTILINE)) == set(TERMS)


def test_the_system_on_the_page_is_a_source() -> None:
    names: dict[str, Any] = {}
    exec(blocks("python")[0], names)
    with names["server"]() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        source = HttpSource("firm", f"http://127.0.0.1:{server.server_port}", timeout_s=5)
        assert [each["id"] for each in source.events("demo-call", 0)] == ["T-1"]
        assert not source.events("demo-call", 1) and not source.events("nobody", 0)
        assert [each["price"] for each in source.prices(["600519.SH", "999999.SH"])] == ["1480.00"]
        server.shutdown()
        thread.join()
