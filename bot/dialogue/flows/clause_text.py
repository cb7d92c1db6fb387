"""The signed text of an agreement word for word, by the topic that is asked for: the clauses of the section that deals with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.applying import AGREEMENT
from bot.dialogue.applying_effects import FetchAgreement
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.yes_first import said_no

MOST = 4
_NUMBERED = re.compile(r"(?P<no>\d{1,2}(?:\.\d{1,2})?)  (?P<words>\S.*)")
_BY_NUMBER = re.compile(r"第\s*(?P<zh>\d{1,2}(?:\.\d{1,2})?)\s*[条款]|\bclause (?P<en>\d{1,2}(?:\.\d{1,2})?)")
_TOPICS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(title))
    for asked, title in (
        (
            r"强平|强制平仓|平仓(?!线)|处分|处置|违约|爆仓|斩仓|liquidat|dispos|default|forced (?:sale|sell)",
            r"处分",
        ),
        (r"追保|追加|补仓|补足|margin call|top[- ]?up", r"追加担保物"),
        (r"平仓线|预警线|警戒线|恢复线|补足线|最低线|维持担保|warning line|liquidation line|ratio", r"各线"),
        (r"利息|利率|费率|罚息|期限|展期|延期|interest|rate|extension|term of", r"利息"),
        (r"通知|送达|notice|deliver", r"送达"),
        (r"变更|修改|同意|amend|chang|consent", r"变更"),
        (r"额度|授信|credit line|limit", r"授信额度"),
        (r"分红|配股|送股|权益|dividend|rights|entitle", r"权益"),
        (r"提取|转出|还款|偿还|withdraw|repay", r"提取"),
        (r"折算率|担保物|保证金|标的|collateral|haircut|margin ratio", r"保证金"),
        (r"停牌|调出|suspen|delist|removal", r"停牌"),
        (r"终止|解除|清算|terminat|close the account", r"终止"),
        (r"不可抗力|免责|force majeure|exempt", r"免责"),
        (r"信托|trust", r"信托"),
    )
)
_DISPUTE = re.compile(r"争议|仲裁|法院|dispute|arbitrat|court")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A numbered clause, or the title of a section, with its words in both languages."""

    no: str
    zh: str
    en: str


def quoted(ask: Ask, agreement: str) -> FlowRun:
    """The clauses of the topic or the number that is named, as they were signed; else which topics there are."""
    whole = yield FetchAgreement(str(ask.client_id), agreement)
    if isinstance(whole, Failed):
        return said_no(ask, whole, AGREEMENT)
    clauses = tuple(_clauses(str(whole["text"])))
    draft = ask.draft(intent=AGREEMENT)
    rows = _meant(clauses, ask.said)
    if not rows:
        titles = [each for each in clauses if "." not in each.no]
        draft.action = "ask"
        names = [draft.name(each.en if draft.lang == "en" else each.zh) for each in titles]
        draft.say("clause_which", titles=(", " if draft.lang == "en" else "、").join(names))
        return done(ask, draft.choose("choice_signed", "choice_human"))
    draft.say("clause_words", number=draft.name(agreement))
    for row in rows[:MOST]:
        words = draft.name(f"{row.no} {row.en if draft.lang == 'en' else row.zh}")
        draft.line().say("clause_row", text=words)
    return done(ask, draft.choose("choice_signed", "choice_amendment", "choice_human"))


def _clauses(text: str) -> Iterator[_Clause]:
    """Every numbered line with the line of its translation; a title holds both in one."""
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        found = _NUMBERED.fullmatch(line)
        if found is None:
            continue
        zh, _, en = found["words"].partition("  ")
        yield _Clause(found["no"], zh, en if "." not in found["no"] else below)


def _meant(clauses: tuple[_Clause, ...], said: str) -> list[_Clause]:
    """The clause of a number, or those of the section whose title deals with the topic."""
    text = said.lower()
    number = _BY_NUMBER.search(text)
    if number is not None:
        wanted = number["zh"] or number["en"]
        return [each for each in clauses if each.no == wanted or each.no.startswith(f"{wanted}.")]
    for asked, title in (*_TOPICS, (_DISPUTE, re.compile("争议"))):
        if asked.search(text):
            of = {each.no for each in clauses if "." not in each.no and title.search(each.zh)}
            found = [each for each in clauses if each.no.partition(".")[0] in of and "." in each.no]
            if found:
                return found
    return []
