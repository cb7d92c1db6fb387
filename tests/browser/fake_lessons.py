"""A course of two lessons and a quiz of three items behind the lessons' interface, for the pages' journeys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, HTTPException, Request

from ..bot.channels.fakes import CITATION, RATIO

Json = dict[str, Any]
LESSONS = (
    {"id": "lesson-one", "title": "第一课：看懂比例", "order": 1, "minutes": 4, "held": False},
    {"id": "lesson-two", "title": "第二课：截止时间", "order": 2, "minutes": 3, "held": True},
)
COURSE = {
    "id": "surviving-a-fall",
    "title": "行情下跌时怎么办",
    "lead": "两课讲清楚比例和期限。",
    "lessons": LESSONS,
}
EVIL = "<img src=x onerror=alert(1)>"
SECTIONS = (
    {"section": "比例怎么读", "text": f"资产除以负债。{EVIL}\n- 涨了比例高\n- 跌了比例低"},
    {"section": "接下来", "text": "再做几道题。"},
)
KEYS = (1, 2, 0)


@dataclass
class Lessons:
    """What has been read and answered; ``down`` makes every call fail."""

    read: list[str] = field(default_factory=list)
    scores: dict[str, Json] = field(default_factory=dict)
    asked_as: list[str | None] = field(default_factory=list)
    graded: list[Json] = field(default_factory=list)
    down: bool = False

    def progress(self) -> Json:
        before, after = self.scores.get("before"), self.scores.get("after")
        points = round(100 * (after["right"] - before["right"]) / 3) if before and after else None
        return {"lessons": self.read, "before": before, "after": after, "gain": points}


def items(seed: int) -> list[Json]:
    options = [f"{seed % 7}1.00%", "128.00%", "142.00%", "96.00%"]
    stems = (f"种子 {seed}：比例是多少？", f"{EVIL} 截止是哪天？", "最低线有用吗？")
    return [
        {"id": f"item-{n}", "lesson": LESSONS[n % 2]["id"], "stem": stem, "options": options}
        for n, stem in enumerate(stems)
    ]


def graded(item: Json, key: int, answer: int | None) -> Json:
    cite = {**CITATION, "kind": "section", "source": "上证发〔2026〕5号"}
    right = answer == key
    return {
        **item,
        "answer": answer,
        "right": right,
        "key": key,
        "why": None if right or answer is None else "把负债当成了资产",
        "explanation": "资产除以负债。",
        "cites": [cite],
        "figures": [RATIO],
    }


def lessons_router(lessons: Lessons) -> APIRouter:
    router = APIRouter(prefix="/learn/api")

    @router.get("/courses")
    def courses() -> Json:
        if lessons.down:
            raise HTTPException(503)
        return {"courses": [COURSE], "rules_as_of": "2026-11-20"}

    @router.get("/lessons/{course}/{lesson}")
    def lesson(course: str, lesson: str) -> Json:
        known = next((each for each in LESSONS if each["id"] == lesson), None)
        if course != COURSE["id"] or known is None:
            raise HTTPException(404)
        head = {"as_of": "2026-01-19", "source": "交易所规则", "confidence": "seen-exch", "rules": []}
        return {**known, **head, "course": course, "sections": SECTIONS}

    @router.post("/lessons/{course}/{lesson}")
    def read(course: str, lesson: str) -> Json:
        lessons.read += [lesson]
        return {"visitor": True, "courses": {course: lessons.progress()}}

    @router.get("/progress")
    def progress(request: Request) -> Json:
        session = request.headers.get("x-chat-session")
        lessons.asked_as.append(session)
        if session == "ended":
            raise HTTPException(404)
        return {"visitor": session is None, "courses": {COURSE["id"]: lessons.progress()}}

    @router.post("/quiz")
    async def quiz(request: Request) -> Json:
        wanted = await request.json()
        seed = wanted.get("seed", 41 + len(lessons.graded))
        token = f"{wanted['stage']}:{seed}"
        return {"seed": seed, "token": token, "items": items(seed), "held": ["item-9"], "as_of": "2026-11-20"}

    @router.post("/grade")
    async def grade(request: Request) -> Json:
        given = await request.json()
        lessons.graded.append(given)
        stage, seed = given["token"].split(":")
        rows = [graded(*row) for row in zip(items(int(seed)), KEYS, given["answers"], strict=True)]
        score = {"right": sum(row["right"] for row in rows), "total": len(rows)}
        lessons.scores.setdefault(stage, score)
        return {"score": score, "items": rows, "recorded": True, "progress": lessons.progress()}

    return router
