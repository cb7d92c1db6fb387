"""Real answers of the product, each with what it rests on: every conversation of the proof, by every demo client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.adapters.performer import Performer
from bot.answer.script import in_script
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome, turn
from bot.guard.evidence import Evidence
from bot.wiring import Product

CLIENTS = (
    "demo-safe",
    "demo-watch",
    "demo-call",
    "demo-overdue",
    "demo-short",
    "demo-nodebt",
    "demo-missing",
    "demo-professional",
    "demo-hk",
    "demo-us",
)
SCRIPTS = ("zh", "zh-Hant", "en")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to ``client`` (nobody in particular: ``None``) when ``asked``, as its reader sees it.

    ``issues`` are what the guard held back on the way, of which there should be none.
    """

    asked: str
    client: str | None
    lang: str
    intent: str
    text: str
    evidence: Evidence
    rules_day: date
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages said one after the other by one client in one script."""

    client: str | None
    lang: str
    messages: tuple[str, ...]


@lru_cache(maxsize=1)
def _written() -> Mapping[str, Mapping[str, Sequence[str]]]:
    import yaml

    raw = files("bot.proof").joinpath("conversations.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return loaded


def conversations() -> Iterator[Conversation]:
    """Every conversation of the proof; those in Traditional characters are the Simplified ones, converted."""
    written = _written()
    for lang in SCRIPTS:
        known = "en" if lang == "en" else "zh"
        for client in (*CLIENTS, None):
            for row in written["public" if client is None else "own"][known]:
                messages = in_script(row, lang).split(" → ")
                yield Conversation(client, lang, tuple(messages))


async def answers(product: Product, asked: Sequence[Conversation]) -> AsyncIterator[Answer]:
    """The answers to every message of ``asked``, in order; nothing of it is kept by the product but tickets."""
    signed_in: dict[str, tuple[str, State]] = {}
    for number, each in enumerate(asked):
        token, state = None, State()
        if each.client is not None:
            if each.client not in signed_in:
                signed_in[each.client] = await _identity(product, each.client)
            token, state = signed_in[each.client]
        service = product.service()
        for place, words in enumerate(each.messages):
            session = f"proof-{number}"
            performer = Performer(
                service.as_token(token), service, product.library, session, token is not None
            )
            message = Message(f"{session}-{place}", session, words, each.lang, product.now())
            outcome = await performer.drive(turn(message, state, product.understand))
            state = outcome.state
            yield _answer(each, words, outcome)


async def _identity(product: Product, client: str) -> tuple[str, State]:
    token = await token_of(product, client)
    principal: dict[str, Any] = dict(await product.service().as_token(token).me())
    return token, State(client_id=principal["client_id"], role=principal["role"])


async def token_of(product: Product, client: str) -> str:
    """The bearer token of a demo client who signs in."""
    return str((await product.accounts.demo_sign_in(client)).token)


def _answer(each: Conversation, words: str, outcome: Outcome) -> Answer:
    reply = outcome.reply
    text = in_script(reply.text, each.lang)
    return Answer(
        words,
        each.client,
        each.lang,
        reply.intent,
        text,
        reply.evidence,
        reply.rules_day,
        outcome.issues,
    )
