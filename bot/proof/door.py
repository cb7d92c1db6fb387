"""The same proof at the door for texts by anybody: what an agent pastes is judged by all that is known of the client.

The texts are our own answers, sent in as drafts; those that speak of more than the door knows (a plan, a calculation)
it holds back as they are, and they are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.proof.answers import Answer, token_of
from bot.review import judged
from bot.wiring import Product


async def drafts(product: Product, told: Iterable[Answer]) -> tuple[Answer, ...]:
    """The different texts that the door lets out as they are, each with what it was judged by."""
    reviewer, tokens = product.reviewer(), dict[str, str]()
    passed = []
    texts = {(each.text, each.client): each for each in told}
    for each in texts.values():
        if each.client and each.client not in tokens:
            tokens[each.client] = await token_of(product, each.client)
        token = tokens.get(each.client or "")
        found = await reviewer.review(each.text, token, each.client, None, each.lang)
        if found.passed:
            passed.append(replace(each, evidence=found.evidence, rules_day=found.as_of, issues=()))
    return tuple(passed)


def lets_out(text: str, draft: Answer) -> bool:
    """Whether the door lets a text out on what it knows."""
    return not any(claim.held for claim in judged(text, draft.evidence, draft.rules_day)[1])
