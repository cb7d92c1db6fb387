"""Judge a text that anybody wrote, as it would be sent to a client: gather what is true, check, and put right.

The same check as on every answer of our own, over everything that is known of the client (figures, lines, call,
holdings, tickets), of the firm, and of the rules in force on the day; a generator of effects, like a turn.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.answer import account_facts, rule_facts
from bot.answer.script import in_script, is_traditional
from bot.dialogue import effects
from bot.dialogue.effects import Effect, Failed
from bot.guard.check import check
from bot.guard.claim import Claim
from bot.guard.correction import corrected
from bot.guard.evidence import Evidence, Quote, Standing
from bot.guard.folding import folded
from bot.guard.risk_statement import missing_risk

Json = Mapping[str, Any]

MOST_CHARACTERS = 8_000
MOST_QUOTES = 12
SHORTEST_SENTENCE = 12
_LATIN = re.compile(r"[A-Za-z]{3}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"[“「『]([^”」』]{7,})[”」』]|\"([^\"\n]{12,})\"")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_RULE_LIKE = re.compile(r"[\d不应须可以下列规定办法条]")


@dataclass(frozen=True, slots=True)
class Review:
    """A text judged: every claim with its verdict, and the text put right (``None`` where that is not possible)."""

    text: str
    as_of: date
    client_id: str | None
    claims: tuple[Claim, ...]
    corrected: str | None
    checked: int
    evidence: Evidence
    lang: str = "zh"

    @property
    def issues(self) -> tuple[Claim, ...]:
        """The claims that may not go out."""
        return tuple(claim for claim in self.claims if claim.held)

    @property
    def passed(self) -> bool:
        """Whether the text may go out as it is."""
        return not self.issues

    def as_json(self) -> dict[str, Any]:
        """The review as ``POST /guard/check`` answers it."""
        claims = [self._shown(claim) for claim in self.claims]
        seen = {
            "text": self.text,
            "client": self.client_id,
            "as_of": self.as_of.isoformat(),
            "claims": claims,
        }
        digest = hashlib.sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        return {
            "passed": self.passed,
            "claims": claims,
            "issues": [claim for claim in claims if claim["verdict"] != "ok"],
            "corrected": self.corrected and in_script(self.corrected, self.lang),
            "checked": self.checked,
            "client": self.client_id,
            "as_of": self.as_of.isoformat(),
            "trace_id": f"t{digest[:24]}",
        }

    def _shown(self, claim: Claim) -> dict[str, Any]:
        """A claim with its reason and repair in the reader's script; what was written stays as it is."""
        shown = dict(claim.as_json())
        shown["why"] = {**shown["why"], "zh": in_script(shown["why"]["zh"], self.lang)}
        shown["fix"] = claim.fix and in_script(claim.fix, self.lang)
        return shown


def review(
    text: str, client_id: str | None, as_of: date, lang: str | None = None
) -> Generator[Effect, Any, Review | Failed]:
    """Judge ``text`` as said to a client, or to somebody of whom nothing is known, on the day ``as_of``.

    ``Failed`` where the client may not be seen by the asker, or the account service is out of reach.
    """
    written_in = "zh" if _HAN.search(text) or (lang != "en" and not _LATIN.search(text)) else "en"
    public = yield from _public(text, as_of, written_in, client_id is None)
    if isinstance(public, Failed):
        return public
    if client_id is None:
        known = public + Evidence(standing=Standing(written_in, as_of))
    else:
        own = yield from _own(client_id, as_of, written_in)
        if isinstance(own, Failed):
            return own
        known = own + public
    script = "zh-Hant" if written_in == "zh" and is_traditional(text) else written_in

    def claims_of(draft: str) -> tuple[int, tuple[Claim, ...]]:
        checked, claims = judged(draft, known, as_of)
        return checked, tuple(
            replace(claim, fix=claim.fix and in_script(claim.fix, script)) for claim in claims
        )

    checked, claims = claims_of(text)
    better = corrected(text, claims, lambda draft: claims_of(draft)[1], written_in)
    return Review(text, as_of, client_id, claims, better, checked, known, lang or script)


def judged(text: str, known: Evidence, as_of: date) -> tuple[int, tuple[Claim, ...]]:
    """How many numbers were looked at, and every claim of the text, what it leaves out among them."""
    verdict = check(text, known, as_of)
    missing = missing_risk(folded(text).text, known.standing) if known.standing else None
    end = len(text)
    left_out = (replace(missing, start=end, end=end, reach=(end, end)),) if missing else ()
    return verdict.checked, (*verdict.claims, *left_out)


def _public(text: str, as_of: date, lang: str, nobody: bool) -> Generator[Effect, Any, Evidence | Failed]:
    """What anybody may be told: rules, the firm's facts, passages quoted in the text."""
    rules = yield effects.ListRules(as_of)
    if isinstance(rules, Failed):
        return rules
    firm = yield effects.FirmFacts()
    if isinstance(firm, Failed):
        return firm
    quoted = yield effects.FindQuotes(quotable(text), as_of)
    rows = [] if isinstance(quoted, Failed) else quoted
    lines = rule_facts.by_contract(rules) if nobody else ()
    return Evidence(
        (
            *rule_facts.of_rules(rules, lang),
            *rule_facts.of_firm(firm, lang),
            account_facts.of_today(as_of),
            *lines,
        ),
        tuple(_quote(row) for row in rows),
        (*rule_facts.sources_of(rules), *rule_facts.words_of(firm), *rule_facts.leverage_of(rules)),
    )


def _own(client_id: str, as_of: date, lang: str) -> Generator[Effect, Any, Evidence | Failed]:
    """What this client may be told of the account."""
    sheet = yield effects.FetchFigures(client_id, as_of)
    if isinstance(sheet, Failed):
        return sheet
    positions = yield effects.FetchPositions(client_id, as_of)
    if isinstance(positions, Failed):
        return positions
    remedy = yield effects.FetchCures(client_id, as_of)
    tickets = yield effects.ListTickets()
    cures: Json = {"cures": [], "call": None} if isinstance(remedy, Failed) else remedy
    rows = [*positions["holdings"], *positions["contracts"]]
    names = {str(row["security"]): account_facts.subjects_of(row) for row in rows}
    own = (
        ()
        if isinstance(tickets, Failed)
        else (t for t in tickets if t.get("client_id", client_id) == client_id)
    )
    facts = (
        *account_facts.of_sheet(sheet, names, lang),
        *account_facts.of_remedy(cures),
        *account_facts.of_positions(positions, lang),
        *account_facts.of_tickets(own),
    )
    spans = tuple(word for row in rows for word in _with_digits(row))
    return Evidence(facts, (), spans, client_id, _standing(sheet, cures, as_of, lang))


def _with_digits(row: Json) -> tuple[str, ...]:
    words = (row["security"], row["name"], row["name_en"], row.get("contract") or "")
    return tuple(str(word) for word in words if re.search(r"\d", str(word)))


def _standing(sheet: Json, remedy: Json, as_of: date, lang: str) -> Standing:
    call, terms = remedy.get("call"), sheet["terms"] or {}
    return Standing(
        lang,
        as_of,
        str(sheet["band"]),
        datetime.fromisoformat(call["deadline"]) if call else None,
        call is not None and call["state"] == "overdue",
        terms.get("clauses", {}).get("call_deadline"),
    )


def _quote(row: Json) -> Quote:
    until = row["effective_to"]
    return Quote(
        row["text"],
        date.fromisoformat(row["effective_from"]),
        date.fromisoformat(until) if until else None,
        row["source"],
    )


def quotable(text: str) -> tuple[str, ...]:
    """The pieces of a text that may come from the library: what stands in quotation marks, and whole sentences."""
    quoted = [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    whole = [s for s in sentences if len(s) >= SHORTEST_SENTENCE and _RULE_LIKE.search(s)]
    return tuple(dict.fromkeys((*quoted, *whole)))[:MOST_QUOTES]
