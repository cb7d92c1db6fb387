"""Check a file of evidence: ``python -m bot.record.verify FILE``. Standard library only, no home, no network.

Every turn under its seal, the chain from turn to turn and to its end, every long result under its hash, every figure under
its trace id, every rule as a turn read it, every quotation in the text it is taken from. A turn without a seal is not whole:
nothing shows that it is what was written. Exit codes: 0 whole, 1 something does not fit, 2 no evidence.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.record.seal import canonical, figures_in, rules_in, seal, trace

Evidence = Mapping[str, Any]


def verified(evidence: Evidence) -> tuple[dict[str, int], list[str]]:
    """How much was looked at, and what does not fit."""
    results, passages = evidence["results"], {row["id"]: row["text"] for row in evidence["passages"]}
    said = [turn for turn in evidence["turns"] if not turn.get("withheld")]
    shown = [figure for turn in said for figure in turn["reply"].get("figures", ())]
    parsed = [json.loads(text) for text in results.values()]
    read = figures_in(parsed)
    ruled = {canonical(row) for row in rules_in([said, parsed])}
    quotes = [row for turn in said for row in turn["reply"].get("citations", ()) if row.get("passage")]
    looked = {
        "turns": len(evidence["turns"]),
        "results": len(results),
        "figures": len(evidence["figures"]) + len(shown) + len(read),
        "quotes": len(quotes),
    }
    broken = [
        *_turns(evidence["turns"], results),
        *_chain(evidence),
        *(f"rule {row['param']}: altered" for row in evidence["rules"] if canonical(row) not in ruled),
        *(f"result {name}: altered" for name, text in results.items() if _hash(text) != name),
        *(
            f"figure {each['trace_id']}: altered"
            for each in (*evidence["figures"], *shown, *read)
            if _alien(each)
        ),
        *(f"quote in {row['passage']}: not in its text" for row in quotes if not _stands(row, passages)),
    ]
    return looked, broken


def _turns(turns: list[dict[str, Any]], results: Mapping[str, str]) -> Iterator[str]:
    before: str | None = None
    for turn in turns:
        name = f"turn {turn['position']}"
        if turn.get("withheld"):
            before = turn["hash"]
            continue
        record = turn["record"]
        own = record.get("hash")
        if own is None:
            yield f"{name}: carries no seal"
        elif seal(turn) != own:
            yield f"{name}: altered"
        if own is not None and record.get("previous") != before:
            yield f"{name}: does not follow the turn before"
        effects = record.get("effects")
        rows = effects if isinstance(effects, list) else []
        kept = (row["kept"] for row in rows if "kept" in row)
        yield from (f"{name}: result {each} is missing" for each in kept if each not in results)
        before = own


def _chain(evidence: Evidence) -> Iterator[str]:
    """The seals as the conversation's own list has them: a turn that is gone at the end leaves no other trace."""
    seals = [
        turn["hash"] if turn.get("withheld") else turn["record"].get("hash") for turn in evidence["turns"]
    ]
    if seals != evidence["chain"]:
        yield f"chain: {len(evidence['chain'])} seals for {len(seals)} turns, or others"


def _alien(figure: Mapping[str, Any]) -> bool:
    return trace(figure) != str(figure["trace_id"])


def _stands(citation: Mapping[str, Any], passages: Mapping[str, str | None]) -> bool:
    text = passages.get(citation["passage"])
    return text is not None and str(citation["quote"]) in text


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main(arguments: list[str]) -> int:
    """Print what was looked at and what does not fit."""
    try:
        evidence = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        looked, broken = verified(evidence)
    except (IndexError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(f"no evidence 不是证据文件: {type(error).__name__} {error}\n")
        return 2
    sys.stdout.write(json.dumps({"whole": not broken, **looked, "broken": broken}, ensure_ascii=False) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
