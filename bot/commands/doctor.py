"""`liangrong doctor`: is this installation whole, how much does it take, and how long from a clone to an answer."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.wiring import Product

RSS_GOAL_MB = 1024
QUESTION = ("ask", "我的维持担保比例是多少？", "--client", "demo-call", "--json")
_SETUP_SECONDS = Path(sys.prefix) / "setup-seconds"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; ``ok`` is ``None`` for a plain measurement."""

    name: str
    value: str
    ok: bool | None = None
    text_zh: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out the measurement of a first start.")
    ] = False,
) -> None:
    """Check home, database, audit chain, library and second retriever; print seconds, disk and memory."""
    checks = asyncio.run(installation_checks())
    if not quick:
        checks = [*checks, *_first_start()]
    if as_json:
        sys.stdout.write(json.dumps([asdict(check) for check in checks], ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(_line(check) for check in checks))
    raise SystemExit(1 if any(check.ok is False for check in checks) else 0)


async def installation_checks() -> list[Check]:
    """Every check of the home that the environment names, but for a first start."""
    from account_api.settings import Settings
    from bot.wiring import open_product
    from knowledge.errors import HomeBusy

    settings = Settings()
    filled = (settings.home / "chroma").exists()  # what was never filled is filled now, not found wanting
    try:
        async with open_product(settings, chroma="own", repair=not filled) as product:
            return [*_home(product), *_audit(product), *_library(product), *_size(product.home)]
    except HomeBusy as busy:
        owner = Check("owner", str(busy), None, "主目录正由服务进程使用；第二检索库由它负责")
        async with open_product() as product:
            return [owner, *_home(product), *_audit(product), *_library(product), *_size(product.home)]


def _home(product: Product) -> Iterator[Check]:
    clock = product.api.state.context.clock
    yield Check("python", sys.version.split()[0])
    yield Check("home", f"{product.home} ({'demo' if product.demo else 'live'})")
    yield Check("clock", f"{clock.local().isoformat()}{' pinned' if clock.pinned else ''}")
    yield Check("model", "off, 0 external calls")


def _audit(product: Product) -> Iterator[Check]:
    from account_api.audit_check import verify

    context = product.api.state.context
    with context.transaction(writes=False) as session:
        report = verify(session, context.trail)
    yield Check("audit", f"{report.rows} rows, {len(report.breaks)} breaks", not report.breaks)


def _library(product: Product) -> Iterator[Check]:
    health = product.library.health()
    yield Check("documents", str(health.documents), health.documents > 0)
    yield Check("passages", f"{health.passages}, index in {health.index_seconds:.2f} s")
    yield Check(
        "second retriever",
        f"{health.store}: {health.stored} of {health.passages}",
        health.stored == health.passages,
    )
    yield Check("answerable kept", f"{health.answerable_kept:.1%}")
    yield Check("unanswerable rejected", f"{health.unanswerable_rejected:.1%}")
    for finding in health.findings:
        yield Check(finding.code, finding.text, False, finding.text_zh)


def _size(home: Path) -> Iterator[Check]:
    rss = _most_memory() // 1024
    yield Check("memory", f"{rss} MB of {RSS_GOAL_MB} MB", rss <= RSS_GOAL_MB)
    yield Check("disk home", f"{_megabytes(home)} MB")
    yield Check("disk environment", f"{_megabytes(Path(sys.prefix))} MB")


def _most_memory() -> int:
    """The most memory this program has held, in KiB.

    Linux hands `ru_maxrss` on to a program that a larger one started; the peak in `/proc` is of this program alone.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _first_start() -> Iterator[Check]:
    with tempfile.TemporaryDirectory(prefix="liangrong-") as empty:
        began = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *QUESTION],
            env={**os.environ, "LIANGRONG_HOME": empty},
            capture_output=True,
            check=False,
        )
        seconds = time.perf_counter() - began
    yield Check("first start to answer", f"{seconds:.1f} s", _has_answer(run.stdout))
    if _SETUP_SECONDS.exists():
        setup = float(_SETUP_SECONDS.read_text())
        yield Check("clone to answer", f"{setup + seconds:.1f} s (set-up {setup:.0f} s)")


def _has_answer(stdout: bytes) -> bool:
    try:
        line: dict[str, Any] = json.loads(stdout)
    except json.JSONDecodeError:
        return False
    return any(figure["value"] == "1.28" for figure in line["turns"][0]["figures"])


def _megabytes(root: Path) -> int:
    return (
        sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        // 2**20
    )


def _line(check: Check) -> str:
    mark = {None: " ", True: "✓", False: "✗"}[check.ok]
    return f"{mark} {check.name:<24}{check.value}{'  ' + check.text_zh if check.text_zh else ''}\n"
