"""Is the knowledge base whole? The catalogue is compared with the second retriever's store, and the calibration with
what a usable one does; findings are said in both languages."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from knowledge.confidence import Calibration
from knowledge.dense import Dense
from knowledge.retrieve import Retriever


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
    threshold: float
    answerable_kept: float
    unanswerable_rejected: float
    dense: str
    findings: tuple[HealthFinding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "findings": [asdict(finding) for finding in self.findings], "ok": self.ok}


def examine(retriever: Retriever, index_seconds: float, documents: int) -> Health:
    """The state of an index and its store, as `doctor` reports it."""
    store, calibration = retriever.store, retriever.calibration
    stored = store.count()
    passages = len(retriever.index.passages)
    return Health(
        documents=documents,
        passages=passages,
        store=type(store).__name__,
        stored=stored,
        index_seconds=round(index_seconds, 3),
        threshold=calibration.threshold,
        answerable_kept=round(calibration.answerable_kept, 4),
        unanswerable_rejected=round(calibration.unanswerable_rejected, 4),
        dense=retriever.dense.state,
        findings=(*_findings(passages, stored, calibration), *_about_dense(retriever.dense)),
    )


def _about_dense(dense: Dense) -> list[HealthFinding]:
    if dense.state == "refused":
        return [
            HealthFinding(
                "dense_refused",
                f"the embedding model does not help on the calibration questions ({dense.gain:+.4f} mean reciprocal "
                "rank on the halves held out) and is not used",
                f"向量模型在校准问题上没有帮助（留出的一半上平均倒数排名 {dense.gain:+.4f}），未启用",
            )
        ]
    if dense.state == "failed":
        return [
            HealthFinding(
                "dense_failed",
                "the embedding model could not be asked; answers are found by words alone until the next start",
                "无法访问向量模型；下次启动前只按词检索",
            )
        ]
    return []


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
