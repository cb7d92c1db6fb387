"""Is the knowledge base whole? The catalogue is compared with the second retriever's store, and the calibration with
what a usable one does; findings are said in both languages."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from knowledge.confidence import Calibration
from knowledge.index import Index
from knowledge.store import PassageStore


@dataclass(frozen=True, slots=True)
class HealthFinding:
    code: str
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class Health:
    """`passages` counts what answers questions, `stored` the second retriever; equal when all is well."""

    documents: int
    passages: int
    store: str
    stored: int
    index_seconds: float
    answerable_kept: float
    unanswerable_rejected: float
    findings: tuple[HealthFinding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "findings": [asdict(finding) for finding in self.findings], "ok": self.ok}


def examine(
    index: Index, store: PassageStore, calibration: Calibration, index_seconds: float, documents: int
) -> Health:
    """The state of an index and its store, as `doctor` reports it."""
    stored = store.count()
    passages = len(index.passages)
    return Health(
        documents=documents,
        passages=passages,
        store=type(store).__name__,
        stored=stored,
        index_seconds=round(index_seconds, 3),
        answerable_kept=round(calibration.answerable_kept, 4),
        unanswerable_rejected=round(calibration.unanswerable_rejected, 4),
        findings=tuple(_findings(passages, stored, calibration)),
    )


def _findings(passages: int, stored: int, calibration: Calibration) -> list[HealthFinding]:
    found: list[HealthFinding] = []
    if passages == 0:
        found.append(HealthFinding("no_passages", "no document has been ingested", "还没有入库任何文档"))
    if stored != passages:
        found.append(
            HealthFinding(
                "store_differs",
                f"the second retriever holds {stored} of {passages} passages; opening the server repairs it",
                f"第二检索库只有 {stored} 段，目录中有 {passages} 段；启动服务时会自动修复",
            )
        )
    if passages and calibration.answerable_kept == 0.0:
        found.append(
            HealthFinding(
                "not_calibrated",
                "too few of the packaged documents are held to calibrate the answer threshold",
                "自带文档太少，无法校准“能否回答”的阈值，暂用默认值",
            )
        )
    return found
