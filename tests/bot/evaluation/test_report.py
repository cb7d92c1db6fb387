"""The report is one file that needs no host, shows every transcript and hides nothing that failed."""

from __future__ import annotations

import re
from pathlib import Path

from bot.evaluation.report import page
from bot.evaluation.running import run_one, summary
from bot.evaluation.world import Ground
from tests.bot.evaluation.test_worlds import scenario


async def test_transcripts_verdicts_and_trace_ids_stand_in_one_file(ground: Ground, tmp_path: Path) -> None:
    turns = "  - say: 我的维持担保比例是多少？<b>\n    expect: {must: [绝无此话]}\n"
    runs = [await run_one(ground, scenario(tmp_path, turns), number) for number in (1, 2)]
    shown = page(runs, summary(runs))
    assert "我的维持担保比例是多少？&lt;b&gt;" in shown and "<b>" not in shown
    assert "must: 绝无此话 is not in the answer" in shown
    assert runs[0].taken[0].said.figures[0]["trace_id"] in shown
    assert not re.search(r"https?://|src=|@import|<script", shown)
