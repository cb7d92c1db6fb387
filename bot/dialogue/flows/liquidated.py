"""「凭什么平我」: what the line rests on, by whom it is set, and where the record of the notices is; nothing on who is right."""

from __future__ import annotations

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Failed, FetchFigures, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import delivery
from bot.dialogue.flows.case_said import cases_of, newest, say_state
from bot.dialogue.flows.identity import out_of_reach

_WHO_SETS_IT = {
    "zh": "平仓线是多少，谁来定，监管还有统一的130%吗",
    "en": "who sets the liquidation line, is there still a uniform 130%",
}
_LINES = ("liquidation_line", "restore_line")


def why_liquidated(ask: Ask) -> FlowRun:
    """Who sets the line by the rules of the day, what the asker's contract agrees, what was sent; then the ways on."""
    draft = ask.draft()
    found = yield SearchKnowledge(_WHO_SETS_IT[draft.lang], ask.message.rules_day, ask.lang, k=1)
    if not isinstance(found, Failed) and found.answerable:
        draft.quote(found.hits[0])
    if ask.client_id is None:
        return done(ask, draft.line().say("liquidated_sign_in").choose("choice_sign_in", "choice_complain"))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    _say_terms(draft, sheet["terms"] or {})
    yield from delivery.say_record(ask.client_id, draft, "")
    cases = yield from cases_of(ask)
    case = None if isinstance(cases, Failed) else newest(cases)
    if case is not None:
        say_state(draft.line().say("case_stands"), case)
        if case["liquidations"]:
            began = facts.moment(case["liquidations"][-1]["started_at"], "started_at", "开始", "began")
            draft.say("sale_approved", at=began)
    draft.line().say("liquidated_neutral")
    return done(ask, draft.choose("choice_delivery", "choice_complain", "choice_human"))


def _say_terms(draft: Draft, terms: dict[str, object]) -> None:
    clauses = terms.get("clauses") or {}
    assert isinstance(clauses, dict)
    agreed: list[Sentence] = [
        (
            "own_term",
            {
                "measure": label_of(name, draft.lang),
                "value": facts.of_line(name, str(terms[name])),
                "clause": facts.code(str(clauses[name]), "合同" if draft.lang == "zh" else "clause"),
            },
        )
        for name in _LINES
        if terms.get(name) and clauses.get(name)
    ]
    if agreed:
        draft.line().say("own_terms").items(*agreed)
