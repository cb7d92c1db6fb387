"""「什么时候开始」, 「对我有什么影响」, 「谁批准」: which whole question a short message is, by the matter that was spoken of last.

The wordings stand in ``data/facets.yaml``, the questions of each matter in ``data/topics.yaml``. Only a whole message that is one of
the wordings is read this way, and only right after an answer about such a matter; every other message stands by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.dialogue.assent import write_waits
from bot.dialogue.facet_table import EDGES, OF_TOPIC, Question, Topic, Words, table
from bot.dialogue.state import State
from bot.dialogue.wordings import mentions, names_of, near, only
from bot.nlu.dates import find_dates
from bot.nlu.model import Request

LONGEST = 64  # characters
_BACK_TO = re.compile(
    r"(?:(?:好|行|嗯|哦|那|ok|okay|well)[的吧了]?[\s,]*)*(?:还是|再)?(?:先)?(?:说回|讲返|讲回|回到|返去|说返|回头说|(?:let'?s )?(?:go |going |come |coming )?back to|returning to)"
)
_AFTER_BACK = " ,.?!:;的事那个这件,，。那"
_FRAGMENT = 16  # characters of a message that is asked back about the matter
_PLEASANT = ("smalltalk", "affirm", "deny", OF_TOPIC)
_ANSWERED = ("answer", "confirm", "handoff")
_MAY_WAIT = ("line_amount", "extension_contract")
"""What waits for an amount or a contract: a question in between is no answer to it."""
_COMPLAINT = "complaint"  # whatever is said may belong into it
_ENDS_A_WRITE = ("take_back", "agree", "is_final", "noted")
"""What, while a yes is waited for, is an answer to that."""


def asked(
    forms: Iterable[str], state: State, nameless: str = "", topic: str | None = None
) -> Question | None:
    """The whole question that a message is after what was said before; ``None`` where it stands by itself.

    ``forms``: the message in normal form, and as it was written in simplified characters (Cantonese has words of its own);
    ``nameless``: with 「这只」 for the one security that it names, for what may be asked of one by its name; ``topic``: the matter
    that the message itself goes back to. A side that has no question there asks back (``asks_back``).
    """
    said = {form.strip(EDGES) for form in forms}
    if max(map(len, said)) > LONGEST or state.role not in (None, "client") or _is_answer(state):
        return None
    whole = next((table().by_words[each] for each in said if each in table().by_words), None)
    if whole is not None and state.client_id is None and not whole.unknown:
        return None
    found = names_of(said, table().facets) if whole is None else []
    found = found or names_of((nameless.strip(EDGES),), [each for each in table().facets if each.names])
    if not found:
        return whole
    if write_waits(state) and found[0] in _ENDS_A_WRITE:
        return None
    name = topic or topic_of(state)
    asks = table().topics[name].asks if name else {}
    question = next((asks[each] for each in found if each in asks), None)
    if question is None:
        question = _without_topic(found, state, topic=name is not None)
    stands = {each.name for each in table().facets if each.stands}
    if question is None and name and found[0] not in stands:
        return Question(OF_TOPIC, f"{name}.{found[0] if found[0] in table().topics[name].unknown else ''}")
    return question


def asks_back(request: Request) -> bool:
    """Whether a side of a matter was asked for that has no question of its own there."""
    return request.intent == OF_TOPIC and (request.slots.aspect or "").endswith(".")


def is_whole(forms: Iterable[str]) -> bool:
    """Whether a message is a whole wording of a side of a matter, and not only made of its words."""
    said = [form.strip(EDGES) for form in forms]
    return any(each.said.fullmatch(form) for each in table().facets for form in said)


def of_the_field(forms: Iterable[str], alone: bool) -> bool:
    """Whether a message has a word that asks or names one of these matters; ``alone``: and no word that does neither."""
    said = [form.strip(EDGES) for form in forms]
    asking = any(mentions(form, table().asking) and (not alone or only(form, table().known)) for form in said)
    return asking and not any(pleasant.said.fullmatch(form) for form in said for pleasant in table().pleasant)


def nearly(forms: Iterable[str], state: State) -> Question | None:
    """The same for a message that nothing else understands: by its words, whatever else it says.

    ``None`` where no such matter was spoken of.
    """
    name = _open_topic(state)
    if name is None:
        return None
    said = [form.strip(EDGES) for form in forms]
    asks = table().topics[name].asks
    return next((asks[each] for each in near(said, table().facets) if each in asks), None)


def which(text: str, state: State) -> Question | None:
    """Which side of the matter a few words are about, to be asked back once; ``None`` where no such matter was spoken of."""
    name = _open_topic(state)
    short = len(text) <= (2 * _FRAGMENT if text.isascii() else _FRAGMENT)
    return Question(OF_TOPIC, f"{name}.") if name and short and not state.misses else None


def _open_topic(state: State) -> str | None:
    return None if state.pending is not None or state.role not in (None, "client") else topic_of(state)


def matter_of(intent: str) -> str | None:
    """The matter that an intent's answer speaks of."""
    return table().after.get(intent)


def topic_of(state: State) -> str | None:
    """The matter that was spoken of last, also across a word of thanks; none where the last answer was about something else."""
    waits = state.pending.flow if state.pending else None
    if waits in table().topics:
        return waits
    last = state.last_intent
    if last in _PLEASANT:
        before = [past for past in state.trail if past.intent not in _PLEASANT][-1:]
        last = next((past.intent for past in before if past.action in _ANSWERED), None)
    return table().after.get(last or "")


def back_to(text: str, state: State) -> tuple[str, str] | None:
    """「回到折算率，对我有什么影响」: the matter that a message goes back to and what it asks of it; ``None`` where it does not.

    Of several matters that are called so the one that was spoken of last is meant; only a known client has matters.
    """
    found = _BACK_TO.match(text)
    if found is None or state.client_id is None or state.pending is not None:
        return None
    called = [(name, each) for name, topic in table().topics.items() for each in topic.called if each in text]
    longest = max((len(each) for _, each in called), default=0)
    names = [name for name, each in called if len(each) == longest]
    spoken = [table().after.get(past.intent) for past in reversed(state.trail)]
    last = next((name for name in spoken if name in names), names[0] if names else None)
    rest = text[found.end() :]
    words = next((each for name, each in called if name == last and len(each) == longest), "")
    return None if last is None else (last, rest.partition(words)[2].lstrip(_AFTER_BACK) or rest)


def in_words(question: Question, text: str, state: State, lang: str, today: date) -> str:
    """The question in full, as it could have been typed; ``text`` itself where a sentence answers it.

    A question of a day names the one that was spoken of before, and the one that ``text`` compares it with; one of a security
    names the one that was looked up.
    """
    whole = question.words.get("en" if lang == "en" else "zh", text)
    if question.named:
        return whole.replace("{security}", state.security or "")
    if not question.dated:
        return whole
    named = [span.end for span, _, _ in find_dates(state.asked or "", today) if span.start < today]
    base = max(named, default=today)
    against = [span.end for span, _, _ in find_dates(text, today) if span.end < base][:1]
    days = [day.isoformat() for day in ((base, *against) if named or against else ())]
    return " ".join((*days, whole))


def said_of(aspect: str) -> tuple[Topic | None, Words | None, Question | None]:
    """The matter, the title of the facet (if one is asked for) and the question of an ``OF_TOPIC`` request's aspect."""
    name, _, side = aspect.partition(".")
    topic = table().topics.get(name)
    question = topic.asks.get(side) if topic else table().anywhere.get(side)
    title = next((each.title for each in table().facets if each.name == side), None)
    return topic, title, question


def _is_answer(state: State) -> bool:
    """Whether the message answers something that is waited for, which is no yes to what would be written."""
    pending = state.pending
    if pending is None:
        return False
    return pending.flow == _COMPLAINT or (pending.flow not in _MAY_WAIT and not write_waits(state))


def _without_topic(found: Iterable[str], state: State, topic: bool) -> Question | None:
    """What is meant whatever was spoken of, and, where nothing was, what else is."""
    asks = table().anywhere if topic else {**table().alone, **table().anywhere}
    known = state.client_id is not None
    return next((asks[each] for each in found if each in asks and (known or asks[each].unknown)), None)
